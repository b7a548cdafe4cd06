"""The language in which `modele` declares tables: kinds of values, columns, tables.

One declaration serves the builder of the workbook, the reader, the rules, the data
dictionary and the command line (DESIGN D2). Rows are NamedTuples whose annotations
carry a `Champ`: a plain value costs a tenth of a validated model to build, and the
readers here are ours anyway, since they must refuse in French and never guess.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, NamedTuple, Protocol, get_args, get_origin, get_type_hints

from cucs_xl.metier.jour import jour
from cucs_xl.metier.montant import euros

#: What a cell may hold, whatever the host that read it.
Cellule = str | float | bool | date | None


class Sorte(StrEnum):
    """What a column holds, for whoever draws or documents it."""

    TEXTE = "texte"
    CODE = "code"
    MONTANT = "montant en euros"
    DATE = "date"
    ANNEE = "année"
    NOMBRE = "nombre"
    TAUX = "taux"
    LISTE = "liste"
    REFERENCE = "référence"
    LIBRE = "valeur libre"


class Genre(NamedTuple):
    """A kind of value: how a filled cell is read, and from which list if any."""

    sorte: Sorte
    read: Callable[[Any], Any]
    choix: type[StrEnum] | None = None
    table: str | None = None


def _read_texte(valeur: Cellule) -> str:
    if isinstance(valeur, str):
        return valeur
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, float | int):
        return f"{valeur:.15g}"
    if isinstance(valeur, date):
        return valeur.strftime("%d/%m/%Y")
    raise ValueError("valeur illisible : saisissez un texte")


#: SUMIFS expands or obeys these, and `|` joins the parts of a composed key.
_INTERDITS = frozenset("*?~|<>=")


def cle_pliee(code: str) -> str:
    """Fold a code as SUMIFS compares it: case does not count, nor how a number is written.

    >>> cle_pliee("07-Emp") == cle_pliee("07-EMP"), cle_pliee("07") == cle_pliee("7")
    (True, True)
    """
    return f"{float(code):.15g}" if code.isdecimal() else code.casefold()


def _read_code(valeur: Cellule) -> str:
    code = _read_texte(valeur)
    if isinstance(valeur, date):
        raise ValueError(f"« {code} » est une date : saisissez le code en texte")
    if code != code.strip():
        raise ValueError(f"« {code} » commence ou finit par une espace : retirez-la")
    if not _INTERDITS.isdisjoint(code):
        raise ValueError(f"« {code} » contient un des signes * ? ~ | < > = : retirez-le")
    return code


def _read_annee(valeur: Cellule) -> int:
    if isinstance(valeur, str) and valeur.strip().isdecimal():
        valeur = float(valeur)
    if isinstance(valeur, bool) or not isinstance(valeur, float | int):
        raise ValueError(
            f"« {_read_texte(valeur)} » n'est pas une année : saisissez par exemple 2007"
        )
    if not 1990 <= valeur <= 2099 or valeur != int(valeur):  # noqa: PLR2004 - as in `jour`
        raise ValueError(f"« {valeur:g} » n'est pas une année : saisissez par exemple 2007")
    return int(valeur)


#: What no count reaches; beyond, a number is no longer exact.
_DEMESURE = 1e15
_NOMBRE = re.compile(r"[-\u2212]?\d+(?:[.,]\d+)?")
_ESPACES = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?!\d))")


def _read_nombre(valeur: Cellule) -> float:
    if isinstance(valeur, str):
        nu = _ESPACES.sub("", valeur.strip())
        if _NOMBRE.fullmatch(nu):
            valeur = float(nu.replace(",", ".").replace("\u2212", "-"))
    if isinstance(valeur, bool) or not isinstance(valeur, float | int):
        raise ValueError(f"« {_read_texte(valeur)} » n'est pas un nombre : saisissez des chiffres")
    if not abs(valeur) < _DEMESURE:
        raise ValueError("ce nombre est démesuré : vérifiez ses chiffres")
    return float(valeur)


def _read_taux(valeur: Cellule) -> float:
    """Read a share: 0,5 and « 50 % » are the same; a share beyond 100 % is refused."""
    nu = valeur.strip() if isinstance(valeur, str) else valeur
    if isinstance(nu, str) and nu.endswith("%"):
        taux = _read_nombre(nu[:-1].strip()) / 100
    else:
        taux = _read_nombre(valeur)
    if not 0 <= taux <= 1:
        raise ValueError(
            f"« {_read_texte(valeur)} » n'est pas une part : saisissez un taux entre 0 et 100 %"
        )
    return taux


def _read_libre(valeur: Cellule) -> Cellule:
    return valeur.date() if isinstance(valeur, datetime) else valeur


TEXTE = Genre(Sorte.TEXTE, _read_texte)
CODE = Genre(Sorte.CODE, _read_code)
MONTANT = Genre(Sorte.MONTANT, euros)
DATE = Genre(Sorte.DATE, jour)
ANNEE = Genre(Sorte.ANNEE, _read_annee)
NOMBRE = Genre(Sorte.NOMBRE, _read_nombre)
TAUX = Genre(Sorte.TAUX, _read_taux)
LIBRE = Genre(Sorte.LIBRE, _read_libre)


def liste(choix: type[StrEnum]) -> Genre:
    """Make the kind whose values are those of a closed list (case does not matter)."""
    par_texte = {membre.value.casefold(): membre for membre in choix}

    def read(valeur: Cellule) -> StrEnum:
        texte = _read_texte(valeur)
        membre = par_texte.get(texte.casefold())
        if membre is None:
            attendus = ", ".join(membre.value for membre in choix)
            raise ValueError(f"« {texte} » n'est pas dans la liste : choisissez {attendus}")
        return membre

    return Genre(Sorte.LISTE, read, choix=choix)


def reference(table: str, *, par: Genre = CODE) -> Genre:
    """Make the kind whose values are keys of another table."""
    return Genre(Sorte.REFERENCE, par.read, table=table)


class Remplisseur(StrEnum):
    """Who fills a table, or a column of it."""

    AGENT = "agent"
    PROGRAMME = "programme"


class Champ(NamedTuple):
    """What an annotation says of a column that people type."""

    entete: str
    genre: Genre
    aide: str
    requis: bool = False
    cle: bool = False
    largeur: int = 0
    rempli_par: Remplisseur | None = None  # None: as its table


class Calcul(NamedTuple):
    """A column that the workbook computes; `apres` is the heading it follows."""

    entete: str
    genre: Genre
    aide: str
    apres: str
    largeur: int = 0


class Colonne(NamedTuple):
    """One column of a table, as every user of the schema sees it."""

    entete: str
    genre: Genre
    aide: str
    requis: bool
    cle: bool
    largeur: int
    attribut: str | None  # None: computed by the workbook
    rempli_par: Remplisseur = Remplisseur.AGENT

    @property
    def typee(self) -> bool:
        """Tell whether people type it: neither computed nor written by a command."""
        return self.attribut is not None and self.rempli_par is Remplisseur.AGENT


class Ligne(Protocol):
    """Any row: a NamedTuple that ends with the sheet row it was read from."""

    @property
    def ligne(self) -> int:
        """Row of the sheet, a hint for people."""


class Table:
    """One table of the workbook: its public names and its columns, in order."""

    def __init__(
        self,
        nom: str,
        feuille: str,
        modele: type[Any],
        *,
        etape: int,
        aide: str,
        calculs: tuple[Calcul, ...] = (),
        rempli_par: Remplisseur = Remplisseur.AGENT,
    ) -> None:
        self.nom = nom
        self.feuille = feuille
        self.modele = modele
        self.etape = etape
        self.aide = aide
        self.calculs = calculs
        self.rempli_par = rempli_par

    def __repr__(self) -> str:
        return f"Table({self.nom})"

    @cached_property
    def colonnes(self) -> tuple[Colonne, ...]:
        """All columns, typed and computed, in the order of the sheet."""
        colonnes: list[Colonne] = []
        for attribut, annotation in get_type_hints(self.modele, include_extras=True).items():
            if get_origin(annotation) is Annotated:
                champ: Champ = get_args(annotation)[1]
                qui = champ.rempli_par or self.rempli_par
                colonnes.append(Colonne(*champ[:-1], attribut, qui))
        for calcul in self.calculs:
            rang = next(i for i, colonne in enumerate(colonnes) if colonne.entete == calcul.apres)
            colonnes.insert(
                rang + 1,
                Colonne(
                    calcul.entete, calcul.genre, calcul.aide, False, False, calcul.largeur, None
                ),
            )
        return tuple(colonnes)

    @cached_property
    def saisies(self) -> tuple[Colonne, ...]:
        """The columns that people or programs type, in the order of the row model."""
        return tuple(colonne for colonne in self.colonnes if colonne.attribut)

    @cached_property
    def memorables(self) -> tuple[Colonne, ...]:
        """The columns whose edits are told: all of a table that people fill, else those typed."""
        if self.rempli_par is Remplisseur.AGENT:
            return self.saisies
        return tuple(colonne for colonne in self.saisies if colonne.typee)

    @cached_property
    def colonnes_cle(self) -> tuple[Colonne, ...]:
        """The columns that make the key of a row."""
        return tuple(colonne for colonne in self.saisies if colonne.cle)

    @cached_property
    def cles(self) -> tuple[str, ...]:
        """The attributes that make the key of a row."""
        return tuple(colonne.attribut or "" for colonne in self.colonnes_cle)

    @cached_property
    def entete_cle(self) -> str:
        """The heading of the column that holds the whole key: « Clé » when it is composed."""
        if len(self.cles) > 1:
            return "Clé"
        return self.colonnes_cle[0].entete

    @cached_property
    def annuelle(self) -> bool:
        """Tell whether each row belongs to a year."""
        return any(colonne.entete == "Exercice" for colonne in self.colonnes)

    def entete(self, attribut: str) -> str:
        """Give the heading of an attribute."""
        return next(c.entete for c in self.saisies if c.attribut == attribut)

    def cle(self, ligne: Any) -> str:
        """Spell the key of a row as anomalies, journal and sheets write it.

        A row whose key is incomplete is named by its place: « ligne 12 ». A part of the key
        that is not required may be blank.
        """
        parts = [getattr(ligne, attribut) for attribut in self.cles]
        if None in parts and not self.complete(ligne):
            return f"ligne {ligne.ligne}"
        return "|".join(["" if part is None else str(part) for part in parts])

    @cached_property
    def _requises(self) -> tuple[bool, ...]:
        return tuple(colonne.requis for colonne in self.colonnes_cle)

    def complete(self, ligne: Any) -> bool:
        """Tell whether every required part of a row's key is known."""
        return all(
            getattr(ligne, attribut) is not None or not requis
            for attribut, requis in zip(self.cles, self._requises, strict=True)
        )
