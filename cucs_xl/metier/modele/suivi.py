"""Monitoring and evaluation: indicators and measures, marks, meetings."""

from datetime import date as Jour  # noqa: N812 - « Date » is also a column
from typing import Annotated, NamedTuple

from cucs_xl.metier.modele.colonnes import libelle
from cucs_xl.metier.nomenclature import (
    Appreciation,
    CritereGouvernance,
    Efficacite,
    Origine,
    OuiNon,
    Presence,
    SensIndicateur,
    Sexe,
    StatutInstance,
    Suite,
    TypeEvaluation,
    TypeIndicateur,
    TypeInstance,
)
from cucs_xl.metier.schema import (
    ANNEE,
    CODE,
    DATE,
    NOMBRE,
    TEXTE,
    Calcul,
    Champ,
    Table,
    liste,
    reference,
)

# One line per column reads as the table it declares.
# fmt: off

class Famille(NamedTuple):
    """An indicator one may pick: those of the law of 1 August 2003 are given."""

    code: Annotated[str, Champ("Code", CODE, "Court et stable, par exemple EMP-01.", requis=True, cle=True)]
    famille: Annotated[str | None, Champ("Famille", TEXTE, "Domaine de l'annexe de la loi.", requis=True, largeur=26)] = None
    indicateur: Annotated[str | None, Champ("Indicateur", TEXTE, "Intitulé.", requis=True, largeur=80)] = None
    unite: Annotated[str | None, Champ("Unité", TEXTE, "Unité de mesure.", requis=True, largeur=16)] = None
    sens: Annotated[SensIndicateur | None, Champ("Sens", liste(SensIndicateur), "Ce qui est un progrès.", largeur=13)] = None
    source: Annotated[str | None, Champ("Source", TEXTE, "Producteur de la donnée.", largeur=40)] = None
    ligne: int = 0


class Indicateur(NamedTuple):
    """What will be measured, defined before the action starts (contract, 3.2)."""

    code: Annotated[str, Champ("Code", CODE, "Par exemple 07-EMP-01-R1.", requis=True, cle=True, largeur=17)]
    indicateur: Annotated[str | None, Champ("Indicateur", TEXTE, "Intitulé.", requis=True, largeur=64)] = None
    catalogue: Annotated[str | None, Champ("Catalogue", reference("tCatalogue"), "Indicateur du catalogue dont il vient, s'il y en a un.")] = None
    action: Annotated[str | None, Champ("Action", reference("tActions", par=CODE), "Action mesurée ; vide pour un indicateur de contexte.", largeur=13)] = None
    objectif: Annotated[str | None, Champ("Objectif", reference("tObjectifs"), "Objectif du contrat qu'il éclaire.", requis=True)] = None
    type: Annotated[TypeIndicateur | None, Champ("Type", liste(TypeIndicateur), "réalisation : ce qui est fait ; résultat : ce que cela change.", requis=True, largeur=13)] = None
    unite: Annotated[str | None, Champ("Unité", TEXTE, "Unité de mesure.", requis=True, largeur=16)] = None
    sens: Annotated[SensIndicateur | None, Champ("Sens", liste(SensIndicateur), "Ce qui est un progrès.", largeur=13)] = None
    minimum: Annotated[float | None, Champ("Minimum", NOMBRE, "Plus petite valeur plausible.")] = None
    maximum: Annotated[float | None, Champ("Maximum", NOMBRE, "Plus grande valeur plausible.")] = None
    source: Annotated[str | None, Champ("Source", TEXTE, "Producteur de la donnée.", requis=True, largeur=34)] = None
    origine: Annotated[Origine | None, Champ("Origine", liste(Origine), "Outil d'observation (contrat, 3.2).", largeur=18)] = None
    territoire: Annotated[str | None, Champ("Territoire de référence", TEXTE, "À quoi comparer : commune, agglomération.", largeur=24)] = None
    ligne: int = 0


class Mesure(NamedTuple):
    """The values of an indicator, for a year, a quartier, a sex."""

    indicateur: Annotated[str, Champ("Indicateur", reference("tIndicateurs"), "Code de l'indicateur.", requis=True, cle=True, largeur=17)]
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année mesurée.", requis=True, cle=True)] = None
    quartier: Annotated[str | None, Champ("Quartier", reference("tQuartiers"), "Quartier mesuré ; vide : tous.", cle=True)] = None
    sexe: Annotated[Sexe | None, Champ("Sexe", liste(Sexe), "ensemble, ou la part des femmes et des hommes.", requis=True, cle=True)] = None
    reference: Annotated[float | None, Champ("Référence", NOMBRE, "Valeur du territoire de référence.")] = None
    initiale: Annotated[float | None, Champ("Initiale", NOMBRE, "Valeur de départ ; vide si elle n'est pas connue.")] = None
    cible: Annotated[float | None, Champ("Cible", NOMBRE, "Valeur attendue.")] = None
    realisee: Annotated[float | None, Champ("Réalisée", NOMBRE, "Valeur constatée ; vide tant qu'elle est inconnue.")] = None
    source: Annotated[str | None, Champ("Source", TEXTE, "Document d'où vient la valeur constatée.", largeur=34)] = None
    ligne: int = 0


class EvaluationAction(NamedTuple):
    """How an action is judged, by the technical unit with its operator (contract, 3.2)."""

    action: Annotated[str, Champ("Action", reference("tActions", par=CODE), "Code de l'action.", requis=True, cle=True, largeur=13)]
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année évaluée ; dernière année pour une évaluation triennale.", requis=True, cle=True)] = None
    type: Annotated[TypeEvaluation | None, Champ("Type", liste(TypeEvaluation), "annuelle ou triennale.", requis=True, cle=True)] = None
    efficacite: Annotated[Efficacite | None, Champ("Efficacité", liste(Efficacite), "Les objectifs sont-ils atteints ?", requis=True)] = None
    droit_commun: Annotated[Appreciation | None, Champ("Droit commun", liste(Appreciation), "Articulation avec les politiques ordinaires.")] = None
    egalite: Annotated[Appreciation | None, Champ("Égalité des chances", liste(Appreciation), "Contribution à l'égalité des chances.")] = None
    participation: Annotated[Appreciation | None, Champ("Participation", liste(Appreciation), "Degré de participation des habitants.")] = None
    associe: Annotated[OuiNon | None, Champ("Opérateur associé", liste(OuiNon), "L'évaluation est conduite avec l'opérateur (contrat, 3.2).")] = None
    commentaire: Annotated[str | None, Champ("Commentaire", TEXTE, "Ce qu'il faut retenir.", largeur=64)] = None
    habitants: Annotated[str | None, Champ("Avis des habitants", TEXTE, "Ce qu'en disent les habitants, si leur avis a été recueilli.", largeur=40)] = None
    suite: Annotated[Suite | None, Champ("Suite à donner", liste(Suite), "Proposée au comité de pilotage.", largeur=20)] = None
    ligne: int = 0


class EvaluationGouvernance(NamedTuple):
    """How the governance is judged, by its own working group (contract, 3.2)."""

    exercice: Annotated[int, Champ("Exercice", reference("tExercices", par=ANNEE), "Année évaluée.", requis=True, cle=True)]
    critere: Annotated[CritereGouvernance | None, Champ("Critère", liste(CritereGouvernance), "Ce qui est jugé.", requis=True, cle=True, largeur=28)] = None
    note: Annotated[Appreciation | None, Champ("Note", liste(Appreciation), "Appréciation du groupe de travail.", requis=True)] = None
    constat: Annotated[str | None, Champ("Constat", TEXTE, "Ce que le groupe a constaté.", largeur=64)] = None
    preconisation: Annotated[str | None, Champ("Préconisation", TEXTE, "Ce qu'il propose.", largeur=64)] = None
    auteur: Annotated[str | None, Champ("Auteur", TEXTE, "Groupe de travail : cellule technique, Ville, État, Région.", largeur=44)] = None
    ligne: int = 0


class Instance(NamedTuple):
    """A meeting of the contract: what it programmes, what it evaluates, who presides."""

    code: Annotated[str, Champ("Code", CODE, "Par exemple COPIL-07-1.", requis=True, cle=True, largeur=13)]
    type: Annotated[TypeInstance | None, Champ("Type", liste(TypeInstance), "Comité de pilotage, comité technique ou groupe de travail.", requis=True, largeur=28)] = None
    statut: Annotated[StatutInstance | None, Champ("Statut", liste(StatutInstance), "prévue ou tenue.", requis=True)] = None
    date: Annotated[Jour | None, Champ("Date", DATE, "Date de la réunion ; une première avant le 31 mars de chaque année (contrat, 3.1).", requis=True)] = None
    exercice_programme: Annotated[int | None, Champ("Exercice programmé", reference("tExercices", par=ANNEE), "Année dont le programme est validé à cette réunion.", largeur=12)] = None
    exercice_evalue: Annotated[int | None, Champ("Exercice évalué", reference("tExercices", par=ANNEE), "Année dont les actions sont évaluées à cette réunion.", largeur=12)] = None
    etat: Annotated[Presence | None, Champ("Coprésidence État", liste(Presence), "Préfet ou son représentant.", largeur=14)] = None
    ville: Annotated[Presence | None, Champ("Coprésidence Ville", liste(Presence), "Maire ou son représentant.", largeur=14)] = None
    region: Annotated[Presence | None, Champ("Coprésidence Région", liste(Presence), "Président du Conseil régional ou son représentant.", largeur=14)] = None
    decisions: Annotated[str | None, Champ("Décisions", TEXTE, "Relevé de décisions.", largeur=70)] = None
    ligne: int = 0


CATALOGUE = Table("tCatalogue", "Catalogue", Famille, etape=1, aide="Les indicateurs de l'annexe de la loi du 1er août 2003, où choisir ceux du contrat.")
INSTANCES = Table("tInstances", "Instances", Instance, etape=3, aide="Comités de pilotage et comités techniques, prévus et tenus.")
INDICATEURS = Table(
    "tIndicateurs", "Indicateurs", Indicateur, etape=3,
    aide="Définis avant l'action : au moins un indicateur par action programmée, dont un de résultat.",
    calculs=(
        libelle("Libellé catalogue", "Catalogue", "Intitulé au catalogue.", 48),
        libelle("Libellé objectif", "Objectif", "Intitulé de l'objectif.", 48),
        Calcul("Thème", CODE, "Thème de l'objectif.", "Libellé objectif", 9),
    ),
)
MESURES = Table(
    "tMesures", "Mesures", Mesure, etape=6,
    aide="Départ, cible et constat de chaque indicateur, par an ; une case vide n'est pas un zéro.",
    calculs=(
        Calcul("Clé", TEXTE, "Identifie la ligne.", "Sexe", 34),
        libelle("Libellé", "Indicateur", "Intitulé de l'indicateur.", 58),
        libelle("Unité", "Clé", "Unité de mesure.", 14),
        Calcul("Thème", CODE, "Thème de l'objectif.", "Unité", 9),
        Calcul("Écart à la cible", NOMBRE, "Réalisée moins cible.", "Réalisée"),
        Calcul("Écart à la référence", NOMBRE, "Réalisée moins territoire de référence.", "Écart à la cible"),
        Calcul("Atteinte", TEXTE, "Compte tenu du sens de l'indicateur.", "Écart à la référence", 16),
    ),
)
EVALUATION_ACTIONS = Table(
    "tEvaluationActions", "Évaluation actions", EvaluationAction, etape=6,
    aide="Une évaluation par action et par an, conduite avec l'opérateur ; une triennale au terme.",
    calculs=(
        Calcul("Clé", TEXTE, "Identifie la ligne.", "Type", 26),
        libelle("Intitulé", "Action", "Intitulé de l'action.", 58),
        Calcul("Thème", CODE, "Thème de l'action.", "Clé", 9),
    ),
)
EVALUATION_GOUVERNANCE = Table(
    "tEvaluationGouvernance", "Évaluation gouvernance", EvaluationGouvernance, etape=6,
    aide="Par le groupe de travail propre à la gouvernance : cellule technique, Ville, État, Région.",
    calculs=(Calcul("Clé", TEXTE, "Identifie la ligne.", "Critère", 32),),
)
# fmt: on
