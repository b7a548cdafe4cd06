"""Going from one anomaly to the next: cells, the most serious first, then as sheets are read."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.controle import lieu
from cucs_xl.metier.modele import TABLE_PAR_NOM, TABLES, Contrat
from cucs_xl.metier.schema import Table


class Place(NamedTuple):
    """A cell of a table, by the row of its sheet and its heading; row 0 is the heading's."""

    table: str
    ligne: int
    champ: str


class Etape(NamedTuple):
    """Where to go, what is wrong there, and how many anomalies await somebody in all.

    Without a place, the anomaly is about a sheet that is gone; without anomalies, nothing
    awaits anybody.
    """

    place: Place | None
    anomalies: tuple[Anomalie, ...]
    reste: int


def read_etape(contrat: Contrat, anomalies: Iterable[Anomalie], depuis: Place | None) -> Etape:
    """Choose the cell that follows `depuis`; after the last comes the first again.

    Once its anomaly is corrected, a cell leaves the list: the search goes on below it, among
    the most serious that remain. What somebody justified awaits nobody.
    """
    justifies = {lieu(controle) for controle in contrat.controles if controle.justification}
    restantes = [anomalie for anomalie in anomalies if lieu(anomalie) not in justifies]
    cellules: dict[Place, list[Anomalie]] = {}
    for anomalie in restantes:
        table = TABLE_PAR_NOM.get(anomalie.table)
        if table is not None:
            cellules.setdefault(_locate(contrat, table, anomalie), []).append(anomalie)
    if not cellules:
        return Etape(None, tuple(restantes[:1]), len(restantes))
    ordre = sorted(cellules, key=lambda place: (_gravite(cellules[place]), _rang(place)))
    place = _choose(ordre, {p: _gravite(cellules[p]) for p in ordre}, depuis)
    return Etape(place, tuple(cellules[place]), len(restantes))


def _choose(ordre: Sequence[Place], gravites: dict[Place, int], depuis: Place | None) -> Place:
    if depuis in gravites:
        return ordre[(ordre.index(depuis) + 1) % len(ordre)]
    graves = [place for place in ordre if gravites[place] == gravites[ordre[0]]]
    if depuis is None:
        return graves[0]
    return next((place for place in graves if _rang(place) > _rang(depuis)), graves[0])


def _locate(contrat: Contrat, table: Table, anomalie: Anomalie) -> Place:
    """Find the cell of an anomaly; a row that cannot be found is the heading's."""
    ligne = anomalie.ligne
    if not ligne and anomalie.cle:
        lignes = contrat.table(table)
        ligne = next((x.ligne for x in lignes if table.cle(x) == anomalie.cle), 0)
    return Place(table.nom, ligne, anomalie.champ or table.colonnes[0].entete)


def _gravite(anomalies: Iterable[Anomalie]) -> int:
    return min(list(Gravite).index(anomalie.gravite) for anomalie in anomalies)


def _rang(place: Place) -> tuple[int, int, int]:
    """Order cells as sheets are read: by sheet, down the rows, then across."""
    noms = [table.nom for table in TABLES]
    if place.table not in noms:
        return (len(noms), place.ligne, 0)
    entetes = [colonne.entete for colonne in TABLE_PAR_NOM[place.table].colonnes]
    rang = entetes.index(place.champ) if place.champ in entetes else len(entetes)
    return (noms.index(place.table), place.ligne, rang)
