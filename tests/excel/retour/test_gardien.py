import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.retour import gardien as module
from cucs_xl.excel.retour import read_retours
from cucs_xl.excel.retour.gardien import Gardien
from cucs_xl.excel.retour.lecture import read_retours as read_avec_delai
from cucs_xl.excel.retour.refus import RefusError
from cucs_xl.excel.retour.trame import TRAME_MAX
from cucs_xl.metier.retour.depouille import Depouille, Refus
from tests.hostiles.fiche import build_fiche

#: A worker that says it is ready, then does as each file says.
_PANTIN = """
import os, sys, time
from cucs_xl.excel.retour.trame import PRET, format_trame, read_trame
def dire(octets):
    sys.stdout.buffer.write(octets); sys.stdout.buffer.flush()
dire(format_trame(PRET))
while (octets := read_trame(sys.stdin.buffer)) is not None:
    exec(octets)
"""

Remplacer = Callable[[str], None]


@pytest.fixture
def remplacer(monkeypatch: pytest.MonkeyPatch) -> Remplacer:
    """Puts another program in the place of the worker."""

    def remplace(texte: str) -> None:
        monkeypatch.setattr(module, "_COMMANDE", (sys.executable, "-c", texte))

    return remplace


def ask(gardien: Gardien, octets: bytes) -> bytes:
    gardien.send(octets)
    return gardien.receive()


def test_each_way_to_fail_is_a_refusal_and_the_next_file_is_read(remplacer: Remplacer) -> None:
    """Abort, exit, silence, nonsense, a message without end: one worker dies, another serves."""
    remplacer(_PANTIN)
    with Gardien(delai=2) as gardien:
        for fin in (
            b"os.abort()",
            b"os._exit(70)",
            b"os._exit(71)",
            b"time.sleep(60)",
            b"dire(b'x')\nos._exit(0)",
            b"dire((2**60).to_bytes(8, 'little'))",
            b"dire((5).to_bytes(8, 'little') + b'abc')\ntime.sleep(60)",
        ):
            with pytest.raises(RefusError, match=r"^\w.* : .*\.$"):
                ask(gardien, fin)
            assert ask(gardien, b"dire(format_trame(b'lu'))") == b"lu"


def test_a_file_that_hangs_is_given_its_time_and_no_more(remplacer: Remplacer) -> None:
    remplacer(_PANTIN)
    with Gardien(delai=1) as gardien:
        gardien.start()
        assert ask(gardien, b"dire(format_trame(b'lu'))") == b"lu"
        debut = time.monotonic()
        with pytest.raises(RefusError, match="met plus de 1 seconde"):
            ask(gardien, b"while True: pass")

        assert 1 <= time.monotonic() - debut < 3


def test_a_worker_that_does_not_take_its_file_does_not_hang_the_parent(
    remplacer: Remplacer,
) -> None:
    """A pipe holds a few dozen kilobytes: the rest waits for a reader that never comes."""
    remplacer(_PANTIN.replace("while (octets", "time.sleep(60)\nwhile (octets"))
    with Gardien(delai=1) as gardien, pytest.raises(RefusError, match="seconde"):
        ask(gardien, bytes(TRAME_MAX // 4))


def test_a_worker_that_cannot_start_is_our_failure_not_the_file_s(
    remplacer: Remplacer, tmp_path: Path
) -> None:
    remplacer("import sys; sys.exit(3)")
    fiche = tmp_path / "fiche.xlsx"
    fiche.write_bytes(b"PK")

    with pytest.raises(CucsError, match="n'a pas démarré"):
        list(read_retours([fiche]))


def test_a_crash_takes_no_other_file_with_it(remplacer: Remplacer, tmp_path: Path) -> None:
    """Good, crash, good, hang, good: read in this order."""
    remplacer(
        "import os, time\n"
        "from cucs_xl.excel.retour import ouvrier\n"
        "vrai = ouvrier.read_fichier\n"
        "def lit(octets):\n"
        "    if octets == b'crash': os.abort()\n"
        "    if octets == b'hang': time.sleep(60)\n"
        "    return vrai(octets)\n"
        "ouvrier.read_fichier = lit\n"
        "ouvrier.main()\n"
    )
    contenus = [build_fiche(), b"crash", build_fiche(), b"hang", build_fiche()]
    chemins = [tmp_path / f"{i}.xlsx" for i in range(5)]
    for chemin, contenu in zip(chemins, contenus, strict=True):
        chemin.write_bytes(contenu)

    lus = list(read_avec_delai(chemins, delai=2))

    assert [lu.fichier for lu in lus] == [chemin.name for chemin in chemins]
    assert [type(lu) for lu in lus] == [Depouille, Refus, Depouille, Refus, Depouille]


def test_the_current_folder_is_not_imported_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partner's attachments may lie there: a json.py among them must not run."""
    (tmp_path / "json.py").write_text("raise SystemExit('piégé')")
    (tmp_path / "fiche.xlsx").write_bytes(build_fiche())
    monkeypatch.chdir(tmp_path)

    [lu] = read_retours([Path("fiche.xlsx")])

    assert isinstance(lu, Depouille)
