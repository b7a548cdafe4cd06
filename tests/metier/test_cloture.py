from datetime import date

import pytest
from hypothesis import given

from cucs_xl.metier.cloture import close, empreinte, reopen, reste_a_payer
from cucs_xl.metier.modele import Contrat, Enveloppe, Exercice, Financement, Mouvement
from cucs_xl.metier.nomenclature import Nature, Stade, StatutExercice
from tests.metier.hasard import CONTRATS

FINANCEMENT = Financement("F1", "A", 2007, nature=Nature.SPECIFIQUE, programme=100000)
DROIT_COMMUN = Financement("F2", "A", 2007, nature=Nature.DROIT_COMMUN, programme=50000)
CONTRAT = Contrat(
    exercices=(
        Exercice(2007, StatutExercice.OUVERT, ligne=9),
        Exercice(2008, StatutExercice.PREPARATION),
    ),
    financements=(FINANCEMENT, DROIT_COMMUN),
    mouvements=(
        Mouvement("M1", "F1", Stade.ENGAGEMENT, None, None, 2007, 90000),
        Mouvement("M2", "F1", Stade.DEGAGEMENT, None, None, 2007, -10000),
        Mouvement("M3", "F1", Stade.PAIEMENT, None, None, 2007, 30000),
        Mouvement("M4", "F1", Stade.PAIEMENT, None, None, 2008, 20000),
        Mouvement("M5", "F1", Stade.MANDAT, None, None, 2007, 77),
        Mouvement("M6", "F2", Stade.ENGAGEMENT, None, None, 2007, 50000),
        Mouvement("M7", "F1", Stade.ENGAGEMENT, None, None, None, 1),
        Mouvement("M8", "F1", Stade.PAIEMENT, None, None, 2007, None),
    ),
)
JOUR = date(2008, 1, 31)


def test_what_remains_to_pay_is_engaged_less_paid_up_to_that_year() -> None:
    """A dégagement lowers it; droit commun, mandats and later payments do not count."""
    assert reste_a_payer(CONTRAT, 2006) == 0
    assert reste_a_payer(CONTRAT, 2007) == 50000
    assert reste_a_payer(CONTRAT, 2008) == 30000


@given(CONTRATS)
def test_order_and_place_do_not_change_a_fingerprint(contrat: Contrat) -> None:
    """Rows sorted, filtered or moved to another line of the sheet are the same rows."""
    melange = contrat._replace(
        actions=tuple(a._replace(ligne=a.ligne + 7) for a in reversed(contrat.actions)),
        mouvements=tuple(reversed(contrat.mouvements)),
    )

    assert empreinte(melange, 2007) == empreinte(contrat, 2007)


def test_any_value_of_the_year_changes_the_fingerprint() -> None:
    """A typed cell of the year counts; an unknown is not a zero."""
    avant = empreinte(CONTRAT, 2007)
    change = FINANCEMENT._replace(programme=100001)
    zero = FINANCEMENT._replace(sollicite=0)
    autre = CONTRAT.mouvements[0]._replace(piece="12")

    assert empreinte(CONTRAT._replace(financements=(change, DROIT_COMMUN)), 2007) != avant
    assert empreinte(CONTRAT._replace(financements=(zero, DROIT_COMMUN)), 2007) != avant
    assert empreinte(CONTRAT._replace(mouvements=(autre, *CONTRAT.mouvements[1:])), 2007) != avant
    assert empreinte(CONTRAT._replace(enveloppes=(Enveloppe("E", 2007),)), 2007) != avant


def test_another_year_changes_nothing() -> None:
    """A movement belongs to its accounting year, whatever the programme it pays."""
    avant = empreinte(CONTRAT, 2007)
    suivant = CONTRAT.mouvements[3]._replace(montant=1)
    mouvements = (*CONTRAT.mouvements[:3], suivant, *CONTRAT.mouvements[4:])

    assert empreinte(CONTRAT._replace(mouvements=mouvements), 2007) == avant
    assert empreinte(CONTRAT._replace(mouvements=mouvements), 2008) != empreinte(CONTRAT, 2008)
    assert empreinte(CONTRAT._replace(enveloppes=(Enveloppe("E", 2008),)), 2007) == avant


def test_a_fingerprint_is_stable_from_one_version_to_the_next() -> None:
    """Years closed in users' workbooks hold it: changing the recipe would accuse them."""
    assert empreinte(Contrat(), 2007) == "e3b0-c442-98fc-1c14"
    assert empreinte(CONTRAT, 2007) == "3758-5515-ae56-0d4d"


def test_close_then_reopen_gives_the_year_back() -> None:
    """Closing writes four cells; reopening takes them back; other years do not move."""
    clos = close(CONTRAT, 2007, JOUR)

    assert clos[0] == Exercice(
        2007, StatutExercice.CLOS, JOUR, empreinte(CONTRAT, 2007), 50000, ligne=9
    )
    assert clos[1] is CONTRAT.exercices[1]
    assert reopen(CONTRAT._replace(exercices=clos), 2007) == CONTRAT.exercices


def test_only_an_open_year_is_closed_and_a_closed_one_reopened() -> None:
    """Refusals are French and say why."""
    clos = CONTRAT._replace(exercices=close(CONTRAT, 2007, JOUR))

    with pytest.raises(ValueError, match="2008 est en préparation : on ne peut clôturer"):
        close(CONTRAT, 2008, JOUR)
    with pytest.raises(ValueError, match="2007 est clos : on ne peut clôturer"):
        close(clos, 2007, JOUR)
    with pytest.raises(ValueError, match="2007 est ouvert : on ne peut rouvrir"):
        reopen(CONTRAT, 2007)
    with pytest.raises(ValueError, match="2010 n'est pas dans la feuille Exercices"):
        close(CONTRAT, 2010, JOUR)
    with pytest.raises(ValueError, match="2007 est sans statut"):
        close(Contrat(exercices=(Exercice(2007),)), 2007, JOUR)
