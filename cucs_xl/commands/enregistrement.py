"""How every command writes: hand edits noted first, then its own, all of it or nothing."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cucs_xl.commands.lecture import read_maitre
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.instantane import build_blocs, build_instantane, read_blocs
from cucs_xl.metier.journal import SAISIE, Modification, build_entree, compare_instantanes
from cucs_xl.metier.memoire import replace_blocs
from cucs_xl.metier.modele import INSTANTANE, JOURNAL, TABLE_PAR_NOM, Bloc, Contrat, EntreeJournal
from cucs_xl.metier.schema import Cellule, Sorte, Table

#: What a command writes: whole tables, by name, row by row.
Ecritures = Mapping[str, Sequence[Mapping[str, Cellule]]]
#: Why a command changes something: one reason for all, or one for each change.
Motif = str | Callable[[Modification], str]


def read_saisies(classeur: Classeur, contrat: Contrat) -> tuple[Modification, ...]:
    """List what was typed since the last command; nothing when there is no memory of it."""
    return _compare_saisies(_read_blocs(classeur), contrat)


def write_tables(
    classeur: Classeur,
    avant: Contrat,
    apres: Contrat,
    ecritures: Ecritures,
    operation: str,
    motif: Motif = "",
    memoires: Mapping[str, str | None] | None = None,
) -> tuple[EntreeJournal, ...]:
    """Write tables as one unit of work, with the journal and a new snapshot.

    `avant` is what the workbook holds now and `apres` what it will hold. `memoires` replaces
    what the workbook remembers, by object (None forgets it); other objects are kept. Gives
    the journal entries of the command's own changes; those of hand edits come before them.

    Raises:
        CucsError: a table is lost, or the workbook cannot be written; nothing is.
    """
    siens = (JOURNAL, INSTANTANE, *(TABLE_PAR_NOM[n] for n in ecritures if n in TABLE_PAR_NOM))
    perdues = [table for table in siens if table.nom not in classeur.tables()]
    if perdues:
        raise CucsError(
            f"« {classeur.nom} » n'a plus de table {perdues[0].nom} : rétablissez la feuille "
            f"{perdues[0].feuille} depuis une copie, puis recommencez. Rien n'a été écrit."
        )
    blocs = _read_blocs(classeur)
    quand, qui = datetime.now(), _utilisateur()  # noqa: DTZ005 - the clock of the office
    saisies = [
        build_entree(m, quand=quand, qui="", operation=SAISIE, motif=f"relevé par « {operation} »")
        for m in _compare_saisies(blocs, avant)
    ]
    siennes = tuple(
        build_entree(m, quand=quand, qui=qui, operation=operation, motif=_spell_motif(motif, m))
        for m in compare_instantanes(build_instantane(avant), build_instantane(apres))
    )
    with classeur.checkpoint():
        for nom, lignes in ecritures.items():
            classeur.write(nom, lignes)
        if saisies or siennes:
            entrees = to_cellules(JOURNAL, [*saisies, *siennes])
            journal = build_edition(JOURNAL, classeur.read(JOURNAL.nom), {}, entrees)
            classeur.write(JOURNAL.nom, journal)
        blocs = (*build_blocs(apres), *replace_blocs(blocs, memoires or {}))
        classeur.write(INSTANTANE.nom, to_cellules(INSTANTANE, blocs))
    return siennes


def _read_blocs(classeur: Classeur) -> tuple[Bloc, ...]:
    return read_maitre(classeur, [INSTANTANE]).contrat.instantane


def _compare_saisies(blocs: Iterable[Bloc], contrat: Contrat) -> tuple[Modification, ...]:
    avant = read_blocs(blocs)
    return () if avant is None else tuple(compare_instantanes(avant, build_instantane(contrat)))


def _spell_motif(motif: Motif, modification: Modification) -> str:
    return motif if isinstance(motif, str) else motif(modification)


def _utilisateur() -> str:
    """Name the account of the machine: Windows and macOS spell it differently."""
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""


def to_cellules(table: Table, lignes: Iterable[Any]) -> list[dict[str, Cellule]]:
    """Give rows as cells, by heading: euros for cents, text for list values."""
    return [
        {
            colonne.entete: _cellule(colonne.genre.sorte, getattr(ligne, colonne.attribut or ""))
            for colonne in table.saisies
        }
        for ligne in lignes
    ]


def _cellule(sorte: Sorte, valeur: Any) -> Cellule:
    if sorte is Sorte.MONTANT and isinstance(valeur, int):
        return valeur / 100
    cellule: Cellule = str(valeur) if sorte is Sorte.LISTE and valeur is not None else valeur
    return cellule
