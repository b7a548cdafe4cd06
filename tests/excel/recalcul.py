"""Three ways to know what a workbook shows: what it stores, and two recalculations."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import cellrune
import pytest
import python_calamine

Valeurs = dict[str, dict[tuple[int, int], object]]

_PROFIL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def read_values(octets: bytes) -> Valeurs:
    """Read every stored value that is not blank, by sheet then (row, column) from 0."""
    classeur = python_calamine.load_workbook(io.BytesIO(octets))
    return {
        nom: {
            (i, j): valeur
            for i, ligne in enumerate(
                classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
            )
            for j, valeur in enumerate(ligne)
            if valeur != ""
        }
        for nom in classeur.sheet_names
    }


def recalculate_cellrune(octets: bytes) -> Valeurs:
    with cellrune.Workbook.from_bytes(octets) as classeur:
        assert classeur.calculate()["unavailable_count"] == 0
        return read_values(classeur.to_bytes())


def recalculate_libreoffice(octets: bytes, dossier: Path) -> Valeurs:
    """Open, recalculate everything, save as .ods and read that.

    Skips with its reason where LibreOffice is absent, except under CI.
    """
    soffice = find_soffice()
    profil = dossier / "profil"
    (profil / "user").mkdir(parents=True, exist_ok=True)
    (profil / "user" / "registrymodifications.xcu").write_text(_PROFIL)
    (dossier / "entree.xlsx").write_bytes(octets)
    subprocess.run(
        [soffice, f"-env:UserInstallation={profil.as_uri()}", "--headless", "--convert-to", "ods",
         "--outdir", str(dossier), str(dossier / "entree.xlsx")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return read_values((dossier / "entree.ods").read_bytes())


def find_soffice() -> str:
    soffice = shutil.which("soffice")
    if soffice is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice est exigé en CI")
        pytest.skip("LibreOffice (soffice) n'est pas installé")
    return soffice
