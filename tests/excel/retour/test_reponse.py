import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.excel.retour.reponse import read_reponse
from cucs_xl.metier.formulaire import UNIQUE
from cucs_xl.metier.retour.depouille import CelluleLue, Depouille, Refus

_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda enfants: (
        st.lists(enfants, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["refus", "identite", "memoire", "reponses", "defauts", "etrangeres", "a"]
            ),
            enfants,
            max_size=6,
        )
    ),
    max_leaves=12,
)


def answer(**champs: Any) -> bytes:
    vide: dict[str, Any] = {
        "identite": {}, "memoire": [], "reponses": [], "defauts": {}, "etrangeres": [], "egarees": [],
    }  # fmt: skip
    return json.dumps(vide | champs).encode()


def read(octets: bytes) -> Depouille:
    lue = read_reponse("f.xlsx", octets)
    assert isinstance(lue, Depouille)
    return lue


@given(_JSON)
def test_nonsense_is_a_value_error_and_nothing_else(document: Any) -> None:
    """The worker met hostile bytes: whatever it says, the parent raises nothing unforeseen."""
    try:
        lue = read_reponse("f.xlsx", json.dumps(document).encode())
    except ValueError:
        return

    assert isinstance(lue, Depouille | Refus)


@pytest.mark.parametrize(
    "champs",
    [
        {"identite": {"modele": 1}},
        {"memoire": [None]},
        {"etrangeres": [1]},
        {"reponses": [["F", "b", ["c"], ["A"], [["r", 1, [12]]]]]},
        {"reponses": [["F", "b", ["c"], ["A"], [["r", 1, [{"a": 1}]]]]]},
        {"reponses": [["F", "b", ["c"], ["A"], [["r", 1, [["pas une date"]]]]]]},
        {"reponses": [["F", "b", ["c"], ["A"], [["r", 1, [1.0, 2.0]]]]]},
        {"reponses": [["F", "b", [3], ["A"], [["r", 1, [1.0]]]]]},
        {"reponses": [["F", "b", ["c"], ["A"], [["r", "1\n2", [1.0]]]]]},
    ],
)
def test_a_value_of_the_wrong_kind_is_not_believed(champs: dict[str, Any]) -> None:
    """Whole numbers are no cell's: the worker makes every number a float."""
    with pytest.raises(ValueError, match=r"\w"):
        read(answer(**champs))


def test_answers_are_filed_by_block_row_and_case() -> None:
    """
    Fiche | A         | C        Without cases, rows are questions:
    12    | ¤ligne:QO | 0,5      Fiche!D3 answers « tFiches.Femmes »
    """
    lue = read(
        answer(
            reponses=[
                ["Fiche", "quartiers", ["Part", "Le"], ["C", "E"], [["QO", 12, [0.5, ["2007-03-01"]]]]],
                ["Fiche", "publics", [], ["D"], [["Femmes", 3, [None]], ["Vu", 4, [["2007-03-01T10:30:00"]]]]],
            ]
        )
    )  # fmt: skip

    assert lue.cellules == {
        "quartiers": {
            "QO": {
                "Part": CelluleLue(0.5, "Fiche!C12"),
                "Le": CelluleLue(date(2007, 3, 1), "Fiche!E12"),
            }
        },
        "publics": {
            UNIQUE: {
                "Femmes": CelluleLue(None, "Fiche!D3"),
                "Vu": CelluleLue(datetime(2007, 3, 1, 10, 30), "Fiche!D4"),  # noqa: DTZ001
            }
        },
    }
    assert lue.doubles == frozenset()


def test_a_fault_hides_the_value_it_is_about() -> None:
    """A number beyond measure is told as such, without being kept."""
    lue = read(
        answer(
            reponses=[["F", "b", ["c", "d"], ["A", "B"], [["r", 1, [5.0, float("inf")]]]]],
            defauts={"F!A1": "#REF!"},
        )
    )

    cases = lue.cellules["b"]["r"]
    assert cases["c"] == CelluleLue(None, "F!A1", "#REF!")
    assert (cases["d"].valeur, cases["d"].defaut[:16]) == (None, "nombre démesuré ")


@pytest.mark.parametrize(
    ("autre", "doubles"), [(0.5, set()), (0.6, {("b", "r")}), (None, {("b", "r")})]
)
@pytest.mark.parametrize("meme_ligne", [True, False])
def test_the_same_asked_twice_must_be_answered_alike(
    autre: float | None, doubles: set[tuple[str, str]], meme_ligne: bool
) -> None:
    """A column or a row of marks copied: the first answer stays, and the row is named."""
    blocs = (
        [["F", "b", ["c", "c"], ["A", "B"], [["r", 1, [0.5, autre]]]]]
        if meme_ligne
        else [["F", "b", ["c"], ["A"], [["r", 1, [0.5]], ["r", 2, [autre]]]]]
    )

    lue = read(answer(reponses=blocs))

    assert lue.cellules["b"]["r"]["c"].valeur == 0.5
    assert lue.doubles == doubles


def test_a_reason_is_one_line() -> None:
    refus = read_reponse("f.xlsx", json.dumps({"refus": "est\nlong " + "x" * 9999}).encode())

    assert isinstance(refus, Refus)
    assert refus.raison.startswith("est long x")
    assert len(refus.raison) <= 500
