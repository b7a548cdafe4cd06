"""What the program remembers: several texts in one table, none of them the other's."""

import base64
import zlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.memoire import (
    TAILLE,
    pack,
    pack_blocs,
    replace_blocs,
    unpack,
    unpack_blocs,
)
from cucs_xl.metier.modele import Bloc

OBJETS = st.sampled_from((None, "retours", "dernier import"))
MEMOIRES = st.dictionaries(OBJETS, st.text(), max_size=3)
#: Random digits: they hardly compress, so that the text needs several pieces.
LONG = st.randoms(use_true_random=False).map(lambda hasard: f"{hasard.getrandbits(200_000):x}")


@given(st.text() | LONG)
def test_a_text_comes_back_from_pieces_that_fit_cells(texte: str) -> None:
    assert unpack(pack(texte)) == texte
    assert all(len(morceau) <= TAILLE for morceau in pack(texte))


@given(MEMOIRES, st.randoms())
def test_each_object_finds_its_own_memory(memoires: dict[str | None, str], hasard: Random) -> None:
    """Whatever the order of the rows."""
    blocs = [b for objet, texte in memoires.items() for b in pack_blocs(objet, texte)]
    hasard.shuffle(blocs)

    for objet in (None, "retours", "dernier import", "autre"):
        assert unpack_blocs(blocs, objet) == memoires.get(objet)


def test_one_memory_is_replaced_and_the_others_are_kept() -> None:
    """Even those that cannot be read: they are not this command's."""
    spoilt = Bloc(1.0, "pas du base64 !", "ailleurs")
    blocs = [*pack_blocs(None, "instantané"), *pack_blocs("retours", "un"), spoilt]

    change = replace_blocs(blocs, {"retours": "deux", "dernier import": "trois"})
    oublie = replace_blocs(change, {"retours": None})

    assert change == (
        spoilt, *pack_blocs("dernier import", "trois"), *pack_blocs("retours", "deux")
    )  # fmt: skip
    assert oublie == (spoilt, *pack_blocs("dernier import", "trois"))
    assert replace_blocs(change, {}) == change


def test_a_damaged_memory_is_none() -> None:
    """A piece lost, a piece changed, a text too long: nothing is believed, nothing fails."""
    pieces = pack("".join(map(str, range(20_000))))
    bombe = base64.b64encode(zlib.compress(bytes(10_000))).decode()

    assert len(pieces) > 1
    assert unpack(pieces[:-1]) is None
    assert unpack(("?", *pieces)) is None
    assert unpack([]) is None
    assert unpack([base64.b64encode(zlib.compress(b"\xff")).decode()]) is None
    assert unpack([bombe], taille_max=9_999) is None
    assert unpack([bombe], taille_max=10_001) == "\0" * 10_000
