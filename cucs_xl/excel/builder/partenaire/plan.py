"""Where everything stands in a partner's sheet, from how many rows each block has."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from cucs_xl.excel.builder.partenaire.calcul import Plage, Ref, Valeur
from cucs_xl.excel.builder.partenaire.grille import (
    GRILLES,
    LIGNES_LIBRES,
    Empan,
    Grille,
    find_empans,
    find_grille,
)
from cucs_xl.metier.formulaire import MODELES, NEANT, Bloc, Case, Forme, Modele, Question
from cucs_xl.metier.nomenclature import ModeleRetour

#: Rows of the band and of the cards, from 0.
TITRE, SOUS_TITRE, AVIS, CARTES, MODE = 0, 1, 2, 3, 6
#: The first row below, where blocks start; what is above stays in sight.
DEBUT = 7
#: Height of a line of text, and what a row adds to its lines, in points.
LIGNE_TEXTE, MARGE = 12.75, 4.5
#: What an indent and borders take of a column, in characters.
RETRAIT = 2.0


class Point(NamedTuple):
    """Something to correct, in an annotated copy, and what the cell held.

    A blank `case` is about the whole row.
    """

    bloc: str
    rang: int
    case: str
    note: str
    brute: Valeur


class Structure(NamedTuple):
    """What decides of the drawing of a sheet: two sheets alike only differ by their values.

    `nombres` are the rows of each block, sent then blank; `listes`, the lengths of lists;
    `morceaux`, the pieces of memory.
    """

    modele: ModeleRetour
    nombres: tuple[tuple[int, int], ...]
    listes: tuple[tuple[str, int], ...]
    morceaux: int
    points: tuple[Point, ...] = ()


class Emprise(NamedTuple):
    """Where a block stands, from 0; `total` and `entetes` are rows, or None."""

    bloc: Bloc
    rang: int
    grille: Grille
    cle: int
    empans: Mapping[str, Empan]
    titre: int
    consigne: int | None
    entetes: int | None
    marques: int
    premiere: int
    pleines: int
    libres: int
    total: int | None

    @property
    def nombre(self) -> int:
        """How many rows it holds."""
        return self.pleines + self.libres

    @property
    def feuille(self) -> str:
        """Its sheet."""
        return self.grille.nom

    @property
    def lignes(self) -> range:
        """The rows of a list, from 0; an empty one keeps a row to say so."""
        return range(self.premiere, self.premiere + max(1, self.nombre))

    @property
    def gauche(self) -> int:
        """The first column that it covers."""
        return self.cle + 2 if self.bloc.cote else self.cle + 1

    @property
    def droite(self) -> int:
        """The last column that it covers, states left out."""
        return self.grille.etat - 1 if self.bloc.cote or not self.a_cote else self.grille.milieu

    @property
    def a_cote(self) -> bool:
        """Tell whether it shares its rows with another block."""
        return (
            max(fin for _, fin in self.empans.values()) <= self.grille.milieu < self.grille.etat - 1
        )

    def ref(self, rang: int, case: str) -> Ref:
        """Find the cell of a case, in the row of that rank."""
        if self.bloc.forme is Forme.FICHE:
            ligne = self.premiere + [c.code for c in self.bloc.cases].index(case)
        else:
            ligne = self.premiere + rang
        return Ref(self.feuille, ligne, self.empans[case][0])

    def plage(self, case: str) -> Plage:
        """Find the column of a case, over all the rows of a list."""
        colonne = self.empans[case][0]
        return Plage(self.feuille, self.lignes[0], colonne, self.lignes[-1], colonne)

    def etat(self, rang: int, case: str = "") -> Ref:
        """Find the state of a row of a list, or of a question."""
        decalage = [c.code for c in self.bloc.cases].index(case) if case else rang
        return Ref(self.feuille, self.premiere + decalage, self.grille.etat)

    def cases(self) -> Iterator[tuple[str, Case | None]]:
        """Give its cases by code; None stands for « néant »."""
        for case in self.bloc.cases:
            yield case.code, case
        if self.bloc.neant:
            yield NEANT, None


class Plan(NamedTuple):
    """A sheet, placed. `fins` are the rows after the last of each sheet."""

    structure: Structure
    modele: Modele
    grilles: tuple[Grille, ...]
    emprises: tuple[Emprise, ...]
    points: int
    fins: Mapping[str, int]

    def emprise(self, code: str) -> Emprise:
        """Find a block."""
        return next(e for e in self.emprises if e.bloc.code == code)

    def voisine(self, emprise: Emprise) -> Emprise | None:
        """Find the block drawn at the right of another."""
        suivante = emprise.rang + 1
        if suivante < len(self.emprises) and self.emprises[suivante].bloc.cote:
            return self.emprises[suivante]
        return None


def build_plan(structure: Structure) -> Plan:
    """Place every block, one below the other, or beside the one before."""
    modele = MODELES[structure.modele]
    grilles = GRILLES[structure.modele]
    # The points to correct come first, on the first sheet.
    curseurs = {g.nom: DEBUT for g in grilles}
    if structure.points:
        curseurs[grilles[0].nom] += len(structure.points) + 2
    emprises: list[Emprise] = []
    for rang, (bloc, (pleines, libres)) in enumerate(
        zip(modele.blocs, structure.nombres, strict=True)
    ):
        grille = find_grille(structure.modele, bloc)
        liste = bloc.forme is Forme.LISTE
        hauteur = max(1, pleines + libres) if liste else len(bloc.cases)
        voisine = emprises[-1] if bloc.cote else None
        if voisine:
            emprise = voisine._replace(
                bloc=bloc, rang=rang, cle=grille.cles[1], empans=find_empans(structure.modele, bloc),
                consigne=None, pleines=pleines, libres=libres,
            )  # fmt: skip
            bas = max(voisine.lignes[-1] + 1, emprise.premiere + hauteur)
            total = bas if bloc.total and hauteur > 1 else None
            if voisine.total is not None:
                emprises[-1] = voisine._replace(total=total)
            emprise = emprise._replace(total=total)
            curseurs[grille.nom] = bas + (total is not None)
        else:
            titre = curseurs[grille.nom] + 1  # a thin row parts it from the block before
            consigne = titre + 1 if bloc.consigne else None
            entetes = titre + 1 + (consigne is not None) if liste else None
            marques = (entetes or consigne or titre) + 1
            premiere = marques + 1
            total = premiere + hauteur if bloc.total and hauteur > 1 else None
            curseurs[grille.nom] = premiere + hauteur + (total is not None)
            emprise = Emprise(
                bloc, rang, grille, grille.cles[0], find_empans(structure.modele, bloc), titre,
                consigne, entetes, marques, premiere, pleines, libres, total,
            )  # fmt: skip
        emprises.append(emprise)
    return Plan(structure, modele, grilles, tuple(emprises), len(structure.points), curseurs)


#: Widths of characters of the font of sheets, in widths of a digit; what is not here is
#: as wide as a digit, or a capital.
_CHASSES = {
    **dict.fromkeys("iljI'’.,;:|! \u00a0", 0.48), **dict.fromkeys("ftr()-[]/", 0.68),
    **dict.fromkeys("sczxg", 0.85), **dict.fromkeys("akvy", 0.93), **dict.fromkeys("mwMW", 1.6),
    **dict.fromkeys("œæ%✘✔", 1.45),
}  # fmt: skip
_COURANTE, _CAPITALE = 1.03, 1.18


@lru_cache(maxsize=4096)
def lines(texte: str, largeur: float) -> int:
    """Count the printed lines of a text in a column of that width, word by word."""
    nombre = 0
    for paragraphe in texte.split("\n"):
        courante, nombre = 0.0, nombre + 1
        for mot in paragraphe.split(" "):
            taille = _measure(mot)
            if courante and courante + _CHASSES[" "] + taille > largeur:
                nombre, courante = nombre + 1, 0
            courante += taille + (_CHASSES[" "] if courante else 0)
            while courante > largeur:  # a word longer than the column is cut
                nombre, courante = nombre + 1, courante - largeur
    return nombre


def _measure(mot: str) -> float:
    return sum(_CHASSES.get(c) or (_CAPITALE if c.isupper() else _COURANTE) for c in mot)


def height(nombre: float) -> float:
    """Give the height of a row of that many lines, in points."""
    return round(LIGNE_TEXTE * nombre + MARGE, 2)


#: Lines drawn for each line that a long answer is granted: enough for what it may hold.
_LARGESSE = 1.6


def answer_lines(question: Question) -> int:
    """Give the lines drawn for an answer."""
    return ceil(question.lignes * _LARGESSE) if question.lignes > 1 else 1


def base_lines(emprise: Emprise, rang: int) -> int:
    """Give the least lines of the row of that rank, or of the question of that rank."""
    if emprise.bloc.forme is Forme.FICHE:
        case = emprise.bloc.cases[rang]
        return answer_lines(case) if isinstance(case, Question) and case.saisie else 1
    return 1 if rang < emprise.pleines else LIGNES_LIBRES.get(emprise.bloc.code, 1)
