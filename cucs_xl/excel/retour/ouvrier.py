"""The worker: `python -m cucs_xl.excel.retour.ouvrier`. It alone meets the bytes of strangers.

It reads files, each after its length, and answers each with one JSON document after its
length. It says READY first. A parser's panic, an abort or a lack of memory end it: the
parent starts another. It imports little, to start fast.
"""

import gc
import json
import os
import sys
from datetime import date
from typing import Any

from cucs_xl.excel.retour.limites import limit
from cucs_xl.excel.retour.refus import RefusError
from cucs_xl.excel.retour.sas import read_fichier
from cucs_xl.excel.retour.trame import PANIQUE, PRET, SANS_MEMOIRE, format_trame, read_trame


def answer(octets: bytes) -> bytes:
    """Read a return, or say why not."""
    try:
        reponse = read_fichier(octets)
    except RefusError as refus:
        reponse = {"refus": str(refus)}
    return json.dumps(reponse, ensure_ascii=False, default=_spell).encode("utf-8", "replace")


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
    sortie.write(format_trame(PRET))
    sortie.flush()
    while (octets := read_trame(entree)) is not None:
        sortie.write(format_trame(answer(octets)))
        sortie.flush()


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
