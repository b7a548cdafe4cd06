from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.controle import lieu
from cucs_xl.metier.modele import TABLE_PAR_NOM, Contrat, Parametre
from cucs_xl.metier.parametres import SITUATION, Seuil
from cucs_xl.metier.regles import check_contrat
from tests.metier.hasard import CONTRATS, JOURS

SITUATIONS = st.dates(date(2006, 1, 1), date(2013, 12, 31)) | JOURS
SEUILS = st.none() | st.floats(-10, 1000, allow_nan=False) | st.floats(allow_nan=False)


@given(CONTRATS, SITUATIONS, st.lists(SEUILS, min_size=len(Seuil), max_size=len(Seuil)))
def test_no_rule_crashes_whatever_the_day_and_the_thresholds(
    contrat: Contrat, situation: date, seuils: list[float | None]
) -> None:
    """Random parameters have random names: here the ones that rules read are set."""
    parametres = (
        Parametre(SITUATION, situation, ligne=2),
        *(
            Parametre(nom, seuil, ligne=i)
            for i, (nom, seuil) in enumerate(zip(Seuil, seuils, strict=True), 3)
        ),
    )
    pose = contrat._replace(parametres=parametres)
    anomalies = check_contrat(pose)

    for anomalie in anomalies:
        table = TABLE_PAR_NOM[anomalie.table]
        assert anomalie.champ in {colonne.entete for colonne in table.colonnes}
        assert anomalie.cle in {table.cle(ligne) for ligne in pose.table(table)}
        assert anomalie.constat
        assert not anomalie.constat.endswith(".")
        assert anomalie.conseil
    if not any(anomalie.regle == "cle-double" for anomalie in anomalies):
        assert len({lieu(anomalie) for anomalie in anomalies}) == len(anomalies)
