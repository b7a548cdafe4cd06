"""What exists: sheets and columns, synthesis tables, rules, commands, tests."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cucs_xl.cli import app
from cucs_xl.donnees import COMMUN, MONTELIMAR, read_exemple, read_textes
from cucs_xl.excel.builder.dossier import build_pages
from cucs_xl.excel.builder.evaluation import EVALUATION, INDICATEURS
from cucs_xl.excel.builder.maitre import locate_tableaux
from cucs_xl.excel.builder.rythme import RYTHME
from cucs_xl.excel.builder.synthese import CONTROLES
from cucs_xl.metier.constats import CONSTATS
from cucs_xl.metier.matrice import FEUILLE, TABLE
from cucs_xl.metier.matrice.colonnes import FIXES, choose_paires
from cucs_xl.metier.modele import PARAMETRES, TABLES
from cucs_xl.metier.regles import REGLES
from tests.excel.dossiers import dossier_de

TESTS = Path(__file__).parents[1]
#: The year of the example whose synthesis is looked at; its number is left out of names.
ANNEE = 2007
#: Sheets of the annual synthesis that no table declares.
DESSINEES = (EVALUATION, INDICATEURS, CONTROLES, RYTHME)


class Lieux(NamedTuple):
    """The sheet of the master and that of the annual synthesis that show a table."""

    maitre: str | None
    annuelle: str | None


@cache
def read_colonnes() -> dict[str, frozenset[str]]:
    """Give the headings of every table, the matrix of the COPIL included."""
    matrice = frozenset((*FIXES, *(paire.entete for paire in choose_paires(read_exemple()))))
    return {t.nom: frozenset(c.entete for c in t.colonnes) for t in TABLES} | {TABLE: matrice}


@cache
def read_feuilles() -> dict[str, str]:
    """Give the sheet of every table."""
    return {table.nom: table.feuille for table in TABLES} | {TABLE: FEUILLE}


@cache
def read_syntheses() -> dict[str, Lieux]:
    """Tell where each synthesis table is shown."""
    contrat = read_exemple()
    maitre = {code: emprise.feuille for code, emprise in locate_tableaux(contrat).items()}
    annuelle = {
        tableau.code: page.feuille.replace(str(ANNEE), "").strip()
        for page in build_pages(dossier_de(contrat, ANNEE))
        for tableau in page.tableaux
    }
    return {
        code: Lieux(maitre.get(code), annuelle.get(code))
        for code in dict.fromkeys((*maitre, *annuelle))
    }


@cache
def read_parametres() -> frozenset[str]:
    """Name the parameters that are shipped."""
    return frozenset(
        str(ligne["Paramètre"])
        for dossier in (COMMUN, MONTELIMAR)
        for ligne in read_textes(dossier, PARAMETRES)
    )


@cache
def read_regles() -> dict[str, str]:
    """Give the sentence of every slug: what reading tells, then the rules."""
    modules = {r.__name__.rpartition(".")[2]: r.__doc__ or "" for r in REGLES}
    constats = {c.__name__: c.__doc__ or "" for c in CONSTATS}
    return {n.replace("_", "-"): d.partition("\n")[0] for n, d in (constats | modules).items()}


@cache
def read_commandes() -> frozenset[str]:
    """Name the commands of the terminal."""
    return frozenset(
        commande.name or (commande.callback.__name__ if commande.callback else "")
        for commande in app.registered_commands
    )


@cache
def read_tests(chemin: str) -> frozenset[str]:
    """Name the tests of a module, without running it; none when it does not exist."""
    path = TESTS / chemin
    if not path.is_file():
        return frozenset()
    arbre = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        noeud.name
        for noeud in arbre.body
        if isinstance(noeud, ast.FunctionDef) and noeud.name.startswith("test_")
    )
