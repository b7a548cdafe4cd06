"""Where returns stand in tRetours once merged: every row is followed, none is lost."""

from datetime import date

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.formulaire import UNIQUE, Source
from cucs_xl.metier.modele import ACTIONS, FICHES, RETOURS, Contrat
from cucs_xl.metier.nomenclature import Compte, EtatRetour, ModeleRetour, StatutExercice
from cucs_xl.metier.retour.atelier import Repere
from cucs_xl.metier.retour.depouille import Depouille
from cucs_xl.metier.retour.fusion import Fusion, merge_retours
from cucs_xl.metier.retour.lecture import Place, RetourLu, read_retour
from cucs_xl.metier.retour.memoire import Souvenirs
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
    fusion = merge_retours(
        Source(contrat), [lu for lu in lus if isinstance(lu, RetourLu)], {}, JOUR
    )
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


INTITULE = ("action", "1", "tActions.Intitulé")


def demander(titre: str | None, fichier: str = "a.xlsx", **autres: Cellule) -> Depouille:
    """Ask for a new action: title, theme, a few accounts."""
    _, formulaire = send(read_exemple(), ModeleRetour.DEMANDE, 2009, "CSO")
    dites: dict[Place, Cellule] = {
        INTITULE: titre,
        ("action", "1", "tActions.Thème"): "HAB",
        ("charges", "60", "tBudgets.Prévu"): 4000.0,
        ("charges", "62", "tBudgets.Prévu"): 500.0,
        ("action", "1", "tFiches.Description"): "Un jardin au pied des tours",
        ("action", "1", "tFiches.Besoin"): "Des habitants l'ont demandé",
        ("attestation", "1", "tRetours.Signataire"): "La présidence",
    }
    for bloc, code in (("60", "charges"), ("62", "charges")):
        if f"c{bloc}" in autres:
            dites[(code, bloc, "tBudgets.Prévu")] = autres[f"c{bloc}"]
    return give_back(formulaire, dites, fichier=fichier)


def relever_de_suite(*depouilles: Depouille) -> tuple[list[Fusion], Contrat]:
    """Take returns in one after the other, each import remembering the ones before."""
    contrat, _ = send(read_exemple(), ModeleRetour.DEMANDE, 2009, "CSO")
    fusions: list[Fusion] = []
    souvenirs: Souvenirs = {}
    for depouille in depouilles:
        lu = read_retour(Source(contrat), depouille)
        assert isinstance(lu, RetourLu)
        fusions.append(merge_retours(Source(contrat), [lu], souvenirs, JOUR))
        contrat, souvenirs = fusions[-1].contrat, fusions[-1].souvenirs
    return fusions, contrat


def nouvelles_de(contrat: Contrat) -> list[tuple[str, str | None]]:
    connues = {(a.code, a.exercice) for a in read_exemple().actions}
    return [(a.code, a.intitule) for a in contrat.actions if (a.code, a.exercice) not in connues]


def test_a_corrected_title_is_not_another_action() -> None:
    _, contrat = relever_de_suite(
        demander("Jardin partagé"), demander("Jardins partagés", "b.xlsx")
    )
    [(_, intitule)] = nouvelles_de(contrat)
    assert intitule == "Jardins partagés"


def test_two_requests_of_one_operator_are_two_actions() -> None:
    autre = demander("Fête de quartier", "b.xlsx", c60=900.0, c62=100.0)
    _, contrat = relever_de_suite(demander("Jardin partagé"), autre)
    assert [titre for _, titre in nouvelles_de(contrat)] == ["Jardin partagé", "Fête de quartier"]


def test_a_request_without_title_waits_for_it() -> None:
    """Nothing of it is taken, once; with its title it is one action."""
    sans = demander(None)
    fusions, contrat = relever_de_suite(sans, sans, demander("Jardin partagé", "b.xlsx"))
    [(faute,)] = fusions[0].fautes.values()
    assert "donnez un intitulé" in faute.constat
    assert fusions[0].changements == ()
    assert fusions[1].deja == ("a.xlsx",)
    assert [titre for _, titre in nouvelles_de(contrat)] == ["Jardin partagé"]


def test_an_anomaly_of_a_new_action_is_its_partner_s_to_mend() -> None:
    contrat, _ = send(read_exemple(), ModeleRetour.DEMANDE, 2009, "CSO")
    lu = read_retour(Source(contrat), demander("Jardin partagé"))
    assert isinstance(lu, RetourLu)
    fusion = merge_retours(Source(contrat), [lu], {}, JOUR)
    [(code, _)] = nouvelles_de(fusion.contrat)
    signee = anomalie("Signataire", f"demande|CSO|{code}|2009")._replace(table=RETOURS.nom)
    (bilan,) = build_bilans(fusion, [anomalie("Description", f"{code}|2009"), signee])
    assert [faute.place[2] for faute in bilan.remarques] == [
        "tFiches.Description", "tRetours.Signataire",
    ]  # fmt: skip


def test_what_waits_for_the_officer_still_does_at_the_next_return() -> None:
    """The disputed value is said again, unchanged: the return is not complete for all that."""
    contrat, formulaire = send(read_exemple(), *ENVOI)
    realise = ("charges", "62", "tBudgets.Réalisé")
    edite = contrat._replace(
        budgets=tuple(
            b._replace(realise=1) if (b.action, b.exercice, b.compte) == ("07-EMP-03", 2007, Compte.C62) else b
            for b in contrat.budgets
        )
    )  # fmt: skip
    dites = {realise: 7000.0}
    premier = read_retour(Source(edite), give_back(formulaire, dites))
    second = read_retour(Source(edite), give_back(formulaire, {**dites, BENEFICIAIRES: 31.0}))
    assert isinstance(premier, RetourLu)
    assert isinstance(second, RetourLu)
    avant = merge_retours(Source(edite), [premier], {}, JOUR)
    pose = avant.contrat._replace(arbitrages=avant.arbitrages)
    (bilan,) = build_bilans(merge_retours(Source(pose), [second], avant.souvenirs, JOUR), ())
    assert bilan.litiges == 0
    assert bilan.etat is EtatRetour.A_ARBITRER


def test_the_compte_rendu_is_dated_once_all_was_decided() -> None:
    contrat, _ = send(read_exemple(), *ENVOI)
    attente = tuple(
        r._replace(etat=EtatRetour.A_ARBITRER, completude=1.0, fichier="retour.xlsx")
        if RETOURS.cle(r) == "fiche action|AIA|07-EMP-03|2007"
        else r
        for r in contrat.retours
    )
    actions = tuple(a._replace(compte_rendu_le=None) for a in contrat.actions)
    apres, changements = record(contrat._replace(retours=attente, actions=actions), (), LENDEMAIN)
    assert [c.repere.cle for c in changements] == ["07-EMP-03|2007"]
    assert {a.code for a in apres.actions if a.compte_rendu_le == LENDEMAIN} == {"07-EMP-03"}


def test_a_row_that_a_return_brought_and_the_officer_removed_does_not_come_back_alone() -> None:
    contrat, formulaire = send(read_exemple(), ModeleRetour.CREDITS, 2007, "ACSE")
    dites = versement("07-EMP-01-ACSE-S", 2008.0)
    complete = {**dites, ("versements", "+1", "tMouvements.Pièce"): "M-12"}
    premier, second = (
        read_retour(Source(contrat), give_back(formulaire, d)) for d in (dites, complete)
    )
    assert isinstance(premier, RetourLu)
    assert isinstance(second, RetourLu)
    avant = merge_retours(Source(contrat), [premier], {}, JOUR)
    supprime = avant.contrat._replace(mouvements=contrat.mouvements)

    fusion = merge_retours(Source(supprime), [second], avant.souvenirs, JOUR)

    assert fusion.contrat.mouvements == contrat.mouvements
    assert ["la reprendre ?" in litige.question for litige in fusion.litiges] == [True]


def test_a_date_of_compte_rendu_that_nobody_can_read_stays() -> None:
    contrat, _ = send(read_exemple(), *ENVOI)
    complet = tuple(
        r._replace(etat=EtatRetour.A_ARBITRER, completude=1.0) if r.action == "07-EMP-03" else r
        for r in contrat.retours
    )
    actions = tuple(a._replace(compte_rendu_le=None) for a in contrat.actions)
    illisible = Repere("tActions", "07-EMP-03|2007", "Compte rendu le")
    de = contrat._replace(retours=complet, actions=actions)

    assert record(de, (), LENDEMAIN, [illisible])[1] == ()


def test_another_request_with_the_same_theme_and_accounts_is_another_action() -> None:
    """An operator's requests have much in common: their own words tell them apart."""
    premiere, seconde = demander("Foot"), demander("Théâtre", "b.xlsx")
    bloc, id_, case = ("action", "1", "tFiches.Description")
    cellules = {b: {i: dict(c) for i, c in r.items()} for b, r in seconde.cellules.items()}
    cellules[bloc][id_][case] = cellules[bloc][id_][case]._replace(valeur="Un atelier de théâtre")
    _, contrat = relever_de_suite(premiere, seconde._replace(cellules=cellules))
    assert [titre for _, titre in nouvelles_de(contrat)] == ["Foot", "Théâtre"]


def test_what_a_closed_year_refused_can_be_told_again_once_it_is_open() -> None:
    contrat, formulaire = send(read_exemple(), ModeleRetour.CREDITS, 2007, "ACSE")
    clos = contrat._replace(
        exercices=tuple(
            e._replace(statut=StatutExercice.CLOS) if e.exercice == 2008 else e
            for e in contrat.exercices
        )
    )
    lu = read_retour(Source(clos), give_back(formulaire, versement("07-EMP-01-ACSE-S", 2008.0)))
    assert isinstance(lu, RetourLu)
    refuse = merge_retours(Source(clos), [lu], {}, JOUR)
    rouvert = refuse.contrat._replace(exercices=contrat.exercices)

    fusion = merge_retours(Source(rouvert), [lu], refuse.souvenirs, JOUR)

    assert refuse.contrat.mouvements[-1].exercice_comptable is None
    assert fusion.deja == ()
    assert fusion.contrat.mouvements[-1].exercice_comptable == 2008
    assert len(fusion.contrat.mouvements) == len(contrat.mouvements) + 1


def test_a_part_given_back_is_news_even_when_nothing_is_typed_in_it() -> None:
    contrat, formulaire = send(read_exemple(), *ENVOI)
    vides = {("produits", r.id, "tBudgets.Réalisé"): None for r in formulaire.rangees["produits"]}
    entiere = give_back(formulaire, vides)
    sans = entiere._replace(cellules={b: c for b, c in entiere.cellules.items() if b != "produits"})
    empreintes = set()
    for depouille in (entiere, sans):
        lu = read_retour(Source(contrat), depouille)
        assert isinstance(lu, RetourLu)
        empreintes.add(lu.empreinte)
    assert len(empreintes) == 2


def test_the_compte_rendu_of_a_closed_year_is_not_dated() -> None:
    contrat, _ = send(read_exemple(), *ENVOI)
    complet = tuple(
        r._replace(etat=EtatRetour.A_ARBITRER, completude=1.0) if r.action == "07-EMP-03" else r
        for r in contrat.retours
    )
    de = contrat._replace(
        retours=complet,
        actions=tuple(a._replace(compte_rendu_le=None) for a in contrat.actions),
        exercices=tuple(e._replace(statut=StatutExercice.CLOS) for e in contrat.exercices),
    )
    assert record(de, (), LENDEMAIN)[1] == ()
