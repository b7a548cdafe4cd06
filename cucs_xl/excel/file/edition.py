"""What a command wants a table to hold, and how far the workbook is from it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import NamedTuple, Protocol

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file.livre import Livre
from cucs_xl.excel.file.package import Cadre
from cucs_xl.excel.file.sheet import is_protegee, read_cellules
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.schema import Cellule

#: Excel's limit, counted as Excel does.
CARACTERES_MAX = 32_767
_INTERDITS = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: Excel believes that 29 February 1900 existed: earlier dates are off by one.
_PREMIER_JOUR = date(1900, 3, 1)
_ORIGINE = date(1899, 12, 30)


class Lecteur(Protocol):
    """One state of a workbook, of which an edition reads tables: a file's, or Excel's."""

    def read(self, table: str) -> Grille:
        """Read a table raw."""


class Edition(NamedTuple):
    """A table as it must become: its height, and the wanted cells by (rank, column rank)."""

    cadre: Cadre
    hauteur: int
    voulues: Mapping[tuple[int, int], Cellule]

    def diff(self, livre: Lecteur) -> dict[tuple[int, int], Cellule]:
        """Give the cells to change, by sheet row and column; None empties.

        An error cell reads as None: writing None over it, on the row it belongs to, leaves
        it there to be seen and corrected.
        """
        grille = livre.read(self.cadre.nom)
        changees: dict[tuple[int, int], Cellule] = {}
        for (rang, colonne), valeur in self.voulues.items():
            place = (self.cadre.haut + rang, self.cadre.gauche + colonne)
            if rang >= len(grille.lignes):
                if valeur is not None:
                    changees[place] = valeur
                continue
            presente = grille.lignes[rang][colonne]
            if (rang, grille.entetes[colonne]) in grille.erreurs:
                if valeur is not None or not self._same_row(grille, rang):
                    changees[place] = valeur
            elif not is_same(presente, valeur):
                changees[place] = valeur
        for rang in range(self.hauteur, len(grille.lignes)):
            for colonne in range(len(grille.entetes)):
                changees[self.cadre.haut + rang, self.cadre.gauche + colonne] = None
        return changees

    def is_utile(self, livre: Lecteur) -> bool:
        """Tell whether the table is not yet as it must become."""
        return self.hauteur != len(livre.read(self.cadre.nom).lignes) or bool(self.diff(livre))

    def expected(self, livre: Lecteur) -> list[list[Cellule]]:
        """Give the rows that a reader must find afterwards, computed columns apart."""
        grille = livre.read(self.cadre.nom)
        largeur = len(grille.entetes)
        lignes = [list(ligne) for ligne in grille.lignes[: self.hauteur]]
        lignes += [[None] * largeur for _ in range(self.hauteur - len(lignes))]
        for (rang, colonne), valeur in self.voulues.items():
            lignes[rang][colonne] = valeur
        return lignes

    def _same_row(self, grille: Grille, rang: int) -> bool:
        """Tell whether the key of the row stays where it is."""
        table = TABLE_PAR_NOM.get(self.cadre.nom)
        cles = {table.entete(cle) for cle in table.cles} if table else set(grille.entetes)
        return all(
            is_same(grille.lignes[rang][i], self.voulues.get((rang, i), grille.lignes[rang][i]))
            for i, entete in enumerate(grille.entetes)
            if entete in cles
        )


def build_edition(
    livre: Livre,
    table: str,
    lignes: Sequence[Mapping[str, Cellule]],
    precedente: Edition | None = None,
) -> Edition:
    """Turn the rows a command gives into wanted cells; all that forbids them is raised here.

    `precedente` is what the same unit of work already wants of the table.

    Raises:
        CucsError: the sheet is protected, a column is gone, rows are in the way.
        ValueError: a bug of the caller: a computed column, a value no cell can hold.
    """
    cadre = livre.cadre(table)
    if is_protegee(livre.xml(cadre)):
        raise CucsError(
            f"La feuille {cadre.feuille} est protégée : dans Excel, Révision > Ôter la protection, "
            "enregistrez et recommencez. Rien n'a été écrit."
        )
    _check_hauteur(livre, cadre, max(1, len(lignes)))
    return make_edition(cadre, livre.calculees(table), lignes, precedente)


def make_edition(
    cadre: Cadre,
    calculees: frozenset[str],
    lignes: Sequence[Mapping[str, Cellule]],
    precedente: Edition | None,
) -> Edition:
    """Place the rows a command gives on the cells of a table, in either host.

    Raises:
        CucsError: a column is gone.
        ValueError: a bug of the caller: a computed column, a value no cell can hold.
    """
    hauteur = max(1, len(lignes))
    rangs = {entete: rang for rang, entete in enumerate(cadre.entetes)}
    voulues = dict(precedente.voulues) if precedente else {}
    voulues = {place: valeur for place, valeur in voulues.items() if place[0] < hauteur}
    for rang, ligne in enumerate(lignes):
        for entete, valeur in ligne.items():
            if entete in calculees:
                raise ValueError(f"{cadre.nom}[{entete}] is computed: never written")
            if entete not in rangs:
                raise CucsError(
                    f"La colonne « {entete} » manque dans la feuille {cadre.feuille} : rétablissez "
                    "cet en-tête exact et recommencez. Rien n'a été écrit."
                )
            voulues[rang, rangs[entete]] = build_cellule(valeur, cadre, rang, entete)
    if not lignes:
        for entete, colonne in rangs.items():
            if entete not in calculees:
                voulues[0, colonne] = None
    return Edition(cadre, hauteur, voulues)


def is_same(une: Cellule, autre: Cellule) -> bool:
    """Compare two cells as Excel would show them: True is not 1, a date is not its serial."""
    return type(une) is type(autre) and une == autre


def build_serie(jour: date) -> float:
    """Give the serial number of a date (1900 system), with its hour if it has one."""
    jours = (date(jour.year, jour.month, jour.day) - _ORIGINE).days
    if isinstance(jour, datetime):
        return jours + (jour.hour * 3600 + jour.minute * 60 + jour.second) / 86_400
    return float(jours)


def build_cellule(valeur: Cellule, cadre: Cadre, rang: int, entete: str) -> Cellule:
    """Bring a value to one of the types a reader gives back, or refuse it."""
    if valeur is None or isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, float | int):
        if not isfinite(valeur):
            raise ValueError(f"{cadre.nom}[{entete}]: {valeur} is not a number")
        return float(valeur)
    if isinstance(valeur, date):
        return _build_jour(valeur, cadre, rang, entete)
    if not isinstance(valeur, str):
        raise ValueError(f"{cadre.nom}[{entete}]: no cell holds a {type(valeur).__name__}")
    texte = str(valeur)
    if _INTERDITS.search(texte):
        raise CucsError(
            f"{_lieu(cadre, rang, entete)} : le texte contient un caractère qu'Excel ne sait pas "
            "enregistrer : ressaisissez-le. Rien n'a été écrit."
        )
    if len(texte.encode("utf-16-le")) > 2 * CARACTERES_MAX:
        raise CucsError(
            f"{_lieu(cadre, rang, entete)} : le texte dépasse {CARACTERES_MAX} caractères, la "
            "limite d'une cellule d'Excel : raccourcissez-le. Rien n'a été écrit."
        )
    return texte or None


def _build_jour(jour: date, cadre: Cadre, rang: int, entete: str) -> date:
    if isinstance(jour, datetime):
        if jour.tzinfo is not None:
            raise ValueError(f"{cadre.nom}[{entete}]: Excel knows no time zone")
        jour = jour.replace(microsecond=0)
        if (jour.hour, jour.minute, jour.second) == (0, 0, 0):
            jour = jour.date()
    if date(jour.year, jour.month, jour.day) < _PREMIER_JOUR:
        raise CucsError(
            f"{_lieu(cadre, rang, entete)} : le {jour:%d/%m}/{jour.year} est antérieur à 1900, "
            "qu'Excel ne connaît pas : corrigez la date. Rien n'a été écrit."
        )
    return jour


def _check_hauteur(livre: Livre, cadre: Cadre, hauteur: int) -> None:
    """Refuse a resize that would cover what was typed below, or move a totals row."""
    bas = cadre.haut + hauteur - 1
    if cadre.totaux and bas != cadre.bas:
        raise CucsError(
            f"La table de la feuille {cadre.feuille} a une ligne de total, qui empêche d'ajouter ou "
            "de retirer des lignes : dans Excel, onglet Création de table, décochez « Ligne Total » "
            "et enregistrez. Rien n'a été écrit."
        )
    genantes = sorted(
        {
            cellule.ligne
            for cellule in (
                read_cellules(livre.xml(cadre), cadre.bas + 1, bas) if bas > cadre.bas else ()
            )
            if cellule.contenu and cadre.gauche <= cellule.colonne <= cadre.droite
        }
    )
    if genantes:
        raise CucsError(
            f"La feuille {cadre.feuille} porte des saisies sous la table, dès la ligne "
            f"{genantes[0]}, là où {hauteur} lignes doivent tenir : étirez la table jusqu'à elles ou "
            "effacez-les, enregistrez et recommencez. Rien n'a été écrit."
        )


def _lieu(cadre: Cadre, rang: int, entete: str) -> str:
    colonne = cadre.gauche + cadre.entetes.index(entete)
    return f"{cadre.feuille}!{format_adresse(cadre.haut + rang, colonne)} ({entete})"
