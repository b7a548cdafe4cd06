"""A new action: the line that opens its file, under the next free code of its theme."""

import re

from cucs_xl.metier.modele import Action, Contrat
from cucs_xl.metier.nomenclature import StatutAction
from cucs_xl.metier.schema import cle_pliee

#: « 07-EMP-01 » at least; longer where the list already is.
CHIFFRES = 2


def choose_theme(contrat: Contrat, exercice: int) -> str | None:
    """Give the theme of the last action of the year, else the first theme; None: there is none."""
    suivis = [a.theme for a in contrat.actions if a.exercice == exercice and a.theme]
    return suivis[-1] if suivis else next((t.code for t in contrat.themes if t.code), None)


def propose_code(contrat: Contrat, exercice: int, theme: str) -> str:
    """Give the next free code of a theme for an action born in a year: « 07-EMP-07 ».

    Codes are compared as people read them; a hole in the list is not filled again, for an
    action removed from the sheet may still be in a convention.
    """
    prefixe = f"{exercice % 100:02d}-{theme}-"
    pris = [
        suite[1]
        for action in contrat.actions
        if action.code
        and (
            suite := re.fullmatch(re.escape(cle_pliee(prefixe)) + r"(\d+)", cle_pliee(action.code))
        )
    ]
    numero = max(map(int, pris), default=0) + 1
    return f"{prefixe}{numero:0{max(map(len, pris), default=CHIFFRES)}d}"


def build_action(contrat: Contrat, exercice: int, theme: str) -> Action:
    """Build the line of an action just received; its holder fills the rest."""
    return Action(
        code=propose_code(contrat, exercice, theme),
        exercice=exercice,
        theme=theme,
        statut=StatutAction.DEPOSEE,
    )
