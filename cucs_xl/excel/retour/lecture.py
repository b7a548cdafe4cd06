"""Reading returns: each path becomes what its file holds, or why it is not read."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from cucs_xl.excel.retour.gardien import DELAI, Gardien
from cucs_xl.excel.retour.ouverture import format_fichier, read_octets
from cucs_xl.excel.retour.refus import RefusError, build_endommage
from cucs_xl.excel.retour.reponse import read_reponse
from cucs_xl.metier.retour.depouille import Depouille, Refus

#: Workers of a long import, and from how many files on it is one.
OUVRIERS, NOMBREUX = 2, 8
#: Hexadecimal digits that sum up the bytes of a file.
_CHIFFRES = 16


class _Lu(NamedTuple):
    """A file of which the worker has the bytes, and owes an answer."""

    fichier: str
    empreinte: str
    octets: bytes


def read_retours(chemins: Iterable[Path], delai: float = DELAI) -> Iterator[Depouille | Refus]:
    """Read files in order, a worker or two for all; no file stops the others.

    While workers read, the next file is opened and the answer before is checked. The second
    worker is worth its start from a few files on: the parent waits most of the time.

    Raises:
        CucsError: a worker cannot start at all.
    """
    chemins = list(chemins)
    nombre = OUVRIERS if len(chemins) >= NOMBREUX else 1
    with ExitStack() as pile:
        gardiens = [pile.enter_context(Gardien(delai)) for _ in range(nombre)]
        for gardien in gardiens if chemins else ():
            gardien.start()  # all processes load at once
        attente: deque[tuple[Gardien, _Lu | Refus]] = deque()
        for rang, chemin in enumerate(chemins):
            suivant = _open(chemin)
            rendu = None
            if len(attente) == nombre:
                gardien, lu = attente.popleft()
                rendu = (lu, _receive(gardien, lu))
            gardien = gardiens[rang % nombre]
            if isinstance(suivant, _Lu):
                gardien.send(suivant.octets)
            attente.append((gardien, suivant))
            if rendu is not None:
                yield _build(*rendu)
        for gardien, lu in attente:
            yield _build(lu, _receive(gardien, lu))


def _open(chemin: Path) -> _Lu | Refus:
    fichier = format_fichier(chemin)
    try:
        octets = read_octets(chemin)
    except RefusError as refus:
        return Refus(fichier, str(refus))
    return _Lu(fichier, hashlib.sha256(octets).hexdigest()[:_CHIFFRES], octets)


def _receive(gardien: Gardien, lu: _Lu | Refus) -> bytes | RefusError:
    """Take the answer to a file, or why the worker failed."""
    try:
        return gardien.receive() if isinstance(lu, _Lu) else b""
    except RefusError as refus:
        return refus


def _build(lu: _Lu | Refus, reponse: bytes | RefusError) -> Depouille | Refus:
    if isinstance(lu, Refus):
        return lu
    if isinstance(reponse, RefusError):
        return Refus(lu.fichier, str(reponse))
    try:
        return read_reponse(lu.fichier, lu.empreinte, reponse)
    except ValueError:
        return Refus(lu.fichier, str(build_endommage()))


def read_retour(gardien: Gardien, chemin: Path) -> Depouille | Refus:
    """Read one file, with a worker that reads others."""
    lu = _open(chemin)
    if isinstance(lu, _Lu):
        gardien.send(lu.octets)
    return _build(lu, _receive(gardien, lu))
