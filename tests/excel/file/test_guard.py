"""Nothing is lost: what users added survives a write, and a loss would be seen."""

import re
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator
from xlsxwriter import Workbook

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.excel.file.package import Paquet
from cucs_xl.metier.modele import TABLES
from tests.excel.file.maitres import (
    ACTIONS,
    MOUVEMENTS,
    TABLE_ACTIONS,
    ajoutee,
    build_copie,
    build_maitre,
    column,
    part_de,
    saisies,
    sheet,
    write,
)


@pytest.fixture(params=["xlsx", "xlsm"])
def complet(request: pytest.FixtureRequest, decore: Path) -> Path:
    """A decorated master, as .xlsx or with a macro project."""
    if request.param == "xlsx":
        return decore
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    lien = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    return build_copie(
        decore,
        decore.with_suffix(".xlsm"),
        {
            "[Content_Types].xml": lambda x: x.replace(types.encode(), macro.encode()).replace(
                b"</Types>",
                b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
            ),
            "xl/_rels/workbook.xml.rels": lambda x: x.replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Type="%s" Target="vbaProject.bin"/></Relationships>'
                % lien,
            ),
        },
        ajouts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(range(256))},
    )


def test_what_users_added_is_untouched(complet: Path) -> None:
    with ZipFile(complet) as lu:
        avant = {nom: lu.read(nom) for nom in lu.namelist()}
    constats = {str(e) for e in OpenXmlValidator().validate(str(complet)).errors}
    lignes = saisies(ClasseurFichier(complet).read("tActions"), "tActions")

    classeur = write(complet, "tActions", [*lignes[1:], {"Code": "07-LOG-01"}, {"Code": "=A1"}])

    with ZipFile(complet) as lu:
        apres = {nom: lu.read(nom) for nom in lu.namelist()}
    assert list(apres) == list(avant)
    changees = {nom for nom in avant if avant[nom] != apres[nom]}
    calculees = {part_de(table.nom) for table in TABLES if table.calculs}
    calculees |= {ajoutee(1), ajoutee(3), ajoutee(4)}
    assert changees <= calculees | {TABLE_ACTIONS, "xl/workbook.xml"}
    tail = re.compile(rb"</sheetData>.*", re.DOTALL)
    for part in changees & calculees:
        assert tail.findall(apres[part]) == tail.findall(avant[part])
    assert b'ht="30" customHeight="1"' in apres[ACTIONS]
    assert {str(e) for e in OpenXmlValidator().validate(str(complet)).errors} <= constats
    [message] = [m for m in classeur.messages if "ne sait pas calculer" in m]
    assert "Mes calculs!A2, Mes calculs!A3" in message


def test_the_calculation_settings_stay(decore: Path, tmp_path: Path) -> None:
    """Cellrune would add forceFullCalc, which slows Excel down for ever."""
    path = build_copie(
        decore,
        tmp_path / "m.xlsx",
        {
            "xl/workbook.xml": lambda x: re.sub(
                rb"<calcPr[^>]*/>", b'<calcPr calcId="191029" calcMode="manual" iterate="1"/>', x
            )
        },
    )

    write(path, "tActions", [{"Code": "A"}])

    [calcul] = re.findall("<calcPr[^>]*>", sheet(path, "xl/workbook.xml"))
    assert calcul == '<calcPr fullCalcOnLoad="1" calcId="191029" calcMode="manual" iterate="1"/>'


def test_the_calculation_chain_may_go(maitre: Path, tmp_path: Path) -> None:
    """Excel rebuilds it; a stale one would make Excel repair the file."""
    genre = b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    lien = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    path = build_copie(
        maitre,
        tmp_path / "m.xlsx",
        {
            "[Content_Types].xml": lambda x: x.replace(
                b"</Types>",
                b'<Override PartName="/xl/calcChain.xml" ContentType="%s"/></Types>' % genre,
            ),
            "xl/_rels/workbook.xml.rels": lambda x: x.replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Type="%s" Target="calcChain.xml"/></Relationships>'
                % lien,
            ),
        },
        ajouts={
            "xl/calcChain.xml": b'<calcChain xmlns="http://schemas.openxmlformats.org/'
            b'spreadsheetml/2006/main"><c r="C6" i="10"/></calcChain>'
        },
    )

    assert len(write(path, "tActions", [{"Code": "A"}] * 5).read("tActions").lignes) == 5


def test_rows_sorted_by_the_user_keep_everything(decore: Path) -> None:
    """Writing permuted rows moves values only: formats, lists and formulas stay in place."""
    lignes = saisies(ClasseurFichier(decore).read("tActions"), "tActions")
    styles = re.findall(r'<c r="([A-W]\d+)"( s="\d+")?', sheet(decore))

    classeur = write(decore, "tActions", [lignes[2], lignes[0], lignes[1]])

    assert saisies(classeur.read("tActions"), "tActions") == [lignes[2], lignes[0], lignes[1]]
    assert column(classeur.read("tActions"), "Clé") == [
        "07-EMP-03|Clé",
        "07-EMP-01|Clé",
        "07-EMP-02|Clé",
    ]
    assert re.findall(r'<c r="([A-W]\d+)"( s="\d+")?', sheet(decore)) == styles
    assert classeur.inspect("tActions") == []


def test_a_spill_that_no_longer_fits_is_told(tmp_path: Path) -> None:
    def spill(workbook: Workbook) -> None:
        feuille = workbook.add_worksheet("Tri")
        feuille.write_dynamic_array_formula("A1:A3", "=SORT(tActions[Code])", None, "07-EMP-01")

    path = build_maitre(tmp_path / "m.xlsx", decor=spill)

    classeur = write(path, "tActions", [{"Code": f"A{i}"} for i in range(5)])

    [message] = classeur.messages
    assert "Tri!A1 (#SPILL!)" in message
    assert 'fullCalcOnLoad="1"' in sheet(path, "xl/workbook.xml")


def test_a_loss_is_found_and_nothing_is_written(
    decore: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the engine would lose one day, the guard sees it."""
    octets = decore.read_bytes()
    pertes = [
        (ACTIONS, re.compile(rb"<dataValidation .*?</dataValidation>", re.DOTALL)),
        (ACTIONS, re.compile(rb"<v>2007</v>")),
        (TABLE_ACTIONS, re.compile(rb"<calculatedColumnFormula>.*?Formula>")),
        (TABLE_ACTIONS, re.compile(rb'name="Statut"')),
        ("xl/workbook.xml", re.compile(rb"<definedName .*?</definedName>")),
        (ajoutee(1), re.compile(rb"<f>.*?</f>")),
        ("xl/worksheets/sheet1.xml", re.compile(rb"<v>0.8</v>")),
        (MOUVEMENTS, re.compile(rb"<v>10.25</v>")),
        ("xl/drawings/drawing1.xml", re.compile(rb"<xdr:pic>")),
        ("xl/theme/theme1.xml", re.compile(rb'lastClr="FFFFFF"')),
    ]
    build = Paquet.build_copie
    for part, motif in pertes:

        def lose(
            self: Paquet,
            parts: Mapping[str, bytes],
            part: str = part,
            motif: re.Pattern[bytes] = motif,
        ) -> bytes:
            if "xl/workbook.xml" not in parts:
                return build(self, parts)
            avant = parts.get(part, self.part(part))
            assert motif.search(avant), part
            return build(self, {**parts, part: motif.sub(b"", avant, count=1)})

        monkeypatch.setattr(Paquet, "build_copie", lose)
        with pytest.raises(CucsError, match="l'écriture aurait changé"):
            write(decore, "tActions", [{"Code": "A"}])
        assert decore.read_bytes() == octets
        assert not (decore.parent / "sauvegardes").exists()
