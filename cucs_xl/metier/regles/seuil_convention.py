"""Au-delà du seuil, les aides d'un financeur à un organisme privé font l'objet d'une convention.

Source : loi n° 2000-321 du 12 avril 2000, art. 10, et décret n° 2001-495 du 6 juin 2001 : convention
au-delà de 23 000 euros par an ; décret n° 2017-779 du 5 mai 2017 : publication.
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import FINANCEMENTS, Contrat, Financement
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import DECIDEES
from cucs_xl.metier.parametres import Seuil, read_seuil
from cucs_xl.metier.programme import AIDES, PRIVES, read_actions, read_preparations, read_publics


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Sum, by operator, year and funder's heading, what decided actions receive.

    It is told on the first of the lines summed: an operator has one row for all years
    and funders, and a justification there would hide the next convention.
    """
    seuil = read_seuil(contrat, Seuil.CONVENTION)
    if seuil is None:
        return
    actions = read_actions(contrat)
    preparations = read_preparations(contrat)
    publics = read_publics(contrat)
    groupes = {p.code: p.groupe or p.code for p in contrat.partenaires}
    prives = {o.code: o for o in contrat.operateurs if o.statut_juridique in PRIVES}
    sommes: dict[tuple[str, int, str], list[Financement]] = defaultdict(list)
    for financement in contrat.financements:
        action = actions.get((financement.action, financement.exercice))
        if (
            action is not None
            and action.exercice is not None
            and action.statut in DECIDEES
            and action.exercice not in preparations
            and action.operateur in prives
            and financement.nature in AIDES
            and financement.partenaire in publics
            and financement.programme is not None
        ):
            groupe = groupes[financement.partenaire]
            sommes[action.operateur, action.exercice, groupe].append(financement)
    for (operateur, exercice, groupe), lignes in sommes.items():
        total = sum(ligne.programme or 0 for ligne in lignes)
        if total > seuil * 100:
            premiere = min(lignes, key=FINANCEMENTS.cle)
            combien = f" en {len(lignes)} financements" if len(lignes) > 1 else ""
            yield Anomalie(
                regle="seuil-convention",
                gravite=Gravite.ALERTE,
                table=FINANCEMENTS.nom,
                cle=FINANCEMENTS.cle(premiere),
                champ="Programmé",
                exercice=exercice,
                ligne=premiere.ligne,
                constat=f"« {operateur} » reçoit {format_euros(total)} du groupe {groupe} en {exercice}{combien} : au-delà de {format_euros(round(seuil * 100))}, convention et publication",
                conseil="Signez la convention et publiez la subvention, puis justifiez par leurs dates.",
            )
