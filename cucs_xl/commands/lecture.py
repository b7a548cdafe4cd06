"""What every command starts with: a typed contract, a year of it."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.lecture import Lecture, read_contrat
from cucs_xl.metier.modele import TABLE_PAR_NOM, TABLES, Contrat
from cucs_xl.metier.nomenclature import StatutExercice
from cucs_xl.metier.schema import Table


@contextmanager
def sans_ramassage() -> Iterator[None]:
    """Pause the garbage collector: a master's rows all live to the end of the command.

    It would walk tens of thousands of them again and again: a fifth of a verification.
    """
    actif = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if actif:
            gc.enable()


def read_maitre(classeur: Classeur, tables: Iterable[Table] = TABLES) -> Lecture:
    """Read the tables of a master into a typed contract.

    Raises:
        CucsError: none of the tables exists.
    """
    tables = tuple(tables)
    presentes = classeur.tables()
    grilles = {table.nom: classeur.read(table.nom) for table in tables if table.nom in presentes}
    if not grilles:
        raise CucsError(
            f"« {classeur.nom} » n'est pas un classeur maître : aucune de ses tables n'y est."
        )
    return read_contrat(grilles, tables)


#: A table or column without which what is written would be false.
RUINES = frozenset({"table-absente", "colonne-absente"})


def read_entier(classeur: Classeur, lisibles: Iterable[Table] = ()) -> Lecture:
    """Read a master that a command will write: none of its tables may be lost.

    Recalculating formulas whose table is gone would spoil the values they keep, and the
    journal would tell every row of it as removed. `lisibles` must moreover be read to the
    last cell: a row that is not seen would be added twice.

    Raises:
        CucsError: a table or a column is lost, a cell of `lisibles` cannot be read.
    """
    lecture = read_maitre(classeur)
    noms = {table.nom for table in lisibles}
    for faute in lecture.anomalies:
        perdue = faute.regle in RUINES
        if perdue or (faute.table in noms and faute.gravite is Gravite.BLOQUANTE):
            table = TABLE_PAR_NOM[faute.table]
            suite = "la commande écrirait à faux" if perdue else "une ligne pourrait être doublée"
            raise CucsError(
                f"feuille {table.feuille}, {faute.cle or faute.champ or 'table'} : {faute.constat} ; "
                f"{suite}, rien n'a été écrit. {faute.conseil}"
            )
    return lecture


def check_ouvert(contrat: Contrat, exercice: int) -> None:
    """Refuse to change a closed year.

    Raises:
        CucsError: it is closed.
    """
    if any(e.exercice == exercice and e.statut is StatutExercice.CLOS for e in contrat.exercices):
        raise CucsError(
            f"l'exercice {exercice} est clos : rouvrez-le (« cucs-xl rouvrir »), ou changez "
            "« Exercice affiché » dans Paramètres. Rien n'a été écrit."
        )


def exercice_de(contrat: Contrat, exercice: int | None) -> int:
    """Give the year asked for, or the one that the workbook shows.

    Raises:
        CucsError: no such year in the contract.
    """
    declares = [e.exercice for e in contrat.exercices]
    affiche = contrat.parametre("Exercice affiché")
    choisi = exercice or (int(affiche) if isinstance(affiche, int | float) else None)
    if choisi not in declares:
        connus = ", ".join(map(str, declares)) or "aucun"
        trouve = affiche if choisi is None else choisi
        raise CucsError(
            f"l'exercice « {trouve or 'vide'} » n'est pas dans la feuille Exercices (déclarés : {connus}) : "
            "choisissez-en un avec --exercice, ou corrigez « Exercice affiché » dans Paramètres."
        )
    return choisi
