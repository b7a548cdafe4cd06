"""The programming matrix as a sheet: its columns, and what a read of it holds.

One row an action and year, one column a partner and nature, headed « CODE nature ». Its
columns depend on the contract and on those that people add, so tProgrammation is not in
`TABLES`. Each row carries, in « Mémoire », what was last written in it: the base of the
three-way merge then follows its row through sorts, and no other command can spoil it.
"""

from cucs_xl.metier.matrice.colonnes import (
    ACTION,
    CLE,
    ECART,
    EXERCICE,
    FEUILLE,
    FIXES,
    MEMOIRE,
    STATUT,
    TABLE,
    TOTAL,
    Cle,
    Matrice,
    Paire,
    Rangee,
    build_colonnes,
    choose_paires,
)
from cucs_xl.metier.matrice.lecture import build_anomalie, read_matrice
from cucs_xl.metier.matrice.memoire import format_memoire, read_memoire

__all__ = [
    "ACTION",
    "CLE",
    "ECART",
    "EXERCICE",
    "FEUILLE",
    "FIXES",
    "MEMOIRE",
    "STATUT",
    "TABLE",
    "TOTAL",
    "Cle",
    "Matrice",
    "Paire",
    "Rangee",
    "build_anomalie",
    "build_colonnes",
    "choose_paires",
    "format_memoire",
    "read_matrice",
    "read_memoire",
]
