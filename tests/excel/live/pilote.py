"""xlwings' own Windows engine, run on any system over the false Excel.

`xlwings._xlwindows` is imported with stand-ins for pywin32: the front end, the engine and
its retries are the real ones, and each property or call they make is counted.
"""

import atexit
import ctypes
import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock, patch

import xlwings as xw

from tests.excel.live.com import Application, CDispatch, ComError, Workbook


def _stub(nom: str, **attributs: Any) -> ModuleType:
    module = ModuleType(nom)
    module.__file__ = nom
    module.__dict__.update(attributs)
    return module


def load_moteur() -> Any:
    """Import xlwings' engine for Windows, once."""
    charge = sys.modules.get("xlwings._xlwindows")
    if charge is not None:
        return charge
    classes = ("CoClassBaseClass", "DispatchBaseClass")
    client = _stub(
        "win32com.client",
        CDispatch=CDispatch,
        Dispatch=None,
        DispatchEx=None,
        **{nom: type(nom, (), {}) for nom in classes},
    )
    faux = {
        "pywintypes": _stub("pywintypes", com_error=ComError, error=OSError, TimeType=type(None)),
        "pythoncom": _stub("pythoncom", ole_error=ComError, CoInitialize=lambda: None),
        "win32api": _stub("win32api"),
        "win32con": _stub("win32con"),
        "win32gui": _stub("win32gui"),
        "win32process": _stub(
            "win32process", GetWindowThreadProcessId=lambda hwnd: (0, 1000 + hwnd)
        ),
        "win32timezone": _stub("win32timezone"),
        "win32com": _stub("win32com", client=client),
        "win32com.client": client,
    }
    with (
        patch.dict(sys.modules, faux),
        patch.multiple(
            ctypes, create=True, oledll=MagicMock(), windll=MagicMock(), PyDLL=MagicMock()
        ),
    ):
        moteur = importlib.import_module("xlwings._xlwindows")
    sys.modules["xlwings._xlwindows"] = moteur
    atexit.unregister(moteur.cleanup)
    return moteur


def open_app(hwnd: int = 1) -> Application:
    """Start a false Excel."""
    return Application(hwnd)


def open_livre(source: Path | bytes, app: Application | None = None, nom: str = "") -> Workbook:
    """Open a workbook in a false Excel."""
    octets = source if isinstance(source, bytes) else source.read_bytes()
    return Workbook(app or open_app(), nom or str(source), octets)


def to_book(livre: Workbook) -> xw.Book:
    """Give a workbook as xlwings gives it to a button."""
    moteur = load_moteur()
    return xw.Book(impl=moteur.Book(xl=moteur.COMRetryObjectWrapper(livre)))


def to_app(app: Application) -> xw.App:
    """Give an Excel as xlwings finds it."""
    moteur = load_moteur()
    return xw.App(impl=moteur.App(xl=moteur.COMRetryObjectWrapper(app)))
