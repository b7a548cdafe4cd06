"""The contents we ship: the Montélimar example and what any new contract starts from.

One CSV per table, headed as the sheets are, so that a person can read and correct them.
They are read by the same readers as a workbook.
"""

import csv
from collections.abc import Mapping
from importlib.resources import files

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.jour import jour
from cucs_xl.metier.lecture import Grille, read_contrat
from cucs_xl.metier.modele import CONTROLES, TABLES, Contrat, Exercice, Parametre, Quartier
from cucs_xl.metier.nomenclature import Regime, StatutExercice
from cucs_xl.metier.schema import Cellule, Table

MONTELIMAR = "montelimar"
VIERGE = "vierge"

#: Years that a new contract opens with.
DUREE = 3


def read_exemple() -> Contrat:
    """Read the CUCS of Montélimar 2007: real envelopes, example actions."""
    return _read(MONTELIMAR, {})


def build_vierge(commune: str, insee: str, debut: int) -> Contrat:
    """Build the starting contents of any commune's contract.

    The five national fields and the usual partners are proposed; envelopes, actions and
    quartiers are for the commune to type.
    """
    contrat = _read(VIERGE, {"commune": commune})
    return contrat._replace(
        parametres=(
            Parametre("Contrat", f"Contrat urbain de cohésion sociale – {commune}"),
            Parametre("Commune", commune),
            Parametre("Code INSEE", insee),
            Parametre("Service", f"{commune} – service DSU"),
            Parametre("Premier exercice", debut, "année"),
            Parametre("Durée", DUREE, "ans"),
            Parametre("Exercice affiché", debut, "année"),
            Parametre("Situation au", None, "date"),
            Parametre("Données d'exemple", None),
        ),
        exercices=tuple(Exercice(debut + i, StatutExercice.PREPARATION) for i in range(DUREE)),
        quartiers=(
            Quartier("HG", "Hors géographie prioritaire", commune, insee, Regime.HORS_GEOGRAPHIE),
        ),
    )


def _read(dossier: str, variables: Mapping[str, str]) -> Contrat:
    grilles = {table.nom: _read_grille(dossier, table, variables) for table in TABLES}
    lecture = read_contrat(grilles)
    fautes: list[Anomalie] = list(lecture.anomalies)
    if fautes:  # ours to correct, never the user's
        raise ValueError(f"données livrées illisibles : {fautes[0]}")
    return lecture.contrat


def _read_grille(dossier: str, table: Table, variables: Mapping[str, str]) -> Grille:
    """Give a shipped table the shape a sheet has: computed columns are there, empty."""
    entetes = tuple(colonne.entete for colonne in table.colonnes)
    chemin = files(__name__) / dossier / f"{table.nom}.csv"
    if table is CONTROLES or not chemin.is_file():
        return Grille(entetes, [], 1)
    lignes = csv.DictReader(chemin.read_text(encoding="utf-8").splitlines())
    return Grille(
        entetes,
        [[_read_cellule(ligne, entete, variables) for entete in entetes] for ligne in lignes],
        2,
    )


def _read_cellule(ligne: Mapping[str, str], entete: str, variables: Mapping[str, str]) -> Cellule:
    texte = ligne.get(entete, "")
    for nom, valeur in variables.items():
        texte = texte.replace(f"{{{nom}}}", valeur)
    if entete != "Valeur":
        return texte or None
    # A free value has the type its unit says; anything else stays text, zeros included.
    if ligne["Unité"] in {"année", "ans"}:
        return int(texte)
    return jour(texte) if ligne["Unité"] == "date" else texte or None
