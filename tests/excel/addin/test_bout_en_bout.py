"""From the click to the workbook: LibreOffice clicks, the real Python answers, the file changes.

LibreOffice shows the master read-only, as our host refuses a file that somebody is editing.
"""

import stat
import sys
from pathlib import Path

import pytest

from cucs_xl.excel.addin import groupes
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.ribbon import BOUTONS
from tests.clics import build_travail, read_tables, run_commande, write_retours
from tests.excel.addin.banc import build_banc, run
from tests.excel.addin.test_clics import NOM, write_conf

pytestmark = pytest.mark.libreoffice

IDS = [bouton.id for groupe in groupes() for bouton in groupe.boutons]

#: The user's Python, followed: it keeps what each click left behind.
SUIVI = """#!/bin/sh
"{python}" "$@" > "{foyer}/$5.txt" 2>&1
echo $? > "{foyer}/$5.code"
cp "{maitre}" "{foyer}/$5.xlsx"
exit $(cat "{foyer}/$5.code")
"""


@pytest.fixture(scope="module")
def maitre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_travail(tmp_path_factory.mktemp("partage") / NOM)


@pytest.fixture(scope="module")
def foyer(maitre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Click every button once, in the order of the ribbon."""
    foyer = tmp_path_factory.mktemp("foyer") / "Hélène Œuvré"
    python = foyer / "Python 3.11" / "python.exe"
    python.parent.mkdir(parents=True)
    python.write_text(
        SUIVI.format(python=sys.executable, foyer=foyer, maitre=maitre), encoding="utf-8"
    )
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    write_conf(foyer, python)
    (foyer / "avant.xlsx").write_bytes(maitre.read_bytes())
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("HOME", str(foyer))
        reponses = run(
            build_banc(),
            [(f"Clic_{bouton}",) for bouton in IDS],
            tmp_path_factory.mktemp("lo"),
            foyer=foyer,
            devant=maitre,
        )
    assert all("cucs_xl.ribbon" in reponse for reponse in reponses), reponses
    return foyer


@pytest.mark.parametrize("bouton", IDS)
def test_a_click_is_answered(bouton: str, foyer: Path) -> None:
    """Exit code 0, a sentence on the screen, none of it an apology."""
    texte = (foyer / f"{bouton}.txt").read_text(encoding="utf-8")

    assert (foyer / f"{bouton}.code").read_text().strip() == "0"
    assert len(texte) > len("Rien.")
    assert "erreur interne" not in texte
    assert "Traceback" not in texte
    assert not (foyer / ".cucs" / "erreurs.log").exists()


def test_each_click_changes_the_workbook_as_its_command_does(
    foyer: Path, maitre: Path, tmp_path: Path
) -> None:
    """The commands, in the same order on a copy, leave the same tables after each."""
    copie = tmp_path / maitre.name
    copie.write_bytes((foyer / "avant.xlsx").read_bytes())
    write_retours(copie.parent)
    for bouton in IDS:
        if bouton in BOUTONS:
            run_commande(bouton, copie)
        apres = read_tables(ClasseurFichier(foyer / f"{bouton}.xlsx"))
        assert apres == read_tables(ClasseurFichier(copie)), bouton

    assert apres != read_tables(ClasseurFichier(foyer / "avant.xlsx"))
    ecrits = {p.name for p in maitre.parent.iterdir() if p.is_file()}
    assert ecrits == {p.name for p in tmp_path.iterdir() if p.is_file()}


def test_the_guide_is_in_the_home_of_the_user(foyer: Path) -> None:
    guide = foyer / ".cucs" / "guide_complement.html"

    assert str(guide) in (foyer / "guide.txt").read_text(encoding="utf-8")
    assert guide.exists()
    assert (foyer / ".cucs" / "dernier_message.txt").exists()
