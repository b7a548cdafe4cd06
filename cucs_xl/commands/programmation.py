"""« Programmer »: the COPIL's matrix and the fundings brought together, both ways."""

from collections.abc import Mapping, Sequence

from cucs_xl.commands.enregistrement import write_tables
from cucs_xl.commands.lecture import exercice_de, read_entier
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.matrice import FEUILLE, TABLE, read_matrice
from cucs_xl.metier.modele import FINANCEMENTS
from cucs_xl.metier.programmation import Fusion, build_ecriture, merge_programmation
from cucs_xl.metier.schema import Cellule


def programmer(classeur: Classeur, exercice: int | None = None) -> Fusion:
    """Carry the decisions of the matrix to the fundings, and the fundings to the matrix.

    Raises:
        CucsError: the sheet of the matrix is gone, the year is unknown.
    """
    lecture = read_entier(classeur)
    contrat = lecture.contrat
    if TABLE not in classeur.tables():
        raise CucsError(
            f"« {classeur.nom} » n'a plus de table {TABLE} : rétablissez la feuille {FEUILLE} "
            "depuis une copie, puis recommencez. Rien n'a été écrit."
        )
    annee = exercice_de(contrat, exercice)
    illisibles = {
        a.cle for a in lecture.anomalies if (a.table, a.champ) == (FINANCEMENTS.nom, "Programmé")
    }
    matrice = read_matrice(classeur.read(TABLE), contrat)
    fusion = merge_programmation(contrat, matrice, annee, illisibles)
    ecritures: dict[str, Sequence[Mapping[str, Cellule]]] = {TABLE: fusion.lignes}
    if fusion.decisions:
        financements = build_ecriture(classeur.read(FINANCEMENTS.nom), fusion)
        ecritures[FINANCEMENTS.nom] = financements
    apres = contrat._replace(financements=fusion.financements)
    write_tables(classeur, contrat, apres, ecritures, "programmer")
    return fusion
