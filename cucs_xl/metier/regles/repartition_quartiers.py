"""Les parts d'une action font 100 % sur des quartiers du contrat.

Source : contrat, 3.2 : le bilan des « quartiers situés en ZUS » sert de base au rapport de la loi
du 1er août 2003, celui des autres quartiers non ; une action qui les sert tous se partage.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import ACTIONS, REPARTITION, Action, Contrat, Quartier, Repartition
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import DECIDEES, SANS_SUITE, SPECIFIQUES
from cucs_xl.metier.programme import ActionAnnee, read_actions, read_financements, read_preparations
from cucs_xl.metier.ventilation import FINESSE, TOLERANCE


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge the keys of actions that still live, then look for actions without any."""
    actions = read_actions(contrat)
    preparations = read_preparations(contrat)
    quartiers = {quartier.code: quartier for quartier in contrat.quartiers}
    groupes: dict[ActionAnnee, list[Repartition]] = defaultdict(list)
    for ligne in contrat.repartitions:
        groupes[ligne.action, ligne.exercice].append(ligne)
    for cle, lignes in groupes.items():
        action = actions.get(cle)
        if action is None or action.statut in SANS_SUITE:
            continue
        prepare = action.exercice in preparations
        yield from _check_prevues(lignes, Gravite.ALERTE if prepare else Gravite.BLOQUANTE)
        yield from _check_realisees(lignes)
        for ligne in lignes:
            quartier = quartiers.get(ligne.quartier or "")
            if quartier is not None:
                yield from _check_validite(ligne, action, quartier)
    yield from _check_oubliees(contrat, actions, groupes.keys(), preparations)


def _check_prevues(lignes: Sequence[Repartition], gravite: Gravite) -> Iterator[Anomalie]:
    total = _sum_parts([ligne.part for ligne in lignes])
    if total is not None and abs(total - FINESSE) > TOLERANCE:
        yield _anomalie(
            min(lignes, key=REPARTITION.cle),
            gravite,
            "Total action",
            f"les parts font {_format_part(total)} et non 100 %",
            "Corrigez « Part », ou ajoutez le quartier qui manque ; pour trois tiers, saisissez =1/3.",
        )


def _check_realisees(lignes: Sequence[Repartition]) -> Iterator[Anomalie]:
    """Judge the realised key once it is begun: incomplete, the planned one serves instead."""
    if all(ligne.part_realisee is None for ligne in lignes):
        return
    premiere = min(lignes, key=REPARTITION.cle)
    manquants = sum(ligne.part_realisee is None for ligne in lignes)
    if manquants:
        yield _anomalie(
            premiere,
            Gravite.ALERTE,
            "Part réalisée",
            f"part réalisée inconnue pour {manquants} quartier{'s' * (manquants > 1)} sur {len(lignes)} : les parts prévues servent",
            "Renseignez « Part réalisée » pour chaque quartier de l'action, 0 % compris.",
        )
        return
    total = _sum_parts([ligne.part_realisee for ligne in lignes])
    if total is not None and abs(total - FINESSE) > TOLERANCE:
        yield _anomalie(
            premiere,
            Gravite.BLOQUANTE,
            "Part réalisée",
            f"les parts réalisées font {_format_part(total)} et non 100 %",
            "Corrigez « Part réalisée » ; videz-la partout si elle n'est pas encore connue.",
        )


def _sum_parts(parts: Sequence[float | None]) -> int | None:
    """Sum shares in millionths; None when one of them is unknown."""
    connues = [round(part * FINESSE) for part in parts if part is not None and 0 <= part <= 1]
    return sum(connues) if len(connues) == len(parts) else None


def _format_part(total: int) -> str:
    """Spell millionths in percent, to the hundredth: what the tolerance leaves visible.

    >>> _format_part(999_900), _format_part(1_200_000)
    ('99,99 %', '120 %')
    """
    return f"{total * 100 / FINESSE:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


def _check_validite(ligne: Repartition, action: Action, quartier: Quartier) -> Iterator[Anomalie]:
    """Compare with the day the action starts, else with its whole year."""
    assert action.exercice is not None
    debut = action.date_debut or date(action.exercice, 1, 1)
    fin = action.date_debut or date(action.exercice, 12, 31)
    quand = f"le {format_jour(debut)}" if action.date_debut else f"en {action.exercice}"
    if quartier.valide_du is not None and quartier.valide_du > fin:
        constat = (
            f"entre dans le contrat le {format_jour(quartier.valide_du)}, l'action commence {quand}"
        )
    elif quartier.valide_au is not None and quartier.valide_au < debut:
        constat = (
            f"est sorti du contrat le {format_jour(quartier.valide_au)}, l'action commence {quand}"
        )
    else:
        return
    yield _anomalie(
        ligne,
        Gravite.BLOQUANTE,
        "Quartier",
        f"le quartier {quartier.code} {constat}",
        "Choisissez un quartier valide à cette date, ou corrigez ses dates dans la feuille Quartiers.",
    )


def _check_oubliees(
    contrat: Contrat,
    actions: dict[ActionAnnee, Action],
    reparties: Collection[ActionAnnee],
    preparations: frozenset[int],
) -> Iterator[Anomalie]:
    """Tell the decided actions whose contract money stands in no quartier."""
    financements = read_financements(contrat)
    for cle, action in actions.items():
        if action.statut not in DECIDEES or cle in reparties or action.exercice in preparations:
            continue
        programme = sum(
            f.programme or 0 for f in financements.get(cle, ()) if f.nature in SPECIFIQUES
        )
        if programme > 0:
            yield Anomalie(
                regle="repartition-quartiers",
                gravite=Gravite.ALERTE,
                table=ACTIONS.nom,
                cle=ACTIONS.cle(action),
                champ="Programmé",
                exercice=action.exercice,
                ligne=action.ligne,
                constat=f"« {action.code} » : {format_euros(programme)} programmés sans répartition par quartier, donc comptés « non réparti »",
                conseil="Ajoutez dans la feuille Répartition une ligne par quartier servi, de total 100 %.",
            )


def _anomalie(
    ligne: Repartition, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="repartition-quartiers",
        gravite=gravite,
        table=REPARTITION.nom,
        cle=REPARTITION.cle(ligne),
        champ=champ,
        exercice=ligne.exercice,
        ligne=ligne.ligne,
        constat=f"« {ligne.action} » : {constat}",
        conseil=conseil,
    )
