from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.montant import (
    ESPACE_FINE,
    INSECABLE,
    PLAFOND,
    decimal_euros,
    euros,
    format_euros,
    split_montant,
)

CENTIMES = st.integers(1 - PLAFOND, PLAFOND - 1)


@pytest.mark.parametrize(
    ("saisie", "centimes"),
    [
        ("1 234,56", 123456),
        (f"1{INSECABLE}234,56", 123456),
        (f"1{ESPACE_FINE}234,56", 123456),
        ("1\u2009234,56", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1'234,56", 123456),
        ("1234,56", 123456),
        ("1234.5", 123450),
        ("1,50", 150),
        ("1234,50", 123450),
        ("1 234,50", 123450),
        ("100 000,00 €", 10_000_000),
        (f"100{ESPACE_FINE}000{INSECABLE}€", 10_000_000),
        ("442 000 euros", 44_200_000),
        ("442000 EUR", 44_200_000),
        ("12 k€", 1_200_000),
        ("12,5 K€", 1_250_000),
        ("36,2 M€", 3_620_000_000),
        ("(12,00)", -1200),
        ("(1 234,50 €)", -123450),
        ("(12,00) €", -1200),
        ("-12,00", -1200),
        ("- 12", -1200),
        ("\u221212,00", -1200),
        ("+12", 1200),
        ("0,500", 50),
        ("0", 0),
        ("1.234.567", 123_456_700),
        ("  7  ", 700),
    ],
)
def test_every_french_spelling_is_read_exactly(saisie: str, centimes: int) -> None:
    """DOMAIN §4.3: what real returns hold."""
    assert euros(saisie) == centimes


@pytest.mark.parametrize(
    "saisie",
    [
        "",
        " ",
        "€",
        "néant",
        "X",
        "12 à 15",
        "1.234",
        "1,234",
        "12.345",
        "12 34",
        "1234 567",
        "1,2,3",
        "1.2.3",
        "--5",
        "-(5)",
        "(-5)",
        "5-",
        "(12",
        "12)",
        "1,٥",
        "123.456",
        "1 234.567,8.9",
        "1e3",
        "0x10",
        "nan",
        "inf",
        "1_000",
        "١٢",
        "²",
        "9" * 5000,
    ],
)
def test_what_can_be_read_two_ways_or_none_is_refused(saisie: str) -> None:
    """Never guessed: refused in French, with what to type."""
    with pytest.raises(ValueError, match=r" : saisissez par exemple 1234,56$"):
        euros(saisie)


@pytest.mark.parametrize(
    "valeur",
    ["0,001", "1 234,567", 0.001, 1.005, Decimal("0.001"), "1,000000000000000000000000000001"],
)
def test_finer_than_a_cent_is_refused(valeur: str | float | Decimal) -> None:
    """Rounding in silence would lose a cent somewhere."""
    with pytest.raises(ValueError, match="plus fin que le centime"):
        euros(valeur)


@pytest.mark.parametrize(
    "valeur",
    [float("nan"), float("inf"), 1e12, -1e12, 10**400, "1 000 000 000 000", Decimal("nan")],
)
def test_implausible_amounts_are_refused(valeur: str | float | Decimal) -> None:
    """A cent must stay a cent: the float door closes at a million millions."""
    with pytest.raises(ValueError, match="n'est pas un montant plausible"):
        euros(valeur)


def test_truth_values_are_not_money() -> None:
    """Excel's VRAI is Python's 1."""
    with pytest.raises(ValueError, match="VRAI ou FAUX"):
        euros(True)


@given(CENTIMES)
def test_a_float_that_excel_stores_gives_its_cents_back(centimes: int) -> None:
    """What we write as a number is read again identically."""
    assert euros(centimes / 100) == centimes
    assert euros(Decimal(centimes) / 100) == centimes


@given(st.lists(st.integers(-(10**6), 10**6), max_size=50))
def test_binary_noise_of_a_sum_is_dropped(centimes: list[int]) -> None:
    """Excel adds floats; the noise is under 1e-6 €."""
    assert euros(sum(c / 100 for c in centimes) + 0.0) == sum(centimes)


@given(CENTIMES)
def test_what_is_printed_can_be_typed_again(centimes: int) -> None:
    """Formatting is the inverse of reading, for people and for machines."""
    assert euros(format_euros(centimes)) == centimes
    assert euros(decimal_euros(centimes)) == centimes


def test_unknown_is_named_never_zero() -> None:
    """Unknown and nothing are not the same word."""
    assert format_euros(None) == "à définir"
    assert format_euros(None, vide="") == ""
    assert format_euros(0) == f"0{INSECABLE}€"


@given(CENTIMES, st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_no_cent_is_lost_by_a_split(montant: int, parts: list[int]) -> None:
    """Shares add up, are within a cent of exact, and no weight means no money."""
    repartis = split_montant(montant, parts)

    assert sum(repartis) == montant
    for reparti, part in zip(repartis, parts, strict=True):
        assert abs(reparti * sum(parts) - montant * part) < sum(parts)
        assert part or not reparti


@given(CENTIMES, st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_a_negative_amount_is_split_like_its_opposite(montant: int, parts: list[int]) -> None:
    """A cancellation undoes its movement share by share."""
    assert split_montant(-montant, parts) == [-part for part in split_montant(montant, parts)]


@pytest.mark.parametrize("parts", [[], [0, 0], [50, -50, 100]])
def test_a_split_needs_positive_weights(parts: list[int]) -> None:
    """Nothing to split over is an error of ours, not a silent zero."""
    with pytest.raises(ValueError, match="parts positives"):
        split_montant(100, parts)
