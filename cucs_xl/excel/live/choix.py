"""Find the master that a button was clicked for, among all that is open."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from cucs_xl.excel.classeur import NOM_VERSION, CucsError
from cucs_xl.excel.live.natif import contain_excel, limit_attente, read_nom_complet

if TYPE_CHECKING:
    import xlwings as xw


def open_classeur(
    nom_complet: str | None = None, apps: "Iterable[xw.App] | None" = None
) -> "xw.Book":
    """Find an open master by its full name, or by its file name, or the only one.

    `apps` are the running Excels, all of them by default; give one to search in it alone.

    Raises:
        CucsError: none, several, or a workbook that is no master.
    """
    with contain_excel(nom_complet or "le classeur"):
        ouverts = list(_read_ouverts(_read_apps() if apps is None else apps))
        maitres = [(nom, book) for nom, book in ouverts if NOM_VERSION in book.names]
        if nom_complet is None:
            trouves = maitres
        else:
            nommes = [(nom, book) for nom, book in ouverts if _is_nomme(nom, nom_complet)]
            trouves = [(nom, book) for nom, book in maitres if _is_nomme(nom, nom_complet)]
            if nommes and not trouves:
                raise CucsError(
                    f"« {_fichier(nom_complet)} » n'est pas un classeur maître CUCS : activez le "
                    f"classeur maître et cliquez à nouveau ({_format_ouverts(maitres)})."
                )
    if len(trouves) == 1:
        return trouves[0][1]
    if not trouves:
        voulu = (
            f"« {_fichier(nom_complet)} » n'est pas ouvert"
            if nom_complet
            else "Aucun maître ouvert"
        )
        raise CucsError(
            f"{voulu} dans Excel : ouvrez le classeur maître et recommencez ({_format_ouverts(maitres)})."
        )
    raise CucsError(
        f"Plusieurs classeurs maîtres répondent ({_format_ouverts(trouves)}) : fermez ceux que vous "
        "n'utilisez pas et recommencez."
    )


def open_fenetre(nom_complet: str, fenetre: int) -> "xw.Book":
    """Find the master that a button was clicked for, in the Excel of that window.

    Raises:
        CucsError: it is not open there, or no master.
    """
    import xlwings as xw  # noqa: PLC0415 - heavy, and absent where nothing is open

    # As Book.caller() does; the module cannot be imported elsewhere than on Windows.
    app = xw.App(impl=import_module("xlwings._xlwindows").App(xl=fenetre))
    return open_classeur(nom_complet, [app])


def _read_apps() -> "Iterable[xw.App]":
    import xlwings as xw  # noqa: PLC0415 - heavy, and absent where nothing is open

    if not xw.engines:
        raise CucsError(
            "Excel pour Windows est introuvable ici : utilisez la ligne de commande cucs-xl sur le "
            "fichier."
        )
    return xw.apps


def _read_ouverts(apps: "Iterable[xw.App]") -> "Iterable[tuple[str, xw.Book]]":
    for app in apps:
        for book in app.books:
            limit_attente(book)
            yield read_nom_complet(book), book


def _is_nomme(nom: str, voulu: str) -> bool:
    """Compare names as Windows does; without a folder, file names only."""
    if _fichier(voulu) == voulu:
        nom = _fichier(nom)
    return nom.replace("/", "\\").casefold() == voulu.replace("/", "\\").casefold()


def _fichier(nom: str) -> str:
    return PurePath(nom.replace("\\", "/")).name


def _format_ouverts(maitres: "Iterable[tuple[str, xw.Book]]") -> str:
    noms = sorted(nom for nom, _ in maitres)
    return f"maîtres ouverts : {', '.join(noms) if noms else 'aucun'}"
