"""The installer in the homes of Windows and macOS users, under names that bite."""

import sys
from pathlib import Path

import pytest

from cucs_xl.excel.addin import build_complement, install, read_poste, uninstall
from cucs_xl.excel.addin.installation import Poste
from cucs_xl.excel.addin.sources import DOSSIER
from cucs_xl.excel.classeur import CucsError

PYTHON_WINDOWS = r"C:\Users\Hélène Œuvré\Python 3.11\python.exe"
PYTHON_MAC = "/Users/Hélène Œuvré/venv 1/bin/python"


@pytest.fixture
def windows(tmp_path: Path) -> Poste:
    foyer = tmp_path / "Hélène Œuvré"
    appdata = foyer / "AppData" / "Roaming"
    (appdata / "Microsoft" / "Excel").mkdir(parents=True)
    return read_poste("win32", {"APPDATA": str(appdata), "USERPROFILE": str(foyer)}, "cp1252")


@pytest.fixture
def mac(tmp_path: Path) -> Poste:
    foyer = tmp_path / "Hélène Œuvré"
    (foyer / "Library" / "Group Containers" / "UBF8T346G9.Office").mkdir(parents=True)
    return read_poste("darwin", {"HOME": str(foyer)})


def files(dossier: Path) -> set[str]:
    return {path.relative_to(dossier).as_posix() for path in dossier.rglob("*") if path.is_file()}


def test_windows(windows: Poste, tmp_path: Path) -> None:
    """XLSTART and cucs.conf, which VBA reads in the code page; nothing else."""
    compte = install(windows, PYTHON_WINDOWS)

    foyer = tmp_path / "Hélène Œuvré"
    assert files(foyer) == {"AppData/Roaming/Microsoft/Excel/XLSTART/cucs.xlam", ".cucs/cucs.conf"}
    assert (foyer / ".cucs/cucs.conf").read_bytes() == (
        f'"INTERPRETER_WIN","{PYTHON_WINDOWS}"\r\n'.encode("cp1252")
    )
    assert windows.demarrage.joinpath("cucs.xlam").read_bytes() == build_complement()
    assert str(windows.demarrage) in compte[0]
    assert PYTHON_WINDOWS in compte[1]
    assert "cucs-xl complement desinstaller" in compte[-1]


def test_mac(mac: Poste, tmp_path: Path) -> None:
    compte = install(mac, PYTHON_MAC)

    foyer = tmp_path / "Hélène Œuvré"
    assert files(foyer) == {
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/cucs.xlam",
        "Library/Application Scripts/com.microsoft.Excel/cucs.applescript",
        ".cucs/cucs.conf",
    }
    conf = (foyer / ".cucs/cucs.conf").read_text(encoding="utf-8")
    assert conf.splitlines() == [f'"INTERPRETER_MAC","{PYTHON_MAC}"']
    assert mac.script is not None
    assert mac.script.read_bytes() == (DOSSIER / "cucs.applescript").read_bytes()
    assert any("cucs.applescript" in ligne for ligne in compte)


@pytest.mark.parametrize("systeme", ["windows", "mac"])
def test_uninstalling_leaves_what_was_there(
    systeme: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    poste: Poste = request.getfixturevalue(systeme)
    poste.demarrage.mkdir(parents=True)
    (poste.demarrage / "autre.xlam").write_bytes(b"")
    poste.conf.parent.mkdir()
    (poste.conf.parent / "erreurs.log").write_text("")
    avant = files(tmp_path)
    python = PYTHON_WINDOWS if systeme == "windows" else PYTHON_MAC

    install(poste, python)
    install(poste, python)
    compte = uninstall(poste)

    assert files(tmp_path) == avant
    assert sum(ligne.startswith("Supprimé : ") for ligne in compte) == (3 if poste.script else 2)
    assert uninstall(poste) == ["Le complément n'était pas installé : rien n'a été supprimé."]


@pytest.mark.parametrize(
    ("python", "raison"),
    [
        ("python.exe", "chemin complet"),
        (r"\python.exe", "chemin complet"),
        (r"C:\%TEMP%\python.exe", "sans guillemet ni %"),
        ('C:\\a" & calc & "\\python.exe', "sans guillemet ni %"),
        ('C:\\a\r\n"INTERPRETER_WIN"', "sans guillemet ni %"),
        (r"C:\Users\Łukasz\python.exe", "lettre que VBA ne sait pas lire"),
    ],
)
def test_a_python_that_vba_could_not_start_is_refused(
    windows: Poste, python: str, raison: str, tmp_path: Path
) -> None:
    with pytest.raises(CucsError, match=raison):
        install(windows, python)
    assert files(tmp_path) == set()


def test_no_excel_on_this_system() -> None:
    with pytest.raises(CucsError, match=r"Excel n'existe pas sur ce système \(linux\)"):
        read_poste("linux", {})


def test_excel_never_opened(tmp_path: Path) -> None:
    poste = read_poste("darwin", {"HOME": str(tmp_path)})

    with pytest.raises(CucsError, match="n'a jamais été ouvert"):
        install(poste, PYTHON_MAC)
    assert files(tmp_path) == set()


def test_no_home() -> None:
    with pytest.raises(CucsError, match="APPDATA"):
        read_poste("win32", {"APPDATA": "/nulle/part"}, "cp1252")


def test_a_place_that_cannot_be_written_is_told(windows: Poste) -> None:
    windows.demarrage.write_bytes(b"a file where Excel has a folder")

    with pytest.raises(CucsError, match="n'a pas pu être écrit"):
        install(windows, PYTHON_WINDOWS)


def test_this_python_is_the_default(mac: Poste) -> None:
    install(mac)

    assert sys.executable in mac.conf.read_text(encoding="utf-8")
