"""What partners owe and have not sent: printed as « non communiqué »."""

from cucs_xl.metier.modele import Contrat, Retour
from cucs_xl.metier.nomenclature import SILENCIEUX, ModeleRetour


def is_muet(retour: Retour) -> bool:
    """Tell a sheet owed of which nothing came; nobody owes a new action."""
    facultative = retour.modele is ModeleRetour.DEMANDE and retour.action is None
    return retour.etat in SILENCIEUX and not facultative


def silencieux(contrat: Contrat, exercice: int) -> tuple[Retour, ...]:
    """Give what was asked for a year and never came back."""
    return tuple(r for r in contrat.retours if r.exercice == exercice and is_muet(r))


def read_muets(contrat: Contrat, exercice: int | None) -> frozenset[str]:
    """Name the funders whose silence is noted: their sheet was sent, nothing came."""
    return frozenset(
        r.destinataire
        for r in contrat.retours
        if r.modele is ModeleRetour.CREDITS
        and r.exercice == exercice
        and is_muet(r)
        and r.destinataire
    )
