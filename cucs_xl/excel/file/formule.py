"""Which cells of a computed column no longer hold the formula of their column.

The table part tells the formula, but LibreOffice forgets it there and may turn
`[[#This Row],[Code]]` into `$B6`, different on each row: references are then compared
by distance, and a column without a clear majority is not judged.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from cucs_xl.excel.file.sheet import Formule

_JETON = re.compile(
    r"""("[^"]*"|'[^']*'|\[[^\[\]]*\])"""
    r"""|(?<![\w.])(\$?[A-Z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(])""",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?<![\w.])\$?[A-Z]{1,3}[1-9]\d{0,6}(?![\w.(])", re.IGNORECASE)


def format_relative(formule: str, ligne: int) -> str:
    """Spell a formula so that it reads the same on each row of its column.

    >>> format_relative("SUM($B6,B$6)*2", 6) == format_relative("SUM($B7,B$6) * 2", 7)
    True
    >>> format_relative('"B6"&B6', 6) == format_relative('"B7"&B7', 7)
    False
    """

    def render(jeton: re.Match[str]) -> str:
        if jeton[1] or jeton[3]:
            return jeton[0]
        return f"{jeton[2]}[{int(jeton[4]) - ligne}]"

    texte = _JETON.sub(render, formule.removeprefix("="))
    return re.sub(r"\s+", "", texte).casefold()


def check_colonne(
    formules: Mapping[int, Formule | None], attendue: str | None, lignes: range
) -> Iterator[int]:
    """Give the rows whose cell was pasted over, cleared, or holds another formula."""
    textes = {
        ligne: formule.texte
        for ligne in lignes
        if (formule := formules.get(ligne)) is not None and formule.texte is not None
    }
    communes: dict[str, str] = {}
    formes: dict[int, str] = {}
    for ligne, texte in textes.items():
        if texte not in communes and not _REFERENCE.search(texte):
            communes[texte] = format_relative(texte, ligne)
        formes[ligne] = communes.get(texte) or format_relative(texte, ligne)
    forme = _reference(Counter(formes.values()), attendue and format_relative(attendue, 0))
    texte_commun = _reference(Counter(textes.values()), attendue)
    for ligne in lignes:
        if formules.get(ligne) is None or (
            ligne in textes
            and (forme or texte_commun)
            and formes[ligne] != forme
            and textes[ligne] != texte_commun
        ):
            yield ligne


def read_modele(formules: Mapping[int, Formule | None]) -> int | None:
    """Choose the row whose formula new rows should copy: the last of the majority."""
    formes = {
        ligne: format_relative(formule.texte, ligne)
        for ligne, formule in formules.items()
        if formule is not None and formule.texte is not None and not formule.groupee
    }
    if not formes:
        return None
    [(forme, _)] = Counter(formes.values()).most_common(1)
    return max(ligne for ligne in formes if formes[ligne] == forme)


def _reference(comptes: Counter[str], attendue: str | None) -> str | None:
    """Choose the declared formula if some cell holds it, else that of a clear majority."""
    if attendue in comptes:
        return attendue
    if not comptes:
        return None
    [(forme, nombre)] = comptes.most_common(1)
    return forme if nombre > 1 and nombre * 2 > comptes.total() else None
