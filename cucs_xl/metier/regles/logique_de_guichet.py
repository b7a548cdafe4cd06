"""Une action reconduite d'année en année sans droit commun interroge : le contrat veut qu'elle y passe.

Source : diagnostic du contrat, parmi les points faibles : « une persistance de la logique de
guichet », et parmi les axes de travail : « l'évolution progressive vers le droit commun ».
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.echeances import read_decidees
from cucs_xl.metier.modele import ACTIONS, Action, Contrat
from cucs_xl.metier.nomenclature import SPECIFIQUES, VALORISES, Nature
from cucs_xl.metier.parametres import Seuil, read_seuil


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Count the years in a row on the contract's credits alone, up to the last one decided."""
    seuil = read_seuil(contrat, Seuil.RECONDUCTIONS)
    if seuil is None:
        return
    specifiques = {
        (f.action, f.exercice)
        for f in contrat.financements
        if f.nature in SPECIFIQUES and (f.programme or 0) > 0
    }
    ordinaires = _ordinaires(contrat)
    par_code: dict[str, dict[int, Action]] = defaultdict(dict)
    for annee, actions in read_decidees(contrat).items():
        for action in actions:
            par_code[action.code][annee] = action
    for code, annees in par_code.items():
        derniere = annee = max(annees)
        while annee in annees and (code, annee) in specifiques and (code, annee) not in ordinaires:
            annee -= 1
        duree = derniere - annee
        if duree and duree >= seuil:
            action = annees[derniere]
            yield Anomalie(
                regle="logique-de-guichet",
                gravite=Gravite.INFORMATION,
                table=ACTIONS.nom,
                cle=ACTIONS.cle(action),
                champ="Reconduction",
                exercice=derniere,
                ligne=action.ligne,
                constat=f"« {code} » : {duree} an{'s' if duree > 1 else ''} de suite sur les seuls crédits du contrat, sans droit commun, de {annee + 1} à {derniere}",
                conseil="Rien à corriger : examinez à l'évaluation ce que le droit commun peut reprendre ; s'il y contribue déjà, saisissez-le.",
            )


def _ordinaires(contrat: Contrat) -> set[tuple[str | None, int | None]]:
    """Name the actions and years that droit commun supports, by a funding or by a declaration."""
    finances = {
        (f.action, f.exercice)
        for f in contrat.financements
        if f.nature is Nature.DROIT_COMMUN and (f.programme or 0) > 0
    }
    return finances | {
        (ligne.action_liee, ligne.exercice)
        for ligne in contrat.droits_communs
        if ligne.action_liee is not None and ligne.statut in VALORISES
    }
