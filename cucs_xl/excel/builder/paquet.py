"""The parts of a package we built."""

import io
import zipfile


def parts(octets: bytes) -> dict[str, bytes]:
    """Unzip a package: its parts, by name."""
    with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
        return {nom: paquet.read(nom) for nom in paquet.namelist()}
