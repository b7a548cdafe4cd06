"""The package handed to calamine: ours, not the stranger's.

calamine aborts the whole process on a false count of strings, and believes what a package
says of itself: this one says nothing but sheets, strings and styles, and is not compressed.
"""

from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from cucs_xl.excel.retour.archive import build_archive
from cucs_xl.excel.retour.contenu import Grille
from cucs_xl.excel.retour.refus import build_endommage

_NS = "http://schemas.openxmlformats.org"
#: How shared strings must open: without the counts that calamine believes.
TETE_CHAINES = f'<sst xmlns="{_NS}/spreadsheetml/2006/main">'.encode()


def read_grilles(
    feuilles: list[bytes], chaines: bytes, styles: bytes, *, dates_1904: bool
) -> list[Grille]:
    """Read sheets whole, from A1; blanks are empty texts.

    Raises:
        RefusError: calamine cannot.
    """
    if not feuilles:
        return []
    rangs = range(1, len(feuilles) + 1)
    noms = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in rangs)
    cibles = "".join(
        f'<Relationship Id="r{n}" Type="{_NS}/officeDocument/2006/relationships/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in rangs
    )
    parts = [
        ("[Content_Types].xml", f'<Types xmlns="{_NS}/package/2006/content-types"/>'.encode()),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{_NS}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{_NS}/officeDocument/2006/relationships/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'.encode(),
        ),
        (
            "xl/workbook.xml",
            f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" '
            f'xmlns:r="{_NS}/officeDocument/2006/relationships">'
            f'<workbookPr date1904="{int(dates_1904)}"/><sheets>{noms}</sheets></workbook>'.encode(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_NS}/package/2006/relationships">{cibles}</Relationships>'.encode(),
        ),
        *((f"xl/worksheets/sheet{n}.xml", xml) for n, xml in zip(rangs, feuilles, strict=True)),
    ]
    if chaines:
        parts.append(("xl/sharedStrings.xml", chaines))
    if styles:
        parts.append(("xl/styles.xml", styles))
    try:
        classeur = CalamineWorkbook.from_filelike(BytesIO(build_archive(parts)))
        return [classeur.get_sheet_by_name(str(n)).to_python(skip_empty_area=False) for n in rangs]
    except (CalamineError, OverflowError, ValueError) as erreur:
        raise build_endommage() from erreur
