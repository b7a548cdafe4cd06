"""What tests of the ribbon share: a master with work to do, and each button's command."""

from pathlib import Path

from cucs_xl.cli.application import app
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.classeur import Classeur
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.matrice import TABLE
from cucs_xl.metier.modele import FINANCEMENTS, JOURNAL, TABLE_PAR_NOM
from cucs_xl.metier.nomenclature import StatutAction
from cucs_xl.metier.schema import Cellule

#: What does on the command line what a button does on a workbook.
COMMANDES: dict[str, list[str]] = {
    "verifier": ["verifier", "{}", "--ecrire"],
    "anomalie_suivante": ["verifier", "{}"],
    "nouvelle_action": ["nouvelle-action", "{}"],
    "programmer": ["programmer", "{}"],
    "preparer": ["preparer", "{}"],
    "decider": ["decider", "{}"],
    "relever": ["importer", "{}", "{dossier}/retours", "-o", "{dossier}/reponses"],
    "fiches": ["modeles", "{}", "-o", "{dossier}/fiches"],
    "relancer": ["relances", "{}", "-o", "{dossier}/fiches"],
    "annuler_import": ["annuler", "{}"],
    "consolider": ["consolider", "{}", "--ecrire"],
    "simuler": ["simuler", "{}"],
    "synthese": ["synthese", "{}", "-o", "{dossier}"],
}


A_DECIDER = ("07-SAN-04", 2007)


def build_travail(path: Path) -> Path:
    """Build the example with work for every button, as people leave it.

    A funding is not decided, one names an unknown partner, an amount waits in the matrix,
    another was typed since the last command.
    """
    contrat = read_exemple()
    fautes = {
        "07-EMP-01-ACSE-S": {"programme": None, "propose": 990_000_00},
        "07-HAB-01-VILLE-S": {"partenaire": "MAIRIE"},
    }
    financements = tuple(f._replace(**fautes.get(f.code, {})) for f in contrat.financements)  # type: ignore[arg-type]
    # An action lost its keys, another waits for the comité de pilotage's decision.
    repartitions = tuple(
        r for r in contrat.repartitions if (r.action, r.exercice) != ("07-EMP-02", 2007)
    )
    actions = tuple(
        a._replace(statut=StatutAction.PROPOSEE) if (a.code, a.exercice) == A_DECIDER else a
        for a in contrat.actions
    )
    contrat = contrat._replace(
        financements=financements, repartitions=repartitions, actions=actions
    )
    path.write_bytes(build_maitre(contrat))
    classeur = ClasseurFichier(path)
    lignes: list[dict[str, Cellule]] = [{} for _ in classeur.read(TABLE).lignes]
    lignes[1]["VILLE spécifique"] = 1234.5
    saisies: list[dict[str, Cellule]] = [{} for _ in classeur.read(FINANCEMENTS.nom).lignes]
    saisies[7]["Proposé"] = 4321.0
    with classeur.checkpoint():
        classeur.write(TABLE, lignes)
        classeur.write(FINANCEMENTS.nom, saisies)
    return path


def run_commande(bouton: str, maitre: Path) -> int:
    """Run the command of a button on a file; give its exit code."""
    mots = [mot.format(maitre, dossier=maitre.parent) for mot in COMMANDES[bouton]]
    return int(app(mots, standalone_mode=False) or 0)


def read_tables(classeur: Classeur) -> dict[str, list[dict[str, Cellule]]]:
    """Give all that is typed in a workbook, by table; the hour of the journal apart."""
    return {nom: _read(classeur, nom) for nom in sorted(classeur.tables())}


def _read(classeur: Classeur, nom: str) -> list[dict[str, Cellule]]:
    grille = classeur.read(nom)
    table = TABLE_PAR_NOM.get(nom)
    # Formulas are computed by Excel alone; the matrix computes its first columns.
    retenues = (
        {colonne.entete for colonne in table.saisies}
        - ({"Horodatage"} if table is JOURNAL else set())
        if table
        else {e for e in grille.entetes if " " in e or e in {"Action", "Exercice", "Mémoire"}}
        - {"Avis technique", "Année précédente", "Coût prévisionnel", "Écart au coût"}
    )
    return [
        {e: v for e, v in zip(grille.entetes, ligne, strict=True) if e in retenues}
        for ligne in grille.lignes
    ]
