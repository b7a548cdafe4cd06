"""Une part d'action portée par un autre opérateur n'est comptée qu'une fois.

Source : contrat, 3.2 : le bilan est « adossé aux éléments de suivi physique et financier » ; le
même crédit sur l'action et sur sa part doublerait les totaux.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import ACTIONS, FINANCEMENTS, Action, Contrat, Financement
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import SANS_SUITE
from cucs_xl.metier.programme import ActionAnnee, read_actions, read_financements


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Look for actions that are part of themselves, then for money on both sides.

    Costs are not compared: an action may hold the cost of its parts or leave it to them.
    """
    actions = read_actions(contrat)
    boucles = _read_boucles(actions)
    dites: set[ActionAnnee] = set()
    for cle, action in actions.items():
        boucle = boucles.get(cle)
        if boucle is not None and cle not in dites:
            dites.update(boucle)
            yield _boucle(action, boucle)
    parts: dict[ActionAnnee, list[ActionAnnee]] = defaultdict(list)
    for cle, action in actions.items():
        if action.action_mere is not None and cle not in boucles and _is_vive(action):
            parts[action.action_mere, action.exercice].append(cle)
    financements = read_financements(contrat)
    for cle, filles in parts.items():
        mere = actions.get(cle)
        if mere is not None and _is_vive(mere):
            lignes = [ligne for fille in filles for ligne in financements.get(fille, ())]
            for financement in financements.get(cle, ()):
                yield from _check_double(financement, lignes)


def _is_vive(action: Action) -> bool:
    return action.statut not in SANS_SUITE


def _read_boucles(
    actions: Mapping[ActionAnnee, Action],
) -> dict[ActionAnnee, Sequence[ActionAnnee]]:
    """Name the actions that are part of themselves, each with its whole loop."""
    boucles: dict[ActionAnnee, Sequence[ActionAnnee]] = {}
    vues: set[ActionAnnee] = set()
    for depart in actions:
        chemin: dict[ActionAnnee, int] = {}
        cle = depart
        while cle in actions and cle not in vues:
            vues.add(cle)
            chemin[cle] = len(chemin)
            cle = (actions[cle].action_mere, cle[1])
        if cle in chemin:
            boucle = list(chemin)[chemin[cle] :]
            boucles.update(dict.fromkeys(boucle, boucle))
    return boucles


def _boucle(action: Action, boucle: Sequence[ActionAnnee]) -> Anomalie:
    autres = [f"« {code} »" for code, _ in boucle if code != action.code]
    constat = (
        f"est sa propre part, par {format_liste(autres)}" if autres else "est sa propre action mère"
    )
    return Anomalie(
        regle="action-mere",
        gravite=Gravite.BLOQUANTE,
        table=ACTIONS.nom,
        cle=ACTIONS.cle(action),
        champ="Action mère",
        exercice=action.exercice,
        ligne=action.ligne,
        constat=f"« {action.code} » {constat}",
        conseil="Videz « Action mère » sur l'action principale.",
    )


def _check_double(mere: Financement, lignes: Sequence[Financement]) -> Iterator[Anomalie]:
    """Compare a funding with those of the parts: one of them, or all of them together."""
    programme = mere.programme or 0
    memes = [
        ligne
        for ligne in lignes
        if ligne.programme and (ligne.partenaire, ligne.nature) == (mere.partenaire, mere.nature)
    ]
    if programme <= 0 or mere.partenaire is None or mere.nature is None or not memes:
        return
    egales = [ligne for ligne in memes if ligne.programme == programme]
    if not egales and sum(ligne.programme or 0 for ligne in memes) == programme:
        egales = memes
    if egales:
        codes = format_liste([f"« {ligne.code} »" for ligne in egales])
        yield Anomalie(
            regle="action-mere",
            gravite=Gravite.ALERTE,
            table=FINANCEMENTS.nom,
            cle=FINANCEMENTS.cle(mere),
            champ="Programmé",
            exercice=mere.exercice,
            ligne=mere.ligne,
            constat=f"« {mere.code} » : {format_euros(programme)} programmés sur l'action, et autant sur sa part ({codes})",
            conseil="Gardez le montant du seul côté qui le reçoit ; retranchez de l'action ce que ses parts reçoivent.",
        )
