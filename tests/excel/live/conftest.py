"""The hosts under contract."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.excel.file.maitres import build_maitre
from tests.excel.live.hotes import Hote, HoteExcel, HoteFichier

HOTES: dict[str, type[Hote]] = {"fichier": HoteFichier, "excel": HoteExcel}


@pytest.fixture(params=HOTES)
def hote_de(request: pytest.FixtureRequest) -> Callable[[Path], Hote]:
    """Either host, over any master."""
    return HOTES[request.param]


@pytest.fixture
def hote(hote_de: Callable[[Path], Hote], tmp_path: Path) -> Hote:
    """Either host, over a master of a few rows."""
    return hote_de(build_maitre(tmp_path / "maître.xlsx"))
