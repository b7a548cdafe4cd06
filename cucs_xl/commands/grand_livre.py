"""« Grand livre »: the city's finance software brought into the movements, never twice."""

from pathlib import Path
from typing import NamedTuple

from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.lecture import read_entier
from cucs_xl.excel.classeur import Classeur
from cucs_xl.excel.retouche import build_edition
from cucs_xl.grandlivre import Export, read_correspondance, read_export
from cucs_xl.metier.modele import FINANCEMENTS, GRAND_LIVRE, MOUVEMENTS
from cucs_xl.metier.rapprochement import Rapprochement, build_rapprochement

#: What tells whether a line is there already.
_LUES = (GRAND_LIVRE, MOUVEMENTS, FINANCEMENTS)


class Import(NamedTuple):
    """What a file held, and what it became."""

    export: Export
    rapprochement: Rapprochement


def grand_livre(
    classeur: Classeur, fichier: Path, correspondance: Path | None = None, *, simulation: bool
) -> Import:
    """Bring an export in; a simulation only tells what it would do.

    Raises:
        CucsError: the export or its mapping cannot be read; tables that cannot be read whole.
    """
    contrat = read_entier(classeur, _LUES).contrat
    export = read_export(fichier, read_correspondance(correspondance))
    fait = build_rapprochement(contrat, export.ecritures)
    if not simulation and (fait.nouvelles or fait.modifiees or fait.mouvements):
        cellules = to_cellules(GRAND_LIVRE, fait.modifiees)
        changees = dict(zip((x.ligne for x in fait.modifiees), cellules, strict=True))
        nouvelles = to_cellules(GRAND_LIVRE, fait.nouvelles)
        mouvements = to_cellules(MOUVEMENTS, fait.mouvements)
        ecritures = {
            MOUVEMENTS.nom: build_edition(
                MOUVEMENTS, classeur.read(MOUVEMENTS.nom), {}, mouvements
            ),
            GRAND_LIVRE.nom: build_edition(
                GRAND_LIVRE, classeur.read(GRAND_LIVRE.nom), changees, nouvelles
            ),
        }
        apres = contrat._replace(
            mouvements=(*contrat.mouvements, *fait.mouvements), grand_livre=fait.lignes
        )
        write_tables(classeur, contrat, apres, ecritures, "grand livre", export.fichier)
    return Import(export, fait)
