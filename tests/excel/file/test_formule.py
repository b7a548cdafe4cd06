"""Computed cells pasted over or cleared are found, and no wolf is cried."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cucs_xl.excel.classeur import Ecrasement
from cucs_xl.excel.file import ClasseurFichier
from tests.excel.file.maitres import MOUVEMENTS, build_copie, definition_de

TABLE = definition_de("tMouvements")
#: Rows 6 to 9; column C holds Intitulé, computed.
COMMUNE = b'<f>tMouvements[[#This Row],[Code]]&amp;"|Intitul\xc3\xa9"</f>'


def build(maitre: Path, cellules: dict[str, bytes], *, memoire: bool = True) -> list[Ecrasement]:
    """Replace the inside of some cells; without `memoire` the table forgot its formulas."""

    def change(xml: bytes) -> bytes:
        for adresse, contenu in cellules.items():
            motif = re.compile(rb'<c r="%s".*?</c>' % adresse.encode(), re.DOTALL)
            assert motif.search(xml), adresse
            xml = motif.sub(lambda _, c=contenu: c, xml)  # type: ignore[misc]
        return xml

    def forget(xml: bytes) -> bytes:
        return re.sub(rb"<calculatedColumnFormula>.*?</calculatedColumnFormula>", b"", xml)

    changes: dict[str, Callable[[bytes], bytes]] = {MOUVEMENTS: change}
    if not memoire:
        changes[TABLE] = forget
    path = build_copie(maitre, maitre.with_name("collé.xlsx"), changes)
    return list(ClasseurFichier(path).inspect("tMouvements"))


@pytest.mark.parametrize("memoire", [True, False])
def test_nothing_is_told_of_a_sound_table(maitre: Path, memoire: bool) -> None:
    assert build(maitre, {}, memoire=memoire) == []


@pytest.mark.parametrize("memoire", [True, False])
@pytest.mark.parametrize(
    "cellule",
    [
        b'<c r="C7" t="inlineStr"><is><t>coll\xc3\xa9</t></is></c>',
        b'<c r="C7"><v>12</v></c>',
        b'<c r="C7" s="3"/>',
        b"",
        b'<c r="C7"><f>1+1</f><v>2</v></c>',
        b'<c r="C7"><f aca="false">tMouvements[[#This Row],[Date]]</f><v>2</v></c>',
    ],
    ids=["text", "number", "cleared", "absent", "other formula", "other column"],
)
def test_an_overwritten_cell_is_named(maitre: Path, cellule: bytes, memoire: bool) -> None:
    assert build(maitre, {"C7": cellule}, memoire=memoire) == [Ecrasement(7, "Intitulé")]


def test_the_declared_formula_wins_over_the_majority(maitre: Path) -> None:
    cellules = {f"C{i}": f'<c r="C{i}"><f>1+1</f></c>'.encode() for i in (6, 7, 9)}

    assert [constat.ligne for constat in build(maitre, cellules)] == [6, 7, 9]


def test_two_columns_are_told_in_sheet_order(maitre: Path) -> None:
    constats = build(
        maitre, {"J8": b'<c r="J8" s="1"/>', "C8": b"", "C6": b'<c r="C6"><v>1</v></c>'}
    )

    assert constats == [
        Ecrasement(6, "Intitulé"),
        Ecrasement(8, "Intitulé"),
        Ecrasement(8, "Programme"),
    ]


def test_shared_formulas_and_attributes_are_sound(maitre: Path) -> None:
    commune = COMMUNE.partition(b">")[2]
    cellules = {
        "C6": b'<c r="C6"><f aca="false">' + commune + b"<v>0</v></c>",
        "C7": b'<c r="C7"><f t="shared" ref="C7:C9" si="0">' + commune + b"<v>0</v></c>",
        "C8": b'<c r="C8"><f t="shared" si="0"/><v>0</v></c>',
        "C9": b'<c r="C9"><f t="shared" si="0"></f><v>0</v></c>',
    }

    assert build(maitre, cellules) == []


@pytest.mark.parametrize("formule", ['$A{0}&amp;"|"', "SUM(B{0}:D{0},$A$6:$A$9)", "A{1}&amp;A{0}"])
def test_plain_references_are_compared_by_distance(maitre: Path, formule: str) -> None:
    """LibreOffice may write addresses, different on each row."""
    cellules = {
        f"C{i}": f'<c r="C{i}"><f aca="false">{formule.format(i, i - 1)}</f></c>'.encode()
        for i in range(6, 10)
    }
    assert build(maitre, cellules, memoire=False) == []

    cellules["C8"] = f'<c r="C8"><f aca="false">{formule.format(9, 8)}</f></c>'.encode()
    assert build(maitre, cellules, memoire=False) == [Ecrasement(8, "Intitulé")]


def test_a_column_without_majority_is_not_judged(maitre: Path) -> None:
    cellules = {f"C{i}": f'<c r="C{i}"><f>{i}+1</f></c>'.encode() for i in range(6, 10)}

    assert build(maitre, cellules, memoire=False) == []
    assert build(maitre, cellules | {"C7": b'<c r="C7"/>'}) == [Ecrasement(7, "Intitulé")]


def test_a_table_without_computed_columns_has_nothing_to_tell(maitre: Path) -> None:
    assert ClasseurFichier(maitre).inspect("tParametres") == []
