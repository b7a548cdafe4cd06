"""Closing a year: its fingerprint, what remains to pay, and the way back."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from cucs_xl.metier.modele import (
    ACTIONS,
    AVENANTS,
    BUDGETS,
    ENVELOPPES,
    FINANCEMENTS,
    MOUVEMENTS,
    REPARTITION,
    Contrat,
    Exercice,
)
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import SPECIFIQUES, Stade, StatutExercice
from cucs_xl.metier.schema import Table

#: The tables whose rows of the year a closing freezes, with the column that dates them.
FIGEES = (
    (ENVELOPPES, "exercice"),
    (AVENANTS, "exercice"),
    (ACTIONS, "exercice"),
    (REPARTITION, "exercice"),
    (BUDGETS, "exercice"),
    (FINANCEMENTS, "exercice"),
    (MOUVEMENTS, "exercice_comptable"),
)
_ANNEES = {table.nom: annee for table, annee in FIGEES}
#: Four groups of four hexadecimal digits: short enough to read aloud, never a number that a
#: spreadsheet would round, no clash to fear by accident.
GROUPES, TAILLE = 4, 4

_SIGNES = {Stade.ENGAGEMENT: 1, Stade.DEGAGEMENT: 1, Stade.PAIEMENT: -1}


def find_clos(contrat: Contrat) -> frozenset[int]:
    """List the closed years."""
    return frozenset(
        e.exercice for e in contrat.exercices if e.exercice and e.statut is StatutExercice.CLOS
    )


def is_figee(table: Table, ligne: Any, clos: frozenset[int]) -> bool:
    """Tell whether a row is one that the closing of its year froze."""
    annee = _ANNEES.get(table.nom)
    return annee is not None and getattr(ligne, annee) in clos


def empreinte(contrat: Contrat, exercice: int) -> str:
    """Sum up the rows of a year: any change of a typed value gives another text.

    Neither the order of rows nor their place counts, nor a cell left empty, so that a
    column added to the workbook later reopens no year.
    """
    lignes = sorted(
        "\x1e".join((table.nom, *_spell(table, ligne)))
        for table, annee in FIGEES
        for ligne in contrat.table(table)
        if getattr(ligne, annee) == exercice
    )
    condense = hashlib.sha256("\x1f".join(lignes).encode()).hexdigest()
    return "-".join(condense[i * TAILLE : (i + 1) * TAILLE] for i in range(GROUPES))


def _spell(table: Table, ligne: Any) -> Iterator[str]:
    for rang, colonne in enumerate(table.saisies):
        valeur = ligne[rang]
        if valeur is not None:
            # Fifteen digits: what a spreadsheet keeps of a number.
            texte = f"{valeur:.15g}" if isinstance(valeur, float) else str(valeur)
            yield f"{colonne.attribut}={texte}"


def reste_a_payer(contrat: Contrat, exercice: int) -> Centimes:
    """Give what is engaged and not yet paid at the end of a year, all programmes.

    Only the credits of the contract, and the movements borne by that year or an earlier
    one. A dégagement is negative and lowers the engaged.
    """
    retenus = {f.code for f in contrat.financements if f.nature in SPECIFIQUES and f.code}
    return sum(
        _SIGNES.get(m.stade, 0) * m.montant
        for m in contrat.mouvements
        if m.stade is not None
        and m.montant is not None
        and m.exercice_comptable is not None
        and m.exercice_comptable <= exercice
        and m.financement in retenus
    )


def close(contrat: Contrat, exercice: int, jour: date) -> tuple[Exercice, ...]:
    """Give the rows of the years once one of them is closed on that day.

    Raises:
        ValueError: the year is unknown or not open; the message is French.
    """
    _check_statut(contrat, exercice, StatutExercice.OUVERT, "clôturer")
    return tuple(
        ligne._replace(
            statut=StatutExercice.CLOS,
            cloture_le=jour,
            empreinte=empreinte(contrat, exercice),
            reste_a_payer=reste_a_payer(contrat, exercice),
        )
        if ligne.exercice == exercice
        else ligne
        for ligne in contrat.exercices
    )


def reopen(contrat: Contrat, exercice: int) -> tuple[Exercice, ...]:
    """Give the rows of the years once one of them is open again, to be corrected.

    Raises:
        ValueError: the year is unknown or not closed; the message is French.
    """
    _check_statut(contrat, exercice, StatutExercice.CLOS, "rouvrir")
    return tuple(
        ligne._replace(
            statut=StatutExercice.OUVERT, cloture_le=None, empreinte=None, reste_a_payer=None
        )
        if ligne.exercice == exercice
        else ligne
        for ligne in contrat.exercices
    )


def _check_statut(contrat: Contrat, exercice: int, attendu: StatutExercice, verbe: str) -> None:
    statuts = [ligne.statut for ligne in contrat.exercices if ligne.exercice == exercice]
    if not statuts:
        raise ValueError(f"l'exercice {exercice} n'est pas dans la feuille Exercices")
    if statuts[0] is not attendu:
        etat = statuts[0] or "sans statut"
        raise ValueError(
            f"l'exercice {exercice} est {etat} : on ne peut {verbe} qu'un exercice {attendu}"
        )
