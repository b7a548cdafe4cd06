"""How complete a sheet is, by its declaration."""

from datetime import date

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.formulaire import Envoi, Source, build_formulaire
from cucs_xl.metier.formulaire.completude import (
    Completude,
    Requis,
    Valeurs,
    build_requis,
    check_completude,
    format_manques,
)
from cucs_xl.metier.formulaire.identite import (  # fmt: skip
    Memoire,
    build_memoire,
    nom_contrat,
    read_memoire,
    spell_memoire,
)
from cucs_xl.metier.formulaire.reprise import rebuild_formulaire
from cucs_xl.metier.nomenclature import ModeleRetour

SOURCE = Source(read_exemple())
FICHE = Envoi(ModeleRetour.FICHE, 1, nom_contrat(SOURCE.contrat), 2007, "DSU", "07-EMP-01")
DEMANDE = Envoi(ModeleRetour.DEMANDE, 1, nom_contrat(SOURCE.contrat), 2009, "CSO")
CREDITS = Envoi(ModeleRetour.CREDITS, 1, nom_contrat(SOURCE.contrat), 2007, "CAF")


def memoire(envoi: Envoi) -> Memoire:
    return build_memoire(build_formulaire(SOURCE, envoi))


def measure(envoi: Envoi, valeurs: Valeurs) -> Completude:
    return check_completude(build_formulaire(SOURCE, envoi).modele, memoire(envoi), valeurs)


def test_nothing_said_is_nothing_complete() -> None:
    """Every requirement is missing, in the order of the sheet, balances last."""
    mesure = measure(FICHE, {})

    requis = build_requis(build_formulaire(SOURCE, FICHE).modele, memoire(FICHE))
    assert mesure.manques == requis
    assert mesure.taux == 0
    assert requis[-1].libelle == "charges égales aux produits"
    assert len(set(requis)) == len(requis)


def test_one_missing_answer_is_never_rounded_to_all() -> None:
    """199 of 200 is 99 %, not 100 %."""
    manque = Requis("b", "1", "c", "Date")

    assert Completude(200, (manque,)).taux == 0.99
    assert Completude(200, ()).taux == 1
    assert Completude(0, ()).taux == 1
    assert format_manques((manque, manque)) == "Date, Date"


def test_only_planned_accounts_are_required() -> None:
    """
    Compte | Prévu
    61     | 11 800,00
    63     |
    """
    comptes = {r.id for r in measure(FICHE, {}).manques if r.bloc == "charges"}

    assert "61" in comptes
    assert "63" not in comptes


def test_zero_is_an_answer_and_blank_is_not() -> None:
    """A ticked account is a zero for the reader: it is said."""
    avant = measure(FICHE, {})

    dit = measure(FICHE, {("charges", "61"): {"tBudgets.Réalisé": 0}})
    vide = measure(FICHE, {("charges", "61"): {"tBudgets.Réalisé": None}})

    assert len(avant.manques) - len(dit.manques) == 1
    assert vide == avant


def test_a_balance_needs_both_sides_and_the_same_cent() -> None:
    """
    Charges | Produits | équilibre
    100,00  |          | non
    100,00  | 99,99    | non
    100,00  | 100,00   | oui
    """

    def balanced(charges: int, produits: int | None) -> bool:
        valeurs: Valeurs = {
            ("charges", "60"): {"tBudgets.Réalisé": charges},
            ("produits", "74"): {"tBudgets.Réalisé": produits},
        }
        return "charges égales aux produits" not in format_manques(measure(FICHE, valeurs).manques)

    assert not balanced(100_00, None)
    assert not balanced(100_00, 99_99)
    assert balanced(100_00, 100_00)
    assert not balanced(0, None)


def test_a_list_counts_its_whole_rows() -> None:
    """A row that lacks a required answer does not make the minimum."""
    ligne = {"tFinancements.Sollicité": 1, "tFinancements.Nature": "spécifique"}
    entiere = {**ligne, "tFinancements.Partenaire": "ACSE"}

    def lacks(valeurs: Valeurs) -> bool:
        return "Plan de financement" in format_manques(measure(DEMANDE, valeurs).manques)

    assert lacks({("plan", "+1"): ligne})
    assert not lacks({("plan", "+1"): entiere})


def test_rows_that_may_go_are_not_required() -> None:
    """A payment recalled for checking may be emptied, which asks for its deletion."""
    assert not [r for r in measure(CREDITS, {}).manques if r.bloc == "versements"]


def test_a_credit_refused_needs_no_date() -> None:
    """« Notifié » at zero says all that its row can say."""
    ligne = next(r.id for r in measure(CREDITS, {}).manques if r.bloc == "credits")

    def count(valeurs: Valeurs) -> int:
        return sum(r.id == ligne for r in measure(CREDITS, valeurs).manques)

    assert count({}) == 2
    assert count({("credits", ligne): {"tFinancements.Notifié": 100}}) == 1
    assert count({("credits", ligne): {"tFinancements.Notifié": 0}}) == 0


def test_a_sheet_is_rebuilt_from_its_memory() -> None:
    """Rows, values, blanks and what is optional: the copy is the sheet that left."""
    for envoi in (FICHE, DEMANDE, CREDITS._replace(echeance=date(2008, 1, 31))):
        parti = build_formulaire(SOURCE, envoi)
        texte = spell_memoire(envoi, build_memoire(parti))
        lue = read_memoire(texte)
        assert lue is not None

        repris = rebuild_formulaire(*lue)

        assert spell_memoire(envoi, build_memoire(repris)) == texte
        for bloc in parti.modele.blocs:
            assert [r.id for r in repris.rangees[bloc.code]] == [
                r.id for r in parti.rangees[bloc.code]
            ]
