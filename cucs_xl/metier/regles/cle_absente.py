"""Chaque ligne a une clé : sans elle, rien ne peut s'y rattacher.

Source : contrat, 3.1 : « le suivi financier et administratif du programme ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import SAISIES, Contrat


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Tell each empty key cell, on the row that holds it."""
    for table in SAISIES:
        cles = [(rang, c) for rang, c in enumerate(table.saisies) if c.cle and c.requis]
        for ligne in contrat.table(table):
            for rang, colonne in cles:
                if ligne[rang] is None:
                    yield Anomalie(
                        regle="cle-absente",
                        gravite=Gravite.BLOQUANTE,
                        table=table.nom,
                        cle=table.cle(ligne),
                        champ=colonne.entete,
                        exercice=getattr(ligne, "exercice", None),
                        ligne=ligne.ligne,
                        constat=f"« {colonne.entete} » n'est pas renseigné sur la ligne {ligne.ligne} de la feuille {table.feuille} : rien ne peut désigner cette ligne",
                        conseil=f"Renseignez « {colonne.entete} », ou effacez la ligne. {colonne.aide}",
                    )
