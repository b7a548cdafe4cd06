"""What the product does: one function per button and per command.

Each reads through a host, works in `metier`, writes through a host or a builder. No
decision is taken here that a reader of `metier` could not find; no terminal, no dialog.
Builders are imported where they are used: a command that only reads does not pay them.
"""

from cucs_xl.commands.annulation import annuler
from cucs_xl.commands.cloture import cloturer, rouvrir
from cucs_xl.commands.complement import (
    Etat,
    build_fichier,
    check_fichier,
    guide,
    read_etat,
)
from cucs_xl.commands.consolidation import Consolidation, build_consolidation, consolider
from cucs_xl.commands.creation import demo, nouveau
from cucs_xl.commands.decision import decider
from cucs_xl.commands.demonstration import simuler_retours
from cucs_xl.commands.depot import Colis
from cucs_xl.commands.enregistrement import Motif, to_cellules, write_tables
from cucs_xl.commands.fichier import write_file
from cucs_xl.commands.grand_livre import Import, grand_livre
from cucs_xl.commands.importation import Releve, importer
from cucs_xl.commands.lecture import RUINES, exercice_de, read_maitre
from cucs_xl.commands.modeles import Campagne, modeles
from cucs_xl.commands.nouvelle import Ajout, nouvelle_action
from cucs_xl.commands.parcours import anomalie_suivante
from cucs_xl.commands.preparation import preparer
from cucs_xl.commands.programmation import programmer
from cucs_xl.commands.relances import Rappels, relances
from cucs_xl.commands.simulation import simuler
from cucs_xl.commands.synthese import Livraison, synthese
from cucs_xl.commands.verification import Verification, verifier

__all__ = [
    "RUINES",
    "Ajout",
    "Campagne",
    "Colis",
    "Consolidation",
    "Etat",
    "Import",
    "Livraison",
    "Motif",
    "Rappels",
    "Releve",
    "Verification",
    "annuler",
    "anomalie_suivante",
    "build_consolidation",
    "build_fichier",
    "check_fichier",
    "cloturer",
    "consolider",
    "decider",
    "demo",
    "exercice_de",
    "grand_livre",
    "guide",
    "importer",
    "modeles",
    "nouveau",
    "nouvelle_action",
    "preparer",
    "programmer",
    "read_etat",
    "read_maitre",
    "relances",
    "rouvrir",
    "simuler",
    "simuler_retours",
    "synthese",
    "to_cellules",
    "verifier",
    "write_file",
    "write_tables",
]
