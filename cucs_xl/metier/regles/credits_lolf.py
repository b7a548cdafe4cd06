"""On n'engage pas plus que les autorisations d'engagement, ni ne paie plus que les crédits de paiement.

Source : contrat, 4.1 : « conformément aux principes de mise en œuvre et d'évaluation de la
performance relevant de la Loi Organique relative aux Lois de Finances (LOLF) du 1er août 2001 » ;
loi organique n° 2001-692, art. 8.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.modele import ENVELOPPES, Contrat, Enveloppe
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import Nature, Stade

#: Whose credits, of which nature: what one envelope carries on from year to year.
Ressource: TypeAlias = tuple[str | None, Nature | None]


class _Depenses(NamedTuple):
    """What was engaged on each envelope, and paid from each resource in each accounting year."""

    engages: dict[str, Centimes]
    payes: dict[tuple[Ressource, int | None], Centimes]


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare AE with what the envelope and its *dont* engaged, CP with what was paid that year.

    CP belong to a year's budget: they bear every payment of that accounting year, those of
    earlier programmes included.
    """
    if all(e.ae is None and e.cp is None for e in contrat.enveloppes):
        return
    actualises = {ligne.enveloppe.code: ligne.actualise for ligne in build_registre(contrat, ())}
    depenses = _read_depenses(contrat)
    for enveloppe in contrat.enveloppes:
        if enveloppe.code is None:
            continue
        famille = _famille(contrat, enveloppe)
        actualise = actualises[enveloppe.code]
        if enveloppe.ae is not None:
            engage = sum(depenses.engages[membre.code] for membre in famille)
            if engage > enveloppe.ae:
                yield _anomalie(
                    enveloppe,
                    Gravite.ALERTE,
                    "Engagé",
                    f"{format_euros(engage)} engagés pour {format_euros(enveloppe.ae)} d'AE",
                    "Vérifiez les engagements et les dégagements, ou saisissez les AE complémentaires.",
                )
            if actualise is not None and actualise != enveloppe.ae:
                yield _anomalie(
                    enveloppe,
                    Gravite.INFORMATION,
                    "AE",
                    f"{format_euros(enveloppe.ae)} d'AE pour une enveloppe de {format_euros(actualise)}",
                    "Rien à corriger si les AE sont ouvertes en plusieurs fois ; citez l'écart au comité de pilotage.",
                )
        if enveloppe.cp is not None and enveloppe.exercice is not None:
            ressources: set[Ressource] = {(m.partenaire, m.nature) for m in famille}
            paye = sum(depenses.payes[ressource, enveloppe.exercice] for ressource in ressources)
            if paye > enveloppe.cp:
                yield _anomalie(
                    enveloppe,
                    Gravite.ALERTE,
                    "Payé",
                    f"{format_euros(paye)} payés en {enveloppe.exercice}, tous programmes, pour {format_euros(enveloppe.cp)} de CP",
                    "Vérifiez l'exercice comptable des paiements, ou saisissez les CP complémentaires.",
                )


def _read_depenses(contrat: Contrat) -> _Depenses:
    """Sum movements; a funding follows its envelope."""
    ressources: dict[str, Ressource] = {
        e.code: (e.partenaire, e.nature) for e in contrat.enveloppes
    }
    enveloppes = {f.code: f.enveloppe for f in contrat.financements if f.enveloppe in ressources}
    depenses = _Depenses(defaultdict(int), defaultdict(int))
    for mouvement in contrat.mouvements:
        enveloppe = enveloppes.get(mouvement.financement or "")
        if enveloppe is None or mouvement.montant is None:
            continue
        if mouvement.stade in {Stade.ENGAGEMENT, Stade.DEGAGEMENT}:
            depenses.engages[enveloppe] += mouvement.montant
        elif mouvement.stade is Stade.PAIEMENT:
            annee = mouvement.exercice_comptable
            depenses.payes[ressources[enveloppe], annee] += mouvement.montant
    return depenses


def _famille(contrat: Contrat, tete: Enveloppe) -> list[Enveloppe]:
    """Give an envelope and those it holds, at any depth; a circle of *dont* is walked once."""
    famille = {tete.code: tete}
    file = [tete.code]
    for code in file:
        for enveloppe in contrat.enveloppes:
            if enveloppe.dont == code and enveloppe.code and enveloppe.code not in famille:
                famille[enveloppe.code] = enveloppe
                file.append(enveloppe.code)
    return list(famille.values())


def _anomalie(
    enveloppe: Enveloppe, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="credits-lolf",
        gravite=gravite,
        table=ENVELOPPES.nom,
        cle=ENVELOPPES.cle(enveloppe),
        champ=champ,
        exercice=enveloppe.exercice,
        ligne=enveloppe.ligne,
        constat=f"« {enveloppe.code} » : {constat}",
        conseil=conseil,
    )
