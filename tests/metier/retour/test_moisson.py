"""What returns propose: rows removed, rows born, what is said again, what nobody can compare."""

from collections.abc import Iterable

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.formulaire import Source
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import Compte, ModeleRetour
from cucs_xl.metier.retour.arbitrage import RETIREE
from cucs_xl.metier.retour.atelier import Repere
from cucs_xl.metier.retour.depouille import Depouille
from cucs_xl.metier.retour.fusion import Fusion, merge_retours
from cucs_xl.metier.retour.lecture import Place, RetourLu, read_retour
from cucs_xl.metier.schema import Cellule
from tests.metier.retour.partenaire import JOUR, give_back, send

FICHE, FICHE_ENVOYEE = send(read_exemple(), ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03")
CREDITS, CREDITS_ENVOYES = send(read_exemple(), ModeleRetour.CREDITS, 2007, "ACSE")
REALISE = ("charges", "62", "tBudgets.Réalisé")
REPERE = Repere("tBudgets", "07-EMP-03|2007|62", "Réalisé")


def merge(
    contrat: Contrat, depouille: Depouille, avant: Fusion | None = None, illisibles: Iterable[Repere] = ()
) -> Fusion:  # fmt: skip
    lu = read_retour(Source(contrat), depouille)
    assert isinstance(lu, RetourLu), lu
    souvenirs = avant.souvenirs if avant else {}
    return merge_retours(Source(contrat), [lu], souvenirs, JOUR, illisibles)


def edit(contrat: Contrat, realise: int) -> Contrat:
    """Have the officer type in the master meanwhile."""
    return contrat._replace(
        budgets=tuple(
            b._replace(realise=realise)
            if (b.action, b.exercice, b.compte) == ("07-EMP-03", 2007, Compte.C62)
            else b
            for b in contrat.budgets
        )
    )


def test_a_row_removed_from_the_sheet_is_asked_about() -> None:
    fusion = merge(CREDITS, give_back(CREDITS_ENVOYES, sans=[("versements", "M0001")]))

    [litige] = fusion.litiges
    assert (litige.repere.cle, litige.partenaire) == ("M0001", RETIREE)
    assert "n'est plus dans le retour" in litige.question
    assert fusion.contrat.mouvements == CREDITS.mouvements


def test_of_a_sheet_that_nobody_knows_to_have_sent_no_row_is_missing() -> None:
    inconnue = CREDITS._replace(retours=())
    fusion = merge(inconnue, give_back(CREDITS_ENVOYES, sans=[("versements", "M0001")]))

    assert fusion.litiges == ()


def test_each_answer_of_a_new_row_has_its_own_cell_as_origin() -> None:
    """The partner and the nature that made its key too: they are answers like others."""
    contrat, formulaire = send(read_exemple(), ModeleRetour.DEMANDE, 2009, "CSO")
    dites: dict[Place, Cellule] = {
        ("action", "1", "tActions.Intitulé"): "Jardin partagé",
        ("action", "1", "tActions.Thème"): "HAB",
        ("plan", "+1", "tFinancements.Partenaire"): "CAF – Caisse d'allocations familiales",
        ("plan", "+1", "tFinancements.Nature"): "spécifique",
        ("plan", "+1", "tFinancements.Sollicité"): 4000.0,
    }
    fusion = merge(contrat, give_back(formulaire, dites))

    siens = [c for c in fusion.changements if c.repere.table == "tFinancements" and c.repere.champ]
    assert {c.repere.champ: str(c.apres) for c in siens} == {
        "Partenaire": "CAF", "Nature": "spécifique", "Sollicité": "400000",
    }  # fmt: skip
    assert len({c.origine.adresse for c in siens}) == 3


def test_what_a_sender_says_again_replaces_what_waited() -> None:
    edite = edit(FICHE, 1)
    premiere = merge(edite, give_back(FICHE_ENVOYEE, {REALISE: 7000.0}))
    pose = premiere.contrat._replace(arbitrages=premiere.arbitrages)

    seconde = merge(pose, give_back(FICHE_ENVOYEE, {REALISE: 7500.0}), premiere)

    assert [a.partenaire for a in premiere.arbitrages] == ["7000,00"]
    assert [a.partenaire for a in seconde.arbitrages] == ["7500,00"]


def test_said_back_as_the_master_has_it_nothing_waits_any_more() -> None:
    edite = edit(FICHE, 100)
    premiere = merge(edite, give_back(FICHE_ENVOYEE, {REALISE: 7000.0}))
    pose = premiere.contrat._replace(arbitrages=premiere.arbitrages)

    seconde = merge(pose, give_back(FICHE_ENVOYEE, {REALISE: 1.0}), premiere)

    assert seconde.arbitrages == ()


def test_a_cell_of_the_master_that_nobody_can_read_is_never_overwritten() -> None:
    fusion = merge(FICHE, give_back(FICHE_ENVOYEE, {REALISE: 7000.0}), illisibles=[REPERE])

    assert [litige.maitre for litige in fusion.litiges] == ["(illisible dans le classeur)"]
    assert fusion.contrat.budgets == FICHE.budgets


def test_a_row_borne_twice_by_the_master_is_never_guessed() -> None:
    sienne = next(b for b in FICHE.budgets if (b.action, b.compte) == ("07-EMP-03", Compte.C62) and b.exercice == 2007)  # fmt: skip
    double = FICHE._replace(budgets=(*FICHE.budgets, sienne._replace(prevu=1)))
    fusion = merge(double, give_back(FICHE_ENVOYEE, {REALISE: 7000.0}))

    assert "tBudgets" in {litige.repere.table for litige in fusion.litiges}
    assert fusion.contrat.budgets == double.budgets


def test_a_third_is_what_was_sent_though_no_text_keeps_it_whole() -> None:
    """The partner alone changed the cell: nobody is asked."""
    tiers = tuple(
        f._replace(beneficiaires=1 / 3) if (f.action, f.exercice) == ("07-EMP-03", 2007) else f
        for f in FICHE.fiches
    )
    contrat, formulaire = send(
        FICHE._replace(fiches=tiers), ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03"
    )
    fusion = merge(contrat, give_back(formulaire, {("publics", "1", "tFiches.Bénéficiaires"): 2.0}))

    assert fusion.litiges == ()
    assert [c.apres for c in fusion.changements] == [2.0]
