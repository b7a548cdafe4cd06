"""150 returns taken in: read behind the gate, checked, merged; the floor is calamine alone.

The master is read beforehand and nothing is written: what is measured grows with returns.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import load_workbook

from cucs_xl.commands.lecture import sans_ramassage
from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille
from cucs_xl.excel.retour import read_retours
from cucs_xl.metier.formulaire import Envoi, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import (
    build_empreinte,
    build_memoire,
    nom_contrat,
    spell_memoire,
)
from cucs_xl.metier.modele import Budget, Contrat, Indicateur, Mesure, Retour
from cucs_xl.metier.nomenclature import Compte, ModeleRetour, Sexe, TypeIndicateur
from cucs_xl.metier.retour.depouille import Depouille
from cucs_xl.metier.retour.fusion import Fusion, merge_retours
from cucs_xl.metier.retour.lecture import RetourLu, read_retour

from .fabrique import DEBUT, Taille, build_contrat

RETOURS = 150
#: Indicators that bring a sheet to sixty rows of answers.
INDICATEURS = 16
JOUR = date(2008, 2, 1)


class Courrier(NamedTuple):
    """A master, and the files that came back."""

    contrat: Contrat
    fichiers: tuple[Path, ...]


def build_courrier(dossier: Path) -> Courrier:
    """Send a sheet for each action, and write it down as its operator fills it."""
    contrat = _enrich(build_contrat(Taille(actions=RETOURS, financements=900)))
    source = Source(contrat)
    retours, fichiers = [], []
    for action in contrat.actions:
        envoi = Envoi(
            ModeleRetour.FICHE,
            1,
            nom_contrat(contrat),
            DEBUT,
            action.operateur or "",
            action.code,
            JOUR,
        )
        formulaire = build_formulaire(source, envoi)
        texte = spell_memoire(envoi, build_memoire(formulaire))
        retours.append(
            Retour(
                envoi.modele,
                envoi.destinataire,
                action.code,
                DEBUT,
                empreinte=build_empreinte(texte),
            )
        )
        reponses = {
            (bloc.code, rangee.id, question.code): Reponse(_answer(question.code))
            for bloc in formulaire.modele.blocs
            for rangee in formulaire.rangees[bloc.code]
            for question in bloc.questions
            if bloc.code in {"charges", "produits", "indicateurs", "publics"}
            and question.code != "tMesures.Source"
        }
        fichier = dossier / f"{action.code}.xlsx"
        fichier.write_bytes(build_feuille(formulaire, source, Copie(reponses, texte)))
        fichiers.append(fichier)
    return Courrier(contrat._replace(retours=tuple(retours)), tuple(fichiers))


def _answer(code: str) -> float:
    return 1234.5 if code.startswith("tBudgets") else 12.0


def _enrich(contrat: Contrat) -> Contrat:
    """Give each action its indicators and its budget."""
    indicateurs, mesures, budgets = [], [], []
    for action in contrat.actions:
        for n in range(INDICATEURS):
            code = f"{action.code}-I{n}"
            indicateurs.append(
                Indicateur(
                    code, f"Indicateur {n}", action=action.code, objectif=action.objectif,
                    type=TypeIndicateur.RESULTAT, unite="personnes", source="Enquête",
                )
            )  # fmt: skip
            mesures.append(Mesure(code, DEBUT, sexe=Sexe.ENSEMBLE, initiale=0.0, cible=20.0))
        budgets += [Budget(action.code, DEBUT, c, 100000) for c in (Compte.C60, Compte.C74)]
    return contrat._replace(
        indicateurs=tuple(indicateurs), mesures=tuple(mesures), budgets=tuple(budgets)
    )


@sans_ramassage()
def take_in(courrier: Courrier) -> Fusion:
    """Read, check and merge every file, as « importer » does."""
    source = Source(courrier.contrat)
    lus = [
        read_retour(source, lu)
        for lu in read_retours(courrier.fichiers)
        if isinstance(lu, Depouille)
    ]
    return merge_retours(source, [r for r in lus if isinstance(r, RetourLu)], {}, JOUR)


def read_nu(courrier: Courrier) -> list[list[list[Any]]]:
    """Read every sheet of every file and do nothing of it: the floor."""
    return [
        classeur.get_sheet_by_name(nom).to_python()
        for fichier in courrier.fichiers
        for classeur in [load_workbook(fichier)]
        for nom in classeur.sheet_names
    ]


def count_lignes(fusion: Fusion) -> tuple[int, int]:
    """Count the returns taken and the fields changed: the job was done."""
    return len(fusion.pris), sum(bool(c.repere.champ) for c in fusion.changements)
