"""A table retouched: some rows changed, some added, nothing of the others lost."""

from collections.abc import Mapping, Sequence

from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.schema import Cellule, Table


def build_edition(
    table: Table,
    grille: Grille,
    modifiees: Mapping[int, Mapping[str, Cellule]],
    nouvelles: Sequence[Mapping[str, Cellule]],
) -> list[dict[str, Cellule]]:
    """Give the whole table as cells: what the host read, with some rows changed, some added.

    `modifiees` goes by sheet row. Rows that nobody changes keep their raw cells, even those
    that our readers refuse, and their place, blank rows included; rows are added after the
    last one that is filled.
    """
    entetes = [c.entete for c in table.saisies if c.entete in grille.entetes]
    places = [grille.entetes.index(entete) for entete in entetes]
    edition = [
        dict(zip(entetes, (ligne[place] for place in places), strict=True))
        for ligne in grille.lignes
    ]
    for rang, cellules in modifiees.items():
        edition[rang - grille.premiere].update(cellules)
    fautives = {rang for rang, _ in grille.erreurs}
    while nouvelles and edition and len(edition) - 1 not in fautives and _is_vide(edition[-1]):
        edition.pop()
    return [*edition, *(dict(cellules) for cellules in nouvelles)]


def _is_vide(ligne: Mapping[str, Cellule]) -> bool:
    return all(valeur is None or valeur == "" for valeur in ligne.values())
