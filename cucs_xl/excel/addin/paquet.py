"""The add-in, `cucs.xlam`: XlsxWriter's workbook with our macros, messages and ribbon in it.

The same sources give the same parts, whatever the day; two zlib builds may deflate the same
bytes differently, so parts are compared, never the zip.
"""

import io
import zipfile
from datetime import datetime

from cucs_xl.excel.addin.projet import build_projet
from cucs_xl.excel.addin.sources import CLASSEUR, FEUILLE, Sources, read_sources

#: Dates written inside the add-in: when the contract began, so that builds agree.
NEE_LE = datetime(2007, 1, 1)  # noqa: DTZ001 - as core.xml stores it, without zone
_ZIP_NE = (1980, 1, 1, 0, 0, 0)

RUBAN = "customUI/customUI14.xml"
VBA = "xl/vbaProject.bin"
MESSAGES = "Messages"
TYPE_CLASSEUR = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TYPE_COMPLEMENT = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
RELATION_RUBAN = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_RELATION = f'<Relationship Id="rIdCucs" Type="{RELATION_RUBAN}" Target="{RUBAN}"/>'


def build_paquet(sources: Sources | None = None, *, complement: bool = True) -> bytes:
    """Build the add-in, or the same as a macro workbook (.xlsm), which LibreOffice opens.

    Raises:
        ValueError: a source that Windows-1252 cannot hold.
    """
    sources = sources or read_sources()
    parts = _build_base(sources)
    remplacements = {"_rels/.rels": ("</Relationships>", _RELATION + "</Relationships>")}
    if complement:
        remplacements["[Content_Types].xml"] = (TYPE_CLASSEUR, TYPE_COMPLEMENT)
    for nom, (ancien, nouveau) in remplacements.items():
        texte = parts[nom].decode("utf-8")
        if texte.count(ancien) != 1:
            raise AssertionError(f"XlsxWriter n'écrit plus {nom} comme prévu")
        parts[nom] = texte.replace(ancien, nouveau).encode("utf-8")
    parts[RUBAN] = sources.ruban.encode("utf-8")
    return write_parts(parts)


def _build_base(sources: Sources) -> dict[str, bytes]:
    import xlsxwriter  # noqa: PLC0415 - a click on the ribbon imports this package, not that one

    sortie = io.BytesIO()
    classeur = xlsxwriter.Workbook(sortie, {"in_memory": True, "strings_to_formulas": False})
    classeur.set_properties({"title": "Complément CUCS", "author": "cucs_xl", "created": NEE_LE})
    feuille = classeur.add_worksheet(MESSAGES)
    for rang, message in enumerate(sources.messages.items()):
        feuille.write_row(rang, 0, message)
    classeur.add_vba_project(io.BytesIO(build_projet(sources.modules)), is_stream=True)
    classeur.set_vba_name(CLASSEUR)
    feuille.set_vba_name(FEUILLE)
    classeur.close()
    return read_parts(sortie.getvalue())


def read_parts(octets: bytes) -> dict[str, bytes]:
    """Unzip a package.

    Raises:
        zipfile.BadZipFile: no package.
    """
    with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
        return {nom: paquet.read(nom) for nom in paquet.namelist()}


def write_parts(parts: dict[str, bytes]) -> bytes:
    """Zip a package, undated, its content types first as readers expect."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as paquet:
        for nom in sorted(parts, key=lambda nom: (nom != "[Content_Types].xml", nom)):
            entree = zipfile.ZipInfo(nom, _ZIP_NE)
            entree.compress_type = zipfile.ZIP_DEFLATED
            entree.external_attr = 0o600 << 16
            paquet.writestr(entree, parts[nom])
    return sortie.getvalue()
