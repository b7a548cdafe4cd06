"""Step five in the master: who was asked, what came back, what awaits a decision."""

import io
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from python_calamine import load_workbook

from cucs_xl.donnees import build_vierge
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.builder.marques import MARQUES
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.builder.saisie import ACCUEIL
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import ARBITRAGES, RETOURS, TABLES, Arbitrage, Contrat, Controle, Retour
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour
from cucs_xl.metier.parametres import SITUATION
from cucs_xl.metier.schema import Remplisseur, Table

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
VIERGE = build_vierge("Ville d'essai", "01004", 2011)
ECHEANCE = date(2011, 10, 31)


def retour(destinataire: str, etat: EtatRetour, completude: float | None = None) -> Retour:
    return Retour(
        ModeleRetour.CREDITS, destinataire, None, 2011, date(2011, 10, 1), ECHEANCE,
        None if completude is None else date(2011, 10, 15), etat, completude,
    )  # fmt: skip


#: Two answers, half filled in all; one silent, one silent of another year.
RETOURS_ESSAI = (
    retour("VILLE", EtatRetour.COMPLET, 1.0),
    retour("CAF", EtatRetour.INCOMPLET, 0.0),
    retour("REGION", EtatRetour.RELANCE),
    retour("DEPT", EtatRetour.ENVOYE)._replace(exercice=2012),
)
EN_ATTENTE = Arbitrage("Actions", "A1", "Statut", "VILLE", partenaire="réalisée")


def situe(contrat: Contrat, jour: date | None) -> Contrat:
    parametres = tuple(
        p._replace(valeur=jour) if p.parametre == SITUATION else p for p in contrat.parametres
    )
    return contrat._replace(parametres=parametres)


def etat_de(contrat: Contrat, etape: str) -> str:
    """Read what Accueil says of a step, as it is stored in the file built."""
    lignes = load_workbook(io.BytesIO(build_maitre(contrat))).get_sheet_by_name(ACCUEIL).to_python()
    return next(str(ligne[3]) for ligne in lignes if ligne[1] == etape)


@pytest.mark.parametrize(
    ("contrat", "phrase"),
    [
        (VIERGE, "aucune fiche demandée"),
        (
            situe(VIERGE._replace(retours=RETOURS_ESSAI), None),
            "demandées : 3, reçues : 2 (remplies à 50 %)",
        ),
        (
            situe(VIERGE._replace(retours=RETOURS_ESSAI), ECHEANCE),
            "demandées : 3, reçues : 2 (remplies à 50 %)",
        ),
        (
            situe(
                VIERGE._replace(
                    retours=RETOURS_ESSAI,
                    arbitrages=(EN_ATTENTE, EN_ATTENTE._replace(cle="A2", tranche_le=ECHEANCE)),
                ),
                date(2011, 11, 1),
            ),
            "demandées : 3, reçues : 2 (remplies à 50 %), en retard : 1, à arbitrer : 1",
        ),
        (
            VIERGE._replace(retours=(retour("VILLE", EtatRetour.ENVOYE),)),
            "demandées : 1, reçues : 0",
        ),
    ],
)
def test_accueil_tells_where_the_returns_stand(contrat: Contrat, phrase: str) -> None:
    """Of the year shown; late only after the deadline, at the day of the situation."""
    assert etat_de(contrat, "Recueillir") == phrase


def test_accueil_tells_a_clean_verification_from_none() -> None:
    """Informations show that « Vérifier » was clicked; nothing at all shows nothing."""
    information = Controle(Gravite.INFORMATION, "axe-principal", constat="à savoir")

    assert etat_de(VIERGE, "Contrôler") == "rien de relevé ; lancer « Vérifier »"
    assert (
        etat_de(VIERGE._replace(controles=(information,)), "Contrôler")
        == "rien à traiter à la dernière vérification"
    )


def feuille_de(table: Table) -> ET.Element:
    octets = build_maitre(VIERGE._replace(retours=RETOURS_ESSAI, arbitrages=(EN_ATTENTE,)))
    rang = 1 + [ACCUEIL, *(t.feuille for t in TABLES)].index(table.feuille)
    if TABLES.index(table) > [t.nom for t in TABLES].index("tFinancements"):
        rang += 1  # Programmation stands after Financements
    return ET.fromstring(parts(octets)[f"xl/worksheets/sheet{rang}.xml"])


def test_every_state_of_a_return_has_its_colour() -> None:
    """A state added later is not left without one."""
    conditions = " ".join(marque.condition for marque in MARQUES[RETOURS.nom])

    assert all(f'{{État}}="{etat}"' in conditions for etat in EtatRetour)


def test_the_choice_is_taken_from_a_list_in_french() -> None:
    """The columns that people type in Arbitrages are helped; the others take anything."""
    entetes = [colonne.entete for colonne in ARBITRAGES.colonnes]
    validations = {
        entetes[ord((v.get("sqref") or "")[0]) - ord("A")]: v
        for v in feuille_de(ARBITRAGES).iterfind("m:dataValidations/m:dataValidation", NS)
    }

    assert {e for e, v in validations.items() if v.get("type") == "list"} == {"Choix"}
    choix = validations["Choix"]
    assert choix.findtext("m:formula1", namespaces=NS) == '"maître,partenaire,autre"'
    assert choix.get("error") == "Choisissez une valeur de la liste."


@pytest.mark.parametrize("table", [RETOURS, ARBITRAGES], ids=lambda t: t.nom)
def test_marks_look_at_their_own_row(table: Table) -> None:
    """Excel takes no structured reference there; a heading left in braces would be one."""
    formules = [f.text or "" for f in feuille_de(table).iterfind(".//m:cfRule/m:formula", NS)]

    assert len(formules) > len(table.colonnes)
    assert not [f for f in formules if re.search(r"[{}\[]", f)]


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.nom)
def test_a_column_says_who_fills_it(table: Table) -> None:
    """A table of the program where people type something is remembered, hence journaled."""
    typees = [colonne for colonne in table.colonnes if colonne.typee]

    if table.rempli_par is Remplisseur.PROGRAMME:
        assert list(table.memorables) == typees
    else:
        assert typees
        assert table.memorables == table.saisies
