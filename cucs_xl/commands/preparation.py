"""« Préparer »: the rows that the actions of a year still lack, ready to be filled."""

from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.lecture import exercice_de, read_maitre
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.lecture import Lecture
from cucs_xl.metier.modele import ACTIONS, INDICATEURS, MESURES, QUARTIERS, REPARTITION
from cucs_xl.metier.nomenclature import StatutExercice
from cucs_xl.metier.preparation import Preparation, build_preparation

#: What tells whether a row is missing.
_LUES = (ACTIONS, QUARTIERS, REPARTITION, INDICATEURS, MESURES)


def preparer(classeur: Classeur, exercice: int | None = None) -> Preparation:
    """Add the rows that the actions of a year lack, the one shown by default.

    Existing rows are never touched; a second run adds nothing, and writes nothing.

    Raises:
        CucsError: the year is unknown or closed, a table cannot be read whole.
    """
    lecture = read_maitre(classeur)
    contrat = lecture.contrat
    annee = exercice_de(contrat, exercice)
    if any(e.exercice == annee and e.statut is StatutExercice.CLOS for e in contrat.exercices):
        raise CucsError(
            f"l'exercice {annee} est clos : rouvrez-le (« cucs-xl rouvrir »), ou changez « Exercice "
            "affiché » dans Paramètres. Rien n'a été écrit."
        )
    _check_lisible(lecture)
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


def _check_lisible(lecture: Lecture) -> None:
    """Refuse tables that cannot be read whole: a row that is not seen would be doubled."""
    feuilles = {table.nom: table.feuille for table in _LUES}
    for faute in lecture.anomalies:
        if faute.table in feuilles and faute.gravite is Gravite.BLOQUANTE:
            raise CucsError(
                f"feuille {feuilles[faute.table]}, {faute.cle or faute.champ or 'table'} : {faute.constat} ; "
                "une ligne pourrait être doublée, rien n'a été écrit. Lancez « cucs-xl verifier », "
                "corrigez, puis recommencez."
            )
