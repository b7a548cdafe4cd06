"""The declarations: one TOML file per family, one entry per requirement or control."""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

DOSSIER = Path(__file__).parent
#: In the order of the page.
FAMILLES = ("financement", "suivi", "gouvernance", "controles")


class Etat(StrEnum):
    """How far a requirement is answered; short of all, the page says what is missing."""

    REPONDU = "répondu"
    EN_PARTIE = "en partie"
    A_VENIR = "à venir"


class Exigence(NamedTuple):
    """A requirement in our words, the contract's, and what answers it, by kind.

    `colonnes` maps tables to headings; `syntheses` are codes of synthesis tables and
    `feuilles` the sheets of the annual synthesis that are drawn, not declared.
    """

    code: str
    enonce: str
    etat: Etat
    source: str = ""
    citations: tuple[str, ...] = ()
    manque: str = ""
    note: str = ""
    colonnes: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - read from TOML, never changed
    parametres: tuple[str, ...] = ()
    syntheses: tuple[str, ...] = ()
    feuilles: tuple[str, ...] = ()
    regles: tuple[str, ...] = ()
    commandes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


class Famille(NamedTuple):
    """A section of the page."""

    titre: str
    presentation: str
    exigences: tuple[Exigence, ...]


def read_familles() -> tuple[Famille, ...]:
    """Read every declaration, in the order of the page."""
    return tuple(_read_famille(DOSSIER / f"{nom}.toml") for nom in FAMILLES)


def read_exigences() -> tuple[Exigence, ...]:
    """List every requirement, in the order of the page."""
    return tuple(exigence for famille in read_familles() for exigence in famille.exigences)


def _read_famille(path: Path) -> Famille:
    contenu = tomllib.loads(path.read_text(encoding="utf-8"))
    return Famille(
        contenu["titre"],
        contenu["presentation"],
        tuple(_build_exigence(entree) for entree in contenu["exigence"]),
    )


def _build_exigence(entree: dict[str, Any]) -> Exigence:
    champs = {nom: _freeze(valeur) for nom, valeur in entree.items()}
    return Exigence(**{**champs, "etat": Etat(champs["etat"])})


def _freeze(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: tuple(entetes) for cle, entetes in valeur.items()}
    return tuple(valeur) if isinstance(valeur, list) else valeur
