"""Rates: exact fractions inside, half-up figures for people."""

from fractions import Fraction


def round_demi(valeur: Fraction) -> int:
    """Round half away from zero, as Excel does.

    >>> round_demi(Fraction(5, 2)), round_demi(Fraction(-5, 2))
    (3, -3)
    """
    entier, reste = divmod(abs(valeur.numerator), valeur.denominator)
    entier += 2 * reste >= valeur.denominator
    return -entier if valeur < 0 else entier


def format_pourcent(taux: Fraction) -> str:
    """Spell a rate in percent with one decimal, rounded half up as Excel does.

    >>> format_pourcent(Fraction(9365, 10000))
    '93,7'
    """
    dixiemes = round_demi(abs(taux) * 1000)
    return f"{'-' if taux < 0 else ''}{dixiemes // 10},{dixiemes % 10}"
