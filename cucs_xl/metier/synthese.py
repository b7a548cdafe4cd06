"""Synthesis tables: one declaration each, evaluated in Python and compiled to Excel formulas.

A table crosses an axis (its rows) with columns. A column is a small expression over
facts or envelopes; `evaluation` gives its figures in cents, and the builder turns the same
expression into a live formula (DESIGN D11). Tests compare the two cell by cell.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.consolidation import Etape, Fait
from cucs_xl.metier.enveloppe import LigneEnveloppe
from cucs_xl.metier.montant import Centimes


class Dimension(StrEnum):
    """What a criterion or an axis bears on."""

    EXERCICE = "exercice"
    COMPTABLE = "exercice_comptable"
    THEME = "theme"
    OPERATEUR = "operateur"
    ACTION = "action"
    PARTENAIRE = "partenaire"
    GROUPE = "groupe"
    NATURE = "nature"
    ENVELOPPE = "code"
    STATUT = "statut"


Cle: TypeAlias = str | int
#: Values admitted for a dimension: one of several.
Critere: TypeAlias = tuple[Dimension, tuple[Cle, ...]]


class Cumul(NamedTuple):
    """Sum of the facts of a stage that meet every criterion."""

    etape: Etape
    criteres: tuple[Critere, ...] = ()


class Champ(StrEnum):
    """Amounts of the envelope ledger."""

    REFERENCE = "reference"
    MONTANT = "montant"
    AVENANTS = "avenants"
    ACTUALISE = "actualise"
    PLAFOND = "plafond"
    PROGRAMME = "programme"
    ENGAGE = "engage"
    MANDATE = "mandate"
    PAYE = "paye"


class Niveau(StrEnum):
    """Which lines of the ledger: those that stand alone, those inside another, or all."""

    TETES = "têtes"
    DONT = "dont"
    TOUTES = "toutes"


class Registre(NamedTuple):
    """Sum of a ledger amount: None when there is no line, unknown as soon as one line is."""

    champ: Champ
    criteres: tuple[Critere, ...] = ()
    niveau: Niveau = Niveau.TOUTES


class Somme(NamedTuple):
    """Sum of other columns of the row; an unknown one is left out."""

    colonnes: tuple[str, ...]


class Difference(NamedTuple):
    """One column minus others; nothing when one of them is not a figure."""

    de: str
    moins: tuple[str, ...]


class Taux(NamedTuple):
    """One column over another; None when the divisor is zero or unknown."""

    numerateur: str
    denominateur: str


class Inconnu(StrEnum):
    """An amount that exists and that nobody knows yet; printed as its value."""

    A_DEFINIR = "à définir"


Calcul: TypeAlias = Cumul | Registre | Somme | Difference | Taux
#: Cents, a rate, an unknown, or nothing at all.
Valeur: TypeAlias = Centimes | Fraction | Inconnu | None


class Colonne(NamedTuple):
    """A column: its name in expressions, its heading, the block it stands under."""

    nom: str
    libelle: str
    calcul: Calcul
    bloc: str = ""


class Pied(NamedTuple):
    """A line under the total: one expression per column that has one."""

    libelle: str
    calculs: Mapping[str, Calcul]


class Tableau(NamedTuple):
    """A synthesis table, ready to be evaluated or drawn.

    `cles` pairs each key with its label; `exercice` None means the whole contract.
    """

    code: str
    titre: str
    axe: Dimension
    entete: str
    cles: tuple[tuple[Cle, str], ...]
    colonnes: tuple[Colonne, ...]
    exercice: int | None
    note: str
    pieds: tuple[Pied, ...] = ()


#: The two lines that follow the keys of every table.
HORS_LISTE = "Hors liste (doit être nul)"
TOTAL = "Total"


class Sources(NamedTuple):
    """What tables are evaluated on."""

    faits: Sequence[Fait]
    registre: Sequence[LigneEnveloppe]


#: Ledger amounts whose absence means « à définir »; a missing reference means nothing.
INCONNAISSABLES = frozenset({Champ.ACTUALISE, Champ.PLAFOND})
#: Ledger amounts that a line may not have at all; the others are sums, zero by default.
FACULTATIFS = INCONNAISSABLES | {Champ.REFERENCE, Champ.MONTANT}
