from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.metier import regles
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.controle import lieu
from cucs_xl.metier.modele import TABLE_PAR_NOM, Contrat
from cucs_xl.metier.regles import REGLES, check_contrat, check_lecture
from tests.anomalies.feuille import DOSSIER, read_feuilles, read_specimen
from tests.metier.hasard import CONTRATS

#: What each rule may say, as its specimen shows.
GRAVITES = {
    "parametre-invalide": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "cle-absente": {Gravite.BLOQUANTE},
    "cle-double": {Gravite.BLOQUANTE},
    "champ-obligatoire": {Gravite.BLOQUANTE},
    "reference-inconnue": {Gravite.BLOQUANTE},
    "dont-depasse": {Gravite.BLOQUANTE},
    "enveloppe-reference": {Gravite.BLOQUANTE, Gravite.ALERTE, Gravite.INFORMATION},
    "montant-sans-avenant": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "enveloppe-inconnue": {Gravite.INFORMATION},
    "depassement-enveloppe": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "avenant-incoherent": {Gravite.ALERTE},
    "avenant-reducteur": {Gravite.ALERTE},
    "credits-lolf": {Gravite.ALERTE, Gravite.INFORMATION},
    "enveloppe-absente": {Gravite.ALERTE},
    "enveloppe-incoherente": {Gravite.BLOQUANTE},
    "nature-dispositif": {Gravite.BLOQUANTE},
    "ordre-des-stades": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "signe-mouvement": {Gravite.BLOQUANTE},
    "exercice-comptable-anterieur": {Gravite.ALERTE},
    "objectif-hors-theme": {Gravite.BLOQUANTE},
    "axe-principal": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "action-double": {Gravite.ALERTE},
    "variation-annuelle": {Gravite.ALERTE},
    "logique-de-guichet": {Gravite.INFORMATION},
    "droit-commun-silence": {Gravite.ALERTE},
    "droit-commun-methode": {Gravite.BLOQUANTE, Gravite.ALERTE, Gravite.INFORMATION},
    "indicateur-sans-resultat": {Gravite.ALERTE},
    "mesure-incoherente": {Gravite.ALERTE, Gravite.INFORMATION},
    "publics-incoherents": {Gravite.ALERTE},
    "retour-en-retard": {Gravite.ALERTE},
    "calendrier-copil": {Gravite.ALERTE, Gravite.INFORMATION},
    "evaluation-manquante": {Gravite.ALERTE},
    "grand-livre-ecart": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "reste-a-payer": {Gravite.BLOQUANTE},
    "exercice-clos": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "financement-double": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "action-mere": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "identifiant-invalide": {Gravite.ALERTE},
    "programmation-incomplete": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "plan-de-financement": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "equilibre-budget": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "repartition-quartiers": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "cofinancement-public": {Gravite.ALERTE},
    "seuil-convention": {Gravite.ALERTE},
    "solde-sans-compte-rendu": {Gravite.ALERTE},
    "compte-rendu-absent": {Gravite.BLOQUANTE, Gravite.ALERTE},
    "credit-sans-suite": {Gravite.BLOQUANTE},
    "double-comptage": {Gravite.ALERTE},
    "total-contradictoire": {Gravite.BLOQUANTE},
}


def slug(regle: ModuleType) -> str:
    return regle.__name__.rpartition(".")[2].replace("_", "-")


@pytest.mark.parametrize("regle", REGLES, ids=slug)
def test_rule_is_complete(regle: ModuleType) -> None:
    """Each rule has a French sentence, a source, a test module and a specimen."""
    phrase, vide, source, *_ = (regle.__doc__ or "").split("\n")
    nom = slug(regle).replace("-", "_")

    assert phrase.endswith(".")
    assert not {"the", "of", "and", "is"} & set(phrase.lower().split())
    assert not vide
    assert source.startswith("Source : ")
    assert (Path(__file__).parent / "regles" / f"test_{nom}.py").is_file()
    assert (DOSSIER / f"{slug(regle)}.txt").is_file()
    anomalies = list(regle.check(read_feuilles(read_specimen(slug(regle))).contrat))
    assert {anomalie.regle for anomalie in anomalies} == {slug(regle)}
    assert {anomalie.gravite for anomalie in anomalies} == GRAVITES[slug(regle)]


def test_no_rule_is_left_out() -> None:
    """A module of the folder is in the list, once."""
    dossier = Path(regles.__file__).parent
    fichiers = {chemin.stem for chemin in dossier.glob("*.py")} - {"__init__"}

    assert sorted(slug(regle).replace("-", "_") for regle in REGLES) == sorted(fichiers)


@given(CONTRATS)
def test_no_rule_crashes_nor_loses_its_place(contrat: Contrat) -> None:
    """Whatever the rows, each anomaly says where, what and what to do."""
    anomalies = check_contrat(contrat)

    for anomalie in anomalies:
        table = TABLE_PAR_NOM[anomalie.table]
        assert anomalie.champ in {colonne.entete for colonne in table.colonnes}
        assert anomalie.cle in {table.cle(ligne) for ligne in contrat.table(table)}
        assert anomalie.constat
        assert anomalie.conseil
    if not any(anomalie.regle == "cle-double" for anomalie in anomalies):
        # A justification is tied to rule and place: two anomalies may not share them.
        assert len({lieu(anomalie) for anomalie in anomalies}) == len(anomalies)


def test_the_example_has_nothing_blocking() -> None:
    """What we ship as a model is one."""
    assert not [a for a in check_contrat(read_exemple()) if a.gravite is Gravite.BLOQUANTE]


def test_new_contracts_have_nothing_to_correct() -> None:
    """An agent who starts is not scolded."""
    assert not check_contrat(build_vierge("Valence", "26362", 2007))
    assert not check_contrat(Contrat())


def test_a_year_keeps_its_own_and_what_has_none() -> None:
    """
    Opérateurs
    Code | Opérateur
         | Service DSU

    Financements
    Code | Exercice | Nature       | Programmé
    F1   | 2007     | spécifique   |
    F2   | 2008     | droit commun |
    """
    contrat = read_feuilles(test_a_year_keeps_its_own_and_what_has_none.__doc__ or "").contrat

    def regles_de(exercice: int | None) -> set[tuple[str, str]]:
        return {(a.regle, a.cle) for a in check_contrat(contrat, exercice)}

    sans = ("cle-absente", "ligne 2")
    droit_commun = ("enveloppe-incoherente", "F2")
    assert sans in regles_de(2007)
    assert droit_commun not in regles_de(2007)
    assert {sans, droit_commun} <= regles_de(2008)
    assert regles_de(None) == regles_de(2007) | regles_de(2008)


def test_the_most_serious_comes_first() -> None:
    """
    Financements
    Code | Sollicité | Programmé | Enveloppe
    F1   | 100       | 200       |
    """
    texte = test_the_most_serious_comes_first.__doc__ or ""

    assert [a.gravite for a in check_lecture(read_feuilles(texte))] == [
        Gravite.BLOQUANTE,
        Gravite.ALERTE,
    ]


def test_an_unreadable_cell_is_told_once() -> None:
    """
    Exercices
    Exercice | Statut
    2007     | ouvert
    l'an 8   | ouvrir

    Mouvements
    Code | Montant | Date
    M1   | #REF!   | demain
    """
    texte = test_an_unreadable_cell_is_told_once.__doc__ or ""
    anomalies = check_lecture(read_feuilles(texte))

    assert [(a.regle, a.champ) for a in anomalies] == [
        ("valeur-hors-liste", "Statut"),
        ("valeur-illisible", "Exercice"),
        ("champ-obligatoire", "Financement"),
        ("erreur-excel", "Montant"),
        ("valeur-illisible", "Date"),
    ]


def test_a_missing_column_is_told_once() -> None:
    """
    Partenaires (telle quelle)
    Sigle | Partenaire | Libellé court | Groupe
    VILLE | Ville      | Ville         | VILLE
    ETAT  | État       | État          | ETAT
    """
    texte = test_a_missing_column_is_told_once.__doc__ or ""
    anomalies = check_lecture(read_feuilles(texte))

    assert {a.champ for a in anomalies if a.regle == "colonne-absente"} >= {"Code", "Type"}
    assert {a.regle for a in anomalies} == {"colonne-absente"}


def test_a_missing_table_is_told_once() -> None:
    """Thèmes (absente)"""
    texte = test_a_missing_table_is_told_once.__doc__ or ""

    assert [(a.regle, a.table) for a in check_lecture(read_feuilles(texte))] == [
        ("table-absente", "tThemes")
    ]


def test_a_moved_column_mutes_nothing() -> None:
    """
    Avenants (telle quelle)
    Code | Statut | Date | Enveloppe | Exercice | Objet | Montant
    AV1  |        |      | 07-ETAT   | 2007     |       | 10
    """
    texte = test_a_moved_column_mutes_nothing.__doc__ or ""

    assert [(a.regle, a.champ) for a in check_lecture(read_feuilles(texte))] == [
        ("champ-obligatoire", "Statut"),
        ("colonne-deplacee", "Date"),
    ]


def test_an_effect_is_not_told_beside_its_cause() -> None:
    """
    Mouvements
    Financement | Montant
    07-INC-01   | 200
    """
    lecture = read_feuilles(test_an_effect_is_not_told_beside_its_cause.__doc__ or "")
    tout = {a.regle for a in check_contrat(lecture.contrat)}
    dites = {a.regle for a in check_lecture(lecture)}

    assert tout == {"reference-inconnue", "total-contradictoire"}
    assert dites == {"reference-inconnue"}
