"""What the master remembers of the returns it took in: so that the same is never taken twice.

By return: the fingerprints of the files taken, what the partner last said where it
differs from what was sent, the rows that its blank rows became.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from cucs_xl.metier.retour.lecture import Place

#: What these pieces of memory are called in tInstantane.
OBJET = "retours"


class Souvenir(NamedTuple):
    """What is known of one return; `dits` are spelled values, `nes` keys of rows by table."""

    empreintes: frozenset[str] = frozenset()
    dits: Mapping[Place, str] = {}
    nes: Mapping[tuple[str, str], Mapping[str, str]] = {}


#: By the name of the return (`nom_retour`).
Souvenirs: TypeAlias = Mapping[str, Souvenir]


def spell_souvenirs(souvenirs: Souvenirs) -> str:
    """Spell a memory for the sheet that keeps it; the same memory gives the same text."""
    return json.dumps(
        {
            nom: [
                sorted(s.empreintes),
                [[*place, texte] for place, texte in sorted(s.dits.items())],
                [[*place, dict(cles)] for place, cles in sorted(s.nes.items())],
            ]
            for nom, s in sorted(souvenirs.items())
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_souvenirs(texte: str | None) -> Souvenirs:
    """Read a memory; one that was spoilt is none: differences will then be asked about."""
    if not texte:
        return {}
    try:
        return {nom: _read(*souvenir) for nom, souvenir in json.loads(texte).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _read(empreintes: list[str], dits: list[list[str]], nes: list[list[Any]]) -> Souvenir:
    return Souvenir(
        frozenset(map(str, empreintes)),
        {(bloc, id_, case): texte for bloc, id_, case, texte in dits},
        {(bloc, id_): dict(cles) for bloc, id_, cles in nes},
    )
