"""What was sent, spelled so that it travels inside the sheet and comes back with it.

The fingerprint is kept in the master: a sheet whose memory was changed, or that this
master never sent, is not believed about what it was sent with.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cucs_xl.metier import memoire as compression
from cucs_xl.metier.formulaire import MODELES, SOMMES
from cucs_xl.metier.formulaire.langage import Case, Envoi, Formulaire
from cucs_xl.metier.instantane import spell_valeur
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.schema import CODE

#: A sheet's memory is a few kilobytes; beyond, it is not ours.
_TAILLE_MAX = 4_000_000
#: Hexadecimal digits of a fingerprint.
_CHIFFRES = 16


class Ligne(NamedTuple):
    """A row as it was sent: the rows of the master it showed, its values as texts.

    `suggeres` are texts that it showed and that the master did not say.
    """

    cles: Mapping[str, str]
    textes: Mapping[str, str]
    nouvelle: bool
    facultative: bool
    suggeres: Mapping[str, str]


#: The rows sent, by block then by id.
Memoire = Mapping[str, Mapping[str, Ligne]]


def nom_contrat(contrat: Contrat) -> str:
    """Name a contract among others: the commune's INSEE code and its first year."""
    # A workbook gives a year as a float.
    parts = (contrat.parametre(nom) for nom in ("Code INSEE", "Premier exercice"))
    return "-".join(f"{p:.15g}" if isinstance(p, float) else str(p or "") for p in parts)


def build_memoire(formulaire: Formulaire) -> Memoire:
    """Spell what a sheet says when it leaves; a blank is absent."""
    cases: dict[str, Sequence[Case]] = {b.code: b.cases for b in formulaire.modele.blocs}
    cases[SOMMES] = [somme.question for somme in formulaire.modele.sommes]
    return {
        bloc: {
            rangee.id: Ligne(
                rangee.cles,
                _spell(cases[bloc], rangee.valeurs),
                rangee.nouvelle,
                rangee.facultative,
                _spell(cases[bloc], rangee.suggestions),
            )
            for rangee in rangees
        }
        for bloc, rangees in formulaire.rangees.items()
    }


def _spell(cases: Sequence[Case], valeurs: Mapping[str, Any]) -> dict[str, str]:
    return {
        case.code: texte
        for case in cases
        if (texte := spell_valeur(case.genre, valeurs.get(case.code)))
    }


def spell_memoire(envoi: Envoi, memoire: Memoire) -> str:
    """Give the canonical text of a sheet: identity and content, in the order of its rows."""
    contenu = {
        "envoi": _spell_envoi(envoi),
        "blocs": {
            bloc: {id_: [dict(li.cles), dict(li.textes), li.nouvelle, li.facultative, dict(li.suggeres)] for id_, li in lignes.items()}
            for bloc, lignes in memoire.items()
        },
    }  # fmt: skip
    return json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))


def build_empreinte(texte: str) -> str:
    """Sum a text up, in a few digits."""
    return hashlib.sha256(texte.encode()).hexdigest()[:_CHIFFRES]


def pack(texte: str) -> tuple[str, ...]:
    """Compress a text into pieces that fit cells."""
    return compression.pack(texte)


def unpack(morceaux: Sequence[str]) -> str | None:
    """Give a text back; None when it was damaged."""
    return compression.unpack(morceaux, _TAILLE_MAX)


def read_memoire(texte: str) -> tuple[Envoi, Memoire] | None:
    """Read a canonical text; None when it is not one of ours.

    Only a text whose fingerprint is known is worth reading: its parts are not checked again.
    """
    try:
        lu = json.loads(texte)
        envoi = read_envoi(lu["envoi"])
        blocs = {
            bloc: {id_: Ligne(*ligne) for id_, ligne in lignes.items()}
            for bloc, lignes in lu["blocs"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return None if envoi is None else (envoi, blocs)


def _spell_envoi(envoi: Envoi) -> dict[str, Any]:
    return {
        "modele": envoi.modele.value,
        "version": envoi.version,
        "contrat": envoi.contrat,
        "exercice": envoi.exercice,
        "destinataire": envoi.destinataire,
        "action": envoi.action,
        "envoye_le": envoi.envoye_le.isoformat() if envoi.envoye_le else None,
        "echeance": envoi.echeance.isoformat() if envoi.echeance else None,
    }


def read_envoi(champs: Mapping[str, Any]) -> Envoi | None:
    """Read an identity; None when its kind of sheet is unknown.

    Raises:
        KeyError: a part is missing.
        ValueError: a part cannot be read: a code that no table could hold, a date.
    """
    if champs["modele"] not in MODELES:
        return None
    return Envoi(
        ModeleRetour(champs["modele"]),
        int(champs["version"]),
        str(champs["contrat"]),
        int(champs["exercice"]),
        str(CODE.read(champs["destinataire"])),
        str(CODE.read(champs["action"])) if champs["action"] else None,
        date.fromisoformat(champs["envoye_le"]) if champs["envoye_le"] else None,
        date.fromisoformat(champs["echeance"]) if champs["echeance"] else None,
    )
