"""Which reminder is due, and which is not."""

from datetime import date

import pytest

from cucs_xl.metier.attente import silencieux
from cucs_xl.metier.modele import Contrat, Parametre, Retour
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour
from cucs_xl.metier.retour.relance import choose_relances, note_relances

ECHEANCE = date(2008, 2, 15)
SEUILS = (
    Parametre("Rappel avant échéance", 5.0),
    Parametre("Délai entre relances", 15.0),
)


def retour(
    etat: EtatRetour = EtatRetour.ENVOYE,
    relances: float | None = None,
    relance_le: date | None = None,
) -> Retour:
    return Retour(
        ModeleRetour.FICHE, "AIA", "07-EMP-03", 2007, echeance=ECHEANCE, etat=etat,
        relances=relances, relance_le=relance_le,
    )  # fmt: skip


def contrat(*retours: Retour) -> Contrat:
    return Contrat(parametres=SEUILS, retours=retours)


def niveaux(jour: date, *retours: Retour) -> list[tuple[int, int]]:
    return [(r.niveau, r.retard) for r in choose_relances(contrat(*retours), 2007, jour)]


def test_the_first_reminder_comes_a_few_days_before() -> None:
    """Five days before the 15th is the 10th."""
    assert niveaux(date(2008, 2, 9), retour()) == []
    assert niveaux(date(2008, 2, 10), retour()) == [(1, -5)]
    assert niveaux(date(2008, 2, 16), retour()) == [(1, 1)]


def test_the_second_waits_for_the_deadline_and_for_the_delay() -> None:
    tot = retour(EtatRetour.RELANCE, 1.0, date(2008, 1, 20))
    tard = retour(EtatRetour.RELANCE, 1.0, date(2008, 2, 10))

    assert niveaux(date(2008, 2, 15), tot, tard) == []
    assert niveaux(date(2008, 2, 16), tot, tard) == [(2, 1)]
    assert niveaux(date(2008, 2, 25), tot, tard) == [(2, 10), (2, 10)]


def test_there_are_three_reminders() -> None:
    assert niveaux(date(2009, 1, 1), retour(EtatRetour.RELANCE, 2.0, date(2008, 3, 1)))[0][0] == 3
    assert niveaux(date(2009, 1, 1), retour(EtatRetour.RELANCE, 3.0, date(2008, 3, 1))) == []


@pytest.mark.parametrize(
    ("etat", "relance"),
    [
        (EtatRetour.ENVOYE, True),
        (EtatRetour.RELANCE, True),
        (EtatRetour.INCOMPLET, True),
        (EtatRetour.A_CORRIGER, True),
        (EtatRetour.A_ARBITRER, False),
        (EtatRetour.COMPLET, False),
    ],
)
def test_only_what_the_partner_has_to_do_is_reminded(etat: EtatRetour, *, relance: bool) -> None:
    assert bool(niveaux(date(2008, 3, 1), retour(etat))) is relance


def test_another_year_or_no_deadline_is_not_late() -> None:
    autre, sans = retour()._replace(exercice=2008), retour()._replace(echeance=None)

    assert niveaux(date(2009, 3, 1), autre, sans) == []


def test_nobody_owes_a_new_action() -> None:
    """A blank request is a courtesy: no reminder, no « non communiqué »; begun, it is followed."""
    vierge = retour()._replace(modele=ModeleRetour.DEMANDE, action=None)

    assert niveaux(date(2008, 3, 1), vierge) == []
    assert silencieux(contrat(vierge, retour()), 2007) == (retour(),)
    commencee = vierge._replace(etat=EtatRetour.INCOMPLET)
    assert niveaux(date(2008, 3, 1), commencee) == [(1, 15)]


def test_an_empty_threshold_waits_for_nothing() -> None:
    """Only the deadline counts then."""
    sans = Contrat(retours=(retour(), retour(EtatRetour.RELANCE, 1.0, date(2008, 2, 16))))

    assert choose_relances(sans, 2007, date(2008, 2, 14)) == ()
    assert len(choose_relances(sans, 2007, date(2008, 2, 16))) == 2


def test_reminders_are_counted_and_an_incomplete_return_stays_so() -> None:
    muet = retour()
    incomplet = retour(EtatRetour.INCOMPLET, 1.0)._replace(action="07-HAB-04")
    autre = retour(EtatRetour.COMPLET)._replace(action="07-EMP-04")
    jour = date(2008, 3, 1)
    relances = choose_relances(contrat(muet, incomplet, autre), 2007, jour)

    assert note_relances((muet, incomplet, autre), relances, jour) == (
        muet._replace(relances=1.0, relance_le=jour, etat=EtatRetour.RELANCE),
        incomplet._replace(relances=2.0, relance_le=jour),
        autre,
    )
