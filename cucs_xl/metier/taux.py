"""Rates: exact fractions inside, half-up percents for people."""

from fractions import Fraction


def format_pourcent(taux: Fraction) -> str:
    """Spell a rate in percent with one decimal, rounded half up as Excel does.

    >>> format_pourcent(Fraction(9365, 10000))
    '93,7'
    """
    dixiemes, reste = divmod(abs(taux.numerator) * 1000, taux.denominator)
    dixiemes += 2 * reste >= taux.denominator
    return f"{'-' if taux < 0 else ''}{dixiemes // 10},{dixiemes % 10}"
