"""Quand un avenant réduit une enveloppe, les actions qui n'y tiennent plus sont nommées.

Source : contrat, 4.3 : « au moyen d'un avenant financier » ; 3.1 : le comité de pilotage
« programme annuellement toutes les actions ».
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.modele import ENVELOPPES, Contrat
from cucs_xl.metier.montant import Centimes, format_euros

#: More than this many names do not help anybody decide.
NOMMEES = 5


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Serve the actions of a reduced envelope in the order of decisions, until it is empty."""
    reduites = [
        ligne
        for ligne in build_registre(contrat, ())
        if ligne.avenants < 0 and ligne.plafond is not None
    ]
    if not reduites:
        return
    copils = {(action.code, action.exercice): action.date_copil for action in contrat.actions}
    programmes: dict[str, dict[tuple[str, int | None], Centimes]] = defaultdict(
        lambda: defaultdict(int)
    )
    for f in contrat.financements:
        if f.enveloppe is not None and f.programme:
            programmes[f.enveloppe][f.action or f.code or "", f.exercice] += f.programme
    for ligne in reduites:
        enveloppe, plafond = ligne.enveloppe, ligne.plafond
        assert plafond is not None
        actions = programmes[enveloppe.code]
        if actions and sum(actions.values()) > plafond:
            exclues = _exclues(actions, copils, plafond)
            yield Anomalie(
                regle="avenant-reducteur",
                gravite=Gravite.ALERTE,
                table=ENVELOPPES.nom,
                cle=ENVELOPPES.cle(enveloppe),
                champ="Avenants",
                exercice=enveloppe.exercice,
                ligne=enveloppe.ligne,
                constat=f"« {enveloppe.code} » : {format_euros(-ligne.avenants)} retirés par avenant, plafond de {format_euros(plafond)} ; n'y {'tient' if len(exclues) == 1 else 'tiennent'} plus {_format(exclues)}",
                conseil="Soumettez au comité de pilotage la baisse ou l'abandon de ces actions, ou réduisez d'autres crédits de l'enveloppe.",
            )


def _exclues(
    actions: dict[tuple[str, int | None], Centimes],
    copils: dict[tuple[str, int | None], date | None],
    plafond: Centimes,
) -> list[tuple[str, Centimes]]:
    """List the actions decided from the one that passes the ceiling; undated ones come last."""
    ordre = sorted(actions, key=lambda cle: (copils.get(cle) or date.max, cle[0]))
    cumul = 0
    exclues = []
    for cle in ordre:
        cumul += actions[cle]
        if cumul > plafond:
            exclues.append((cle[0], actions[cle]))
    return exclues


def _format(exclues: list[tuple[str, Centimes]]) -> str:
    mots = [f"« {code} » ({format_euros(montant)})" for code, montant in exclues[:NOMMEES]]
    autres = len(exclues) - NOMMEES
    if autres > 0:
        mots.append(f"{autres} autre{'s' if autres > 1 else ''}")
    return format_liste(mots)
