"""On ne paie pas plus que mandaté, ni ne mandate plus qu'engagé, ni n'engage plus que programmé.

Source : décret n° 62-1587 du 29 décembre 1962, art. 28 (une dépense est engagée, liquidée,
ordonnancée, puis payée) ; contrat, 3.1 : le comité de pilotage « programme annuellement toutes
les actions ».
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.faits import ETAPE_DU_STADE, Etape
from cucs_xl.metier.modele import FINANCEMENTS, Contrat, Financement
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import SPECIFIQUES


class _Ordre(NamedTuple):
    """Two stages of the movements: the first may not exceed the second."""

    etape: Etape
    limite: Etape
    champ: str
    constat: str
    conseil: str


ORDRES = (
    _Ordre(
        Etape.MANDATE,
        Etape.ENGAGE,
        "Mandaté",
        "{} mandatés pour {} engagés",
        "Saisissez l'engagement qui manque, ou corrigez le mandat.",
    ),
    _Ordre(
        Etape.PAYE,
        Etape.MANDATE,
        "Payé",
        "{} payés pour {} mandatés",
        "Saisissez le mandat qui manque, ou corrigez le paiement.",
    ),
    _Ordre(
        Etape.REVERSE,
        Etape.PAYE,
        "Reversé",
        "{} reversés pour {} payés",
        "Saisissez le paiement qui manque, ou corrigez le reversement.",
    ),
)


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare, for each funding, the sums of its movements over all years.

    A funding with an unreadable movement is left alone: its sums are not known, and the
    cell that cannot be read is told already.
    """
    cumuls: dict[Etape, dict[str | None, Centimes]] = {e: defaultdict(int) for e in Etape}
    inconnus: set[str | None] = set()
    for mouvement in contrat.mouvements:
        if mouvement.stade is None or mouvement.montant is None:
            inconnus.add(mouvement.financement)
        else:
            cumuls[ETAPE_DU_STADE[mouvement.stade]][mouvement.financement] += mouvement.montant
    ordres = [(ordre, cumuls[ordre.etape], cumuls[ordre.limite]) for ordre in ORDRES]
    engages = cumuls[Etape.ENGAGE]
    for financement in contrat.financements:
        code, programme = financement.code, financement.programme
        if code is None:
            continue
        yield from _check_decision(financement)
        if code in inconnus:
            continue
        engage = engages.get(code, 0)
        if engage > (programme or 0):
            yield _engage(financement, engage)
        for ordre, sommes, limites in ordres:
            somme, limite = sommes.get(code, 0), limites.get(code, 0)
            if somme > max(limite, 0):
                yield _anomalie(
                    financement,
                    Gravite.BLOQUANTE,
                    ordre.champ,
                    ordre.constat.format(format_euros(somme), format_euros(limite)),
                    ordre.conseil,
                )


def _check_decision(financement: Financement) -> Iterator[Anomalie]:
    sollicite, programme = financement.sollicite, financement.programme
    if sollicite is not None and programme is not None and programme > sollicite:
        yield _anomalie(
            financement,
            Gravite.ALERTE,
            "Programmé",
            f"{format_euros(programme)} programmés pour {format_euros(sollicite)} sollicités",
            "Vérifiez les deux montants ; si le comité de pilotage a décidé d'aller au-delà, justifiez-le.",
        )


def _engage(financement: Financement, engage: Centimes) -> Anomalie:
    """Tell what was engaged beyond the decision, or without any.

    Without any, only the credits of the contract block: the comité de pilotage does not
    decide of the others.
    """
    programme = financement.programme
    if programme is None:
        decide = financement.nature in SPECIFIQUES
        return _anomalie(
            financement,
            Gravite.BLOQUANTE if decide else Gravite.ALERTE,
            "Engagé",
            f"{format_euros(engage)} engagés sans montant programmé",
            "Saisissez en « Programmé » la décision, ou corrigez l'engagement.",
        )
    return _anomalie(
        financement,
        Gravite.BLOQUANTE,
        "Engagé",
        f"{format_euros(engage)} engagés pour {format_euros(programme)} programmés",
        "Corrigez l'engagement, saisissez le dégagement avec le signe moins, ou la décision qui porte le montant programmé plus haut.",
    )


def _anomalie(
    financement: Financement, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="ordre-des-stades",
        gravite=gravite,
        table=FINANCEMENTS.nom,
        cle=FINANCEMENTS.cle(financement),
        champ=champ,
        exercice=financement.exercice,
        ligne=financement.ligne,
        constat=f"« {financement.code} » : {constat}",
        conseil=conseil,
    )
