"""« Vérifier »: every anomaly, and what was typed since the last command."""

from typing import NamedTuple

from cucs_xl.commands.enregistrement import read_saisies, to_cellules, write_tables
from cucs_xl.commands.lecture import read_maitre
from cucs_xl.excel.classeur import Classeur
from cucs_xl.metier.anomalie import Anomalie, sort_anomalies
from cucs_xl.metier.controle import bloquantes, build_controles
from cucs_xl.metier.journal import Modification
from cucs_xl.metier.lecture import calcul_ecrase
from cucs_xl.metier.modele import CONTROLES, TABLES, Contrat
from cucs_xl.metier.regles import check_lecture
from cucs_xl.metier.schema import Remplisseur

#: Without them a synthesis would show as nothing what it cannot see.
RUINES = frozenset({"table-absente", "colonne-absente"})


class Verification(NamedTuple):
    """All anomalies, the worst first; those that block and nobody justified; hand edits."""

    contrat: Contrat
    anomalies: tuple[Anomalie, ...]
    bloquantes: tuple[Anomalie, ...]
    saisies: tuple[Modification, ...]


def verifier(
    classeur: Classeur, exercice: int | None = None, *, ecrire: bool = False
) -> Verification:
    """Check everything; `ecrire` also fills the sheet Contrôles and the journal.

    A year keeps its own anomalies and those that bear on no year.
    """
    lecture = read_maitre(classeur)
    contrat = lecture.contrat
    anomalies = sort_anomalies([*check_lecture(lecture, exercice), *_inspect(classeur, contrat)])
    saisies = read_saisies(contrat)
    if ecrire and any(a.regle in RUINES and a.table != CONTROLES.nom for a in anomalies):
        # Recalculating formulas whose table is gone would spoil the values they keep.
        classeur.tell(
            f"La feuille {CONTROLES.feuille} n'a pas été remplie : rétablissez d'abord la table "
            "ou la colonne qui manque."
        )
    elif ecrire:
        controles = tuple(build_controles(anomalies, contrat.controles))
        ecritures = {CONTROLES.nom: to_cellules(CONTROLES, controles)}
        write_tables(
            classeur, contrat, contrat._replace(controles=controles), ecritures, "vérifier"
        )
    restantes = bloquantes(anomalies, contrat.controles)
    return Verification(contrat, tuple(anomalies), tuple(restantes), saisies)


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
