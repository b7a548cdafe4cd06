"""Which of the open workbooks a button works on."""

from pathlib import Path

import pytest
import xlwings as xw
from xlsxwriter import Workbook as Dessin

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.live import open_classeur
from tests.excel.file.maitres import build_maitre
from tests.excel.live.com import Application
from tests.excel.live.pilote import open_livre, to_app

UN, DEUX = r"C:\Users\Zoé\Été 2007\maître.xlsx", r"D:\Archives\maître.xlsx"


@pytest.fixture
def octets(tmp_path: Path) -> bytes:
    def define(dessin: Dessin) -> None:
        dessin.define_name("cucs_version", "=1")

    return build_maitre(tmp_path / "m.xlsx", decor=define).read_bytes()


@pytest.fixture
def autre(tmp_path: Path) -> bytes:
    return build_maitre(tmp_path / "autre.xlsx").read_bytes()


def refus(nom: str | None, *apps: xw.App) -> str:
    with pytest.raises(CucsError) as erreur:
        open_classeur(nom, apps)
    return str(erreur.value)


def test_the_only_master_is_found_among_other_workbooks(octets: bytes, autre: bytes) -> None:
    app = Application()
    open_livre(autre, app, r"C:\budget.xlsx")
    open_livre(octets, app, UN)

    assert open_classeur(None, [to_app(app)]).name == "maître.xlsx"


def test_of_two_masters_the_one_named_is_taken(octets: bytes) -> None:
    """Two instances of Excel may hold two files of the same name; case and slashes do not count."""
    une, deux = Application(1), Application(2)
    open_livre(octets, une, UN)
    open_livre(octets, deux, DEUX)
    apps = [to_app(une), to_app(deux)]

    book = open_classeur(DEUX.upper().replace("\\", "/"), apps)

    assert book.api.FullName == DEUX
    for nom in (None, "maître.xlsx"):
        message = refus(nom, *apps)
        assert message.startswith("Plusieurs classeurs maîtres répondent")
        assert UN in message
        assert DEUX in message


def test_a_file_name_is_enough_when_it_is_alone(octets: bytes) -> None:
    app = Application()
    open_livre(octets, app, UN)

    assert open_classeur("MAÎTRE.xlsx", [to_app(app)]).name == "maître.xlsx"


def test_a_workbook_that_is_no_master_is_named(octets: bytes, autre: bytes) -> None:
    app = Application()
    open_livre(autre, app, r"C:\budget.xlsx")
    open_livre(octets, app, UN)

    message = refus(r"C:\budget.xlsx", to_app(app))

    assert message.startswith("« budget.xlsx » n'est pas un classeur maître")
    assert UN in message


def test_nothing_open_is_told() -> None:
    assert refus(None).startswith("Aucun maître ouvert")
    assert refus(UN, to_app(Application())).startswith("« maître.xlsx » n'est pas ouvert")


def test_where_excel_cannot_be_the_command_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xw, "engines", [])

    with pytest.raises(CucsError, match="utilisez la ligne de commande"):
        open_classeur()
