"""The merge itself: cell by cell, between what was written, the matrix and the fundings."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from cucs_xl.metier.anomalie import Anomalie, format_liste
from cucs_xl.metier.matrice import (
    ACTION,
    EXERCICE,
    MEMOIRE,
    Cle,
    Matrice,
    Paire,
    Rangee,
    build_anomalie,
    format_memoire,
)
from cucs_xl.metier.modele import FINANCEMENTS, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import StatutExercice
from cucs_xl.metier.programmation.proposition import build_financement
from cucs_xl.metier.programmation.resultat import Decision, Lieu, str_cle, to_euros
from cucs_xl.metier.schema import Cellule, cle_pliee

#: A column that loses this many amounts at once was deleted and typed anew, not decided.
_COLONNE_VIDEE = 2
_INDECIS = "pas encore décidé"


class _Sort(Enum):
    ACCORD = auto()
    MATRICE = auto()  # the matrix decides
    FINANCEMENT = auto()  # the matrix follows
    CONFLIT = auto()


def _decide(matrice: Centimes | None, actuel: Centimes | None, base: Centimes | None) -> _Sort:
    """Keep whichever side changed; a double change is a conflict.

    No memory is a memory of nothing: a blank follows, two amounts contradict each other.
    """
    if matrice == actuel:
        return _Sort.ACCORD
    if matrice == base:
        return _Sort.FINANCEMENT
    return _Sort.MATRICE if actuel == base else _Sort.CONFLIT


@dataclass
class Ligne:
    """A row of the matrix after the merge."""

    rangee: Rangee
    cle: Cle | None
    finales: dict[Paire, Centimes | None] = field(default_factory=dict)
    memoire: dict[Paire, Centimes | None] = field(default_factory=dict)
    attend: bool = False  # something in it awaits somebody


class Travail:
    """The state of one merge."""

    def __init__(self, contrat: Contrat, matrice: Matrice, illisibles: frozenset[str]) -> None:
        self.contrat, self.matrice, self.illisibles = contrat, matrice, illisibles
        self.financements = list(contrat.financements)
        self.decisions: list[Decision] = []
        self.anomalies: list[Anomalie] = []
        self.conflits = self.rafraichies = 0
        #: In the order of the sheet; a key stands once.
        self.actions: dict[Cle, None] = {
            (a.code, a.exercice): None for a in contrat.actions if a.code and a.exercice
        }
        self._plis = {(cle_pliee(code), annee): (code, annee) for code, annee in self.actions}
        self._codes = {cle_pliee(f.code) for f in contrat.financements if f.code}
        self._clos = {e.exercice for e in contrat.exercices if e.statut is StatutExercice.CLOS}
        self._index: dict[Lieu, list[int]] = defaultdict(list)
        for rang, f in enumerate(contrat.financements):
            cle = self._plis.get((cle_pliee(f.action or ""), f.exercice or 0))
            if cle and f.partenaire and f.nature:
                self._index[Lieu(cle, Paire(f.partenaire, f.nature))].append(rang)

    def lit(self, lieu: Lieu) -> Centimes | None:
        """Sum what is programmed behind a cell; None when nothing is decided."""
        montants = [self.financements[rang].programme for rang in self._index.get(lieu, ())]
        connus = [montant for montant in montants if montant is not None]
        return sum(connus) if connus else None

    def merge_rangees(self) -> list[Ligne]:
        """Merge every row; those that cannot be identified are told and left alone."""
        cles = [self._cle(rangee) for rangee in self.matrice.rangees]
        nombres = Counter(cle for cle in cles if cle)
        videes = self._read_videes(cles)
        lignes = []
        for rangee, cle in zip(self.matrice.rangees, cles, strict=True):
            ligne = Ligne(rangee, cle)
            lignes.append(ligne)
            if rangee.vide:
                continue
            if cle is None or nombres[cle] > 1:
                ligne.cle, ligne.attend = None, True
                self.conflits += 1
                self._tell_rangee(rangee, double=cle is not None)
            else:
                self._merge_rangee(ligne, cle, videes)
        for paire in videes:
            self.tell(
                "", paire, 0, None,
                f"la colonne « {paire.entete} » est entièrement vide : elle est reprise de Financements",
                "Si rien n'y est décidé, videz « Programmé » dans la feuille Financements.",
            )  # fmt: skip
        return lignes

    def _cle(self, rangee: Rangee) -> Cle | None:
        return self._plis.get((cle_pliee(rangee.action or ""), rangee.exercice or 0))

    def _read_videes(self, cles: Sequence[Cle | None]) -> frozenset[Paire]:
        """Find the columns that lost all their amounts: deleted then typed anew."""
        pertes: Counter[Paire] = Counter()
        pleines: set[Paire] = set()
        for rangee, cle in zip(self.matrice.rangees, cles, strict=True):
            for paire, montant in rangee.cellules.items():
                if montant is not None:
                    pleines.add(paire)
                elif cle and (rangee.memoire or {}).get(paire) is not None:
                    pertes[paire] += self.lit(Lieu(cle, paire)) is not None
            pleines |= rangee.refusees
        return frozenset(p for p, n in pertes.items() if n >= _COLONNE_VIDEE and p not in pleines)

    def _merge_rangee(self, ligne: Ligne, cle: Cle, videes: frozenset[Paire]) -> None:
        rangee = ligne.rangee
        memoire = rangee.memoire
        ligne.attend = bool(rangee.refusees)
        self.conflits += len(rangee.refusees)
        for paire in rangee.refusees:
            ligne.memoire[paire] = (memoire or {}).get(paire)
        for paire, valeur in rangee.cellules.items():
            lieu, base = Lieu(cle, paire), (memoire or {}).get(paire)
            actuel = self.lit(lieu)
            sort = _decide(valeur, actuel, None if paire in videes else base)
            refus = self._refuse(sort, lieu, valeur, actuel)
            if refus:
                self.conflits += 1
                ligne.attend = True
                ligne.finales[paire], ligne.memoire[paire] = valeur, base
                self.tell(str_cle(cle), paire, rangee.ligne, cle[1], *refus)
                continue
            if sort is _Sort.MATRICE:
                self._write_decision(lieu, valeur, actuel)
            self.rafraichies += sort is _Sort.FINANCEMENT
            final = valeur if sort is _Sort.MATRICE else actuel
            ligne.finales[paire] = ligne.memoire[paire] = final

    def _refuse(
        self, sort: _Sort, lieu: Lieu, valeur: Centimes | None, actuel: Centimes | None
    ) -> tuple[str, str] | None:
        """Say why a cell waits: what is wrong and what to do; None when it does not."""
        if sort in {_Sort.ACCORD, _Sort.FINANCEMENT}:
            return None
        derriere = [self.financements[rang] for rang in self._index.get(lieu, ())]
        dit = (
            f"« {lieu.paire.entete} » : {_format(valeur)} ici, {_format(actuel)} dans Financements"
        )
        codes = format_liste([f"« {f.code} »" for f in derriere]) if derriere else ""
        if len(derriere) > 1:
            return (
                f"{dit}, où {len(derriere)} financements se partagent la cellule ({codes})",
                "Décidez dans la feuille Financements, puis videz la cellule ou saisissez-y leur somme.",
            )
        if lieu.cle[1] in self._clos:
            return (
                f"{dit}, et l'exercice {lieu.cle[1]} est clos",
                "Remettez la valeur de Financements, ou rouvrez l'exercice.",
            )
        if any(FINANCEMENTS.cle(f) in self.illisibles for f in derriere):
            return (
                f"« {lieu.paire.entete} » : {_format(valeur)} ici, et « Programmé » est illisible dans {codes}",
                "Corrigez « Programmé » dans la feuille Financements, puis recommencez.",
            )
        if sort is _Sort.CONFLIT:
            return (
                f"{dit} : les deux ont changé" if codes else dit,
                "Saisissez la même valeur des deux côtés, puis recommencez ; rien n'a été remplacé.",
            )
        return None

    def _write_decision(self, lieu: Lieu, valeur: Centimes | None, actuel: Centimes | None) -> None:
        rangs = self._index.get(lieu)
        rang = rangs[0] if rangs else len(self.financements)
        if rangs:
            financement = self.financements[rang]._replace(programme=valeur)
            self.financements[rang] = financement
        else:
            financement = build_financement(self.contrat, lieu, valeur, self._codes)
            self._codes.add(cle_pliee(financement.code))
            self._index[lieu] = [rang]
            self.financements.append(financement)
        self.decisions.append(
            Decision(rang, financement.code, lieu, actuel, valeur, nouveau=not rangs)
        )

    def build_ligne(self, cle: Cle, ligne: Ligne | None = None) -> dict[str, Cellule]:
        """Spell a row as cells: as merged, or as the fundings have it."""
        colonnes = self.matrice.colonnes
        finales = ligne.finales if ligne else {p: self.lit(Lieu(cle, p)) for p in colonnes}
        cellules: dict[str, Cellule] = {ACTION: cle[0], EXERCICE: cle[1]}
        cellules |= {colonnes[p]: to_euros(montant) for p, montant in finales.items()}
        if self.matrice.memorisee:
            cellules[MEMOIRE] = format_memoire(str_cle(cle), ligne.memoire if ligne else finales)
        return cellules

    def tell_absentes(self, exercice: int) -> None:
        """Name the pairs whose fundings have no column to be seen in."""
        absentes = sorted(
            {
                lieu.paire.entete
                for lieu, rangs in self._index.items()
                if rangs and lieu.cle[1] == exercice and lieu.paire not in self.matrice.colonnes
            }
        )
        if absentes:
            noms = format_liste([f"« {nom} »" for nom in absentes])
            self.tell(
                "", None, 0, exercice,
                f"des financements de {exercice} n'ont pas de colonne : {noms}",
                "Ajoutez dans la matrice une colonne de ce nom exact, puis recommencez.",
            )  # fmt: skip

    def _tell_rangee(self, rangee: Rangee, *, double: bool) -> None:
        nom = f"{rangee.action or 'vide'}, {rangee.exercice or 'exercice vide'}"
        if double:
            constat, conseil = f"« {nom} » est sur plusieurs lignes", "Gardez-en une seule."
        elif rangee.action and rangee.exercice is None:
            constat, conseil = f"« {rangee.action} » n'a pas d'exercice", "Saisissez l'exercice."
        else:
            constat = f"« {nom} » n'est pas une action de la feuille Actions"
            conseil = "Ajoutez-la d'abord à la feuille Actions, ou supprimez la ligne."
        self.tell(
            f"ligne {rangee.ligne}", None, rangee.ligne, rangee.exercice,
            f"{constat} : la ligne n'est pas reportée", conseil,
        )  # fmt: skip

    def tell(
        self, cle: str, paire: Paire | None, ligne: int, exercice: int | None,
        constat: str, conseil: str,
    ) -> None:  # fmt: skip
        """Keep a remark about the matrix."""
        champ = self.matrice.colonnes.get(paire, paire.entete) if paire else ""
        self.anomalies.append(
            build_anomalie(cle, champ, ligne, constat, conseil, exercice=exercice)
        )


def _format(montant: Centimes | None) -> str:
    return format_euros(montant, vide=_INDECIS)
