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
from cucs_xl.metier.retour.depouille import Depouille, Refus
from tests.hostiles.fiche import build_fiche

#: A worker that says it is ready, then does as each path says.
_PANTIN = """
import os, sys, time
from cucs_xl.excel.retour.trame import OUVERT, PRET, format_trame, read_trame
def dire(octets):
    sys.stdout.buffer.write(octets); sys.stdout.buffer.flush()
dire(format_trame(PRET))
while (chemin := read_trame(sys.stdin.buffer)) is not None:
    exec(chemin.rpartition(b"/")[2])
"""
#: What it answers when all goes well.
_LU = "dire(format_trame(OUVERT) + format_trame(b'lu'))"

Remplacer = Callable[[str], None]


@pytest.fixture
def remplacer(monkeypatch: pytest.MonkeyPatch) -> Remplacer:
    """Puts another program in the place of the worker."""

    def remplace(texte: str) -> None:
        monkeypatch.setattr(module, "_COMMANDE", (sys.executable, "-c", texte))

    return remplace


def ask(gardien: Gardien, chemin: str) -> bytes:
    gardien.send(Path(chemin))
    return gardien.receive()


def test_each_way_to_fail_is_a_refusal_and_the_next_file_is_read(remplacer: Remplacer) -> None:
    """Abort, exit, silence, nonsense, a message without end: one worker dies, another serves."""
    remplacer(_PANTIN)
    with Gardien(delai=2) as gardien:
        for fin in (
            "os.abort()",
            "os._exit(70)",
            "os._exit(71)",
            "dire(format_trame(OUVERT)); os.abort()",
            "dire(format_trame(OUVERT)); time.sleep(60)",
            "dire(b'x'); os._exit(0)",
            "dire((2**60).to_bytes(8, 'little'))",
            "dire(format_trame(OUVERT) + (5).to_bytes(8, 'little') + b'abc'); time.sleep(60)",
        ):
            with pytest.raises(RefusError, match=r"^\w.* : .*\.$"):
                ask(gardien, fin)
            assert ask(gardien, _LU) == b"lu"


def test_files_sent_behind_one_that_ends_the_worker_are_read_by_the_next(
    remplacer: Remplacer,
) -> None:
    remplacer(_PANTIN)
    with Gardien(delai=1) as gardien:
        for chemin in (_LU, "os.abort()", _LU, "dire(format_trame(OUVERT)); time.sleep(60)", _LU):
            gardien.send(Path(chemin))

        rendus = []
        for _ in range(5):
            try:
                rendus.append(gardien.receive().decode())
            except RefusError as refus:
                rendus.append(str(refus)[:7])

    assert rendus == ["lu", "demande", "lu", "met plu", "lu"]


def test_a_disk_that_sleeps_has_longer_than_a_file_that_is_open(
    remplacer: Remplacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cloud that must first send the file is no fault of the partner."""
    remplacer(_PANTIN)
    monkeypatch.setattr(module, "_OUVERTURE", 4)
    with Gardien(delai=1) as gardien:
        assert ask(gardien, f"time.sleep(2); {_LU}") == b"lu"
        with pytest.raises(RefusError, match=r"plus de 4 secondes à s'ouvrir : copiez-le"):
            ask(gardien, "time.sleep(60)")
        with pytest.raises(RefusError, match=r"plus de 1 seconde à s'ouvrir"):
            ask(gardien, "time.sleep(61)")
        assert ask(gardien, _LU) == b"lu"
        assert ask(gardien, f"time.sleep(2); {_LU}") == b"lu"


def test_a_file_that_hangs_is_given_its_time_and_no_more(remplacer: Remplacer) -> None:
    remplacer(_PANTIN)
    with Gardien(delai=1) as gardien:
        gardien.start()
        assert ask(gardien, _LU) == b"lu"
        debut = time.monotonic()
        with pytest.raises(RefusError, match="met plus de 1 seconde à être lu"):
            ask(gardien, "dire(format_trame(OUVERT))\nwhile True: pass")

        assert 1 <= time.monotonic() - debut < 3


def test_a_worker_that_does_not_take_its_file_does_not_hang_the_parent(
    remplacer: Remplacer,
) -> None:
    """A pipe holds a few dozen kilobytes: the rest waits for a reader that never comes."""
    remplacer(_PANTIN.replace("while (chemin", "time.sleep(60)\nwhile (chemin"))
    with Gardien(delai=1) as gardien, pytest.raises(RefusError, match="seconde"):
        ask(gardien, "x" * 2**20)


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
