"""Where the trace of a bug goes: a file to send; its user reads an apology and this path."""

import sys
import traceback
from datetime import datetime
from pathlib import Path

JOURNAL = Path.home() / ".cucs" / "erreurs.log"


def write_trace(journal: Path = JOURNAL) -> Path:
    """Add the trace of the exception being handled, with the request that met it."""
    journal.parent.mkdir(parents=True, exist_ok=True)
    with journal.open("a", encoding="utf-8") as sortie:
        sortie.write(
            f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z} {' '.join(sys.argv)}\n{traceback.format_exc()}\n"
        )
    return journal


def format_excuses(journal: Path) -> str:
    """Word the apology."""
    return f"une erreur interne est survenue, et nous en sommes désolés. Détail à transmettre : {journal}"
