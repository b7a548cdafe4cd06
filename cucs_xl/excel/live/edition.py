"""What a command wants a table of the open workbook to hold; all that forbids it is told here."""

from collections.abc import Mapping, Sequence

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file.edition import Edition, is_same, make_edition
from cucs_xl.excel.file.package import Cadre
from cucs_xl.excel.live.etat import Etat
from cucs_xl.excel.live.natif import is_protegee
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.schema import Cellule


def build_edition(
    etat: Etat,
    table: str,
    lignes: Sequence[Mapping[str, Cellule]],
    precedente: Edition | None = None,
) -> Edition:
    """Turn the rows a command gives into wanted cells.

    `precedente` is what the same unit of work already wants of the table.

    Raises:
        CucsError: the sheet is protected, a column is gone, rows are in the way.
        ValueError: a bug of the caller: a computed column, a value no cell can hold.
    """
    cadre = etat.cadre_complet(table)
    if is_protegee(etat.place(table)[0]):
        raise CucsError(
            f"La feuille {cadre.feuille} est protégée : Révision > Ôter la protection, puis "
            "recommencez. Rien n'a été écrit."
        )
    _check_hauteur(etat, cadre, max(1, len(lignes)))
    return make_edition(cadre, etat.calculees(table), lignes, precedente)


def check_inchangee(avant: Grille, apres: Grille, cadre: Cadre, calculees: frozenset[str]) -> None:
    """Refuse to write over what was typed since a command read the table.

    Raises:
        CucsError: a typed cell, a heading or the height differs.
    """
    rangs = [rang for rang, entete in enumerate(cadre.entetes) if entete not in calculees]
    pareilles = (
        (avant.entetes, avant.premiere, len(avant.lignes))
        == (apres.entetes, apres.premiere, len(apres.lignes))
    ) and all(
        is_same(une[rang], autre[rang])
        for une, autre in zip(avant.lignes, apres.lignes, strict=True)
        for rang in rangs
    )
    if not pareilles:
        raise CucsError(
            f"La feuille {cadre.feuille} a changé depuis sa lecture : rien n'a été écrit. Cliquez à "
            "nouveau sur le bouton."
        )


def _check_hauteur(etat: Etat, cadre: Cadre, hauteur: int) -> None:
    """Refuse a resize that would cover what was typed below, or move a totals row."""
    bas = cadre.haut + hauteur - 1
    if cadre.totaux and bas != cadre.bas:
        raise CucsError(
            f"La table de la feuille {cadre.feuille} a une ligne de total, qui empêche d'ajouter ou "
            "de retirer des lignes : onglet Création de table, décochez « Ligne Total » et "
            "recommencez. Rien n'a été écrit."
        )
    genantes = etat.pleines(cadre, bas) if bas > cadre.bas else []
    if genantes:
        raise CucsError(
            f"La feuille {cadre.feuille} porte des saisies sous la table, dès la ligne "
            f"{genantes[0]}, là où {hauteur} lignes doivent tenir : étirez la table jusqu'à elles ou "
            "effacez-les, puis recommencez. Rien n'a été écrit."
        )
