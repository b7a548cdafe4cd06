"""Which reminder is due: the level, for whom, on what ground."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cucs_xl.metier.attente import is_muet
from cucs_xl.metier.modele import RETOURS, Contrat, Retour
from cucs_xl.metier.nomenclature import EtatRetour
from cucs_xl.metier.parametres import Seuil, read_seuil

#: The last letter; after it the silence is printed.
NIVEAU_MAX = 3
#: What came back and is for the partner to finish; what is to be arbitrated is for the officer.
INACHEVES = frozenset({EtatRetour.INCOMPLET, EtatRetour.A_CORRIGER})


class Relance(NamedTuple):
    """A reminder to prepare; `retard` in days, negative before the deadline."""

    retour: Retour
    niveau: int
    retard: int

    @property
    def muet(self) -> bool:
        """Tell whether nothing came back at all."""
        return is_muet(self.retour)


def choose_relances(contrat: Contrat, exercice: int, jour: date) -> tuple[Relance, ...]:
    """Give the reminders due at a day, in the order of the follow-up.

    The first may come before the deadline, by « Rappel avant échéance »; the next ones wait
    « Délai entre relances » and for the deadline to be past. An empty threshold waits for nothing.
    A request without deadline is never late; after the third letter nothing more is written.
    """
    avant = timedelta(days=read_seuil(contrat, Seuil.RAPPEL) or 0)
    entre = timedelta(days=read_seuil(contrat, Seuil.RELANCES) or 0)
    return tuple(
        Relance(retour, int(retour.relances or 0) + 1, (jour - retour.echeance).days)
        for retour in contrat.retours
        if retour.exercice == exercice
        and RETOURS.complete(retour)
        and (is_muet(retour) or retour.etat in INACHEVES)
        and retour.echeance is not None
        and (retour.relances or 0) < NIVEAU_MAX
        and (jour > retour.echeance if retour.relances else jour >= retour.echeance - avant)
        and (retour.relance_le is None or jour >= retour.relance_le + entre)
    )


def note_relances(
    retours: Sequence[Retour], relances: Iterable[Relance], jour: date
) -> tuple[Retour, ...]:
    """Count the reminders prepared; a return that came incomplete keeps its state."""
    niveaux = {RETOURS.cle(relance.retour): relance for relance in relances}
    return tuple(
        retour
        if (relance := niveaux.get(RETOURS.cle(retour))) is None
        else retour._replace(
            relances=float(relance.niveau),
            relance_le=jour,
            etat=EtatRetour.RELANCE if relance.muet else retour.etat,
        )
        for retour in retours
    )
