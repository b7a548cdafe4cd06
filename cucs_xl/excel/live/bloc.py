"""Adjacent cells to write at once, and how changed cells are gathered into them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.metier.schema import Cellule


class Formule(str):
    """A formula, in English, as opposed to a text that looks like one."""

    __slots__ = ()


class Present(float):
    """A number that the cell already holds: its format is right for it."""

    __slots__ = ()


Contenu = Cellule | Formule | Present


class Bloc(NamedTuple):
    """Adjacent cells to write at once; rows and columns of the sheet count from 1."""

    haut: int
    gauche: int
    lignes: Sequence[Sequence[Contenu]]

    @property
    def adresse(self) -> str:
        """Its address."""
        bas, droite = self.haut + len(self.lignes) - 1, self.gauche + len(self.lignes[0]) - 1
        return f"{format_adresse(self.haut, self.gauche)}:{format_adresse(bas, droite)}"


def build_blocs(
    changees: Mapping[tuple[int, int], Contenu],
    present: Bloc,
    interdites: frozenset[int] = frozenset(),
) -> Iterator[Bloc]:
    """Gather the changed cells into blocks: few columns apart, nothing but blanks between them.

    The rows between are written again as they are in `present`, or empty beyond it;
    a column of `interdites` is never in a block.
    """
    lignes: dict[int, list[int]] = {}
    for ligne, colonne in changees:
        lignes.setdefault(colonne, []).append(ligne)
    bornes: list[tuple[int, int, int, int]] = []
    for colonne in sorted(lignes):
        gauche, haut, bas = colonne, min(lignes[colonne]), max(lignes[colonne])
        if bornes:
            debut, fin, premiere, derniere = bornes[-1]
            premiere, derniere = min(haut, premiere), max(bas, derniere)
            entre = range(fin + 1, colonne)
            if interdites.isdisjoint(entre) and _is_vide(present, premiere, derniere, entre):
                gauche, haut, bas = debut, premiere, derniere
                bornes.pop()
        bornes.append((gauche, colonne, haut, bas))
    for gauche, droite, haut, bas in bornes:
        colonnes = range(gauche, droite + 1)
        yield Bloc(
            haut,
            gauche,
            [
                [changees.get((ligne, c), _read_present(present, ligne, c)) for c in colonnes]
                for ligne in range(haut, bas + 1)
            ],
        )


def _is_vide(present: Bloc, haut: int, bas: int, colonnes: range) -> bool:
    return all(
        _read_present(present, ligne, colonne) is None
        for colonne in colonnes
        for ligne in range(haut, bas + 1)
    )


def _read_present(present: Bloc, ligne: int, colonne: int) -> Contenu:
    rang = ligne - present.haut
    return present.lignes[rang][colonne - present.gauche] if rang < len(present.lignes) else None
