"""Commands that write: through the host of files, on the example."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cucs_xl import commands
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.modele import CONTROLES, FINANCEMENTS, Contrat
from cucs_xl.metier.nomenclature import StatutExercice
from cucs_xl.metier.schema import Cellule, Table
from tests.montelimar import build_quelques

OCTETS = build_quelques()


@pytest.fixture
def maitre(tmp_path: Path) -> Path:
    path = tmp_path / "maître.xlsx"
    path.write_bytes(OCTETS)
    return path


def read(maitre: Path) -> Contrat:
    return commands.read_maitre(ClasseurFichier(maitre)).contrat


def type_over(maitre: Path, table: Table, cle: str, entete: str, valeur: Cellule) -> None:
    """Type in a cell as an agent would: no journal, no snapshot."""
    classeur = ClasseurFichier(maitre)
    grille = classeur.read(table.nom)
    rang = [ligne[0] for ligne in grille.lignes].index(cle)
    lignes: list[dict[str, Cellule]] = [{} for _ in grille.lignes]
    lignes[rang][entete] = valeur
    with classeur.checkpoint():
        classeur.write(table.nom, lignes)


def test_a_hand_edit_is_noted_by_the_next_command(maitre: Path) -> None:
    """Once, before the command's own entries, with what was there."""
    type_over(maitre, FINANCEMENTS, "07-EMP-01-VILLE-S", "Programmé", 9_001.5)
    verification = commands.verifier(ClasseurFichier(maitre), ecrire=True)
    encore = commands.verifier(ClasseurFichier(maitre), ecrire=True)

    assert (verification.saisies, encore.saisies) == (1, 0)
    [entree] = read(maitre).journal
    assert (entree.operation, entree.feuille, entree.cle, entree.champ) == (
        "saisie dans Excel", "Financements", "07-EMP-01-VILLE-S", "Programmé",
    )  # fmt: skip
    assert (entree.avant, entree.apres) == ("9000,00", "9001,50")


def test_a_justification_survives_and_is_noted(maitre: Path) -> None:
    """The officer answers an information; the next verification keeps the answer."""
    commands.verifier(ClasseurFichier(maitre), ecrire=True)
    regle = read(maitre).controles[0].regle
    type_over(maitre, CONTROLES, "Information", "Justification", "notification attendue en mai")
    commands.verifier(ClasseurFichier(maitre), ecrire=True)

    contrat = read(maitre)
    assert (contrat.controles[0].regle, contrat.controles[0].justification) == (
        regle, "notification attendue en mai",
    )  # fmt: skip
    assert [(e.feuille, e.champ) for e in contrat.journal] == [("Contrôles", None)]


def test_a_master_just_checked_is_left_alone(maitre: Path) -> None:
    """Nothing to say: no copy, no entry, not a byte."""
    commands.verifier(ClasseurFichier(maitre), ecrire=True)
    avant = maitre.read_bytes()
    commands.verifier(ClasseurFichier(maitre), ecrire=True)
    commands.consolider(ClasseurFichier(maitre), ecrire=True)

    assert maitre.read_bytes() == avant


def test_a_closed_year_refuses_a_change_until_it_is_reopened(maitre: Path) -> None:
    """Closed, changed: told; reopened with a reason, closed again: true again."""
    clos = commands.cloturer(ClasseurFichier(maitre), 2007)
    assert clos.statut is StatutExercice.CLOS
    assert not commands.verifier(ClasseurFichier(maitre), 2007).anomalies

    type_over(maitre, FINANCEMENTS, "07-EMP-01-VILLE-S", "Sollicité", 9_000.01)
    regles = {a.regle for a in commands.verifier(ClasseurFichier(maitre), 2007).bloquantes}
    assert "exercice-clos" in regles

    with pytest.raises(CucsError, match="--motif"):
        commands.rouvrir(ClasseurFichier(maitre), 2007, " ")
    commands.rouvrir(ClasseurFichier(maitre), 2007, "montant sollicité corrigé")
    with pytest.raises(CucsError, match="est ouvert"):
        commands.rouvrir(ClasseurFichier(maitre), 2007, "encore")
    type_over(maitre, FINANCEMENTS, "07-EMP-01-VILLE-S", "Sollicité", 9_000.0)
    assert commands.cloturer(ClasseurFichier(maitre), 2007).empreinte == clos.empreinte
    motifs = {e.motif for e in read(maitre).journal if e.operation == "rouvrir"}
    assert motifs == {"montant sollicité corrigé"}


def test_a_year_with_a_blocking_anomaly_is_not_closed(maitre: Path) -> None:
    type_over(maitre, FINANCEMENTS, "07-EMP-01-VILLE-S", "Partenaire", "INCONNU")
    avant = maitre.read_bytes()

    with pytest.raises(CucsError, match="bloquante"):
        commands.cloturer(ClasseurFichier(maitre), 2007)
    with pytest.raises(CucsError, match="1999"):
        commands.cloturer(ClasseurFichier(maitre), 1999)
    assert maitre.read_bytes() == avant


def test_the_matrix_is_carried_to_the_fundings(maitre: Path) -> None:
    """A decision typed in Programmation becomes the funding's, with its entry; once."""
    classeur = ClasseurFichier(maitre)
    grille = classeur.read("tProgrammation")
    rang = [ligne[0] for ligne in grille.lignes].index("07-EMP-01")
    lignes: list[dict[str, Cellule]] = [{} for _ in grille.lignes]
    lignes[rang]["VILLE spécifique"] = 8_500.0
    with classeur.checkpoint():
        classeur.write("tProgrammation", lignes)

    fusion = commands.programmer(ClasseurFichier(maitre))
    encore = commands.programmer(ClasseurFichier(maitre))

    assert [(d.financement, d.apres) for d in fusion.decisions] == [("07-EMP-01-VILLE-S", 8_500_00)]
    assert (encore.decisions, encore.conflits) == ((), 0)
    contrat = read(maitre)
    assert {f.code: f.programme for f in contrat.financements}["07-EMP-01-VILLE-S"] == 8_500_00
    assert [(e.operation, e.champ, e.avant, e.apres) for e in contrat.journal] == [
        ("programmer", "Programmé", "9000,00", "8500,00")
    ]


def test_the_grand_livre_is_imported_once(maitre: Path, tmp_path: Path) -> None:
    """A mandat whose engagement is known becomes a movement; a simulation writes nothing."""
    engagement = next(
        m for m in read(maitre).mouvements
        if m.financement == "07-EMP-01-VILLE-S" and m.stade == "engagement"
    )  # fmt: skip
    export = tmp_path / "export.csv"
    export.write_text(
        "N° pièce;Date;Exercice;Nature;N° engagement;Tiers;Objet;Montant\n"
        f"9001;15/11/2007;2007;mandat;{engagement.piece};Ville;Solde;12,34\n",
        encoding="cp1252",
    )
    correspondance = tmp_path / "colonnes.toml"
    correspondance.write_text(
        '[colonnes]\npiece = "N° pièce"\ndate = "Date"\nexercice = "Exercice"\nnature = "Nature"\n'
        'engagement = "N° engagement"\ntiers = "Tiers"\nlibelle = "Objet"\nmontant = "Montant"\n',
        encoding="utf-8",
    )
    avant = maitre.read_bytes()
    simule = commands.grand_livre(ClasseurFichier(maitre), export, correspondance, simulation=True)
    assert maitre.read_bytes() == avant
    fait = commands.grand_livre(ClasseurFichier(maitre), export, correspondance, simulation=False)
    encore = commands.grand_livre(ClasseurFichier(maitre), export, correspondance, simulation=False)

    assert len(simule.rapprochement.mouvements) == len(fait.rapprochement.mouvements) == 1
    assert (encore.rapprochement.mouvements, encore.rapprochement.connues) == ((), 1)
    nouveau = read(maitre).mouvements[-1]
    assert (nouveau.financement, nouveau.montant) == ("07-EMP-01-VILLE-S", 12_34)
    assert {e.motif for e in read(maitre).journal} == {"export.csv"}


@pytest.fixture(scope="module")
def mutiles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The example without one of its sheets, as somebody deleted it."""
    dossier = tmp_path_factory.mktemp("mutiles")
    octets = {}
    for feuille in ("Répartition", "Ventilation", "Instantané"):
        path = dossier / f"{feuille}.xlsx"
        path.write_bytes(OCTETS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl loses what it does not know
            classeur = load_workbook(path)
            del classeur[feuille]
            classeur.save(path)
        octets[feuille] = path.read_bytes()
    return octets


ECRITURES: dict[str, Callable[[Classeur], object]] = {
    "programmer": commands.programmer,
    "preparer": commands.preparer,
    "decider": commands.decider,
    "nouvelle-action": lambda classeur: commands.nouvelle_action(classeur, "EMP"),
    "consolider": lambda classeur: commands.consolider(classeur, ecrire=True),
    "cloturer": lambda classeur: commands.cloturer(classeur, 2007),
    "rouvrir": lambda classeur: commands.rouvrir(classeur, 2007, "motif"),
}


@pytest.mark.parametrize("commande", ECRITURES)
@pytest.mark.parametrize("feuille", ["Répartition", "Ventilation", "Instantané"])
def test_no_command_writes_a_master_that_lost_a_sheet(
    commande: str, feuille: str, mutiles: dict[str, bytes], tmp_path: Path
) -> None:
    """It would spoil what the formulas keep, and journal every lost row as removed."""
    path = tmp_path / "maître.xlsx"
    path.write_bytes(mutiles[feuille])

    with pytest.raises(CucsError, match=f"feuille {feuille}.*rien n'a été écrit"):
        ECRITURES[commande](ClasseurFichier(path))
    assert path.read_bytes() == mutiles[feuille]


@pytest.mark.parametrize("feuille", ["Répartition", "Ventilation", "Instantané"])
def test_checking_such_a_master_says_so_and_writes_nothing(
    feuille: str, mutiles: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "maître.xlsx"
    path.write_bytes(mutiles[feuille])
    classeur = ClasseurFichier(path)

    commands.verifier(classeur, ecrire=True)

    assert f"la feuille {feuille}" in classeur.messages[-1]
    assert path.read_bytes() == mutiles[feuille]
