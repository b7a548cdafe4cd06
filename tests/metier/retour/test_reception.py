"""Where returns stand in tRetours once merged: every row is followed, none is lost."""

from datetime import date

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.formulaire import UNIQUE, Source
from cucs_xl.metier.modele import ACTIONS, FICHES, RETOURS, Contrat
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour, StatutExercice
from cucs_xl.metier.retour.depouille import Depouille
from cucs_xl.metier.retour.fusion import merge_retours
from cucs_xl.metier.retour.lecture import Place, RetourLu, read_retour
from cucs_xl.metier.retour.reception import Bilan, build_bilans, record
from cucs_xl.metier.schema import Cellule
from tests.metier.retour.partenaire import JOUR, give_back, send

LENDEMAIN = date(2008, 2, 2)
ENVOI = (ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03")
BENEFICIAIRES = ("publics", UNIQUE, "tFiches.Bénéficiaires")


def relever(
    contrat: Contrat, *depouilles: Depouille, nouvelles: tuple[Anomalie, ...] = ()
) -> tuple[tuple[Bilan, ...], Contrat]:
    lus = [read_retour(Source(contrat), depouille) for depouille in depouilles]
    fusion = merge_retours(contrat, [lu for lu in lus if isinstance(lu, RetourLu)], {}, JOUR)
    bilans = build_bilans(fusion, nouvelles)
    apres = fusion.contrat._replace(arbitrages=fusion.arbitrages)
    return bilans, record(apres, bilans, LENDEMAIN)[0]


def anomalie(champ: str, cle: str = "07-EMP-03|2007") -> Anomalie:
    return Anomalie(
        regle="publics-incoherents", gravite=Gravite.BLOQUANTE, table=FICHES.nom, cle=cle,
        champ=champ, ligne=5, constat="les femmes dépassent le public", conseil="Corrigez",
    )  # fmt: skip


def repondre(valeur: Cellule, fichier: str = "retour.xlsx") -> tuple[Contrat, Depouille]:
    contrat, formulaire = send(read_exemple(), *ENVOI)
    return contrat, give_back(formulaire, {BENEFICIAIRES: valeur}, fichier=fichier)


def test_a_return_is_noted_in_its_row_alone() -> None:
    contrat, depouille = repondre(30.0)
    _, apres = relever(contrat, depouille)
    changes = [(a, b) for a, b in zip(contrat.retours, apres.retours, strict=True) if a != b]
    ((avant, note),) = changes
    assert RETOURS.cle(avant) == "fiche action|AIA|07-EMP-03|2007"
    assert note.recu_le == LENDEMAIN
    assert note.fichier == "retour.xlsx"
    assert note.etat is EtatRetour.INCOMPLET
    assert 0 < (note.completude or 0) < 1


def test_a_row_copied_by_mistake_is_followed_too() -> None:
    """Two rows of tRetours bear one key: neither may go."""
    contrat, depouille = repondre(30.0)
    cle = "fiche action|AIA|07-EMP-03|2007"
    sienne = next(r for r in contrat.retours if RETOURS.cle(r) == cle)
    _, apres = relever(contrat._replace(retours=(*contrat.retours, sienne)), depouille)
    assert len(apres.retours) == len(contrat.retours) + 1
    assert [r.recu_le for r in apres.retours if RETOURS.cle(r) == cle] == [LENDEMAIN, LENDEMAIN]


def test_a_sheet_that_nobody_noted_opens_its_row() -> None:
    contrat, depouille = repondre(30.0)
    oublie = contrat._replace(
        retours=tuple(r for r in contrat.retours if r.action != "07-EMP-03" or r.exercice != 2007)
    )
    _, apres = relever(oublie, depouille)
    (neuve,) = apres.retours[len(oublie.retours) :]
    assert RETOURS.cle(neuve) == "fiche action|AIA|07-EMP-03|2007"
    assert neuve.recu_le == LENDEMAIN


def test_of_two_returns_for_one_action_the_row_is_one() -> None:
    contrat, premiere = repondre(30.0, "a.xlsx")
    _, seconde = repondre(31.0, "b.xlsx")
    bilans, apres = relever(contrat, premiere, seconde)
    assert [bilan.etat for bilan in bilans] == [EtatRetour.A_ARBITRER] * 2
    assert len(apres.retours) == len(contrat.retours)


def test_an_anomaly_is_shown_in_the_cell_it_is_about() -> None:
    contrat, depouille = repondre(30.0)
    (bilan,), _ = relever(contrat, depouille, nouvelles=(anomalie("Bénéficiaires"),))
    (faute,) = bilan.remarques
    assert faute.place == BENEFICIAIRES
    assert bilan.etat is EtatRetour.A_CORRIGER


def test_an_anomaly_of_a_row_is_shown_at_its_first_answer() -> None:
    contrat, depouille = repondre(30.0)
    (bilan,), _ = relever(contrat, depouille, nouvelles=(anomalie(""),))
    (faute,) = bilan.remarques
    assert faute.place[2] == ""
    assert faute.adresse


def test_an_anomaly_of_a_row_left_blank_has_a_place_still() -> None:
    """The partner emptied it all: there is no answer to point at, there is a cell."""
    contrat, formulaire = send(read_exemple(), *ENVOI)
    vides = {
        (bloc.code, rangee.id, question.code): None
        for bloc in formulaire.modele.blocs
        for rangee in formulaire.rangees[bloc.code]
        for question in bloc.questions
    }
    (bilan,), _ = relever(contrat, give_back(formulaire, vides), nouvelles=(anomalie(""),))
    (faute,) = bilan.remarques
    assert faute.adresse


def test_what_the_sheet_does_not_ask_is_not_the_partner_s_to_mend() -> None:
    contrat, depouille = repondre(30.0)
    ailleurs = anomalie("Statut")._replace(table=ACTIONS.nom)
    (bilan,), _ = relever(contrat, depouille, nouvelles=(ailleurs, anomalie("", "autre|2007")))
    assert bilan.remarques == ()


def test_the_day_of_the_compte_rendu_is_that_of_a_complete_return() -> None:
    contrat, depouille = repondre(30.0)
    _, apres = relever(contrat, depouille)
    dates = [a.compte_rendu_le for a in apres.actions]
    assert dates == [a.compte_rendu_le for a in contrat.actions]


def versement(financement: str, comptable: float) -> dict[Place, Cellule]:
    return {
        ("versements", "+1", "tMouvements.Financement"): financement,
        ("versements", "+1", "tMouvements.Stade"): "paiement",
        ("versements", "+1", "tMouvements.Exercice comptable"): comptable,
        ("versements", "+1", "tMouvements.Montant"): 10.0,
    }


def payer(financement: str, comptable: float, *clos: int) -> tuple[Contrat, Bilan, Contrat]:
    """Have the Acsé tell a payment, in a master of which some years are closed."""
    contrat, formulaire = send(read_exemple(), ModeleRetour.CREDITS, 2007, "ACSE")
    exercices = tuple(
        e._replace(statut=StatutExercice.CLOS) if e.exercice in clos else e
        for e in contrat.exercices
    )
    contrat = contrat._replace(exercices=exercices)
    (bilan,), apres = relever(contrat, give_back(formulaire, versement(financement, comptable)))
    return contrat, bilan, apres


def test_a_payment_is_taken() -> None:
    contrat, bilan, apres = payer("07-EMP-01-ACSE-S", 2008.0)
    assert bilan.fautes == ()
    assert apres.mouvements[len(contrat.mouvements)].montant == 1000


def test_a_payment_of_a_closed_year_is_not_taken() -> None:
    contrat, bilan, apres = payer("07-EMP-01-ACSE-S", 2008.0, 2008)
    assert ["exercice clos" in faute.constat for faute in bilan.fautes] == [True]
    assert bilan.fautes[0].adresse
    assert all(m.exercice_comptable is None for m in apres.mouvements[len(contrat.mouvements) :])


def test_a_funder_pays_its_own_fundings_alone() -> None:
    contrat, bilan, apres = payer("07-EMP-01-VILLE-S", 2008.0)
    assert ["n'est pas l'un des vôtres" in faute.constat for faute in bilan.fautes] == [True]
    assert apres.mouvements == contrat.mouvements
