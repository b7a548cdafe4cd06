from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.modele import (
    Action,
    Contrat,
    Exercice,
    Financement,
    LigneGrandLivre,
    Mouvement,
    Operateur,
    Partenaire,
)
from cucs_xl.metier.nomenclature import (
    EtatRapprochement,
    Nature,
    Stade,
    StatutExercice,
    TypePartenaire,
)
from cucs_xl.metier.rapprochement import (
    Ecriture,
    Rapprochement,
    Sujet,
    build_rapprochement,
)

RAPPROCHEE = EtatRapprochement.RAPPROCHEE
PROPOSEE = EtatRapprochement.PROPOSEE
A_AFFECTER = EtatRapprochement.A_AFFECTER
IGNOREE = EtatRapprochement.IGNOREE
MAI = date(2007, 5, 10)


def contrat(*mouvements: Mouvement, clos: bool = False) -> Contrat:
    """Tempo has one funding of the city; the centre social has two; the Acsé funds Tempo too."""
    return Contrat(
        exercices=(
            Exercice(2007, StatutExercice.CLOS if clos else StatutExercice.OUVERT),
            Exercice(2008, StatutExercice.OUVERT),
        ),
        partenaires=(
            Partenaire("VILLE", "Ville", "Ville", "VILLE", TypePartenaire.COMMUNE),
            Partenaire("ACSE", "Acsé", "Acsé", "ACSE", TypePartenaire.ETAT),
        ),
        operateurs=(
            Operateur("TEMPO", "Association Tempo", siret="20000495000016"),
            Operateur("CSO", "Centre social des quartiers Ouest"),
        ),
        actions=(
            Action("CIT-01", 2007, operateur="TEMPO"),
            Action("EMP-01", 2007, operateur="CSO"),
            Action("EMP-02", 2007, operateur="CSO"),
        ),
        financements=(
            financement("CIT-01-VILLE", "CIT-01", "VILLE"),
            financement("CIT-01-ACSE", "CIT-01", "ACSE"),
            financement("EMP-01-VILLE", "EMP-01", "VILLE"),
            financement("EMP-02-VILLE", "EMP-02", "VILLE"),
        ),
        mouvements=(
            engagement("M0001", "CIT-01-VILLE", "EJ 2007-0001"),
            engagement("M0002", "EMP-01-VILLE", "EJ 2007-0002"),
            engagement("M0003", "EMP-02-VILLE", "EJ 2007-0003"),
            *mouvements,
        ),
    )


def financement(code: str, action: str, partenaire: str) -> Financement:
    return Financement(code, action, 2007, partenaire, Nature.SPECIFIQUE, programme=500_000)


def engagement(code: str, de: str, piece: str, annee: int = 2007) -> Mouvement:
    return Mouvement(code, de, Stade.ENGAGEMENT, None, date(annee, 4, 2), annee, 500_000, piece)


def mandat(code: str, de: str | None, piece: str, montant: int | None) -> Mouvement:
    return Mouvement(code, de, Stade.MANDAT, None, MAI, 2007, montant, piece)


def ecriture(
    piece: str = "125", montant: int = 100_000, tiers: str | None = None, **reste: Any
) -> Ecriture:
    base = Ecriture(piece, MAI, 2007, Stade.MANDAT, montant, tiers)
    return base._replace(**reste)


def after(avant: Contrat, fait: Rapprochement) -> Contrat:
    """Write an import into the workbook, as the command does."""
    return avant._replace(grand_livre=fait.lignes, mouvements=(*avant.mouvements, *fait.mouvements))


def sujets(fait: Rapprochement) -> list[Sujet]:
    return [remarque.sujet for remarque in fait.remarques]


def test_a_typed_movement_is_recognised_whatever_the_spelling() -> None:
    """Case, spaces and leading zeros of a document's number do not count."""
    fait = build_rapprochement(
        contrat(mandat("M0004", "CIT-01-VILLE", "MD 2007-0125", 100_000)),
        [ecriture("md2007/125")],
    )

    [ligne] = fait.nouvelles
    assert (ligne.etat, ligne.mouvement, ligne.financement) == (RAPPROCHEE, "M0004", "CIT-01-VILLE")
    assert (fait.mouvements, fait.remarques) == ((), ())


def test_another_amount_is_told_and_never_changed() -> None:
    fait = build_rapprochement(
        contrat(mandat("M0004", "CIT-01-VILLE", "125", 90_000)),
        [ecriture(financement="CIT-01-VILLE")],
    )

    [ligne] = fait.nouvelles
    [remarque] = fait.remarques
    assert (ligne.etat, ligne.mouvement, fait.mouvements) == (A_AFFECTER, None, ())
    assert remarque.sujet is Sujet.ECART
    assert remarque.cle == "GL0001"
    assert remarque.constat == (
        "la pièce « 125 » fait 1\u202f000\u00a0€ au grand livre ; "
        "Mouvements porte M0004 (CIT-01-VILLE, 900\u00a0€)"
    )


def test_the_same_money_under_another_number_is_told() -> None:
    """« 0125 » in the software, « MD 2007-0125 » or nothing in Mouvements: perhaps the same."""
    for piece in ("MD 2007-0125", None):
        deja = mandat("M0004", "CIT-01-VILLE", "", 100_000)._replace(piece=piece)
        for ligne in (ecriture(financement="CIT-01-VILLE"), ecriture(tiers="Association Tempo")):
            avant = contrat(deja)
            fait = build_rapprochement(avant, [ligne])
            assert (fait.mouvements, sujets(fait)) == ((), [Sujet.SOSIE])
            assert fait.nouvelles[0].etat is A_AFFECTER

            # The officer answers: the same, or another.
            meme = fait.nouvelles[0]._replace(mouvement="M0004")
            suite = build_rapprochement(avant._replace(grand_livre=(meme,)), [ligne])
            assert (suite.mouvements, suite.remarques) == ((), ())
            assert suite.modifiees == (meme._replace(etat=RAPPROCHEE, financement="CIT-01-VILLE"),)
            suite = build_rapprochement(
                after(avant, suite), [ligne, ecriture("126", financement="CIT-01-VILLE")]
            )
            assert [m.piece for m in suite.mouvements] == ["126"]
            autre = fait.nouvelles[0]._replace(financement="CIT-01-VILLE")
            suite = build_rapprochement(avant._replace(grand_livre=(autre,)), [ligne])
            assert [m.code for m in suite.mouvements] == ["M0005"]


def test_money_that_another_line_carries_is_no_likeness() -> None:
    """A second instalment of the same amount."""
    avant = contrat()
    premier = [ecriture(financement="CIT-01-VILLE")]
    avant = after(avant, build_rapprochement(avant, premier))
    fait = build_rapprochement(avant, [*premier, ecriture("126", financement="CIT-01-VILLE")])

    assert [m.piece for m in fait.mouvements] == ["126"]


def test_a_document_typed_in_parts_is_matched_by_its_sum() -> None:
    """One mandat pays two actions: two movements, one line of the ledger."""
    avant = contrat(
        mandat("M0004", "EMP-01-VILLE", "125", 60_000),
        mandat("M0005", "EMP-02-VILLE", "125", 40_000),
    )
    fait = build_rapprochement(avant, [ecriture()])

    [ligne] = fait.nouvelles
    assert (ligne.etat, ligne.mouvement, ligne.financement) == (RAPPROCHEE, "M0004", None)
    assert build_rapprochement(after(avant, fait), [ecriture()]).remarques == ()


def test_a_document_exported_in_parts_is_matched_by_its_sum() -> None:
    fait = build_rapprochement(
        contrat(mandat("M0004", "EMP-01-VILLE", "125", 100_000)),
        [ecriture(montant=60_000), ecriture(montant=40_000)],
    )

    assert {ligne.mouvement for ligne in fait.nouvelles} == {"M0004"}
    assert fait.mouvements == ()


def test_a_movement_that_no_line_carries_stays_free() -> None:
    """Typed amounts that cancel each other are no part of the line beside them."""
    typed = [
        mandat(f"M000{i}", "CIT-01-VILLE", "125", montant)
        for i, montant in enumerate((100_000, 50_000, -50_000), 4)
    ]
    fait = build_rapprochement(
        contrat(*typed), [ecriture(), ecriture(montant=20_000, financement="CIT-01-VILLE")]
    )

    assert (fait.mouvements, sujets(fait)) == ((), [Sujet.ECART])


def test_an_unknown_amount_makes_no_sum() -> None:
    """An empty amount is not zero: the parts that are known do not settle the document."""
    typed = [
        mandat(f"M000{i}", "CIT-01-VILLE", "125", montant)
        for i, montant in enumerate((60_000, 40_000, None), 4)
    ]
    fait = build_rapprochement(contrat(*typed), [ecriture()])

    assert (fait.nouvelles[0].mouvement, sujets(fait)) == (None, [Sujet.ECART])


def test_lines_that_only_their_place_tells_apart_have_an_order() -> None:
    """Of two lines alike, the same one is written whichever comes first."""
    for place in ("", "export.csv, ligne 3"):
        lignes = [
            ecriture(engagement="EJ 2007-1"),
            ecriture(engagement="EJ 2007-1", fichier=place),
        ]
        une = build_rapprochement(contrat(), lignes)

        assert une == build_rapprochement(contrat(), lignes[::-1])


def test_a_code_in_the_export_writes_the_movement() -> None:
    """The code is folded as everywhere; the number follows the highest."""
    fait = build_rapprochement(contrat(), [ecriture(financement="cit-01-acse ")])

    [mouvement] = fait.mouvements
    [ligne] = fait.nouvelles
    assert mouvement == mandat("M0004", "CIT-01-ACSE", "125", 100_000)
    assert (ligne.mouvement, ligne.etat) == ("M0004", RAPPROCHEE)


def test_an_unknown_code_is_told() -> None:
    fait = build_rapprochement(contrat(), [ecriture(financement="CIT-99", tiers="Tempo")])

    assert (sujets(fait), fait.mouvements) == ([Sujet.CODE_INCONNU], ())
    assert fait.nouvelles[0].etat is A_AFFECTER


def test_an_engagement_of_the_year_writes_the_movement() -> None:
    fait = build_rapprochement(contrat(), [ecriture(engagement="EJ 2007-1")])

    assert [m.financement for m in fait.mouvements] == ["CIT-01-VILLE"]


def test_an_engagement_that_the_export_brings_proves_the_mandat_too() -> None:
    """Engagements are read first, even dated after, as a regularisation is."""
    fait = build_rapprochement(
        contrat(),
        [
            ecriture(engagement="E77"),
            ecriture(
                "E77", date=date(2007, 6, 1), stade=Stade.ENGAGEMENT, financement="CIT-01-ACSE"
            ),
        ],
    )

    assert [(m.piece, m.financement) for m in fait.mouvements] == [
        ("E77", "CIT-01-ACSE"),
        ("125", "CIT-01-ACSE"),
    ]


def test_an_engagement_proven_by_another_proves_in_its_turn() -> None:
    """Whatever their order: E8 comes after E7, that it proves."""
    lignes = [
        ecriture(engagement="E7"),
        ecriture("E7", stade=Stade.ENGAGEMENT, engagement="E8"),
        ecriture("E8", stade=Stade.ENGAGEMENT, engagement="EJ 2007-1"),
    ]
    fait = build_rapprochement(contrat(), lignes)

    assert [m.piece for m in fait.mouvements] == ["E8", "E7", "125"]


def test_all_engagements_are_written_before_any_proves_a_mandat() -> None:
    """E7 is of one funding by its code, and of another by E8, that is read after it."""
    fait = build_rapprochement(
        contrat(),
        [
            ecriture(engagement="E7"),
            ecriture("E7", 2_000, stade=Stade.ENGAGEMENT, financement="CIT-01-VILLE"),
            ecriture("E7", 1_000, stade=Stade.ENGAGEMENT, engagement="E8"),
            ecriture("E8", stade=Stade.ENGAGEMENT, engagement="EJ 2007-2"),
        ],
    )

    assert [(m.piece, m.financement) for m in fait.mouvements] == [
        ("E7", "CIT-01-VILLE"),
        ("E8", "EMP-01-VILLE"),
        ("E7", "EMP-01-VILLE"),
    ]
    assert sujets(fait) == [Sujet.A_AFFECTER]


def test_an_engagement_of_another_year_asks_for_the_payee() -> None:
    """Numbers start again each year."""
    ligne = ecriture(engagement="EJ 2007-1", exercice_comptable=2008)

    doute = build_rapprochement(contrat(), [ligne])
    sur = build_rapprochement(contrat(), [ligne._replace(tiers="ASSOC TEMPO")])

    assert (doute.nouvelles[0].etat, doute.mouvements) == (PROPOSEE, ())
    assert [m.financement for m in sur.mouvements] == ["CIT-01-VILLE"]


def test_an_engagement_number_of_two_fundings_is_left_to_people() -> None:
    fait = build_rapprochement(
        contrat(engagement("M0004", "EMP-01-VILLE", "EJ 2007-0001")),
        [ecriture(engagement="EJ 2007-1")],
    )

    [remarque] = fait.remarques
    assert fait.mouvements == ()
    assert "CIT-01-VILLE et EMP-01-VILLE" in remarque.constat


def test_a_closed_year_asks_for_a_person() -> None:
    fait = build_rapprochement(contrat(clos=True), [ecriture(financement="CIT-01-VILLE")])

    assert (fait.nouvelles[0].etat, fait.nouvelles[0].financement) == (PROPOSEE, "CIT-01-VILLE")
    assert (fait.mouvements, sujets(fait)) == ((), [Sujet.A_CONFIRMER])


def test_a_name_alone_only_proposes() -> None:
    """The funding of the Acsé is no candidate: the city does not pay from it."""
    avant = contrat(engagement("M0004", "CIT-01-ACSE", "EJ 2007-0004"))
    fait = build_rapprochement(avant, [ecriture(tiers="ASSO. TEMPO")])

    [ligne] = fait.nouvelles
    assert (ligne.etat, ligne.financement, ligne.mouvement) == (PROPOSEE, "CIT-01-VILLE", None)
    assert (fait.mouvements, sujets(fait)) == ((), [Sujet.A_CONFIRMER])


def test_a_proposal_whose_funding_is_cleared_is_one_no_more() -> None:
    avant = contrat()
    [ligne] = build_rapprochement(
        avant, [ecriture(tiers="Centre social des quartiers Ouest")]
    ).nouvelles
    fait = build_rapprochement(avant._replace(grand_livre=(ligne._replace(etat=PROPOSEE),)))

    assert [m.etat for m in fait.modifiees] == [A_AFFECTER]


def test_a_payee_renamed_by_the_software_is_the_same_line() -> None:
    avant = contrat()
    fait = build_rapprochement(avant, [ecriture(tiers="TEMPO")])
    encore = build_rapprochement(after(avant, fait), [ecriture(tiers="TEMPO ASSOCIATION")])

    assert (encore.nouvelles, encore.connues) == ((), 1)


def test_lines_of_one_document_are_known_by_their_payee() -> None:
    """Two payees, one document, one amount: the longer export adds the other, not the first."""
    avant = contrat()
    fait = build_rapprochement(avant, [ecriture(tiers="Zébulon")])
    encore = build_rapprochement(
        after(avant, fait), [ecriture(tiers="Abeille"), ecriture(tiers="Zébulon")]
    )

    assert [ligne.tiers for ligne in encore.nouvelles] == ["Abeille"]


def test_a_siret_counts_more_than_a_name() -> None:
    bon = ecriture(tiers="Tout autre nom", siret="200 004 950 00016")
    mauvais = ecriture("126", tiers="Association Tempo", siret="21260198300019")
    fait = build_rapprochement(contrat(), [bon, mauvais])

    assert [ligne.financement for ligne in fait.nouvelles] == ["CIT-01-VILLE", None]


def test_two_candidates_are_named() -> None:
    fait = build_rapprochement(contrat(), [ecriture(tiers="Centre social des Quartiers-Ouest")])

    [remarque] = fait.remarques
    assert (remarque.sujet, remarque.champ) == (Sujet.A_AFFECTER, "Financement")
    assert "EMP-01-VILLE et EMP-02-VILLE peuvent porter" in remarque.constat


def test_room_left_chooses_between_candidates() -> None:
    """One of the two has been paid in full."""
    fait = build_rapprochement(
        contrat(mandat("M0004", "EMP-01-VILLE", "90", 500_000)),
        [ecriture(tiers="Centre social des quartiers Ouest")],
    )

    assert fait.nouvelles[0].financement == "EMP-02-VILLE"


def test_proposals_do_not_exceed_a_funding_together() -> None:
    """Each alone would fit; neither is preferred."""
    lignes = [ecriture(str(i), 300_000, "Association Tempo") for i in (1, 2)]
    fait = build_rapprochement(contrat(), lignes)

    assert [ligne.etat for ligne in fait.nouvelles] == [A_AFFECTER] * 2


def test_the_officer_confirms_by_the_state() -> None:
    """A proposal waits, import after import; « rapprochée » makes it a movement, once."""
    avant = contrat()
    propose = after(avant, build_rapprochement(avant, [ecriture(tiers="Association Tempo")]))
    encore = build_rapprochement(propose)
    assert (encore.modifiees, encore.mouvements, sujets(encore)) == ((), (), [Sujet.A_CONFIRMER])

    [ligne] = propose.grand_livre
    confirme = propose._replace(grand_livre=(ligne._replace(etat=RAPPROCHEE),))
    fait = build_rapprochement(confirme)
    assert [m.financement for m in fait.mouvements] == ["CIT-01-VILLE"]
    assert fait.modifiees == (ligne._replace(etat=RAPPROCHEE, mouvement="M0004"),)
    assert build_rapprochement(after(confirme, fait)).mouvements == ()


def test_the_officer_chooses_the_funding() -> None:
    """The cell that the programme left empty is filled: no more is needed."""
    avant = contrat()
    fait = build_rapprochement(avant, [ecriture(tiers="Centre social des quartiers Ouest")])
    choisi = avant._replace(grand_livre=(fait.nouvelles[0]._replace(financement="EMP-02-VILLE"),))

    assert [m.financement for m in build_rapprochement(choisi).mouvements] == ["EMP-02-VILLE"]


def test_a_decision_never_repeats_a_movement() -> None:
    """Same document and funding, or same document and amount: told instead."""
    ligne = LigneGrandLivre(
        "GL0001", "125", MAI, 2007, Stade.MANDAT, None, None, 100_000, "CIT-01-VILLE", A_AFFECTER
    )
    for typed, sujet in (
        (mandat("M0004", "CIT-01-VILLE", "125", 90_000), Sujet.ECART),
        (mandat("M0004", "EMP-01-VILLE", "125", 100_000), Sujet.CONTRADICTION),
    ):
        fait = build_rapprochement(contrat(typed)._replace(grand_livre=(ligne,)))
        assert (fait.mouvements, sujets(fait)) == ((), [sujet])


def test_a_decision_on_an_incomplete_line_is_told() -> None:
    ligne = LigneGrandLivre("GL0001", "125", financement="CIT-01-VILLE", etat=A_AFFECTER)
    vide = LigneGrandLivre("GL0002", "126", etat=RAPPROCHEE)
    inconnu = LigneGrandLivre("GL0003", "127", financement="X", etat=RAPPROCHEE)
    fait = build_rapprochement(contrat()._replace(grand_livre=(ligne, vide, inconnu)))

    assert sujets(fait) == [Sujet.INCOMPLETE, Sujet.INCOMPLETE, Sujet.CODE_INCONNU]
    assert fait.remarques[0].constat == "il manque : Stade, Date, Exercice comptable et Montant"
    assert (fait.modifiees, fait.mouvements) == ((), ())


def test_ignored_is_for_ever() -> None:
    avant = contrat()
    fait = build_rapprochement(avant, [ecriture(tiers="Association Tempo")])
    ignore = avant._replace(
        grand_livre=(fait.nouvelles[0]._replace(etat=IGNOREE, financement=None),)
    )
    encore = build_rapprochement(
        ignore, [ecriture(tiers="Association Tempo", engagement="EJ 2007-1")]
    )

    assert (encore.nouvelles, encore.modifiees, encore.mouvements) == ((), (), ())
    assert (encore.connues, encore.remarques) == (1, ())


def test_a_line_that_comes_twice_alike_is_not_paid_twice() -> None:
    """Even when the first was settled under another import."""
    ligne = ecriture(engagement="EJ 2007-1")
    avant = contrat()
    fait = build_rapprochement(avant, [ligne, ligne])
    encore = build_rapprochement(after(avant, build_rapprochement(avant, [ligne])), [ligne, ligne])

    for essai in (fait, encore):
        assert Sujet.REPETITION in sujets(essai)
    assert (len(fait.mouvements), encore.mouvements) == (1, ())


def test_lines_alike_with_two_codes_are_two() -> None:
    fait = build_rapprochement(
        contrat(),
        [ecriture(financement="CIT-01-VILLE"), ecriture(financement="EMP-01-VILLE")],
    )

    assert len(fait.mouvements) == 2


def test_a_movement_that_vanished_is_told_and_not_written_again() -> None:
    avant = contrat()
    fait = build_rapprochement(avant, [ecriture(financement="CIT-01-VILLE")])
    perdu = avant._replace(grand_livre=fait.lignes)

    encore = build_rapprochement(perdu, [ecriture(financement="CIT-01-VILLE")])
    assert (encore.mouvements, sujets(encore)) == ((), [Sujet.MOUVEMENT_ABSENT])


def test_a_movement_changed_after_it_was_matched_is_told() -> None:
    avant = contrat()
    fait = build_rapprochement(avant, [ecriture(financement="CIT-01-VILLE")])
    change = after(avant, fait)
    [*autres, dernier] = change.mouvements
    change = change._replace(mouvements=(*autres, dernier._replace(montant=1)))

    assert sujets(build_rapprochement(change)) == [Sujet.ECART]


def test_a_cancelled_mandat_finds_its_funding() -> None:
    """A negative amount needs something to cancel."""
    annulation = ecriture("126", -100_000, "Association Tempo")
    rien = build_rapprochement(contrat(), [annulation])
    fait = build_rapprochement(
        contrat(mandat("M0004", "CIT-01-VILLE", "125", 100_000)), [annulation]
    )

    assert (rien.nouvelles[0].etat, fait.nouvelles[0].etat) == (A_AFFECTER, PROPOSEE)


PIECES = st.sampled_from(("1", "01", "2", "EJ 2007-0001", "E9"))
ECRITURES = st.builds(
    Ecriture,
    piece=PIECES,
    date=st.sampled_from((MAI, date(2008, 1, 9))),
    exercice_comptable=st.sampled_from((2007, 2008)),
    stade=st.sampled_from((Stade.ENGAGEMENT, Stade.MANDAT, Stade.PAIEMENT)),
    montant=st.sampled_from((-100, 100, 200, 300_000)),
    tiers=st.sampled_from((None, "ASSO TEMPO", "Association Tempo", "CSO")),
    fichier=st.sampled_from((None, "", "export.csv, ligne 2", "export.csv, ligne 3")),
    financement=st.sampled_from((None, None, "CIT-01-VILLE", "emp-01-ville", "X")),
    engagement=st.sampled_from((None, "EJ 2007-1", "E9")),
)
EXPORTS = st.lists(ECRITURES, max_size=8)
MOUVEMENTS = st.lists(
    st.builds(
        mandat,
        code=st.just("M"),
        de=st.sampled_from(("CIT-01-VILLE", "EMP-01-VILLE", None, "X")),
        piece=PIECES,
        montant=st.sampled_from((100, 200, 300, None)),
    ),
    max_size=4,
)


@st.composite
def contrats(draw: st.DrawFn) -> Contrat:
    """Draw a contract whose sheet went through an import and through hands."""
    typed = [m._replace(code=f"M01{i:02d}") for i, m in enumerate(draw(MOUVEMENTS))]
    avant = contrat(*typed, clos=draw(st.booleans()))
    avant = after(avant, build_rapprochement(avant, draw(EXPORTS)))
    lignes = [
        ligne
        if ligne.mouvement
        else ligne._replace(
            etat=draw(st.sampled_from((ligne.etat, None, RAPPROCHEE, IGNOREE))),
            financement=draw(st.sampled_from((ligne.financement, "CIT-01-ACSE", "Y"))),
        )
        for ligne in avant.grand_livre
    ]
    return avant._replace(grand_livre=tuple(draw(st.permutations(lignes))))


def nues(lignes: Iterable[LigneGrandLivre]) -> Counter[LigneGrandLivre]:
    """Compare as sets: numbers aside, the rest is the row."""
    return Counter(ligne._replace(code="", mouvement=ligne.mouvement and "M") for ligne in lignes)


def identites(
    lignes: Iterable[LigneGrandLivre | Mouvement | Ecriture],
) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            ligne.piece and ligne.piece.lstrip("0"),
            ligne.stade,
            ligne.exercice_comptable,
            ligne.montant,
            ligne.date,
        )
        for ligne in lignes
    )


@given(contrats(), EXPORTS)
def test_importing_twice_is_importing_once(avant: Contrat, export: Sequence[Ecriture]) -> None:
    fait = build_rapprochement(avant, export)
    encore = build_rapprochement(after(avant, fait), export)

    assert encore.mouvements == ()
    assert (encore.nouvelles, encore.modifiees) == ((), ())
    assert encore.connues == len(export)
    assert encore.remarques == fait.remarques


@given(contrats(), EXPORTS, EXPORTS)
def test_two_exports_write_each_line_once(
    avant: Contrat, un: list[Ecriture], autre: list[Ecriture]
) -> None:
    """Whatever the two hold in common, no line gets a second movement."""
    milieu = after(avant, build_rapprochement(avant, un))
    apres = after(milieu, build_rapprochement(milieu, autre))

    finies = [ligne for ligne in avant.grand_livre if ligne.mouvement or ligne.etat is IGNOREE]
    lignes = identites(avant.grand_livre) | identites(un) | identites(autre)
    ecrits = apres.mouvements[len(avant.mouvements) :]
    assert identites(ecrits) <= lignes - identites(finies)


@given(MOUVEMENTS, st.data())
def test_what_people_typed_is_not_written_again(
    typed: list[Mouvement], data: st.DataObject
) -> None:
    """The ledger of the typed movements, whatever it hints, brings none."""
    export = [
        data.draw(ECRITURES)._replace(
            piece=m.piece, exercice_comptable=2007, stade=Stade.MANDAT, montant=m.montant
        )
        for m in typed
        if m.piece and m.montant is not None
    ]
    avant = contrat(*(m._replace(code=f"M01{i:02d}") for i, m in enumerate(typed)))
    fait = build_rapprochement(avant, export)

    assert fait.mouvements == ()
    assert {ligne.etat for ligne in fait.nouvelles} <= {RAPPROCHEE}


@given(contrats(), EXPORTS, EXPORTS)
def test_a_longer_export_adds_only_what_is_new(
    avant: Contrat, debut: list[Ecriture], suite: list[Ecriture]
) -> None:
    """The sheet holds each line of the longer export once, whatever came before."""
    avant = avant._replace(grand_livre=())
    deux = after(avant, build_rapprochement(avant, debut))
    deux = after(deux, build_rapprochement(deux, debut + suite))
    un = after(avant, build_rapprochement(avant, debut + suite))

    assert identites(deux.grand_livre) == identites(un.grand_livre)


@given(contrats(), st.data())
def test_the_order_of_lines_does_not_count(avant: Contrat, data: st.DataObject) -> None:
    export = data.draw(EXPORTS)
    autre = data.draw(st.permutations(export))
    une, deux = build_rapprochement(avant, export), build_rapprochement(avant, autre)

    assert nues(une.lignes) == nues(deux.lignes)
    assert une.mouvements == deux.mouvements


@given(contrats(), EXPORTS)
def test_movements_written_are_lines_affected(avant: Contrat, export: list[Ecriture]) -> None:
    """To the cent, one for one, all under new numbers and known fundings."""
    fait = build_rapprochement(avant, export)
    nouveaux = {m.code: m for m in fait.mouvements}
    portes = [ligne for ligne in fait.lignes if ligne.mouvement in nouveaux]

    assert len(portes) == len(nouveaux) == len(fait.mouvements)
    assert all(nouveaux[ligne.mouvement or ""].montant == ligne.montant for ligne in portes)
    assert not nouveaux.keys() & {m.code for m in avant.mouvements}
    assert {m.financement for m in fait.mouvements} <= {f.code for f in avant.financements}


@given(contrats(), EXPORTS)
def test_nothing_that_people_filled_is_changed(avant: Contrat, export: list[Ecriture]) -> None:
    """Rows stay, in their order; only empty cells and the state of open rows are written."""
    fait = build_rapprochement(avant, export)

    for vieille, neuve in zip(avant.grand_livre, fait.lignes, strict=False):
        assert neuve[:8] == vieille[:8]
        assert vieille.financement in {None, neuve.financement}
        assert vieille.mouvement in {None, neuve.mouvement}
        if vieille.etat is IGNOREE or vieille.mouvement:
            assert neuve == vieille
    assert len(fait.lignes) == len(avant.grand_livre) + len(fait.nouvelles)


@given(contrats(), EXPORTS)
def test_every_open_line_has_its_remark(avant: Contrat, export: list[Ecriture]) -> None:
    """What is neither settled nor ignored is told, once."""
    fait = build_rapprochement(avant, export)
    ouvertes = [
        ligne.code for ligne in fait.lignes if not ligne.mouvement and ligne.etat is not IGNOREE
    ]
    dites = [r.cle for r in fait.remarques if r.cle in set(ouvertes)]

    assert sorted(dites) == sorted(ouvertes)
