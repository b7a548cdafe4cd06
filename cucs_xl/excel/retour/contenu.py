"""What both formats give of a file: sheets of ours as grids, and the names of the others."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from cucs_xl.excel.retour.refus import RefusError

#: Beyond this many cells, a rectangle eats the memory: a single value typed far away is enough.
CELLULES_MAX = 2_000_000
LIGNES_MAX, COLONNES_MAX = 1_048_576, 16_384

SANS_VALEUR = "formule sans valeur : ouvrez le fichier dans Excel ou LibreOffice, enregistrez-le"

#: Rows of cells from A1; rows may be shorter than others.
Grille = Sequence[Sequence[Any]]


class Fusion(NamedTuple):
    """A merged range: rows and columns from 1, its first cell alone holds a value."""

    haut: int
    gauche: int
    bas: int
    droite: int


class Feuille(NamedTuple):
    """A sheet that holds marks. `defauts` are by address; `brut` gives a number as stored."""

    nom: str
    grille: Grille
    defauts: Mapping[str, str]
    fusions: Sequence[Fusion]
    brut: Callable[[str], float | None]


class Contenu(NamedTuple):
    """A file, taken apart. `maitre` tells that it holds the tables of a master."""

    feuilles: Sequence[Feuille]
    identite: Grille
    etrangeres: Sequence[str]
    maitre: bool


def check_etendue(feuille: str, lignes: int, colonnes: int, adresse: str) -> None:
    """Refuse a sheet whose rectangle would eat the memory; `adresse` is its farthest corner."""
    if lignes * colonnes > CELLULES_MAX or lignes > LIGNES_MAX or colonnes > COLONNES_MAX:
        raise RefusError(
            f"porte une valeur très loin, vers {adresse} de la feuille « {feuille} » : Ctrl+Fin y "
            "mène ; effacez-la, enregistrez et importez de nouveau."
        )
