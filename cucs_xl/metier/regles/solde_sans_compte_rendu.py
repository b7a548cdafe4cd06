"""Le solde d'une subvention attend le compte rendu financier de l'opérateur.

Source : loi n° 2000-321 du 12 avril 2000, art. 10 : l'organisme subventionné produit un compte
rendu financier qui atteste de la conformité des dépenses à l'objet de la subvention.
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import MOUVEMENTS, Contrat, Mouvement
from cucs_xl.metier.nomenclature import Stade, TypeMouvement
from cucs_xl.metier.programme import read_actions, read_regies

#: In the order of the money: the mandat comes first, so it is the one told.
STADES = (Stade.MANDAT, Stade.PAIEMENT)
PARTICIPES = {Stade.MANDAT: "mandaté", Stade.PAIEMENT: "payé"}


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Look for balances that went out first, once per funding.

    A funder that carries the action itself owes itself no report.
    """
    actions = read_actions(contrat)
    regies = read_regies(contrat)
    financements = {f.code: f for f in contrat.financements if f.code}
    dits: set[str] = set()
    for stade in STADES:
        for mouvement in contrat.mouvements:
            if mouvement.stade is not stade or mouvement.type is not TypeMouvement.SOLDE:
                continue
            financement = financements.get(mouvement.financement or "")
            if financement is None or financement.code in dits or (mouvement.montant or 0) <= 0:
                continue
            action = actions.get((financement.action, financement.exercice))
            if action is None or (action.operateur, financement.partenaire) in regies:
                continue
            recu = action.compte_rendu_le
            if recu is None:
                manque = "sans compte rendu financier reçu"
            elif mouvement.date is not None and mouvement.date < recu:
                manque = f"avant le compte rendu financier, reçu le {format_jour(recu)}"
            else:
                continue
            dits.add(financement.code)
            yield _anomalie(mouvement, stade, financement.exercice, manque)


def _anomalie(mouvement: Mouvement, stade: Stade, exercice: int | None, manque: str) -> Anomalie:
    quand = f" le {format_jour(mouvement.date)}" if mouvement.date else ""
    return Anomalie(
        regle="solde-sans-compte-rendu",
        gravite=Gravite.ALERTE,
        table=MOUVEMENTS.nom,
        cle=MOUVEMENTS.cle(mouvement),
        champ="Type",
        exercice=exercice,
        ligne=mouvement.ligne,
        constat=f"« {mouvement.code} » : solde {PARTICIPES[stade]}{quand} {manque}",
        conseil="Renseignez ou corrigez « Compte rendu le » dans la feuille Actions, sinon corrigez « Type » si c'est un acompte.",
    )
