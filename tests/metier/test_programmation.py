"""The matrix and the fundings: whichever side changed is taken, or it is a conflict."""

import random

from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.matrice import MEMOIRE, Matrice, Paire, choose_paires, read_matrice
from cucs_xl.metier.modele import (
    Action,
    Contrat,
    Enveloppe,
    Exercice,
    Financement,
    Partenaire,
)
from cucs_xl.metier.nomenclature import Ferme, Nature, OuiNon, StatutExercice, TypePartenaire
from cucs_xl.metier.programmation import (
    Fusion,
    build_ecriture,
    build_matrice,
    merge_programmation,
)
from cucs_xl.metier.schema import Cellule

ACSE = Paire("ACSE", Nature.SPECIFIQUE)
VILLE = Paire("VILLE", Nature.DROIT_COMMUN)
PAIRES = (ACSE, VILLE, Paire("ACSE", Nature.PRE))
COLONNES = {paire: paire.entete for paire in PAIRES}
ENTETES = ("Action", "Exercice", MEMOIRE, *COLONNES.values())


def partenaire(code: str, groupe: str) -> Partenaire:
    return Partenaire(code, code, code, groupe, TypePartenaire.ETAT, OuiNon.OUI)


def contrat(*financements: Financement, clos: bool = False) -> Contrat:
    """A1 and A2 in 2007, A1 again in 2008; the State's envelope pays through the Acsé."""
    return Contrat(
        exercices=(
            Exercice(2007, StatutExercice.CLOS if clos else StatutExercice.OUVERT),
            Exercice(2008, StatutExercice.OUVERT),
        ),
        partenaires=(partenaire("ETAT", "ETAT"), partenaire("ACSE", "ETAT"), partenaire("VILLE", "VILLE")),
        enveloppes=(
            Enveloppe("07-ETAT", 2007, "ETAT", Nature.SPECIFIQUE),
            Enveloppe("07-PRE", 2007, "ETAT", Nature.PRE),
            Enveloppe("08-ETAT", 2008, "ETAT", Nature.SPECIFIQUE),
        ),
        actions=(Action("A1", 2007), Action("A2", 2007), Action("A1", 2008)),
        financements=tuple(f._replace(ligne=5 + i) for i, f in enumerate(financements)),
    )  # fmt: skip


def financement(
    code: str, programme: int | None, paire: Paire = ACSE, action: str = "A1", exercice: int = 2007
) -> Financement:
    return Financement(
        code, action, exercice, *paire, None, Ferme.FERME, 90000, 80000, programme
    )  # fmt: skip


def lit(
    lignes: list[dict[str, Cellule]], de: Contrat, entetes: tuple[str, ...] = ENTETES
) -> Matrice:
    """Read rows as a host gives them back."""
    return read_matrice(
        Grille(entetes, [[ligne.get(e) for e in entetes] for ligne in lignes], 13), de
    )


def ecrite(de: Contrat, exercice: int = 2007) -> list[dict[str, Cellule]]:
    return build_matrice(de, exercice, COLONNES)


def merge(de: Contrat, lignes: list[dict[str, Cellule]], exercice: int = 2007) -> Fusion:
    return merge_programmation(de, lit(lignes, de), exercice)


def constats(fusion: Fusion) -> list[str]:
    return [a.constat.replace("\u202f", " ").replace("\u00a0", " ") for a in fusion.anomalies]


def test_a_blank_is_not_zero() -> None:
    """Unknown is blank, 0 is 0, no funding is blank; the actions of the year, in order."""
    de = contrat(
        financement("F1", 0), financement("F2", None, VILLE), financement("F3", 123456, action="A2")
    )

    lignes = ecrite(de)

    assert [(x["Action"], x["ACSE spécifique"], x["VILLE droit commun"]) for x in lignes] == [
        ("A1", 0.0, None),
        ("A2", 1234.56, None),
    ]


def test_an_untouched_matrix_changes_nothing() -> None:
    """Merging what was just written is silent, and writes the same rows."""
    de = contrat(financement("F1", 1000), financement("F2", None, VILLE))
    fusion = merge(de, ecrite(de))

    assert (fusion.decisions, fusion.anomalies, fusion.rafraichies) == ((), (), 0)
    assert fusion.financements == de.financements
    assert list(fusion.lignes) == ecrite(de)


def test_a_typed_amount_becomes_programmed_and_nothing_else_moves() -> None:
    """Only « Programmé » is written; asked and proposed stay."""
    de = contrat(financement("F1", 1000))
    lignes = ecrite(de)
    lignes[0]["ACSE spécifique"] = "1 234,56 €"

    fusion = merge(de, lignes)

    assert fusion.financements == (de.financements[0]._replace(programme=123456),)
    [decision] = fusion.decisions
    assert (decision.financement, decision.avant, decision.apres) == ("F1", 1000, 123456)
    assert fusion.lignes[0]["ACSE spécifique"] == 1234.56


def test_a_blanked_cell_is_no_longer_decided() -> None:
    """The funding stays, its « Programmé » is unknown again."""
    de = contrat(financement("F1", 1000), financement("F2", 2000, action="A2"))
    lignes = ecrite(de)
    lignes[0]["ACSE spécifique"] = None

    assert [f.programme for f in merge(de, lignes).financements] == [None, 2000]


def test_a_decision_without_funding_makes_one() -> None:
    """Code of the family, envelope of the year, nature and group, asked only; once."""
    de = contrat()
    lignes = ecrite(de)
    lignes[0]["ACSE spécifique"] = 500.0
    lignes[1]["VILLE droit commun"] = 0.0

    fusion = merge(de, lignes)

    assert fusion.financements == (
        Financement("A1-ACSE-S", "A1", 2007, *ACSE, "07-ETAT", Ferme.SOLLICITE, None, None, 50000),
        Financement("A2-VILLE-D", "A2", 2007, *VILLE, None, Ferme.SOLLICITE, None, None, 0),
    )
    assert all(d.nouveau and d.avant is None for d in fusion.decisions)


def test_codes_are_unique_and_later_years_say_so() -> None:
    """A code already taken, whatever its case, is not taken twice."""
    de = contrat(financement("a1-acse-s-08", 1, VILLE))
    lignes = ecrite(de, 2008)
    lignes[0]["ACSE spécifique"] = 500.0

    nouveau = merge(de, lignes, 2008).financements[-1]

    assert (nouveau.code, nouveau.enveloppe) == ("A1-ACSE-S-08-2", "08-ETAT")


def test_two_envelopes_leave_the_choice_to_people() -> None:
    """An ambiguous envelope is left blank."""
    de = contrat()
    de = de._replace(
        enveloppes=(*de.enveloppes, Enveloppe("07-BIS", 2007, "ETAT", Nature.SPECIFIQUE))
    )
    lignes = ecrite(de)
    lignes[0]["ACSE spécifique"] = 500.0

    assert merge(de, lignes).financements[0].enveloppe is None


def test_a_funding_changed_alone_refreshes_the_matrix() -> None:
    """The sheet Financements was corrected since: the matrix follows."""
    lignes = ecrite(contrat(financement("F1", 1000)))
    apres = contrat(financement("F1", 2000))

    fusion = merge(apres, lignes)

    assert fusion.lignes[0]["ACSE spécifique"] == 20.0
    assert (fusion.financements, fusion.rafraichies) == (apres.financements, 1)


def test_both_changed_is_a_conflict_until_somebody_settles_it() -> None:
    """Neither side is written over; told again each time; settled by typing the same."""
    lignes = ecrite(contrat(financement("F1", 1000)))
    lignes[0]["ACSE spécifique"] = 30.0
    de = contrat(financement("F1", 2000))

    fusion = merge(de, lignes)
    encore = merge(de, [dict(ligne) for ligne in fusion.lignes])

    assert fusion.financements == de.financements
    assert fusion.lignes[0]["ACSE spécifique"] == 30.0
    assert constats(fusion) == [
        "« ACSE spécifique » : 30 € ici, 20 € dans Financements : les deux ont changé"
    ]
    assert (encore.conflits, encore.lignes, encore.anomalies) == (
        1,
        fusion.lignes,
        fusion.anomalies,
    )
    regle = contrat(financement("F1", 3000))
    assert merge(regle, lignes).anomalies == ()


def test_without_memory_a_blank_follows_and_two_amounts_contradict() -> None:
    """Rows typed by hand have no memory."""
    de = contrat(financement("F1", 1000), financement("F2", None, action="A2"))
    saisie: list[dict[str, Cellule]] = [
        {"Action": "A1", "Exercice": 2007.0}, {"Action": "a2", "Exercice": 2007.0, "ACSE spécifique": 7.0},
    ]  # fmt: skip

    fusion = merge(de, saisie)

    assert [f.programme for f in fusion.financements] == [1000, 700]
    assert [ligne["ACSE spécifique"] for ligne in fusion.lignes] == [10.0, 7.0]
    saisie[0]["ACSE spécifique"] = 11.0
    assert merge(de, saisie).conflits == 1


def test_a_memory_belongs_to_its_row() -> None:
    """A row whose code was retyped has no memory: its amounts decide nothing away."""
    de = contrat(financement("F1", 1000), financement("F2", 5000, action="A2"))
    lignes = ecrite(de)[:1]
    lignes[0]["Action"] = "A2"

    fusion = merge(de, lignes)

    assert fusion.conflits == 1
    assert fusion.financements == de.financements


def test_several_fundings_share_their_cell() -> None:
    """Their sum shows; a decision there is not shared out at a guess."""
    de = contrat(financement("F1", 1000), financement("F2", 500), financement("F3", 7, VILLE))
    lignes = ecrite(de)
    assert lignes[0]["ACSE spécifique"] == 15.0
    lignes[0]["ACSE spécifique"] = 20.0

    fusion = merge(de, lignes)

    assert (fusion.financements, fusion.conflits) == (de.financements, 1)
    assert fusion.lignes[0]["ACSE spécifique"] == 20.0
    assert "« F1 » et « F2 »" in constats(fusion)[0]


def test_a_closed_year_is_read_only() -> None:
    """A decision in a closed year is told, not taken."""
    lignes = ecrite(contrat(financement("F1", 1000)))
    lignes[0]["ACSE spécifique"] = 20.0
    de = contrat(financement("F1", 1000), clos=True)

    fusion = merge(de, lignes)

    assert (fusion.financements, fusion.conflits) == (de.financements, 1)
    assert "clos" in constats(fusion)[0]


def test_an_unreadable_programme_is_not_written_over() -> None:
    """A cell of Financements that nobody could read waits for its own correction."""
    de = contrat(financement("F1", None))
    lignes = ecrite(de)
    lignes[0]["ACSE spécifique"] = 20.0

    fusion = merge_programmation(de, lit(lignes, de), 2007, ["F1"])

    assert (fusion.financements, fusion.conflits) == (de.financements, 1)


def test_unreadable_cells_and_unknown_rows_stay_as_they_are() -> None:
    """Told, never lost: their cells are not written."""
    de = contrat(financement("F1", 1000))
    inconnue: dict[str, Cellule] = {"Action": "ZZ", "Exercice": 2007, "ACSE spécifique": 5.0}
    lignes = [*ecrite(de), inconnue]
    lignes[0]["ACSE spécifique"] = "à voir"

    fusion = merge(de, lignes)

    assert "ACSE spécifique" not in fusion.lignes[0]
    assert fusion.lignes[2] == {}
    assert (fusion.financements, fusion.conflits) == (de.financements, 2)


def test_a_row_typed_twice_decides_nothing() -> None:
    """Which of them is right is for people to say."""
    de = contrat(financement("F1", 1000))
    lignes = ecrite(de)
    double = dict(lignes[0]) | {"ACSE spécifique": 99.0}

    fusion = merge(de, [*lignes, double])

    assert (fusion.financements, fusion.conflits) == (de.financements, 2)
    assert fusion.lignes == ({}, lignes[1], {})


def test_a_column_typed_anew_is_filled_not_emptied() -> None:
    """All amounts of a column gone at once: deleted and typed again, no decision."""
    de = contrat(financement("F1", 1000), financement("F2", 2000, action="A2"))
    lignes = ecrite(de)
    for ligne in lignes:
        ligne["ACSE spécifique"] = None

    fusion = merge(de, lignes)

    assert fusion.financements == de.financements
    assert [ligne["ACSE spécifique"] for ligne in fusion.lignes] == [10.0, 20.0]
    assert "entièrement vide" in constats(fusion)[0]


def test_columns_are_any_code_then_any_nature() -> None:
    """Headings that only look like one are told; the others are nobody's business."""
    de = contrat()
    entetes = (
        *ENTETES, "ville   Autre public", "VILLE  spécifique", "VILLE spécifique",
        "CAF spécifique", "VILLE subvention", "Observations",
    )  # fmt: skip

    matrice = lit([{"Observations": "à revoir"}], de, entetes)

    assert set(matrice.colonnes) == {
        *PAIRES, Paire("VILLE", Nature.AUTRE_PUBLIC), Paire("VILLE", Nature.SPECIFIQUE)
    }  # fmt: skip
    assert [a.champ for a in matrice.anomalies] == [
        "VILLE spécifique", "CAF spécifique", "VILLE subvention"
    ]  # fmt: skip
    assert matrice.libres == ("Observations",)


def test_fundings_without_a_column_are_told() -> None:
    """What the matrix cannot show is named, with the heading to add."""
    de = contrat(financement("F1", 1000, Paire("VILLE", Nature.PRIVE)))

    assert constats(merge(de, ecrite(de))) == [
        "des financements de 2007 n'ont pas de colonne : « VILLE privé »"
    ]


def test_another_year_is_shown_once_everything_is_settled() -> None:
    """The matrix carries its decisions, then turns the page; in conflict it stays."""
    de = contrat(financement("F1", 1000), financement("F2", 300, exercice=2008))
    lignes = ecrite(de)
    lignes[1]["ACSE spécifique"] = 4.0

    tournee = merge(de, lignes, 2008)

    assert (tournee.exercice, len(tournee.decisions)) == (2008, 1)
    assert [(x["Action"], x["Exercice"], x["ACSE spécifique"]) for x in tournee.lignes] == [
        ("A1", 2008, 3.0)
    ]
    lignes[0]["ACSE spécifique"] = "?"
    restee = merge(de, lignes, 2008)
    assert (restee.exercice, len(restee.lignes), restee.conflits) == (2007, 2, 1)


def test_rows_are_written_where_they_were_read() -> None:
    """A blank row of Financements shifts nothing; new fundings come last."""
    de = contrat(financement("F1", 1000))
    de = de._replace(financements=(de.financements[0]._replace(ligne=7),))
    lignes = ecrite(de)
    lignes[0]["ACSE spécifique"] = 20.0
    lignes[1]["VILLE droit commun"] = 5.0
    fusion = merge(de, lignes)

    ecriture = build_ecriture(Grille((), [], 5), fusion)

    assert ecriture[:3] == [{}, {}, {"Programmé": 20.0}]
    assert ecriture[3]["Code"] == "A2-VILLE-D"
    assert (ecriture[3]["Nature"], ecriture[3]["Programmé"]) == ("droit commun", 5.0)


def test_a_new_contract_has_its_usual_columns() -> None:
    """No funding yet: what signatories decide, then droit commun; the payer, not the head."""
    de = contrat()._replace(enveloppes=())
    ville = de.partenaires[2]._replace(type=TypePartenaire.COMMUNE)
    de = de._replace(partenaires=(*de.partenaires[:2], ville))

    assert [p.entete for p in choose_paires(de)] == [
        "ACSE spécifique", "ACSE PRE", "VILLE spécifique", "VILLE droit commun"
    ]  # fmt: skip


MONTANTS = st.none() | st.integers(0, 10**9)
LIEUX = [(a, e, p) for a, e in (("A1", 2007), ("A2", 2007), ("A1", 2008)) for p in PAIRES]


@st.composite
def histoires(draw: st.DrawFn) -> tuple[Contrat, Contrat, list[dict[str, Cellule]]]:
    """Fundings when the matrix was written, fundings since, and the matrix since."""
    lieux = draw(st.lists(st.sampled_from(LIEUX), max_size=8))
    avant = contrat(
        *(financement(f"F{i}", draw(MONTANTS), p, a, e) for i, (a, e, p) in enumerate(lieux))
    )
    apres = avant._replace(
        financements=tuple(
            f._replace(programme=draw(MONTANTS)) if draw(st.booleans()) else f
            for f in avant.financements
        )
    )
    lignes = ecrite(avant)
    for ligne in lignes:
        for entete in COLONNES.values():
            if draw(st.booleans()):
                montant = draw(MONTANTS)
                ligne[entete] = None if montant is None else montant / 100
    return avant, apres, lignes


@given(histoires())
def test_after_a_merge_both_sides_agree_or_it_is_told(
    histoire: tuple[Contrat, Contrat, list[dict[str, Cellule]]],
) -> None:
    """Matrix == fundings but for told cells; nothing but « Programmé » moves; again: nothing."""
    _, de, lignes = histoire
    fusion = merge(de, lignes)
    ensuite = de._replace(financements=fusion.financements)
    justes = {(x["Action"], e): x[e] for x in ecrite(ensuite) for e in COLONNES.values()}
    dits = {(a.cle.partition("|")[0], a.champ) for a in fusion.anomalies if a.cle}

    for ligne in fusion.lignes:
        for entete in COLONNES.values():
            cellule = (ligne["Action"], entete)
            assert (ligne[entete] == justes[cellule]) != (cellule in dits)
    assert fusion.conflits == len(dits)
    for avant, apres in zip(de.financements, fusion.financements, strict=False):
        assert apres._replace(programme=None) == avant._replace(programme=None)
    assert len(fusion.financements) == len(de.financements) + sum(
        d.nouveau for d in fusion.decisions
    )
    encore = merge(ensuite, [dict(ligne) for ligne in fusion.lignes])
    assert (encore.decisions, encore.lignes, encore.rafraichies) == ((), fusion.lignes, 0)


@given(histoires(), st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(
    histoire: tuple[Contrat, Contrat, list[dict[str, Cellule]]], hasard: random.Random
) -> None:
    """A sorted matrix decides the same, and keeps its order."""
    _, de, lignes = histoire
    melees = hasard.sample(lignes, len(lignes))
    droite, melee = merge(de, lignes), merge(de, melees)

    assert {
        (f.action, f.exercice, f.partenaire, f.nature, f.programme) for f in droite.financements
    } == {(f.action, f.exercice, f.partenaire, f.nature, f.programme) for f in melee.financements}
    assert [x["Action"] for x in melee.lignes] == [x["Action"] for x in melees]
