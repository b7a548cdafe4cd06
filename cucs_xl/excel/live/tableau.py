"""Bring one table of the open workbook to what is wanted, or back to what it was."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.excel.file.edition import Edition
from cucs_xl.excel.live.bloc import Bloc, Contenu, Formule, Present, build_blocs
from cucs_xl.excel.live.ecriture import Reforme, write_bloc
from cucs_xl.excel.live.etat import Etat
from cucs_xl.excel.live.natif import Valeurs, copy_formule, read_formules, read_nombres
from cucs_xl.metier.schema import Cellule

if TYPE_CHECKING:
    import xlwings as xw


def diff_de(edition: Edition, etat: Etat) -> dict[tuple[int, int], Cellule]:
    """Give the cells to change within the wanted height."""
    bas = edition.cadre.haut + edition.hauteur - 1
    return {place: valeur for place, valeur in edition.diff(etat).items() if place[0] <= bas}


class Travail:
    """The change of one table: what it was is kept until the whole unit of work succeeds."""

    def __init__(self, etat: Etat, edition: Edition) -> None:
        self.edition = edition
        self.cadre = edition.cadre
        self.sheet, self.table = etat.place(self.cadre.nom)
        self._changees = diff_de(edition, etat)
        self._calculees = etat.calculees(self.cadre.nom)
        self._titres = etat.titres(self.cadre.nom)
        self._avant = Bloc(
            self.cadre.haut,
            self.cadre.gauche,
            _read_contenus(etat.formules(self.cadre.nom), etat.nombres(self.cadre.nom)),
        )
        self._reformes: list[Reforme] = []

    @property
    def bas(self) -> int:
        """The last row wanted."""
        return self.cadre.haut + self.edition.hauteur - 1

    def do(self) -> None:
        """Resize the table and write the changed cells, never a computed one."""
        ancien = self.cadre.bas
        if self.bas > ancien:
            self._resize(self.bas)
            self._fill_formules(ancien + 1)
        self._write(build_blocs(self._changees, self._avant, self._interdites))
        if self.bas < ancien:
            self._clear(self.bas + 1, ancien)
            self._resize(self.bas)

    def undo(self) -> None:
        """Put the table back, wherever `do` stopped."""
        self._undo_formats()
        if self.bas > self.cadre.bas:
            self._clear(self.cadre.bas + 1, self.bas)
        self._resize(self.cadre.bas)
        plage = self._plage(self.cadre.haut, self.cadre.bas)
        presents = _read_contenus(read_formules(plage), read_nombres(plage))
        changees = {
            (self.cadre.haut + i, self.cadre.gauche + j): avant
            for i, (avants, apres) in enumerate(zip(self._avant.lignes, presents, strict=True))
            for j, (avant, present) in enumerate(zip(avants, apres, strict=True))
            if type(avant) is not type(present) or avant != present
        }
        self._write(build_blocs(changees, self._avant, self._interdites))
        # A cell keeps its formula or its number when it becomes a text cell again.
        self._undo_formats()

    def _undo_formats(self) -> None:
        while self._reformes:
            reforme = self._reformes[-1]
            self.sheet.range(reforme.adresse).number_format = reforme.ancien
            self._reformes.pop()

    def _write(self, blocs: Iterable[Bloc]) -> None:
        for bloc in blocs:
            for reforme in write_bloc(self.sheet, bloc):
                self._reformes.append(reforme)

    def _resize(self, bas: int) -> None:
        haut = self.cadre.haut - self._titres
        self.table.resize(self._plage(haut, bas + self.cadre.totaux))

    def _clear(self, haut: int, bas: int) -> None:
        self._plage(haut, bas).clear_contents()

    @property
    def _interdites(self) -> frozenset[int]:
        """The columns of the sheet that a block may not cover: Excel computes them."""
        return frozenset(
            self.cadre.gauche + rang
            for rang, entete in enumerate(self.cadre.entetes)
            if entete in self._calculees
        )

    def _plage(self, haut: int, bas: int) -> "xw.Range":
        debut = format_adresse(haut, self.cadre.gauche)
        return self.sheet.range(f"{debut}:{format_adresse(bas, self.cadre.droite)}")

    def _fill_formules(self, premiere: int) -> None:
        """Give new rows the formulas that Excel did not: users may turn that help off."""
        calculees = [i for i, e in enumerate(self.cadre.entetes) if e in self._calculees]
        if not calculees:
            return
        neuves = read_formules(self._plage(premiere, self.bas))
        for rang in calculees:
            modele = _choose_modele([ligne[rang] for ligne in self._avant.lignes])
            if modele is None or all(
                isinstance(ligne[rang], str) and ligne[rang].startswith("=") for ligne in neuves
            ):
                continue
            colonne = self.cadre.gauche + rang
            debut, fin = (format_adresse(ligne, colonne) for ligne in (premiere, self.bas))
            copy_formule(
                self.sheet.range(format_adresse(self.cadre.haut + modele, colonne)),
                self.sheet.range(f"{debut}:{fin}"),
            )


def _choose_modele(colonne: Sequence[Contenu]) -> int | None:
    """Choose the row whose formula new rows copy: the last that has one."""
    rangs = [i for i, contenu in enumerate(colonne) if isinstance(contenu, Formule)]
    return rangs[-1] if rangs else None


def _read_contenus(formules: Valeurs, nombres: Valeurs) -> list[list[Contenu]]:
    """Tell all that cells hold: formulas as such, an error as what gave it."""
    return [
        [_read_contenu(typee, brut) for typee, brut in zip(typees, brutes, strict=True)]
        for typees, brutes in zip(formules, nombres, strict=True)
    ]


def _read_contenu(typee: Any, brut: Any) -> Contenu:
    if type(brut) is int or (isinstance(typee, str) and typee.startswith("=") and typee != brut):
        return Formule(typee)
    if type(brut) is float:
        return Present(brut)
    contenu: Contenu = None if brut == "" else brut
    return contenu
