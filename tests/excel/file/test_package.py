"""Files that are no master are refused, each in one French sentence that says what to do."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Never
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier, livre, package
from tests.excel.file.maitres import ACTIONS, build_copie, build_maitre

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def refus(path: Path) -> str:
    with pytest.raises(CucsError) as erreur:
        ClasseurFichier(path)
    message = str(erreur.value)
    assert path.name in message
    assert message.endswith(".")
    return message


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    assert "introuvable" in refus(tmp_path / "absent.xlsx")


def test_a_folder_is_not_a_workbook(tmp_path: Path) -> None:
    assert "est un dossier" in refus(tmp_path)


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"Code;Action\n1;2\n", "n'est pas un classeur Excel"),
        (b"", "n'est pas un classeur Excel"),
        (OLE + b"\0" * 600, "97-2003"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "effacez le mot de passe"),
        (b"PK\x03\x04 tronque", "est endommagé"),
    ],
    ids=["text", "empty", "xls", "password", "cut zip"],
)
def test_another_format_is_named(tmp_path: Path, octets: bytes, attendu: str) -> None:
    path = tmp_path / "maître.xlsx"
    path.write_bytes(octets)

    assert attendu in refus(path)


@pytest.mark.parametrize(
    ("part", "attendu"),
    [
        ("mimetype", "OpenDocument"),
        ("xl/workbook.bin", ".xlsb"),
        ("word/document.xml", "n'est pas un classeur Excel"),
    ],
)
def test_another_zip_is_named(tmp_path: Path, part: str, attendu: str) -> None:
    path = tmp_path / "maître.xlsx"
    with ZipFile(path, "w") as sortie:
        sortie.writestr(part, "x")

    assert attendu in refus(path)


def test_a_workbook_without_our_tables_is_no_master(tmp_path: Path) -> None:
    path = build_maitre(tmp_path / "budget.xlsx", tables=())

    assert "n'est pas un classeur maître" in refus(path)


def test_a_zip_bomb_is_refused_before_it_unpacks(
    maitre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "TAILLE_MAX", 10_000)
    monkeypatch.setattr(ZipFile, "read", lambda *_: pytest.fail("unpacked"))

    assert "occuperait" in refus(maitre)


def test_a_part_given_twice_is_refused(maitre: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(maitre, "a") as sortie:
        sortie.writestr("xl/workbook.xml", "<workbook/>")

    assert "est endommagé" in refus(maitre)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/tables/table1.xml"])
def test_a_damaged_part_is_refused(maitre: Path, tmp_path: Path, part: str) -> None:
    path = build_copie(maitre, tmp_path / "abîmé.xlsx", {part: lambda xml: xml[:-30]})

    assert "est endommagé" in refus(path)


def test_flipped_bytes_are_refused(maitre: Path) -> None:
    octets = bytearray(maitre.read_bytes())
    with ZipFile(maitre) as lu:
        debut = lu.getinfo(ACTIONS).header_offset + 100
    octets[debut : debut + 40] = bytes(40)
    maitre.write_bytes(octets)

    with pytest.raises(CucsError, match="est endommagé"):
        ClasseurFichier(maitre).read("tActions")


def test_a_panic_of_the_parser_is_a_damaged_file(
    maitre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):
        pass

    class Panique:
        @staticmethod
        def from_filelike(_: object) -> Never:
            raise PanicException

    monkeypatch.setattr(livre, "CalamineWorkbook", Panique)

    assert "est endommagé" in refus(maitre)


def test_dates_since_1904_are_refused(tmp_path: Path) -> None:
    path = build_maitre(tmp_path / "mac.xlsx", options={"date_1904": True})

    assert "calendrier depuis 1904" in refus(path)


def test_one_far_cell_does_not_eat_the_memory(tmp_path: Path) -> None:
    def stray(workbook: Workbook) -> None:
        workbook.get_worksheet_by_name("Actions").write("XFD1048576", "x")

    classeur = ClasseurFichier(build_maitre(tmp_path / "loin.xlsx", decor=stray))

    with pytest.raises(CucsError, match="jusqu'à la ligne 1048576"):
        classeur.read("tActions")


@pytest.mark.parametrize("haut", [0, 4, 11])
@pytest.mark.parametrize("gauche", [0, 3, 30])
def test_a_table_may_lie_anywhere(tmp_path: Path, haut: int, gauche: int) -> None:
    path = build_maitre(tmp_path / "m.xlsx", haut=haut, gauche=gauche)

    grille = ClasseurFichier(path).read("tActions")

    assert grille.premiere == haut + 2
    assert grille.lignes[1][grille.entetes.index("Intitulé")] == "Chantier n° 2"


Change = Callable[[bytes], bytes]


def test_links_may_be_absolute(maitre: Path, tmp_path: Path) -> None:
    change: dict[str, Change] = {
        "xl/_rels/workbook.xml.rels": lambda x: x.replace(
            b'Target="worksheets', b'Target="/xl/worksheets'
        ),
        f"xl/worksheets/_rels/{PurePosixPath(ACTIONS).name}.rels": lambda x: x.replace(
            b'"../tables', b'"/xl/tables'
        ),
    }
    path = build_copie(maitre, tmp_path / "absolu.xlsx", change)

    assert len(ClasseurFichier(path).read("tActions").lignes) == 3
