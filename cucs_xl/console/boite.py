"""How a button answers: one dialog, in front of Excel where there is one."""

import ctypes
import subprocess
import sys
from enum import Enum
from pathlib import Path

TITRE = "CUCS"
#: Where no dialog can be shown, the last answer is kept here, and printed.
MESSAGE = Path.home() / ".cucs" / "dernier_message.txt"

#: MB_SETFOREGROUND: the dialog comes from another program than the one in front.
_PREMIER_PLAN = 0x10000
#: The text travels as an argument: nothing in it is read as a script.
_APPLESCRIPT = (
    "on run argv",
    f'display dialog (item 1 of argv) with title "{TITRE}" buttons {{"OK"}} default button 1 with icon {{}}',
    "end run",
)


class Ton(Enum):
    """What a dialog announces: its icon on Windows, on a Mac."""

    FAIT = (0x40, "note")
    REFUS = (0x30, "caution")


def show(texte: str, ton: Ton, fenetre: int = 0, systeme: str = sys.platform) -> None:
    """Show a text and wait until it is read; `fenetre` is Excel's, on Windows.

    Raises:
        OSError: nothing could be shown.
        subprocess.CalledProcessError: idem, on a Mac.
    """
    windows, mac = ton.value
    if systeme == "win32":
        reponse = ctypes.windll.user32.MessageBoxW(  # type: ignore[attr-defined]
            ctypes.c_void_p(fenetre or None), texte, TITRE, windows | _PREMIER_PLAN
        )
        if not reponse:
            raise OSError(f"MessageBoxW refused to show: {texte}")
    elif systeme == "darwin":
        script = [mot for ligne in _APPLESCRIPT for mot in ("-e", ligne.replace("{}", mac))]
        subprocess.run(["/usr/bin/osascript", *script, texte], check=True, capture_output=True)  # noqa: S603
    else:
        MESSAGE.parent.mkdir(parents=True, exist_ok=True)
        MESSAGE.write_text(texte + "\n", encoding="utf-8")
        sys.stdout.write(texte + "\n")
