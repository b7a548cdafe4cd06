"""Un mouvement est compté l'année de sa pièce, jamais avant l'année du programme.

Source : code général des collectivités territoriales, art. L. 1612-11 et D. 2342-3 : la journée
complémentaire rattache à l'exercice écoulé des pièces de janvier.
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import MOUVEMENTS, Contrat, Mouvement


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare the accounting year with the programme's and with the document's date."""
    programmes = {financement.code: financement.exercice for financement in contrat.financements}
    for mouvement in contrat.mouvements:
        comptable = mouvement.exercice_comptable
        if comptable is None:
            continue
        programme = programmes.get(mouvement.financement or "")
        constats = []
        if programme is not None and comptable < programme:
            constats.append(f"avant l'exercice {programme} du programme")
        if mouvement.date is not None and not _est_de(mouvement, comptable):
            constats.append(f"alors que la pièce est du {format_jour(mouvement.date)}")
        if constats:
            yield Anomalie(
                regle="exercice-comptable-anterieur",
                gravite=Gravite.ALERTE,
                table=MOUVEMENTS.nom,
                cle=MOUVEMENTS.cle(mouvement),
                champ="Exercice comptable",
                exercice=programme,
                ligne=mouvement.ligne,
                constat=f"« {mouvement.code} » : compté en {comptable}, {' et '.join(constats)}",
                conseil="Vérifiez la date et l'exercice comptable ; justifiez l'écart si la pièce le veut ainsi.",
            )


def _est_de(mouvement: Mouvement, comptable: int) -> bool:
    """Tell whether the document may belong to that year: January may close the last one."""
    date = mouvement.date
    assert date is not None
    return comptable == date.year or (date.month == 1 and comptable == date.year - 1)
