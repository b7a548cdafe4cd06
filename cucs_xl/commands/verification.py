"""« Vérifier »: every anomaly, and what was typed since the last command."""

from datetime import date
from typing import NamedTuple

from cucs_xl.commands.enregistrement import read_saisies, to_cellules, write_tables
from cucs_xl.commands.lecture import RUINES, exercice_de, read_maitre, sans_ramassage
from cucs_xl.excel.classeur import Classeur
from cucs_xl.metier.anomalie import Anomalie, sort_anomalies
from cucs_xl.metier.controle import bloquantes, build_controles
from cucs_xl.metier.lecture import Lecture, calcul_ecrase
from cucs_xl.metier.modele import CONTROLES, TABLES, Contrat, Parametre
from cucs_xl.metier.parametres import SITUATION
from cucs_xl.metier.regles import check_lecture
from cucs_xl.metier.schema import Remplisseur

#: What people type, which rules judge and the snapshot remembers; the rest is the program's.
JUGEES = tuple(table for table in TABLES if table.memorables)


class Verification(NamedTuple):
    """All anomalies, the worst first; those that block and nobody justified.

    `saisies` counts the hand edits that were noted in the journal, when it was written.
    """

    contrat: Contrat
    anomalies: tuple[Anomalie, ...]
    bloquantes: tuple[Anomalie, ...]
    saisies: int = 0


@sans_ramassage()
def verifier(
    classeur: Classeur, exercice: int | None = None, *, ecrire: bool = False
) -> Verification:
    """Check everything; `ecrire` also fills the sheet Contrôles and the journal.

    A year keeps its own anomalies and those that bear on no year.

    Raises:
        CucsError: a year that the contract has not; a master that cannot be read or written.
    """
    lecture = read_maitre(classeur, JUGEES)
    contrat = lecture.contrat
    if exercice is not None:
        exercice_de(contrat, exercice)
    anomalies = sort_anomalies(
        [*check_lecture(situate(lecture), exercice), *_inspect(classeur, contrat)]
    )
    saisies = 0
    perdues = [table for table in TABLES if table.nom not in classeur.tables()]
    if (
        ecrire
        and CONTROLES not in perdues
        and (perdues or any(a.regle in RUINES for a in anomalies))
    ):
        # Recalculating formulas whose table is gone would spoil the values they keep.
        classeur.tell(
            f"La feuille {CONTROLES.feuille} n'a pas été remplie : rétablissez d'abord "
            + (
                f"depuis une copie la feuille {perdues[0].feuille}."
                if perdues
                else "la colonne qui manque."
            )
        )
    elif ecrire:
        saisies = len(read_saisies(classeur, contrat))
        controles = tuple(build_controles(anomalies, contrat.controles))
        ecritures = {CONTROLES.nom: to_cellules(CONTROLES, controles)}
        write_tables(
            classeur, contrat, contrat._replace(controles=controles), ecritures, "vérifier"
        )
    restantes = bloquantes(anomalies, contrat.controles)
    return Verification(contrat, tuple(anomalies), tuple(restantes), saisies)


def situate(lecture: Lecture) -> Lecture:
    """Judge at today's date what bears none: « Situation au » left empty."""
    contrat = lecture.contrat
    if contrat.parametre(SITUATION) is not None:
        return lecture
    autres = tuple(p for p in contrat.parametres if p.parametre != SITUATION)
    ligne = next((p for p in contrat.parametres if p.parametre == SITUATION), None)
    aujourdhui = (ligne or Parametre(SITUATION))._replace(valeur=date.today())  # noqa: DTZ011
    return lecture._replace(contrat=contrat._replace(parametres=(*autres, aujourdhui)))


def _inspect(classeur: Classeur, contrat: Contrat) -> list[Anomalie]:
    """Find the computed cells that were pasted over, table by table."""
    anomalies = []
    for table in TABLES:
        if table.rempli_par is Remplisseur.PROGRAMME or table.nom not in classeur.tables():
            continue
        lignes = {getattr(ligne, "ligne", 0): ligne for ligne in contrat.table(table)}
        for ecrasement in classeur.inspect(table.nom):
            ligne = lignes.get(ecrasement.ligne)
            if ligne is None:  # a blank row, as inserted: nothing to compute there
                continue
            cle = table.cle(ligne)
            anomalies.append(calcul_ecrase(table, ecrasement.entete, cle, ecrasement.ligne))
    return anomalies
