"""What every command starts with: a typed contract, a year of it."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.lecture import Lecture, read_contrat
from cucs_xl.metier.modele import TABLES, Contrat
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
