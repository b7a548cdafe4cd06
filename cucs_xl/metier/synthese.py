"""Synthesis tables: one declaration each, evaluated in Python and compiled to Excel formulas.

A table crosses an axis (its rows) with columns. A column is a small expression over
facts or envelopes; `evaluation` gives its figures in cents, and the builder turns the same
expression into a live formula (DESIGN D11). Tests compare the two cell by cell.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.enveloppe import LigneEnveloppe
from cucs_xl.metier.faits import Etape, Fait
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.schema import Table


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
    QUARTIER = "quartier"
    REGIME = "regime"
    CHAMP_ETAT = "champ_etat"
    AXE_REGION = "axe_region"


#: The heading under which tables of the workbook hold a dimension.
ENTETES = {
    Dimension.EXERCICE: "Exercice",
    Dimension.THEME: "Thème",
    Dimension.OPERATEUR: "Opérateur",
    Dimension.ACTION: "Action",
    Dimension.PARTENAIRE: "Partenaire",
    Dimension.GROUPE: "Groupe",
    Dimension.NATURE: "Nature",
    Dimension.QUARTIER: "Quartier",
    Dimension.REGIME: "Régime",
    Dimension.CHAMP_ETAT: "Champ État",
    Dimension.AXE_REGION: "Axe Région",
}
#: The table that declares the keys of a dimension, under its first column.
ANNUAIRES = {
    Dimension.THEME: "tThemes",
    Dimension.OPERATEUR: "tOperateurs",
    Dimension.PARTENAIRE: "tPartenaires",
    Dimension.QUARTIER: "tQuartiers",
}


#: Tables that hold an axis under another heading: a funder is one of the recipients.
AUTREMENT = {("tRetours", Dimension.PARTENAIRE): "Destinataire"}


def entete_axe(table: Table, axe: Dimension) -> str:
    """Name the column of a table that holds the keys of an axis."""
    if (table.nom, axe) in AUTREMENT:
        return AUTREMENT[table.nom, axe]
    return table.saisies[0].entete if ANNUAIRES.get(axe) == table.nom else ENTETES[axe]


#: What only shares of fundings know.
VENTILEES = frozenset({Dimension.QUARTIER, Dimension.REGIME})


Cle: TypeAlias = str | int
#: Values admitted for a dimension: one of several.
Critere: TypeAlias = tuple[Dimension, tuple[Cle, ...]]


class Cumul(NamedTuple):
    """Sum of the facts of a stage that meet every criterion."""

    etape: Etape
    criteres: tuple[Critere, ...] = ()

    @property
    def ventile(self) -> bool:
        """Tell whether only shares of fundings can meet the criteria."""
        return any(dimension in VENTILEES for dimension, _ in self.criteres)


#: Admitted by a criterion: any number, zero included.
RENSEIGNE = "renseigné"


class Agregat(NamedTuple):
    """Sum of a column of a table of the workbook, or count of its rows, under criteria.

    Criteria name headings; the key of the line and the year are compared with the columns
    that `ENTETES` names, where the table has them. Where nothing is known there is zero,
    or nothing when the amount is `inconnaissable`: inhabitants nobody counted.
    """

    table: Table
    colonne: str | None = None
    criteres: tuple[tuple[str, tuple[str, ...]], ...] = ()
    inconnaissable: bool = False


class Mention(NamedTuple):
    """A word chosen by the first aggregate that counts something."""

    cas: tuple[tuple[Agregat, str], ...]
    defaut: str


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
    AE = "ae"
    CP = "cp"


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


class ParUnite(NamedTuple):
    """Euros per unit: a column of euros over a column that counts."""

    montant: str
    nombre: str


class Nombre(float):
    """A count, people, full-time equivalents: no money."""


class Inconnu(StrEnum):
    """An amount that exists and that nobody knows yet; printed as its value."""

    A_DEFINIR = "à définir"


Calcul: TypeAlias = Cumul | Registre | Agregat | Mention | Somme | Difference | Taux | ParUnite
#: Cents, a count, a rate or euros per unit, a word, an unknown, or nothing at all.
Valeur: TypeAlias = Centimes | Nombre | Fraction | Inconnu | str | None


class Unite(StrEnum):
    """What the figures of a column are."""

    EUROS = "€"
    NOMBRE = "nombre"
    ETP = "ETP"
    TAUX = "%"
    EUROS_PAR_HABITANT = "€ par habitant"
    EUROS_POUR_UN = "€ pour 1 €"
    TEXTE = "texte"


class Colonne(NamedTuple):
    """A column: its name in expressions, its heading, the block it stands under, its unit."""

    nom: str
    libelle: str
    calcul: Calcul
    bloc: str = ""
    unite: Unite = Unite.EUROS


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
    """What tables are evaluated on; `parts` are the facts once split over quartiers."""

    contrat: Contrat
    faits: Sequence[Fait]
    parts: Sequence[Fait]
    registre: Sequence[LigneEnveloppe]


#: Ledger amounts whose absence means « à définir »; a missing reference means nothing.
INCONNAISSABLES = frozenset({Champ.ACTUALISE, Champ.PLAFOND})
#: Ledger amounts that a line may not have at all; the others are sums, zero by default.
FACULTATIFS = INCONNAISSABLES | {Champ.REFERENCE, Champ.MONTANT, Champ.AE, Champ.CP}
