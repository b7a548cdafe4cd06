"""« Clôturer » and « Rouvrir »: a closed year changes only by a journalled rectification."""

from collections.abc import Callable
from datetime import date

from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.lecture import read_entier
from cucs_xl.commands.verification import verifier
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.cloture import close, reopen
from cucs_xl.metier.modele import EXERCICES, Contrat, Exercice


def cloturer(classeur: Classeur, exercice: int) -> Exercice:
    """Close a year: its fingerprint and what remains to pay are written.

    Raises:
        CucsError: the year is not open, or blocking anomalies of that year remain.
    """
    read_entier(classeur)
    verification = verifier(classeur, exercice)
    if verification.bloquantes:
        nombre = len(verification.bloquantes)
        raise CucsError(
            f"l'exercice {exercice} a {nombre} anomalie{'s' if nombre > 1 else ''} bloquante"
            f"{'s' if nombre > 1 else ''} : lancez « cucs-xl verifier », corrigez ou justifiez, "
            "puis clôturez. Rien n'a été écrit."
        )
    contrat = verification.contrat
    lignes = _apply(lambda: close(contrat, exercice, date.today()))  # noqa: DTZ011 - the office's day
    return _write(classeur, contrat, lignes, exercice, "clôturer", "")


def rouvrir(classeur: Classeur, exercice: int, motif: str) -> Exercice:
    """Reopen a closed year for a rectification; the reason goes to the journal.

    Raises:
        CucsError: the year is not closed, or no reason is given.
    """
    if not motif.strip():
        raise CucsError("donnez après --motif la raison de la rectification : le journal la garde.")
    contrat = read_entier(classeur).contrat
    return _write(
        classeur, contrat, _apply(lambda: reopen(contrat, exercice)), exercice, "rouvrir", motif
    )


def _apply(operation: Callable[[], tuple[Exercice, ...]]) -> tuple[Exercice, ...]:
    try:
        return operation()
    except ValueError as erreur:
        raise CucsError(f"{erreur}. Rien n'a été écrit.") from erreur


def _write(
    classeur: Classeur,
    contrat: Contrat,
    lignes: tuple[Exercice, ...],
    exercice: int,
    operation: str,
    motif: str,
) -> Exercice:
    changees = {
        ligne.ligne: to_cellules(EXERCICES, [ligne])[0]
        for ligne in lignes
        if ligne not in contrat.exercices
    }
    edition = build_edition(EXERCICES, classeur.read(EXERCICES.nom), changees, [])
    apres = contrat._replace(exercices=lignes)
    write_tables(classeur, contrat, apres, {EXERCICES.nom: edition}, operation, motif)
    return next(ligne for ligne in lignes if ligne.exercice == exercice)
