"""The port: what a command may ask of a master workbook, open in Excel or closed on disk.

Hosts read and write whole tables (DESIGN D4, D5): round trips to Excel stay constant
whatever the number of rows. Colours and marks are the workbook's own conditional formats.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.schema import Cellule

#: The defined name that tells a master from any other workbook.
NOM_VERSION = "cucs_version"


class CucsError(Exception):
    """The tool cannot work: a French sentence that says where, what and what to do."""


class Ecrasement(NamedTuple):
    """A computed cell that no longer holds its column's formula; `ligne` is the sheet row."""

    ligne: int
    entete: str


class Classeur(Protocol):
    """A master workbook."""

    @property
    def nom(self) -> str:
        """File name, for messages."""

    def tables(self) -> frozenset[str]:
        """Name the tables that exist."""

    def read(self, table: str) -> Grille:
        """Read a table raw, with what was typed just below it and its error cells.

        Amounts come as float, blanks as None, dates as date, text as str.
        """

    def inspect(self, table: str) -> Sequence[Ecrasement]:
        """Find the computed cells that were pasted over or cleared."""

    def write(self, table: str, lignes: Sequence[Mapping[str, Cellule]]) -> None:
        """Replace the rows of a table, by heading.

        Only the headings present in the rows are written, and never a computed column;
        other columns follow their row's position. The table is resized; the tail is
        cleared; an empty table keeps one blank row. Text stays text. An error cell reads as
        None: None written back on the same row (same key) leaves it there to be seen.
        Until the unit of work ends, a read may show the rows as they were.
        """

    def checkpoint(self) -> AbstractContextManager[None]:
        """Open a unit of work: a dated copy first, then all of its writes or none.

        Raises:
            CucsError: on leaving, when the writes could not be made durable; the
                workbook is then as it was.
        """

    def tell(self, message: str) -> None:
        """Show a sentence to the user, where this host shows sentences."""
