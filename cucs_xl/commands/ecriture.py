"""How a contract that changed is written back: only the cells that differ, raw ones kept."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cucs_xl.commands.enregistrement import to_cellules
from cucs_xl.excel.classeur import Classeur
from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.modele import TABLES, Contrat
from cucs_xl.metier.retour.trace import Feuillet, Trace, build_trace
from cucs_xl.metier.schema import Cellule, Table


class Plan(NamedTuple):
    """The tables to write, and what it changes in each."""

    ecritures: Mapping[str, Sequence[Mapping[str, Cellule]]]
    traces: Mapping[str, Trace]


def build_plan(classeur: Classeur, avant: Contrat, apres: Contrat) -> Plan:
    """Compare two states of a contract: rows keep their place, a row taken out leaves a blank.

    Rows are told apart by the sheet row they were read from; new ones have none.
    """
    ecritures: dict[str, Sequence[Mapping[str, Cellule]]] = {}
    traces: dict[str, Trace] = {}
    for table in TABLES:
        anciennes, nouvelles = avant.table(table), apres.table(table)
        if anciennes is nouvelles or anciennes == nouvelles:
            continue
        grille = classeur.read(table.nom)
        edition = _edit(table, grille, anciennes, nouvelles)
        trace = build_trace(
            build_feuillet(table, grille, anciennes), _keep_keys(edition, table, grille, nouvelles)
        )
        ecritures[table.nom], traces[table.nom] = edition, trace
    return Plan(ecritures, traces)


def build_feuillet(table: Table, grille: Grille, lignes: Sequence[Any]) -> Feuillet:
    """Give the raw typed cells of a table, and the key of each row."""
    edition = build_edition(table, grille, {}, ())
    cles = [""] * len(edition)
    for ligne, cle in _name_rangees(table, lignes):
        cles[ligne.ligne - grille.premiere] = cle
    return Feuillet(edition, cles)


def _edit(
    table: Table, grille: Grille, anciennes: Sequence[Any], nouvelles: Sequence[Any]
) -> list[dict[str, Cellule]]:
    places = {ligne.ligne: ligne for ligne in anciennes}
    changees: dict[int, Mapping[str, Cellule]] = {}
    ajoutees = []
    for ligne in nouvelles:
        ancienne = places.pop(ligne.ligne, None) if ligne.ligne else None
        if ancienne is None:
            ajoutees.append(ligne)
        elif ancienne != ligne:
            changees[ligne.ligne] = _diff(table, ancienne, ligne)
    vide: dict[str, Cellule] = dict.fromkeys(c.entete for c in table.saisies)
    changees |= dict.fromkeys(places, vide)
    return build_edition(table, grille, changees, to_cellules(table, ajoutees))


def _diff(table: Table, ancienne: Any, nouvelle: Any) -> dict[str, Cellule]:
    [cellules] = to_cellules(table, [nouvelle])
    return {
        c.entete: cellules[c.entete]
        for c in table.saisies
        if getattr(ancienne, c.attribut or "") != getattr(nouvelle, c.attribut or "")
    }


def _keep_keys(
    edition: Sequence[Mapping[str, Cellule]], table: Table, grille: Grille, lignes: Sequence[Any]
) -> Feuillet:
    cles = [""] * len(edition)
    suivante = len(edition) - sum(not ligne.ligne for ligne in lignes)
    for ligne, cle in _name_rangees(table, lignes):
        if ligne.ligne:
            cles[ligne.ligne - grille.premiere] = cle
        else:
            cles[suivante] = cle
            suivante += 1
    return Feuillet(edition, cles)


def _name_rangees(table: Table, lignes: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Give each row its key; with its rank when rows before it bear the same."""
    portees: Counter[str] = Counter()
    for ligne in lignes:
        cle = table.cle(ligne)
        portees[cle] += 1
        yield ligne, cle if portees[cle] == 1 else f"{cle} ({portees[cle]})"
