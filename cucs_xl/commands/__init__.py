"""What the product does: one function per button and per command.

Each reads through a host, works in `metier`, writes through a host or a builder. No
decision is taken here that a reader of `metier` could not find; no terminal, no dialog.
Builders are imported where they are used: a command that only reads does not pay them.
"""

from cucs_xl.commands.cloture import cloturer, rouvrir
from cucs_xl.commands.consolidation import Consolidation, build_consolidation, consolider
from cucs_xl.commands.creation import demo, nouveau
from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.fichier import write_file
from cucs_xl.commands.grand_livre import Import, grand_livre
from cucs_xl.commands.lecture import exercice_de, read_maitre
from cucs_xl.commands.programmation import programmer
from cucs_xl.commands.synthese import Livraison, synthese
from cucs_xl.commands.verification import RUINES, Verification, verifier

__all__ = [
    "RUINES",
    "Consolidation",
    "Import",
    "Livraison",
    "Verification",
    "build_consolidation",
    "cloturer",
    "consolider",
    "demo",
    "exercice_de",
    "grand_livre",
    "nouveau",
    "programmer",
    "read_maitre",
    "rouvrir",
    "synthese",
    "to_cellules",
    "verifier",
    "write_file",
    "write_tables",
]
