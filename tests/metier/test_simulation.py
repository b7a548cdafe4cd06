"""What would remain of the envelopes if all that is proposed were programmed."""

from typing import Any

from hypothesis import given

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.modele import (
    ENVELOPPES,
    FINANCEMENTS,
    Action,
    Contrat,
    Enveloppe,
    Financement,
)
from cucs_xl.metier.nomenclature import Nature, StatutAction
from cucs_xl.metier.simulation import simulate
from tests.metier.hasard import ANNEES, lignes


def build(*financements: Financement, statut: StatutAction = StatutAction.DEPOSEE) -> Contrat:
    """Give two actions, one of `statut`, before an envelope of 1 000,00 €."""
    return build_vierge("Ville", "26198", 2007)._replace(
        enveloppes=(
            Enveloppe("07-VILLE", 2007, "VILLE", Nature.SPECIFIQUE, montant=1000_00),
            Enveloppe("08-VILLE", 2008, "VILLE", Nature.SPECIFIQUE, montant=None),
        ),
        actions=(Action("A", 2007, statut=statut), Action("A", 2008)),
        financements=financements,
    )


def credit(
    code: str, propose: int | None, programme: int | None = None, annee: int = 2007
) -> Financement:
    return Financement(
        code=code,
        action="A",
        exercice=annee,
        partenaire="VILLE",
        nature=Nature.SPECIFIQUE,
        enveloppe=f"{annee - 2000:02d}-VILLE",
        propose=propose,
        programme=programme,
    )


def test_what_awaits_is_added_to_what_is_decided() -> None:
    """
    Financement | proposé | programmé
    F1          | 500,00  | 400,00     decided: the proposal counts no more
    F2          | 300,00  |
    F3          | 700,00  | 0,00       decided too: refused
    F4          |         |            unknown
    """
    contrat = build(
        credit("F1", 500_00, 400_00), credit("F2", 300_00), credit("F3", 700_00, 0), credit("F4", None)
    )  # fmt: skip

    [ligne] = simulate(contrat, 2007).lignes

    assert (ligne.programme, ligne.propose, ligne.disponible) == (400_00, 300_00, 300_00)
    assert not ligne.manque


def test_one_cent_too_many_is_told() -> None:
    juste, trop = (simulate(build(credit("F1", montant)), 2007) for montant in (1000_00, 1000_01))

    assert (juste.lignes[0].disponible, juste.manques) == (0, ())
    assert (trop.lignes[0].disponible, trop.manques) == (-1, trop.lignes)


def test_an_action_without_a_future_asks_for_nothing() -> None:
    for statut in (StatutAction.REFUSEE, StatutAction.AJOURNEE, StatutAction.ABANDONNEE):
        [ligne] = simulate(build(credit("F1", 500_00), statut=statut), 2007).lignes
        assert ligne.propose == 0


def test_each_year_has_its_own_envelopes_and_an_unknown_stays_unknown() -> None:
    contrat = build(credit("F1", 500_00), credit("F2", 300_00, annee=2008))

    [ligne] = simulate(contrat, 2008).lignes

    assert (ligne.enveloppe.code, ligne.propose, ligne.disponible) == ("08-VILLE", 300_00, None)
    assert not ligne.manque


def test_specific_credits_that_no_envelope_bears_are_counted_apart() -> None:
    """Droit commun has no envelope and is not missing one."""
    contrat = build(
        credit("F1", 500_00)._replace(enveloppe=None),
        credit("F2", 30_00)._replace(enveloppe="DISPARUE"),
        credit("F3", 7_00)._replace(enveloppe=None, nature=Nature.DROIT_COMMUN),
        credit("F4", 5_00, 5_00)._replace(enveloppe=None),
    )

    sans_code = contrat._replace(enveloppes=(*contrat.enveloppes, Enveloppe(None, 2007)))  # type: ignore[arg-type]

    simulation = simulate(sans_code, 2007)

    assert simulation.sans_enveloppe == 530_00
    assert simulation.lignes[0].propose == 0


@given(
    enveloppes=lignes(ENVELOPPES),
    financements=lignes(FINANCEMENTS),
)
def test_what_is_simulated_is_the_ledger_and_what_awaits(
    enveloppes: tuple[Any, ...], financements: tuple[Any, ...]
) -> None:
    """Whatever the rows; and once all is programmed, nothing awaits any more."""
    contrat = build()._replace(enveloppes=enveloppes, financements=financements)
    registre = build_registre(contrat, read_faits(contrat))
    for annee in ANNEES:
        simulation = simulate(contrat, annee)
        tenues = [ligne for ligne in registre if ligne.enveloppe.exercice == annee]
        for ligne, tenue in zip(simulation.lignes, tenues, strict=True):
            assert ligne[:3] == (tenue.enveloppe, tenue.plafond, tenue.programme)
            assert (ligne.disponible is None) == (ligne.plafond is None)
            if ligne.plafond is not None:
                assert ligne.disponible == ligne.plafond - ligne.programme - ligne.propose

    decide = contrat._replace(
        financements=tuple(
            f._replace(programme=f.propose) if f.programme is None else f
            for f in contrat.financements
        )
    )
    for annee in ANNEES:
        simulation = simulate(decide, annee)
        assert [ligne.propose for ligne in simulation.lignes] == [0] * len(simulation.lignes)
        assert simulation.sans_enveloppe == 0


def test_the_example_awaits_nothing_in_2007() -> None:
    """Its COPIL has decided everything."""
    simulation = simulate(read_exemple(), 2007)

    assert [ligne.propose for ligne in simulation.lignes] == [0, 0, 0, 0]
    assert simulation.manques == ()
