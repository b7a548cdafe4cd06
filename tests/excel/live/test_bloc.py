"""Changed cells gathered into few blocks, which touch nothing that they need not."""

from cucs_xl.excel.live.bloc import Bloc, Contenu, Formule, build_blocs

#: Rows 5 and 6 of columns A to D; C is computed in one of the tests.
PRESENT = Bloc(5, 1, [["a", None, "x", 1.0], ["b", None, None, 2.0]])


def build(
    changees: dict[tuple[int, int], Contenu], interdites: frozenset[int] = frozenset()
) -> dict[str, list[list[Contenu]]]:
    blocs = build_blocs(changees, PRESENT, interdites)
    return {bloc.adresse: [list(ligne) for ligne in bloc.lignes] for bloc in blocs}


def test_a_blank_between_two_changes_is_written_with_them() -> None:
    assert build({(6, 1): "c", (6, 3): "y", (6, 4): 3.0}) == {"A6:D6": [["c", None, "y", 3.0]]}


def test_a_cell_that_holds_something_is_not_written_again() -> None:
    """Not for a block less: rich text would be lost."""
    assert build({(5, 2): "c", (5, 4): 3.0}) == {"B5:B5": [["c"]], "D5:D5": [[3.0]]}


def test_a_computed_column_is_never_covered() -> None:
    """Blank when the rows are new: Excel fills it by itself."""
    assert build({(7, 1): "c", (7, 4): 3.0}, frozenset({3})) == {"A7:A7": [["c"]], "D7:D7": [[3.0]]}


def test_the_rows_between_are_written_as_they_are() -> None:
    changees: dict[tuple[int, int], Contenu] = {(5, 1): Formule("=B5"), (7, 1): "c"}

    assert build(changees) == {"A5:A7": [["=B5"], ["b"], ["c"]]}
