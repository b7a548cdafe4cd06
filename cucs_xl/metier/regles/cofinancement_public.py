"""Les aides publiques à un opérateur privé restent sous le plafond de la règle locale.

Source : règle locale, feuille Paramètres, « Plafond d'aides publiques » ; contrat, points faibles
du contrat de ville : « des institutions faisant essentiellement du financement ».
"""

from collections.abc import Iterator
from fractions import Fraction

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import ACTIONS, Contrat
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import DECIDEES, INSTRUITES
from cucs_xl.metier.parametres import Seuil, read_seuil
from cucs_xl.metier.programme import AIDES, PRIVES, read_financements, read_publics
from cucs_xl.metier.taux import format_pourcent


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare public aid with the cost: what is asked, then what is decided.

    An unknown amount adds nothing: known ones beyond the ceiling are beyond it anyway.
    """
    plafond = read_seuil(contrat, Seuil.AIDES_PUBLIQUES)
    if plafond is None:
        return
    publics = read_publics(contrat)
    prives = {o.code for o in contrat.operateurs if o.statut_juridique in PRIVES}
    financements = read_financements(contrat)
    for action in contrat.actions:
        cout = action.cout_previsionnel
        if cout is None or cout <= 0 or action.operateur not in prives:
            continue
        aides = [
            f
            for f in financements.get((action.code, action.exercice), ())
            if f.nature in AIDES and f.partenaire in publics
        ]
        if action.statut in DECIDEES:
            total, stade = sum(f.programme or 0 for f in aides), "programmées"
        elif action.statut in INSTRUITES:
            total, stade = sum(f.sollicite or 0 for f in aides), "sollicitées"
        else:
            continue
        part = Fraction(total, cout)
        if part * 100 > plafond:
            yield Anomalie(
                regle="cofinancement-public",
                gravite=Gravite.ALERTE,
                table=ACTIONS.nom,
                cle=ACTIONS.cle(action),
                champ="Coût prévisionnel",
                exercice=action.exercice,
                ligne=action.ligne,
                constat=f"« {action.code} » : {format_euros(total)} d'aides publiques {stade}, soit {format_pourcent(part)} % du coût pour un plafond de {plafond:g} %",
                conseil="Réduisez une aide, ou saisissez l'autofinancement et les aides privées qui manquent au coût ; sinon justifiez la dérogation.",
            )
