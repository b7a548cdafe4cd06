"""The worker's answer, believed only in its shape: it met the bytes of strangers."""

import json
from datetime import date, datetime
from typing import Any

from cucs_xl.metier.formulaire import UNIQUE
from cucs_xl.metier.retour.depouille import CelluleLue, Cellules, Depouille, Refus
from cucs_xl.metier.schema import Cellule

_RAISON_MAX = 500
#: A whole number would be no cell's: the worker makes every number a float.
_SIMPLES = frozenset((str, float, bool, type(None)))
#: Stands for what JSON spells Infinity: calamine reads 1e999 so.
_DEMESURE = object()


def read_reponse(fichier: str, octets: bytes) -> Depouille | Refus:
    """Turn an answer into what the business reads.

    Raises:
        ValueError: the worker does not speak as it should.
    """
    try:
        lue = json.loads(octets, parse_constant=lambda _: _DEMESURE)
        if "refus" in lue:
            raison = " ".join(_read_texte(lue["refus"]).split())
            return Refus(fichier, raison[:_RAISON_MAX])
        cellules, doubles = _build_cellules(lue["reponses"], lue["defauts"])
        return Depouille(
            fichier=fichier,
            identite={cle: _read_texte(valeur) for cle, valeur in lue["identite"].items()},
            memoire=tuple(map(_read_texte, lue["memoire"])),
            cellules=cellules,
            doubles=frozenset(doubles),
            etrangeres=tuple(map(_read_texte, lue["etrangeres"])),
            egarees=tuple(map(_read_texte, lue["egarees"])),
        )
    except (LookupError, TypeError, AttributeError, RecursionError) as erreur:
        raise ValueError(str(erreur)) from erreur


def _build_cellules(reponses: Any, defauts: Any) -> tuple[Cellules, set[tuple[str, str]]]:
    """File the answers, and notice the rows marked twice and answered differently."""
    cellules: dict[str, dict[str, dict[str, CelluleLue]]] = {}
    doubles: set[tuple[str, str]] = set()
    for feuille, bloc, cases, lettres, rangees in reponses:
        _check_textes(feuille, bloc, *cases, *lettres)
        places = [f"{feuille}!{lettre}" for lettre in lettres]
        par_rangee = cellules.setdefault(bloc, {})
        for nom, numero, valeurs in rangees:
            _check_textes(nom)
            if numero.__class__ is not int:
                raise TypeError(type(numero).__name__)
            noms = cases or [nom] * len(lettres)
            lues = [
                CelluleLue(valeur, f"{place}{numero}")
                if valeur.__class__ in _SIMPLES and not defauts
                else _read_rare(valeur, f"{place}{numero}", defauts)
                for place, valeur in zip(places, valeurs, strict=True)
            ]
            cle = nom if cases else UNIQUE
            rangee = dict(zip(noms, lues, strict=True))
            if len(rangee) == len(lues) and cle not in par_rangee:
                par_rangee[cle] = rangee
                continue
            # Another question of the same row, or the same asked twice: the first one stays.
            premieres = par_rangee.setdefault(cle, {})
            for case, lue in zip(noms, lues, strict=True):
                premiere = premieres.setdefault(case, lue)
                if (premiere.valeur, premiere.defaut) != (lue.valeur, lue.defaut):
                    doubles.add((bloc, cle))
    return cellules, doubles


def _read_rare(valeur: Any, adresse: str, defauts: Any) -> CelluleLue:
    if adresse in defauts:
        return CelluleLue(None, adresse, _read_texte(defauts[adresse]))
    if valeur.__class__ in _SIMPLES:
        return CelluleLue(valeur, adresse)
    if valeur is _DEMESURE:
        return CelluleLue(None, adresse, "nombre démesuré : ressaisissez-le")
    return CelluleLue(_read_jour(*valeur), adresse)


def _check_textes(*valeurs: Any) -> None:
    for valeur in valeurs:
        _read_texte(valeur)


def _read_texte(valeur: Any) -> str:
    if not isinstance(valeur, str):
        raise TypeError(type(valeur).__name__)
    return valeur


def _read_jour(brut: Any) -> Cellule:
    texte = _read_texte(brut)
    return datetime.fromisoformat(texte) if "T" in texte else date.fromisoformat(texte)
