"""The compression of VBA, read back by two decoders that are not ours."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cucs_xl.excel.addin.compression import BLOC, compress, decompress
from tests.excel.addin.decodeurs import decompress_olevba, decompress_pyopenvba

_MOTS = st.sampled_from([b"End Sub\r\n", b"    ", b'Attribute VB_Name = "', b"\xe9", b"aaaa", b"x"])
TEXTES = st.lists(_MOTS | st.binary(max_size=8), max_size=1500).map(b"".join)


@settings(max_examples=60, deadline=None)
@given(TEXTES)
def test_what_is_compressed_is_read_back(octets: bytes) -> None:
    """Ours, olevba and pyOpenVBA give the same bytes back; noise is refused, never spoiled."""
    try:
        conteneur = compress(octets)
    except ValueError:
        assert len(octets) % BLOC > BLOC * 8 // 9 - 8
        return

    assert decompress(conteneur) == octets
    assert decompress_olevba(conteneur) == octets
    assert decompress_pyopenvba(conteneur) == octets


@pytest.mark.parametrize("taille", [0, 1, 2, 3, 4095, 4096, 4097, 8192, 12_289])
@pytest.mark.parametrize("motif", [b"a", b"ab", b"Public Sub\r\n", bytes(range(256))])
def test_sizes_around_a_chunk(taille: int, motif: bytes) -> None:
    octets = (motif * taille)[:taille]

    assert decompress(compress(octets)) == octets
    assert decompress_olevba(compress(octets)) == octets


def test_text_gets_smaller() -> None:
    texte = b"Public Sub OnVerifier(control As IRibbonControl)\r\n" * 40

    assert len(compress(texte)) < len(texte) / 10


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400), st.binary(min_size=1, max_size=1))
def test_a_spoiled_container_is_refused_or_read(texte: bytes, rang: int, octet: bytes) -> None:
    """Whatever one byte becomes: a value or a ValueError, never another exception."""
    conteneur = bytearray(compress(texte * 3))
    conteneur[rang % len(conteneur)] = octet[0]

    with suppress(ValueError):
        decompress(bytes(conteneur))
