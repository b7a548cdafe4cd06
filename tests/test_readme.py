"""The README cannot lie: its output is the program's. `python -m tests.test_readme` rewrites it."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[1]
README = RACINE / "README.md"
BLOC = re.compile(r"(<!-- sortie:demo -->\n```\n)(.*?)(```\n<!-- /sortie -->)", re.DOTALL)


def read_sortie(dossier: Path) -> str:
    """Run the demonstration as `make demo` does and give what it prints."""
    programme = Path(sys.executable).with_name("cucs-xl")
    sortie = subprocess.run(
        [programme, "demo", "demo"], capture_output=True, text=True, check=True, cwd=dossier, encoding="utf-8"
    ).stdout  # fmt: skip
    return "".join(f"{ligne.rstrip()}\n" for ligne in sortie.splitlines())


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("année")


@pytest.fixture(scope="module")
def sortie(dossier: Path) -> str:
    return read_sortie(dossier)


def test_demo_leaves_the_master_and_the_synthesis(sortie: str, dossier: Path) -> None:
    """One command: the year of the example, its main figures, its files."""
    assert "DONNÉES D'EXEMPLE" in sortie
    assert "Crédits spécifiques 2007 : 643 000 €" in sortie.replace("\u202f", " ").replace(
        "\u00a0", " "
    )
    assert sorted(p.name for p in (dossier / "demo").iterdir() if p.is_file()) == [
        "exemple_montelimar.xlsx", "synthese_2007.csv", "synthese_2007.xlsx",
    ]  # fmt: skip


def test_readme_shows_the_real_output(sortie: str) -> None:
    """What the first screen prints is what `make demo` prints."""
    montre = BLOC.search(README.read_text(encoding="utf-8"))

    assert montre is not None
    assert montre[2] == sortie


def test_readme_links_exist() -> None:
    """No link nor picture of the documents leads nowhere."""
    for document in (README, RACINE / "workbook" / "README.md", RACINE / "cucs_xl" / "README.md"):
        for cible in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / cible).exists(), (document.name, cible)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as nom:
        imprime = read_sortie(Path(nom))
    texte = README.read_text(encoding="utf-8")
    README.write_text(BLOC.sub(lambda m: m[1] + imprime + m[3], texte), encoding="utf-8")
