"""Les totaux par partenaire, thème, opérateur, quartier et régime sont égaux, au centime près.

Source : contrat, 3.2 : « un bilan écrit annuel, adossé aux éléments de suivi physique et
financier » ; la Cour des comptes les jugeait, pour les contrats de ville, le plus souvent
impossibles à établir (senat.fr, l02-068-33719).
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.consolidation import LIBELLES_AXES, Ecart, check_ecarts, consolidate_axes
from cucs_xl.metier.faits import LIBELLES_ETAPES, Etape, faits_de, read_faits
from cucs_xl.metier.modele import EXERCICES, Contrat
from cucs_xl.metier.montant import Centimes, format_euros


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Tie every year out; one anomaly a year names the axes and stages that lose money.

    A net: « Vérifier » keeps it silent while another anomaly explains the loss.
    """
    faits = read_faits(contrat)
    for exercice in contrat.exercices:
        if exercice.exercice is None:
            continue
        retenus = faits_de(faits, exercice.exercice)
        consolidees = consolidate_axes(contrat, retenus)
        ecarts = [e for e in check_ecarts(contrat, exercice.exercice, consolidees) if e.ecart]
        if ecarts:
            yield Anomalie(
                regle="total-contradictoire",
                gravite=Gravite.BLOQUANTE,
                table=EXERCICES.nom,
                cle=EXERCICES.cle(exercice),
                champ="Exercice",
                exercice=exercice.exercice,
                ligne=exercice.ligne,
                constat=f"{exercice.exercice} : les totaux ne concordent pas : {' ; '.join(_detail(ecarts))}",
                conseil="Corrigez les références inconnues et les colonnes non renseignées signalées par ailleurs, puis vérifiez à nouveau.",
            )


def _detail(ecarts: list[Ecart]) -> Iterator[str]:
    """Say each loss once, with all the axes that have it."""
    pertes: dict[tuple[Etape, Centimes], list[str]] = {}
    for ecart in ecarts:
        pertes.setdefault((ecart.etape, ecart.ecart), []).append(
            f"par {LIBELLES_AXES[ecart.axe].lower()}"
        )
    for (etape, montant), axes in pertes.items():
        yield f"{LIBELLES_ETAPES[etape].lower()}, {format_euros(montant)} hors du total {format_liste(axes)}"
