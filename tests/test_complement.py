"""The commands of the add-in, of a new action and of a simulation, as a user meets them."""

from pathlib import Path

import pytest

from cucs_xl import commands
from cucs_xl.excel.addin import FICHIER, check_complement
from cucs_xl.excel.addin.paquet import RUBAN, read_parts, write_parts
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.modele import ACTIONS, JOURNAL
from cucs_xl.metier.parcours import Place
from tests.clics import build_travail
from tests.montelimar import build_quelques
from tests.test_cli import nus, run


@pytest.fixture(scope="module")
def octets() -> bytes:
    return build_quelques()


@pytest.fixture
def maitre(octets: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "maître.xlsx"
    path.write_bytes(octets)
    return path


def test_the_add_in_is_built_then_found_sound(tmp_path: Path) -> None:
    construit = run("complement", "construire", "-o", tmp_path)
    verifie = run("complement", "verifier", tmp_path / FICHIER)

    assert (construit.returncode, verifie.returncode) == (0, 0)
    assert check_complement((tmp_path / FICHIER).read_bytes()) == []
    assert "aucune faute" in verifie.stdout
    assert "n'a pas été ouvert dans Excel" in verifie.stdout
    assert run("complement", "verifier").stdout == verifie.stdout


def test_every_fault_is_in_one_report(tmp_path: Path) -> None:
    commands.build_fichier(tmp_path)
    parts = read_parts((tmp_path / FICHIER).read_bytes())
    parts[RUBAN] = parts[RUBAN].replace(b'keytip="V"', b'keytip="A"')
    (tmp_path / FICHIER).write_bytes(write_parts(parts))

    resultat = run("complement", "verifier", tmp_path / FICHIER)

    assert resultat.returncode == 3
    assert "les touches « A » et « A » se masquent" in resultat.stdout
    assert "diffère d'une construction neuve" in resultat.stdout
    assert "Complément : 2 faute(s)." in resultat.stdout


def test_what_cannot_be_done_is_a_sentence(tmp_path: Path) -> None:
    for arguments, phrase in (
        (("verifier", tmp_path / "absent.xlam"), "absent.xlam » ne peut pas être lu"),
        (("verifier", tmp_path), "ne peut pas être lu"),
        (("installer",), "Excel n'existe pas sur ce système"),
        (("desinstaller",), "Excel n'existe pas sur ce système"),
        ((), "Voir « cucs-xl complement --aide »"),
        (("instaler",), "n'existe pas. Voir « cucs-xl complement --aide »"),
    ):
        resultat = run("complement", *arguments)
        assert resultat.returncode == 2
        assert phrase in resultat.stderr


def test_the_simulation_writes_nothing_and_tells_what_is_short(tmp_path: Path) -> None:
    travail = build_travail(tmp_path / "m.xlsx")
    octets = travail.read_bytes()

    resultat = run("simuler", travail, "--exercice", "2007")

    assert resultat.returncode == 0
    ligne = next(x for x in nus(resultat.stdout).splitlines() if "07-ETAT" in x)
    assert ligne.split("€")[0].split() == ["07-ETAT", "152", "000"]
    assert "Insuffisant : 07-ETAT." in resultat.stdout
    assert travail.read_bytes() == octets


def test_a_simulation_that_would_be_false_is_not_given(maitre: Path) -> None:
    classeur = ClasseurFichier(maitre)
    with classeur.checkpoint():
        classeur.write("tFinancements", [{"Proposé": "mille"}] * 10)

    resultat = run("simuler", maitre)

    assert resultat.returncode == 2
    assert "10 anomalie(s) de lecture" in resultat.stderr


def test_a_new_action_is_a_line_and_an_entry_of_the_journal(maitre: Path) -> None:
    resultat = run("nouvelle-action", maitre, "--theme", "emp")
    classeur = ClasseurFichier(maitre)
    grille = classeur.read(ACTIONS.nom)
    derniere = dict(zip(grille.entetes, grille.lignes[-1], strict=True))

    assert resultat.returncode == 0, resultat.stderr
    assert "Action 07-EMP-07 ajoutée à l'exercice 2007" in resultat.stdout
    assert f"ligne {grille.premiere + len(grille.lignes) - 1}." in resultat.stdout
    saisies = {e: derniere[e] for c in ACTIONS.saisies for e in [c.entete] if derniere[e]}
    assert saisies == {
        "Code": "07-EMP-07", "Exercice": 2007.0, "Thème": "EMP", "Statut": "déposée"
    }  # fmt: skip
    assert derniere["Clé"] == "07-EMP-07|2007"
    journal = classeur.read(JOURNAL.nom)
    assert "nouvelle action" in journal.lignes[-1]


def test_a_new_action_is_refused_where_it_would_be_lost(maitre: Path, octets: bytes) -> None:
    """A theme or a year that is not declared; a year that is closed."""
    classeur = ClasseurFichier(maitre)
    with pytest.raises(CucsError, match="le thème « XX » n'est pas dans la feuille Thèmes"):
        commands.nouvelle_action(classeur, "XX")
    with pytest.raises(CucsError, match="2020"):
        commands.nouvelle_action(classeur, "EMP", 2020)
    assert maitre.read_bytes() == octets

    with classeur.checkpoint():
        classeur.write("tExercices", [{"Statut": "clos"}, {}, {}])
    with pytest.raises(CucsError, match="l'exercice 2007 est clos"):
        commands.nouvelle_action(ClasseurFichier(maitre), "EMP")
    assert commands.nouvelle_action(classeur, "EMP", 2008).action.exercice == 2008


def test_the_theme_of_the_cursor_is_taken_unless_one_is_named(maitre: Path) -> None:
    classeur = ClasseurFichier(maitre)
    premiere = classeur.read(ACTIONS.nom).premiere
    sur = Place(ACTIONS.nom, premiere, "Statut")
    ailleurs = Place("tMouvements", premiere, "Code")

    codes = [
        commands.nouvelle_action(ClasseurFichier(maitre), theme, depuis=depuis).action.code
        for theme, depuis in (("SAN", sur), (None, sur), (None, ailleurs))
    ]

    assert [code[3:6] for code in codes] == ["SAN", "EMP", "EMP"]
