"""From one anomaly to the next."""

from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import TABLES, Contrat, Controle
from cucs_xl.metier.parcours import Place, read_etape
from tests.metier.hasard import CODES, CONTRATS

CONTRAT = read_exemple()


def anomalie(
    table: str, ligne: int, champ: str, gravite: Gravite = Gravite.BLOQUANTE, cle: str = ""
) -> Anomalie:
    return Anomalie("une-regle", gravite, "constat", "conseil", table, cle, champ, ligne=ligne)


GRAVES = [
    anomalie("tMouvements", 7, "Montant"),
    anomalie("tActions", 12, "Statut"),
    anomalie("tActions", 12, "Code"),
    anomalie("tActions", 9, "Statut"),
]
LEGERES = [
    anomalie("tActions", 5, "Code", Gravite.ALERTE),
    anomalie("tExercices", 5, "Statut", Gravite.INFORMATION),
]
ORDRE = [
    Place("tActions", 9, "Statut"),
    Place("tActions", 12, "Code"),
    Place("tActions", 12, "Statut"),
    Place("tMouvements", 7, "Montant"),
    Place("tActions", 5, "Code"),
    Place("tExercices", 5, "Statut"),
]


def test_cells_come_as_sheets_are_read_the_serious_first() -> None:
    """From nowhere, then from each cell; after the last, the first again."""
    depuis, vues = None, []
    for _ in range(7):
        etape = read_etape(CONTRAT, GRAVES + LEGERES, depuis)
        assert etape.reste == 6
        depuis = etape.place
        vues.append(depuis)

    assert vues == [*ORDRE, ORDRE[0]]


def test_from_a_cell_corrected_the_search_goes_on_below() -> None:
    """Among the most serious; from below them all, the first."""
    for depuis, attendu in (
        (Place("tActions", 9, "Intitulé"), ORDRE[0]),
        (Place("tActions", 10, "Code"), ORDRE[1]),
        (Place("tActions", 12, "Exercice"), ORDRE[2]),
        (Place("tMouvements", 8, "Code"), ORDRE[0]),
        (Place("tInconnue", 1, "Code"), ORDRE[0]),
        (Place("tActions", 12, "Colonne ajoutée"), ORDRE[3]),
    ):
        assert read_etape(CONTRAT, GRAVES + LEGERES, depuis).place == attendu, depuis


def test_a_cell_tells_all_its_anomalies_at_once() -> None:
    autre = anomalie("tActions", 9, "Statut", Gravite.INFORMATION)

    etape = read_etape(CONTRAT, [*GRAVES, autre], None)

    assert etape.anomalies == (GRAVES[3], autre)


def test_what_is_justified_awaits_nobody() -> None:
    """By its rule and its place, as everywhere."""
    justifie = Controle(regle="une-regle", table="tActions", champ="Statut", justification="vu")
    contrat = CONTRAT._replace(controles=(justifie,))

    etape = read_etape(contrat, GRAVES, None)

    assert (etape.place, etape.reste) == (Place("tActions", 12, "Code"), 2)


def test_an_anomaly_without_row_is_found_by_its_key_else_at_the_heading() -> None:
    action = CONTRAT.actions[4]._replace(ligne=33)
    contrat = CONTRAT._replace(actions=(*CONTRAT.actions[:4], action))
    cle = f"{action.code}|{action.exercice}"

    trouvee = read_etape(contrat, [anomalie("tActions", 0, "", cle=cle)], None)
    colonne = read_etape(contrat, [anomalie("tActions", 0, "Statut")], None)

    assert trouvee.place == Place("tActions", 33, "Code")
    assert colonne.place == Place("tActions", 0, "Statut")


@given(CONTRATS, st.sampled_from([table.nom for table in TABLES]), st.sampled_from(CODES))
def test_any_row_may_be_half_filled(contrat: Contrat, table: str, cle: str) -> None:
    """A key is sought among rows whose own key is not whole."""
    etape = read_etape(contrat, [anomalie(table, 0, "", cle=cle)], None)

    assert etape.place is None or etape.place.table == table


def test_a_sheet_that_is_gone_is_told_without_a_place() -> None:
    """And with nothing to correct, there is nowhere to go."""
    perdue = anomalie("tProgrammation", 0, "")

    assert read_etape(CONTRAT, [perdue], None) == (None, (perdue,), 1)
    assert read_etape(CONTRAT, [], ORDRE[0]) == (None, (), 0)
