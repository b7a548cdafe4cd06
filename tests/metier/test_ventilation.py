from hypothesis import given

from cucs_xl.metier.consolidation import Axe, check_ecarts, consolidate_axes
from cucs_xl.metier.faits import Etape, read_faits
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.ventilation import (
    NON_REPARTI,
    build_ventilations,
    check_fraiche,
    read_cles,
    split_faits,
)
from tests.anomalies.feuille import read_feuilles
from tests.metier.hasard import CONTRATS, contrats_coherents


def montants(contrat: Contrat, etape: Etape = Etape.PROGRAMME) -> dict[str | None, int]:
    """Give what each quartier receives at a stage."""
    parts = split_faits(contrat, read_faits(contrat))
    return {part.quartier: part.montant for part in parts if part.etape is etape}


def test_halves_of_an_odd_cent_make_the_whole() -> None:
    """
    Répartition
    Action    | Quartier | Part
    07-EMP-01 | QO       | 50 %
    07-EMP-01 | CA       | 50 %

    Financements
    Code | Programmé
    F1   | 100,01
    """
    contrat = read_feuilles(test_halves_of_an_odd_cent_make_the_whole.__doc__ or "").contrat

    # The first code in order receives the odd cent, whatever the order of the sheet.
    assert montants(contrat) == {"CA": 50_01, "QO": 50_00}


def test_thirds_make_the_whole() -> None:
    """
    Quartiers
    Code | Régime
    QO   | ZUS
    CA   | hors ZUS
    HG   | hors géographie prioritaire

    Répartition
    Action    | Quartier | Part
    07-EMP-01 | QO       | 33,33 %
    07-EMP-01 | CA       | 33,33 %
    07-EMP-01 | HG       | 33,34 %

    Financements
    Code | Programmé
    F1   | 100,01
    """
    contrat = read_feuilles(test_thirds_make_the_whole.__doc__ or "").contrat

    assert montants(contrat) == {"CA": 33_33, "HG": 33_35, "QO": 33_33}


def test_keys_that_do_not_make_the_whole_share_nothing() -> None:
    """
    Répartition
    Action    | Quartier | Part
    07-EMP-01 | QO       | 50 %
    07-EMP-01 | CA       | 40 %

    Financements
    Code | Programmé
    F1   | 100
    """
    texte = test_keys_that_do_not_make_the_whole_share_nothing.__doc__ or ""

    assert montants(read_feuilles(texte).contrat) == {NON_REPARTI: 100_00}


def test_three_thirds_typed_short_share_nothing() -> None:
    """
    Quartiers
    Code | Régime
    QO   | ZUS
    CA   | hors ZUS
    HG   | hors géographie prioritaire

    Répartition
    Action    | Quartier | Part
    07-EMP-01 | QO       | 33,33 %
    07-EMP-01 | CA       | 33,33 %
    07-EMP-01 | HG       | 33,33 %

    Financements
    Code | Programmé
    F1   | 100
    """
    texte = test_three_thirds_typed_short_share_nothing.__doc__ or ""

    assert montants(read_feuilles(texte).contrat) == {NON_REPARTI: 100_00}


def test_payments_follow_the_realised_keys() -> None:
    """
    Répartition
    Action    | Quartier | Part | Part réalisée
    07-EMP-01 | QO       | 50 % | 80 %
    07-EMP-01 | CA       | 50 % | 20 %

    Financements
    Code | Programmé
    F1   | 100

    Mouvements
    Financement | Stade      | Montant
    F1          | engagement | 100
    F1          | mandat     | 60
    F1          | mandat     | 40
    """
    contrat = read_feuilles(test_payments_follow_the_realised_keys.__doc__ or "").contrat

    assert montants(contrat) == {"CA": 50_00, "QO": 50_00}
    assert montants(contrat, Etape.ENGAGE) == {"CA": 50_00, "QO": 50_00}
    assert montants(contrat, Etape.MANDATE) == {"CA": 20_00, "QO": 80_00}


@given(contrats_coherents())
def test_no_cent_is_lost_nor_made(contrat: Contrat) -> None:
    """Each funding and stage, whatever the keys."""
    faits = read_faits(contrat)
    parts = split_faits(contrat, faits)

    for code in {fait.financement for fait in faits}:
        for etape in Etape:
            lieu = (code, etape)
            assert sum(f.montant for f in faits if (f.financement, f.etape) == lieu) == sum(
                p.montant for p in parts if (p.financement, p.etape) == lieu
            )


@given(contrats_coherents())
def test_a_sheet_just_written_is_fresh(contrat: Contrat) -> None:
    """One row per funding and quartier; each funding is shared once."""
    faits = read_faits(contrat)
    ventilations = build_ventilations(contrat, faits)
    ecrit = contrat._replace(ventilations=ventilations)

    assert check_fraiche(ecrit, faits)
    for financement in contrat.financements:
        parts = [v.part or 0 for v in ventilations if v.financement == financement.code]
        assert abs(sum(parts) - 1) < 1e-4
    if contrat.financements:
        assert not check_fraiche(contrat, faits)


@given(CONTRATS)
def test_no_key_crashes(contrat: Contrat) -> None:
    """Whatever the rows, quartiers and regimes lose what the other axes lose at most."""
    read_cles(contrat)
    lignes = consolidate_axes(contrat, read_faits(contrat))

    assert {ecart.axe for ecart in check_ecarts(contrat, None, lignes)} == set(Axe)
