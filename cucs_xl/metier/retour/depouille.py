"""A return as it was found in its file: raw cells at their places, nothing believed yet."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.schema import Cellule


class CelluleLue(NamedTuple):
    """A cell of a return; `defaut` says why its value cannot be known (« #REF! »)."""

    valeur: Cellule
    adresse: str
    defaut: str = ""


#: Cells by block, row, case (a block drawn question by question has one row, UNIQUE).
Cellules: TypeAlias = Mapping[str, Mapping[str, Mapping[str, CelluleLue]]]


class Depouille(NamedTuple):
    """What a file holds.

    `identite` and `memoire` are those of its hidden sheet, as texts. `doubles` are the rows
    marked twice with different answers, as (block, row). `etrangeres` are sheets that are
    not ours and hold something; `egarees`, cells typed on rows inserted in a list.
    """

    fichier: str
    identite: Mapping[str, str]
    memoire: tuple[str, ...]
    cellules: Cellules
    doubles: frozenset[tuple[str, str]] = frozenset()
    etrangeres: tuple[str, ...] = ()
    egarees: tuple[str, ...] = ()


class Refus(NamedTuple):
    """A file that is not read, and why: a sentence of which the file is the subject."""

    fichier: str
    raison: str
