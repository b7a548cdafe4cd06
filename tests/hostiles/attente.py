"""What must become of a crafted file, and how it is judged."""

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from cucs_xl.metier.retour.depouille import Depouille, Refus
from cucs_xl.metier.schema import Cellule

Cle = tuple[str, str, str]


class Attente(Enum):
    """How the answers of a file compare with the untouched one's."""

    REFUS = "refusé"
    IDENTIQUE = "valeurs identiques"
    DEFAUT = "identiques, sauf des cellules dont le défaut est dit"
    DOUBLE = "identiques, et des lignes en double sont dites"
    CHANGE = "identiques, sauf une cellule qui porte la valeur attendue"
    LIBRE = "refusé, ou rien de faux sans qu'un défaut le dise"
    ABSENT = "les réponses qui restent sont identiques"


class Hostile(NamedTuple):
    """A crafted file: bytes, or what makes the path itself; `mot` is owed by the reason."""

    classe: str
    nom: str
    contenu: bytes | Callable[[Path], None]
    attente: Attente
    mot: str = ""
    valeur: Cellule = None


def values(depouille: Depouille) -> dict[Cle, tuple[Cellule, str]]:
    """Give every answer with its fault, wherever it stands."""
    return {
        (bloc, rangee, case): (lue.valeur, lue.defaut)
        for bloc, rangees in depouille.cellules.items()
        for rangee, cases in rangees.items()
        for case, lue in cases.items()
    }


def judge(hostile: Hostile, lu: Depouille | Refus, saine: Depouille) -> str:
    """Say what is wrong with what was read of a crafted file; nothing when it is right."""
    if isinstance(lu, Refus):
        if hostile.attente not in (Attente.REFUS, Attente.LIBRE):
            return f"refusé à tort : {lu.raison}"
        return _judge_raison(hostile, lu.raison)
    if hostile.attente is Attente.REFUS:
        return "lu à tort"
    return _judge_valeurs(hostile, lu, values(lu), values(saine))


def _judge_raison(hostile: Hostile, raison: str) -> str:
    if len(raison.splitlines()) != 1 or not raison.endswith(".") or not raison[0].islower():
        return f"raison mal dite : {raison!r}"
    return "" if hostile.mot in raison else f"« {hostile.mot} » manque dans : {raison}"


def _judge_valeurs(
    hostile: Hostile,
    lu: Depouille,
    lues: Mapping[Cle, tuple[Cellule, str]],
    saines: Mapping[Cle, tuple[Cellule, str]],
) -> str:
    autres = {cle: lue for cle, lue in lues.items() if saines.get(cle) != lue}
    absentes = saines.keys() - lues.keys()
    muettes = {cle: lue for cle, lue in autres.items() if not lue[1]}
    defauts = "".join(defaut for _, defaut in autres.values())
    attente = hostile.attente
    juste = not absentes or attente in (Attente.ABSENT, Attente.LIBRE)
    juste &= bool(lu.doubles) == (attente is Attente.DOUBLE)
    if attente is Attente.DEFAUT:
        juste &= bool(autres) and not muettes and hostile.mot in defauts
    elif attente is Attente.CHANGE:
        juste &= [lue[0] for lue in autres.values()] == [hostile.valeur]
    elif attente in (Attente.LIBRE, Attente.ABSENT):
        juste &= not muettes
    else:
        juste &= not autres
    return "" if juste else f"autres {autres}, absentes {absentes}, doubles {set(lu.doubles)}"
