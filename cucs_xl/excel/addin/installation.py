"""Put the add-in where Excel opens it by itself, and note which Python its buttons start.

Three files of the user's own at most, no administrator rights, nothing in the registry.
XLSTART is a trusted location: an add-in there is not blocked as one received by mail is.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from cucs_xl.excel.addin.paquet import build_paquet
from cucs_xl.excel.addin.sources import DOSSIER
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.raison import format_raison

FICHIER, CONF, SCRIPT = "cucs.xlam", "cucs.conf", "cucs.applescript"
_DEFAIRE = "Pour défaire : « cucs-xl complement desinstaller », ou supprimez ces fichiers."


class Poste(NamedTuple):
    """Where things go on this computer."""

    demarrage: Path
    conf: Path
    cle: str
    encodage: str
    script: Path | None
    #: Exists once Excel has been opened by this user.
    temoin: Path


def read_poste(
    systeme: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
    encodage: str | None = None,
) -> Poste:
    """Find the folders of Excel for this user.

    `encodage` is the one in which VBA reads cucs.conf: the Windows code page by default.

    Raises:
        CucsError: no Excel on this system, or not for this user.
    """
    if systeme == "win32":
        poste = _read_windows(environ, encodage or "mbcs")
    elif systeme == "darwin":
        poste = _read_mac(environ)
    else:
        raise CucsError(
            f"Excel n'existe pas sur ce système ({systeme}) : installez le complément depuis Windows "
            "ou macOS. Ici, toutes les commandes de cucs-xl fonctionnent sans Excel."
        )
    return poste


def _read_windows(environ: Mapping[str, str], encodage: str) -> Poste:
    excel = _folder(environ, "APPDATA") / "Microsoft" / "Excel"
    return Poste(
        demarrage=excel / "XLSTART",
        conf=_folder(environ, "USERPROFILE") / ".cucs" / CONF,
        cle="INTERPRETER_WIN",
        encodage=encodage,
        script=None,
        temoin=excel,
    )


def _read_mac(environ: Mapping[str, str]) -> Poste:
    home = _folder(environ, "HOME")
    office = home / "Library" / "Group Containers" / "UBF8T346G9.Office"
    scripts = home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    return Poste(
        demarrage=office / "User Content.localized" / "Startup.localized" / "Excel",
        conf=home / ".cucs" / CONF,
        cle="INTERPRETER_MAC",
        encodage="utf-8",
        script=scripts / SCRIPT,
        temoin=office,
    )


def _folder(environ: Mapping[str, str], variable: str) -> Path:
    dossier = environ.get(variable, "")
    if not dossier or not Path(dossier).is_dir():
        raise CucsError(
            f"le dossier de l'utilisateur est introuvable (variable {variable} : « {dossier} ») : "
            "lancez la commande depuis votre propre session."
        )
    return Path(dossier)


def install(poste: Poste | None = None, python: str = sys.executable) -> list[str]:
    """Install or replace the add-in; give, in French, what was done and how to undo it.

    Raises:
        CucsError: Excel cannot be here, was never opened, or has the add-in open; this
            Python's path cannot be noted for it.
    """
    poste = poste or read_poste()
    if not poste.temoin.is_dir():
        raise CucsError(
            f"Excel n'a jamais été ouvert par cet utilisateur ({poste.temoin} n'existe pas) : "
            "ouvrez Excel une fois, fermez-le et recommencez. Rien n'a été installé."
        )
    conf = _format_conf(poste, python)
    cible = poste.demarrage / FICHIER
    compte = []
    _write(cible, build_paquet())
    compte.append(f"Complément copié : {cible}")
    _write(poste.conf, conf)
    compte.append(f"Python que lanceront les boutons : {python} (noté dans {poste.conf})")
    if poste.script:
        _write(poste.script, (DOSSIER / SCRIPT).read_bytes())
        compte.append(f"Script qui le lance : {poste.script}")
    compte.append("Fermez Excel et rouvrez-le : l'onglet CUCS paraît à droite des autres.")
    compte.append(_DEFAIRE)
    return compte


def _format_conf(poste: Poste, python: str) -> bytes:
    """Write the one key that the launcher reads; it refuses what we refuse here.

    Raises:
        CucsError: the path of this Python cannot be passed on safely.
    """
    windows = poste.cle == "INTERPRETER_WIN"
    absolu = PureWindowsPath(python).is_absolute() if windows else python.startswith("/")
    interdits = set('"\r\n') | ({"%"} if windows else set())
    if not absolu or interdits & set(python):
        raise CucsError(
            f"le Python « {python} » ne peut pas être désigné : il faut son chemin complet, sans "
            "guillemet ni %. Installez cucs_xl dans un autre dossier. Rien n'a été installé."
        )
    try:
        return f'"{poste.cle}","{python}"\r\n'.encode(poste.encodage)
    except UnicodeEncodeError:
        raise CucsError(
            f"le chemin « {python} » contient une lettre que VBA ne sait pas lire sur ce poste "
            f"({poste.encodage}) : installez cucs_xl dans un dossier au nom plus simple. "
            "Rien n'a été installé."
        ) from None


def _write(path: Path, contenu: bytes) -> None:
    from cucs_xl.excel.file.sauvegarde import write_atomique  # noqa: PLC0415 - a click does not pay it

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomique(path, contenu, None)
    except OSError as erreur:
        raise CucsError(
            f"« {path} » n'a pas pu être écrit ({format_raison(erreur)}) : fermez Excel et recommencez ; "
            "si le refus demeure, votre service informatique interdit ce dossier."
        ) from erreur


def uninstall(poste: Poste | None = None) -> list[str]:
    """Remove what `install` wrote, and nothing else; give, in French, what was done.

    Raises:
        CucsError: Excel cannot be here, or has the add-in open.
    """
    poste = poste or read_poste()
    compte = []
    for path in (poste.demarrage / FICHIER, poste.conf, poste.script):
        if path is None or not path.exists():
            continue
        try:
            path.unlink()
        except OSError as erreur:
            raise CucsError(
                f"« {path} » n'a pas pu être supprimé ({erreur.strerror}) : fermez Excel et recommencez."
            ) from erreur
        compte.append(f"Supprimé : {path}")
    if not compte:
        return ["Le complément n'était pas installé : rien n'a été supprimé."]
    return [*compte, "Pour le remettre : « cucs-xl complement installer »."]
