"""The terminal's door: arguments in, sentences and exit codes out; no logic.

Exit codes: 0 done · 1 bug · 2 unusable request or file · 3 blocking anomalies.
"""

import os
import sys

import typer
from typer.exceptions import TyperException

from cucs_xl.cli import annee, cadre, complement, partenaires
from cucs_xl.cli.application import BOGUE, INUTILISABLE, app
from cucs_xl.console.erreurs import JOURNAL, format_excuses, write_trace
from cucs_xl.console.usage import set_rubriques, translate
from cucs_xl.excel.classeur import CucsError

#: Importing them declares their commands.
__all__ = ["annee", "app", "cadre", "complement", "main", "partenaires"]


def main() -> None:
    """Run the command line; whatever happens, the user reads a French sentence."""
    for flux in (sys.stdout, sys.stderr):
        if hasattr(flux, "reconfigure"):
            flux.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:] or ["--aide"]
    if not {"--aide", "--help", "-h"}.isdisjoint(arguments):
        set_rubriques()
    try:
        code = app(arguments, standalone_mode=False)
    except CucsError as erreur:
        _complain(str(erreur))
        code = INUTILISABLE
    except (typer.Abort, KeyboardInterrupt):
        _complain("interrompu : rien n'a été écrit à moitié.")
        code = INUTILISABLE
    except TyperException as erreur:
        _complain(translate(erreur))
        code = INUTILISABLE
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception:  # noqa: BLE001 - the door: a bug goes to the log, never to the user
        _complain(format_excuses(write_trace(JOURNAL)))
        code = BOGUE
    sys.exit(code if isinstance(code, int) else 0)


def _complain(phrase: str) -> None:
    sys.stderr.write(f"cucs-xl : {phrase}\n")
