"""Chaque thème a un axe principal de la Région, et un seul : ses crédits n'y comptent qu'une fois.

Source : protocole annexé au contrat, II : l'État « a déterminé cinq champs d'intervention
prioritaires » et la Région fonde sa politique « sur les cinq grands axes suivants ».
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import AXES, AxeRegion, Contrat
from cucs_xl.metier.nomenclature import OuiNon


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Count the principal axes of each theme that the sheet speaks of."""
    themes: dict[str, list[AxeRegion]] = defaultdict(list)
    for axe in contrat.axes:
        if axe.theme is not None:
            themes[axe.theme].append(axe)
    for theme, axes in themes.items():
        principaux = [axe for axe in axes if axe.principal is OuiNon.OUI]
        if len(principaux) > 1:
            noms = format_liste([f"« {axe.axe} »" for axe in principaux])
            yield _anomalie(
                principaux[1],
                Gravite.BLOQUANTE,
                f"« {theme} » a {len(principaux)} axes principaux : {noms} ; ses crédits ne peuvent compter que sous un seul",
                "Gardez oui pour un seul axe du thème, et choisissez non pour les autres.",
            )
        elif not principaux and all(axe.principal is not None for axe in axes):
            yield _anomalie(
                axes[0],
                Gravite.ALERTE,
                f"« {theme} » n'a pas d'axe principal : ses crédits ne comptent sous aucun axe",
                "Choisissez oui pour l'axe sous lequel comptent les crédits du thème.",
            )


def _anomalie(axe: AxeRegion, gravite: Gravite, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="axe-principal",
        gravite=gravite,
        table=AXES.nom,
        cle=AXES.cle(axe),
        champ="Principal",
        ligne=axe.ligne,
        constat=constat,
        conseil=conseil,
    )
