"""Le budget d'une action est équilibré, et son total est le coût de l'action.

Source : dossier de demande de subvention, cerfa n° 12156*03 : « Le total des charges doit être
égal au total des produits » ; les contributions volontaires (86 et 87) s'équilibrent à part.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ACTIONS, BUDGETS, Action, Budget, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import INSTRUITES, SANS_SUITE, Sens, sens_de
from cucs_xl.metier.programme import ActionAnnee, read_actions


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge the deposited budget, then the realised one, of each action that has one.

    An account typed with neither amount is unknown: so is the budget.
    """
    actions = read_actions(contrat)
    groupes: dict[ActionAnnee, list[Budget]] = defaultdict(list)
    for ligne in contrat.budgets:
        groupes[ligne.action, ligne.exercice].append(ligne)
    for cle, lignes in groupes.items():
        action = actions.get(cle)
        if action is None or action.statut is None or action.statut in SANS_SUITE:
            continue
        prevues = [
            (ligne, ligne.prevu)
            for ligne in lignes
            # An account that only the realised budget has was not planned.
            if ligne.prevu is not None or ligne.realise is None
        ]
        depot = Gravite.BLOQUANTE if action.statut in INSTRUITES else Gravite.ALERTE
        yield from _check_colonne(action, prevues, depot, "Prévu", "prévues")
        realisees = [(ligne, ligne.realise) for ligne in lignes]
        yield from _check_colonne(action, realisees, Gravite.ALERTE, "Réalisé", "réalisées")


def _check_colonne(
    action: Action,
    montants: Sequence[tuple[Budget, Centimes | None]],
    gravite: Gravite,
    champ: str,
    participe: str,
) -> Iterator[Anomalie]:
    sommes: dict[Sens, Centimes] = defaultdict(int)
    lignes: dict[Sens, list[Budget]] = defaultdict(list)
    for ligne, montant in montants:
        if montant is None or ligne.compte is None:
            return
        sommes[sens_de(ligne.compte)] += montant
        lignes[sens_de(ligne.compte)].append(ligne)
    for un, autre, constat in (
        (Sens.CHARGE, Sens.PRODUIT, "{} de charges {} pour {} de produits"),
        (Sens.EMPLOI, Sens.RESSOURCE, "{} de contributions {} en 86 pour {} en 87"),
    ):
        if sommes[un] != sommes[autre]:
            yield _desequilibre(
                min((*lignes[un], *lignes[autre]), key=BUDGETS.cle),
                gravite,
                champ,
                constat.format(format_euros(sommes[un]), participe, format_euros(sommes[autre])),
            )
    if lignes[Sens.CHARGE]:
        yield from _check_cout(action, champ, participe, sommes[Sens.CHARGE])


def _check_cout(
    action: Action, champ: str, participe: str, charges: Centimes
) -> Iterator[Anomalie]:
    """Compare the action's cost, where it is known, with its charges."""
    prevu = champ == "Prévu"
    cout = action.cout_previsionnel if prevu else action.cout_realise
    if cout is None or cout == charges:
        return
    entete = "Coût prévisionnel" if prevu else "Coût réalisé"
    yield Anomalie(
        regle="equilibre-budget",
        gravite=Gravite.ALERTE,
        table=ACTIONS.nom,
        cle=ACTIONS.cle(action),
        champ=entete,
        exercice=action.exercice,
        ligne=action.ligne,
        constat=f"« {action.code} » : coût de {format_euros(cout)} pour {format_euros(charges)} de charges {participe} au budget",
        conseil=f"Saisissez en « {entete} » le total des comptes 60 à 69, ou corrigez le budget.",
    )


def _desequilibre(ligne: Budget, gravite: Gravite, champ: str, constat: str) -> Anomalie:
    return Anomalie(
        regle="equilibre-budget",
        gravite=gravite,
        table=BUDGETS.nom,
        cle=BUDGETS.cle(ligne),
        champ=champ,
        exercice=ligne.exercice,
        ligne=ligne.ligne,
        constat=f"« {ligne.action} » : {constat}",
        conseil=f"Corrigez « {champ} », ou ajoutez le compte qui manque au budget de l'action.",
    )
