"""Running files through the reader, measured: seconds, and the memory of the worker."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cucs_xl.excel.retour.gardien import Gardien
from cucs_xl.excel.retour.lecture import read_retour
from cucs_xl.metier.retour.depouille import Depouille, Refus


class Passage(NamedTuple):
    """What became of a file; `mio` is the peak of the worker, 0 when it died of it."""

    chemin: Path
    lu: Depouille | Refus
    secondes: float
    mio: float


def run(chemins: Iterator[Path]) -> Iterator[Passage]:
    """Read files one after the other, as an import does."""
    with Gardien() as gardien:
        for chemin in chemins:
            _reset_pointe(gardien.pid)
            debut = time.perf_counter()
            lu = read_retour(gardien, chemin)
            yield Passage(chemin, lu, time.perf_counter() - debut, _read_pointe(gardien.pid))


def _reset_pointe(pid: int | None) -> None:
    """Forget the peak of the file before, where the system can (Linux)."""
    if pid and (rappel := Path(f"/proc/{pid}/clear_refs")).exists():
        rappel.write_text("5")


def _read_pointe(pid: int | None) -> float:
    statut = Path(f"/proc/{pid}/status")
    if not pid or not statut.exists():
        return 0
    pointes = [ligne for ligne in statut.read_text().splitlines() if ligne.startswith("VmHWM")]
    return int(pointes[0].split()[1]) / 1024 if pointes else 0
