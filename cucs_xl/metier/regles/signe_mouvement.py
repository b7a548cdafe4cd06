"""Un dégagement se saisit avec le signe moins ; aucun cumul n'est négatif.

Source : décret n° 62-1587 du 29 décembre 1962, art. 28 (une dépense est engagée, liquidée,
ordonnancée, puis payée) : on n'annule pas plus qu'il n'a été fait.
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.faits import ETAPE_DU_STADE, Etape
from cucs_xl.metier.modele import FINANCEMENTS, MOUVEMENTS, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import Stade

CUMULS = {
    Etape.ENGAGE: ("Engagé", "l'engagement"),
    Etape.MANDATE: ("Mandaté", "le mandat"),
    Etape.PAYE: ("Payé", "le paiement"),
    Etape.REVERSE: ("Reversé", "le reversement"),
}


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Check the sign of each dégagement, then of what each stage adds up to.

    A single movement may be negative: that is how a mandat is cancelled.
    """
    financements = {financement.code: financement for financement in contrat.financements}
    cumuls: dict[tuple[str, Etape], Centimes] = defaultdict(int)
    for mouvement in contrat.mouvements:
        if mouvement.stade is None or mouvement.montant is None:
            continue
        financement = financements.get(mouvement.financement or "")
        if financement is not None:
            cumuls[financement.code, ETAPE_DU_STADE[mouvement.stade]] += mouvement.montant
        if mouvement.stade is Stade.DEGAGEMENT and mouvement.montant > 0:
            yield Anomalie(
                regle="signe-mouvement",
                gravite=Gravite.BLOQUANTE,
                table=MOUVEMENTS.nom,
                cle=MOUVEMENTS.cle(mouvement),
                champ="Montant",
                exercice=financement.exercice if financement else None,
                ligne=mouvement.ligne,
                constat=f"« {mouvement.code} » : dégagement de {format_euros(mouvement.montant)} saisi sans le signe moins : il augmenterait l'engagé",
                conseil=f"Saisissez {format_euros(-mouvement.montant)}, ou choisissez le stade engagement.",
            )
    for (code, etape), cumul in cumuls.items():
        if cumul < 0:
            champ, origine = CUMULS[etape]
            financement = financements[code]
            yield Anomalie(
                regle="signe-mouvement",
                gravite=Gravite.BLOQUANTE,
                table=FINANCEMENTS.nom,
                cle=FINANCEMENTS.cle(financement),
                champ=champ,
                exercice=financement.exercice,
                ligne=financement.ligne,
                constat=f"« {code} » : le cumul « {champ} » est négatif ({format_euros(cumul)})",
                conseil=f"Saisissez {origine} qui manque dans la feuille Mouvements, ou corrigez l'annulation.",
            )
