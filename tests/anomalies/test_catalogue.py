import pytest

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.constats import CONSTATS
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.regles import REGLES
from tests.anomalies.catalogue import README, read_entrees, render_catalogue
from tests.anomalies.feuille import (
    DOSSIER,
    check_feuilles,
    check_specimen,
    read_feuilles,
    read_specimen,
)

SLUGS = [entree.slug for entree in read_entrees()]


def test_catalogue_is_fresh() -> None:
    """The page says what the program says today."""
    assert README.read_text(encoding="utf-8") == render_catalogue(), (
        "run: python -m tests.anomalies.catalogue"
    )


def test_every_specimen_is_in_the_catalogue() -> None:
    """No specimen outlives its rule."""
    assert {chemin.stem for chemin in DOSSIER.glob("*.txt")} == {*SLUGS, "contexte"}
    assert len(SLUGS) == len(set(SLUGS)) == len(CONSTATS) + len(REGLES)


def test_the_context_is_perfect() -> None:
    """What specimens leave out raises nothing."""
    assert not check_feuilles("")


@pytest.mark.parametrize("slug", SLUGS)
def test_specimen_shows_its_anomaly(slug: str) -> None:
    """Each specimen raises its anomaly, in words that say where, what and what to do."""
    siennes = check_specimen(slug)

    assert siennes
    for anomalie in siennes:
        assert anomalie.constat
        assert not anomalie.constat.endswith(".")
        assert anomalie.conseil[0].isupper()
        assert anomalie.conseil.endswith(".")
        assert is_placed(anomalie, read_specimen(slug))


def is_placed(anomalie: Anomalie, specimen: str) -> bool:
    """Tell whether the workbook can mark the cell: heading and row exist."""
    table = TABLE_PAR_NOM[anomalie.table]
    entetes = {"", *(colonne.entete for colonne in table.colonnes)}
    lignes = {ligne.ligne for ligne in read_feuilles(specimen).contrat.table(table)}
    sous_table = anomalie.regle == "lignes-sous-table"
    return anomalie.champ in entetes and (
        not anomalie.cle or anomalie.ligne in lignes or sous_table
    )
