"""A false Excel, as COM shows it: objects, properties and methods under their own names.

It imitates Excel on purpose, both ways. What is written is understood as if it were typed
(« 01234 » becomes 1234, « =1+1 » a formula, a number in a text cell a text), what is read is
a float, a Decimal of 4 decimals in a currency cell, a moment with a time zone in a date
cell, an integer for an error. Every property and every call is counted. It computes nothing
but plain arithmetic. What real Excel does where its documentation is silent is a setting.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Self
from warnings import catch_warnings, simplefilter

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formula.translate import Translator

from cucs_xl.excel.adresse import format_adresse, format_colonne, read_adresse

ORIGINE = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel has no zone
ERREURS = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029,
    "#NUM!": 2036, "#N/A": 2042, "#SPILL!": 2045,
}  # fmt: skip
ERREUR_ZERO = -2146828288
#: « Call was rejected by callee »: a cell is being edited, a dialog is open.
OCCUPE = -2147418111
EXCEPTION = -2147352567
#: What Excel answers to nearly everything it dislikes: error 1004.
ERREUR_1004 = -2146827284
AUTOMATIQUE, MANUEL = -4105, -4135


class ComError(Exception):
    """What pywin32 raises; its class is called com_error."""

    @property
    def hresult(self) -> int:
        return int(self.args[0])


ComError.__name__ = "com_error"


def refuse(raison: str) -> ComError:
    return ComError(
        EXCEPTION, "Exception", (0, "Microsoft Excel", raison, "", 0, ERREUR_1004), None
    )


class CDispatch:
    """The class that xlwings wraps to ask again while Excel is busy."""


class Absent:
    """What pywin32 asks when a name is unknown."""

    def GetIDsOfNames(self, _: int, nom: str) -> None:  # noqa: N802
        raise ComError(-2147352570, f"{nom}: no such member in the false Excel", None, None)


class Moteur:
    """What all objects of one Excel share: the count, the edit mode, planned failures."""

    def __init__(self) -> None:
        self.appels: Counter[str] = Counter()
        self.saisie = False
        self.panne: Callable[[str], Exception | None] = lambda _: None
        #: Does an apostrophe written into a text cell vanish? Documentation is silent.
        self.avale_apostrophe = True
        #: File > Options > AutoCorrect: fill computed columns of a growing table.
        self.remplit = True

    @property
    def total(self) -> int:
        return self.appels.total()

    def count(self, nom: str) -> None:
        self.appels[nom] += 1
        if self.saisie:
            raise ComError(OCCUPE, "Call was rejected by callee.", None, None)
        erreur = self.panne(nom)
        if erreur is not None:
            raise erreur


class Objet(CDispatch):
    """Anything of Excel; only names with a capital are its own."""

    _oleobj_ = Absent()

    def __init__(self, moteur: Moteur) -> None:
        self.moteur = moteur

    def __getattribute__(self, nom: str) -> Any:
        if nom[0].isupper():
            object.__getattribute__(self, "moteur").count(f"{type(self).__name__}.{nom}")
        return object.__getattribute__(self, nom)

    def __setattr__(self, nom: str, valeur: Any) -> None:
        if nom[0].isupper():
            self.moteur.count(f"{type(self).__name__}.{nom}=")
            if not hasattr(type(self), nom) and nom not in self.__dict__:
                raise AttributeError(nom)
        object.__setattr__(self, nom, valeur)


class Liste(Objet):
    """A collection, reached by rank or by name."""

    def __init__(self, moteur: Moteur, objets: Sequence[Any], nom: str = "Name") -> None:
        super().__init__(moteur)
        self.objets = objets
        self.nom = nom.lower()

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self.objets)

    def Item(self, cle: int | str) -> Any:  # noqa: N802
        if isinstance(cle, int):
            return self.objets[cle - 1]
        for objet in self.objets:
            if objet.nom.casefold() == cle.casefold():
                return objet
        raise refuse("indice hors limites")

    def __call__(self, cle: int | str) -> Any:
        self.moteur.count(f"{type(self).__name__}()")
        return Liste.Item(self, cle)

    def __iter__(self) -> Iterator[Any]:
        self.moteur.count("_NewEnum")
        for objet in self.objets:
            self.moteur.count("Next")
            yield objet


class Erreur(str):
    """What a cell shows when its formula fails, as opposed to the same text."""

    __slots__ = ()


class Case:
    """A cell: `format` None is its column's."""

    __slots__ = ("apostrophe", "format", "formule", "valeur")

    def __init__(self, valeur: Any, formule: str | None, fmt: str | None) -> None:
        self.valeur = valeur
        self.formule = formule
        self.format = fmt
        self.apostrophe = False


class Application(Objet):
    def __init__(self, hwnd: int = 1) -> None:
        super().__init__(Moteur())
        self.nom = "Microsoft Excel"
        self.livres: list[Workbook] = []
        #: None on a chart sheet, or when no workbook is in front.
        self.curseur: Range | None = None
        self.__dict__ |= {
            "Hwnd": hwnd, "Calculation": AUTOMATIQUE, "ScreenUpdating": True, "EnableEvents": True,
            "StatusBar": False, "Interactive": True, "DisplayAlerts": True, "Selection": None,
        }  # fmt: skip

    @property
    def Workbooks(self) -> Liste:  # noqa: N802
        return Liste(self.moteur, self.livres)

    @property
    def ActiveCell(self) -> "Range | None":  # noqa: N802
        return self.curseur

    def Goto(self, plage: Any) -> None:  # noqa: N802
        self.curseur = object.__getattribute__(plage, "_inner")


class Workbook(Objet):
    def __init__(self, app: Application, nom_complet: str, octets: bytes) -> None:
        super().__init__(app.moteur)
        self.app = app
        self.octets = octets
        separateur = "\\" if "\\" in nom_complet else "/"
        dossier, _, self.nom = nom_complet.rpartition(separateur)
        formules, valeurs = _open_deux(octets)
        self.feuilles = [
            Worksheet(self, formules[nom], valeurs[nom]) for nom in formules.sheetnames
        ]
        self.noms = [Name(app.moteur, nom) for nom in formules.defined_names]
        self.zones = self._read_zones()
        self.__dict__ |= {
            "FullName": nom_complet, "Path": dossier, "ReadOnly": False, "Date1904": False
        }  # fmt: skip
        app.livres.append(self)

    @property
    def Name(self) -> str:  # noqa: N802
        return self.nom

    @property
    def Application(self) -> Application:  # noqa: N802
        return self.app

    @property
    def Worksheets(self) -> Liste:  # noqa: N802
        return Liste(self.moteur, self.feuilles)

    @property
    def Names(self) -> Liste:  # noqa: N802
        return Liste(self.moteur, self.noms)

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        Path(path).write_bytes(self.save())

    def feuille(self, nom: str) -> "Worksheet":
        return next(f for f in self.feuilles if f.nom == nom)

    def table(self, nom: str) -> "ListObject":
        return next(t for f in self.feuilles for t in f.tables if t.nom == nom)

    def save(self) -> bytes:
        """Give the .xlsx that Excel would save; the same, while nobody typed in it."""
        if not any(f.touchees for f in self.feuilles) and self.zones == self._read_zones():
            return self.octets
        copie = _open(self.octets)
        for feuille in self.feuilles:
            sheet = copie[feuille.nom]
            for ligne, colonne in feuille.touchees:
                case = feuille.case(ligne, colonne)
                cellule = sheet.cell(ligne, colonne)
                valeur = case.formule or case.valeur
                if isinstance(valeur, str):  # Excel would spell them _x0001_
                    valeur = ILLEGAL_CHARACTERS_RE.sub("\ufffd", valeur)
                cellule.value = valeur
                if isinstance(case.valeur, str) and not case.formule:
                    cellule.data_type = "e" if is_erreur(case) else "s"
                cellule.number_format = feuille.format(ligne, colonne)
            for table in feuille.tables:
                sheet.tables[table.nom].ref = table.ref
                if sheet.tables[table.nom].autoFilter:
                    sheet.tables[table.nom].autoFilter.ref = table.ref
        sortie = BytesIO()
        copie.save(sortie)
        return sortie.getvalue()

    def _read_zones(self) -> dict[str, str]:
        return {table.nom: table.ref for feuille in self.feuilles for table in feuille.tables}


class Name(Objet):
    def __init__(self, moteur: Moteur, nom: str) -> None:
        super().__init__(moteur)
        self.nom = nom


class Worksheet(Objet):
    def __init__(self, livre: Workbook, formules: Any, valeurs: Any) -> None:
        super().__init__(livre.moteur)
        self.livre = livre
        self.nom: str = formules.title
        self.formats: dict[int, str] = {
            colonne: dimension.number_format
            for dimension in formules.column_dimensions.values()
            for colonne in range(dimension.min, dimension.max + 1)
        }
        self.cases: dict[tuple[int, int], Case] = {}
        for place, cellule in formules._cells.items():
            self._load(place, cellule, valeurs._cells[place])
        self.tables = [ListObject(self, table) for table in formules.tables.values()]
        self.touchees: set[tuple[int, int]] = set()
        self.filtrees: set[int] = set()
        self.filtre_avance = False
        self.__dict__["ProtectContents"] = bool(formules.protection.sheet)

    def _load(self, place: tuple[int, int], cellule: Any, calculee: Any) -> None:
        formule, valeur = None, cellule.value
        erreur = "e" in {cellule.data_type, calculee.data_type}
        if cellule.data_type == "f":
            formule = getattr(valeur, "text", valeur)
            valeur = calculee.value
        if isinstance(valeur, date | timedelta) or type(valeur).__name__ == "time":
            valeur = openpyxl.utils.datetime.to_excel(valeur)
        if isinstance(valeur, int | float) and not isinstance(valeur, bool):
            valeur = float(valeur)
        self.cases[place] = Case(
            Erreur(valeur) if erreur else valeur, formule, cellule.number_format
        )

    def case(self, ligne: int, colonne: int) -> Case:
        case = self.cases.get((ligne, colonne))
        if case is None:
            case = self.cases[ligne, colonne] = Case(None, None, None)
        return case

    def format(self, ligne: int, colonne: int) -> str:
        case = self.cases.get((ligne, colonne))
        return str((case and case.format) or self.formats.get(colonne, "General"))

    def type_in(self, adresse: str, valeur: Any, formule: str | None = None) -> None:
        """Put a value in a cell as a user did, beside any count."""
        place = read_adresse(adresse)
        case = self.case(*place)
        case.valeur, case.formule = valeur, formule
        self.touchees.add(place)

    @property
    def Name(self) -> str:  # noqa: N802
        return self.nom

    @property
    def Parent(self) -> Workbook:  # noqa: N802
        return self.livre

    @property
    def ListObjects(self) -> Liste:  # noqa: N802
        return Liste(self.moteur, self.tables)

    @property
    def FilterMode(self) -> bool:  # noqa: N802
        return self.filtre_avance

    def ShowAllData(self) -> None:  # noqa: N802
        if not self.filtre_avance:
            raise refuse("La méthode ShowAllData a échoué")
        self.filtre_avance = False
        self.filtrees.clear()

    @property
    def UsedRange(self) -> "Range":  # noqa: N802
        places = {(1, 1), *self.cases}
        bas, droite = (max(place[axe] for place in places) for axe in (0, 1))
        return Range(self, [(1, 1, bas, droite)])

    def Cells(self, ligne: int, colonne: int) -> "Range":  # noqa: N802
        return Range(self, [(ligne, colonne, ligne, colonne)])

    def Range(self, un: Any, deux: Any = None) -> "Range":  # noqa: N802
        if deux is not None:
            (haut, gauche, *_), (*_, bas, droite) = (
                object.__getattribute__(x, "_inner").zones[0] for x in (un, deux)
            )
            return Range(self, [(haut, gauche, bas, droite)])
        tables = {table.nom: table.corps for table in self.tables if not table.deserte}
        if un in tables:
            return Range(self, [tables[un]])
        if len(un) > 255 or un.startswith("t"):
            raise refuse("La méthode Range a échoué")
        return Range(self, [read_zone(zone) for zone in un.split(",")])


class Range(Objet):
    def __init__(self, feuille: Worksheet, zones: list[tuple[int, int, int, int]]) -> None:
        super().__init__(feuille.moteur)
        self.feuille = feuille
        self.zones = zones

    @property
    def Application(self) -> Application:  # noqa: N802
        return self.feuille.livre.app

    @property
    def Worksheet(self) -> Worksheet:  # noqa: N802
        return self.feuille

    @property
    def Row(self) -> int:  # noqa: N802
        return self.zones[0][0]

    @property
    def Column(self) -> int:  # noqa: N802
        return self.zones[0][1]

    @property
    def places(self) -> list[tuple[int, int]]:
        return [
            (ligne, colonne)
            for haut, gauche, bas, droite in self.zones
            for ligne in range(haut, bas + 1)
            for colonne in range(gauche, droite + 1)
        ]

    def _read(self, read: Callable[[int, int], Any]) -> Any:
        [(haut, gauche, bas, droite)] = self.zones
        rectangle = tuple(
            tuple(read(ligne, colonne) for colonne in range(gauche, droite + 1))
            for ligne in range(haut, bas + 1)
        )
        return rectangle[0][0] if (haut, gauche) == (bas, droite) else rectangle

    def _write(self, donnees: Any) -> None:
        if self.feuille.__dict__["ProtectContents"]:
            raise refuse("La cellule ou le graphique que vous essayez de modifier est protégé")
        [(haut, gauche, bas, droite)] = self.zones
        if not isinstance(donnees, list | tuple):
            donnees = [[donnees] * (droite - gauche + 1)] * (bas - haut + 1)
        elif any(isinstance(v, str) and len(v) > 8203 for ligne in donnees for v in ligne):
            raise refuse("Erreur définie par l'application ou par l'objet")
        assert len(donnees) == bas - haut + 1
        assert {len(ligne) for ligne in donnees} == {droite - gauche + 1}
        for i, ligne in enumerate(donnees):
            for j, valeur in enumerate(ligne):
                if haut + i not in self.feuille.filtrees:
                    self.feuille.touchees.add((haut + i, gauche + j))
                    _type(self.feuille, haut + i, gauche + j, valeur)

    @property
    def Value(self) -> Any:  # noqa: N802
        return self._read(lambda i, j: _show(self.feuille, i, j))

    @Value.setter
    def Value(self, donnees: Any) -> None:  # noqa: N802
        self._write(donnees)

    @property
    def Value2(self) -> Any:  # noqa: N802
        return self._read(lambda i, j: _value2(self.feuille, i, j))

    @property
    def Formula(self) -> Any:  # noqa: N802
        return self._read(lambda i, j: _formula(self.feuille, i, j))

    @property
    def FormulaR1C1(self) -> "R1C1":  # noqa: N802
        [(ligne, colonne, *_)] = self.zones
        return R1C1(_formula(self.feuille, ligne, colonne), format_adresse(ligne, colonne))

    @FormulaR1C1.setter
    def FormulaR1C1(self, formule: "R1C1") -> None:  # noqa: N802
        for ligne, colonne in self.places:
            formule.write(self.feuille, ligne, colonne)

    @property
    def NumberFormat(self) -> str | None:  # noqa: N802
        formats = {self.feuille.format(*place) for place in self.places}
        return formats.pop() if len(formats) == 1 else None

    @NumberFormat.setter
    def NumberFormat(self, fmt: str) -> None:  # noqa: N802
        for place in self.places:
            self.feuille.case(*place).format = fmt
            self.feuille.touchees.add(place)

    @property
    def Address(self) -> str:  # noqa: N802
        return ",".join(format_zone(zone) for zone in self.zones)

    def ClearContents(self) -> None:  # noqa: N802
        for place in self.places:
            case = self.feuille.cases.get(place)
            if case is not None:
                self.feuille.touchees.add(place)
                case.valeur, case.formule = None, None


class R1C1(str):  # noqa: SLOT000 - it remembers its origin
    """A formula that moves with its cell; Excel spells it, here its origin is enough."""

    origine: str

    def __new__(cls, formule: str, origine: str) -> Self:
        texte = super().__new__(cls, formule)
        texte.origine = origine
        return texte

    def write(self, feuille: Worksheet, ligne: int, colonne: int) -> None:
        formule = Translator(str(self), origin=self.origine).translate_formula(
            format_adresse(ligne, colonne)
        )
        feuille.type_in(format_adresse(ligne, colonne), None, formule)


class ListObject(Objet):
    def __init__(self, feuille: Worksheet, table: Any) -> None:
        super().__init__(feuille.moteur)
        self.feuille = feuille
        self.nom: str = table.displayName
        self.zone = read_zone(table.ref)
        self.entetes = [colonne.name for colonne in table.tableColumns]
        self.formules = [
            colonne.calculatedColumnFormula and "=" + colonne.calculatedColumnFormula.attr_text
            for colonne in table.tableColumns
        ]
        self.filtre: AutoFilter | None = AutoFilter(feuille)
        self.deserte = False
        self.__dict__ |= {
            "ShowHeaders": table.headerRowCount != 0,
            "ShowTotals": bool(table.totalsRowCount),
        }

    @property
    def ref(self) -> str:
        return format_zone(self.zone).replace("$", "")

    @property
    def Name(self) -> str:  # noqa: N802
        return self.nom

    @property
    def DisplayName(self) -> str:  # noqa: N802
        return self.nom

    @property
    def Range(self) -> Range:  # noqa: N802
        return Range(self.feuille, [self.zone])

    @property
    def corps(self) -> tuple[int, int, int, int]:
        """The rows alone: what the table's name stands for in an address."""
        haut, gauche, bas, droite = self.zone
        totaux: bool = self.__dict__["ShowTotals"]
        return haut + self.__dict__["ShowHeaders"], gauche, bas - totaux, droite

    @property
    def DataBodyRange(self) -> Any:  # noqa: N802
        return None if self.deserte else Range(self.feuille, [self.corps])

    @property
    def AutoFilter(self) -> "AutoFilter | None":  # noqa: N802
        return self.filtre

    @property
    def ListColumns(self) -> Liste:  # noqa: N802
        return Liste(self.moteur, [ListColumn(self.moteur, nom) for nom in self.entetes])

    def Resize(self, plage: Any) -> None:  # noqa: N802
        if self.feuille.__dict__["ProtectContents"]:
            raise refuse("La feuille est protégée")
        [(haut, gauche, bas, droite)] = object.__getattribute__(plage, "_inner").zones
        ancien = self.zone[2]
        if (haut, gauche, droite) != (*self.zone[:2], self.zone[3]) or bas < haut + 1:
            raise refuse("La plage est incorrecte")
        self.zone = (haut, gauche, bas, droite)
        for j, formule in enumerate(self.formules):
            if formule and self.moteur.remplit:
                for ligne in range(ancien + 1, bas + 1):
                    self.feuille.type_in(format_adresse(ligne, gauche + j), None, formule)


class ListColumn(Objet):
    def __init__(self, moteur: Moteur, nom: str) -> None:
        super().__init__(moteur)
        self.nom = nom

    @property
    def Name(self) -> str:  # noqa: N802
        return self.nom


class AutoFilter(Objet):
    """The filter of a table."""

    def __init__(self, feuille: Worksheet) -> None:
        super().__init__(feuille.moteur)
        self.feuille = feuille
        self.actif = False

    @property
    def FilterMode(self) -> bool:  # noqa: N802
        return self.actif

    def ShowAllData(self) -> None:  # noqa: N802
        self.actif = False
        self.feuille.filtrees.clear()


def read_zone(adresse: str) -> tuple[int, int, int, int]:
    debut, _, fin = adresse.replace("$", "").partition(":")
    return (*read_adresse(debut), *read_adresse(fin or debut))


def format_zone(zone: tuple[int, int, int, int]) -> str:
    haut, gauche, bas, droite = zone
    debut, fin = (f"${format_colonne(c)}${r}" for r, c in ((haut, gauche), (bas, droite)))
    return debut if debut == fin else f"{debut}:{fin}"


def is_erreur(case: Case) -> bool:
    return isinstance(case.valeur, Erreur)


def _open(octets: bytes, *, data_only: bool = False) -> Any:
    with catch_warnings():
        simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(octets), data_only=data_only)


@lru_cache(maxsize=4)
def _open_deux(octets: bytes) -> tuple[Any, Any]:
    """Open a file with its formulas and with its values; nobody changes what is opened."""
    return _open(octets), _open(octets, data_only=True)


def _is_date(fmt: str) -> bool:
    nu = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", fmt)
    return fmt != "General" and re.search("[dmyhs]", nu, re.IGNORECASE) is not None


def _value2(feuille: Worksheet, ligne: int, colonne: int) -> Any:
    case = feuille.cases.get((ligne, colonne))
    if case is None:
        return None
    return ERREURS[case.valeur] + ERREUR_ZERO if is_erreur(case) else case.valeur


def _show(feuille: Worksheet, ligne: int, colonne: int) -> Any:
    """Give a value as COM does, by the format of its cell."""
    valeur = _value2(feuille, ligne, colonne)
    if type(valeur) is not float:
        return valeur
    fmt = feuille.format(ligne, colonne)
    if _is_date(fmt):
        bruit = timedelta(microseconds=0 if valeur == int(valeur) else -3)
        return (ORIGINE + timedelta(days=valeur) + bruit).replace(tzinfo=UTC)
    if re.search("[€$£]", fmt):
        return round(Decimal(valeur), 4)
    return valeur


def _formula(feuille: Worksheet, ligne: int, colonne: int) -> str:
    case = feuille.cases.get((ligne, colonne))
    if case is None or (case.formule is None and case.valeur is None):
        return ""
    if case.formule:
        return str(case.formule)
    if isinstance(case.valeur, bool):
        return str(case.valeur).upper()
    return str(case.valeur) if isinstance(case.valeur, str) else f"{case.valeur:.15g}"


def _type(feuille: Worksheet, ligne: int, colonne: int, valeur: Any) -> None:
    """Understand what a program writes as Excel does, by the format of the cell."""
    case = feuille.case(ligne, colonne)
    fmt = feuille.format(ligne, colonne)
    case.formule, case.apostrophe = None, False
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        valeur = float(valeur)
    if isinstance(valeur, datetime):
        valeur = (valeur.replace(tzinfo=None) - ORIGINE) / timedelta(days=1)
        if fmt == "General":
            case.format = "m/d/yyyy"
    if fmt == "@" and isinstance(valeur, bool | float):
        valeur = str(valeur).upper() if isinstance(valeur, bool) else f"{valeur:.15g}"
    if valeur in ("", None):
        case.valeur = None
    elif not isinstance(valeur, str):
        case.valeur = valeur
    elif fmt == "@":
        avale = feuille.moteur.avale_apostrophe and valeur.startswith("'")
        case.valeur = valeur[1:] if avale else valeur
    elif valeur.startswith("'"):
        case.valeur, case.apostrophe = valeur[1:] or None, True
    else:
        _understand(case, valeur)


def _understand(case: Case, texte: str) -> None:
    """Turn a text typed in a cell into what Excel guesses."""
    nombre = re.fullmatch(r"\s*([+-]?)\s*([\d  ]*\.?\d*(?:[eE][+-]?\d+)?)\s*(%|€)?\s*", texte)
    jour = re.fullmatch(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{2,4}))?", texte)
    if texte in ERREURS:
        case.valeur = Erreur(texte)
    elif texte.upper() in {"VRAI", "FAUX", "TRUE", "FALSE"}:
        case.valeur = texte.upper() in {"VRAI", "TRUE"}
    elif nombre and re.search(r"\d", nombre[2]):
        valeur = float(re.sub(r"\s", "", nombre[2])) * (-1 if nombre[1] == "-" else 1)
        case.valeur = valeur / 100 if nombre[3] == "%" else valeur
    elif jour:
        lu = datetime(int(jour[3] or 2026), min(int(jour[1]) or 1, 12), int(jour[2]) or 1)  # noqa: DTZ001
        case.valeur, case.format = float((lu - ORIGINE).days), "d-mmm"
    elif texte[0] in "=+-@" and len(texte) > 1:
        case.formule = "=" + texte.lstrip("=@")
        calcul = case.formule[1:]
        if re.fullmatch(r"[\d+*/(). -]+", calcul):
            case.valeur = float(eval(calcul))  # noqa: S307 - digits and signs only
        elif (erreur := re.search(r"#[A-Z/0!?]+", calcul)) and erreur[0] in ERREURS:
            case.valeur = Erreur(erreur[0])
        elif texte[0] in "+-@" and not re.match(r"[A-Za-z(]", calcul.lstrip("+-")):
            raise refuse("Erreur définie par l'application ou par l'objet")
        else:
            case.valeur = 0.0
    else:
        case.valeur = texte


def copy_cases(feuille: Worksheet, de: int, vers: Sequence[int], gauche: int, droite: int) -> None:
    """Repeat a row as many times as there are target rows, beside any count."""
    for ligne in vers:
        for colonne in range(gauche, droite + 1):
            case = feuille.cases.get((de, colonne))
            if case is not None:
                feuille.cases[ligne, colonne] = copy(case)
