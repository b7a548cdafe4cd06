"""A master as its bytes hold it: tables read by calamine, completed from the raw XML.

Each sheet is unpacked and parsed at most once, and only when asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from cucs_xl.excel.adresse import format_adresse, format_colonne
from cucs_xl.excel.classeur import CucsError, Ecrasement
from cucs_xl.excel.file.formule import check_colonne
from cucs_xl.excel.file.package import Cadre, Paquet, build_endommage
from cucs_xl.excel.file.sheet import check_etendue, read_erreurs, read_formules, read_nombres
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.schema import Cellule

_SIMPLES = frozenset((str, float, bool, date))
_LIGNES = 1_048_576
#: The smallest number on which calamine or Python may fail to make a date or a duration.
_DEMESURE = 1e9


class Livre:
    """One state of a master, never changed: a write makes another one."""

    def __init__(self, paquet: Paquet) -> None:
        self.paquet = paquet
        self.nom = paquet.nom
        if TABLE_PAR_NOM.keys().isdisjoint(paquet.cadres):
            raise CucsError(
                f"« {self.nom} » n'est pas un classeur maître : aucune de ses tables n'y est. "
                "Indiquez le classeur qui porte les feuilles Actions et Financements, ou créez-en "
                "un par « cucs-xl nouveau »."
            )
        with _contain(lambda: build_endommage(self.nom)):
            self._calamine = CalamineWorkbook.from_filelike(BytesIO(paquet.octets))
        self._xml: dict[str, bytes] = {}
        self._grilles: dict[str, Grille] = {}

    def cadre(self, table: str) -> Cadre:
        """Tell where a table lies."""
        try:
            return self.paquet.cadres[table]
        except KeyError:
            raise CucsError(
                f"La table {table} est introuvable dans « {self.nom} » : reprenez sa feuille dans "
                "une copie du dossier sauvegardes, ou annulez la suppression."
            ) from None

    def calculees(self, table: str) -> frozenset[str]:
        """Name the computed columns of a table, by the file or by the schema."""
        declaree = TABLE_PAR_NOM.get(table)
        calculs = {calcul.entete for calcul in declaree.calculs} if declaree else set()
        cadre = self.cadre(table)
        return frozenset(cadre.formules) | calculs.intersection(cadre.entetes)

    def xml(self, cadre: Cadre) -> bytes:
        """Give the raw XML of the sheet of a table."""
        xml = self._xml.get(cadre.part)
        if xml is None:
            xml = self._xml[cadre.part] = self.paquet.part(cadre.part)
            check_etendue(cadre.feuille, xml)
        return xml

    def read(self, table: str) -> Grille:
        """Read a table raw."""
        grille = self._grilles.get(table)
        if grille is None:
            grille = self._grilles[table] = self._read(self.cadre(table))
        return grille

    def _read(self, cadre: Cadre) -> Grille:
        xml = self.xml(cadre)
        with _contain(lambda: self._build_illisible(cadre)):
            feuille = self._calamine.get_sheet_by_name(cadre.feuille)
            lignes: list[list[Any]] = feuille.to_python(skip_empty_area=False)
        gauche, droite = cadre.gauche - 1, cadre.droite
        largeur = droite - gauche
        corps = [
            [None if valeur == "" else valeur for valeur in ligne[gauche:droite]]
            for ligne in lignes[cadre.haut - 1 : cadre.bas]
        ]
        vide: list[Any] = [None] * largeur
        if lignes and len(lignes[0]) < droite:
            corps = [ligne + vide[len(ligne) :] for ligne in corps]
        corps += [list(vide) for _ in range(cadre.bas - cadre.haut + 1 - len(corps))]
        types = {type(v) for ligne in corps for v in ligne if v is not None}
        if not _SIMPLES.issuperset(types):
            # calamine shows a negative number in a date format as an hour: the file knows better.
            durees = types & {time, timedelta}
            bruts = read_nombres(xml, cadre.haut, cadre.bas) if durees else {}
            corps = [
                [
                    _read_rare(valeur, bruts.get((cadre.haut + i, cadre.gauche + rang)))
                    for rang, valeur in enumerate(ligne)
                ]
                for i, ligne in enumerate(corps)
            ]
        erreurs = {
            (ligne, colonne - cadre.gauche): texte
            for (ligne, colonne), texte in read_erreurs(xml).items()
            if cadre.gauche <= colonne <= cadre.droite and ligne >= cadre.haut
        }
        fin = cadre.bas + cadre.totaux
        dessous = {
            fin + 1 + i
            for i, ligne in enumerate(lignes[fin:])
            if any(valeur != "" for valeur in ligne[gauche:droite])
        }
        return Grille(
            cadre.entetes,
            corps,
            cadre.haut,
            tuple(sorted(dessous.union(ligne for ligne, _ in erreurs if ligne > fin))),
            {
                (ligne - cadre.haut, cadre.entetes[rang]): texte
                for (ligne, rang), texte in erreurs.items()
                if ligne <= cadre.bas
            },
            tableur=True,
        )

    def inspect(self, table: str) -> list[Ecrasement]:
        """Find the computed cells that no longer hold their column's formula."""
        cadre = self.cadre(table)
        calculees = self.calculees(table)
        colonnes = {
            cadre.gauche + rang: format_colonne(cadre.gauche + rang)
            for rang, entete in enumerate(cadre.entetes)
            if entete in calculees
        }
        if not colonnes:
            return []
        lignes = range(cadre.haut, cadre.bas + 1)
        formules = read_formules(self.xml(cadre), colonnes, cadre.haut, cadre.bas)
        return sorted(
            Ecrasement(ligne, entete)
            for colonne, par_ligne in formules.items()
            for entete in [cadre.entetes[colonne - cadre.gauche]]
            for ligne in check_colonne(par_ligne, cadre.formules.get(entete), lignes)
        )

    def _build_illisible(self, cadre: Cadre) -> CucsError:
        """Word why calamine gave up on a sheet: it cannot date a number beyond measure."""
        suspectes = [
            format_adresse(*place)
            for place, nombre in read_nombres(self.xml(cadre), 1, _LIGNES).items()
            if abs(nombre) >= _DEMESURE
        ]
        if not suspectes:
            return build_endommage(self.nom)
        return CucsError(
            f"La feuille {cadre.feuille} ne peut pas être lue : un nombre démesuré y est mis au "
            f"format date, sans doute en {', '.join(suspectes[:3])} (Excel affiche #####). "
            "Corrigez-le, enregistrez et recommencez."
        )


@contextmanager
def _contain(refus: Callable[[], CucsError]) -> Iterator[None]:
    with contain_panique(refus):
        try:
            yield
        except (CalamineError, OverflowError) as erreur:
            raise refus() from erreur


@contextmanager
def contain_panique(refus: Callable[[], CucsError]) -> Iterator[None]:
    """Turn a panic of a Rust parser, which no `except Exception` catches, into our error."""
    try:
        yield
    except BaseException as panique:
        if type(panique).__name__ != "PanicException":
            raise
        raise refus() from panique


def _read_rare(valeur: Any, brut: float | None) -> Cellule:
    """Bring what calamine gives beyond text, floats and dates to what a cell may hold.

    An hour or a duration is the number it shows.
    """
    if isinstance(valeur, datetime):
        arrondie = (valeur + timedelta(microseconds=500_000)).replace(microsecond=0)
        return arrondie if arrondie.time() != time() else arrondie.date()
    if isinstance(valeur, time | timedelta):
        return brut
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        return float(valeur)
    lue: Cellule = valeur
    return lue
