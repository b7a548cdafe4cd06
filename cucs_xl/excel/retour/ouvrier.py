"""The worker: `python -m cucs_xl.excel.retour.ouvrier`. It alone meets the bytes of strangers.

It is handed paths; it says that each file is open, then answers it with a JSON document, every
message after its length. It says that it is ready first. A parser's panic, an abort or a lack
of memory end it: the parent starts another. It imports little, to start fast.
"""

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from cucs_xl.excel.retour.limites import limit
from cucs_xl.excel.retour.ouverture import read_octets
from cucs_xl.excel.retour.refus import RefusError
from cucs_xl.excel.retour.sas import read_fichier
from cucs_xl.excel.retour.trame import OUVERT, PANIQUE, PRET, SANS_MEMOIRE, format_trame, read_trame


def answer(chemin: str) -> Iterator[bytes]:
    """Tell that a return is open, then what it says, or why it is not read."""
    try:
        octets = read_octets(chemin)
        yield OUVERT
        reponse = read_fichier(octets)
    except RefusError as refus:
        reponse = {"refus": str(refus)}
    yield json.dumps(reponse, ensure_ascii=False, default=_spell).encode("utf-8", "replace")


def _spell(valeur: Any) -> list[str]:
    if isinstance(valeur, date):
        return [valeur.isoformat()]
    raise TypeError(type(valeur).__name__)


def main() -> None:
    """Serve until the parent closes its end."""
    entree, sortie = sys.stdin.buffer, sys.stdout.buffer
    # What a file leaves holds no cycle.
    gc.disable()
    limit()
    messages: Iterable[bytes] = (PRET,)
    while True:
        for message in messages:
            sortie.write(format_trame(message))
            sortie.flush()
        chemin = read_trame(entree)
        if chemin is None:
            return
        messages = answer(os.fsdecode(chemin))


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os._exit(SANS_MEMOIRE)
    except BaseException as panique:
        # pyo3's PanicException is no Exception.
        if type(panique).__name__ != "PanicException":
            raise
        os._exit(PANIQUE)
