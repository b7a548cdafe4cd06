"""What the officer is asked, once, and what each choice does."""

import pytest

from cucs_xl.metier.formulaire import Source
from cucs_xl.metier.modele import Arbitrage, Budget, Contrat, Exercice, Indicateur, Mesure
from cucs_xl.metier.nomenclature import Choix, Compte, Sexe, StatutExercice
from cucs_xl.metier.retour.arbitrage import RETIREE, Litige, apply_choix, update_arbitrages
from cucs_xl.metier.retour.atelier import Atelier, Origine, Repere
from cucs_xl.metier.retour.fusion import merge_retours
from tests.metier.retour.partenaire import JOUR

REPERE = Repere("tBudgets", "07-EMP-03|2007|62", "Réalisé")
LITIGE = Litige(REPERE, "AIA", "Laquelle ?", "1,00", "2,00", "3,00", Origine("a.xlsx", "Fiche!D9"))
BUDGET = Budget("07-EMP-03", 2007, Compte.C62, 100, 200, ligne=9)


def pose(litige: Litige = LITIGE) -> Arbitrage:
    [arbitrage] = update_arbitrages((), [litige], ())
    return arbitrage


def apply(*arbitrages: Arbitrage, contrat: Contrat | None = None) -> tuple[Contrat, list[str]]:
    contrat = contrat or Contrat(budgets=(BUDGET,))
    atelier = Atelier(Source(contrat._replace(arbitrages=arbitrages)))
    suite, refuses = apply_choix(atelier, JOUR)
    return atelier.build()._replace(arbitrages=suite), [raison for _, raison in refuses]


def test_a_question_says_all_that_is_needed_to_answer() -> None:
    arbitrage = pose()

    assert (arbitrage.feuille, arbitrage.cle, arbitrage.champ) == ("Budgets", REPERE.cle, "Réalisé")
    assert (arbitrage.envoye, arbitrage.maitre, arbitrage.partenaire) == ("1,00", "2,00", "3,00")
    assert arbitrage.origine == "a.xlsx, Fiche!D9"


@pytest.mark.parametrize(
    ("choix", "autre", "realise"),
    [(Choix.MAITRE, None, 200), (Choix.PARTENAIRE, None, 300), (Choix.AUTRE, "4,50", 450)],
)
def test_a_choice_is_applied_and_dated(choix: Choix, autre: str | None, realise: int) -> None:
    contrat, refuses = apply(pose()._replace(choix=choix, autre=autre))

    assert not refuses
    assert contrat.budgets[0].realise == realise
    assert contrat.arbitrages[0].tranche_le == JOUR


@pytest.mark.parametrize(
    ("choix", "autre", "raison"),
    [
        (Choix.AUTRE, None, "saisissez la valeur dans la colonne « Autre valeur »"),
        (Choix.AUTRE, "beaucoup", "n'est pas un montant"),
    ],
)
def test_a_choice_that_says_nothing_waits(choix: Choix, autre: str | None, raison: str) -> None:
    contrat, [refus] = apply(pose()._replace(choix=choix, autre=autre))

    assert raison in refus
    assert contrat.budgets[0].realise == 200
    assert contrat.arbitrages[0].tranche_le is None


def test_two_choices_that_contradict_each_other_wait() -> None:
    autre = pose(LITIGE._replace(destinataire="CSO", partenaire="9,00"))
    choisis = (a._replace(choix=Choix.PARTENAIRE) for a in (pose(), autre))

    contrat, refuses = apply(*choisis)

    assert len(refuses) == 2
    assert contrat.budgets[0].realise == 200


def test_a_row_is_removed_only_when_somebody_says_so() -> None:
    question = pose(LITIGE._replace(repere=REPERE._replace(champ=""), partenaire=RETIREE))

    garde, _ = apply(question._replace(choix=Choix.MAITRE))
    retire, _ = apply(question._replace(choix=Choix.PARTENAIRE))
    _, [refus] = apply(question._replace(choix=Choix.AUTRE, autre="x"))

    assert garde.budgets == (BUDGET,)
    assert retire.budgets == ()
    assert "choisissez « maître » (garder) ou « partenaire » (supprimer)" in refus


def test_an_indicator_goes_with_its_measures() -> None:
    contrat = Contrat(
        indicateurs=(Indicateur("I1"), Indicateur("I2")),
        mesures=(Mesure("I1", 2007, sexe=Sexe.ENSEMBLE), Mesure("I2", 2007, sexe=Sexe.ENSEMBLE)),
    )
    question = pose(LITIGE._replace(repere=Repere("tIndicateurs", "I1", ""), partenaire=RETIREE))

    contrat, _ = apply(question._replace(choix=Choix.PARTENAIRE), contrat=contrat)

    assert [i.code for i in contrat.indicateurs] == ["I2"]
    assert [m.indicateur for m in contrat.mesures] == ["I2"]


def test_a_row_gone_meanwhile_is_taken_up_again() -> None:
    contrat, _ = apply(pose()._replace(choix=Choix.PARTENAIRE), contrat=Contrat())

    assert contrat.budgets == (Budget("07-EMP-03", 2007, Compte.C62, realise=300),)


def test_a_pending_question_is_not_asked_twice() -> None:
    assert update_arbitrages((pose(),), [LITIGE], {(REPERE, "AIA")}) == (pose(),)


def test_a_settled_question_is_asked_again_only_if_the_master_moved() -> None:
    tranche = pose()._replace(choix=Choix.MAITRE, tranche_le=JOUR)

    assert update_arbitrages((tranche,), [LITIGE], ()) == (tranche,)
    ailleurs = LITIGE._replace(maitre="7,00")
    assert len(update_arbitrages((tranche,), [ailleurs], ())) == 2


def test_what_the_partner_says_otherwise_awaits_nobody() -> None:
    """The former answer's question goes; what was settled stays as a record."""
    tranche = pose()._replace(choix=Choix.MAITRE, tranche_le=JOUR)
    neuf = LITIGE._replace(partenaire="8,00")

    assert update_arbitrages((pose(),), [], {(REPERE, "AIA")}) == ()
    assert update_arbitrages((tranche,), [], {(REPERE, "AIA")}) == (tranche,)
    assert [a.partenaire for a in update_arbitrages((pose(),), [neuf], {(REPERE, "AIA")})] == [
        "8,00"
    ]
    assert update_arbitrages((pose(),), [], {(REPERE, "CSO")}) == (pose(),)


def test_choices_applied_are_counted_even_when_they_change_nothing() -> None:
    """« maître » keeps the value: the officer still reads that the choice was taken."""
    contrat = Contrat(budgets=(BUDGET,), arbitrages=(pose()._replace(choix=Choix.MAITRE), pose()))

    fusion = merge_retours(Source(contrat), [], {}, JOUR)

    assert (fusion.tranches, fusion.changements) == (1, ())


@pytest.mark.parametrize("litige", [LITIGE, LITIGE._replace(repere=REPERE._replace(champ=""))])
def test_a_closed_year_is_not_changed_by_a_choice(litige: Litige) -> None:
    clos = Contrat(budgets=(BUDGET,), exercices=(Exercice(2007, StatutExercice.CLOS),))
    contrat, [refus] = apply(pose(litige)._replace(choix=Choix.PARTENAIRE), contrat=clos)

    assert "exercice clos" in refus
    assert contrat.budgets == (BUDGET,)
    assert contrat.arbitrages[0].tranche_le is None
