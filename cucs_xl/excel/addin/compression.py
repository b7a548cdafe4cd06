"""The compression of VBA sources and of the `dir` stream (MS-OVBA 2.4.1)."""

SIGNATURE = 0x01
BLOC = 4096
#: Bits 12-14 of a chunk header are 0b011; bit 15 says « compressed ».
_ENTETE = 0x3000
_COMPRESSE = 0x8000
#: A copy shorter than this costs more than its bytes.
_COPIE_MIN = 3


def compress(octets: bytes) -> bytes:
    r"""Compress into one container.

    Raises:
        ValueError: the last chunk is noise that no compression shortens; stored raw it
            would be padded, and read back longer. Text is never in that case.

    >>> decompress(compress("Actif = False\r\n".encode() * 9)).count(b"Actif")
    9
    """
    blocs = [octets[debut : debut + BLOC] for debut in range(0, len(octets), BLOC)]
    return bytes([SIGNATURE]) + b"".join(map(_compress_bloc, blocs))


def _compress_bloc(bloc: bytes) -> bytes:
    sortie = bytearray()
    position = 0
    while position < len(bloc):
        drapeaux = 0
        jetons = bytearray()
        for rang in range(8):
            if position >= len(bloc):
                break
            debut, longueur = _find_copie(bloc, position)
            if longueur:
                drapeaux |= 1 << rang
                decalage = position - debut - 1
                jeton = decalage << (16 - _bits(position)) | longueur - _COPIE_MIN
                jetons += jeton.to_bytes(2, "little")
                position += longueur
            else:
                jetons.append(bloc[position])
                position += 1
        sortie += bytes([drapeaux]) + jetons
    if len(sortie) <= BLOC:
        return (_COMPRESSE | _ENTETE | len(sortie) - 1).to_bytes(2, "little") + sortie
    if len(bloc) < BLOC:
        raise ValueError("le dernier bloc n'est pas compressible")
    return (_ENTETE | BLOC - 1).to_bytes(2, "little") + bloc


def _bits(position: int) -> int:
    """Give how many bits of a copy token hold the offset, so far into a chunk."""
    return max((position - 1).bit_length(), 4)


def _find_copie(bloc: bytes, position: int) -> tuple[int, int]:
    """Find the longest earlier run equal to what follows: its start and length (0: none)."""
    limite = min((0xFFFF >> _bits(position)) + _COPIE_MIN, len(bloc) - position)
    trouve, retenue, longueur = 0, 0, _COPIE_MIN
    while longueur <= limite:
        debut = bloc.rfind(bloc[position : position + longueur], 0, position + longueur - 1)
        if debut < 0:
            break
        while longueur < limite and bloc[debut + longueur] == bloc[position + longueur]:
            longueur += 1
        trouve, retenue = debut, longueur
        longueur += 1
    return trouve, retenue


def decompress(octets: bytes) -> bytes:
    """Give back what a container holds.

    Raises:
        ValueError: truncated, no container, or a copy from before its chunk.
    """
    if octets[:1] != bytes([SIGNATURE]):
        raise ValueError("le conteneur compressé n'a pas sa signature")
    sortie = bytearray()
    position = 1
    while position < len(octets):
        entete = int.from_bytes(octets[position : position + 2], "little")
        fin = position + (entete & 0x0FFF) + 3
        if entete & 0x7000 != _ENTETE or fin > len(octets):
            raise ValueError("un bloc compressé est mal formé")
        bloc = octets[position + 2 : fin]
        if not entete & _COMPRESSE and len(bloc) != BLOC:
            raise ValueError("un bloc brut n'a pas sa taille")
        sortie += _decompress_bloc(bloc) if entete & _COMPRESSE else bloc
        position = fin
    return bytes(sortie)


def _decompress_bloc(bloc: bytes) -> bytes:
    sortie = bytearray()
    position = 0
    while position < len(bloc):
        drapeaux = bloc[position]
        position += 1
        for rang in range(8):
            if position >= len(bloc):
                break
            if not drapeaux >> rang & 1:
                sortie.append(bloc[position])
                position += 1
                continue
            jeton = int.from_bytes(bloc[position : position + 2], "little")
            bits = _bits(len(sortie))
            decalage = (jeton >> (16 - bits)) + 1
            if decalage > len(sortie) or position + 2 > len(bloc):
                raise ValueError("une copie sort de son bloc")
            for _ in range((jeton & (0xFFFF >> bits)) + _COPIE_MIN):
                sortie.append(sortie[-decalage])
            position += 2
    if len(sortie) > BLOC:
        raise ValueError("un bloc décompressé dépasse sa taille")
    return bytes(sortie)
