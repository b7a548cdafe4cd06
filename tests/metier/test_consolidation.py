from datetime import date

from hypothesis import given

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.consolidation import (
    Axe,
    Ecart,
    LigneConsolidee,
    check_ecarts,
    consolidate_axes,
)
from cucs_xl.metier.enveloppe import build_registre, read_dotation
from cucs_xl.metier.faits import Etape, Fait, faits_de, read_faits
from cucs_xl.metier.modele import Contrat, Financement, Mouvement
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import Nature, Stade
from tests.metier.hasard import CONTRATS, contrats_coherents


def consolidate_tout(contrat: Contrat, exercice: int | None = None) -> tuple[LigneConsolidee, ...]:
    return consolidate_axes(contrat, faits_de(read_faits(contrat), exercice))


def ecarts(contrat: Contrat, exercice: int | None = None) -> list[Ecart]:
    lignes = consolidate_tout(contrat, exercice)
    return [ecart for ecart in check_ecarts(contrat, exercice, lignes) if ecart.ecart]


def total(faits: list[Fait], etape: Etape) -> Centimes:
    return sum(fait.montant for fait in faits if fait.etape is etape)


@given(contrats_coherents())
def test_totals_are_equal_over_every_axis(contrat: Contrat) -> None:
    """By partner, theme, operator, quartier, regime, each year and all together: the same cents."""
    for exercice in (None, *(e.exercice for e in contrat.exercices)):
        faits = faits_de(read_faits(contrat), exercice)
        lignes = consolidate_tout(contrat, exercice)
        assert all(ligne.cle for ligne in lignes)
        for axe in Axe:
            for etape in Etape:
                somme = sum(x.montant for x in lignes if (x.axe, x.etape) == (axe, etape))
                assert somme == total(faits, etape)
        assert not ecarts(contrat, exercice)


@given(contrats_coherents())
def test_years_add_up_to_the_contract(contrat: Contrat) -> None:
    """Every amount belongs to one year of the programme."""
    faits = read_faits(contrat)

    for etape in Etape:
        assert total(faits, etape) == sum(
            total(faits_de(faits, e.exercice), etape) for e in contrat.exercices
        )


@given(CONTRATS)
def test_nothing_vanishes_whatever_the_rows(contrat: Contrat) -> None:
    """What no listed key claims comes last, under the empty key."""
    faits = read_faits(contrat)

    for axe in Axe:
        lignes = [ligne for ligne in consolidate_tout(contrat) if ligne.axe is axe]
        for etape in Etape:
            assert total(faits, etape) == sum(
                ligne.montant for ligne in lignes if ligne.etape is etape
            )
        vides = [not ligne.cle for ligne in lignes]
        assert vides == sorted(vides)


def test_the_contract_of_montelimar_2007() -> None:
    """442 000 of which 290 000, then 121 000: never 442 + 290."""
    contrat = read_exemple()
    registre = {
        ligne.enveloppe.code: ligne for ligne in build_registre(contrat, read_faits(contrat))
    }

    assert registre["07-ETAT"].actualise == 442_000_00
    assert registre["07-PRE"].actualise == 290_000_00
    assert registre["07-ETAT"].dont == 290_000_00
    assert registre["07-ETAT"].plafond == 152_000_00
    assert registre["07-PRE"].plafond == 290_000_00
    assert registre["07-VILLE"].plafond == 121_000_00


def test_563_000_hors_region_until_its_avenant_is_signed() -> None:
    """The Région's share is unknown, not zero; a signed avenant makes it known."""
    contrat = read_exemple()
    avec = read_dotation(build_registre(contrat, ()), 2007)
    sans = read_dotation(build_registre(contrat._replace(avenants=()), ()), 2007)

    assert sans.connu == 563_000_00
    assert sans.inconnus == {"REGION": None}
    assert avec.connu == 643_000_00
    assert avec.inconnus == {}


def test_a_reference_is_not_a_commitment() -> None:
    """In 2008 only the City is known: the State's 442 000 is a reference."""
    dotation = read_dotation(build_registre(read_exemple(), ()), 2008)

    assert dotation.connu == 121_000_00
    assert dotation.inconnus == {"ETAT": 442_000_00, "REGION": None}


def test_a_2007_action_paid_in_2008_is_right_in_both_years() -> None:
    """The programme's year and the accounting year are two questions."""
    contrat = read_exemple()._replace(
        financements=(
            Financement("F1", "07-EMP-01", 2007, "VILLE", Nature.SPECIFIQUE, programme=300),
        ),
        mouvements=(
            Mouvement("M1", "F1", Stade.PAIEMENT, None, date(2007, 6, 1), 2007, 100),
            Mouvement("M2", "F1", Stade.PAIEMENT, None, date(2008, 6, 1), 2008, 200),
        ),
    )
    paye = [
        (ligne.exercice_comptable, ligne.montant)
        for ligne in consolidate_tout(contrat, 2007)
        if ligne.axe is Axe.THEME and ligne.etape is Etape.PAYE
    ]

    assert paye == [(2007, 100), (2008, 200)]
    assert not [x for x in consolidate_tout(contrat, 2008) if x.etape is Etape.PAYE]


def test_an_orphan_movement_shows_in_the_tie_out() -> None:
    """It belongs to no year, so it shows wherever somebody looks."""
    contrat = read_exemple()._replace(
        mouvements=(Mouvement("M1", "inconnu", Stade.PAIEMENT, None, None, 2007, 123_45),)
    )

    for exercice in (None, 2007, 2008, 2009):
        assert [(e.axe, e.etape, e.ecart) for e in ecarts(contrat, exercice)] == [
            (axe, Etape.PAYE, 123_45) for axe in Axe
        ]


def test_a_funding_without_year_shows_in_every_year() -> None:
    """Its partner is known, so only the axes that go through the action lose it."""
    contrat = read_exemple()._replace(
        financements=(Financement("F1", "07-EMP-01", None, "VILLE", programme=500),),
        mouvements=(Mouvement("M1", "F1", Stade.MANDAT, None, None, 2007, 300),),
    )

    for exercice in (None, 2007):
        assert {(e.axe, e.etape, e.ecart) for e in ecarts(contrat, exercice)} == {
            (axe, etape, montant)
            for axe in Axe
            if axe is not Axe.PARTENAIRE
            for etape, montant in ((Etape.PROGRAMME, 500), (Etape.MANDATE, 300))
        }


def test_an_eighth_theme_does_not_vanish() -> None:
    """A theme removed from its list leaves its money in the tie-out."""
    contrat = read_exemple()
    sans = contrat._replace(themes=tuple(t for t in contrat.themes if t.code != "SAN"))
    attendu = sum(
        f.montant
        for f in read_faits(contrat)
        if f.theme == "SAN" and f.etape is Etape.PROGRAMME and f.exercice == 2007
    )

    [ecart] = [e for e in ecarts(sans, 2007) if e.etape is Etape.PROGRAMME]
    assert (ecart.axe, ecart.ecart) == (Axe.THEME, attendu)
    assert attendu > 0


def test_unknown_amounts_make_no_fact() -> None:
    """Unknown is not zero: it is nowhere."""
    contrat = Contrat(financements=(Financement("F1", programme=None, sollicite=0),))

    assert [(f.etape, f.montant) for f in read_faits(contrat)] == [(Etape.SOLLICITE, 0)]


def test_a_degagement_lowers_the_engaged() -> None:
    """Both are movements of one stage."""
    contrat = Contrat(
        financements=(Financement("F1"),),
        mouvements=(
            Mouvement("M1", "F1", Stade.ENGAGEMENT, montant=100),
            Mouvement("M2", "F1", Stade.DEGAGEMENT, montant=-30),
        ),
    )

    assert total(read_faits(contrat), Etape.ENGAGE) == 70


def test_rows_come_in_the_order_of_the_lists() -> None:
    """The sheet decides, not the alphabet."""
    contrat = read_exemple()
    cles = [ligne.cle for ligne in consolidate_tout(contrat, 2007) if ligne.axe is Axe.THEME]

    assert list(dict.fromkeys(cles)) == [theme.code for theme in contrat.themes]
