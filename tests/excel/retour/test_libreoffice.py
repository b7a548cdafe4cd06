"""Returns that LibreOffice saved: what a partner without Excel sends back."""

import subprocess
from pathlib import Path

import pytest

from cucs_xl.excel.retour import read_retours
from cucs_xl.metier.retour.depouille import Depouille, Refus
from tests.excel.recalcul import find_soffice
from tests.hostiles.atelier import Fiche
from tests.hostiles.attente import values
from tests.hostiles.corpus import read_saine
from tests.hostiles.fiche import build_fiche
from tests.hostiles.reperes import find_reperes


def convert(source: Path, format_: str) -> Path:
    """Save a sheet anew, as LibreOffice writes it."""
    dossier = source.parent / "lo"
    profil = f"-env:UserInstallation={(source.parent / 'profil').as_uri()}"
    subprocess.run(
        [find_soffice(), profil, "--headless", "--convert-to", format_, "--outdir", dossier, source],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return dossier / f"{source.stem}.{format_}"


def read(chemin: Path) -> Depouille:
    [lu] = read_retours([chemin])
    assert isinstance(lu, Depouille), lu
    return lu


@pytest.mark.libreoffice
@pytest.mark.parametrize("format_", ["ods", "xlsx"])
def test_a_sheet_saved_by_libreoffice_says_the_same(format_: str, tmp_path: Path) -> None:
    """Every answer, the identity, the memory: what the file was made of does not show."""
    saine = read_saine(tmp_path)

    lu = read(convert(tmp_path / "saine.xlsx", format_))

    assert lu._replace(fichier="") == saine._replace(fichier="")


@pytest.mark.libreoffice
@pytest.mark.parametrize("format_", ["ods", "xlsx"])
@pytest.mark.parametrize(
    ("formule", "erreur"), [("1/0", "#DIV/0!"), ("NA()", "#N/A"), ("XYZ()", "#N")]
)
def test_an_error_that_libreoffice_computed_is_told(
    format_: str, formule: str, erreur: str, tmp_path: Path
) -> None:
    saine = read_saine(tmp_path)
    fiche = Fiche(build_fiche())
    adresse = find_reperes(saine).nombres[0]
    chemin = tmp_path / "faute.xlsx"
    chemin.write_bytes(fiche.with_xml(fiche.set_cellule(adresse, f"<f>{formule}</f>")))

    lu = read(convert(chemin, format_))

    autres = [lue for cle, lue in values(lu).items() if lue != values(saine)[cle]]
    assert [(valeur, defaut[: len(erreur)]) for valeur, defaut in autres] == [(None, erreur)]


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("format_", "mot"), [("xls", "97-2003"), ("pdf", "PDF"), ("fods", "XML"), ("csv", "CSV")]
)
def test_its_other_formats_are_named(format_: str, mot: str, tmp_path: Path) -> None:
    """What a partner may choose in « Enregistrer sous » is refused by its name."""
    (tmp_path / "retour.xlsx").write_bytes(build_fiche())

    [lu] = read_retours([convert(tmp_path / "retour.xlsx", format_)])

    assert isinstance(lu, Refus)
    assert mot in lu.raison
