"""Une enveloppe à définir n'a de montant que par un avenant signé.

Source : contrat, 4.3 : « Cet engagement sera porté dans le CUCS au moyen d'un avenant financier ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ENVELOPPES, Contrat, Enveloppe
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import StatutAvenant, StatutEnveloppe

SANS_MONTANT = (StatutEnveloppe.A_DEFINIR, StatutEnveloppe.AVENANT)


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Keep unknown what only an avenant may set."""
    signes = {
        avenant.enveloppe
        for avenant in contrat.avenants
        if avenant.statut is StatutAvenant.SIGNE and avenant.montant is not None
    }
    for enveloppe in contrat.enveloppes:
        if enveloppe.statut in SANS_MONTANT and enveloppe.montant is not None:
            yield _anomalie(
                enveloppe,
                Gravite.BLOQUANTE,
                "Montant",
                f"{format_euros(enveloppe.montant)} en « Montant » au statut {enveloppe.statut}",
                "Videz « Montant » et saisissez la somme dans la feuille Avenants, ou choisissez le statut ferme ou notifié.",
            )
        if enveloppe.statut is StatutEnveloppe.AVENANT and enveloppe.code not in signes:
            yield _anomalie(
                enveloppe,
                Gravite.BLOQUANTE,
                "Statut",
                "statut avenant, mais aucun avenant signé ne la désigne",
                "Saisissez l'avenant signé dans la feuille Avenants, ou choisissez le statut à définir.",
            )
        if enveloppe.statut is StatutEnveloppe.A_DEFINIR and enveloppe.code in signes:
            yield _anomalie(
                enveloppe,
                Gravite.ALERTE,
                "Statut",
                "statut à définir, mais un avenant signé en fixe le montant",
                "Choisissez le statut avenant.",
            )


def _anomalie(
    enveloppe: Enveloppe, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="montant-sans-avenant",
        gravite=gravite,
        table=ENVELOPPES.nom,
        cle=ENVELOPPES.cle(enveloppe),
        champ=champ,
        exercice=enveloppe.exercice,
        ligne=enveloppe.ligne,
        constat=f"« {enveloppe.code} » : {constat}",
        conseil=conseil,
    )
