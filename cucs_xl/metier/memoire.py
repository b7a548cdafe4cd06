"""What the program remembers: texts compressed into pieces that fit cells.

A master keeps several in tInstantane, told apart by their object: each command replaces its
own and leaves the others as they are.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable, Mapping

from cucs_xl.metier.modele import Bloc

#: Characters of a piece: a cell holds 32 767, but an array of Excel no text beyond 8 000.
TAILLE = 8_000
#: Bytes of a memory: larger is not ours, ten times the largest master measured.
TAILLE_MAX = 200_000_000


def pack(texte: str) -> tuple[str, ...]:
    """Compress a text into pieces that fit cells."""
    contenu = base64.b64encode(zlib.compress(texte.encode(), 9)).decode()
    return tuple(contenu[i : i + TAILLE] for i in range(0, len(contenu), TAILLE))


def unpack(morceaux: Iterable[str], taille_max: int = TAILLE_MAX) -> str | None:
    """Give a text back; None when there is none, when it was damaged or is too long (bytes)."""
    try:
        octets = base64.b64decode("".join(morceaux), validate=True)
        lecteur = zlib.decompressobj()
        texte = lecteur.decompress(octets, taille_max)
        return texte.decode() if lecteur.eof else None
    except (binascii.Error, zlib.error, ValueError):
        return None


def pack_blocs(objet: str | None, texte: str) -> tuple[Bloc, ...]:
    """Compress what is remembered of an object into rows of tInstantane."""
    return tuple(
        Bloc(float(rang), morceau, objet) for rang, morceau in enumerate(pack(texte), start=1)
    )


def unpack_blocs(blocs: Iterable[Bloc], objet: str | None) -> str | None:
    """Give back what is remembered of an object; None when nothing is, or nothing sound."""
    siens = sorted((b for b in blocs if b.objet == objet), key=lambda bloc: bloc.rang or 0)
    return unpack(bloc.contenu or "" for bloc in siens)


def replace_blocs(blocs: Iterable[Bloc], memoires: Mapping[str, str | None]) -> tuple[Bloc, ...]:
    """Replace what is remembered of some objects; None forgets one, the others are kept.

    Objects are in alphabetical order, so that the same memories give the same rows.
    """
    gardes = [b for b in blocs if b.objet is not None and b.objet not in memoires]
    neufs = [
        bloc
        for objet, texte in memoires.items()
        if texte is not None
        for bloc in pack_blocs(objet, texte)
    ]
    return tuple(sorted((*gardes, *neufs), key=lambda bloc: (bloc.objet or "", bloc.rang or 0)))
