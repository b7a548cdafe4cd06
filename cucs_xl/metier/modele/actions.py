"""The programme: actions, the quartiers they serve, their budgets."""

from datetime import date as Jour  # noqa: N812 - « Date » is also a column
from typing import Annotated, NamedTuple

from cucs_xl.metier.modele.colonnes import libelle, somme
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import Avis, Compte, Dispositif, Reconduction, StatutAction
from cucs_xl.metier.schema import (
    ANNEE,
    CODE,
    DATE,
    MONTANT,
    TAUX,
    TEXTE,
    Calcul,
    Champ,
    Table,
    liste,
    reference,
)

# One line per column reads as the table it declares.
# fmt: off

class Action(NamedTuple):
    """An action in one year; its code is the same every year."""

    code: Annotated[str, Champ("Code", CODE, "Stable d'une année à l'autre, par exemple 07-EMP-01.", requis=True, cle=True, largeur=13)]
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année du programme.", requis=True, cle=True)] = None
    intitule: Annotated[str | None, Champ("Intitulé", TEXTE, "Intitulé tel qu'à la programmation.", requis=True, largeur=58)] = None
    operateur: Annotated[str | None, Champ("Opérateur", reference("tOperateurs"), "Qui porte l'action.", requis=True, largeur=12)] = None
    action_mere: Annotated[str | None, Champ("Action mère", CODE, "Code de l'action dont celle-ci est une part portée par un autre opérateur.", largeur=13)] = None
    theme: Annotated[str | None, Champ("Thème", reference("tThemes"), "Thème principal : un seul, sinon les totaux doublent.", requis=True)] = None
    objectif: Annotated[str | None, Champ("Objectif", reference("tObjectifs"), "La liste ne montre que les objectifs du thème.", requis=True)] = None
    dispositif: Annotated[Dispositif | None, Champ("Dispositif", liste(Dispositif), "PRE, CUCS ou ingénierie.", requis=True)] = None
    reconduction: Annotated[Reconduction | None, Champ("Reconduction", liste(Reconduction), "Nouvelle ou reconduite.", largeur=13)] = None
    statut: Annotated[StatutAction | None, Champ("Statut", liste(StatutAction), "Seul le COPIL programme.", requis=True, largeur=15)] = None
    date_debut: Annotated[Jour | None, Champ("Date début", DATE, "Premier jour de l'action.")] = None
    date_fin: Annotated[Jour | None, Champ("Date fin", DATE, "Dernier jour de l'action.")] = None
    cout_previsionnel: Annotated[Centimes | None, Champ("Coût prévisionnel", MONTANT, "Total du budget de l'action, hors contributions volontaires.")] = None
    cout_realise: Annotated[Centimes | None, Champ("Coût réalisé", MONTANT, "Coût constaté au compte rendu financier.")] = None
    avis_technique: Annotated[Avis | None, Champ("Avis technique", liste(Avis), "Avis du comité technique.", largeur=15)] = None
    date_copil: Annotated[Jour | None, Champ("Date COPIL", DATE, "Date de la décision du comité de pilotage.")] = None
    public: Annotated[str | None, Champ("Public", TEXTE, "Public visé : âge, nombre, quartier.", largeur=42)] = None
    compte_rendu_le: Annotated[Jour | None, Champ("Compte rendu le", DATE, "Date de réception du compte rendu financier de l'opérateur.")] = None
    ligne: int = 0


class Repartition(NamedTuple):
    """The share of an action that a quartier receives: 100 % for each action and year."""

    action: Annotated[str, Champ("Action", reference("tActions", par=CODE), "Code de l'action.", requis=True, cle=True, largeur=13)]
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année du programme.", requis=True, cle=True)] = None
    quartier: Annotated[str | None, Champ("Quartier", reference("tQuartiers"), "Quartier bénéficiaire.", requis=True, cle=True)] = None
    part: Annotated[float | None, Champ("Part", TAUX, "Part prévue de l'action : le total d'une action fait 100 %.", requis=True)] = None
    part_realisee: Annotated[float | None, Champ("Part réalisée", TAUX, "Part constatée au bilan ; vide tant qu'elle est inconnue.")] = None
    ligne: int = 0


class Budget(NamedTuple):
    """One account of an action's budget."""

    action: Annotated[str, Champ("Action", reference("tActions", par=CODE), "Code de l'action.", requis=True, cle=True, largeur=13)]
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année du programme.", requis=True, cle=True)] = None
    compte: Annotated[Compte | None, Champ("Compte", liste(Compte), "60 à 69 : charges ; 70 à 79 : produits ; 86 et 87 : contributions volontaires.", requis=True, cle=True)] = None
    prevu: Annotated[Centimes | None, Champ("Prévu", MONTANT, "Budget déposé.")] = None
    realise: Annotated[Centimes | None, Champ("Réalisé", MONTANT, "Compte rendu financier.")] = None
    ligne: int = 0


ACTIONS = Table(
    "tActions", "Actions", Action, etape=3,
    aide="Une ligne par action et par exercice.",
    calculs=(
        Calcul("Clé", TEXTE, "Code et exercice : identifie la ligne.", "Exercice", 19),
        libelle("Nom opérateur", "Opérateur", "Nom de l'opérateur.", 46),
        libelle("Libellé thème", "Thème", "Libellé court du thème.", 22),
        libelle("Libellé objectif", "Objectif", "Intitulé de l'objectif.", 60),
        somme("Programmé", "Coût réalisé", "Crédits spécifiques et PRE programmés."),
        somme("Droit commun", "Programmé", "Droit commun programmé."),
        somme("Payé", "Droit commun", "Crédits spécifiques et PRE payés."),
    ),
)
REPARTITION = Table(
    "tRepartition", "Répartition", Repartition, etape=3,
    aide="La part de chaque quartier dans une action : 100 % par action et par exercice. Sans elle, le rapport ZUS compterait deux fois.",
    calculs=(
        Calcul("Clé", TEXTE, "Action, exercice et quartier : identifie la ligne.", "Quartier", 22),
        libelle("Intitulé", "Action", "Intitulé de l'action.", 58),
        Calcul("Régime", TEXTE, "ZUS ou hors ZUS.", "Clé", 26),
        Calcul("Total action", TAUX, "Somme des parts prévues : doit faire 100 %.", "Part réalisée", 12),
    ),
)
BUDGETS = Table(
    "tBudgets", "Budgets", Budget, etape=3,
    aide="Le budget de chaque action par compte : charges égales aux produits, 86 égal à 87 à part.",
    calculs=(
        Calcul("Clé", TEXTE, "Action, exercice et compte : identifie la ligne.", "Compte", 22),
        libelle("Intitulé", "Action", "Intitulé de l'action.", 58),
        Calcul("Sens", TEXTE, "charge, produit, ou contribution volontaire.", "Clé", 20),
        libelle("Libellé compte", "Sens", "Intitulé du compte.", 36),
        somme("Écart", "Réalisé", "Réalisé moins prévu."),
    ),
)
# fmt: on
