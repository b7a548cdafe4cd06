"""The model of reminder letters, built from code so that `make build` gives the same bytes.

The town hall edits its copy in a word processor: letterhead, signature, wording around the
fields in double braces.
"""

import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from cucs_xl.excel.builder.style import POLICE
from cucs_xl.report.lettre import MODELE

#: A build has no clock.
_NE_LE = datetime(2007, 1, 1, tzinfo=UTC)
#: Where a window envelope shows the recipient, in centimetres from the margin.
_FENETRE = 8.5


def build_modele() -> bytes:
    """Build the model: sender, recipient, date, subject, sentences, list, signature."""
    document = Document()
    _set_page(document)
    document.add_paragraph().add_run("{{ service }}").bold = True
    for zone in ("{{ destinataire }}", "{{ courriel }}"):
        ligne = document.add_paragraph(zone)
        ligne.paragraph_format.left_indent = Cm(_FENETRE)
        ligne.paragraph_format.space_after = Pt(0)
    date = document.add_paragraph("Le {{ date }}")
    date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    date.paragraph_format.space_before = Pt(18)
    objet = document.add_paragraph()
    objet.add_run("Objet\u00a0: {{ objet }}").bold = True
    objet.paragraph_format.space_before = objet.paragraph_format.space_after = Pt(12)
    document.add_paragraph("Madame, Monsieur,")
    _repeat(document, "debut")
    _repeat(document, "lignes", "List Bullet")
    _repeat(document, "suite")
    document.add_paragraph(
        "Veuillez agréer, Madame, Monsieur, l'expression de nos salutations distinguées."
    )
    signature = document.add_paragraph("{{ service }}")
    signature.paragraph_format.left_indent = Cm(_FENETRE)
    signature.paragraph_format.space_before = Pt(24)
    sortie = io.BytesIO()
    document.save(sortie)
    return _freeze(sortie.getvalue())


def _set_page(document: Docx) -> None:
    """Set A4, our font, French, and properties without a date of today."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = POLICE, Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    for langue in document.styles.element.iter(qn("w:lang")):
        langue.set(qn("w:val"), "fr-FR")
    proprietes = document.core_properties
    proprietes.title, proprietes.author = "Lettre de relance", "cucs_xl"
    proprietes.language, proprietes.last_modified_by = "fr-FR", "cucs_xl"
    proprietes.comments = (
        "Modèle à adapter : les zones entre doubles accolades sont remplies par le programme."
    )
    proprietes.created = proprietes.modified = _NE_LE
    proprietes.revision = 1


def _repeat(document: Docx, liste: str, style: str | None = None) -> None:
    """Write a paragraph for each sentence of a list; the loop's own lines vanish."""
    document.add_paragraph(f"{{%p for phrase in {liste} %}}")
    document.add_paragraph("{{ phrase }}", style)
    document.add_paragraph("{%p endfor %}")


def _freeze(octets: bytes) -> bytes:
    """Give a package again, dated of its birth: a zip keeps the hour of its parts."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as lu, zipfile.ZipFile(sortie, "w") as ecrit:
        for nom in lu.namelist():
            part = zipfile.ZipInfo(nom, _NE_LE.timetuple()[:6])
            ecrit.writestr(part, lu.read(nom), zipfile.ZIP_DEFLATED)
    return sortie.getvalue()


def main() -> None:
    """Write the model in a folder, or check it with --verifier."""
    path = Path(sys.argv[1]) / MODELE.name
    if "--verifier" not in sys.argv:
        path.write_bytes(build_modele())
    elif _read(path.read_bytes()) != _read(build_modele()):
        sys.exit(f"à reconstruire (make build) : {path}")


def _read(octets: bytes) -> dict[str, bytes]:
    """Unzip: two zlib builds may deflate the same bytes differently."""
    with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
        return {nom: paquet.read(nom) for nom in paquet.namelist()}


if __name__ == "__main__":
    main()
