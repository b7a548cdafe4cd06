"""The export of the city's finance software: from a CSV file to lines, and back to the sheet."""

from cucs_xl.grandlivre.correspondance import Correspondance, read_correspondance
from cucs_xl.grandlivre.export import Export, Refus, read_export

__all__ = [
    "Correspondance",
    "Export",
    "Refus",
    "read_correspondance",
    "read_export",
]
