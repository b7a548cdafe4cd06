from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from cucs_xl.excel.retour.contenu import Feuille, Fusion
from cucs_xl.excel.retour.marques import Reponses, find_reponses, read_identite


def find(
    *lignes: list[Any], fusions: tuple[Fusion, ...] = (), defauts: dict[str, str] | None = None
) -> tuple[list[Reponses], dict[str, str]]:
    vus: dict[str, str] = {}
    feuille = Feuille("F", lignes, defauts or {}, fusions, lambda _: -5.0)
    return find_reponses(feuille, vus, []), vus


def test_values_stand_where_marks_cross() -> None:
    """
    ¤bloc:b   | titre | ¤case:x |    | ¤case:y
    ¤ligne:1  | un    | 10      | ?  | oui
    ¤ligne:2  | deux  |         | ?  | 03/2007
    """
    [b], defauts = find(
        ["¤bloc:b", "titre", "¤case:x", "", "¤case:y"],
        ["¤ligne:1", "un", 10.0, "?", "oui"],
        ["¤ligne:2", "deux", "", "?", date(2007, 3, 1)],
    )

    assert (b.cases, b.lettres) == (["x", "y"], ["C", "E"])
    assert b.rangees == [("1", 2, [10.0, "oui"]), ("2", 3, [None, date(2007, 3, 1)])]
    assert defauts == {}


def test_what_is_typed_on_an_inserted_row_is_noticed() -> None:
    """
    ¤bloc:b  | ¤case:x | ¤case:y
    ¤ligne:1 | 1       |
             | 2       | 3
             |         |
    ¤ligne:2 | 4       |
    TOTAL    | 7       |
    """
    egarees: list[str] = []
    lignes: list[list[Any]] = [
        ["¤bloc:b", "¤case:x", "¤case:y"], ["¤ligne:1", 1.0], [None, 2.0, 3.0], [None, ""],
        ["¤ligne:2", 4.0], ["TOTAL", 7.0],
    ]  # fmt: skip
    find_reponses(Feuille("F", lignes, {}, (), lambda _: None), {}, egarees)

    assert egarees == ["F!B3"]


def test_questions_are_rows_of_one_column() -> None:
    """
    ¤bloc:b  |       | ¤reponse
    ¤case:x  | dont… | 34
    """
    [b], _ = find(["¤bloc:b", "", "¤reponse"], ["¤case:x", "dont femmes", 34.0])

    assert (b.cases, b.lettres, b.rangees) == ([], ["C"], [("x", 2, [34.0])])


def test_a_block_ends_where_the_next_begins_on_its_right_and_below() -> None:
    """
    ¤bloc:a  | ¤case:x | ¤bloc:b  | ¤case:x
    ¤ligne:1 | 1       | ¤ligne:1 | 2
    ¤bloc:c  | ¤case:x | ¤ligne:2 | 3
    ¤ligne:1 | 4       |          |
    """
    a, b, c = find(
        ["¤bloc:a", "¤case:x", "¤bloc:b", "¤case:x"],
        ["¤ligne:1", 1.0, "¤ligne:1", 2.0],
        ["¤bloc:c", "¤case:x", "¤ligne:2", 3.0],
        ["¤ligne:1", 4.0],
    )[0]

    assert a.rangees == [("1", 2, [1.0])]
    assert b.rangees == [("1", 2, [2.0]), ("2", 3, [3.0])]
    assert c.rangees == [("1", 4, [4.0])]


def test_a_row_without_its_block_answers_nothing() -> None:
    assert find(["¤ligne:1", 1.0], ["¤case:x", 2.0])[0] == []


@pytest.mark.parametrize(
    ("brute", "lue"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a_x000D_\nb", "a\nb"),
        ("\r", "\n"),
        ("_x000D_", None),
        (" 1 234,50 € ", " 1 234,50 € "),
        (True, True),
        (12, 12.0),
        (datetime(2007, 3, 1), date(2007, 3, 1)),  # noqa: DTZ001 - cells know no time zone
        (datetime(2007, 2, 28, 23, 59, 59, 700_000), date(2007, 3, 1)),  # noqa: DTZ001
        (datetime(2007, 3, 1, 10, 30), datetime(2007, 3, 1, 10, 30)),  # noqa: DTZ001
        (time(12), -5.0),
        (timedelta(hours=36), -5.0),
    ],
)
def test_a_value_becomes_what_a_cell_may_hold(brute: Any, lue: Any) -> None:
    """An hour is the number under it (-5 here), midnight a day, a text keeps its spaces."""
    [b], _ = find(["¤bloc:b", "¤case:x"], ["¤ligne:1", brute])
    [(_, _, [valeur])] = b.rangees

    assert (type(valeur), valeur) == (type(lue), lue)


def test_a_merge_hides_answers_but_its_own() -> None:
    """
    ¤bloc:b  | ¤case:x | (wide) | ¤case:y
    ¤ligne:1 | B2:C2, an answer drawn wide   | D2:D3, two answers made one
    ¤ligne:2 |                               |
    """
    _, defauts = find(
        ["¤bloc:b", "¤case:x", "", "¤case:y"],
        ["¤ligne:1", "a", "", 1.0],
        ["¤ligne:2", "b", "", ""],
        fusions=(Fusion(2, 2, 2, 3), Fusion(2, 4, 3, 4), Fusion(500, 1, 1_048_576, 16_384)),
    )

    assert defauts == {"F!D3": "fusionnée avec D2 : défusionnez-les"}


def test_the_hidden_sheet_is_read_wherever_it_was_moved() -> None:
    """Numbers are the texts they show; the first word met twice stays."""
    identite, memoire = read_identite(
        [
            [None, None],
            [None, "cucs_xl", "fiche partenaire"],
            [None, "exercice", 2007.0],
            [None, "exercice", "2008"],
            [None, "inconnu", "x"],
            [None, "memoire", "un"],
            [None, "memoire", "deux"],
        ]
    )

    assert (identite, memoire) == ({"exercice": "2007"}, ["un", "deux"])
