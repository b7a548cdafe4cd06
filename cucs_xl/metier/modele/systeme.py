"""What the program writes: the split over quartiers, anomalies, journal, snapshot."""

from datetime import date as Jour  # noqa: N812 - « Date » is also a column
from typing import Annotated, NamedTuple

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele.colonnes import libelle
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.schema import (
    ANNEE,
    CODE,
    DATE,
    MONTANT,
    NOMBRE,
    TAUX,
    TEXTE,
    Calcul,
    Champ,
    Remplisseur,
    Table,
    liste,
)

# One line per column reads as the table it declares.
# fmt: off

class Ventilation(NamedTuple):
    """The share of a funding that a quartier receives, to the cent; no quartier: not split."""

    financement: Annotated[str, Champ("Financement", CODE, "Code du financement.", requis=True, cle=True, largeur=21)]
    quartier: Annotated[str | None, Champ("Quartier", CODE, "Quartier ; vide : action non répartie.", cle=True)] = None
    part: Annotated[float | None, Champ("Part", TAUX, "Part prévue qui a servi.")] = None
    part_realisee: Annotated[float | None, Champ("Part réalisée", TAUX, "Part constatée qui a servi aux paiements.")] = None
    sollicite: Annotated[Centimes | None, Champ("Sollicité", MONTANT, "Part du montant sollicité.")] = None
    propose: Annotated[Centimes | None, Champ("Proposé", MONTANT, "Part du montant proposé.")] = None
    programme: Annotated[Centimes | None, Champ("Programmé", MONTANT, "Part du montant programmé.")] = None
    engage: Annotated[Centimes | None, Champ("Engagé", MONTANT, "Part du montant engagé.")] = None
    mandate: Annotated[Centimes | None, Champ("Mandaté", MONTANT, "Part du montant mandaté.")] = None
    paye: Annotated[Centimes | None, Champ("Payé", MONTANT, "Part du montant payé.")] = None
    reverse: Annotated[Centimes | None, Champ("Reversé", MONTANT, "Part du montant reversé.")] = None
    ligne: int = 0


class Controle(NamedTuple):
    """One anomaly as the sheet shows it; the justification is tied to rule and key."""

    gravite: Annotated[Gravite | None, Champ("Gravité", liste(Gravite), "Bloquante, alerte ou information.", largeur=13)] = None
    regle: Annotated[str, Champ("Règle", CODE, "Nom de la règle, voir le guide.", cle=True, largeur=24)] = ""
    table: Annotated[str | None, Champ("Table", CODE, "Table concernée.", cle=True, largeur=15)] = None
    cle: Annotated[str | None, Champ("Clé", TEXTE, "Clé de la ligne concernée.", cle=True, largeur=28)] = None
    champ: Annotated[str | None, Champ("Champ", TEXTE, "Colonne concernée.", cle=True, largeur=18)] = None
    exercice: Annotated[int | None, Champ("Exercice", ANNEE, "Année concernée.")] = None
    constat: Annotated[str | None, Champ("Constat", TEXTE, "Ce qui ne va pas.", largeur=84)] = None
    conseil: Annotated[str | None, Champ("Conseil", TEXTE, "Ce qu'il faut faire.", largeur=70)] = None
    justification: Annotated[str | None, Champ("Justification", TEXTE, "À saisir si l'écart est voulu ; elle survit à la prochaine vérification.", largeur=44, rempli_par=Remplisseur.AGENT)] = None
    auteur: Annotated[str | None, Champ("Auteur", TEXTE, "Qui justifie.", largeur=16, rempli_par=Remplisseur.AGENT)] = None
    date: Annotated[Jour | None, Champ("Date", DATE, "Date de la justification.", rempli_par=Remplisseur.AGENT)] = None
    ligne: int = 0


class EntreeJournal(NamedTuple):
    """One changed field: when, who, how, where, before, after."""

    horodatage: Annotated[str | None, Champ("Horodatage", TEXTE, "Date et heure.", cle=True, largeur=19)] = None
    utilisateur: Annotated[str | None, Champ("Utilisateur", TEXTE, "Compte de la machine.", largeur=16)] = None
    operation: Annotated[str | None, Champ("Opération", TEXTE, "Commande, ou saisie dans Excel.", largeur=22)] = None
    feuille: Annotated[str | None, Champ("Feuille", TEXTE, "Feuille modifiée.", cle=True, largeur=18)] = None
    cle: Annotated[str | None, Champ("Clé", TEXTE, "Clé de la ligne.", cle=True, largeur=26)] = None
    champ: Annotated[str | None, Champ("Champ", TEXTE, "Colonne ; vide : la ligne entière.", cle=True, largeur=20)] = None
    avant: Annotated[str | None, Champ("Avant", TEXTE, "Valeur précédente.", largeur=48)] = None
    apres: Annotated[str | None, Champ("Après", TEXTE, "Nouvelle valeur.", largeur=48)] = None
    motif: Annotated[str | None, Champ("Motif", TEXTE, "Pourquoi, ou d'où vient la valeur.", largeur=44)] = None
    ligne: int = 0


class Bloc(NamedTuple):
    """A piece of what the program remembers, compressed; `objet` tells what of.

    Blank: the last snapshot, with which hand edits are compared.
    """

    rang: Annotated[float | None, Champ("Rang", NOMBRE, "Ordre du bloc.", cle=True)] = None
    contenu: Annotated[str | None, Champ("Contenu", TEXTE, "Écrit par le programme : ne pas modifier.", largeur=60)] = None
    objet: Annotated[str | None, Champ("Objet", TEXTE, "Ce dont le bloc garde la mémoire ; vide : l'instantané.", cle=True, largeur=14)] = None
    ligne: int = 0


VENTILATION = Table(
    "tVentilation", "Ventilation", Ventilation, etape=7,
    aide="Écrite par « Consolider » : chaque financement réparti par quartier, au centime.",
    rempli_par=Remplisseur.PROGRAMME,
    calculs=(
        Calcul("Rang", NOMBRE, "Place du financement dans sa feuille.", "Quartier", 7),
        Calcul("Exercice", ANNEE, "Exercice du programme.", "Rang"),
        libelle("Partenaire", "Exercice", "Financeur.", 11),
        libelle("Nature", "Partenaire", "Nature des crédits.", 20),
        libelle("Thème", "Nature", "Thème de l'action.", 9),
        libelle("Régime", "Thème", "ZUS ou hors ZUS.", 24),
        libelle("État", "Reversé", "à reconsolider : la saisie a changé depuis.", 15),
    ),
)
CONTROLES = Table(
    "tControles", "Contrôles", Controle, etape=7,
    aide="Écrite par « Vérifier » : ce qui reste à corriger ou à justifier.",
    rempli_par=Remplisseur.PROGRAMME,
    calculs=(
        Calcul("Cellule", TEXTE, "Où se trouve la donnée.", "Date", 24),
        Calcul("Lien", TEXTE, "Cliquer pour s'y rendre.", "Cellule", 20),
    ),
)
JOURNAL = Table(
    "tJournal", "Journal", EntreeJournal, etape=7,
    aide="Chaque modification : quand, qui, avant, après. Les saisies faites dans Excel sont relevées à la commande suivante.",
    rempli_par=Remplisseur.PROGRAMME,
)
INSTANTANE = Table(
    "tInstantane", "Instantané", Bloc, etape=7,
    aide="Ce dont le programme se souvient : l'état du classeur à la dernière commande, les retours lus, le dernier import. Ne pas modifier.",
    rempli_par=Remplisseur.PROGRAMME,
)
# fmt: on
