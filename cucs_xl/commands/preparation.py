"""« Préparer »: the rows that the actions of a year still lack, ready to be filled."""

from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.lecture import check_ouvert, exercice_de, read_entier
from cucs_xl.excel.classeur import Classeur
from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.modele import ACTIONS, INDICATEURS, MESURES, QUARTIERS, REPARTITION
from cucs_xl.metier.preparation import Preparation, build_preparation

#: What tells whether a row is missing.
_LUES = (ACTIONS, QUARTIERS, REPARTITION, INDICATEURS, MESURES)


def preparer(classeur: Classeur, exercice: int | None = None) -> Preparation:
    """Add the rows that the actions of a year lack, the one shown by default.

    Existing rows are never touched; a second run adds nothing, and writes nothing.

    Raises:
        CucsError: the year is unknown or closed, a table cannot be read whole.
    """
    lecture = read_entier(classeur, _LUES)
    contrat = lecture.contrat
    annee = exercice_de(contrat, exercice)
    check_ouvert(contrat, annee)
    fait = build_preparation(contrat, annee)
    ajouts = {REPARTITION: fait.repartitions, INDICATEURS: fait.indicateurs, MESURES: fait.mesures}
    ecritures = {
        table.nom: build_edition(table, classeur.read(table.nom), {}, to_cellules(table, lignes))
        for table, lignes in ajouts.items()
        if lignes
    }
    if not fait.vide:
        write_tables(classeur, contrat, fait.add(contrat), ecritures, "préparer")
    return fait
