"""Write edits into a package with cellrune, which leaves every other part as it was.

cellrune is young: it is used here only, and `guard` re-reads all it writes.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from cucs_xl.excel.adresse import format_adresse, format_colonne, read_adresse
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file.edition import Edition, build_serie
from cucs_xl.excel.file.formule import read_modele
from cucs_xl.excel.file.livre import Livre, contain_panique
from cucs_xl.excel.file.package import WORKBOOK, Cadre, Paquet
from cucs_xl.excel.file.sheet import build_vidage, read_formules
from cucs_xl.metier.schema import Cellule

if TYPE_CHECKING:
    from cellrune import Workbook, WorkbookChangeV2, WritableCellValue

Format = Literal["general", "date", "date_time"]
#: Excel's own formats, shown in the reader's language: 14 is 31/12/2007 in French.
_FORMATS: Mapping[Format, int] = {"general": 0, "date": 14, "date_time": 22}

#: A time format shows a number as an hour, and a date without its day.
_NOMBRES = frozenset(("general", "number"))
_DATES = frozenset(("date", "date_time"))
#: Cells asked of cellrune at once, its limit.
_PAGE = 10_000

_CALCUL = re.compile(rb"<calcPr\b[^>]*?(?:/>|>\s*</calcPr>)")
_PLEIN = re.compile(rb'\sfullCalcOnLoad="[^"]*"')


class Rendu(NamedTuple):
    """A new package, the parts that may differ from the old one, the cells left uncomputed."""

    octets: bytes
    parts: frozenset[str]
    invalides: tuple[str, ...]


def render(
    livre: Livre,
    editions: Sequence[Edition],
    maintenant: datetime,
) -> Rendu:
    """Write the edits, recalculate the whole workbook, and store every value.

    Emptied cells are emptied in the raw XML first: cellrune would drop their format too.

    Raises:
        CucsError: cellrune refuses something in the workbook; nothing was written.
    """
    vides: dict[str, bytes] = {}
    changements: list[WorkbookChangeV2] = []
    for edition in editions:
        cadre = edition.cadre
        diff = edition.diff(livre)
        vides[cadre.part], restantes = build_vidage(
            livre.xml(cadre), {place for place, valeur in diff.items() if valeur is None}
        )
        changements += [
            {
                "kind": "set_value",
                "sheet": cadre.feuille,
                "address": format_adresse(*place),
                "value": _build_valeur(valeur),
            }
            for place, valeur in diff.items()
            if valeur is not None or place in restantes
        ]
    with _open(livre.nom, livre.paquet.build_copie(vides)) as workbook:
        ids = {
            table["display_name"]: table["id"]
            for sheet in workbook.summary()["sheets"]
            for table in sheet["tables"]
        }
        lignes = [change for e in editions for change in _build_lignes(livre, e, ids[e.cadre.nom])]
        _apply(workbook, lignes + changements)
        _apply(
            workbook,
            [f for e in editions for f in _build_formats(workbook, e.cadre, e.diff(livre))],
        )
        instant = build_serie(maintenant)
        workbook.calculate(
            today_serial=float(int(instant)),
            now_serial=instant,
            random_seed=int(maintenant.timestamp()),
        )
        with tempfile.TemporaryDirectory() as dossier:
            sortie = Path(dossier) / f"classeur{Path(livre.nom).suffix}"
            rapport = workbook.save(sortie, invalidate_unavailable=True)
            paquet = Paquet(livre.nom, sortie.read_bytes())
    calcul = _build_calcul(livre.paquet.part(WORKBOOK), paquet.part(WORKBOOK))
    return Rendu(
        paquet.build_copie({WORKBOOK: calcul}),
        frozenset((WORKBOOK, *vides, *rapport["changed_parts"], *rapport["removed_parts"])),
        tuple(f"{c['sheet_name']}!{c['address']}" for c in rapport["invalidated_cells"]),
    )


@contextmanager
def _open(nom: str, octets: bytes) -> Iterator["Workbook"]:
    # Only a write needs the engine: a command that reads does not pay its import.
    from cellrune import CellRuneError, Workbook  # noqa: PLC0415

    def refus(code: str = "panic") -> CucsError:
        return CucsError(
            f"« {nom} » contient un élément que l'outil ne sait pas conserver à coup sûr "
            f"({code}) : rien n'a été écrit. Lancez « cucs-xl verifier » : une table ou une feuille "
            "supprimée en est la cause habituelle."
        )

    try:
        with contain_panique(refus), Workbook.from_bytes(octets) as workbook:
            yield workbook
    except CellRuneError as erreur:
        raise refus(erreur.code) from erreur


def _apply(workbook: "Workbook", changements: Sequence["WorkbookChangeV2"]) -> None:
    if changements:
        workbook.apply_changes_v2(workbook.summary()["semantic_revision"], changements)


def _build_lignes(livre: Livre, edition: Edition, table_id: int) -> Iterator["WorkbookChangeV2"]:
    """Resize the table; give new rows the formulas that its part forgot (LibreOffice)."""
    cadre = edition.cadre
    bas = cadre.haut + edition.hauteur - 1
    if bas == cadre.bas:
        return
    yield {
        "kind": "resize_table_rows",
        "table_id": table_id,
        "first_data_row": cadre.haut,
        "last_data_row": bas,
    }
    oubliees = {
        cadre.gauche + rang: format_colonne(cadre.gauche + rang)
        for rang, entete in enumerate(cadre.entetes)
        if entete in livre.calculees(cadre.nom) and entete not in cadre.formules
    }
    if bas < cadre.bas or not oubliees:
        return
    formules = read_formules(livre.xml(cadre), oubliees, cadre.haut, cadre.bas)
    for colonne, lettres in oubliees.items():
        modele = read_modele(formules[colonne])
        if modele is not None:
            yield {
                "kind": "copy_range",
                "sheet": cadre.feuille,
                "source": f"{lettres}{modele}",
                "destination": f"{lettres}{cadre.bas + 1}:{lettres}{bas}",
            }


def _build_formats(
    workbook: "Workbook", cadre: Cadre, diff: Mapping[tuple[int, int], Cellule]
) -> Iterator["WorkbookChangeV2"]:
    """Give a date format to dates whose cell has none, and take it from numbers."""
    colonnes: dict[int, dict[int, date | float]] = {}
    for (ligne, colonne), valeur in diff.items():
        if isinstance(valeur, date | float):
            colonnes.setdefault(colonne, {})[ligne] = valeur
    for colonne, valeurs in colonnes.items():
        lettres = format_colonne(colonne)
        debut, fin = f"{lettres}{min(valeurs)}", f"{lettres}{max(valeurs)}"
        suite: int | None = 0
        while suite is not None:
            page = workbook.read_range(cadre.feuille, debut, fin, offset=suite, limit=_PAGE)
            suite = page["next_offset"]
            for cellule in page["cells"]:
                ecrite = valeurs.get(read_adresse(cellule["address"])[0])
                genre = cellule["number_format"]["kind"]
                if ecrite is None or genre in (_DATES if isinstance(ecrite, date) else _NOMBRES):
                    continue
                voulu: Format = "general"
                if isinstance(ecrite, date):
                    voulu = "date_time" if isinstance(ecrite, datetime) else "date"
                yield {
                    "kind": "set_number_format",
                    "sheet": cadre.feuille,
                    "address": cellule["address"],
                    "id": _FORMATS[voulu],
                    "format_kind": voulu,
                }


def _build_valeur(valeur: Cellule) -> "WritableCellValue":
    if valeur is None:
        return {"kind": "blank"}
    if isinstance(valeur, bool):
        return {"kind": "logical", "value": valeur}
    if isinstance(valeur, str):
        return {"kind": "text", "value": valeur}
    if isinstance(valeur, date):
        return {"kind": "number", "value": build_serie(valeur)}
    return {"kind": "number", "value": valeur}


def _build_calcul(avant: bytes, apres: bytes) -> bytes:
    """Keep the workbook's own calculation settings, and have Excel recalculate on opening.

    cellrune sets `forceFullCalc` when a formula escapes it: Excel would then recalculate
    everything at each keystroke, for ever.
    """
    trouve = _CALCUL.search(avant)
    reglage = _PLEIN.sub(b"", trouve[0]) if trouve else b"<calcPr/>"
    reglage = reglage.replace(b"<calcPr", b'<calcPr fullCalcOnLoad="1"', 1)
    return _CALCUL.sub(lambda _: reglage, apres, count=1)
