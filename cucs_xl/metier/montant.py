"""Money: integer cents inside, one door in, one way out.

A cell reaches us as Excel stores it (a binary float) or as somebody typed it (text, in
any French spelling). Both enter through `euros`, exact or refused: an amount that could
be read two ways is never guessed.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ulp
from typing import TypeAlias

Centimes: TypeAlias = int

ESPACE_FINE = "\u202f"
INSECABLE = "\u00a0"

#: Above this a float no longer tells one cent from the next with room to spare.
PLAFOND: Centimes = 10**14
#: Binary noise that a sum of floats leaves, in cents (1e-6 €).
BRUIT = 1e-4

_ESPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_DEVISE = re.compile(r"(?:€|EUR|euros?)$", re.IGNORECASE)
_MILLIERS = re.compile(r"(?<![a-z])(k|m)$", re.IGNORECASE)
# Groups of three share one separator; the decimal sign is another character.
_GROUPES = re.compile(r"\d{1,3}(?:(?P<sep>[ .,'])\d{3})(?:(?P=sep)\d{3})*")
_SIMPLE = re.compile(r"\d+")
#: No amount is longer to write; a pasted page is not one.
_LONGUEUR = 40


def euros(valeur: str | float | Decimal) -> Centimes:
    """Read an amount as an agent types it or as Excel stores it.

    Unit: euros in, integer cents out. Only binary noise (under 1e-6 €) is dropped;
    a finer amount is refused, never rounded in silence. A text that can be read two
    ways (« 1.234 »: a thousand, or one euro and a bit?) is refused too.

    Raises:
        ValueError: not an amount, ambiguous, or finer than a cent; the message is
            French and says what to type.

    >>> euros("1 234,56 €"), euros("1.234,56"), euros("1234.5"), euros("(12,00)")
    (123456, 123456, 123450, -1200)
    >>> euros("12 k€"), euros(0.1 + 0.2), euros("442 000")
    (1200000, 30, 44200000)
    """
    if isinstance(valeur, bool):
        raise ValueError("VRAI ou FAUX n'est pas un montant : saisissez un nombre")
    if isinstance(valeur, float):
        return _read_binaire(valeur)
    if isinstance(valeur, str):
        exact = _read_texte(valeur)
    elif _is_plausible(valeur):
        exact = Fraction(valeur)
    else:
        raise ValueError(f"« {valeur} » n'est pas un montant plausible : vérifiez la saisie")
    centimes = exact * 100
    if abs(centimes) >= PLAFOND:
        raise ValueError(f"« {valeur} » n'est pas un montant plausible : vérifiez la saisie")
    if centimes.denominator != 1:
        raise ValueError(f"« {valeur} » est plus fin que le centime : arrondissez à deux décimales")
    return int(centimes)


def _is_plausible(valeur: object) -> bool:
    """Tell a number from the rest: a cell may hold a date, whatever annotations hope."""
    if not isinstance(valeur, int | Decimal):
        return False
    decimal = Decimal(valeur)
    return decimal.is_finite() and abs(decimal) < PLAFOND


def _read_binaire(valeur: float) -> Centimes:
    centimes = valeur * 100
    if not abs(centimes) < PLAFOND:  # also refuses nan
        raise ValueError(f"« {valeur} » n'est pas un montant plausible : vérifiez la saisie")
    entier = round(centimes)
    # A float holds few enough digits that large amounts are off by an ulp or two.
    if abs(centimes - entier) > max(BRUIT, 2 * ulp(centimes)):
        raise ValueError(f"« {valeur} » est plus fin que le centime : arrondissez à deux décimales")
    return entier


def _read_texte(texte: str) -> Fraction:
    """Give exactly what the text spells, in euros."""
    refus = ValueError(f"« {texte} » n'est pas un montant lisible : saisissez par exemple 1234,56")
    reste = _ESPACES.sub(" ", texte).strip()
    if reste.startswith("("):  # « (12,00 €) » or « (12,00) € », as accountants print
        reste = _DEVISE.sub("", reste).strip()
    negatif = reste.startswith("(") and reste.endswith(")")
    if negatif:
        reste = reste[1:-1].strip()
    reste = _DEVISE.sub("", reste).strip()
    facteur = 1
    if unite := _MILLIERS.search(reste):
        facteur = 1000 if unite[1] in "kK" else 1_000_000
        reste = reste[: unite.start()].strip()
    if reste[:1] in {"-", "\u2212", "+"}:
        if negatif:
            raise refus
        negatif = reste[0] != "+"
        reste = reste[1:].strip()
    nombre = _read_chiffres(reste)
    if nombre is None:
        raise refus
    return (-nombre if negatif else nombre) * facteur


def _read_chiffres(texte: str) -> Fraction | None:
    """Read digits with thousands groups and a decimal sign; None when unsure."""
    if len(texte) > _LONGUEUR:
        return None
    entier, signe, decimales = texte, "", ""
    coupe = max(texte.rfind(","), texte.rfind("."))
    if coupe >= 0 and texte.count(texte[coupe]) == 1:
        entier, signe, decimales = texte[:coupe], texte[coupe], texte[coupe + 1 :]
        if not decimales.isdecimal() or not decimales.isascii():
            return None
    groupes = _GROUPES.fullmatch(entier)
    if groupes and groupes["sep"] == signe:
        return None
    if not groupes and not (_SIMPLE.fullmatch(entier) and entier.isascii()):
        return None
    # « 1.234 » or « 1,234 »: thousands for one reader, decimals for another.
    if signe and not groupes and len(decimales) == 3 and len(entier) <= 3 and entier != "0":  # noqa: PLR2004 - a group has three digits
        return None
    chiffres = re.sub(r"\D", "", entier)
    return Fraction(f"{chiffres}.{decimales or '0'}")


def format_euros(centimes: Centimes | None, *, vide: str = "à définir") -> str:
    """Spell an amount in French; an unknown one is named, never shown as zero.

    Typography: narrow no-break space between thousands, no-break space before the unit;
    cents are printed only when there are some.

    >>> format_euros(56300000).replace(ESPACE_FINE, " ").replace(INSECABLE, " ")
    '563 000 €'
    >>> format_euros(-150).replace(INSECABLE, " "), format_euros(None)
    ('-1,50 €', 'à définir')
    """
    if centimes is None:
        return vide
    unites, reste = divmod(abs(centimes), 100)
    texte = f"{unites:,}".replace(",", ESPACE_FINE) + (f",{reste:02d}" if reste else "")
    return f"{'-' if centimes < 0 else ''}{texte}{INSECABLE}€"


def decimal_euros(centimes: Centimes) -> str:
    """Spell an amount for machines: point, two decimals, no space (CSV, JSON).

    >>> decimal_euros(-5), decimal_euros(44200000)
    ('-0.05', '442000.00')
    """
    unites, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{unites}.{reste:02d}"


def split_montant(montant: Centimes, parts: Sequence[int]) -> list[Centimes]:
    """Split an amount over weights by the largest remainder: no cent lost or made.

    Equal remainders go to the first weights, so that the result never depends on
    anything but the arguments. A negative amount is split like its opposite.

    Raises:
        ValueError: a negative weight, or nothing to split over.

    >>> split_montant(10001, [50, 50]), split_montant(10000, [1, 1, 1])
    ([5001, 5000], [3334, 3333, 3333])
    """
    total = sum(parts)
    if total <= 0 or min(parts) < 0:
        raise ValueError("une répartition demande des parts positives, dont une non nulle")
    signe = -1 if montant < 0 else 1
    justes = [Fraction(abs(montant) * part, total) for part in parts]
    entiers = [int(juste) for juste in justes]
    restes = sorted(range(len(parts)), key=lambda i: (entiers[i] - justes[i], i))
    for i in restes[: abs(montant) - sum(entiers)]:
        entiers[i] += 1
    return [signe * entier for entier in entiers]
