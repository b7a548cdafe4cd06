"""The journal: who changed what, when, from what to what.

An edit typed in Excel leaves no trace of its own; each command compares the workbook
with the last snapshot and writes the differences before its own.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from cucs_xl.metier.instantane import Instantane
from cucs_xl.metier.modele import TABLE_PAR_NOM, EntreeJournal

#: What the journal calls an edit that no command made.
SAISIE = "saisie dans Excel"
#: A row whole is longer than any of its cells may be.
_LIGNE_MAX = 15_000


class Modification(NamedTuple):
    """A difference between two snapshots; without heading, the whole row came or went."""

    feuille: str
    cle: str
    champ: str
    avant: str
    apres: str


def compare_instantanes(avant: Instantane, apres: Instantane) -> Iterator[Modification]:
    """Give the differences, in sheet order: rows gone, rows changed, rows come."""
    for nom, table in TABLE_PAR_NOM.items():
        anciennes, nouvelles = avant.get(nom, {}), apres.get(nom, {})
        if nom not in avant or nom not in apres:  # a table that the other did not know
            continue
        for cle, champs in anciennes.items():
            if cle not in nouvelles:
                yield Modification(table.feuille, cle, "", _spell_ligne(champs), "")
        entetes = [colonne.entete for colonne in table.saisies]
        for cle, champs in nouvelles.items():
            if cle not in anciennes:
                yield Modification(table.feuille, cle, "", "", _spell_ligne(champs))
                continue
            for entete in entetes:
                ancien, nouveau = anciennes[cle].get(entete, ""), champs.get(entete, "")
                if ancien != nouveau:
                    yield Modification(table.feuille, cle, entete, ancien, nouveau)


def build_entree(
    modification: Modification, *, quand: datetime, qui: str, operation: str, motif: str
) -> EntreeJournal:
    """Write a difference as a row of the journal."""
    return EntreeJournal(
        horodatage=f"{quand:%Y-%m-%d %H:%M:%S}",
        utilisateur=qui or None,
        operation=operation,
        feuille=modification.feuille,
        cle=modification.cle,
        champ=modification.champ or None,
        avant=modification.avant or None,
        apres=modification.apres or None,
        motif=motif or None,
    )


def _spell_ligne(champs: Mapping[str, str]) -> str:
    """Spell a row whole, as far as a cell holds it."""
    return " ; ".join(f"{entete} : {texte}" for entete, texte in champs.items())[:_LIGNE_MAX]
