"""The closed lists of the field: what a cell of the kind « liste » may hold."""

from enum import StrEnum


class OuiNon(StrEnum):
    """A yes-or-no cell."""

    OUI = "oui"
    NON = "non"


class StatutExercice(StrEnum):
    """Life of a budget year."""

    PREPARATION = "en préparation"
    OUVERT = "ouvert"
    CLOS = "clos"


class Regime(StrEnum):
    """Which reporting duty a quartier falls under (contract, 3.2)."""

    ZUS = "ZUS"
    HORS_ZUS = "hors ZUS"
    HORS_GEOGRAPHIE = "hors géographie prioritaire"


class TypePartenaire(StrEnum):
    """Kind of funder."""

    ETAT = "État"
    COMMUNE = "commune"
    REGION = "région"
    DEPARTEMENT = "département"
    SECURITE_SOCIALE = "organisme social"
    BAILLEUR = "bailleur"
    EUROPE = "Union européenne"
    AUTRE_PUBLIC = "autre public"
    PRIVE = "privé"


class StatutJuridique(StrEnum):
    """Legal form of an operator."""

    ASSOCIATION = "association"
    COMMUNE = "commune"
    ETABLISSEMENT = "établissement public"
    BAILLEUR = "bailleur social"
    ENTREPRISE = "entreprise"


class Nature(StrEnum):
    """Nature of credits (DESIGN §4); PRE is a *dont* of the State's specific envelope."""

    SPECIFIQUE = "spécifique"
    PRE = "PRE"
    DROIT_COMMUN = "droit commun"
    AUTOFINANCEMENT = "autofinancement"
    AUTRE_PUBLIC = "autre public"
    PRIVE = "privé"
    VOLONTAIRE = "contribution volontaire"


#: Dedicated to the contract: the only natures that consume an envelope.
SPECIFIQUES = (Nature.SPECIFIQUE, Nature.PRE)
#: Money that pays the action; volunteering (accounts 86/87) is balanced apart.
NUMERAIRES = tuple(nature for nature in Nature if nature is not Nature.VOLONTAIRE)


class StatutEnveloppe(StrEnum):
    """How firm an envelope is."""

    FERME = "ferme"
    NOTIFIE = "notifié"
    REFERENCE = "référence"
    A_DEFINIR = "à définir"
    AVENANT = "avenant"


class StatutAvenant(StrEnum):
    """Only a signed avenant changes an envelope."""

    PROJET = "projet"
    SIGNE = "signé"


class Dispositif(StrEnum):
    """The scheme an action belongs to; only `PRE` actions may use PRE credits."""

    CUCS = "CUCS"
    PRE = "PRE"
    INGENIERIE = "ingénierie"


class Reconduction(StrEnum):
    """New this year, or renewed."""

    NOUVELLE = "nouvelle"
    RECONDUITE = "reconduite"


class StatutAction(StrEnum):
    """Life of an action in a year (DOMAIN §3.7)."""

    DEPOSEE = "déposée"
    RECEVABLE = "recevable"
    PROPOSEE = "proposée"
    PROGRAMMEE = "programmée"
    CONVENTIONNEE = "conventionnée"
    SOLDEE = "soldée"
    REFUSEE = "refusée"
    AJOURNEE = "ajournée"
    ABANDONNEE = "abandonnée"


#: Still being examined; decided and run; without credit.
INSTRUITES = (StatutAction.DEPOSEE, StatutAction.RECEVABLE, StatutAction.PROPOSEE)
DECIDEES = (StatutAction.PROGRAMMEE, StatutAction.CONVENTIONNEE, StatutAction.SOLDEE)
SANS_SUITE = (StatutAction.REFUSEE, StatutAction.AJOURNEE, StatutAction.ABANDONNEE)


class Avis(StrEnum):
    """Opinion of the comité technique, distinct from the COPIL's decision."""

    FAVORABLE = "favorable"
    RESERVE = "réservé"
    DEFAVORABLE = "défavorable"


class Ferme(StrEnum):
    """Whether a funder has committed or is only asked."""

    FERME = "ferme"
    SOLLICITE = "sollicité"


class Stade(StrEnum):
    """Stage of a movement."""

    ENGAGEMENT = "engagement"
    DEGAGEMENT = "dégagement"
    MANDAT = "mandat"
    PAIEMENT = "paiement"
    REVERSEMENT = "reversement"


class TypeMouvement(StrEnum):
    """Which instalment a mandat or a payment is."""

    AVANCE = "avance"
    ACOMPTE = "acompte"
    SOLDE = "solde"


class Compte(StrEnum):
    """Accounts of an action's budget (plan comptable, classes 6, 7 and 8)."""

    C60 = "60"
    C61 = "61"
    C62 = "62"
    C63 = "63"
    C64 = "64"
    C65 = "65"
    C66 = "66"
    C67 = "67"
    C68 = "68"
    C69 = "69"
    C70 = "70"
    C73 = "73"
    C74 = "74"
    C75 = "75"
    C76 = "76"
    C77 = "77"
    C78 = "78"
    C79 = "79"
    C86 = "86"
    C87 = "87"


#: How the plan comptable names them.
LIBELLES_COMPTES = {
    Compte.C60: "Achats",
    Compte.C61: "Services extérieurs",
    Compte.C62: "Autres services extérieurs",
    Compte.C63: "Impôts et taxes",
    Compte.C64: "Charges de personnel",
    Compte.C65: "Autres charges de gestion courante",
    Compte.C66: "Charges financières",
    Compte.C67: "Charges exceptionnelles",
    Compte.C68: "Dotations aux amortissements et provisions",
    Compte.C69: "Impôt sur les bénéfices",
    Compte.C70: "Ventes et prestations de services",
    Compte.C73: "Dotations et produits de tarification",
    Compte.C74: "Subventions d'exploitation",
    Compte.C75: "Autres produits de gestion courante",
    Compte.C76: "Produits financiers",
    Compte.C77: "Produits exceptionnels",
    Compte.C78: "Reprises sur amortissements et provisions",
    Compte.C79: "Transferts de charges",
    Compte.C86: "Emplois des contributions volontaires",
    Compte.C87: "Contributions volontaires en nature",
}


class Sens(StrEnum):
    """Side of a budget; volunteering (86, 87) is balanced apart and is no cash."""

    CHARGE = "charge"
    PRODUIT = "produit"
    EMPLOI = "emploi volontaire"
    RESSOURCE = "ressource volontaire"


def sens_de(compte: Compte) -> Sens:
    """Tell on which side of the budget an account stands."""
    if compte is Compte.C86:
        return Sens.EMPLOI
    if compte is Compte.C87:
        return Sens.RESSOURCE
    return Sens.CHARGE if compte.value.startswith("6") else Sens.PRODUIT


class StatutDroitCommun(StrEnum):
    """What a partner says of its ordinary credits; silence is not zero."""

    DECLARE = "déclaré"
    ESTIME = "estimé"
    NEANT = "néant"
    NON_COMMUNIQUE = "non communiqué"
    NON_VALORISABLE = "non valorisable"


#: The statuses that carry an amount or means.
VALORISES = (StatutDroitCommun.DECLARE, StatutDroitCommun.ESTIME)


class Methode(StrEnum):
    """How a droit-commun amount was obtained (DOMAIN §3.6)."""

    REEL_LOCALISE = "réel localisé"
    REEL_BENEFICIAIRES = "réel par bénéficiaires"
    ETP_COUT_MOYEN = "ETP et coût moyen"
    PRORATA_POPULATION = "prorata de population"
    FORFAIT = "part forfaitaire"
    QUALITATIF = "qualitatif"


class Fiabilite(StrEnum):
    """Grade of a droit-commun amount: A observed, B calculated, C estimated."""

    A = "A"
    B = "B"
    C = "C"


class TypeIndicateur(StrEnum):
    """What an indicator measures."""

    MOYENS = "moyens"
    REALISATION = "réalisation"
    RESULTAT = "résultat"
    IMPACT = "impact"
    CONTEXTE = "contexte"


class SensIndicateur(StrEnum):
    """Which way is better."""

    HAUSSE = "à la hausse"
    BAISSE = "à la baisse"


class Origine(StrEnum):
    """Which of the three observation tools of the contract (3.2) an indicator comes from."""

    FICHE = "fiche projet"
    ANNEXE = "annexe 2003"
    LOCAL = "observation locale"
    ONZUS = "ONZUS"


class Sexe(StrEnum):
    """Breakdown of a measure."""

    ENSEMBLE = "ensemble"
    FEMMES = "femmes"
    HOMMES = "hommes"


class TypeEvaluation(StrEnum):
    """Rhythm of an evaluation (contract, 3.2)."""

    ANNUELLE = "annuelle"
    TRIENNALE = "triennale"


class Efficacite(StrEnum):
    """Whether the objectives of an action are met."""

    DEPASSE = "dépassé"
    ATTEINT = "atteint"
    PARTIEL = "partiel"
    NON_ATTEINT = "non atteint"


class Appreciation(StrEnum):
    """Mark of a transversal dimension or of a governance criterion."""

    FORT = "fort"
    MOYEN = "moyen"
    FAIBLE = "faible"
    SANS_OBJET = "sans objet"


class Suite(StrEnum):
    """What the evaluation decides (contract, 3.2: « une réorientation des actions menées »)."""

    POURSUIVRE = "poursuivre"
    REORIENTER = "réorienter"
    ARRETER = "arrêter"
    DROIT_COMMUN = "passer au droit commun"


class CritereGouvernance(StrEnum):
    """What the governance of the contract is judged on (contract, 3.1 and 3.2)."""

    PILOTAGE = "pilotage politique"
    ANIMATION = "animation technique"
    PARTENARIAT = "engagement des partenaires"
    DROIT_COMMUN = "mobilisation du droit commun"
    HABITANTS = "participation des habitants"
    EVALUATION = "suivi et évaluation"


class TypeInstance(StrEnum):
    """Kind of meeting."""

    COPIL = "COPIL"
    TECHNIQUE = "comité technique"
    EVALUATION = "groupe de travail évaluation"


class StatutInstance(StrEnum):
    """Whether a meeting is planned or was held."""

    PREVUE = "prévue"
    TENUE = "tenue"
    ANNULEE = "annulée"


class Presence(StrEnum):
    """Who sat for a co-president."""

    TITULAIRE = "titulaire"
    REPRESENTANT = "représentant"
    ABSENT = "absent"


class StatutAxe(StrEnum):
    """Whether a correspondence was agreed: the contract's annex is not in its text."""

    PROPOSE = "proposé"
    VALIDE = "validé"


class EtatRapprochement(StrEnum):
    """Where a line of the grand livre stands with regard to movements."""

    RAPPROCHEE = "rapprochée"
    PROPOSEE = "proposée"
    A_AFFECTER = "à affecter"
    IGNOREE = "ignorée"


class ModeleRetour(StrEnum):
    """Which sheet a partner is sent."""

    DEMANDE = "demande"
    FICHE = "fiche action"
    CREDITS = "crédits"


class EtatRetour(StrEnum):
    """Where a sheet sent to a partner stands; only the first two await the partner's first word."""

    ENVOYE = "envoyé"
    RELANCE = "relancé"
    INCOMPLET = "incomplet"
    A_CORRIGER = "à corriger"
    A_ARBITRER = "à arbitrer"
    COMPLET = "complet"


#: Nothing came back yet: such a partner is printed as « non communiqué ».
SILENCIEUX = (EtatRetour.ENVOYE, EtatRetour.RELANCE)


class Avancement(StrEnum):
    """How far the operator carried an action."""

    REALISEE = "réalisée"
    EN_COURS = "en cours"
    PARTIELLE = "réalisée en partie"
    REPORTEE = "reportée"
    ABANDONNEE = "abandonnée"


class Choix(StrEnum):
    """What the officer decides of a conflict."""

    MAITRE = "maître"
    PARTENAIRE = "partenaire"
    AUTRE = "autre"
