"""How parent and worker talk: bytes after their length, never objects."""

from struct import Struct
from typing import IO

_LONGUEUR = Struct("<Q")
#: Beyond, whoever writes is not the other end as we wrote it.
TRAME_MAX = 64 * 2**20
PRET = b"pret"
#: Said of a file whose bytes are there: what follows is the time to read it.
OUVERT = b"ouvert"
#: How the worker ends when memory is missing, then when a parser panics.
SANS_MEMOIRE, PANIQUE = 70, 71


def format_trame(octets: bytes) -> bytes:
    """Put its length before a message."""
    return _LONGUEUR.pack(len(octets)) + octets


def read_trame(flux: IO[bytes]) -> bytes | None:
    """Read a message whole; None when the other end is gone, or says nonsense."""
    entete = flux.read(_LONGUEUR.size)
    if len(entete) < _LONGUEUR.size:
        return None
    (longueur,) = _LONGUEUR.unpack(entete)
    if longueur > TRAME_MAX:
        return None
    octets = flux.read(longueur)
    return octets if len(octets) == longueur else None
