from cucs_xl.donnees import read_exemple
from cucs_xl.metier.bilan import Bilan, build_bilan
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import DECIDEES, CritereGouvernance, Efficacite
from tests.anomalies.feuille import read_feuilles


def bilan_de(contrat: Contrat, exercice: int = 2007) -> Bilan:
    return build_bilan(contrat, read_faits(contrat), exercice)


def test_an_action_that_ran_is_there_evaluated_or_not() -> None:
    """
    Actions
    Code | Statut     | Intitulé
    A1   | soldée     | Évaluée
    A2   | programmée | Pas encore évaluée
    A3   | refusée    | Jamais menée

    Évaluation actions
    Action | Efficacité | Suite à donner
    A1     | atteint    | poursuivre
    """
    contrat = read_feuilles(test_an_action_that_ran_is_there_evaluated_or_not.__doc__ or "").contrat
    bilan = bilan_de(contrat)

    assert [(x.action.code, x.evaluation and x.evaluation.efficacite) for x in bilan.actions] == [
        ("A1", Efficacite.ATTEINT),
        ("A2", None),
    ]
    assert [critere for critere, _ in bilan.gouvernance] == list(CritereGouvernance)
    assert not any(note for _, note in bilan.gouvernance)


def test_measures_are_counted_once_whatever_their_breakdown() -> None:
    """
    Actions
    Code | Statut
    A1   | soldée

    Indicateurs
    Code | Action | Sens
    I1   | A1     | à la hausse
    I2   | A1     | à la baisse
    I3   | A1     |

    Mesures
    Indicateur | Sexe     | Cible | Réalisée
    I1         | ensemble | 10    | 12
    I1         | femmes   | 5     | 6
    I2         | ensemble | 10    | 12
    I3         | ensemble | 10    |
    """
    texte = test_measures_are_counted_once_whatever_their_breakdown.__doc__ or ""
    bilan = bilan_de(read_feuilles(texte).contrat)
    [ligne] = bilan.actions

    assert (ligne.attendues, ligne.renseignees, ligne.atteintes) == (3, 2, 1)
    assert [m.atteinte for m in bilan.mesures] == [
        "atteinte", "atteinte", "non atteinte", "non renseignée",
    ]  # fmt: skip


def test_the_example_is_evaluated_whole() -> None:
    """Every action that ran in 2007, its money as consolidated, and who receives the table."""
    contrat = read_exemple()
    bilan = bilan_de(contrat)
    menees = [a.code for a in contrat.actions if a.exercice == 2007 and a.statut in DECIDEES]

    assert [ligne.action.code for ligne in bilan.actions] == menees
    assert all(ligne.evaluation for ligne in bilan.actions)
    assert sum(ligne.programme for ligne in bilan.actions) == 602_000_00
    assert set(bilan.diffusion) == {"partenaires", "financeurs", "acteurs de terrain"}
    assert bilan.diffusee_le is not None
