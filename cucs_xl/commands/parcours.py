"""« Aller à l'anomalie suivante »: where the next thing to correct is, as the workbook is now."""

from cucs_xl.commands.verification import verifier
from cucs_xl.excel.classeur import Classeur
from cucs_xl.metier.parcours import Etape, Place, read_etape


def anomalie_suivante(classeur: Classeur, depuis: Place | None = None) -> Etape:
    """Check everything and choose the cell that follows the one selected; nothing is written.

    The sheet Contrôles is not asked: what was corrected since is not shown again.
    """
    verification = verifier(classeur)
    return read_etape(verification.contrat, verification.anomalies, depuis)
