"""The snapshot: what the workbook said at the last command, kept inside it.

Spelled as people read it, keyed as rows are, compressed into a few cells of a very hidden
sheet: it travels with the file, and a hand edit is seen wherever the file went.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from cucs_xl.metier.memoire import pack_blocs, unpack_blocs
from cucs_xl.metier.modele import TABLES, Bloc, Contrat
from cucs_xl.metier.montant import decimal_euros
from cucs_xl.metier.schema import Genre, Sorte, Table

#: Texts by table, then key of the row, then heading; a blank field is absent.
Instantane: TypeAlias = Mapping[str, Mapping[str, Mapping[str, str]]]

#: Under which object tInstantane keeps it: none, as the first memory that it held.
OBJET = None


def build_instantane(contrat: Contrat) -> Instantane:
    """Spell everything that people type, in the tables that the program writes too."""
    return {
        table.nom: _spell_lignes(table, contrat.table(table))
        for table in TABLES
        if table.memorables
    }


def build_blocs(contrat: Contrat) -> tuple[Bloc, ...]:
    """Compress the snapshot of a contract into rows of tInstantane."""
    texte = json.dumps(build_instantane(contrat), ensure_ascii=False, separators=(",", ":"))
    return pack_blocs(OBJET, texte)


def read_blocs(blocs: Iterable[Bloc]) -> Instantane | None:
    """Give back a snapshot; None when there is none, or when it was tampered with."""
    texte = unpack_blocs(blocs, OBJET)
    if texte is None:
        return None
    try:
        lu = json.loads(texte)
    except (ValueError, RecursionError):
        return None
    return lu if _is_instantane(lu) else None


def _is_instantane(lu: Any) -> bool:
    return isinstance(lu, dict) and all(
        isinstance(lignes, dict)
        and all(
            isinstance(champs, dict) and all(isinstance(texte, str) for texte in champs.values())
            for champs in lignes.values()
        )
        for lignes in lu.values()
    )


def _spell_lignes(table: Table, lignes: Iterable[Any]) -> dict[str, dict[str, str]]:
    """Spell rows by key; a key borne twice is told apart by its rank."""
    rangees: dict[str, dict[str, str]] = {}
    for ligne in lignes:
        champs = {
            colonne.entete: texte
            for colonne in table.memorables
            if (texte := spell_valeur(colonne.genre, getattr(ligne, colonne.attribut or "")))
        }
        if not champs:
            continue
        cle = table.cle(ligne)
        rang = 2
        while cle in rangees:
            cle = f"{table.cle(ligne)} ({rang})"
            rang += 1
        rangees[cle] = champs
    return rangees


def spell_valeur(genre: Genre, valeur: Any) -> str:
    """Spell a value for people: « 1234,50 », « 15/03/2007 », blank if unknown.

    Read again by its kind, it is the same value, to the fifteenth digit of a number.
    """
    if valeur is None:
        return ""
    if genre.sorte is Sorte.MONTANT:
        return decimal_euros(valeur).replace(".", ",")
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, float):
        # The fifteen digits that a spreadsheet keeps, never an exponent: it must be read again.
        texte = f"{valeur:.15g}"
        return (f"{Decimal(texte):f}" if "e" in texte else texte).replace(".", ",")
    return str(valeur)
