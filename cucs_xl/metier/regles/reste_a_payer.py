"""Le reste à payer écrit à la clôture est l'engagé moins le payé, que reprend l'exercice suivant.

Source : code général des collectivités territoriales, art. R. 2311-11 : les restes à réaliser sont
les dépenses engagées non mandatées au 31 décembre ; contrat, 3.1 : « le suivi financier et
administratif du programme ».
"""

from collections.abc import Iterator

from cucs_xl.metier import cloture
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import EXERCICES, Contrat
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import StatutExercice


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare what the closing wrote with the movements of today."""
    for exercice in contrat.exercices:
        ecrit = exercice.reste_a_payer
        if exercice.exercice is None:
            continue
        if exercice.statut is not StatutExercice.CLOS or ecrit is None:
            continue
        reste = cloture.reste_a_payer(contrat, exercice.exercice)
        if reste != ecrit:
            yield Anomalie(
                regle="reste-a-payer",
                gravite=Gravite.BLOQUANTE,
                table=EXERCICES.nom,
                cle=EXERCICES.cle(exercice),
                champ="Reste à payer",
                exercice=exercice.exercice,
                ligne=exercice.ligne,
                constat=f"{exercice.exercice} : {format_euros(ecrit)} de reste à payer à la clôture, {format_euros(reste)} d'après les mouvements",
                conseil="Rétablissez le montant écrit et les mouvements de la clôture ; pour une correction voulue, rouvrez l'exercice puis clôturez-le à nouveau.",
            )
