"""Reading returns: each path becomes what its file holds, or why it is not read."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from cucs_xl.excel.retour.dossier import format_fichier
from cucs_xl.excel.retour.gardien import DELAI, Gardien
from cucs_xl.excel.retour.refus import RefusError, build_endommage
from cucs_xl.excel.retour.reponse import read_reponse
from cucs_xl.metier.retour.depouille import Depouille, Refus

#: Workers of a long import, and from how many files on it is one.
OUVRIERS, NOMBREUX = 2, 8
#: Files that a worker has before it: the one that it reads, and the next.
_AVANCE = 2


def read_retours(chemins: Iterable[Path], delai: float = DELAI) -> Iterator[Depouille | Refus]:
    """Read files in order, a worker or two for all; no file stops the others.

    Workers never wait for the parent, which has answers to check meanwhile. The second
    worker is worth its start from a few files on.

    Raises:
        CucsError: a worker cannot start at all.
    """
    chemins = list(chemins)
    nombre = OUVRIERS if len(chemins) >= NOMBREUX else 1
    with ExitStack() as pile:
        gardiens = [pile.enter_context(Gardien(delai)) for _ in range(nombre)]
        for gardien in gardiens if chemins else ():
            gardien.start()  # all processes load at once
        attente: deque[tuple[Gardien, Path]] = deque()
        for rang, chemin in enumerate(chemins):
            plein = len(attente) == nombre * _AVANCE
            lu = _receive(*attente.popleft()) if plein else None
            gardien = gardiens[rang % nombre]
            gardien.send(chemin)
            attente.append((gardien, chemin))
            if lu is not None:
                yield lu
        while attente:
            yield _receive(*attente.popleft())


def read_retour(gardien: Gardien, chemin: Path) -> Depouille | Refus:
    """Read one file, with a worker that reads others."""
    gardien.send(chemin)
    return _receive(gardien, chemin)


def _receive(gardien: Gardien, chemin: Path) -> Depouille | Refus:
    fichier = format_fichier(chemin)
    try:
        return read_reponse(fichier, gardien.receive())
    except RefusError as refus:
        return Refus(fichier, str(refus))
    except ValueError:
        return Refus(fichier, str(build_endommage()))
