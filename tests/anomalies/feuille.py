"""Sheets drawn in plain text: what specimens and the docstrings of tests hold.

A block is a sheet's name, its headings, its rows. Cells are read by the product's own
readers, as text. Columns left out take a valid default, and sheets left out those of
`contexte.txt`, so that a drawing shows only what matters.

    Enveloppes
    Code     | Montant
    07-VILLE | 121 000,00

« (absente) » after the name removes the sheet; « (telle quelle) » gives it the drawn
columns only; what follows a line `---` is typed below the table; a cell such as #REF! is
an Excel error; a value in a computed column was typed over its formula.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.constats import calcul_ecrase
from cucs_xl.metier.jour import jour
from cucs_xl.metier.lecture import Grille, Lecture, read_contrat
from cucs_xl.metier.modele import PARAMETRES, TABLES
from cucs_xl.metier.montant import ESPACE_FINE, INSECABLE
from cucs_xl.metier.regles import check_contrat, check_lecture
from cucs_xl.metier.schema import Cellule, Table

DOSSIER = Path(__file__).parent
#: Sheet row of the first line of any drawn table: its headings are on row 1.
PREMIERE = 2

#: What a column left out holds; {code} is the row's first cell, {n} its rank.
DEFAUTS = {
    "Exercices": {"Statut": "ouvert"},
    "Quartiers": {"Quartier": "{code}", "Régime": "ZUS"},
    "Thèmes": {"Thème": "{code}", "Libellé court": "{code}"},
    "Objectifs": {"Thème": "EMP", "Objectif": "{code}"},
    "Partenaires": {
        "Partenaire": "{code}",
        "Libellé court": "{code}",
        "Groupe": "{code}",
        "Type": "commune",
    },
    "Opérateurs": {"Opérateur": "{code}"},
    "Enveloppes": {
        "Exercice": "2007",
        "Partenaire": "VILLE",
        "Nature": "spécifique",
        "Statut": "ferme",
    },
    "Avenants": {"Statut": "signé", "Exercice": "2007"},
    "Actions": {
        "Exercice": "2007",
        "Intitulé": "{code}",
        "Opérateur": "DSU",
        "Thème": "EMP",
        "Objectif": "EMP1",
        "Dispositif": "CUCS",
        "Statut": "programmée",
    },
    "Financements": {
        "Action": "07-EMP-01",
        "Exercice": "2007",
        "Partenaire": "VILLE",
        "Nature": "spécifique",
        "Enveloppe": "07-VILLE",
    },
    "Mouvements": {
        "Code": "M{n}",
        "Stade": "engagement",
        "Date": "15/05/2007",
        "Exercice comptable": "2007",
    },
    "Axes": {"Axe Région": "Axe {n}", "Principal": "oui", "Statut": "proposé"},
    "Catalogue": {"Famille": "Emploi", "Indicateur": "{code}", "Unité": "nombre"},
    "Répartition": {"Exercice": "2007", "Quartier": "QO"},
    "Budgets": {"Exercice": "2007"},
    "Indicateurs": {
        "Indicateur": "{code}",
        "Objectif": "EMP1",
        "Type": "résultat",
        "Unité": "nombre",
        "Source": "opérateur",
    },
    "Instances": {
        "Type": "COPIL",
        "Statut": "tenue",
        "Coprésidence État": "représentant",
        "Coprésidence Ville": "titulaire",
        "Coprésidence Région": "représentant",
    },
    "Grand livre": {
        "Exercice comptable": "2007",
        "Stade": "mandat",
        "Date": "15/05/2007",
        "État": "rapprochée",
    },
    "Droit commun": {
        "Partenaire": "ETAT",
        "Exercice": "2007",
        "Statut": "déclaré",
        "Méthode": "réel localisé",
        "Assiette": "budget du service",
        "Clé": "part du quartier",
        "Fiabilité": "A",
        "Source": "service",
    },
    "Mesures": {"Exercice": "2007", "Sexe": "ensemble", "Source": "opérateur"},
    "Fiches": {"Exercice": "2007"},
    "Évaluation actions": {
        "Exercice": "2007",
        "Type": "annuelle",
        "Efficacité": "atteint",
        "Droit commun": "moyen",
        "Égalité des chances": "moyen",
        "Participation": "moyen",
        "Suite à donner": "poursuivre",
    },
    "Évaluation gouvernance": {"Note": "moyen", "Auteur": "groupe de travail"},
}


class Feuille(NamedTuple):
    """One drawn block."""

    table: Table
    absente: bool
    telle_quelle: bool
    tableur: bool
    entetes: tuple[str, ...]
    lignes: list[tuple[str, ...]]
    dessous: list[tuple[str, ...]]


def read_feuilles(texte: str) -> Lecture:
    """Read drawn sheets over the minimal valid contract."""
    return read_contrat(build_grilles(texte))


def build_grilles(texte: str) -> dict[str, Grille]:
    """Give drawn sheets, and the context they leave alone, the shape that hosts give."""
    feuilles = {feuille.table: feuille for feuille in _contexte()}
    feuilles |= {feuille.table: feuille for feuille in _split(texte)}
    return {
        table.nom: _build_grille(table, feuilles.get(table))
        for table in TABLES
        if table not in feuilles or not feuilles[table].absente
    }


def check_feuilles(texte: str) -> list[Anomalie]:
    """Tell everything that is wrong in drawn sheets, as « Vérifier » does."""
    anomalies = check_lecture(read_feuilles(texte))
    for feuille in _split(texte):
        calculees = {c.entete for c in feuille.table.colonnes if c.attribut is None}
        for rang, ligne in enumerate(feuille.lignes):
            for entete, cellule in zip(feuille.entetes, ligne, strict=True):
                if entete in calculees and cellule and not cellule.startswith("#"):
                    anomalies.append(
                        calcul_ecrase(feuille.table, entete, ligne[0], PREMIERE + rang)
                    )
    return anomalies


def read_specimen(slug: str) -> str:
    """Read the specimen of an anomaly."""
    return (DOSSIER / f"{slug}.txt").read_text(encoding="utf-8")


def check_specimen(slug: str) -> list[Anomalie]:
    """Tell what the specimen of an anomaly raises.

    A rule that keeps silent while another explains it (total-contradictoire) is asked alone.
    """
    specimen = read_specimen(slug)
    siennes = [a for a in check_feuilles(specimen) if a.regle == slug]
    if siennes:
        return siennes
    return [a for a in check_contrat(read_feuilles(specimen).contrat) if a.regle == slug]


def lisible(texte: str) -> str:
    """Replace the spaces of French typography by plain ones, to compare and to print."""
    return texte.replace(ESPACE_FINE, " ").replace(INSECABLE, " ")


def constats(anomalies: Iterable[Anomalie]) -> list[str]:
    """Give what anomalies say, with plain spaces."""
    return [lisible(anomalie.constat) for anomalie in anomalies]


def lieux(anomalies: Iterable[Anomalie]) -> list[tuple[str, str, str, int | None, int]]:
    """Give where anomalies are: table, key, heading, year, sheet row."""
    return [(a.table, a.cle, a.champ, a.exercice, a.ligne) for a in anomalies]


@cache
def _contexte() -> tuple[Feuille, ...]:
    return tuple(_split((DOSSIER / "contexte.txt").read_text(encoding="utf-8")))


def _split(texte: str) -> Iterator[Feuille]:
    tables = {table.feuille: table for table in TABLES}
    for bloc in re.split(r"\n\s*\n", texte):
        titre, *reste = [ligne.strip() for ligne in bloc.strip().splitlines()] or [""]
        nom, _, mention = titre.partition(" (")
        if nom not in tables:
            continue
        rangees = [tuple(c.strip() for c in ligne.split("|")) for ligne in reste]
        coupe = rangees.index(("---",)) if ("---",) in rangees else len(rangees)
        yield Feuille(
            tables[nom],
            mention == "absente)",
            mention == "telle quelle)",
            mention == "tableur)",
            rangees[0] if rangees else (),
            rangees[1:coupe],
            rangees[coupe + 1 :],
        )


def _build_grille(table: Table, feuille: Feuille | None) -> Grille:
    attendus = tuple(colonne.entete for colonne in table.colonnes)
    if feuille is None:
        return Grille(attendus, [], PREMIERE)
    inconnus = set(feuille.entetes) - set(attendus)
    assert feuille.telle_quelle or not inconnus, f"{table.feuille} : en-têtes {inconnus}"
    entetes = feuille.entetes if feuille.telle_quelle else attendus
    rangees = []
    erreurs = {}
    for rang, cellules in enumerate(feuille.lignes):
        assert len(cellules) == len(feuille.entetes), f"{table.feuille} : ligne {cellules}"
        ligne = _defauts(table, cellules[0], rang + 1) | dict(
            zip(feuille.entetes, cellules, strict=True)
        )
        if not any(cellules):
            ligne = {}
        for entete, cellule in ligne.items():
            if cellule.startswith("#"):
                erreurs[rang, entete] = cellule
        rangees.append(
            [None if (rang, e) in erreurs else _type(table, e, ligne.get(e, "")) for e in entetes]
        )
    dessous = tuple(PREMIERE + len(rangees) + i for i, _ in enumerate(feuille.dessous))
    return Grille(entetes, rangees, PREMIERE, dessous, erreurs, feuille.tableur)


def _type(table: Table, entete: str, cellule: str) -> Cellule:
    """Type a cell as text, except a free value: a date or a number, as Excel holds them."""
    if table is PARAMETRES and entete == "Valeur":
        if re.fullmatch(r"\d+/\d+/\d{4}", cellule):
            return jour(cellule)
        if cellule.isdecimal():
            return float(cellule)
    return cellule or None


def _defauts(table: Table, code: str, rang: int) -> dict[str, str]:
    return {
        entete: defaut.format(code=code, n=rang)
        for entete, defaut in DEFAUTS.get(table.feuille, {}).items()
    }
