from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.jour import DERNIER, PREMIER, format_jour, jour, serie

JOURS = st.dates(PREMIER, DERNIER)


@pytest.mark.parametrize(
    "saisie",
    [
        "01/03/2008",
        "1/3/2008",
        "01.03.2008",
        "01-03-2008",
        "2008-03-01",
        "1er mars 2008",
        "1 MARS 2008",
        "samedi 1er mars 2008",
        "Commission Permanente du 1er mars 2008",
        "2008-03-01T10:30:00",
        "notifié le 01/03/2008 (soit le 1er mars 2008)",
        39508,
        39508.75,
        date(2008, 3, 1),
        datetime(2008, 3, 1, 23, 59),  # noqa: DTZ001 - Excel knows no zone
    ],
)
def test_every_spelling_of_a_day(saisie: str | float | date) -> None:
    """DOMAIN §4.3: text, serials, ISO, words around."""
    assert jour(saisie) == date(2008, 3, 1)


@pytest.mark.parametrize(
    ("saisie", "mois"), [("3 août 2007", 8), ("3 aout 2007", 8), ("3 Décembre 2007", 12)]
)
def test_months_with_or_without_accents(saisie: str, mois: int) -> None:
    """Capital letters and old files lose accents."""
    assert jour(saisie) == date(2007, mois, 3)


@pytest.mark.parametrize(
    ("saisie", "constat"),
    [
        ("2014", "« 2014 » ne contient aucune date complète"),
        (2014.0, "« 2014 » est une année, pas une date"),
        (2014, "« 2014 » est une année, pas une date"),
        ("01/03/08", "« 01/03/08 » ne contient aucune date complète"),
        ("mars 2008", "« mars 2008 » ne contient aucune date complète"),
        ("", "«  » ne contient aucune date complète"),
        ("31/02/2008", "« 31/02/2008 » n'existe pas au calendrier"),
        ("12/31/2008", "« 12/31/2008 » n'existe pas au calendrier"),
        ("2018-04-01_2018-12-31", "« 2018-04-01_2018-12-31 » contient plusieurs dates"),
        ("du 01/03/2008 au 02/03/2008", "contient plusieurs dates"),
        ("01/03/1789", "« 01/03/1789 » n'est pas une date du contrat"),
        (1.0, "« 1.0 » n'est pas une date du contrat"),
        (0.5, "« 0.5 » n'est pas une date"),
        (1e9, "n'est pas une date"),
        (float("nan"), "« nan » n'est pas une date"),
        (True, "« True » n'est pas une date"),
        (time(10, 30), "« 10:30:00 » n'est pas une date"),
        (1990, "« 1990 » est une année, pas une date"),
        (2099, "« 2099 » est une année, pas une date"),
    ],
)
def test_what_is_not_one_day_is_refused(saisie: Any, constat: str) -> None:
    """Never guessed: refused in French, with what to type."""
    with pytest.raises(ValueError, match="jj/mm/aaaa") as refus:
        jour(saisie)

    assert constat in str(refus.value)


@given(JOURS)
def test_what_is_written_is_read_again(quand: date) -> None:
    """As people, Excel and machines write it."""
    assert jour(format_jour(quand)) == quand
    assert jour(serie(quand)) == quand
    assert jour(quand.isoformat()) == quand


@pytest.mark.parametrize("quand", [PREMIER, DERNIER])
def test_the_first_and_the_last_day_are_days(quand: date) -> None:
    """A contract of 1990 or of 2099 is one."""
    assert jour(quand) == jour(serie(quand)) == quand


def test_no_day_is_printed_empty() -> None:
    """Unknown stays blank."""
    assert format_jour(None) == ""


def test_a_year_typed_in_a_date_cell_is_recognised() -> None:
    """Excel stores 2007 in a date cell as 29 June 1905: the message says what happened."""
    with pytest.raises(ValueError, match=r"« 29/06/1905 » .*sans doute une année saisie seule"):
        jour(date(1905, 6, 29))
