"""Une fiche demandée à un partenaire revient avant son échéance.

Source : contrat, 3.2 : « Ce bilan prend en compte, pour l'Etat comme pour chacun des partenaires, la
mesure des moyens » ; l'évaluation est conduite « en association étroite avec les opérateurs ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.attente import is_muet
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import RETOURS, Contrat
from cucs_xl.metier.parametres import read_situation


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Name each sheet without answer once its deadline is past at the day of the situation."""
    situation = read_situation(contrat)
    for retour in contrat.retours:
        if not is_muet(retour) or retour.echeance is None or situation is None:
            continue
        if situation > retour.echeance:
            sujet = f" pour {retour.action} attendue" if retour.action else ", réponse attendue"
            yield Anomalie(
                regle="retour-en-retard",
                gravite=Gravite.ALERTE,
                table=RETOURS.nom,
                cle=RETOURS.cle(retour),
                champ="Échéance",
                exercice=retour.exercice,
                ligne=retour.ligne,
                constat=f"« {retour.destinataire} » : {retour.modele} {retour.exercice}{sujet} le {format_jour(retour.echeance)}, rien reçu au {format_jour(situation)}",
                conseil="Préparez la relance suivante (« cucs-xl relances »), ou relevez le retour s'il est arrivé.",
            )
