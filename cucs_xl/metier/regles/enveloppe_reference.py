"""Une dotation de référence n'est pas un engagement : seul un montant ferme ou notifié compte.

Source : contrat, 4.1 : « Cette dotation constituera la référence pour les dotations annuelles
de l'Etat pendant la période couverte par le présent contrat ».
"""

from collections.abc import Iterator
from fractions import Fraction

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ENVELOPPES, Contrat, Enveloppe
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import StatutEnveloppe
from cucs_xl.metier.taux import format_pourcent

FERMES = (StatutEnveloppe.FERME, StatutEnveloppe.NOTIFIE)


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Match status and amounts, and give the variance of what was notified."""
    for enveloppe in contrat.enveloppes:
        if enveloppe.statut is StatutEnveloppe.REFERENCE:
            yield from _check_reference(enveloppe)
        elif enveloppe.statut in FERMES:
            yield from _check_ferme(enveloppe)


def _check_reference(enveloppe: Enveloppe) -> Iterator[Anomalie]:
    if enveloppe.montant is not None:
        yield _anomalie(
            enveloppe,
            Gravite.BLOQUANTE,
            "Montant",
            f"{format_euros(enveloppe.montant)} en « Montant » au statut référence",
            "Notifiée : choisissez le statut notifié. Sinon, saisissez la somme en « Référence » et videz « Montant ».",
        )
    if enveloppe.reference is None:
        yield _anomalie(
            enveloppe,
            Gravite.ALERTE,
            "Référence",
            "statut référence sans montant en « Référence »",
            "Saisissez en « Référence » la dotation du contrat, ou choisissez le statut à définir.",
        )


def _check_ferme(enveloppe: Enveloppe) -> Iterator[Anomalie]:
    if enveloppe.montant is None:
        yield _anomalie(
            enveloppe,
            Gravite.BLOQUANTE,
            "Montant",
            f"statut {enveloppe.statut} sans montant",
            "Saisissez le montant, ou choisissez le statut référence (dotation annoncée) ou à définir (inconnue).",
        )
    elif enveloppe.reference not in {None, enveloppe.montant}:
        yield _anomalie(
            enveloppe,
            Gravite.INFORMATION,
            "Montant",
            f"{format_euros(enveloppe.montant)} pour une référence de {format_euros(enveloppe.reference)}, "
            f"soit {_variation(enveloppe.montant, enveloppe.reference or 0)}",
            "Rien à corriger si la notification dit bien cela ; citez l'écart au comité de pilotage.",
        )


def _variation(montant: Centimes, reference: Centimes) -> str:
    ecart = montant - reference
    signe = "+" if ecart > 0 else ""
    texte = f"{signe}{format_euros(ecart)}"
    return (
        f"{texte} ({signe}{format_pourcent(Fraction(ecart, reference))} %)" if reference else texte
    )


def _anomalie(
    enveloppe: Enveloppe, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="enveloppe-reference",
        gravite=gravite,
        table=ENVELOPPES.nom,
        cle=ENVELOPPES.cle(enveloppe),
        champ=champ,
        exercice=enveloppe.exercice,
        ligne=enveloppe.ligne,
        constat=f"« {enveloppe.code} » : {constat}",
        conseil=conseil,
    )
