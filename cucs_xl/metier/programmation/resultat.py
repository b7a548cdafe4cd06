"""What a merge gives: rows to write, decisions for the journal, what was told."""

from collections.abc import Mapping
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.matrice import Cle, Paire
from cucs_xl.metier.modele import Financement
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.schema import Cellule


class Lieu(NamedTuple):
    """Whose money a cell is: an action in one year, a column."""

    cle: Cle
    paire: Paire

    def __str__(self) -> str:
        return f"{self.cle[0]}|{self.cle[1]} {self.paire.entete}"


class Decision(NamedTuple):
    """A decision carried to a funding, for the journal; `nouveau`: the funding is created.

    `rang` is its rank among the fundings of the merge.
    """

    rang: int
    financement: str
    lieu: Lieu
    avant: Centimes | None
    apres: Centimes | None
    nouveau: bool = False


class Fusion(NamedTuple):
    """What both tables must become, and what was told on the way.

    `lignes` are the rows of the matrix, by heading; a row that must be left as it is, is
    empty. `conflits` is how many cells and rows await somebody. `rafraichies` is how many cells
    of the matrix follow the fundings.
    """

    exercice: int
    financements: tuple[Financement, ...]
    lignes: tuple[Mapping[str, Cellule], ...]
    decisions: tuple[Decision, ...]
    anomalies: tuple[Anomalie, ...]
    conflits: int
    rafraichies: int


def str_cle(cle: Cle) -> str:
    """Spell the key of a row as the sheet does."""
    return f"{cle[0]}|{cle[1]}"


def to_euros(montant: Centimes | None) -> float | None:
    """Give what the cell stores."""
    return None if montant is None else montant / 100
