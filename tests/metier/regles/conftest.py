"""The docstring of a test is the sheet it judges."""

import pytest

from cucs_xl.metier.modele import Contrat
from tests.anomalies.feuille import read_feuilles


@pytest.fixture
def contrat(request: pytest.FixtureRequest) -> Contrat:
    """Read the sheets that the test draws, over a minimal valid contract."""
    lecture = read_feuilles(request.function.__doc__ or "")
    assert not lecture.anomalies, "the drawing itself is unreadable"
    return lecture.contrat
