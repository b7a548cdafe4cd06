"""The language in which partners' sheets are declared: questions, blocks, models.

A sheet asks for fields of the master's tables: the schema already says how each is read,
listed and explained, so a question only names its field (DESIGN D2). What is sent, what
the master says and what came back are three sets of the same fields.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from cucs_xl.metier.modele import TABLE_PAR_NOM, Contrat
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.schema import Colonne, Genre, Table, cle_pliee

#: The column where a partner ticks that a blank amount is a zero.
NEANT = "néant"


class Role(Enum):
    """Whether the partner answers, or only sees."""

    SAISIE = "à remplir"
    LECTURE = "rappel du classeur"


@dataclass(frozen=True)
class Question:
    """A field of the master, as a sheet asks for it or recalls it.

    `lignes` is the height of the answer, in lines of text. A question `requise` counts in
    the progress of the sheet; in a list, for the rows that the sheet already holds.
    """

    table: Table
    champ: str
    role: Role = Role.SAISIE
    requise: bool = False
    libelle: str = ""
    aide: str = ""
    lignes: int = 1

    @cached_property
    def code(self) -> str:
        """Its name in the sheet."""
        return f"{self.table.nom}.{self.champ}"

    @cached_property
    def colonne(self) -> Colonne:
        """The column of the master that it fills."""
        return next(c for c in self.table.saisies if c.entete == self.champ)

    @cached_property
    def genre(self) -> Genre:
        """How its answer is read."""
        return self.colonne.genre

    @cached_property
    def saisie(self) -> bool:
        """Tell whether the partner answers it."""
        return self.role is Role.SAISIE

    @property
    def texte(self) -> str:
        """Its words."""
        return self.libelle or self.champ


@dataclass(frozen=True)
class Rappel:
    """A locked value that is no field of the master: a name, a sum, last year's amount."""

    nom: str
    libelle: str
    genre: Genre

    @cached_property
    def code(self) -> str:
        """Its name in the sheet."""
        return f"rappel.{self.nom}"

    @property
    def saisie(self) -> bool:
        """Never answered."""
        return False

    @property
    def texte(self) -> str:
        """Its words."""
        return self.libelle


Case: TypeAlias = Question | Rappel


class Envoi(NamedTuple):
    """What identifies a sheet: it travels inside, so that renaming the file changes nothing."""

    modele: ModeleRetour
    version: int
    contrat: str
    exercice: int
    destinataire: str
    action: str | None = None
    envoye_le: date | None = None
    echeance: date | None = None

    @property
    def cle(self) -> str:
        """The key of its row in tRetours."""
        return f"{self.modele}|{self.destinataire}|{self.action or ''}|{self.exercice}"


class Rangee(NamedTuple):
    """A row of a block: the master's rows it shows, by table, and what it says, by question.

    A row that the master has not yet is still keyed when its key is known (an account of
    the budget); `nouvelle` marks a blank row, which gets its key at the import. Nothing is
    required of a row that is `facultative`. `suggestions` are shown where the master says
    nothing (last year's title): sent back as they are, they are the partner's answer.
    """

    id: str
    cles: Mapping[str, str]
    valeurs: Mapping[str, Any]
    nouvelle: bool = False
    facultative: bool = False
    suggestions: Mapping[str, Any] = {}

    def shown(self, code: str) -> Any:
        """Give what the sheet shows of a case."""
        valeur = self.valeurs.get(code)
        return self.suggestions.get(code) if valeur is None else valeur


class Forme(Enum):
    """How a block is drawn."""

    FICHE = "une question par ligne"
    LISTE = "une ligne par objet"


#: The rows that a block shows to the recipient of a sheet, blank ones left out.
Remplir: TypeAlias = Callable[["Source", Envoi], Iterable[Rangee]]
#: Makes the rows of the master that a blank row becomes, keyed and empty, from its answers;
#: a ValueError says in French what the row lacks.
Naitre: TypeAlias = Callable[[Contrat, Envoi, Mapping[str, Any]], tuple[tuple[Table, Any], ...]]


class Bloc(NamedTuple):
    """A part of a sheet.

    `neant` is the question that a tick sets to zero. `libres` blank rows end a list, which
    `naitre` turns into rows of the master. `total` names the questions summed below.
    `retirable`: emptying a whole row asks for its deletion. `cote`: drawn at the right of
    the block before. A list holds `minimum` rows to be complete.
    """

    code: str
    titre: str
    forme: Forme
    cases: tuple[Case, ...]
    remplir: Remplir
    consigne: str = ""
    neant: str = ""
    libres: int = 0
    naitre: Naitre | None = None
    total: tuple[str, ...] = ()
    retirable: bool = False
    cote: bool = False
    minimum: int = 0

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the partner answers."""
        return tuple(c for c in self.cases if isinstance(c, Question) and c.saisie)

    def case(self, code: str) -> Case:
        """Find a case by its name in the sheet."""
        return next(case for case in self.cases if case.code == code)


class Somme(NamedTuple):
    """A field of the master that the sheet only sums: the cost of an action, from its budget."""

    question: Question
    bloc: str
    case: str


class Equilibre(NamedTuple):
    """Two sums of a sheet that must be equal, each of a case over some rows of a block."""

    libelle: str
    case: str
    gauche: tuple[str, tuple[str, ...]]
    droite: tuple[str, tuple[str, ...]]
    requis: bool


class Modele(NamedTuple):
    """A kind of sheet; `version` changes with its layout."""

    code: ModeleRetour
    version: int
    titre: str
    fichier: str
    blocs: tuple[Bloc, ...]
    sommes: tuple[Somme, ...] = ()
    equilibres: tuple[Equilibre, ...] = ()

    def bloc(self, code: str) -> Bloc:
        """Find a block."""
        return next(bloc for bloc in self.blocs if bloc.code == code)


class Formulaire(NamedTuple):
    """A sheet as it is sent to one recipient: its identity, and the rows of each block."""

    modele: Modele
    envoi: Envoi
    rangees: Mapping[str, tuple[Rangee, ...]]


class Source:
    """A contract, its rows found by key: one for all the sheets of a campaign."""

    def __init__(self, contrat: Contrat) -> None:
        self.contrat = contrat
        self._index: dict[str, dict[str, Any]] = {}
        self._doubles: dict[str, set[str]] = {}
        self._plis: dict[str, dict[str, str]] = {}

    def row(self, table: Table, cle: str) -> Any | None:
        """Find a row of the master by its key; the first of two that share it."""
        return self.rows(table).get(cle)

    def doubles(self, table: Table) -> Collection[str]:
        """List the keys that several rows bear."""
        self.rows(table)
        return self._doubles[table.nom]

    def rows(self, table: Table) -> Mapping[str, Any]:
        """Give the rows of a table by key; the first of two that share it."""
        index = self._index.get(table.nom)
        if index is None:
            index = self._index[table.nom] = {}
            doubles = self._doubles[table.nom] = set()
            for ligne in self.contrat.table(table):
                cle = table.cle(ligne)
                if index.setdefault(cle, ligne) is not ligne:
                    doubles.add(cle)
        return index

    def spell_code(self, genre: Genre, code: Any) -> Any:
        """Give a reference the spelling of the key that it names, case and zeros apart."""
        if genre.table is None or not isinstance(code, str):
            return code
        plis = self._plis.get(genre.table)
        if plis is None:
            table = TABLE_PAR_NOM[genre.table]
            codes = (getattr(ligne, table.cles[0]) for ligne in self.contrat.table(table))
            plis = self._plis[genre.table] = {cle_pliee(c): c for c in codes if isinstance(c, str)}
        return plis.get(cle_pliee(code), code)

    def value(self, question: Question, cles: Mapping[str, str]) -> Any:
        """Give what the master says of a field; None when it has no such row."""
        cle = cles.get(question.table.nom)
        ligne = None if cle is None else self.row(question.table, cle)
        return None if ligne is None else getattr(ligne, question.colonne.attribut or "")


def build_rangee(
    source: Source,
    cases: Iterable[Case],
    id_: str,
    cles: Mapping[str, str],
    rappels: Mapping[str, Any] | None = None,
    *,
    facultative: bool = False,
    suggestions: Mapping[str, Any] | None = None,
) -> Rangee:
    """Fill a row: questions from the master, recalls from what is given by name.

    `suggestions`, by case, serve where the master says nothing.
    """
    rappels = rappels or {}
    valeurs = {
        case.code: source.value(case, cles) if isinstance(case, Question) else rappels.get(case.nom)
        for case in cases
    }
    utiles = {
        code: valeur
        for code, valeur in (suggestions or {}).items()
        if valeur is not None and code in valeurs and valeurs[code] is None
    }
    return Rangee(id_, dict(cles), valeurs, facultative=facultative, suggestions=utiles)


#: The only row of a block drawn question by question.
UNIQUE = "1"

#: Stands for the code of an action that has none yet, in the keys of its sheet.
A_NAITRE = "?"
