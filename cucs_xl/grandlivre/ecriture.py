"""When an import may start: nothing of what is there already may be unseen."""

from cucs_xl.excel.classeur import CucsError
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.lecture import Lecture
from cucs_xl.metier.modele import FINANCEMENTS, GRAND_LIVRE, MOUVEMENTS

#: What an import reads to know what is there already.
RELUES = (GRAND_LIVRE, MOUVEMENTS, FINANCEMENTS)


def check_lisible(lecture: Lecture) -> None:
    """Refuse to import into tables that cannot be read whole: what is unseen would be doubled.

    Raises:
        CucsError: a table or column is lost, a cell is unreadable, rows lie below a table.
    """
    noms = {table.nom: table.feuille for table in RELUES}
    fautes = [a for a in lecture.anomalies if a.table in noms and a.gravite is Gravite.BLOQUANTE]
    if fautes:
        premiere = fautes[0]
        suite = f" (et {len(fautes) - 1} autre(s))" if len(fautes) > 1 else ""
        raise CucsError(
            f"feuille {noms[premiere.table]}, {premiere.cle or premiere.champ or 'table'} : "
            f"{premiere.constat}{suite} ; l'import pourrait compter deux fois, rien n'a été écrit. "
            "Lancez « cucs-xl verifier », corrigez, puis recommencez."
        )
