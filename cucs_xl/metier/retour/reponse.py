"""An answer: what was sent, what came back, and whether these are the same thing."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from cucs_xl.metier.schema import Cellule, Genre, Sorte

#: Half of what a cell holds: a character may count twice, and the journal adds its own.
CARACTERES_MAX = 15_000
_INVISIBLES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Inconnu:
    """What was sent, when nothing sure says it."""

    def __repr__(self) -> str:
        return "INCONNU"


INCONNU = Inconnu()


class Reponse(NamedTuple):
    """A readable answer, and what the sheet said when it left."""

    valeur: Any
    envoyee: Any
    adresse: str


def read_reponse(genre: Genre, valeur: Cellule) -> Any:
    """Type an answer; a blank is unknown. A list of codes may show « code – label ».

    Raises:
        ValueError: it cannot be read, or no cell of the master could hold it; the message
            is French and says what to type.
    """
    if isinstance(valeur, str):
        if len(valeur) > CARACTERES_MAX:
            raise ValueError(
                f"le texte fait {len(valeur)} caractères : raccourcissez-le à {CARACTERES_MAX}, et joignez le reste à part"
            )
        if _INVISIBLES.search(valeur):
            raise ValueError(
                "le texte contient un caractère invisible que les tableurs n'enregistrent pas : ressaisissez-le"
            )
        valeur = valeur.replace("\r\n", "\n").replace("\r", "\n").strip()
        if genre.sorte is Sorte.REFERENCE:
            valeur = valeur.partition(" – ")[0].strip()
    if valeur is None or valeur == "":
        return None
    return genre.read(valeur)


def format_brut(valeur: Cellule) -> str:
    """Spell a raw cell for people."""
    if valeur is None:
        return ""
    if isinstance(valeur, float):
        return f"{valeur:.15g}".replace(".", ",")
    return f"{valeur:%d/%m/%Y}" if hasattr(valeur, "year") else str(valeur)


def read_texte(genre: Genre, texte: str | None) -> Any:
    """Read back what `spell_valeur` spelled."""
    return genre.read(texte) if texte else None


def unify(envoyee: Any, valeur: Any) -> Any:
    """Give what was sent rather than the same thing spelled otherwise by a spreadsheet.

    Line ends, spaces at the ends of lines, the last bits of a number are nobody's answer.
    """
    if isinstance(envoyee, str) and isinstance(valeur, str):
        return envoyee if _lignes(envoyee) == _lignes(valeur) else valeur
    if isinstance(envoyee, float) and isinstance(valeur, float):
        return envoyee if abs(envoyee - valeur) <= abs(envoyee) * 1e-12 else valeur
    return valeur


def _lignes(texte: str) -> Sequence[str]:
    return [ligne.rstrip() for ligne in texte.strip().splitlines()]


def changed(reponse: Reponse) -> bool:
    """Tell whether the partner says something that the sheet did not.

    When what was sent is unknown, whatever is filled may be new.
    """
    if reponse.envoyee is INCONNU:
        return reponse.valeur is not None
    return bool(reponse.valeur != reponse.envoyee)
