"""The saved file under a button, where no Excel answers: no cursor, no status bar."""

from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.parcours import Place


class FichierSansEcran(ClasseurFichier):
    """A workbook on disk that answers what a button asks of a screen."""

    def show(self, message: str) -> None:
        """Show nothing: what matters comes in the dialog."""

    def read_selection(self) -> Place | None:
        """Know of no cursor."""

    def select(self, place: Place) -> None:
        """Move nothing: the dialog names the cell."""
