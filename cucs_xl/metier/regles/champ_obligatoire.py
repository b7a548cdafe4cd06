"""Les colonnes obligatoires sont renseignées.

Source : contrat, 3.1 : « le suivi financier et administratif du programme ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import SAISIES, Contrat


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Tell each empty cell of a column declared `requis`; keys have their own rule."""
    for table in SAISIES:
        requis = [(rang, c) for rang, c in enumerate(table.saisies) if c.requis and not c.cle]
        for ligne in contrat.table(table):
            for rang, colonne in requis:
                if ligne[rang] is None:
                    yield Anomalie(
                        regle="champ-obligatoire",
                        gravite=Gravite.BLOQUANTE,
                        table=table.nom,
                        cle=table.cle(ligne),
                        champ=colonne.entete,
                        exercice=getattr(ligne, "exercice", None),
                        ligne=ligne.ligne,
                        constat=f"« {table.cle(ligne)} » : « {colonne.entete} » n'est pas renseigné",
                        conseil=f"Renseignez « {colonne.entete} ». {colonne.aide}",
                    )
