"""Chaque partenaire dit chaque année son droit commun, ou son silence est noté.

Source : contrat, 3.2 : « Ce bilan prend en compte, pour l'Etat comme pour chacun des
partenaires, la mesure des moyens de droit commun mis en œuvre ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.attente import read_muets
from cucs_xl.metier.declarants import read_declarants, read_declares
from cucs_xl.metier.echeances import VECUS, read_echus
from cucs_xl.metier.modele import EXERCICES, Contrat


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Name, once a year is over, the partners without any declaration, on the year's row.

    A sheet sent and not returned is a silence noted: it is « non communiqué » in the tables,
    and retour-en-retard tells it.
    """
    for exercice in read_echus(contrat, 1, 1):
        if exercice.statut not in VECUS:
            continue
        annee = exercice.exercice
        connus = read_declares(contrat, annee) | read_muets(contrat, annee)
        muets = [p.court or p.code for p in read_declarants(contrat, annee) if p.code not in connus]
        if muets:
            yield Anomalie(
                regle="droit-commun-silence",
                gravite=Gravite.ALERTE,
                table=EXERCICES.nom,
                cle=EXERCICES.cle(exercice),
                champ="Exercice",
                exercice=annee,
                ligne=exercice.ligne,
                constat=f"{annee} : rien n'est dit du droit commun de {format_liste(muets)}",
                conseil="Saisissez la déclaration dans la feuille Droit commun, ou une ligne au statut néant ou non communiqué : un silence n'est pas zéro.",
            )
