"""Les crédits programmés sur une enveloppe ne dépassent pas son plafond.

Source : contrat, 4.1 et 4.2 : l'État et la commune apportent chaque année « une enveloppe de
crédits spécifiquement dédiée à la mise en œuvre du présent contrat ».
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.enveloppe import LigneEnveloppe, build_registre
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.modele import ENVELOPPES, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import StatutExercice


class _Plafond(NamedTuple):
    """A ceiling, and whether it is only a reference that nobody has notified."""

    montant: Centimes
    estime: bool


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare decisions with ceilings.

    Programming is a decision of the comité de pilotage: too much of it blocks, except
    while the year is in preparation, or against a mere reference.
    """
    statuts = {exercice.exercice: exercice.statut for exercice in contrat.exercices}
    registre = build_registre(contrat, read_faits(contrat))
    enfants: dict[str, list[LigneEnveloppe]] = defaultdict(list)
    for ligne in registre:
        enfants[ligne.enveloppe.dont or ""].append(ligne)
    for ligne in registre:
        enveloppe = ligne.enveloppe
        plafond = _plafond(ligne, enfants[enveloppe.code])
        if plafond is None or ligne.programme <= plafond.montant:
            continue
        prepare = (
            enveloppe.exercice is not None
            and statuts.get(enveloppe.exercice) is StatutExercice.PREPARATION
        )
        nature = "une référence non notifiée" if plafond.estime else "un plafond"
        yield Anomalie(
            regle="depassement-enveloppe",
            gravite=Gravite.ALERTE if prepare or plafond.estime else Gravite.BLOQUANTE,
            table=ENVELOPPES.nom,
            cle=ENVELOPPES.cle(enveloppe),
            champ="Programmé",
            exercice=enveloppe.exercice,
            ligne=enveloppe.ligne,
            constat=(
                f"« {enveloppe.code} » : {format_euros(ligne.programme)} programmés pour {nature} de "
                f"{format_euros(plafond.montant)} : {format_euros(ligne.programme - plafond.montant)} de trop"
            ),
            conseil=(
                "Saisissez la notification dès réception, ou réduisez un crédit programmé."
                if plafond.estime
                else "Réduisez un crédit programmé, ou saisissez l'avenant signé qui augmente l'enveloppe."
            ),
        )


def _plafond(ligne: LigneEnveloppe, dont: list[LigneEnveloppe]) -> _Plafond | None:
    """Give the ceiling; where an amount is unknown its reference stands for it."""
    if ligne.plafond is not None:
        return _Plafond(ligne.plafond, estime=False)
    total = ligne.enveloppe.reference if ligne.actualise is None else ligne.actualise
    if total is None:
        return None
    for enfant in dont:
        compris = enfant.enveloppe.reference if enfant.actualise is None else enfant.actualise
        total -= compris or 0
    return _Plafond(total, estime=True)
