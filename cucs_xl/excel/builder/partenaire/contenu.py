"""What one recipient finds in its sheet: values, marks, identity, heights of rows."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from cucs_xl.excel import balise
from cucs_xl.excel.builder.partenaire.annexe import AIDE_ECHEANCE
from cucs_xl.excel.builder.partenaire.annotation import BRUTE
from cucs_xl.excel.builder.partenaire.calcul import Ref, Valeur
from cucs_xl.excel.builder.partenaire.choix import Choix, build_cellule
from cucs_xl.excel.builder.partenaire.feuille import PIED
from cucs_xl.excel.builder.partenaire.moule import Moule
from cucs_xl.excel.builder.partenaire.plan import (
    AVIS,
    RETRAIT,
    SOUS_TITRE,
    TITRE,
    Emprise,
    Point,
    Structure,
    base_lines,
    height,
    lines,
)
from cucs_xl.excel.builder.partenaire.suivi import COMPTE, FEUILLE, LIBELLE
from cucs_xl.metier.formulaire import (
    Case,
    Envoi,
    Forme,
    Formulaire,
    Rangee,
    Source,
)
from cucs_xl.metier.formulaire.completude import build_requis
from cucs_xl.metier.formulaire.identite import Memoire, build_empreinte
from cucs_xl.metier.modele import ACTIONS, OPERATEURS, PARTENAIRES
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.schema import Cellule

#: What a footer may hold beside the page number.
_PIED_MAX = 180
#: Told under the band.
_EXEMPLE = "DONNÉES D'EXEMPLE : ne pas citer ces valeurs."
_MODELE_VIDE = "MODÈLE VIDE : à regarder, pas à envoyer. La commande « modeles » prépare la fiche de chaque partenaire."


class Reponse(NamedTuple):
    """A cell as its partner gave it back, and what to correct in it, if anything."""

    valeur: Cellule
    note: str = ""


class Copie(NamedTuple):
    """What an annotated copy is made of: raw answers by block, row, case (« néant » included).

    `memoire` is the text of the first sending, so that the copy can be filled and sent back.
    A note under a blank case is about its whole row.
    """

    reponses: Mapping[tuple[str, str, str], Reponse]
    memoire: str


class Contenu(NamedTuple):
    """What `moule.fill` needs."""

    valeurs: dict[Ref, Valeur]
    hauteurs: dict[tuple[str, int], float]
    mots: dict[str, str]


def build_structure(
    formulaire: Formulaire, choix: Choix, morceaux: int, points: tuple[Point, ...]
) -> Structure:
    """Tell how a sheet is drawn."""
    return Structure(
        formulaire.envoi.modele,
        tuple(_count(formulaire.rangees[bloc.code]) for bloc in formulaire.modele.blocs),
        tuple((nom, len(items)) for nom, items in choix.listes.items()),
        morceaux,
        points,
    )


def _count(rangees: tuple[Rangee, ...]) -> tuple[int, int]:
    """Count the rows sent and the blank ones, which come last."""
    assert all(not (a.nouvelle and not b.nouvelle) for a, b in pairwise(rangees))
    libres = sum(rangee.nouvelle for rangee in rangees)
    return len(rangees) - libres, libres


class Remplisseur:
    """Gathers what fills a mould, for one recipient."""

    def __init__(
        self,
        moule: Moule,
        source: Source,
        formulaire: Formulaire,
        choix: Choix,
        copie: Copie | None,
    ) -> None:
        self.moule, self.source, self.formulaire = moule, source, formulaire
        self.choix, self.copie = choix, copie
        self.valeurs: dict[Ref, Valeur] = {}
        self.hauteurs: dict[tuple[str, int], float] = {}

    def build(self, memoire: Memoire, texte: str, morceaux: tuple[str, ...]) -> Contenu:
        """Gather everything."""
        for emprise in self.moule.plan.emprises:
            self._fill_bloc(emprise)
        self._fill_hauteurs()
        self._fill_listes()
        self._fill_suivi(memoire)
        self._fill_bandeaux()
        identite = self._fill_identite(texte, morceaux)
        return Contenu(self.valeurs, self.hauteurs, self._build_mots(identite))

    @property
    def envoi(self) -> Envoi:
        """The identity of the sheet."""
        return self.formulaire.envoi

    def _fill_bloc(self, emprise: Emprise) -> None:
        rangees = self.formulaire.rangees[emprise.bloc.code]
        for rang, rangee in enumerate(rangees):
            if emprise.bloc.forme is Forme.LISTE:
                marque = Ref(emprise.feuille, emprise.lignes[rang], emprise.cle)
                self.valeurs[marque] = balise.LIGNE + rangee.id
            for code, case in emprise.cases():
                valeur = self._show(emprise, rangee, code, case)
                if valeur is not None and valeur != "":
                    self.valeurs[emprise.ref(rang, code)] = valeur

    def _show(self, emprise: Emprise, rangee: Rangee, code: str, case: Case | None) -> Valeur:
        if self.copie and (case is None or case.saisie):
            reponse = self.copie.reponses.get((emprise.bloc.code, rangee.id, code))
            if reponse is not None:
                return build_cellule(reponse.valeur)
        return None if case is None else self.choix.show(case.genre, rangee.shown(code))

    def _fill_hauteurs(self) -> None:
        """Make each row as tall as its longest text, beside it included."""
        besoins: dict[tuple[str, int], tuple[int, int]] = {}
        for emprise in self.moule.plan.emprises:
            for nom, ligne, moins, faut in self._needs(emprise):
                avant = besoins.get((nom, ligne), (0, 0))
                besoins[nom, ligne] = max(avant[0], moins), max(avant[1], faut)
        self.hauteurs = {
            place: height(faut) for place, (moins, faut) in besoins.items() if faut > moins
        }

    def _needs(self, emprise: Emprise) -> Iterator[tuple[str, int, int, int]]:
        """Give, for each text of a block, its row, the lines drawn there, the lines it needs."""
        fiche = emprise.bloc.forme is Forme.FICHE
        for rang in range(len(self.formulaire.rangees[emprise.bloc.code])):
            for place, (code, _) in enumerate(emprise.cases()):
                ref = emprise.ref(rang, code)
                valeur = self.valeurs.get(ref)
                if isinstance(valeur, str):
                    largeur = emprise.grille.largeur(emprise.empans[code]) - RETRAIT
                    dessinees = base_lines(emprise, place if fiche else rang)
                    yield emprise.feuille, ref.ligne, dessinees, lines(valeur, largeur)

    def _fill_listes(self) -> None:
        for nom, items in self.choix.listes.items():
            for ref, item in zip(self.moule.listes[nom].refs(), items, strict=False):
                if item:
                    self.valeurs[ref] = item

    def _fill_suivi(self, memoire: Memoire) -> None:
        """Say what counts for this recipient, under its words."""
        modele = self.formulaire.modele
        libelles = {(r.bloc, r.id, r.case): r.libelle for r in build_requis(modele, memoire)}
        for i, (bloc, rang, case, _) in enumerate(self.moule.suivi.exigences, start=1):
            id_ = self.formulaire.rangees[bloc][rang].id if bloc and case else ""
            libelle = libelles.pop((bloc, id_, case), None)
            self.valeurs[Ref(FEUILLE, i, LIBELLE)] = libelle
            self.valeurs[Ref(FEUILLE, i, COMPTE)] = int(libelle is not None)
        assert not libelles, libelles
        for i, point in enumerate(self.moule.plan.structure.points, start=1):
            self.valeurs[Ref(FEUILLE, i, BRUTE)] = point.brute

    def _fill_bandeaux(self) -> None:
        service = str(self.source.contrat.parametre("Service") or "")
        echeance = f"{self.envoi.echeance:%d/%m/%Y}" if self.envoi.echeance else ""
        avant = f"à renvoyer avant le {echeance}" if echeance else "à renvoyer dès que possible"
        contrat = str(self.source.contrat.parametre("Contrat") or "")
        exemple = self.source.contrat.parametre("Données d'exemple")
        sous_titre = f"{contrat} · exercice {self.envoi.exercice} · {avant}"
        for grille in self.moule.plan.grilles:
            self.valeurs[Ref(grille.nom, TITRE, grille.etat - 1)] = self.reference
            self.valeurs[Ref(grille.nom, SOUS_TITRE, 1)] = sous_titre
            if not self.envoi.destinataire:
                self.valeurs[Ref(grille.nom, AVIS, 1)] = _MODELE_VIDE
            elif exemple:
                self.valeurs[Ref(grille.nom, AVIS, 1)] = _EXEMPLE
        self.valeurs[AIDE_ECHEANCE] = (
            f"{avant[:1].upper()}{avant[1:]}, par courriel, à : {service or 'la ville'}. "
            "Une question, une donnée grise inexacte : répondez au courriel qui accompagnait ce fichier."
        )

    @property
    def reference(self) -> str:
        """What the sheet is about, in a few signs: its action, or its recipient."""
        return self.envoi.action or self.envoi.destinataire or "Modèle vide"

    def _fill_identite(self, texte: str, morceaux: tuple[str, ...]) -> dict[str, str]:
        identite = {
            "modele": self.envoi.modele.value,
            "version": str(self.envoi.version),
            "contrat": self.envoi.contrat,
            "exercice": str(self.envoi.exercice),
            "destinataire": self.envoi.destinataire,
            "action": self.envoi.action or "",
            "empreinte": build_empreinte(texte),
        }
        lignes = [*(identite[mot] for mot in balise.IDENTITE), *morceaux]
        for i, valeur in enumerate(lignes, start=1):
            if valeur:
                self.valeurs[Ref(balise.FEUILLE_IDENTITE, i, 1)] = valeur
        return identite

    def _build_mots(self, identite: Mapping[str, str]) -> dict[str, str]:
        service = str(self.source.contrat.parametre("Service") or "")
        titre = f"{self.formulaire.modele.titre} {self.reference} – exercice {self.envoi.exercice}"
        pied = f"{service} – {titre}"[:_PIED_MAX].replace("&", "&&")
        mots = {PIED: pied, "¤titre¤": f"{titre} – {self._nommer()}", "¤auteur¤": service}
        for mot, valeur in identite.items():
            mots[f"¤{balise.PREFIXE_PROPRIETE}{mot}¤"] = valeur
        return mots

    def _nommer(self) -> str:
        """Name the recipient."""
        financeur = self.envoi.modele is ModeleRetour.CREDITS
        table = PARTENAIRES if financeur else OPERATEURS
        ligne: Any = self.source.row(table, self.envoi.destinataire)
        nom = ligne and (ligne.partenaire if financeur else ligne.operateur)
        action: Any = self.source.row(ACTIONS, f"{self.envoi.action}|{self.envoi.exercice}")
        return " – ".join(
            filter(None, (nom or self.envoi.destinataire, action and action.intitule))
        )
