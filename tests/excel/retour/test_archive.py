import io
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.excel.retour import archive
from cucs_xl.excel.retour.archive import build_archive, inflate, read_entrees
from cucs_xl.excel.retour.refus import RefusError
from tests.hostiles.atelier import Entree, build_zip, write_zip

NOMS = st.text("abcé/._", min_size=1, max_size=12).filter(
    lambda nom: not nom.startswith("/") and ".." not in nom.split("/")
)
PARTS = st.dictionaries(NOMS, st.binary(max_size=200), max_size=6)


def read(octets: bytes) -> dict[str, bytes]:
    return dict(inflate(octets, read_entrees(octets)))


@given(PARTS)
def test_what_zipfile_writes_is_read(parts: dict[str, bytes]) -> None:
    """An independent writer, and this reader, agree on every part."""
    assert read(build_zip(parts)) == parts


@given(PARTS)
def test_what_is_packed_is_read_by_others(parts: dict[str, bytes]) -> None:
    ascii_ = {nom.replace("é", "e"): contenu for nom, contenu in parts.items()}

    with zipfile.ZipFile(io.BytesIO(build_archive(ascii_.items()))) as lu:
        assert {nom: lu.read(nom) for nom in lu.namelist()} == ascii_


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(octets: bytes) -> None:
    """Nothing else is raised, whatever the bytes after a true beginning."""
    for essai in (octets, build_zip({"a": b"b"})[:40] + octets):
        with suppress(RefusError):
            read(essai)


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_a_flipped_bit_changes_no_part(place: int, bit: int) -> None:
    """Each part is read as it was, or the file is refused: a sum tells."""
    parts = {"xl/a.xml": b"<a>1234,56</a>" * 20, "b.xml": b"<b/>"}
    octets = bytearray(build_zip(parts))
    octets[place % len(octets)] ^= 1 << bit
    try:
        lues = read(bytes(octets))
    except RefusError:
        return

    # The name of a part may change in both places only.
    assert all(contenu in parts.values() for contenu in lues.values())


def test_nothing_is_allocated_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte compressed a thousand times is refused before it is unpacked whole."""
    monkeypatch.setattr(archive, "PART_MAX", 1000)
    octets = build_zip({"a": bytes(2**20)})
    [entree] = read_entrees(octets)
    comprimes = memoryview(octets)[entree.debut : entree.fin]

    assert len(archive._inflate(comprimes, entree.methode, 1000)) == 1001
    with pytest.raises(RefusError, match="dilate"):
        read(octets)


def test_the_total_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL_MAX", 1500)
    parts = {"a": bytes(1000), "b": bytes(1000)}

    with pytest.raises(RefusError, match="« b »"):
        read(build_zip(parts))


def test_a_false_sum_is_refused() -> None:
    octets = bytearray(write_zip([Entree("a", b"contenu", methode=zipfile.ZIP_STORED)]))
    octets[octets.index(b"contenu")] ^= 1

    with pytest.raises(RefusError, match="endommagé"):
        read(bytes(octets))


def test_what_follows_the_compressed_bytes_is_refused() -> None:
    """Another reader could take it for the part."""
    moteur = zlib.compressobj(9, zlib.DEFLATED, -15)
    brut = moteur.compress(b"a") + moteur.flush()

    with pytest.raises(RefusError, match="endommagé"):
        archive._inflate(memoryview(brut + b"suite"), 8, 1000)
