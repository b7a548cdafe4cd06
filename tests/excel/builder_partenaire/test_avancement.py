"""What a sheet says of itself, live: how complete, balanced, ready, contradictory."""

import re

import cellrune
import pytest

from cucs_xl.excel import balise
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.builder.partenaire import Reponse
from cucs_xl.excel.builder.partenaire.calcul import Ref, calculate, call, format_formule, op
from cucs_xl.metier.formulaire import NEANT
from tests.excel.builder_partenaire.fiches import (
    ENVOIS,
    LE,
    Reponses,
    draw_reponses,
    fill,
    formulaire,
    list_cases,
    measure,
    octets,
)
from tests.excel.recalcul import Valeurs, read_values, recalculate_cellrune

AVANCEMENT, PRETE = "AVANCEMENT", "PRÊTE À RENVOYER"
ATTESTATION: Reponses = {
    ("attestation", "1", "tRetours.Signataire"): Reponse("présidence"),
    ("attestation", "1", "tRetours.Qualité"): Reponse("présidence"),
    ("attestation", "1", "tRetours.Signé le"): Reponse(LE),
}


def read_carte(valeurs: Valeurs, titre: str) -> tuple[object, object]:
    """Figure and reading line of a card, on the first sheet."""
    feuille = next(iter(valeurs.values()))
    [(ligne, colonne)] = [
        place for place, v in feuille.items() if str(v).upper().startswith(titre) and place[0] == 3
    ]
    return feuille[ligne + 1, colonne], feuille[ligne + 2, colonne]


def read_etat(valeurs: Valeurs, nom: str, mot: str) -> object:
    """The state of the row that shows a word; the states are in the last column."""
    colonne = max(c for _, c in valeurs[nom])
    [ligne] = {ligne for (ligne, c), v in valeurs[nom].items() if v == mot and c <= 1 and ligne > 6}
    return valeurs[nom].get((ligne, colonne), "")


def empty(nom: str) -> Reponses:
    return {place: Reponse(None) for place in list_cases(nom)}


@pytest.mark.parametrize("nom", list(ENVOIS))
@pytest.mark.parametrize("graine", range(6))
def test_progress_is_what_python_measures(nom: str, graine: int) -> None:
    """The same part is said missing by the reader of returns, the stored value, an engine."""
    reponses = draw_reponses(nom, graine, (0.2, 0.5, 0.8, 0.9, 1.0, 1.0)[graine])
    fichier = fill(nom, reponses)
    mesure = measure(nom, reponses)

    stockees, recalculees = read_values(fichier), recalculate_cellrune(fichier)

    assert stockees == recalculees
    taux, lecture = read_carte(stockees, AVANCEMENT)
    assert taux == mesure.taux
    if mesure.manques:
        assert str(lecture).startswith(f"{len(mesure.manques)} réponse")
        assert mesure.manques[0].libelle in str(lecture)


@pytest.mark.parametrize("nom", list(ENVOIS))
def test_an_empty_sheet_is_at_zero(nom: str) -> None:
    """Nothing said: 0 %, not ready."""
    valeurs = read_values(fill(nom, empty(nom)))

    assert read_carte(valeurs, AVANCEMENT)[0] == 0
    assert read_carte(valeurs, PRETE) == ("PAS ENCORE", "Remplissez d'abord ce qui manque.")


def test_a_whole_sheet_is_ready() -> None:
    """The example's fiche only lacks its signature: 100 % with it, and ready."""
    avant = read_carte(read_values(octets("fiche")), AVANCEMENT)
    assert avant[1] == "3 réponses manquent : Nom du signataire ; Qualité ; Date"

    valeurs = read_values(fill("fiche", ATTESTATION))

    assert read_carte(valeurs, AVANCEMENT) == (1, "Toutes les réponses obligatoires sont là.")
    assert read_carte(valeurs, PRETE) == ("OUI", "Enregistrez, puis renvoyez ce fichier.")


def test_budget_tells_which_side_lacks_how_much() -> None:
    """
    Charges    | Produits
    51 000,00  | 51 000,01
    """
    avec = {**ATTESTATION, ("produits", "70", "tBudgets.Réalisé"): Reponse(0.01)}

    valeurs = read_values(fill("fiche", avec))

    assert read_carte(valeurs, "BUDGET RÉALISÉ")[0] == -0.01
    assert read_carte(valeurs, AVANCEMENT)[0] != 1
    assert read_carte(read_values(octets("fiche")), "BUDGET RÉALISÉ")[0] == 0
    assert read_carte(read_values(fill("fiche", empty("fiche"))), "BUDGET RÉALISÉ")[0] == "À saisir"


def test_a_tick_is_a_zero_not_a_blank() -> None:
    """An account that was planned and cost nothing: ticked, it is said."""
    vide = {("charges", "61", "tBudgets.Réalisé"): Reponse(None)}
    coche = {**vide, ("charges", "61", NEANT): Reponse(NEANT)}

    assert "61 – Services extérieurs : Réalisé" in [
        m.libelle for m in measure("fiche", vide).manques
    ]
    assert read_etat(read_values(fill("fiche", vide)), "Fiche", "61 – Services extérieurs") == 0
    assert read_etat(read_values(fill("fiche", coche)), "Fiche", "61 – Services extérieurs") == 1


@pytest.mark.parametrize(
    ("nom", "feuille", "reponses", "ligne", "mot"),
    [
        ("fiche", "Fiche", {("publics", "1", "tFiches.Femmes"): 99999.0}, "dont femmes *", "trop"),
        ("fiche", "Fiche", {("publics", "1", "tFiches.Passages"): 1.0}, "Bénéficiaires, toute la commune (personnes) *", "trop"),
        ("fiche", "Fiche", {("publics", "1", "tFiches.Femmes"): "env. 40"}, "dont femmes *", "nombre attendu"),
        ("fiche", "Fiche", {("realisation", "1", "tActions.Date fin"): "été"}, "Date de fin *", "date attendue"),
        ("fiche", "Fiche", {("realisation", "1", "tActions.Date début"): LE}, "Date de début *", "à revoir"),
        ("fiche", "Fiche", {("charges", "60", NEANT): NEANT}, "60 – Achats", "néant ou montant"),
        ("fiche", "Fiche", {("charges", "60", "tBudgets.Réalisé"): "douze"}, "60 – Achats", "nombre attendu"),
        ("fiche", "Fiche", {("emplois", "86", "tBudgets.Réalisé"): 300.0}, "86 – Emplois des contributions volontaires", "à égaliser"),
        ("demande-reconduite", "Demande", {("action", "1", "tActions.Thème"): "HAB – L'amélioration de l'habitat et le cadre de vie"}, "Objectif *", "autre thème"),
        ("demande-neuve", "Demande", {("indicateurs", "+1", "tIndicateurs.Indicateur"): "Sorties"}, "Sorties", "à compléter"),
        ("credits-caf", "Droit commun", {("droit-commun", "+1", "tDroitCommun.Statut"): None, ("droit-commun", "+1", "tDroitCommun.Dispositif"): "CEJ"}, "¤ligne:+1", "à compléter"),
        ("credits-caf", "Crédits", {("credits", "07-REU-05-CAF-D", "tFinancements.Notifié le"): LE}, "¤ligne:07-REU-05-CAF-D", "date sans montant"),
    ],
)  # fmt: skip
def test_contradictions_are_told_in_words(
    nom: str, feuille: str, reponses: dict[tuple[str, str, str], object], ligne: str, mot: str
) -> None:
    """Each has its words beside it, counts in red on the card, and keeps the sheet back."""
    dites = {place: Reponse(valeur) for place, valeur in reponses.items()}  # type: ignore[arg-type]
    fichier = fill(nom, {**ATTESTATION, **dites})
    valeurs = read_values(fichier)

    assert read_etat(valeurs, feuille, ligne) == mot
    prete, lecture = read_carte(valeurs, PRETE)
    assert prete == "PAS ENCORE"
    assert str(lecture).startswith("1 point(s) en rouge")
    assert recalculate_cellrune(fichier) == valeurs


def test_shares_make_a_whole() -> None:
    """Quartiers: 46 + 27 + 27 %; one more point, and the total says so."""
    assert read_etat(read_values(octets("fiche")), "Fiche", "TOTAL") == 1

    trop = {("quartiers", "QO", "tRepartition.Part réalisée"): Reponse(0.47)}

    assert read_etat(read_values(fill("fiche", trop)), "Fiche", "TOTAL") == "pas 100 %"


def test_a_row_granted_nothing_asks_for_no_date() -> None:
    """A funder that ticks « néant » has said all: no date, no number of decision."""
    ligne = "07-REU-05-CAF-D"
    coche = {("credits", ligne, NEANT): Reponse(NEANT)}

    assert read_etat(read_values(octets("credits-caf")), "Crédits", f"¤ligne:{ligne}") == 0
    valeurs = read_values(fill("credits-caf", coche))
    assert read_etat(valeurs, "Crédits", f"¤ligne:{ligne}") == 1
    assert ligne not in str(measure("credits-caf", coche).manques)


def test_an_emptied_row_of_a_list_is_not_missing() -> None:
    """Emptying a payment asks for its deletion: the sheet is no less complete."""
    rangee = formulaire("credits-caf").rangees["versements"][0].id
    videe = {place: Reponse(None) for place in list_cases("credits-caf") if place[:2] == ("versements", rangee)}  # fmt: skip

    assert videe
    assert measure("credits-caf", videe) == measure("credits-caf", {})
    valeurs = read_values(fill("credits-caf", videe))
    assert read_etat(valeurs, "Paiements", balise.LIGNE + rangee) == ""


ANNOTEE: Reponses = {
    ("charges", "62", "tBudgets.Réalisé"): Reponse("douze", "« douze » : saisissez 12"),
    ("publics", "1", "tFiches.Femmes"): Reponse(20000.0, "plus que de bénéficiaires"),
    ("quartiers", "QO", ""): Reponse(None, "le total fait 101 %"),
    ("publics", "1", "tFiches.Passages"): Reponse("beaucoup"),
}


def test_annotated_copy_gives_back_and_tells() -> None:
    """Values stand as they came, even unreadable; what to correct is listed under its name."""
    valeurs = read_values(fill("fiche", ANNOTEE))["Fiche"]

    textes = list(valeurs.values())
    assert {"douze", 20000.0, "beaucoup"} <= set(textes)
    assert [t for t in textes if str(t).startswith("Fiche annotée : 3 points à corriger")]
    assert [t for t in textes if str(t).startswith("✘")] == [
        "✘ dont femmes : plus que de bénéficiaires",
        "✘ Quartiers Ouest : le total fait 101 %",
        "✘ 62 – Autres services extérieurs : Réalisé : « douze » : saisissez 12",
    ]
    assert textes.count("à corriger") == 2


def test_a_corrected_point_turns_to_done() -> None:
    """A spreadsheet engine retypes the cell: its line says 1, the other stays."""
    brut = fill("fiche", ANNOTEE)
    valeurs = read_values(brut)["Fiche"]
    [(ligne, colonne)] = [place for place, v in valeurs.items() if v == "douze"]
    with cellrune.Workbook.from_bytes(brut) as classeur:
        classeur.set_number("Fiche", format_formule(Ref("Fiche", ligne, colonne), "Fiche").replace("$", ""), 12.0)  # fmt: skip
        assert classeur.calculate()["unavailable_count"] == 0
        apres = read_values(classeur.to_bytes())["Fiche"]

    [etat] = [
        place
        for place, v in valeurs.items()
        if v == "à corriger" and str(valeurs[place[0], 1]).startswith("✘ 62")
    ]
    assert apres[etat] == 1
    assert list(apres.values()).count("à corriger") == 1


def test_notes_say_the_same_as_the_list() -> None:
    """Each faulty cell bears its note."""
    with cellrune.Workbook.from_bytes(fill("fiche", ANNOTEE)) as classeur:
        notes = str(classeur.comments("Fiche"))

    assert notes.count("saisissez 12") == 1
    assert notes.count("plus que de bénéficiaires") == 1


def test_operators_compute_as_spreadsheets_do() -> None:
    """A blank equals an empty text and zero; texts compare without case; N() of words is 0."""
    cellules = {Ref("F", 0, 0): None, Ref("F", 0, 1): "Été", Ref("F", 0, 2): 2.5}
    a, b, c = cellules
    lire = cellules.get

    assert calculate(op(a, "=", ""), lire) is True
    assert calculate(op(a, "=", 0), lire) is True
    assert calculate(op(b, "=", "été"), lire) is True
    assert calculate(op(b, "=", c), lire) is False
    assert calculate(op(call("N", b), "+", c), lire) == 2.5
    assert calculate(call("LEN", call("TRIM", "  a  b ")), lire) == 3
    assert calculate(call("IFERROR", call("INDEX", 1, call("MATCH", 9, [1], 0)), "rien"), lire) == "rien"  # type: ignore[arg-type]  # fmt: skip
    assert format_formule(op(op(a, "-", c), "*", 'dit "oui"'), "F") == '($A$1-$C$1)*"dit ""oui"""'
    assert format_formule(Ref("Droit commun", 1, 1), "F") == "'Droit commun'!$B$2"


def test_a_mark_on_another_sheet_follows_its_own_cell() -> None:
    """A rule looks into its sheet only: the payment is red while it holds what came back."""
    rangee = formulaire("credits-caf").rangees["versements"][0].id
    place = ("versements", rangee, "tMouvements.Montant")
    fichier = fill("credits-caf", {place: Reponse("12 000,50 EUR", "saisissez 12000,50")})

    feuilles = [part.decode() for nom, part in parts(fichier).items() if "worksheets/sheet" in nom]
    regles = [r for xml in feuilles for r in re.findall(r"<cfRule.*?</cfRule>", xml) if "EUR" in r]
    assert len(regles) == 1
    assert re.search(r"<formula>\$G\$\d+=\"12 000,50 EUR\"</formula>", regles[0])
    assert recalculate_cellrune(fichier) == read_values(fichier)
