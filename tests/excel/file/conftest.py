"""Masters and programs that the tests of hosts share."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.excel.file.maitres import build_maitre, decorate


@pytest.fixture
def maitre(tmp_path: Path) -> Path:
    """A plain master of a few rows."""
    return build_maitre(tmp_path / "maître.xlsx")


@pytest.fixture
def decore(tmp_path: Path) -> Path:
    """A master full of what its users added."""
    return build_maitre(tmp_path / "décoré.xlsx", decor=decorate)


@pytest.fixture(scope="session")
def soffice() -> Callable[[Path, Path], Path]:
    """LibreOffice, which re-saves a workbook into a folder."""
    programme = shutil.which("soffice")
    if programme is None:
        if os.environ.get("CI") == "1":
            pytest.fail("soffice is absent: CI must have LibreOffice")
        pytest.skip("soffice is absent: LibreOffice is not installed")

    def convert(source: Path, dossier: Path) -> Path:
        profil = f"-env:UserInstallation=file://{dossier / 'profil'}"
        subprocess.run(
            [programme, profil, "--headless", "--convert-to", "xlsx", "--outdir", dossier, source],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return dossier / source.name

    return convert
