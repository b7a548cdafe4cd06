"""A return read: answers typed by the schema's own readers, everything else told.

Read tolerantly (French amounts and dates, moved rows, re-saved files), believed prudently:
what the file says it was sent with counts only if this master sent it; a missing row or
column is never an answer; a cell that cannot be read is told and left alone.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from cucs_xl.metier.formulaire import (
    MODELES,
    NEANT,
    SOMMES,
    UNIQUE,
    Bloc,
    Case,
    Envoi,
    Modele,
    Question,
    Somme,
    Source,
)
from cucs_xl.metier.formulaire.identite import (
    Ligne,
    Memoire,
    build_empreinte,
)
from cucs_xl.metier.instantane import spell_valeur
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.depouille import CelluleLue, Cellules, Depouille, Refus
from cucs_xl.metier.retour.identification import identify
from cucs_xl.metier.retour.reponse import (
    INCONNU,
    Reponse,
    changed,
    format_brut,
    read_reponse,
    read_texte,
    unify,
)

#: Where an answer stands in its sheet: block, row, case.
Place: TypeAlias = tuple[str, str, str]


_EGAREE = "cette ligne ajoutée n'est pas lue : reportez-la sur une ligne libre, en bas de la liste"


class Faute(NamedTuple):
    """A cell whose answer is not taken as it is: what was found, what to type instead."""

    place: Place
    adresse: str
    trouve: str
    constat: str


class Alteration(NamedTuple):
    """A locked cell that came back changed; the master keeps its own value."""

    place: Place
    adresse: str
    envoye: str
    trouve: str


class RetourLu(NamedTuple):
    """A return, typed.

    `fiable`: what it was sent with is known. `lignes` are the rows sent. `reponses` leave
    out what could not be read; `cellules` are as they came. `absentes` are rows
    sent that did not come back; `perdues`, blocks of which nothing did. `empreinte` sums up
    what it says, whatever program saved it.
    """

    fichier: str
    envoi: Envoi
    modele: Modele
    fiable: bool
    lignes: Memoire
    reponses: Mapping[tuple[str, str], Mapping[str, Reponse]]
    cellules: Cellules
    fautes: tuple[Faute, ...]
    alterations: tuple[Alteration, ...]
    absentes: tuple[tuple[str, str], ...]
    perdues: tuple[str, ...]
    etrangeres: tuple[str, ...]
    empreinte: str


def read_retour(source: Source, depouille: Depouille) -> RetourLu | Refus:
    """Identify a return and type its answers; a file that is not for this master is refused."""
    identite = identify(source, depouille)
    if isinstance(identite, str):
        return Refus(depouille.fichier, identite)
    envoi, lignes, fiable = identite
    modele = MODELES[envoi.modele]
    lecteur = _Lecteur(source, depouille, lignes, fiable=fiable)
    for bloc in modele.blocs:
        lecteur.read_bloc(bloc)
    lecteur.read_sommes(modele)
    lecteur.fautes += [Faute(("", "", ""), adresse, "", _EGAREE) for adresse in depouille.egarees]
    return RetourLu(
        depouille.fichier, envoi, modele, fiable, lignes, lecteur.reponses, depouille.cellules,
        tuple(lecteur.fautes), tuple(lecteur.alterations), tuple(lecteur.absentes),
        tuple(lecteur.perdues), depouille.etrangeres, lecteur.sum_up(envoi),
    )  # fmt: skip


class _Lecteur:
    """Goes through the blocks of one return."""

    def __init__(
        self, source: Source, depouille: Depouille, lignes: Memoire, *, fiable: bool
    ) -> None:
        self.source, self.depouille, self.lignes, self.fiable = source, depouille, lignes, fiable
        self.reponses: dict[tuple[str, str], dict[str, Reponse]] = {}
        self.dits: list[str] = []
        self.fautes: list[Faute] = []
        self.alterations: list[Alteration] = []
        self.absentes: list[tuple[str, str]] = []
        self.perdues: list[str] = []

    def read_bloc(self, bloc: Bloc) -> None:
        """Read the rows sent; what else the block holds is nobody's row."""
        trouvees = self.depouille.cellules.get(bloc.code, {})
        lignes = self.lignes.get(bloc.code, {})
        if lignes and not trouvees:
            self.perdues.append(bloc.code)
            return
        for id_, ligne in lignes.items():
            cellules = trouvees.get(id_)
            if cellules is None:
                if not ligne.nouvelle:
                    self.absentes.append((bloc.code, id_))
                continue
            self._read_ligne(bloc, id_, ligne, cellules)

    def _read_ligne(
        self, bloc: Bloc, id_: str, ligne: Ligne, cellules: Mapping[str, CelluleLue]
    ) -> None:
        double = (bloc.code, id_) in self.depouille.doubles
        lues: dict[str, Reponse] = {}
        for case in bloc.cases:
            cellule = cellules.get(case.code)
            if cellule is None:
                continue
            place = (bloc.code, id_, case.code)
            if not case.saisie:
                if cellule.valeur != ligne.textes.get(case.code) or cellule.defaut:
                    self._check_verrou(place, case, ligne, cellule)
                continue
            self._hear(place, cellule)
            if double:
                self._refuse(
                    place,
                    cellule,
                    "cette ligne est deux fois dans la fiche, avec des réponses différentes : gardez-en une",
                )
                continue
            lue = self._read_case(place, case, ligne, cellule)
            if lue is not None:
                lues[case.code] = lue
        if bloc.neant:
            self._read_neant(bloc, id_, cellules, lues)
        if lues:
            self.reponses[bloc.code, id_] = lues

    def _read_case(
        self, place: Place, case: Case, ligne: Ligne, cellule: CelluleLue
    ) -> Reponse | None:
        if cellule.defaut:
            self._refuse(
                place,
                cellule,
                f"la cellule ne donne pas de valeur ({cellule.defaut}) : saisissez-la",
            )
            return None
        envoyee = read_texte(case.genre, ligne.textes.get(case.code)) if self.fiable else INCONNU
        if cellule.valeur is None:
            return Reponse(None, envoyee, cellule.adresse)
        if isinstance(envoyee, str) and unify(envoyee, cellule.valeur) == envoyee:
            return Reponse(envoyee, envoyee, cellule.adresse)
        try:
            valeur = self.source.spell_code(case.genre, read_reponse(case.genre, cellule.valeur))
        except ValueError as erreur:
            self._refuse(place, cellule, str(erreur))
            return None
        return Reponse(unify(envoyee, valeur), envoyee, cellule.adresse)

    def _read_neant(
        self, bloc: Bloc, id_: str, cellules: Mapping[str, CelluleLue], lues: dict[str, Reponse]
    ) -> None:
        """Take a ticked « néant » for a zero, unless an amount says otherwise."""
        coche = cellules.get(NEANT)
        if coche is None or not is_coche(coche):
            return
        place = (bloc.code, id_, NEANT)
        self._hear(place, coche)
        reponse = lues.get(bloc.neant)
        if reponse is None:
            return
        if reponse.valeur:
            del lues[bloc.neant]
            self._refuse(
                place, coche, "« néant » est coché et un montant est saisi : gardez l'un des deux"
            )
        else:
            lues[bloc.neant] = reponse._replace(valeur=0)

    def _hear(self, place: Place, cellule: CelluleLue) -> None:
        if cellule.valeur is not None:
            self.dits.append(f"{'|'.join(place)}={format_brut(cellule.valeur)}")

    def _check_verrou(self, place: Place, case: Case, ligne: Ligne, cellule: CelluleLue) -> None:
        """Compare a locked cell with what was sent, as people read it."""
        if not self.fiable:
            return
        envoye = ligne.textes.get(case.code, "")
        try:
            trouve = spell_valeur(case.genre, read_reponse(case.genre, cellule.valeur))
        except ValueError:
            trouve = format_brut(cellule.valeur)
        if cellule.defaut:
            trouve = cellule.defaut
        if trouve != envoye and trouve.split() != envoye.split():
            self.alterations.append(Alteration(place, cellule.adresse, envoye, trouve))

    def read_sommes(self, modele: Modele) -> None:
        """Sum what the sheet only sums; not when a part of the sum is missing or unreadable.

        Of parts that nobody changed, the sum is what was sent: the master may say otherwise.
        """
        ligne = self.lignes.get(SOMMES, {}).get(UNIQUE)
        sommes: dict[str, Reponse] = {}
        for somme in modele.sommes:
            parts = [
                reponses[somme.case]
                for (bloc, _), reponses in self.reponses.items()
                if bloc == somme.bloc and somme.case in reponses
            ]
            if ligne is None or not parts or self._is_lacunaire(somme):
                continue
            envoyee: Any = INCONNU
            if self.fiable:
                envoyee = read_texte(somme.question.genre, ligne.textes.get(somme.question.code))
            dites = [part.valeur for part in parts if part.valeur is not None]
            valeur = sum(dites) if dites else None
            if self.fiable and not any(map(changed, parts)):
                valeur = envoyee
            sommes[somme.question.code] = Reponse(
                valeur, envoyee, f"total de {parts[0].adresse} à {parts[-1].adresse}"
            )
        if sommes:
            self.reponses[SOMMES, UNIQUE] = sommes

    def _is_lacunaire(self, somme: Somme) -> bool:
        illisibles = {(f.place[0], f.place[2]) for f in self.fautes}
        return bool(illisibles & {(somme.bloc, somme.case), (somme.bloc, NEANT)}) or any(
            somme.case not in self.reponses.get((somme.bloc, id_), {})
            for id_, ligne in self.lignes.get(somme.bloc, {}).items()
            if not ligne.nouvelle
        )

    def _refuse(self, place: Place, cellule: CelluleLue, constat: str) -> None:
        self.fautes.append(Faute(place, cellule.adresse, format_brut(cellule.valeur), constat))

    def sum_up(self, envoi: Envoi) -> str:
        """Sum up what the partner says: the same file saved elsewhere says the same."""
        manques = [*self.perdues, *map("|".join, self.absentes), *self.depouille.egarees]
        return build_empreinte("\n".join((envoi.cle, *manques, *self.dits)))


def is_coche(cellule: CelluleLue) -> bool:
    """Tell a box that is ticked, whatever sign ticks it."""
    return cellule.valeur not in (None, "", False)


@cache
def read_questions(modele: ModeleRetour, bloc: str) -> tuple[Question, ...]:
    """Give what a block asks, or what the sheet sums."""
    if bloc == SOMMES:
        return tuple(somme.question for somme in MODELES[modele].sommes)
    return MODELES[modele].bloc(bloc).questions
