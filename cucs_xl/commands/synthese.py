"""« Synthèse annuelle »: the workbook of the year and its accessible twin."""

from pathlib import Path
from typing import NamedTuple

from cucs_xl.commands.consolidation import build_consolidation
from cucs_xl.commands.fichier import write_file
from cucs_xl.commands.lecture import RUINES, exercice_de
from cucs_xl.commands.verification import verifier
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.lecture import Lecture


class Livraison(NamedTuple):
    """The files of a synthesis, and the blocking anomalies that make it provisional."""

    chemins: tuple[Path, ...]
    bloquantes: tuple[Anomalie, ...]


def synthese(classeur: Classeur, exercice: int | None, dossier: Path) -> Livraison:
    """Write the annual synthesis: the workbook and its accessible twin.

    Blocking anomalies are printed on every sheet: such a synthesis is provisional.

    Raises:
        CucsError: the year is unknown, a table or a column is lost, or the folder cannot
            be written.
    """
    from cucs_xl.excel.builder.dossier import Dossier  # noqa: PLC0415 - heavy
    from cucs_xl.excel.builder.synthese import build_synthese  # noqa: PLC0415 - heavy
    from cucs_xl.report.jumeau import write_jumeau  # noqa: PLC0415

    verification = verifier(classeur)
    ruine = [a for a in verification.bloquantes if a.regle in RUINES]
    if ruine:
        raise CucsError(
            f"« {classeur.nom} » : {ruine[0].constat} ; la synthèse serait fausse, elle n'a pas été "
            "écrite. Lancez « cucs-xl verifier », corrigez, puis recommencez."
        )
    annee = exercice_de(verification.contrat, exercice)
    consolidation = build_consolidation(Lecture(verification.contrat, ()), annee)
    registre = build_registre(verification.contrat, consolidation.faits)
    contenu = Dossier(
        contrat=verification.contrat,
        faits=consolidation.faits,
        registre=registre,
        anomalies=[a for a in verification.anomalies if a.exercice in {None, annee}],
        provisoire=bool(verification.bloquantes),
        ecarts=consolidation.ecarts,
        exercice=annee,
    )
    chemins = (
        write_file(dossier / f"synthese_{annee}.xlsx", build_synthese(contenu)),
        write_file(dossier / f"synthese_{annee}.csv", write_jumeau(contenu)),
    )
    return Livraison(chemins, verification.bloquantes)
