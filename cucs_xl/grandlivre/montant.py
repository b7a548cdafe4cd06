"""Amounts as finance softwares print them, before the only door of money."""

import re

from cucs_xl.metier.montant import Centimes, euros


def read_montant(texte: str, decimale: str = "") -> Centimes:
    """Read an amount; a minus may follow it, and a known decimal sign lifts the doubt.

    Raises:
        ValueError: as `euros`.

    >>> read_montant("1.234", ","), read_montant("1,234", "."), read_montant("12,50-")
    (123400, 123400, -1250)
    """
    nu = texte.strip()
    if nu.endswith("-") and not nu.startswith(("-", "(")):
        nu = f"-{nu[:-1].strip()}"
    if decimale:
        milliers = "." if decimale == "," else ","
        groupes = rf"[-+]?\d{{1,3}}(?:{re.escape(milliers)}\d{{3}})+(?:{re.escape(decimale)}\d+)?"
        if re.fullmatch(groupes, nu):
            nu = nu.replace(milliers, "")
    return euros(nu)
