"""The table that the contract asks for each year (3.2): actions, governance, who receives it."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.evaluation import EVALUATION
from cucs_xl.excel.builder.synthese import build_synthese
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import DECIDEES, CritereGouvernance
from tests.excel.dossiers import dossier_de

ANNEE = 2007
#: openpyxl leaves out what it does not know, which is none of its business here.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def read_feuille(contrat: Contrat) -> Worksheet:
    octets = build_synthese(dossier_de(contrat, ANNEE))
    return openpyxl.load_workbook(BytesIO(octets))[EVALUATION]


def read_lignes(feuille: Worksheet) -> list[tuple[Any, ...]]:
    return [ligne[1:] for ligne in feuille.iter_rows(values_only=True)]


def find(lignes: Iterable[tuple[Any, ...]], texte: str) -> tuple[Any, ...]:
    [trouvee] = [ligne for ligne in lignes if any(texte in str(valeur) for valeur in ligne)]
    return trouvee


@pytest.fixture(scope="module")
def feuille() -> Worksheet:
    """The table of the example."""
    return read_feuille(read_exemple())


def test_every_action_that_ran_is_in_the_table(feuille: Worksheet) -> None:
    """Each has one line, with its efficiency, its three dimensions and what follows."""
    contrat, lignes = read_exemple(), read_lignes(feuille)
    evaluations = {e.action: e for e in contrat.evaluations if e.exercice == ANNEE}
    menees = [a for a in contrat.actions if a.exercice == ANNEE and a.statut in DECIDEES]

    assert menees
    for action in menees:
        ligne, note = find(lignes, f"({action.code})"), evaluations[action.code]
        notes = (note.efficacite, note.droit_commun, note.egalite, note.participation, note.suite)
        lues = (*ligne[7:11], ligne[12])
        assert lues == tuple(n.value.capitalize() if n else "non renseigné" for n in notes)


def test_an_action_left_out_is_to_evaluate() -> None:
    """What ran and nobody judged shows, instead of vanishing."""
    contrat = read_exemple()
    oubliee = contrat._replace(
        evaluations=tuple(e for e in contrat.evaluations if e.action != "07-EMP-01")
    )

    assert find(read_lignes(read_feuille(oubliee)), "(07-EMP-01)")[7] == "à évaluer"


def test_the_governance_and_who_receives_it_are_in_the_table(feuille: Worksheet) -> None:
    """Six criteria with their mark, three lists of distribution, the day it was sent."""
    contrat, lignes = read_exemple(), read_lignes(feuille)
    notes = {g.critere: g for g in contrat.gouvernances if g.exercice == ANNEE}
    textes = [str(valeur) for ligne in lignes for valeur in ligne if valeur is not None]

    for critere in CritereGouvernance:
        [ligne] = [ligne for ligne in lignes if ligne[0] == critere.value.capitalize()]
        assert ligne[2] == notes[critere].note.value.capitalize()  # type: ignore[union-attr]
        assert ligne[3] == notes[critere].constat
    assert {"Partenaires", "Financeurs", "Acteurs de terrain"} <= set(textes)
    assert any(texte.startswith("Diffusée le ") for texte in textes)


def test_what_inhabitants_say_is_printed(feuille: Worksheet) -> None:
    avis = [e.habitants for e in read_exemple().evaluations if e.exercice == ANNEE and e.habitants]

    assert avis
    for texte in avis:
        assert find(read_lignes(feuille), f"Habitants : {texte}")


def test_the_table_prints_one_page_wide(feuille: Worksheet) -> None:
    """In landscape, its headings on every page."""
    assert feuille.page_setup.orientation == "landscape"
    assert feuille.sheet_properties.pageSetUpPr.fitToPage
    assert feuille.page_setup.fitToWidth in {None, 1}
    assert feuille.print_title_rows
