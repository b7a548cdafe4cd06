"""What a synthesis is made from, for tests."""

from cucs_xl import commands
from cucs_xl.excel.builder.dossier import Dossier
from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.lecture import Lecture
from cucs_xl.metier.modele import Contrat


def dossier_de(contrat: Contrat, annee: int, anomalies: tuple[Anomalie, ...] = ()) -> Dossier:
    """Consolidate a contract for the synthesis of a year."""
    consolidation = commands.build_consolidation(Lecture(contrat, ()), annee)
    registre = build_registre(contrat, consolidation.faits)
    return Dossier(contrat, consolidation.faits, registre, anomalies, consolidation.ecarts, annee)
