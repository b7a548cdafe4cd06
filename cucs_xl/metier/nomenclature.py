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
