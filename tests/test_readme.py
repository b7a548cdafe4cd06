"""The README cannot lie: its output is the program's. `python -m tests.test_readme` rewrites it."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

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


def test_readme_shows_the_real_output(tmp_path: Path) -> None:
    """What the first screen prints is what `make demo` prints."""
    montre = BLOC.search(README.read_text(encoding="utf-8"))

    assert montre is not None
    assert montre[2] == read_sortie(tmp_path)


def test_readme_links_exist() -> None:
    """No link nor picture of the documents leads nowhere."""
    for document in (README, RACINE / "workbook" / "README.md", RACINE / "cucs_xl" / "README.md"):
        for cible in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / cible).exists(), (document.name, cible)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as nom:
        sortie = read_sortie(Path(nom))
    texte = README.read_text(encoding="utf-8")
    README.write_text(BLOC.sub(lambda m: m[1] + sortie + m[3], texte), encoding="utf-8")
