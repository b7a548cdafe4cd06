"""Formulas of partners' sheets: written once, spelled for spreadsheets, computed here.

A sheet leaves with the values of its formulas, since Protected View, previews and phones
compute nothing. Computing them here rather than by a spreadsheet engine is what makes
a campaign's sheets cheap; tests compare with two engines.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from xlsxwriter.utility import xl_rowcol_to_cell


class Ref(NamedTuple):
    """A cell, from 0."""

    feuille: str
    ligne: int
    colonne: int


class Plage(NamedTuple):
    """A rectangle of cells, bounds included."""

    feuille: str
    haut: int
    gauche: int
    bas: int
    droite: int

    def refs(self) -> tuple[Ref, ...]:
        """Give its cells, row by row."""
        return _list_refs(self)


@lru_cache(maxsize=512)  # a mould is filled again and again
def _list_refs(plage: Plage) -> tuple[Ref, ...]:
    return tuple(
        Ref(plage.feuille, ligne, colonne)
        for ligne in range(plage.haut, plage.bas + 1)
        for colonne in range(plage.gauche, plage.droite + 1)
    )


class Appel(NamedTuple):
    """A function over its arguments."""

    nom: str
    args: tuple[Any, ...]


class Operation(NamedTuple):
    """Two operands around a sign."""

    signe: str
    gauche: Any
    droite: Any


#: What a formula is made of.
Expression: TypeAlias = Ref | Plage | Appel | Operation | str | float
#: What a cell holds: text, number, truth, or nothing.
Valeur: TypeAlias = str | float | bool | None
Lire: TypeAlias = Callable[[Ref], Valeur]


def call(nom: str, *args: Expression) -> Appel:
    """Build a call."""
    return Appel(nom, args)


def op(gauche: Expression, signe: str, droite: Expression) -> Operation:
    """Build an operation."""
    return Operation(signe, gauche, droite)


def format_formule(expression: Expression, feuille: str) -> str:
    """Spell an expression as a formula of a sheet, without its equal sign."""
    if isinstance(expression, Ref):
        return _prefix(expression.feuille, feuille) + _spell(expression.ligne, expression.colonne)
    if isinstance(expression, Appel):
        args = ",".join([format_formule(arg, feuille) for arg in expression.args])
        return f"{expression.nom}({args})"
    if isinstance(expression, Operation):
        gauche, droite = (
            f"({format_formule(cote, feuille)})"
            if isinstance(cote, Operation)
            else format_formule(cote, feuille)
            for cote in (expression.gauche, expression.droite)
        )
        return f"{gauche}{expression.signe}{droite}"
    if isinstance(expression, Plage):
        debut = _spell(expression.haut, expression.gauche)
        fin = _spell(expression.bas, expression.droite)
        return f"{_prefix(expression.feuille, feuille)}{debut}:{fin}"
    if isinstance(expression, str):
        return '"' + expression.replace('"', '""') + '"'
    return str(expression).upper() if isinstance(expression, bool) else f"{expression:.15g}"


@lru_cache(maxsize=4096)
def _spell(ligne: int, colonne: int) -> str:
    adresse: str = xl_rowcol_to_cell(ligne, colonne, row_abs=True, col_abs=True)
    return adresse


def _prefix(visee: str, feuille: str) -> str:
    if visee == feuille:
        return ""
    return f"{visee}!" if re.fullmatch(r"[A-Za-z_]+", visee) else f"'{visee}'!"


def calculate(expression: Expression, lire: Lire) -> Any:
    """Compute an expression as a spreadsheet does."""
    # By class, not by pattern: matching costs as much as computing (measured).
    if isinstance(expression, Ref):
        return lire(expression)
    if isinstance(expression, Appel):
        return _compute_appel(expression, lire)
    if isinstance(expression, Operation):
        operation = _OPERATIONS[expression.signe]
        return operation(calculate(expression.gauche, lire), calculate(expression.droite, lire))
    if isinstance(expression, Plage):
        return [lire(ref) for ref in expression.refs()]
    return expression


def _compute_appel(appel: Appel, lire: Lire) -> Any:
    nom, args = appel
    match nom:
        case "IF":
            test, oui, non = args
            return calculate(oui if calculate(test, lire) else non, lire)
        case "AND":
            return all(calculate(arg, lire) for arg in args)
        case "OR":
            return any(calculate(arg, lire) for arg in args)
    return _FONCTIONS[nom](*[calculate(arg, lire) for arg in args])


def _nombre(valeur: Valeur) -> float:
    """Take a blank for zero, as operators do; a text is a fault of ours."""
    assert not isinstance(valeur, str), valeur
    return float(valeur or 0)


def _texte(valeur: Valeur) -> str:
    if isinstance(valeur, float):
        return f"{valeur:.15g}"
    return "" if valeur is None else str(valeur)


def _same(gauche: Valeur, droite: Valeur) -> bool:
    if gauche is None or droite is None:
        return gauche in (None, "", 0, False) and droite in (None, "", 0, False)
    if isinstance(gauche, str) and isinstance(droite, str):
        return gauche.casefold() == droite.casefold()
    return isinstance(gauche, str) == isinstance(droite, str) and gauche == droite


_OPERATIONS: Mapping[str, Callable[[Any, Any], Valeur]] = {
    "=": _same,
    "<>": lambda a, b: not _same(a, b),
    "<": lambda a, b: _nombre(a) < _nombre(b),
    ">": lambda a, b: _nombre(a) > _nombre(b),
    "+": lambda a, b: _nombre(a) + _nombre(b),
    "-": lambda a, b: _nombre(a) - _nombre(b),
    "*": lambda a, b: _nombre(a) * _nombre(b),
    "/": lambda a, b: _nombre(a) / _nombre(b),
    "&": lambda a, b: _texte(a) + _texte(b),
}


def _flat(args: tuple[Any, ...]) -> Iterator[Valeur]:
    for arg in args:
        if isinstance(arg, list):
            yield from arg
        else:
            yield arg


def _numbers(args: tuple[Any, ...]) -> list[float]:
    return [v for v in _flat(args) if isinstance(v, int | float) and not isinstance(v, bool)]


def _match(cherche: Valeur, parmi: list[Valeur], _exact: int) -> int | None:
    """Give a place from 1; None stands for #N/A."""
    rangs = (i for i, v in enumerate(parmi, 1) if v is not None and _same(cherche, v))
    return next(rangs, None)


_FONCTIONS: Mapping[str, Callable[..., Any]] = {
    "NOT": lambda v: not v,
    "SUM": lambda *args: sum(_numbers(args)),
    "COUNT": lambda *args: len(_numbers(args)),
    "COUNTA": lambda *args: sum(v is not None for v in _flat(args)),
    "COUNTBLANK": lambda plage: sum(v in (None, "") for v in plage),
    "MIN": lambda *args: min(_numbers(args), default=0),
    # Of sums of cents and of shares: never on a half.
    "ROUND": lambda v, n: round(_nombre(v), n),
    "INT": lambda v: int(_nombre(v) // 1),
    "N": lambda v: 0 if isinstance(v, str) else _nombre(v),
    "LEN": lambda v: len(_texte(v)),
    "TRIM": lambda v: " ".join(filter(None, _texte(v).split(" "))),
    "ISNUMBER": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "ISTEXT": lambda v: isinstance(v, str),
    "INDEX": lambda plage, rang: None if rang is None else plage[int(rang) - 1],
    "MATCH": _match,
    "IFERROR": lambda v, sinon: sinon if v is None else v,
}
