"""The money: envelopes and avenants, fundings and movements, droit commun, grand livre."""

from datetime import date as Jour  # noqa: N812 - « Date » is also a column
from typing import Annotated, NamedTuple

from cucs_xl.metier.modele.colonnes import libelle, somme
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import (
    EtatRapprochement,
    Ferme,
    Fiabilite,
    Methode,
    Nature,
    Stade,
    StatutAvenant,
    StatutDroitCommun,
    StatutEnveloppe,
    TypeMouvement,
)
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
    Table,
    liste,
    reference,
)

# One line per column reads as the table it declares.
# fmt: off

class Enveloppe(NamedTuple):
    """The credits a partner promises for a year; `dont` names the envelope that holds it."""

    code: Annotated[str, Champ("Code", CODE, "Par exemple 07-ETAT.", requis=True, cle=True, largeur=14)]
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année que l'enveloppe dote.", requis=True)] = None
    partenaire: Annotated[str | None, Champ("Partenaire", reference("tPartenaires"), "Qui apporte les crédits.", requis=True)] = None
    nature: Annotated[Nature | None, Champ("Nature", liste(Nature), "Nature des crédits.", requis=True, largeur=16)] = None
    dont: Annotated[str | None, Champ("Dont", reference("tEnveloppes"), "Enveloppe qui comprend celle-ci : le PRE est compris dans celle de l'État, il ne s'y ajoute pas.", largeur=14)] = None
    statut: Annotated[StatutEnveloppe | None, Champ("Statut", liste(StatutEnveloppe), "à définir : laisser le montant vide, un avenant le fixera.", requis=True)] = None
    reference: Annotated[Centimes | None, Champ("Référence", MONTANT, "Dotation de référence du contrat ; ce n'est pas un engagement.")] = None
    montant: Annotated[Centimes | None, Champ("Montant", MONTANT, "Montant ferme ou notifié, hors avenants. Inconnu : laisser vide, ne pas saisir 0.")] = None
    notifie_le: Annotated[Jour | None, Champ("Notifié le", DATE, "Date de la notification.")] = None
    source: Annotated[str | None, Champ("Source", TEXTE, "Article, lettre ou délibération.", largeur=44)] = None
    ae: Annotated[Centimes | None, Champ("AE", MONTANT, "Autorisations d'engagement ouvertes, si l'État les donne (LOLF).")] = None
    cp: Annotated[Centimes | None, Champ("CP", MONTANT, "Crédits de paiement ouverts, si l'État les donne (LOLF).")] = None
    lolf: Annotated[str | None, Champ("Programme LOLF", CODE, "Programme et action du budget de l'État, par exemple 147-01.", largeur=12)] = None
    ligne: int = 0


class Avenant(NamedTuple):
    """A signed change of one envelope."""

    code: Annotated[str, Champ("Code", CODE, "Par exemple AV1.", requis=True, cle=True)]
    date: Annotated[Jour | None, Champ("Date", DATE, "Date de signature.")] = None
    statut: Annotated[StatutAvenant | None, Champ("Statut", liste(StatutAvenant), "Seul un avenant signé change l'enveloppe.", requis=True)] = None
    enveloppe: Annotated[str | None, Champ("Enveloppe", reference("tEnveloppes"), "Enveloppe modifiée.", requis=True, largeur=14)] = None
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année concernée.", requis=True)] = None
    objet: Annotated[str | None, Champ("Objet", TEXTE, "Objet de l'avenant.", largeur=70)] = None
    montant: Annotated[Centimes | None, Champ("Montant", MONTANT, "En plus, ou en moins avec le signe moins.", requis=True)] = None
    ligne: int = 0


class Financement(NamedTuple):
    """What one partner decides for one action, one year, one nature of credits."""

    code: Annotated[str, Champ("Code", CODE, "Par exemple 07-EMP-01-ETAT ; le programme le propose.", requis=True, cle=True, largeur=21)]
    action: Annotated[str | None, Champ("Action", reference("tActions", par=CODE), "Code de l'action financée.", requis=True, largeur=13)] = None
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année du programme, pas celle du paiement.", requis=True)] = None
    partenaire: Annotated[str | None, Champ("Partenaire", reference("tPartenaires"), "Qui finance.", requis=True)] = None
    nature: Annotated[Nature | None, Champ("Nature", liste(Nature), "Nature des crédits.", requis=True, largeur=20)] = None
    enveloppe: Annotated[str | None, Champ("Enveloppe", reference("tEnveloppes"), "Enveloppe consommée ; vide pour le droit commun.", largeur=14)] = None
    ferme: Annotated[Ferme | None, Champ("Ferme", liste(Ferme), "ferme : le financeur s'est engagé ; sollicité : il a seulement été demandé.")] = None
    sollicite: Annotated[Centimes | None, Champ("Sollicité", MONTANT, "Montant demandé par l'opérateur.")] = None
    propose: Annotated[Centimes | None, Champ("Proposé", MONTANT, "Montant proposé par le comité technique.")] = None
    programme: Annotated[Centimes | None, Champ("Programmé", MONTANT, "Montant décidé par le COPIL. Pas encore décidé : laisser vide.")] = None
    notifie: Annotated[Centimes | None, Champ("Notifié", MONTANT, "Montant de la décision du financeur ; ce n'est pas un paiement.")] = None
    notifie_le: Annotated[Jour | None, Champ("Notifié le", DATE, "Date de la décision du financeur.")] = None
    decision: Annotated[str | None, Champ("Décision", TEXTE, "Numéro de l'arrêté, de la convention ou de la délibération.", largeur=24)] = None
    ligne: int = 0


class Mouvement(NamedTuple):
    """One signed movement of money on a funding; the accounting year is its own."""

    code: Annotated[str, Champ("Code", CODE, "Numéro d'ordre, par exemple M0001.", requis=True, cle=True)]
    financement: Annotated[str | None, Champ("Financement", reference("tFinancements"), "Code du financement.", requis=True, largeur=21)] = None
    stade: Annotated[Stade | None, Champ("Stade", liste(Stade), "Un dégagement se saisit avec le signe moins.", requis=True, largeur=13)] = None
    type: Annotated[TypeMouvement | None, Champ("Type", liste(TypeMouvement), "Avance, acompte ou solde.")] = None
    date: Annotated[Jour | None, Champ("Date", DATE, "Date de la pièce.", requis=True)] = None
    exercice_comptable: Annotated[int | None, Champ("Exercice comptable", ANNEE, "Année du budget qui supporte la pièce : 2008 pour une action 2007 payée en 2008.", requis=True, largeur=12)] = None
    montant: Annotated[Centimes | None, Champ("Montant", MONTANT, "Annulation ou dégagement : signe moins.", requis=True)] = None
    piece: Annotated[str | None, Champ("Pièce", TEXTE, "Numéro d'engagement, de mandat ou de bordereau.", largeur=18)] = None
    ligne: int = 0


class DroitCommun(NamedTuple):
    """What a partner mobilises outside the fundings of actions: euros, people, or silence."""

    code: Annotated[str, Champ("Code", CODE, "Par exemple 07-DC-01 ; le programme le propose.", requis=True, cle=True)]
    partenaire: Annotated[str | None, Champ("Partenaire", reference("tPartenaires"), "Qui mobilise ses politiques ordinaires.", requis=True)] = None
    exercice: Annotated[int | None, Champ("Exercice", reference("tExercices", par=ANNEE), "Année déclarée.", requis=True)] = None
    statut: Annotated[StatutDroitCommun | None, Champ("Statut", liste(StatutDroitCommun), "néant : rien n'est mobilisé ; non communiqué : le partenaire ne répond pas. Un silence n'est pas zéro.", requis=True, largeur=17)] = None
    dispositif: Annotated[str | None, Champ("Dispositif", TEXTE, "Politique ou dispositif, par exemple CTEF.", largeur=44)] = None
    quartier: Annotated[str | None, Champ("Quartier", reference("tQuartiers"), "Quartier qui en bénéficie ; vide : tous.")] = None
    theme: Annotated[str | None, Champ("Thème", reference("tThemes"), "Thème du contrat.")] = None
    action_liee: Annotated[str | None, Champ("Action liée", reference("tActions", par=CODE), "Action que ces moyens accompagnent, s'il y en a une.", largeur=13)] = None
    montant: Annotated[Centimes | None, Champ("Montant", MONTANT, "Euros mobilisés. Inconnu : laisser vide.")] = None
    etp: Annotated[float | None, Champ("ETP", NOMBRE, "Moyens humains, en équivalents temps plein.", largeur=8)] = None
    methode: Annotated[Methode | None, Champ("Méthode", liste(Methode), "Comment le montant est obtenu.", largeur=24)] = None
    assiette: Annotated[str | None, Champ("Assiette", TEXTE, "Ce à quoi la clé s'applique, par exemple le budget du service.", largeur=40)] = None
    cle: Annotated[str | None, Champ("Clé", TEXTE, "Part retenue, par exemple 18 % de la population.", largeur=28)] = None
    fiabilite: Annotated[Fiabilite | None, Champ("Fiabilité", liste(Fiabilite), "A : constatée ; B : calculée ; C : estimée.", largeur=10)] = None
    source: Annotated[str | None, Champ("Source", TEXTE, "Document ou service d'où vient la donnée.", largeur=46)] = None
    ligne: int = 0


class LigneGrandLivre(NamedTuple):
    """A line of the city's finance software, and the movement it became."""

    code: Annotated[str, Champ("Code", CODE, "Numéro d'ordre, écrit à l'import.", requis=True, cle=True)]
    piece: Annotated[str | None, Champ("Pièce", TEXTE, "Numéro d'engagement ou de mandat.", largeur=18)] = None
    date: Annotated[Jour | None, Champ("Date", DATE, "Date de la pièce.")] = None
    exercice_comptable: Annotated[int | None, Champ("Exercice comptable", ANNEE, "Budget qui supporte la pièce.", largeur=12)] = None
    stade: Annotated[Stade | None, Champ("Stade", liste(Stade), "Stade de la pièce.", largeur=13)] = None
    tiers: Annotated[str | None, Champ("Tiers", TEXTE, "Bénéficiaire tel que le nomme le logiciel.", largeur=34)] = None
    libelle: Annotated[str | None, Champ("Libellé", TEXTE, "Objet de la pièce.", largeur=52)] = None
    montant: Annotated[Centimes | None, Champ("Montant", MONTANT, "Montant de la pièce, signé.")] = None
    financement: Annotated[str | None, Champ("Financement", reference("tFinancements"), "À choisir si le programme ne l'a pas trouvé, puis relancer l'import.", largeur=21)] = None
    etat: Annotated[EtatRapprochement | None, Champ("État", liste(EtatRapprochement), "rapprochée : confirme la proposition à l'import suivant. ignorée : cette pièce ne concerne pas le contrat.", requis=True)] = None
    mouvement: Annotated[str | None, Champ("Mouvement", reference("tMouvements"), "Mouvement qui porte cette pièce. À saisir si la pièce y est déjà.")] = None
    fichier: Annotated[str | None, Champ("Fichier", TEXTE, "Fichier et ligne d'où elle vient.", largeur=34)] = None
    ligne: int = 0


ENVELOPPES = Table(
    "tEnveloppes", "Enveloppes", Enveloppe, etape=2,
    aide="La maquette financière. Le « dont » est compris dans l'enveloppe qu'il désigne.",
    calculs=(
        libelle("Nom partenaire", "Partenaire", "Nom du partenaire.", 46),
        libelle("Groupe", "Nom partenaire", "Partenaire de tête.", 10),
        somme("Avenants", "Montant", "Somme des avenants signés."),
        somme("Actualisé", "Avenants", "Montant et avenants ; vide tant qu'il est inconnu."),
        somme("Plafond", "Actualisé", "Actualisé moins les « dont » : ce que cette ligne peut programmer."),
        somme("Programmé", "Plafond", "Décisions du COPIL sur cette enveloppe."),
        somme("Engagé", "Programmé", "Engagements moins dégagements."),
        somme("Mandaté", "Engagé", "Mandats émis."),
        somme("Payé", "Mandaté", "Paiements effectués."),
        somme("Disponible", "Payé", "Plafond moins programmé ; vide si le plafond est inconnu."),
        Calcul("Taux", TAUX, "Programmé rapporté au plafond.", "Disponible"),
    ),
)
AVENANTS = Table("tAvenants", "Avenants", Avenant, etape=2, aide="Seul un avenant signé change une enveloppe.")
FINANCEMENTS = Table(
    "tFinancements", "Financements", Financement, etape=3,
    aide="Une ligne par action, exercice, partenaire et nature de crédits.",
    calculs=(
        libelle("Intitulé", "Action", "Intitulé de l'action.", 58),
        libelle("Groupe", "Partenaire", "Partenaire de tête.", 10),
        libelle("Thème", "Exercice", "Thème de l'action.", 9),
        libelle("Opérateur", "Thème", "Opérateur de l'action.", 12),
        libelle("Dispositif", "Opérateur", "Dispositif de l'action.", 12),
        somme("Engagé", "Programmé", "Engagements moins dégagements."),
        somme("Mandaté", "Engagé", "Mandats émis."),
        somme("Payé", "Mandaté", "Paiements effectués."),
        somme("Reversé", "Payé", "Sommes rendues par l'opérateur."),
    ),
)
MOUVEMENTS = Table(
    "tMouvements", "Mouvements", Mouvement, etape=4,
    aide="Chaque engagement, mandat, paiement ou reversement, à sa date et à son exercice comptable.",
    calculs=(
        libelle("Intitulé", "Financement", "Intitulé de l'action.", 58),
        libelle("Partenaire", "Intitulé", "Financeur.", 11),
        libelle("Nature", "Partenaire", "Nature des crédits.", 20),
        Calcul("Programme", ANNEE, "Exercice du programme.", "Exercice comptable", 11),
    ),
)
DROIT_COMMUN = Table(
    "tDroitCommun", "Droit commun", DroitCommun, etape=4,
    aide="Une déclaration par partenaire et par an au moins, hors financements des actions ; « non communiqué » si le partenaire se tait.",
    calculs=(
        libelle("Nom partenaire", "Partenaire", "Nom du partenaire.", 46),
        libelle("Groupe", "Nom partenaire", "Partenaire de tête.", 10),
    ),
)
GRAND_LIVRE = Table(
    "tGrandLivre", "Grand livre", LigneGrandLivre, etape=4,
    aide="Les pièces du logiciel financier de la ville, importées sans doublon et rapprochées des mouvements.",
    calculs=(
        libelle("Intitulé", "Financement", "Intitulé de l'action.", 52),
        libelle("Partenaire", "Intitulé", "Financeur.", 11),
    ),
)
# fmt: on
