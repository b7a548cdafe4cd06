"""The port, on files: write then read is identity, and LibreOffice changes nothing."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.schema import Cellule
from tests.excel.file.maitres import (
    LIGNES,
    Ligne,
    build_maitre,
    column,
    decorate,
    saisies,
    write,
)

textes = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))
cellules = st.one_of(
    st.none(),
    textes,
    textes.map(lambda t: "=" + t),
    st.sampled_from(
        ["+1", "-1", "@SUM(A1)", "'x", "0042", "1e5", "VRAI", "#REF!", "_x0041_", "a\r\nb", " é "]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1)),
    st.datetimes(datetime(1900, 3, 1)).map(lambda d: d.replace(microsecond=0)),  # noqa: DTZ001 - Excel has no zone
)
ENTETES = [colonne.entete for colonne in TABLE_PAR_NOM["tActions"].saisies]


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_maitre(tmp_path_factory.mktemp("loi") / "m.xlsx", LIGNES, decor=decorate)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lignes=st.lists(st.fixed_dictionaries(dict.fromkeys(ENTETES, cellules)), max_size=6))
@example(lignes=[dict.fromkeys(ENTETES, date(2007, 1, 1)), dict.fromkeys(ENTETES, 1.5)])
@example(lignes=[dict.fromkeys(ENTETES, datetime(2007, 1, 1, 8))])  # noqa: DTZ001 - Excel has no zone
def test_write_then_read_is_identity(modele: Path, tmp_path: Path, lignes: list[Ligne]) -> None:
    """Any cell in any column comes back the same, in value and in type."""
    path = Path(shutil.copy(modele, tmp_path / "m.xlsx"))

    write(path, "tActions", lignes)

    relues = saisies(ClasseurFichier(path).read("tActions"), "tActions")
    attendues = [{e: normalise(v) for e, v in ligne.items()} for ligne in lignes]
    assert [typed(x) for x in relues] == [
        typed(x) for x in attendues or [dict.fromkeys(ENTETES, None)]
    ]


def normalise(valeur: Cellule) -> Cellule:
    """An empty text is a blank, midnight is a day: Excel makes no difference."""
    if isinstance(valeur, datetime) and (valeur.hour, valeur.minute, valeur.second) == (0, 0, 0):
        return valeur.date()
    return None if valeur == "" else valeur


def typed(ligne: Ligne) -> dict[str, tuple[type, Cellule]]:
    return {entete: (type(valeur), valeur) for entete, valeur in ligne.items()}


@pytest.mark.libreoffice
def test_a_master_saved_by_libreoffice_reads_the_same(
    decore: Path, tmp_path: Path, soffice: Callable[[Path, Path], Path]
) -> None:
    avant = write(decore, "tActions", [{"Code": "A", "Date fin": date(2007, 3, 1)}, {"Code": "B"}])
    (tmp_path / "lo").mkdir()

    apres = ClasseurFichier(soffice(decore, tmp_path / "lo"))

    for table in avant.tables():
        assert apres.read(table) == avant.read(table)
        assert apres.inspect(table) == []


@pytest.mark.libreoffice
def test_a_master_saved_by_libreoffice_is_written(
    decore: Path, tmp_path: Path, soffice: Callable[[Path, Path], Path]
) -> None:
    """LibreOffice forgets the formula of computed columns: new rows get it all the same."""
    (tmp_path / "lo").mkdir()
    path = soffice(decore, tmp_path / "lo")
    lignes = saisies(ClasseurFichier(path).read("tActions"), "tActions")

    classeur = write(path, "tActions", [*lignes, {"Code": "07-LOG-01"}, {"Code": "07-LOG-02"}])

    assert column(classeur.read("tActions"), "Clé")[2:] == [
        "07-EMP-03|Clé",
        "07-LOG-01|Clé",
        "07-LOG-02|Clé",
    ]
    assert classeur.inspect("tActions") == []
