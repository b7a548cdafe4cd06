"""Une action se juge sur un résultat, et ses indicateurs sont renseignés au terme de l'année.

Source : contrat, 3.2 : le bilan est adossé « aux indicateurs de résultat définis au regard des
objectifs » ; bilan du contrat de Vannes, 2010 : 176 jeunes ont bénéficié de l'action, « mais cette
action les a-t-elle aidés à trouver un emploi ? ».
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.echeances import read_decidees, read_echus
from cucs_xl.metier.modele import ACTIONS, INDICATEURS, Contrat, Indicateur
from cucs_xl.metier.nomenclature import SANS_SUITE, StatutExercice, TypeIndicateur

RESULTATS = (TypeIndicateur.RESULTAT, TypeIndicateur.IMPACT)


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Look at what each action will be judged on, then at what was measured."""
    par_action: dict[str, list[Indicateur]] = defaultdict(list)
    for indicateur in contrat.indicateurs:
        if indicateur.action is not None:
            par_action[indicateur.action].append(indicateur)
    yield from _check_types(contrat, par_action)
    yield from _check_mesures(contrat, par_action)


def _check_types(contrat: Contrat, par_action: dict[str, list[Indicateur]]) -> Iterator[Anomalie]:
    """Tell once, on the first indicator of an action, that none measures an effect."""
    vivantes = {a.code for a in contrat.actions if a.statut and a.statut not in SANS_SUITE}
    for code, indicateurs in par_action.items():
        types = {indicateur.type for indicateur in indicateurs}
        if code not in vivantes or None in types or not types.isdisjoint(RESULTATS):
            continue
        premier = indicateurs[0]
        yield Anomalie(
            regle="indicateur-sans-resultat",
            gravite=Gravite.ALERTE,
            table=INDICATEURS.nom,
            cle=INDICATEURS.cle(premier),
            champ="Type",
            ligne=premier.ligne,
            constat=f"« {code} » : aucun indicateur de résultat ni d'impact parmi {len(indicateurs)}",
            conseil="Ajoutez dans la feuille Indicateurs ce que l'action doit changer pour son public, au type résultat.",
        )


def _check_mesures(contrat: Contrat, par_action: dict[str, list[Indicateur]]) -> Iterator[Anomalie]:
    """Name, for each action of a year over or closed, the indicators nobody has filled."""
    mesures = {(m.indicateur, m.exercice) for m in contrat.mesures if m.realisee is not None}
    finis = {e.exercice for e in contrat.exercices if e.statut is StatutExercice.CLOS}
    finis |= {e.exercice for e in read_echus(contrat, 1, 1)}
    for annee, actions in read_decidees(contrat).items():
        if annee not in finis:
            continue
        for action in actions:
            indicateurs = [i.code for i in par_action.get(action.code, []) if i.code]
            vides = [code for code in indicateurs if (code, annee) not in mesures]
            if vides:
                yield Anomalie(
                    regle="indicateur-sans-resultat",
                    gravite=Gravite.ALERTE,
                    table=ACTIONS.nom,
                    cle=ACTIONS.cle(action),
                    champ="Code",
                    exercice=annee,
                    ligne=action.ligne,
                    constat=f"« {action.code} » : {len(vides)} indicateur{'s' if len(vides) > 1 else ''} sur {len(indicateurs)} sans valeur constatée en {annee} ({format_liste(vides)})",
                    conseil="Saisissez « Réalisée » dans la feuille Mesures, ou justifiez pourquoi la valeur ne peut pas être connue.",
                )
