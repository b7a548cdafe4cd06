"""Three-way merge of one field: laws over any values."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.retour.champ import Issue, Proposition, merge_champ

VALEURS = st.sampled_from([None, 0, 1, 2, "a"])
PROPOSITIONS = st.lists(
    st.builds(Proposition, VALEURS, st.lists(VALEURS, min_size=1, max_size=2)), max_size=3
)


@pytest.mark.parametrize(
    ("base", "maitre", "retour", "issue", "valeur"),
    [
        (1, 1, 2, Issue.PRISE, 2),
        (1, 2, 2, Issue.RIEN, 2),
        (1, 3, 2, Issue.CONFLIT, 3),
        (1, 1, None, Issue.PRISE, None),
        (None, None, 0, Issue.PRISE, 0),
        (None, 0, 5, Issue.CONFLIT, 0),
    ],
)
def test_one_return(base: Any, maitre: Any, retour: Any, issue: Issue, valeur: Any) -> None:
    """Whoever changed alone is right; a blank is not a zero."""
    decision = merge_champ(maitre, [Proposition(retour, [base])])

    assert (decision.issue, decision.valeur) == (issue, valeur)


@given(VALEURS, PROPOSITIONS)
def test_a_change_is_taken_or_asked_about(maitre: Any, propositions: list[Proposition]) -> None:
    decision = merge_champ(maitre, propositions)

    for proposition in propositions:
        assert proposition.valeur == decision.valeur or proposition.valeur in decision.disputees


@given(VALEURS, PROPOSITIONS)
def test_the_master_is_kept_unless_a_value_is_taken(
    maitre: Any, propositions: list[Proposition]
) -> None:
    decision = merge_champ(maitre, propositions)

    assert decision.issue is Issue.PRISE or decision.valeur == maitre
    assert (decision.issue is Issue.CONFLIT) == bool(decision.disputees)


@given(VALEURS, PROPOSITIONS, st.randoms())
def test_the_order_of_returns_does_not_matter(
    maitre: Any, propositions: list[Proposition], hasard: Any
) -> None:
    melees = list(propositions)
    hasard.shuffle(melees)

    une, autre = merge_champ(maitre, propositions), merge_champ(maitre, melees)

    assert une[:2] == autre[:2]
    assert set(une.disputees) == set(autre.disputees)


def test_two_returns_that_disagree_are_a_conflict_even_when_one_says_the_master() -> None:
    propositions = [Proposition(2, [1]), Proposition(3, [1])]

    assert merge_champ(1, propositions).disputees == (2, 3)
    assert merge_champ(2, propositions).disputees == (3,)


def test_a_partner_corrects_what_it_said_itself() -> None:
    """The master holds its former answer: nobody else changed the field."""
    assert merge_champ(2, [Proposition(3, [1, 2])]) == (Issue.PRISE, 3, ())
