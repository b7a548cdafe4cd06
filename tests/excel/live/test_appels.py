"""Round trips to Excel: the same number whatever the rows, few enough (DESIGN D4).

`make bench` counts them for 10,000 rows.
"""

from pathlib import Path

import pytest

from cucs_xl import ribbon
from tests.benchmarks.appels import APPELS_MAX, mesure
from tests.clics import build_travail

TAILLES = (100, 1_000)
#: What it costs, at most, that one more table is resized; « Vérifier » writes three.
RESIZE = 9
ECRITES = 3


@pytest.fixture(scope="module")
def maitre(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    """A master, and where it lies: beside the sheets that came back."""
    path = build_travail(tmp_path_factory.mktemp("maître") / "m.xlsx")
    return path.read_bytes(), path


@pytest.mark.parametrize("bouton", ribbon.BOUTONS)
def test_calls_do_not_depend_on_rows(maitre: tuple[bytes, Path], bouton: str) -> None:
    resultats = [mesure(*maitre, bouton, lignes) for lignes in TAILLES]

    for appels, livre in resultats:
        haut, _, bas, _ = livre.table("tControles").zone
        assert appels.appels <= APPELS_MAX
        assert bouton != "verifier" or bas - haut >= appels.lignes
    # A text longer than Excel takes in a block is written alone: two calls. A table that
    # shrinks is cleared, one that grows is not: a few calls, whatever the rows.
    peu, beaucoup = (appels.appels - 2 * appels.longs for appels, _ in resultats)
    assert abs(peu - beaucoup) <= RESIZE * ECRITES
