"""What a user gives to be read: files, or folders of files; how each is called."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path


def list_fichiers(chemins: Iterable[Path]) -> list[Path]:
    """Turn folders into their direct files, sorted; lock files and hidden ones left out.

    A path that cannot be listed or found stays as it is: reading it will say why.
    """
    fichiers = (fichier for chemin in chemins for fichier in _list(chemin))
    return list(dict.fromkeys(fichiers))


def _list(chemin: Path) -> Iterator[Path]:
    try:
        with os.scandir(chemin) as entrees:
            noms = sorted(
                entree.name for entree in entrees if not entree.is_dir() and not _is_cache(entree)
            )
    except OSError:
        yield chemin
    else:
        yield from (chemin / nom for nom in noms)


def _is_cache(entree: os.DirEntry[str]) -> bool:
    """Tell a hidden file, by its name or, on Windows, by its attribute."""
    if entree.name.startswith((".", "~$")):
        return True
    try:
        attributs = getattr(entree.stat(follow_symlinks=False), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(attributs & stat.FILE_ATTRIBUTE_HIDDEN)


def format_fichier(chemin: Path) -> str:
    """Show the name of a file on one line, whatever bytes make it."""
    nom = os.fsencode(chemin.name or str(chemin)).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "?" for c in nom)
