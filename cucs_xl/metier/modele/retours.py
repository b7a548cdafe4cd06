"""What partners send back: the operators' sheets, who was asked, what awaits a decision."""

from datetime import date as Jour  # noqa: N812 - « Date » is also a column
from typing import Annotated, NamedTuple

from cucs_xl.metier.modele.colonnes import libelle
from cucs_xl.metier.nomenclature import Avancement, Choix, EtatRetour, ModeleRetour
from cucs_xl.metier.schema import (
    ANNEE,
    CODE,
    DATE,
    NOMBRE,
    TAUX,
    TEXTE,
    Calcul,
    Champ,
    Remplisseur,
    Table,
    liste,
    reference,
)

# One line per column reads as the table it declares.
# fmt: off

class Fiche(NamedTuple):
    """What an operator says of an action in a year, beside figures kept elsewhere."""

    action: Annotated[str, Champ("Action", reference("tActions", par=CODE), "Code de l'action.", requis=True, cle=True, largeur=13)]
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année du programme.", requis=True, cle=True)] = None
    responsable: Annotated[str | None, Champ("Responsable", TEXTE, "Fonction de la personne qui suit l'action, par exemple « coordination ».", largeur=26)] = None
    besoin: Annotated[str | None, Champ("Besoin", TEXTE, "À quel constat dans les quartiers l'action répond.", largeur=48)] = None
    description: Annotated[str | None, Champ("Description", TEXTE, "Ce qui est fait, où, avec qui.", largeur=60)] = None
    calendrier: Annotated[str | None, Champ("Calendrier", TEXTE, "Les étapes de l'année.", largeur=40)] = None
    moyens: Annotated[str | None, Champ("Moyens humains", TEXTE, "Salariés et bénévoles de l'action, en équivalents temps plein si possible.", largeur=40)] = None
    attendus: Annotated[float | None, Champ("Bénéficiaires attendus", NOMBRE, "Personnes différentes, toute la commune.", largeur=14)] = None
    habitants_attendus: Annotated[float | None, Champ("Habitants attendus", NOMBRE, "Parmi elles, habitants des quartiers du contrat.", largeur=13)] = None
    avancement: Annotated[Avancement | None, Champ("Avancement", liste(Avancement), "Où en est l'action à la fin de l'année.", largeur=17)] = None
    beneficiaires: Annotated[float | None, Champ("Bénéficiaires", NOMBRE, "Personnes différentes, toute la commune : chacune compte une fois.", largeur=14)] = None
    habitants: Annotated[float | None, Champ("Habitants des quartiers", NOMBRE, "Parmi elles, habitants des quartiers du contrat.", largeur=13)] = None
    femmes: Annotated[float | None, Champ("Femmes", NOMBRE, "Parmi les bénéficiaires.")] = None
    jeunes: Annotated[float | None, Champ("Moins de 26 ans", NOMBRE, "Parmi les bénéficiaires.")] = None
    passages: Annotated[float | None, Champ("Passages", NOMBRE, "Présences cumulées : une personne venue dix fois compte dix passages.")] = None
    bilan: Annotated[str | None, Champ("Bilan", TEXTE, "Ce qui a été fait, ce que cela a changé.", largeur=60)] = None
    ecarts: Annotated[str | None, Champ("Écarts", TEXTE, "Pourquoi le réalisé diffère du prévu.", largeur=48)] = None
    participation: Annotated[str | None, Champ("Participation des habitants", TEXTE, "Comment les habitants ont pris part à l'action.", largeur=40)] = None
    ligne: int = 0


class Retour(NamedTuple):
    """A sheet asked of a partner: when, what came back, in what state."""

    modele: Annotated[ModeleRetour | None, Champ("Modèle", liste(ModeleRetour), "Ce qui est demandé.", requis=True, cle=True, largeur=13)]
    destinataire: Annotated[str | None, Champ("Destinataire", CODE, "Code de l'opérateur ou du partenaire.", requis=True, cle=True, largeur=13)] = None
    action: Annotated[str | None, Champ("Action", CODE, "Action concernée ; vide pour un financeur.", cle=True, largeur=13)] = None
    exercice: Annotated[int | None, Champ("Exercice", ANNEE, "Année demandée.", requis=True, cle=True)] = None
    envoye_le: Annotated[Jour | None, Champ("Envoyé le", DATE, "Date de préparation de la fiche.")] = None
    echeance: Annotated[Jour | None, Champ("Échéance", DATE, "Date limite de réponse ; peut être corrigée à la main.", largeur=21, rempli_par=Remplisseur.AGENT)] = None
    recu_le: Annotated[Jour | None, Champ("Reçu le", DATE, "Date du dernier import de ce retour.")] = None
    etat: Annotated[EtatRetour | None, Champ("État", liste(EtatRetour), "Où en est la demande.", largeur=12)] = None
    completude: Annotated[float | None, Champ("Complétude", TAUX, "Part des rubriques obligatoires remplies.", largeur=12)] = None
    relances: Annotated[float | None, Champ("Relances", NOMBRE, "Nombre de relances préparées.", largeur=10)] = None
    relance_le: Annotated[Jour | None, Champ("Relancé le", DATE, "Date de la dernière relance.")] = None
    fichier: Annotated[str | None, Champ("Fichier", TEXTE, "Dernier fichier importé.", largeur=40)] = None
    signataire: Annotated[str | None, Champ("Signataire", TEXTE, "Qui atteste, d'après le retour.", largeur=26)] = None
    qualite: Annotated[str | None, Champ("Qualité", TEXTE, "À quel titre.", largeur=20)] = None
    signe_le: Annotated[Jour | None, Champ("Signé le", DATE, "Date de l'attestation.")] = None
    empreinte: Annotated[str | None, Champ("Empreinte", TEXTE, "Empreintes des envois, le dernier d'abord : ne pas modifier.", largeur=22)] = None
    ligne: int = 0


class Arbitrage(NamedTuple):
    """A double change, or a line that a partner left out: the officer decides."""

    feuille: Annotated[str | None, Champ("Feuille", TEXTE, "Feuille concernée.", cle=True, largeur=16)] = None
    cle: Annotated[str | None, Champ("Clé", TEXTE, "Ligne concernée.", cle=True, largeur=26)] = None
    champ: Annotated[str | None, Champ("Champ", TEXTE, "Colonne concernée ; vide : la ligne entière.", cle=True, largeur=18)] = None
    destinataire: Annotated[str | None, Champ("Destinataire", CODE, "Qui a répondu.", cle=True, largeur=13)] = None
    question: Annotated[str | None, Champ("Question", TEXTE, "Ce qu'il faut décider.", largeur=52)] = None
    envoye: Annotated[str | None, Champ("Envoyé", TEXTE, "Valeur de la fiche envoyée.", largeur=40)] = None
    maitre: Annotated[str | None, Champ("Maître", TEXTE, "Valeur du classeur : c'est elle qui vaut tant que rien n'est choisi.", largeur=40)] = None
    partenaire: Annotated[str | None, Champ("Partenaire", TEXTE, "Valeur du retour.", cle=True, largeur=40)] = None
    choix: Annotated[Choix | None, Champ("Choix", liste(Choix), "maître : garder ; partenaire : prendre le retour ; autre : saisir à droite. Puis cliquer à nouveau sur « Relever les retours ».", largeur=12, rempli_par=Remplisseur.AGENT)] = None
    autre: Annotated[str | None, Champ("Autre valeur", TEXTE, "À saisir si le choix est « autre ».", largeur=22, rempli_par=Remplisseur.AGENT)] = None
    tranche_le: Annotated[Jour | None, Champ("Tranché le", DATE, "Date à laquelle le choix a été appliqué.")] = None
    origine: Annotated[str | None, Champ("Origine", TEXTE, "Fichier et cellule du retour.", largeur=52)] = None
    ligne: int = 0


FICHES = Table(
    "tFiches", "Fiches", Fiche, etape=5,
    aide="Ce que chaque opérateur dit de son action : la demande, puis la réalisation. Se remplit par les retours ou à la main.",
    calculs=(
        Calcul("Clé", TEXTE, "Action et exercice : identifie la ligne.", "Exercice", 19),
        libelle("Intitulé", "Action", "Intitulé de l'action.", 58),
    ),
)
RETOURS = Table(
    "tRetours", "Retours", Retour, etape=5,
    aide="Qui a été sollicité, quand, ce qui est revenu. Écrite par « Fiches partenaires », « Relever les retours » et « Relancer ».",
    rempli_par=Remplisseur.PROGRAMME,
    calculs=(libelle("Nom", "Destinataire", "Nom du destinataire.", 40),),
)
ARBITRAGES = Table(
    "tArbitrages", "Arbitrages", Arbitrage, etape=5,
    aide="Ce que le classeur et un partenaire disent différemment : choisir dans la colonne Choix, puis « Relever les retours ».",
    rempli_par=Remplisseur.PROGRAMME,
)
# fmt: on
