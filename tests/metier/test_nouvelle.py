"""The code and the line of a new action."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.metier.modele import Action, Contrat, Theme
from cucs_xl.metier.nomenclature import StatutAction
from cucs_xl.metier.nouvelle import build_action, choose_theme, propose_code
from tests.metier.hasard import ANNEES, CODES, CONTRATS


def build(*codes: str) -> Contrat:
    vierge = build_vierge("Ville", "26198", 2007)
    return vierge._replace(
        themes=(Theme("EMP"), Theme("SAN")),
        # As read: a blank code is None.
        actions=tuple(Action(code or None, 2007, theme="EMP") for code in codes),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("codes", "attendu"),
    [
        ((), "07-EMP-01"),
        (("", "07-EMP-01"), "07-EMP-02"),  # a line half filled
        (("07-EMP-01", "07-EMP-03"), "07-EMP-04"),  # a hole is not filled again
        (("07-emp-09",), "07-EMP-10"),  # read as people do
        (("07-EMP-099",), "07-EMP-100"),  # as long as the list
        (("07-EMP-001", "07-EMP-2"), "07-EMP-003"),
        (("08-EMP-05", "07-SAN-05", "07-EMP-5B", "X07-EMP-05"), "07-EMP-01"),
        (("07-EMP-99",), "07-EMP-100"),
    ],
)
def test_the_next_code_of_the_theme_is_free(codes: tuple[str, ...], attendu: str) -> None:
    assert propose_code(build(*codes), 2007, "EMP") == attendu


@given(CONTRATS, st.sampled_from(ANNEES), st.sampled_from(CODES))
def test_the_code_proposed_is_nobody_s(contrat: Contrat, annee: int, theme: str) -> None:
    """Whatever the rows, half filled ones included."""
    code = propose_code(contrat, annee, theme)

    assert code not in {action.code for action in contrat.actions}
    assert choose_theme(contrat, annee) in {
        None, *(t.code for t in contrat.themes), *(a.theme for a in contrat.actions)
    }  # fmt: skip


def test_a_theme_is_read_as_it_is_written() -> None:
    """A code is text, never a pattern."""
    assert propose_code(build("07-EMP-05"), 2007, "E.P") == "07-E.P-01"


def test_an_action_renewed_keeps_its_code_to_itself() -> None:
    """Born in 2007 and renewed in 2008: the next action born in 2007 does not take it."""
    contrat = build()._replace(actions=(Action("07-EMP-01", 2008, theme="EMP"),))

    assert propose_code(contrat, 2007, "EMP") == "07-EMP-02"
    assert propose_code(contrat, 2008, "EMP") == "08-EMP-01"


def test_the_line_says_only_what_is_known() -> None:
    action = build_action(build("07-SAN-01"), 2007, "SAN")

    assert action == Action("07-SAN-02", 2007, theme="SAN", statut=StatutAction.DEPOSEE)
    assert action.date_debut is None


def test_the_theme_is_that_of_the_last_action_of_the_year() -> None:
    assert choose_theme(read_exemple(), 2007) == "ING"
    assert choose_theme(build(), 2007) == "EMP"
    assert choose_theme(build()._replace(themes=()), 2007) is None
