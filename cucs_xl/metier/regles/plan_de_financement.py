"""Les financements d'une action couvrent son coût, ni plus ni moins.

Source : dossier de demande de subvention, cerfa n° 12156*03 : « Le total des charges doit être
égal au total des produits » ; contrat, 3.1 : le comité technique propose les programmes d'actions,
« le comité de pilotage […] programme annuellement toutes les actions ».
"""

from collections.abc import Iterator, Sequence

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ACTIONS, Action, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import INSTRUITES, NUMERAIRES, StatutAction
from cucs_xl.metier.programme import read_financements

#: Decided, and still time to ask the operator for another budget.
REVISABLES = frozenset({StatutAction.PROGRAMMEE, StatutAction.CONVENTIONNEE})


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare the cost with what is asked, then with what is decided.

    A plan with an unknown nature or amount is not complete yet: it is not judged. Once
    the action is settled, the cost that counts is the realised one.
    """
    financements = read_financements(contrat)
    for action in contrat.actions:
        cout = action.cout_previsionnel
        lignes = financements.get((action.code, action.exercice), ())
        if cout is None or not lignes or any(ligne.nature is None for ligne in lignes):
            continue
        cash = [ligne for ligne in lignes if ligne.nature in NUMERAIRES]
        if action.statut in INSTRUITES:
            sollicite = _sum([ligne.sollicite for ligne in cash])
            if sollicite not in {None, cout}:
                yield _anomalie(
                    action,
                    Gravite.BLOQUANTE,
                    f"{format_euros(sollicite)} sollicités pour un coût de {format_euros(cout)}",
                    "Corrigez le coût ou les montants sollicités ; ajoutez la part de l'opérateur (autofinancement) si elle manque.",
                )
        elif action.statut in REVISABLES:
            programme = _sum([ligne.programme for ligne in cash])
            if programme not in {None, cout}:
                yield _anomalie(
                    action,
                    Gravite.ALERTE,
                    f"{format_euros(programme)} programmés pour un coût de {format_euros(cout)} : budget révisé à demander",
                    "Demandez à l'opérateur un budget révisé et saisissez son coût, ou justifiez l'écart.",
                )


def _sum(montants: Sequence[Centimes | None]) -> Centimes | None:
    connus = [montant for montant in montants if montant is not None]
    return sum(connus) if len(connus) == len(montants) else None


def _anomalie(action: Action, gravite: Gravite, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="plan-de-financement",
        gravite=gravite,
        table=ACTIONS.nom,
        cle=ACTIONS.cle(action),
        champ="Coût prévisionnel",
        exercice=action.exercice,
        ligne=action.ligne,
        constat=f"« {action.code} » : {constat}",
        conseil=conseil,
    )
