"""« Préparer » on a master: rows added once, journalled, nothing else touched."""

from pathlib import Path

import pytest

from cucs_xl import commands
from cucs_xl.console.preparation import tell_preparation
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.modele import REPARTITION, TABLES, Contrat
from cucs_xl.metier.nomenclature import StatutAction, StatutExercice
from tests.montelimar import QUELQUES, reduce
from tests.test_commandes import type_over

CODE = "07-EMP-09"
AJOUTEES = {"tRepartition": 2, "tIndicateurs": 1, "tMesures": 1}


@pytest.fixture(scope="module")
def octets() -> bytes:
    """The example, with an action that has just been proposed."""
    contrat = reduce(read_exemple(), *QUELQUES)
    nouvelle = next(a for a in contrat.actions if a.exercice == 2007)._replace(
        code=CODE, statut=StatutAction.PROPOSEE, date_copil=None
    )
    return build_maitre(contrat._replace(actions=(*contrat.actions, nouvelle)))


@pytest.fixture
def path(tmp_path: Path, octets: bytes) -> Path:
    path = tmp_path / "maître.xlsx"
    path.write_bytes(octets)
    return path


def lignes(path: Path) -> dict[str, list[list[object]]]:
    classeur = ClasseurFichier(path)
    return {t.nom: [list(ligne) for ligne in classeur.read(t.nom).lignes] for t in TABLES}


def read(path: Path) -> Contrat:
    return commands.read_maitre(ClasseurFichier(path)).contrat


def test_only_rows_are_added_and_each_is_journalled(path: Path) -> None:
    """Existing rows keep every cell; the journal names the command."""
    avant = lignes(path)
    fait = commands.preparer(ClasseurFichier(path))
    apres = lignes(path)

    assert fait.exercice == 2007
    for table in TABLES:
        if table.nom in AJOUTEES:
            assert apres[table.nom][: len(avant[table.nom])] == avant[table.nom]
            assert len(apres[table.nom]) == len(avant[table.nom]) + AJOUTEES[table.nom]
        elif table.nom not in {"tJournal", "tInstantane"}:
            assert apres[table.nom] == avant[table.nom]
    journal = read(path).journal
    assert {(e.operation, e.feuille) for e in journal} == {
        ("préparer", "Répartition"), ("préparer", "Indicateurs"), ("préparer", "Mesures"),
    }  # fmt: skip
    assert all(CODE in e.cle for e in journal if e.cle)


def test_a_second_run_writes_nothing(path: Path) -> None:
    commands.preparer(ClasseurFichier(path))
    octets = path.read_bytes()
    fait = commands.preparer(ClasseurFichier(path))

    assert path.read_bytes() == octets
    assert "rien à ajouter" in tell_preparation(fait)


def test_the_answer_names_the_cells_to_fill(path: Path) -> None:
    texte = tell_preparation(commands.preparer(ClasseurFichier(path)))

    assert texte.splitlines()[0] == (
        "Exercice 2007, lignes ajoutées : 2 dans Répartition (« Part »), 1 dans Indicateurs "
        "(« Indicateur » et « Unité ») et 1 dans Mesures (« Cible »)."
    )


def test_a_row_that_cannot_be_read_is_not_doubled(path: Path) -> None:
    """Whose key it is cannot be known: nothing is written."""
    type_over(path, REPARTITION, "07-EMP-01", "Exercice", "deux mille sept")
    octets = path.read_bytes()

    with pytest.raises(CucsError, match=r"feuille Répartition, .* rien n'a été écrit"):
        commands.preparer(ClasseurFichier(path))
    assert path.read_bytes() == octets


def test_a_closed_year_is_refused(tmp_path: Path) -> None:
    contrat = reduce(read_exemple(), *QUELQUES)
    exercices = tuple(
        e._replace(statut=StatutExercice.CLOS) if e.exercice == 2007 else e
        for e in contrat.exercices
    )
    path = tmp_path / "clos.xlsx"
    path.write_bytes(build_maitre(contrat._replace(exercices=exercices)))

    with pytest.raises(CucsError, match="2007 est clos"):
        commands.preparer(ClasseurFichier(path))
