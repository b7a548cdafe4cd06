"""Where the answers of the filled sheet stand, by kind: cells to spoil."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cucs_xl.excel.adresse import read_adresse
from cucs_xl.metier.retour.depouille import CelluleLue, Depouille


class Reperes(NamedTuple):
    """Addresses of answers, without their sheet, in the order of the sheet."""

    textes: tuple[str, ...]
    nombres: tuple[str, ...]
    dates: tuple[str, ...]
    #: Two answers one above the other.
    voisines: tuple[str, str]


def find_reperes(saine: Depouille) -> Reperes:
    """Sort the answers of one block's sheet by what they hold."""
    lues = [lue for lue in _cellules(saine) if lue.valeur is not None]
    feuille = lues[0].adresse.partition("!")[0]
    ici = [lue for lue in lues if lue.adresse.startswith(f"{feuille}!")]
    nombres = _adresses(ici, float)
    places = {read_adresse(adresse) for adresse in nombres}
    haute = next(a for a in nombres if (read_adresse(a)[0] + 1, read_adresse(a)[1]) in places)
    basse = haute.rstrip("0123456789") + str(read_adresse(haute)[0] + 1)
    return Reperes(_adresses(ici, str), nombres, _adresses(ici, date), (haute, basse))


def _cellules(saine: Depouille) -> Iterator[CelluleLue]:
    for rangees in saine.cellules.values():
        for cases in rangees.values():
            yield from cases.values()


def _adresses(lues: list[CelluleLue], type_: type) -> tuple[str, ...]:
    return tuple(lue.adresse.partition("!")[2] for lue in lues if type(lue.valeur) is type_)
