"""Doors, then commands, then excel and report, then metier: a rule without a test decays."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cucs_xl

RACINE = Path(cucs_xl.__file__).parent
MODULES = sorted(RACINE.rglob("*.py"))
#: What each folder of the package may import of it; a module at the root is free.
PERMIS = {
    "metier": {"metier"},
    "donnees": {"donnees", "metier"},
    # It shows what commands return: a door's side, so nothing below may import it.
    "console": {"console", "commands", "metier"},
    # The accessible twin spells the pages that excel builds.
    "report": {"report", "excel", "metier"},
    # The export of the finance software: a file read for a command.
    "grandlivre": {"grandlivre", "excel", "metier"},
    "excel": {"excel", "donnees", "metier"},
    "commands": {"commands", "donnees", "excel", "grandlivre", "metier", "report"},
    # The terminal's door; the ribbon's, at the root, knows as much.
    "cli": {"cli", "commands", "console", "excel", "metier", "__version__"},
}
#: Nothing that opens a file, reads a clock or starts a program.
IMPURS = {"io", "os", "pathlib", "shutil", "socket", "subprocess", "sys", "tempfile", "time"}
#: Tests check with them; pandas turns « 01234 » into 1234.
TESTS_SEULS = {"hypothesis", "numpy", "openpyxl", "pandas", "pytest"}


def read_imports(chemin: Path) -> Iterator[str]:
    """Name every module that a file imports, wherever in it."""
    for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0, f"{chemin.name}: imports are absolute"
            yield from (f"{noeud.module}.{alias.name}" for alias in noeud.names)


def nom(chemin: Path) -> str:
    return chemin.relative_to(RACINE).as_posix()


def dossier(chemin: Path) -> str:
    return nom(chemin).partition("/")[0]


@pytest.mark.parametrize("chemin", MODULES, ids=nom)
def test_imports_go_down(chemin: Path) -> None:
    """A layer knows only itself and what lies below: never a door (cli, ribbon)."""
    permis = PERMIS.get(dossier(chemin))
    internes = {i.split(".")[1] for i in read_imports(chemin) if i.startswith("cucs_xl.")}

    assert permis is None or internes <= permis


def test_the_ribbon_is_a_door() -> None:
    """It knows what the terminal's door knows, and not the terminal."""
    internes = {
        i.split(".")[1] for i in read_imports(RACINE / "ribbon.py") if i.startswith("cucs_xl.")
    }

    assert internes <= PERMIS["cli"] - {"cli"}


@pytest.mark.parametrize("chemin", MODULES, ids=nom)
def test_xlwings_stays_with_the_open_workbooks(chemin: Path) -> None:
    """A command that never meets Excel neither installs nor pays it."""
    externes = {i.partition(".")[0] for i in read_imports(chemin)}

    assert "xlwings" not in externes or nom(chemin).startswith("excel/live/")


@pytest.mark.parametrize("chemin", MODULES, ids=nom)
def test_tests_keep_their_libraries(chemin: Path) -> None:
    """What only tests need is not installed with the product."""
    assert not {i.partition(".")[0] for i in read_imports(chemin)} & TESTS_SEULS


@pytest.mark.parametrize(
    "chemin", [chemin for chemin in MODULES if dossier(chemin) == "metier"], ids=nom
)
def test_metier_is_pure(chemin: Path) -> None:
    """Standard library only, and of it nothing that touches the world."""
    externes = {i.partition(".")[0] for i in read_imports(chemin)} - {"cucs_xl"}
    arbre = ast.parse(chemin.read_text(encoding="utf-8"))
    noms = {noeud.id for noeud in ast.walk(arbre) if isinstance(noeud, ast.Name)}
    attributs = {noeud.attr for noeud in ast.walk(arbre) if isinstance(noeud, ast.Attribute)}

    assert externes <= sys.stdlib_module_names - IMPURS
    assert not noms & {"open", "print", "input"}
    assert not attributs & {"now", "today", "utcnow"}
