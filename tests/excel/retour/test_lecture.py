import subprocess
import sys
from pathlib import Path

import pytest

from cucs_xl.excel.retour import list_fichiers, read_retours
from cucs_xl.excel.retour.limites import MEMOIRE_MAX
from cucs_xl.metier.retour.depouille import Depouille, Refus
from tests.hostiles.atelier import Fiche
from tests.hostiles.fiche import TEXTES, build_fiche


def test_a_filled_sheet_is_read_whole(tmp_path: Path) -> None:
    """Identity, memory, every text as it was typed, every sheet ours."""
    (tmp_path / "retour.xlsx").write_bytes(build_fiche())

    [lu] = read_retours(list_fichiers([tmp_path]))

    assert isinstance(lu, Depouille)
    assert lu.fichier == "retour.xlsx"
    assert lu.identite["action"] == "07-EMP-01"
    assert lu.memoire
    valeurs = {
        lue.valeur
        for rangees in lu.cellules.values()
        for cases in rangees.values()
        for lue in cases.values()
    }
    assert valeurs.issuperset(TEXTES)
    assert (lu.doubles, lu.etrangeres) == (frozenset(), ())


def test_a_lost_identity_is_an_empty_one(tmp_path: Path) -> None:
    fiche = Fiche(build_fiche())
    texte = fiche.edit("xl/workbook.xml", '<sheet name="_cucs"[^>]*/>', "")
    (tmp_path / "a.xlsx").write_bytes(texte)

    [lu] = read_retours([tmp_path / "a.xlsx"])

    assert isinstance(lu, Depouille)
    assert (lu.identite, lu.memoire) == ({}, ())
    assert lu.cellules


def test_sheets_of_the_partner_are_named(tmp_path: Path) -> None:
    """Only those that hold something."""
    fiche = Fiche(build_fiche())
    pleine = (
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    )
    vide = b"<worksheet><sheetData/></worksheet>"
    (tmp_path / "a.xlsx").write_bytes(fiche.build(fiche.add_feuille("Mes &amp; notes", pleine)))
    (tmp_path / "b.xlsx").write_bytes(fiche.build(fiche.add_feuille("Vide", vide)))

    a, b = read_retours(list_fichiers([tmp_path]))

    assert isinstance(a, Depouille)
    assert isinstance(b, Depouille)
    assert (a.etrangeres, b.etrangeres) == (("Mes & notes",), ())


def test_nothing_given_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interdit(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(subprocess, "Popen", interdit)

    assert list(read_retours([])) == []


def test_paths_alone_are_refused_in_order(tmp_path: Path) -> None:
    lus = list(read_retours([tmp_path / "absent.xlsx", tmp_path, tmp_path / "b" / "c.xlsx"]))

    assert [type(lu) for lu in lus] == [Refus] * 3
    assert [lu.fichier for lu in lus] == ["absent.xlsx", tmp_path.name, "c.xlsx"]


def test_the_worker_starts_light() -> None:
    """What it imports is paid at each restart: calamine and little else."""
    lourds = ["typer", "rich", "xlsxwriter", "cellrune", "pathlib", "cucs_xl.metier", "subprocess"]
    texte = f"import sys, cucs_xl.excel.retour.ouvrier; print([m for m in {lourds} if m in sys.modules])"
    fait = subprocess.run([sys.executable, "-c", texte], capture_output=True, text=True, check=True)

    assert fait.stdout.strip() == "[]"


_BORNES = [("open('fichier', 'wb', buffering=0).write(b'x')", "OSError")]
if sys.platform == "linux":  # macOS accepts the limit of memory without obeying it
    _BORNES.append((f"bytearray({MEMOIRE_MAX})", "MemoryError"))


@pytest.mark.parametrize(("texte", "erreur"), _BORNES)
def test_the_worker_is_bounded(texte: str, erreur: str, tmp_path: Path) -> None:
    """Half a gigabyte of memory, and not one byte of file."""
    fait = subprocess.run(
        [sys.executable, "-c", f"from cucs_xl.excel.retour.limites import limit; limit(); {texte}"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert fait.returncode == 1
    assert erreur in fait.stderr
    assert sum(chemin.stat().st_size for chemin in tmp_path.iterdir()) == 0
