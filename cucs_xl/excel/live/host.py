"""The host of open workbooks: a master open in Excel, on the screen of its user.

Excel has no transaction, and what a program writes empties Ctrl+Z: so writes wait for the
end of the unit of work, a copy of the workbook is saved first, and the tables touched are
put back if anything fails (DESIGN §6).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self
from zlib import crc32

from cucs_xl.excel.classeur import CucsError, Ecrasement
from cucs_xl.excel.file.edition import Edition
from cucs_xl.excel.file.sauvegarde import SAUVEGARDES, write_sauvegarde
from cucs_xl.excel.live.curseur import read_place, select_place
from cucs_xl.excel.live.edition import build_edition, check_inchangee
from cucs_xl.excel.live.etat import Etat
from cucs_xl.excel.live.natif import (
    contain_excel,
    is_1904,
    is_lecture_seule,
    limit_attente,
    read_dossier,
    read_nom_complet,
    show_lignes,
    write_copie,
)
from cucs_xl.excel.live.tableau import Travail, diff_de
from cucs_xl.excel.raison import format_raison
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.parcours import Place
from cucs_xl.metier.schema import Cellule

if TYPE_CHECKING:
    import xlwings as xw

#: How Excel is set while it is written to.
_REGLAGES = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
#: Excel cuts a longer status.
_STATUT = 255


class ClasseurExcel:
    """A master workbook open in Excel, through xlwings.

    Use it in a `with`: the status bar is then given back to Excel. Sentences told are also
    kept in `messages`, for the dialog that closes the work.

    Raises:
        CucsError: on opening, when the workbook is no master, or Excel does not answer.
    """

    def __init__(
        self,
        book: "xw.Book",
        *,
        maintenant: Callable[[], datetime] = datetime.now,
        maison: Callable[[], Path] = Path.home,
    ) -> None:
        self.messages: list[str] = []
        self._book = book
        self._maintenant = maintenant
        self._maison = maison
        self._editions: dict[str, Edition] | None = None
        limit_attente(book)
        with contain_excel("le classeur"):
            self._nom = book.name
            self._app = book.app
            self._etat = Etat(book, self._nom)
            if is_1904(book):
                raise CucsError(
                    f"« {self._nom} » compte les dates depuis 1904 : elles seraient fausses de quatre "
                    "ans. Fichier > Options > Options avancées, décochez « Utiliser le calendrier "
                    "depuis 1904 » et vérifiez les dates."
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(CucsError), contain_excel(self._nom):
            self._app.status_bar = False

    @property
    def nom(self) -> str:
        """File name, for messages."""
        return self._nom

    @property
    def path(self) -> Path:
        """The file beside which copies are kept; for a workbook of the cloud, a local stand-in.

        Raises:
            CucsError: the workbook was never saved.
        """
        with contain_excel(self._nom):
            dossier, complet = read_dossier(self._book), read_nom_complet(self._book)
        if not dossier:
            raise CucsError(
                f"« {self._nom} » n'a jamais été enregistré : enregistrez-le (Ctrl+S), sa copie de "
                "sécurité sera gardée à côté de lui."
            )
        if "://" in dossier:
            empreinte = f"{crc32(complet.encode()):08x}"
            return self._maison() / ".cucs" / f"{Path(self._nom).stem} {empreinte}" / self._nom
        return Path(complet)

    def tables(self) -> frozenset[str]:
        """Name the tables that exist, the user's own included."""
        with contain_excel(self._nom):
            return self._etat.tables()

    def read(self, table: str) -> Grille:
        """Read a table raw, with what was typed just below it and its error cells."""
        with contain_excel(self._nom):
            return self._etat.read(table)

    def inspect(self, table: str) -> Sequence[Ecrasement]:
        """Find the computed cells that were pasted over or cleared."""
        with contain_excel(self._nom):
            return self._etat.inspect(table)

    def write(self, table: str, lignes: Sequence[Mapping[str, Cellule]]) -> None:
        """Replace the rows of a table, by heading, when the unit of work ends.

        What forbids the write is raised here, also that the table changed since it was read.
        """
        if self._editions is None:
            raise RuntimeError("write() outside of checkpoint()")
        precedente = self._editions.get(table)
        with contain_excel(self._nom):
            etat = self._etat
            lue = etat.refresh(table) if precedente is None else None
            edition = build_edition(etat, table, lignes, precedente)
            if lue is not None:
                check_inchangee(lue, etat.read(table), edition.cadre, etat.calculees(table))
        self._editions[table] = edition

    @contextmanager
    def checkpoint(self) -> Iterator[None]:
        """Open a unit of work: a dated copy first, then all of its writes or none.

        A unit of work that changes nothing leaves the workbook and its copies alone.
        """
        if self._editions is not None:
            raise RuntimeError("checkpoint() within checkpoint()")
        with contain_excel(self._nom):
            path = self.path
            if is_lecture_seule(self._book):
                raise CucsError(
                    f"« {self._nom} » est ouvert en lecture seule, peut-être parce qu'un collègue "
                    "l'a ouvert avant vous : fermez-le et rouvrez-le en modification. Rien n'a été "
                    "écrit."
                )
        self._editions = {}
        try:
            yield
            with contain_excel(self._nom):
                self._write(path, self._editions.values())
        finally:
            self._editions = None

    def tell(self, message: str) -> None:
        """Show a sentence in the status bar, and keep it for the end."""
        self.messages.append(message)
        self.show(message)

    def show(self, message: str) -> None:
        """Show in the status bar what goes on."""
        with contain_excel(self._nom):
            self._app.status_bar = message[:_STATUT]

    def read_selection(self) -> Place | None:
        """Tell on which cell of a table the cursor is; None where its sheet has no table."""
        with contain_excel(self._nom):
            return read_place(self._app, self._etat)

    def select(self, place: Place) -> None:
        """Put the cursor on a cell, lifting the filter that would hide it."""
        with contain_excel(self._nom):
            select_place(self._etat, place, self.tell)

    def _write(self, path: Path, editions: Iterable[Edition]) -> None:
        etat = self._etat
        utiles = [
            e
            for e in editions
            if e.hauteur != len(etat.read(e.cadre.nom).lignes) or diff_de(e, etat)
        ]
        if not utiles:
            return
        travaux = [Travail(etat, edition) for edition in utiles]
        copie = self._write_copie(path)
        etat.forget()
        perte: CucsError | None = None
        try:
            with _quiet(self._app, self._tell_fin):
                self._lift_filtres(travaux)
                entames: list[Travail] = []
                try:
                    for travail in travaux:
                        entames.append(travail)
                        travail.do()
                except BaseException:
                    perte = self._undo(entames, copie)
                    raise
        except BaseException as erreur:
            # An Excel that refuses everything also refuses its settings: say what matters.
            if perte is not None:
                raise perte from erreur
            raise

    def _tell_fin(self, message: str) -> None:
        """Show a sentence once all is written: nothing may then fail."""
        with suppress(CucsError):
            self.tell(message)

    def _write_copie(self, path: Path) -> Path:
        """Save the workbook as it is on the screen, unsaved edits included."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix="cucs-") as dossier:
                brute = Path(dossier) / f"copie{path.suffix}"
                with contain_excel(self._nom):
                    write_copie(self._book, str(brute))
                copie = write_sauvegarde(path, brute.read_bytes(), self._maintenant())
        except OSError as erreur:
            raise CucsError(
                f"La copie de sécurité de « {self._nom} » n'a pas pu être écrite dans "
                f"{path.parent / SAUVEGARDES} ({format_raison(erreur)}) : libérez de la place ou demandez "
                "le droit d'y écrire. Le classeur est intact."
            ) from erreur
        if "://" in read_dossier(self._book):
            self.tell(f"Le classeur est en ligne : sa copie de sécurité est sur ce poste, {copie}.")
        return copie

    def _lift_filtres(self, travaux: Sequence[Travail]) -> None:
        for travail in travaux:
            if show_lignes(travail.sheet, travail.table):
                self.tell(
                    f"Le filtre de la feuille {travail.cadre.feuille} a été levé pour pouvoir y écrire."
                )

    def _undo(self, travaux: Sequence[Travail], copie: Path) -> CucsError | None:
        """Put back the tables touched; if even that fails, the copy remains: say so."""
        perdues = []
        for travail in reversed(travaux):
            try:
                with contain_excel(self._nom):
                    travail.undo()
            except CucsError:
                perdues.append(travail.cadre.feuille)
        if not perdues:
            return None
        return CucsError(
            f"L'écriture de « {self._nom} » a été interrompue et n'a pas pu être défaite (feuilles "
            f"{', '.join(sorted(perdues))}) : fermez le classeur sans l'enregistrer, ou repartez "
            f"de la copie {copie}."
        )


@contextmanager
def _quiet(app: "xw.App", tell: Callable[[str], None]) -> Iterator[None]:
    """Write without redraw, recalculation or events, then give back what was set.

    `app.properties` forgets the first setting when the second is refused, and stops giving
    back at the first that resists. Here each is tried again; what is written stays written.
    """
    avant: dict[str, object] = {}
    try:
        for nom, valeur in _REGLAGES.items():
            avant[nom] = getattr(app, nom)
            setattr(app, nom, valeur)
        yield
    finally:
        resistants = [nom for nom in avant if not _give_back(app, nom, avant[nom])]
    if resistants:
        tell("Excel n'a pas repris ses réglages : fermez-le et rouvrez-le.")
    elif avant["calculation"] == "manual":
        tell("Le calcul est manuel dans ce classeur : appuyez sur F9 pour le mettre à jour.")


def _give_back(app: "xw.App", nom: str, valeur: object) -> bool:
    for _ in range(2):
        with suppress(CucsError), contain_excel(""):
            setattr(app, nom, valeur)
            return True
    return False
