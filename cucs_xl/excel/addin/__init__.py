"""The add-in of Excel: built from `macros/`, checked, installed; never opened by Excel here."""

from cucs_xl.excel.addin.installation import FICHIER, Poste, install, read_poste, uninstall
from cucs_xl.excel.addin.nom import decode_nom
from cucs_xl.excel.addin.paquet import build_paquet, read_parts
from cucs_xl.excel.addin.paquet_check import check_complement
from cucs_xl.excel.addin.ruban import Bouton, Groupe, read_ruban
from cucs_xl.excel.addin.sources import read_sources

__all__ = [
    "FICHIER",
    "Bouton",
    "Groupe",
    "Poste",
    "build_complement",
    "check_complement",
    "decode_nom",
    "groupes",
    "install",
    "read_parts",
    "read_poste",
    "uninstall",
]


def build_complement() -> bytes:
    """Build `cucs.xlam` from the text sources."""
    return build_paquet()


def groupes() -> tuple[Groupe, ...]:
    """Give the groups and buttons of the tab CUCS."""
    return read_ruban(read_sources().ruban)
