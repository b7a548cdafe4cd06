"""The small file that says which heading of the export is which of our columns."""

import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.raison import format_raison
from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.nomenclature import Stade
from cucs_xl.metier.rapprochement import plie_nom

#: A mapping is a page; a bigger file is another.
TAILLE_MAX = 100_000

HORS = "hors"
_STADES = tuple(stade.value for stade in Stade)


class Nature(NamedTuple):
    """What a kind of document is for us: a stage and its sign; no stage, it is left out."""

    stade: Stade | None
    moins: bool = False


class Correspondance(NamedTuple):
    """A mapping, checked; headings and natures are folded."""

    #: Headings that may name each of our fields, the preferred first.
    colonnes: Mapping[str, tuple[str, ...]]
    natures: Mapping[str, Nature]
    exercice: int | None
    stade: Stade | None
    comptes: tuple[str, ...]
    depense_au_credit: bool
    inverse: bool
    decimale: str
    date: str


def read_correspondance(path: Path | None = None) -> Correspondance:
    """Read a mapping over the one we ship; None gives ours.

    Raises:
        CucsError: the file cannot be read, or holds what we do not know: all of it is told.
    """
    defaut = tomllib.loads((files(__package__) / "correspondance.toml").read_text(encoding="utf-8"))
    if path is None:
        return _build(defaut)
    donnee = _read_toml(path)
    fautes = list(_check(donnee, defaut))
    if fautes:
        raise CucsError(f"« {path.name} » ne convient pas : {' ; '.join(fautes)}.")
    return _build({nom: {**section, **donnee.get(nom, {})} for nom, section in defaut.items()})


def _lieu(erreur: tomllib.TOMLDecodeError) -> str:
    """Say on which line reading stopped; the library's words are English."""
    ligne = re.search(r"at line (\d+)", str(erreur))
    return f" (ligne {ligne[1]})" if ligne else ""


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as flux:
            octets = flux.read(TAILLE_MAX + 1)
    except OSError as erreur:
        raise CucsError(
            f"« {path} » ne peut pas être lu ({format_raison(erreur)}) : vérifiez le chemin."
        ) from erreur
    if len(octets) > TAILLE_MAX:
        raise CucsError(f"« {path.name} » est trop gros pour un fichier de correspondance.")
    try:
        return tomllib.loads(octets.decode("utf-8-sig"))
    except UnicodeDecodeError as erreur:
        raise CucsError(
            f"« {path.name} » n'est pas en UTF-8 : enregistrez-le dans cet encodage."
        ) from erreur
    except tomllib.TOMLDecodeError as erreur:
        raise CucsError(
            f"« {path.name} » n'est pas un fichier TOML lisible{_lieu(erreur)} : comparez-le au modèle livré."
        ) from erreur


def _is_entetes(valeur: Any) -> bool:
    textes = valeur if isinstance(valeur, list) else [valeur]
    return all(isinstance(texte, str) for texte in textes)


def _is_annee(valeur: Any) -> bool:
    return type(valeur) is int and 1990 <= valeur <= 2099  # noqa: PLR2004 - as in `jour`


def _is_nature(valeur: Any) -> bool:
    return isinstance(valeur, str) and valeur.removeprefix("-") in {*_STADES, HORS}


#: What each entry of a section may hold, and how to say it.
_FORMES: Mapping[str, Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "constantes": {
        "exercice": (_is_annee, "une année, par exemple 2007"),
        "stade": (lambda v: v in _STADES, f"un stade : {', '.join(_STADES)}"),
    },
    "lecture": {
        "comptes": (lambda v: isinstance(v, list) and _is_entetes(v), "une liste de comptes"),
        "depense": (lambda v: v in {"débit", "crédit"}, "« débit » ou « crédit »"),
        "inverse": (lambda v: isinstance(v, bool), "true ou false"),
        "decimale": (lambda v: v in {"", ",", "."}, "« , », « . » ou rien"),
        "date": (lambda v: isinstance(v, str), "un format, par exemple %d/%m/%Y"),
    },
}


def _check(donnee: Mapping[str, Any], defaut: Mapping[str, Any]) -> list[str]:
    fautes = []
    for nom, section in donnee.items():
        if nom not in defaut:
            fautes.append(f"section « {nom} » inconnue (attendues : {format_liste(list(defaut))})")
            continue
        if not isinstance(section, dict):
            fautes.append(f"« {nom} » doit être une section, [{nom}]")
            continue
        for cle, valeur in section.items():
            faute = _check_entree(nom, cle, valeur, defaut)
            if faute:
                fautes.append(f"[{nom}] {cle} : {faute}")
    return fautes


def _check_entree(section: str, cle: str, valeur: Any, defaut: Mapping[str, Any]) -> str | None:
    if section == "natures":
        return None if _is_nature(valeur) else f"attendu {', '.join(_STADES)} ou {HORS}"
    if section == "colonnes":
        if cle not in defaut["colonnes"]:
            return f"donnée inconnue (attendues : {format_liste(list(defaut['colonnes']))})"
        return None if _is_entetes(valeur) else "attendu un en-tête, ou une liste d'en-têtes"
    if cle not in _FORMES[section]:
        return f"réglage inconnu (attendus : {format_liste(list(_FORMES[section]))})"
    convient, attendu = _FORMES[section][cle]
    return None if convient(valeur) else f"attendu {attendu}"


def _build(donnee: Mapping[str, Any]) -> Correspondance:
    lecture, constantes = donnee["lecture"], donnee["constantes"]
    stade = constantes.get("stade")
    return Correspondance(
        colonnes={
            champ: tuple(plie_nom(e) for e in ([entetes] if isinstance(entetes, str) else entetes))
            for champ, entetes in donnee["colonnes"].items()
        },
        natures={plie_nom(nom): _build_nature(valeur) for nom, valeur in donnee["natures"].items()},
        exercice=constantes.get("exercice"),
        stade=Stade(stade) if stade else None,
        comptes=tuple(compte.strip() for compte in lecture["comptes"]),
        depense_au_credit=lecture["depense"] == "crédit",
        inverse=lecture["inverse"],
        decimale=lecture["decimale"],
        date=lecture["date"],
    )


def _build_nature(valeur: str) -> Nature:
    stade = valeur.removeprefix("-")
    if stade == HORS:
        return Nature(None)
    return Nature(Stade(stade), moins=stade != valeur or stade == Stade.DEGAGEMENT)
