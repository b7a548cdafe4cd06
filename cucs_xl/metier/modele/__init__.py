"""The nouns: every table of the master workbook, declared once.

Sheet, table and column names are public (DESIGN §4): other programs rely on them. A
heading holds letters, digits and spaces only; units live in formats and help. `None` is
the unknown, never zero.
"""

from datetime import date as Jour  # noqa: N812 - « Date » is also a column
from typing import Annotated, Any, NamedTuple

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import (
    Avis,
    Dispositif,
    Ferme,
    Nature,
    OuiNon,
    Reconduction,
    Regime,
    Stade,
    StatutAction,
    StatutAvenant,
    StatutEnveloppe,
    StatutExercice,
    StatutJuridique,
    TypeMouvement,
    TypePartenaire,
)
from cucs_xl.metier.schema import (
    ANNEE,
    CODE,
    DATE,
    LIBRE,
    MONTANT,
    NOMBRE,
    TAUX,
    TEXTE,
    Calcul,
    Cellule,
    Champ,
    Remplisseur,
    Table,
    liste,
    reference,
)

# One line per column reads as the table it declares.
# fmt: off

class Parametre(NamedTuple):
    """A value that may change: never written in a formula nor in code."""

    parametre: Annotated[str, Champ("Paramètre", TEXTE, "Nom lu par le programme : ne pas renommer.", requis=True, cle=True, largeur=34)]
    valeur: Annotated[Cellule, Champ("Valeur", LIBRE, "La valeur en vigueur.", largeur=38)] = None
    unite: Annotated[str | None, Champ("Unité", TEXTE, "Unité de la valeur.", largeur=12)] = None
    effet: Annotated[Jour | None, Champ("Effet", DATE, "Date à partir de laquelle la valeur s'applique.")] = None
    source: Annotated[str | None, Champ("Source", TEXTE, "Texte ou décision d'où vient la valeur.", largeur=60)] = None
    ligne: int = 0


class Exercice(NamedTuple):
    """A year of the contract."""

    exercice: Annotated[int, Champ("Exercice", ANNEE, "Année du programme, sur quatre chiffres.", requis=True, cle=True)]
    statut: Annotated[StatutExercice | None, Champ("Statut", liste(StatutExercice), "Un exercice clos ne se modifie plus que par rectification.", requis=True, largeur=18)] = None
    cloture_le: Annotated[Jour | None, Champ("Clôturé le", DATE, "Date de clôture ; vide tant que l'exercice est ouvert.")] = None
    empreinte: Annotated[str | None, Champ("Empreinte", TEXTE, "Écrite à la clôture par le programme.", largeur=22)] = None
    ligne: int = 0


class Quartier(NamedTuple):
    """A priority quartier, with the reporting regime it falls under."""

    code: Annotated[str, Champ("Code", CODE, "Deux à quatre lettres, par exemple QO.", requis=True, cle=True)]
    quartier: Annotated[str | None, Champ("Quartier", TEXTE, "Nom du quartier.", requis=True, largeur=34)] = None
    commune: Annotated[str | None, Champ("Commune", TEXTE, "Commune du quartier.", largeur=22)] = None
    insee: Annotated[str | None, Champ("INSEE", CODE, "Code INSEE de la commune, en texte : garder le zéro initial.")] = None
    regime: Annotated[Regime | None, Champ("Régime", liste(Regime), "Décide du rapport annuel dû (contrat, 3.2).", requis=True, largeur=26)] = None
    population: Annotated[float | None, Champ("Population", NOMBRE, "Habitants, pour les euros par habitant.")] = None
    valide_du: Annotated[Jour | None, Champ("Valide du", DATE, "Entrée dans la géographie du contrat.")] = None
    valide_au: Annotated[Jour | None, Champ("Valide au", DATE, "Sortie ; vide si toujours valide.")] = None
    ligne: int = 0


class Theme(NamedTuple):
    """A theme of the contract; each action has one, so that sums tie."""

    code: Annotated[str, Champ("Code", CODE, "Trois lettres, par exemple EMP.", requis=True, cle=True)]
    theme: Annotated[str | None, Champ("Thème", TEXTE, "Intitulé complet, tel qu'au contrat.", requis=True, largeur=58)] = None
    court: Annotated[str | None, Champ("Libellé court", TEXTE, "Pour les graphiques et les tableaux.", requis=True, largeur=24)] = None
    champ_etat: Annotated[str | None, Champ("Champ État", TEXTE, "Champ d'intervention de l'État correspondant.", largeur=52)] = None
    ligne: int = 0


class Objectif(NamedTuple):
    """An objective within a theme."""

    code: Annotated[str, Champ("Code", CODE, "Thème puis numéro, par exemple EMP1.", requis=True, cle=True)]
    theme: Annotated[str | None, Champ("Thème", reference("tThemes"), "Code du thème. Garder ensemble les objectifs d'un thème.", requis=True)] = None
    objectif: Annotated[str | None, Champ("Objectif", TEXTE, "Intitulé de l'objectif, tel qu'au contrat.", requis=True, largeur=90)] = None
    ligne: int = 0


class Partenaire(NamedTuple):
    """Who funds. Several may sit under one heading: their `groupe`."""

    code: Annotated[str, Champ("Code", CODE, "Court et stable, par exemple ETAT.", requis=True, cle=True)]
    partenaire: Annotated[str | None, Champ("Partenaire", TEXTE, "Nom complet.", requis=True, largeur=46)] = None
    court: Annotated[str | None, Champ("Libellé court", TEXTE, "Pour les colonnes des tableaux, par exemple État.", requis=True, largeur=18)] = None
    groupe: Annotated[str | None, Champ("Groupe", reference("tPartenaires"), "Partenaire de tête : l'Acsé et les services relèvent de ETAT. Un chef de file porte son propre code.", requis=True)] = None
    type: Annotated[TypePartenaire | None, Champ("Type", liste(TypePartenaire), "Catégorie de financeur.", requis=True, largeur=18)] = None
    signataire: Annotated[OuiNon | None, Champ("Signataire", liste(OuiNon), "Signe le contrat : oui ou non.")] = None
    public: Annotated[OuiNon | None, Champ("Public", liste(OuiNon), "Compte dans les aides publiques : oui ou non.")] = None
    siret: Annotated[str | None, Champ("SIRET", CODE, "14 chiffres, en texte.", largeur=18)] = None
    courriel: Annotated[str | None, Champ("Courriel", TEXTE, "Adresse du service qui répond.", largeur=30)] = None
    diffusion: Annotated[str | None, Champ("Diffusion", TEXTE, "Liste de diffusion de la synthèse : partenaires, financeurs, acteurs de terrain.", largeur=20)] = None
    ligne: int = 0


class Operateur(NamedTuple):
    """Who carries actions."""

    code: Annotated[str, Champ("Code", CODE, "Court et stable, par exemple CCAS.", requis=True, cle=True)]
    operateur: Annotated[str | None, Champ("Opérateur", TEXTE, "Nom complet.", requis=True, largeur=52)] = None
    statut_juridique: Annotated[StatutJuridique | None, Champ("Statut juridique", liste(StatutJuridique), "Forme juridique.", largeur=20)] = None
    partenaire_lie: Annotated[str | None, Champ("Partenaire lié", reference("tPartenaires"), "Quand l'opérateur est aussi un financeur, par exemple la ville.")] = None
    siret: Annotated[str | None, Champ("SIRET", CODE, "14 chiffres, en texte.", largeur=18)] = None
    rna: Annotated[str | None, Champ("RNA", CODE, "W suivi de 9 caractères.", largeur=14)] = None
    courriel: Annotated[str | None, Champ("Courriel", TEXTE, "Adresse où envoyer la fiche.", largeur=30)] = None
    diffusion: Annotated[str | None, Champ("Diffusion", TEXTE, "Liste de diffusion de la synthèse.", largeur=20)] = None
    ligne: int = 0


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
    avis_technique: Annotated[Avis | None, Champ("Avis technique", liste(Avis), "Avis du comité technique.", largeur=14)] = None
    date_copil: Annotated[Jour | None, Champ("Date COPIL", DATE, "Date de la décision du comité de pilotage.")] = None
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


class Controle(NamedTuple):
    """One anomaly as the sheet shows it; the justification is tied to rule and key."""

    gravite: Annotated[Gravite | None, Champ("Gravité", liste(Gravite), "Bloquante, alerte ou information.", largeur=13)] = None
    regle: Annotated[str, Champ("Règle", CODE, "Nom de la règle, voir le guide.", cle=True, largeur=24)] = ""
    table: Annotated[str | None, Champ("Table", CODE, "Table concernée.", cle=True, largeur=15)] = None
    cle: Annotated[str | None, Champ("Clé", TEXTE, "Clé de la ligne concernée.", cle=True, largeur=20)] = None
    champ: Annotated[str | None, Champ("Champ", TEXTE, "Colonne concernée.", cle=True, largeur=18)] = None
    exercice: Annotated[int | None, Champ("Exercice", ANNEE, "Année concernée.")] = None
    constat: Annotated[str | None, Champ("Constat", TEXTE, "Ce qui ne va pas.", largeur=84)] = None
    conseil: Annotated[str | None, Champ("Conseil", TEXTE, "Ce qu'il faut faire.", largeur=70)] = None
    justification: Annotated[str | None, Champ("Justification", TEXTE, "À saisir si l'écart est voulu ; elle survit à la prochaine vérification.", largeur=44)] = None
    auteur: Annotated[str | None, Champ("Auteur", TEXTE, "Qui justifie.", largeur=16)] = None
    date: Annotated[Jour | None, Champ("Date", DATE, "Date de la justification.")] = None
    ligne: int = 0


def _libelle(entete: str, apres: str, aide: str, largeur: int = 30) -> Calcul:
    return Calcul(entete, TEXTE, aide, apres, largeur)


def _somme(entete: str, apres: str, aide: str) -> Calcul:
    return Calcul(entete, MONTANT, aide, apres)


PARAMETRES = Table("tParametres", "Paramètres", Parametre, etape=1, aide="Ce qui définit le contrat et les seuils des contrôles.")
EXERCICES = Table("tExercices", "Exercices", Exercice, etape=1, aide="Les années du contrat.")
QUARTIERS = Table("tQuartiers", "Quartiers", Quartier, etape=1, aide="La géographie prioritaire et son régime de rapport.")
THEMES = Table("tThemes", "Thèmes", Theme, etape=1, aide="Un thème principal par action : c'est lui qui totalise.")
OBJECTIFS = Table("tObjectifs", "Objectifs", Objectif, etape=1, aide="Les objectifs du contrat, groupés par thème.", calculs=(_libelle("Libellé thème", "Thème", "Intitulé du thème."),))
PARTENAIRES = Table("tPartenaires", "Partenaires", Partenaire, etape=1, aide="Les financeurs et leur partenaire de tête.")
OPERATEURS = Table("tOperateurs", "Opérateurs", Operateur, etape=1, aide="Les porteurs d'actions.")
ENVELOPPES = Table(
    "tEnveloppes", "Enveloppes", Enveloppe, etape=2,
    aide="La maquette financière. Le « dont » est compris dans l'enveloppe qu'il désigne.",
    calculs=(
        _libelle("Nom partenaire", "Partenaire", "Nom du partenaire."),
        _libelle("Groupe", "Nom partenaire", "Partenaire de tête.", 10),
        _somme("Avenants", "Montant", "Somme des avenants signés."),
        _somme("Actualisé", "Avenants", "Montant et avenants ; vide tant qu'il est inconnu."),
        _somme("Plafond", "Actualisé", "Actualisé moins les « dont » : ce que cette ligne peut programmer."),
        _somme("Programmé", "Plafond", "Décisions du COPIL sur cette enveloppe."),
        _somme("Engagé", "Programmé", "Engagements moins dégagements."),
        _somme("Mandaté", "Engagé", "Mandats émis."),
        _somme("Payé", "Mandaté", "Paiements effectués."),
        _somme("Disponible", "Payé", "Plafond moins programmé ; vide si le plafond est inconnu."),
        Calcul("Taux", TAUX, "Programmé rapporté au plafond.", "Disponible"),
    ),
)
AVENANTS = Table("tAvenants", "Avenants", Avenant, etape=2, aide="Seul un avenant signé change une enveloppe.")
ACTIONS = Table(
    "tActions", "Actions", Action, etape=3,
    aide="Une ligne par action et par exercice.",
    calculs=(
        Calcul("Clé", TEXTE, "Code et exercice : identifie la ligne.", "Exercice", 19),
        _libelle("Nom opérateur", "Opérateur", "Nom de l'opérateur.", 46),
        _libelle("Libellé thème", "Thème", "Libellé court du thème.", 22),
        _libelle("Libellé objectif", "Objectif", "Intitulé de l'objectif.", 60),
        _somme("Programmé", "Coût réalisé", "Crédits spécifiques et PRE programmés."),
        _somme("Droit commun", "Programmé", "Droit commun programmé."),
        _somme("Payé", "Droit commun", "Crédits spécifiques et PRE payés."),
    ),
)
FINANCEMENTS = Table(
    "tFinancements", "Financements", Financement, etape=3,
    aide="Une ligne par action, exercice, partenaire et nature de crédits.",
    calculs=(
        _libelle("Intitulé", "Action", "Intitulé de l'action.", 58),
        _libelle("Groupe", "Partenaire", "Partenaire de tête.", 10),
        _libelle("Thème", "Exercice", "Thème de l'action.", 9),
        _libelle("Opérateur", "Thème", "Opérateur de l'action.", 12),
        _libelle("Dispositif", "Opérateur", "Dispositif de l'action.", 12),
        _somme("Engagé", "Programmé", "Engagements moins dégagements."),
        _somme("Mandaté", "Engagé", "Mandats émis."),
        _somme("Payé", "Mandaté", "Paiements effectués."),
        _somme("Reversé", "Payé", "Sommes rendues par l'opérateur."),
    ),
)
MOUVEMENTS = Table(
    "tMouvements", "Mouvements", Mouvement, etape=4,
    aide="Chaque engagement, mandat, paiement ou reversement, à sa date et à son exercice comptable.",
    calculs=(
        _libelle("Intitulé", "Financement", "Intitulé de l'action.", 58),
        _libelle("Partenaire", "Intitulé", "Financeur.", 11),
        _libelle("Nature", "Partenaire", "Nature des crédits.", 20),
        Calcul("Programme", ANNEE, "Exercice du programme.", "Exercice comptable", 11),
    ),
)
CONTROLES = Table(
    "tControles", "Contrôles", Controle, etape=5,
    aide="Écrite par « Vérifier » : ce qui reste à corriger ou à justifier.",
    rempli_par=Remplisseur.PROGRAMME,
    calculs=(
        Calcul("Cellule", TEXTE, "Où se trouve la donnée.", "Date", 24),
        Calcul("Lien", TEXTE, "Cliquer pour s'y rendre.", "Cellule", 20),
    ),
)

TABLES = (
    PARAMETRES, EXERCICES, QUARTIERS, THEMES, OBJECTIFS, PARTENAIRES, OPERATEURS,
    ENVELOPPES, AVENANTS, ACTIONS, FINANCEMENTS, MOUVEMENTS, CONTROLES,
)
TABLE_PAR_NOM = {table.nom: table for table in TABLES}
#: The tables that people fill: what rules judge.
SAISIES = tuple(table for table in TABLES if table.rempli_par is Remplisseur.AGENT)

# fmt: on


class Contrat(NamedTuple):
    """Everything a master workbook says, typed; one attribute per table, in sheet order."""

    parametres: tuple[Parametre, ...] = ()
    exercices: tuple[Exercice, ...] = ()
    quartiers: tuple[Quartier, ...] = ()
    themes: tuple[Theme, ...] = ()
    objectifs: tuple[Objectif, ...] = ()
    partenaires: tuple[Partenaire, ...] = ()
    operateurs: tuple[Operateur, ...] = ()
    enveloppes: tuple[Enveloppe, ...] = ()
    avenants: tuple[Avenant, ...] = ()
    actions: tuple[Action, ...] = ()
    financements: tuple[Financement, ...] = ()
    mouvements: tuple[Mouvement, ...] = ()
    controles: tuple[Controle, ...] = ()

    def table(self, table: Table) -> tuple[Any, ...]:
        """Give the rows of a table: its columns in order, then the sheet row."""
        rows: tuple[Any, ...] = self[TABLES.index(table)]
        return rows

    def parametre(self, nom: str) -> Cellule:
        """Give the value of a parameter; None when it is absent or empty."""
        return next((p.valeur for p in self.parametres if p.parametre == nom), None)
