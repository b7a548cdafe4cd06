"""What the envelopes would be worth if all that is proposed were programmed: nothing is written."""

from typing import NamedTuple

from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.modele import Action, Contrat, Enveloppe, Financement
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import SANS_SUITE, SPECIFIQUES
from cucs_xl.metier.programme import ActionAnnee, read_actions


class LigneSimulee(NamedTuple):
    """One envelope, in cents: what is proposed and awaits the COPIL, what would remain after.

    `disponible` is None while the ceiling is unknown, and negative where the envelope would
    not be enough.
    """

    enveloppe: Enveloppe
    plafond: Centimes | None
    programme: Centimes
    propose: Centimes
    disponible: Centimes | None

    @property
    def manque(self) -> bool:
        """Tell whether the envelope would not be enough."""
        return self.disponible is not None and self.disponible < 0


class Simulation(NamedTuple):
    """The envelopes of a year, and the proposed specific credits that no envelope bears."""

    exercice: int
    lignes: tuple[LigneSimulee, ...]
    sans_enveloppe: Centimes

    @property
    def manques(self) -> tuple[LigneSimulee, ...]:
        """The envelopes that would not be enough."""
        return tuple(ligne for ligne in self.lignes if ligne.manque)


def simulate(contrat: Contrat, exercice: int) -> Simulation:
    """Programme every « Proposé » that is not decided yet.

    A decision already taken stands, a programmed zero included; an action refused, put off
    or given up asks for nothing any more.
    """
    actions = read_actions(contrat)
    attendus = {
        rang: financement.propose
        for rang, financement in enumerate(contrat.financements)
        if financement.exercice == exercice
        and financement.programme is None
        and financement.propose is not None
        and not _is_sans_suite(financement, actions)
    }
    simule = contrat._replace(
        financements=tuple(
            f._replace(programme=attendus[rang]) if rang in attendus else f
            for rang, f in enumerate(contrat.financements)
        )
    )
    avant = build_registre(contrat, read_faits(contrat))
    apres = build_registre(simule, read_faits(simule))
    connues = {enveloppe.code for enveloppe in contrat.enveloppes if enveloppe.code}
    return Simulation(
        exercice,
        tuple(
            LigneSimulee(
                enveloppe=ligne.enveloppe,
                plafond=ligne.plafond,
                programme=ligne.programme,
                propose=simulee.programme - ligne.programme,
                disponible=simulee.disponible,
            )
            for ligne, simulee in zip(avant, apres, strict=True)
            if ligne.enveloppe.exercice == exercice
        ),
        sum(
            montant
            for rang, montant in attendus.items()
            for f in [contrat.financements[rang]]
            if f.nature in SPECIFIQUES and f.enveloppe not in connues
        ),
    )


def _is_sans_suite(financement: Financement, actions: dict[ActionAnnee, Action]) -> bool:
    action = actions.get((financement.action, financement.exercice))
    return action is not None and action.statut in SANS_SUITE
