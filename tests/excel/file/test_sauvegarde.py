"""On disk the master is the old one or the new one, and its copies are dated."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier, sauvegarde
from cucs_xl.excel.file.sauvegarde import COPIES, sauvegardes, write_sauvegarde
from tests.excel.file.maitres import column, refus, write

INSTANT = datetime(2007, 3, 1, 14, 5, 9)  # noqa: DTZ001 - the agent's own clock


def test_the_copy_is_the_file_as_it_was(maitre: Path) -> None:
    octets = maitre.read_bytes()
    classeur = ClasseurFichier(maitre, maintenant=lambda: INSTANT)

    for code in ("A", "B"):
        with classeur.checkpoint():
            classeur.write("tActions", [{"Code": code}])

    premiere, seconde = sauvegardes(maitre)
    assert premiere.name == "maître_2007-03-01_140509.xlsx"
    assert seconde.name == "maître_2007-03-01_140509-2.xlsx"
    assert premiere.read_bytes() == octets
    assert column(ClasseurFichier(seconde).read("tActions"), "Code") == ["A"]
    assert column(ClasseurFichier(maitre).read("tActions"), "Code") == ["B"]


def test_only_our_oldest_copies_go(maitre: Path) -> None:
    dossier = maitre.parent / "sauvegardes"
    dossier.mkdir()
    autres = ["maître_avant le COPIL.xlsx", "maître bis_2001-01-01_000000.xlsx", "notes.txt"]
    for nom in (*autres, "maître_2001-01-01_000000.xlsx"):
        (dossier / nom).write_bytes(b"x")

    for _ in range(COPIES + 3):
        write_sauvegarde(maitre, b"x", INSTANT)

    gardees = [path.name for path in sauvegardes(maitre)]
    assert len(gardees) == COPIES
    assert gardees[-1] == f"maître_2007-03-01_140509-{COPIES + 3}.xlsx"
    assert {path.name for path in dossier.iterdir()} == {*autres, *gardees}


@pytest.mark.parametrize(
    ("verrou", "octets", "attendu"),
    [
        ("~$maître.xlsx", b"\x0bJeanne Roux" + b" " * 150, "dans Excel (par Jeanne Roux)"),
        ("~$maître.xlsx", b"", "dans Excel :"),
        (".~lock.maître.xlsx#", b",Jeanne Roux,pc,01.03.2007,file:///;", "LibreOffice (par Jeanne"),
    ],
)
def test_an_open_file_is_refused_with_its_holder(
    maitre: Path, verrou: str, octets: bytes, attendu: str
) -> None:
    (maitre.parent / verrou).write_bytes(octets)

    message = refus(maitre, "tActions", [{"Code": "A"}])

    assert attendu in message
    assert "enregistrez-le, fermez-le" in message


def test_a_file_opened_during_the_work_is_refused(maitre: Path) -> None:
    classeur = ClasseurFichier(maitre)
    octets = maitre.read_bytes()

    def work() -> None:
        with classeur.checkpoint():
            classeur.write("tActions", [{"Code": "A"}])
            (maitre.parent / "~$maître.xlsx").write_bytes(b"\x04Jean")

    with pytest.raises(CucsError, match="par Jean"):
        work()
    assert maitre.read_bytes() == octets


def test_a_read_only_file_or_folder_is_refused(maitre: Path) -> None:
    maitre.chmod(0o444)
    assert "en lecture seule" in refus(maitre, "tActions", [{"Code": "A"}])

    maitre.chmod(0o644)
    maitre.parent.chmod(0o555)
    try:
        assert "Le dossier" in refus(maitre, "tActions", [{"Code": "A"}])
    finally:
        maitre.parent.chmod(0o755)


def test_a_file_changed_by_someone_else_is_refused(maitre: Path) -> None:
    classeur = ClasseurFichier(maitre)
    write(maitre, "tActions", [{"Code": "B"}])

    with pytest.raises(CucsError, match="quelqu'un d'autre"), classeur.checkpoint():
        classeur.write("tActions", [{"Code": "A"}])

    assert column(ClasseurFichier(maitre).read("tActions"), "Code") == ["B"]


def test_a_refused_replacement_is_a_sentence(maitre: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, Excel keeps the file it opened."""
    octets = maitre.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Access denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CucsError, match="ouvert dans un autre programme"):
        write(maitre, "tActions", [{"Code": "A"}])

    assert maitre.read_bytes() == octets
    assert sorted(path.name for path in maitre.parent.iterdir()) == ["maître.xlsx", "sauvegardes"]


def test_a_full_disk_is_a_sentence(maitre: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CucsError, match="Le classeur est intact"):
        write(maitre, "tActions", [{"Code": "A"}])


def test_rights_and_links_are_kept(maitre: Path) -> None:
    maitre.chmod(0o640)
    lien = maitre.with_name("lien.xlsx")
    lien.symlink_to(maitre)

    write(lien, "tActions", [{"Code": "A"}])

    assert lien.is_symlink()
    assert maitre.stat().st_mode & 0o777 == 0o640
    assert [path.stem[:6] for path in sauvegardes(maitre)] == ["maître"]


MORT = """
import importlib, os, sys
from cucs_xl.excel.file import ClasseurFichier

module, nom, rang, moment, path = sys.argv[1:]
cible = importlib.import_module(module)
original = getattr(cible, nom)
appels = 0

def die(*args, **kwargs):
    global appels
    appels += 1
    if appels == int(rang) and moment == "avant":
        os._exit(9)
    resultat = original(*args, **kwargs)
    if appels == int(rang):
        os._exit(9)
    return resultat

classeur = ClasseurFichier(path)
setattr(cible, nom, die)
with classeur.checkpoint():
    classeur.write("tActions", [{"Code": f"N{i}"} for i in range(5)])
"""
ETAPES = [
    ("cucs_xl.excel.file.engine", "render", 1),
    ("cucs_xl.excel.file.guard", "check_perte", 1),
    ("cucs_xl.excel.file.host", "write_sauvegarde", 1),
    ("tempfile", "mkstemp", 1),
    ("os", "fsync", 1),  # the dated copy
    ("os", "fsync", 2),  # the new file
    ("shutil", "copymode", 1),
    ("os", "replace", 1),
    ("os", "fsync", 3),  # the folder
]


@pytest.mark.parametrize("moment", ["avant", "après"])
@pytest.mark.parametrize(("module", "nom", "rang"), ETAPES)
def test_a_killed_write_leaves_one_whole_file(
    maitre: Path, module: str, nom: str, rang: int, moment: str
) -> None:
    ancien = maitre.read_bytes()

    fin = subprocess.run(
        [sys.executable, "-c", MORT, module, nom, str(rang), moment, maitre], check=False
    )

    assert fin.returncode == 9
    if (nom, moment) == ("replace", "après") or (nom, rang) == ("fsync", 3):
        codes = column(ClasseurFichier(maitre).read("tActions"), "Code")
        assert codes == [f"N{i}" for i in range(5)]
    else:
        assert maitre.read_bytes() == ancien
    copies = sauvegardes(maitre)
    assert all(path.read_bytes() in (ancien, ancien[: path.stat().st_size]) for path in copies)
    assert len(write(maitre, "tActions", [{"Code": "A"}]).read("tActions").lignes) == 1


def test_the_atomic_write_checks_last(maitre: Path) -> None:
    """Between the check and the replacement nothing slow happens."""
    appels: list[str] = []

    def spy(module: ModuleType, nom: str) -> Callable[..., object]:
        original: Callable[..., object] = getattr(module, nom)

        def record(*args: object) -> object:
            appels.append(nom)
            return original(*args)

        return record

    with pytest.MonkeyPatch.context() as patch:
        for module, nom in ((os, "fsync"), (sauvegarde, "check_inchange"), (os, "replace")):
            patch.setattr(module, nom, spy(module, nom))
        sauvegarde.write_atomique(maitre, b"neuf", maitre.read_bytes())

    assert appels == ["fsync", "check_inchange", "replace", "fsync"]
