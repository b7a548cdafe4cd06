"""The parameters that rules and tables read: names, and how a threshold is given."""

from datetime import date, datetime
from enum import StrEnum

from cucs_xl.metier.modele import Contrat


class Seuil(StrEnum):
    """Thresholds of the sheet Paramètres; a rule whose threshold is empty is not applied."""

    VARIATION = "Seuil de variation"  # %, from one year to the next
    CONVENTION = "Seuil de convention"  # euros a year, from one funder to a private body
    AIDES_PUBLIQUES = "Plafond d'aides publiques"  # % of the cost of an action
    COMPTE_RENDU = "Délai de compte rendu"  # months after the end of the year
    RECONDUCTIONS = "Reconductions avant bascule"  # years on specific credits only
    REPONSE = "Délai de réponse"  # days given to a partner to send its sheet back
    RAPPEL = "Rappel avant échéance"  # days before the deadline
    RELANCES = "Délai entre relances"  # days from one reminder to the next


#: The day at which everything is judged and printed.
SITUATION = "Situation au"


def read_seuil(contrat: Contrat, seuil: Seuil) -> float | None:
    """Give a threshold in the unit of its row; None when it is empty or no number."""
    valeur = contrat.parametre(seuil)
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        return None
    return float(valeur)


def read_situation(contrat: Contrat) -> date | None:
    """Give the day of the situation; None when it is empty or no date."""
    valeur = contrat.parametre(SITUATION)
    if isinstance(valeur, datetime):
        return valeur.date()
    return valeur if isinstance(valeur, date) else None
