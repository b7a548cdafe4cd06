"""What the page names exists, and what exists is named: nothing orphan on either side."""

import re

import pytest

from cucs_xl.metier.modele import TABLES
from cucs_xl.metier.parametres import Seuil
from tests.exigences.declaration import Etat, Exigence, read_exigences
from tests.exigences.existant import (
    DESSINEES,
    read_colonnes,
    read_commandes,
    read_parametres,
    read_regles,
    read_syntheses,
    read_tests,
)
from tests.exigences.page import PAGE, render_page

EXIGENCES = read_exigences()
#: The sentences of the contract that bind the tool, then the controls.
CODES = [
    f"{lettre}{rang}"
    for lettre, nombre in (("F", 15), ("R", 14), ("G", 6), ("C", 31))
    for rang in range(1, nombre + 1)
]


def test_page_is_fresh() -> None:
    """The page says what the declarations say today."""
    assert PAGE.read_text(encoding="utf-8") == render_page(), "run: python -m tests.exigences.page"


def test_every_requirement_is_declared_once() -> None:
    """Fifteen of funding, fourteen of monitoring, six of governance, then the controls."""
    assert [exigence.code for exigence in EXIGENCES] == CODES


@pytest.mark.parametrize("exigence", EXIGENCES, ids=lambda e: e.code)
def test_everything_named_exists(exigence: Exigence) -> None:
    """A renamed column, rule or test is not left on the page."""
    tables = read_colonnes()
    absents = [
        f"{table}.{entete}"
        for table, entetes in exigence.colonnes.items()
        for entete in entetes
        if entete not in tables.get(table, frozenset())
    ]
    absents += [
        nom
        for noms, connus in (
            (exigence.parametres, read_parametres()),
            (exigence.syntheses, read_syntheses()),
            (exigence.feuilles, DESSINEES),
            (exigence.regles, read_regles()),
            (exigence.commandes, read_commandes()),
        )
        for nom in noms
        if nom not in connus
    ]
    for noeud in exigence.tests:
        chemin, _, nom = noeud.partition("::")
        if nom not in read_tests(chemin):
            absents.append(noeud)

    assert absents == []


@pytest.mark.parametrize("exigence", EXIGENCES, ids=lambda e: e.code)
def test_what_is_missing_is_said(exigence: Exigence) -> None:
    """Nothing is answered without a place and a test; nothing is short without a sentence."""
    assert bool(exigence.manque) is (exigence.etat is not Etat.REPONDU)
    assert bool(exigence.source) is bool(exigence.citations)
    if exigence.code[0] != "C":
        assert exigence.citations
    if exigence.etat is not Etat.A_VENIR:
        assert exigence.colonnes
        assert exigence.tests
    for phrase in filter(None, (exigence.enonce, exigence.manque, exigence.note)):
        assert phrase.endswith(".")
        assert "|" not in phrase


def test_nothing_is_orphan() -> None:
    """Every sheet, rule, synthesis table and threshold answers something."""
    tables = {table for e in EXIGENCES for table in e.colonnes}
    regles = {slug for e in EXIGENCES for slug in e.regles}
    syntheses = {code for e in EXIGENCES for code in e.syntheses}
    feuilles = {feuille for e in EXIGENCES for feuille in e.feuilles}
    parametres = {nom for e in EXIGENCES for nom in e.parametres}

    assert {table.nom for table in TABLES} - tables == set()
    assert set(read_regles()) - regles == set()
    assert set(read_syntheses()) - syntheses == set()
    assert set(DESSINEES) - feuilles == set()
    assert {seuil.value for seuil in Seuil} - parametres == set()


def test_links_exist() -> None:
    """No link of the page leads nowhere."""
    cibles = set(re.findall(r"\]\(([^)#]+)", PAGE.read_text(encoding="utf-8")))

    assert cibles
    for cible in cibles:
        assert (PAGE.parent / cible).exists(), cible
