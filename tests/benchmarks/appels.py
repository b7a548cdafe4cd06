"""Round trips to Excel, button by button, counted on the false Excel.

A click crosses to another process each time: what it costs is the number of calls, which
must not depend on the rows.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cucs_xl import ribbon
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille
from cucs_xl.excel.live import ClasseurExcel
from cucs_xl.excel.live.ecriture import LONGUEUR_MAX
from cucs_xl.metier.formulaire import Source
from cucs_xl.metier.formulaire.identite import build_memoire, spell_memoire
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.lecture import Place
from cucs_xl.metier.schema import Cellule
from tests.excel.live.com import Workbook, copy_cases
from tests.excel.live.pilote import open_livre, to_book
from tests.metier.retour.partenaire import send

APPELS_MAX = 600
TAILLES = (100, 10_000)
#: The table made long, and the reference made wrong in it.
LONGUES = {"tFinancements": "Action"}
#: What partners answer, so that an import writes in nearly every table that it may.
RETOURS: tuple[tuple[ModeleRetour, int, str, str | None, Mapping[Place, Cellule]], ...] = (
    (
        ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03",
        {
            ("charges", "62", "tBudgets.Réalisé"): 7100.0,
            ("publics", "1", "tFiches.Femmes"): 12.0,
            ("attestation", "1", "tRetours.Signataire"): "La présidence",
            ("attestation", "1", "tRetours.Signé le"): date(2008, 2, 1),
        },
    ),
    (
        ModeleRetour.CREDITS, 2007, "DDASS", None,
        {
            ("droit-commun", "+1", "tDroitCommun.Statut"): "estimé",
            ("droit-commun", "+1", "tDroitCommun.Montant"): 12500.5,
            ("droit-commun", "07-DC-03", "tDroitCommun.ETP"): 0.5,
        },
    ),
    (
        ModeleRetour.DEMANDE, 2009, "CSO", None,
        {
            ("action", "1", "tActions.Intitulé"): "Jardin partagé",
            ("action", "1", "tActions.Thème"): "HAB",
            ("plan", "+1", "tFinancements.Partenaire"): "VILLE",
            ("plan", "+1", "tFinancements.Nature"): "spécifique",
            ("plan", "+1", "tFinancements.Sollicité"): 4000.0,
            ("charges", "60", "tBudgets.Prévu"): 4000.0,
            ("indicateurs", "+1", "tIndicateurs.Indicateur"): "Parcelles cultivées",
            ("indicateurs", "+1", "tMesures.Cible"): 12.0,
        },
    ),
)  # fmt: skip
#: What must have been done before a button has work to do.
AVANT = {"annuler_import": "relever"}


class Mesure(NamedTuple):
    """What a button cost: calls to Excel, for so many rows, and for texts too long for a block."""

    bouton: str
    lignes: int
    appels: int
    longs: int


def build_campagne(dossier: Path) -> bytes:
    """Build the example once its sheets left; those that came back are written in a folder."""
    contrat = read_exemple()
    dossier.mkdir(exist_ok=True)
    for modele, exercice, destinataire, action, dites in RETOURS:
        contrat, formulaire = send(contrat, modele, exercice, destinataire, action)
        memoire = spell_memoire(formulaire.envoi, build_memoire(formulaire))
        reponses = {place: Reponse(valeur) for place, valeur in dites.items()}
        fiche = build_feuille(formulaire, Source(contrat), Copie(reponses, memoire))
        (dossier / f"{destinataire}.xlsx").write_bytes(fiche)
    return build_maitre(contrat)


def build_long(octets: bytes, path: Path, lignes: int) -> Workbook:
    """Repeat the first row of the long tables, with unknown codes so that Contrôles is long too."""
    livre = open_livre(octets, nom=str(path))
    for nom, faux in LONGUES.items():
        table = livre.table(nom)
        haut, gauche, _, droite = table.zone
        copy_cases(table.feuille, haut + 1, range(haut + 2, haut + lignes + 1), gauche, droite)
        for place in [p for p in table.feuille.cases if p[0] > haut + lignes]:
            del table.feuille.cases[place]
        table.zone = (haut, gauche, haut + lignes, droite)
        for entete in {"Code", faux} & {*table.entetes}:
            colonne = gauche + table.entetes.index(entete)
            for ligne in range(haut + 2, haut + lignes + 1):
                table.feuille.case(ligne, colonne).valeur = f"{entete} {ligne}"
    # The name a copy would need is not what is counted.
    livre.save = lambda: b""  # type: ignore[method-assign]
    return livre


def mesure(octets: bytes, path: Path, bouton: str, lignes: int) -> tuple[Mesure, Workbook]:
    """Click a button on a workbook of that size."""
    livre = build_long(octets, path, lignes)
    if bouton in AVANT:
        click(livre, AVANT[bouton])
        livre.moteur.appels.clear()
    click(livre, bouton)
    longs = sum(
        isinstance(case.valeur, str) and len(case.valeur) > LONGUEUR_MAX
        for feuille in livre.feuilles
        for case in feuille.cases.values()
    )
    return Mesure(bouton, lignes, livre.moteur.total, longs), livre


def click(livre: Workbook, bouton: str) -> None:
    """Do what a button does on an open workbook."""
    with ClasseurExcel(to_book(livre)) as classeur:
        ribbon.BOUTONS[bouton].faire(classeur)
