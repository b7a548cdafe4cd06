"""Un avenant signé est daté, ne l'est pas d'avance, et porte l'année de son enveloppe.

Source : contrat, 4.3 : « Cet engagement sera porté dans le CUCS au moyen d'un avenant financier ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import AVENANTS, Avenant, Contrat
from cucs_xl.metier.nomenclature import StatutAvenant
from cucs_xl.metier.parametres import read_situation


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge the date of what is signed, and the year of any avenant."""
    situation = read_situation(contrat)
    exercices = {enveloppe.code: enveloppe.exercice for enveloppe in contrat.enveloppes}
    for avenant in contrat.avenants:
        if avenant.statut is StatutAvenant.SIGNE:
            if avenant.date is None:
                yield _anomalie(
                    avenant,
                    "Date",
                    "signé sans date",
                    "Saisissez la date de signature, ou choisissez le statut projet.",
                )
            elif situation is not None and avenant.date > situation:
                yield _anomalie(
                    avenant,
                    "Date",
                    f"signé le {format_jour(avenant.date)}, après la situation du {format_jour(situation)}",
                    "Choisissez le statut projet jusqu'à la signature, corrigez la date, ou avancez « Situation au » dans la feuille Paramètres.",
                )
        annee = exercices.get(avenant.enveloppe or "")
        if annee is not None and avenant.exercice not in {annee, None}:
            yield _anomalie(
                avenant,
                "Exercice",
                f"exercice {avenant.exercice}, mais l'enveloppe « {avenant.enveloppe} » est de {annee}",
                "Corrigez l'exercice, ou choisissez l'enveloppe de la bonne année : c'est elle que l'avenant change.",
            )


def _anomalie(avenant: Avenant, champ: str, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="avenant-incoherent",
        gravite=Gravite.ALERTE,
        table=AVENANTS.nom,
        cle=AVENANTS.cle(avenant),
        champ=champ,
        exercice=avenant.exercice,
        ligne=avenant.ligne,
        constat=f"« {avenant.code} » : {constat}",
        conseil=conseil,
    )
