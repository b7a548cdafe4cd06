"""« Simuler »: what would remain of the envelopes if the COPIL took all that is proposed."""

from cucs_xl.commands.consolidation import CONSOLIDEES
from cucs_xl.commands.lecture import exercice_de, read_maitre
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.simulation import Simulation, simulate


def simuler(classeur: Classeur, exercice: int | None = None) -> Simulation:
    """Simulate the COPIL's decision on one year, the one shown by default; nothing is written.

    Raises:
        CucsError: the year is unknown, or something could not be read: the figures that a
            COPIL decides on are whole or are not given.
    """
    lecture = read_maitre(classeur, CONSOLIDEES)
    illisibles = sum(a.gravite is Gravite.BLOQUANTE for a in lecture.anomalies)
    if illisibles:
        raise CucsError(
            f"« {classeur.nom} » : {illisibles} anomalie(s) de lecture ; la simulation serait fausse, elle "
            "n'est pas donnée. Vérifiez le classeur, corrigez, puis recommencez."
        )
    return simulate(lecture.contrat, exercice_de(lecture.contrat, exercice))
