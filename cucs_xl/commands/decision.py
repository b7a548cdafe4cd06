"""« Décider »: the decisions of the last comité de pilotage, carried to the sheet Actions."""

from collections.abc import Iterable
from typing import Any

from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.lecture import check_ouvert, exercice_de, read_entier
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.copil import Programme, build_programme, read_copil
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import ACTIONS, EXERCICES, INSTANCES
from cucs_xl.metier.schema import Cellule, Table


def decider(classeur: Classeur, exercice: int | None = None) -> Programme:
    """Programme the actions proposed and financed of a year, the one shown by default.

    Only their « Statut » and « Date COPIL » change, and the status of a year in preparation.

    Raises:
        CucsError: the year is unknown or closed, no comité de pilotage held programmes it.
    """
    contrat = read_entier(classeur).contrat
    annee = exercice_de(contrat, exercice)
    check_ouvert(contrat, annee)
    jour = read_copil(contrat, annee)
    if jour is None:
        raise CucsError(
            f"aucun comité de pilotage tenu ne programme {annee} : saisissez-le dans la feuille "
            f"{INSTANCES.feuille} (type COPIL, statut tenue, sa date, « Exercice programmé » {annee}). "
            "Rien n'a été écrit."
        )
    fait = build_programme(contrat, annee, jour)
    changees = (
        (ACTIONS, fait.decidees, ("Statut", "Date COPIL")),
        (EXERCICES, fait.ouverts, ("Statut",)),
    )
    ecritures = {
        table.nom: build_edition(table, classeur.read(table.nom), _edit(table, lignes, entetes), ())
        for table, lignes, entetes in changees
        if lignes
    }
    if ecritures:
        motif = f"COPIL du {format_jour(jour)}"
        write_tables(classeur, contrat, fait.apply(contrat), ecritures, "décider", motif)
    return fait


def _edit(
    table: Table, lignes: Iterable[Any], entetes: Iterable[str]
) -> dict[int, dict[str, Cellule]]:
    """Give the cells that change, by sheet row; the others keep what the host read."""
    lignes = tuple(lignes)
    return {
        ligne.ligne: {entete: cellules[entete] for entete in entetes}
        for ligne, cellules in zip(lignes, to_cellules(table, lignes), strict=True)
    }
