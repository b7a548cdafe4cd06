"""The host of closed files: a master on disk, read and written with no Excel.

Until the end of a unit of work nothing is written, and reads show the workbook as it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path

from cucs_xl.excel.classeur import CucsError, Ecrasement
from cucs_xl.excel.file.edition import Edition, build_edition
from cucs_xl.excel.file.livre import Livre
from cucs_xl.excel.file.package import Paquet, read_octets
from cucs_xl.excel.file.sauvegarde import (
    check_inchange,
    check_remplacable,
    write_atomique,
    write_sauvegarde,
)
from cucs_xl.excel.raison import format_raison
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.schema import Cellule

#: Cells named in one message.
_CITEES = 5


class ClasseurFichier:
    """A master workbook on disk.

    `dire` shows a sentence at once; all are also kept in `messages`.

    Raises:
        CucsError: on opening, when the file is no master that can be read to the end.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        dire: Callable[[str], None] | None = None,
        maintenant: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.path = Path(path).resolve()
        self.messages: list[str] = []
        self._dire = dire
        self._maintenant = maintenant
        self._livre = Livre(Paquet(self.path.name, read_octets(self.path)))
        self._editions: dict[str, Edition] | None = None

    @property
    def nom(self) -> str:
        """File name, for messages."""
        return self.path.name

    def tables(self) -> frozenset[str]:
        """Name the tables that exist, the user's own included."""
        return frozenset(self._livre.paquet.cadres)

    def read(self, table: str) -> Grille:
        """Read a table raw, with what was typed just below it and its error cells."""
        return self._livre.read(table)

    def inspect(self, table: str) -> Sequence[Ecrasement]:
        """Find the computed cells that were pasted over or cleared."""
        return self._livre.inspect(table)

    def write(self, table: str, lignes: Sequence[Mapping[str, Cellule]]) -> None:
        """Replace the rows of a table, by heading, when the unit of work ends.

        What forbids the write (a protected sheet, rows in the way) is raised here.
        """
        if self._editions is None:
            raise RuntimeError("write() outside of checkpoint()")
        precedente = self._editions.get(table)
        self._editions[table] = build_edition(self._livre, table, lignes, precedente)

    @contextmanager
    def checkpoint(self) -> Iterator[None]:
        """Open a unit of work: a dated copy first, then all of its writes or none.

        A unit of work that changes nothing leaves the file and its copies alone.
        """
        if self._editions is not None:
            raise RuntimeError("checkpoint() within checkpoint()")
        check_remplacable(self.path)
        check_inchange(self.path, self._livre.paquet.octets)
        self._editions = {}
        try:
            yield
            self._write([e for e in self._editions.values() if e.is_utile(self._livre)])
        finally:
            self._editions = None

    def tell(self, message: str) -> None:
        """Show a sentence to the user."""
        self.messages.append(message)
        if self._dire is not None:
            self._dire(message)

    def _write(self, editions: Sequence[Edition]) -> None:
        if not editions:
            return
        # Only a write needs them: a command that reads does not pay their import.
        from cucs_xl.excel.file.engine import render  # noqa: PLC0415
        from cucs_xl.excel.file.guard import check_perte, read_nouvelles_erreurs  # noqa: PLC0415

        avant, maintenant = self._livre, self._maintenant()
        try:
            rendu = render(avant, editions, maintenant)
            apres = Livre(Paquet(self.nom, rendu.octets))
            check_perte(avant, apres, editions, rendu)
            check_remplacable(self.path)
            check_inchange(self.path, avant.paquet.octets)
            write_sauvegarde(self.path, avant.paquet.octets, maintenant)
            write_atomique(self.path, rendu.octets, avant.paquet.octets)
        except OSError as erreur:
            raise CucsError(
                f"« {self.nom} » n'a pas pu être enregistré ({format_raison(erreur)}) : vérifiez la place "
                "et les droits sur le disque, puis recommencez. Le classeur est intact."
            ) from erreur
        self._livre = apres
        self._tell_cellules(
            "l'outil ne sait pas calculer {} : leur valeur reviendra à l'ouverture dans Excel.",
            rendu.invalides,
        )
        self._tell_cellules(
            "après l'écriture, {} affichent une erreur : Excel les recalculera à l'ouverture ; "
            "vérifiez-les.",
            tuple(read_nouvelles_erreurs(avant, apres, rendu.parts)),
        )

    def _tell_cellules(self, phrase: str, cellules: Sequence[str]) -> None:
        if cellules:
            self.tell(f"« {self.nom} » : " + phrase.format(_format_liste(cellules)))


def _format_liste(cellules: Sequence[str]) -> str:
    citees = ", ".join(islice(cellules, _CITEES))
    reste = len(cellules) - _CITEES
    return f"{citees} et {reste} autres cellules" if reste > 0 else citees
