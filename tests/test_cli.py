"""The command line as a user meets it: words, files, exit codes, never a traceback."""

import csv
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from cucs_xl import cli, commands
from cucs_xl.cli import cadre
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.consolidation import Axe
from cucs_xl.metier.modele import CONTROLES, ENVELOPPES, TABLES
from tests.montelimar import QUELQUES, build_exemple, reduce

PROGRAMME = Path(sys.executable).with_name("cucs-xl")


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    resultat = subprocess.run(
        [PROGRAMME, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False, timeout=120, encoding="utf-8"
    )  # fmt: skip
    assert "Traceback" not in resultat.stdout + resultat.stderr
    return resultat


@pytest.fixture(scope="module")
def exemple(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maitre") / "exemple montélimar.xlsx"
    path.write_bytes(build_exemple())
    return path


def nus(texte: str) -> str:
    """Make typographic spaces plain, to compare what is read."""
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def test_new_master_of_any_commune_is_clean(tmp_path: Path) -> None:
    """A new master has no anomaly; the file is never overwritten."""
    arguments = (
        "nouveau",
        "suivi.xlsx",
        "--commune",
        "L'Île-d'Yeu",
        "--insee",
        "85113",
        "--debut",
        "2011",
    )

    assert run(*arguments, cwd=tmp_path).returncode == 0
    assert (
        run("verifier", "suivi.xlsx", cwd=tmp_path).stdout.strip() == "Contrôles : aucune anomalie."
    )
    encore = run(*arguments, cwd=tmp_path)
    assert encore.returncode == 2
    assert "existe déjà" in encore.stderr


def test_consolidation_is_one_json_document(exemple: Path) -> None:
    """Tidy rows, ledger and tie-out, under public names; unknown is null."""
    resultat = run("consolider", exemple, "--exercice", "2008", "--json")
    document = json.loads(resultat.stdout)

    assert resultat.returncode == 0
    assert document["exercice"] == 2008
    assert document["exemple"] is True
    assert {ligne["axe"] for ligne in document["lignes"]} == {axe.value for axe in Axe}
    assert all(ecart["ecart"] == "0.00" for ecart in document["ecarts"])
    enveloppes = {enveloppe["code"]: enveloppe for enveloppe in document["enveloppes"]}
    assert enveloppes["08-REG"]["montant"] is None
    assert enveloppes["08-ETAT"]["montant"] is None
    assert enveloppes["08-ETAT"]["reference"] == "442000.00"
    assert enveloppes["08-VILLE"]["disponible"] == "3000.00"


def test_a_payment_of_the_next_year_is_right_in_both(exemple: Path) -> None:
    """What 2007 pays in 2008 is in the 2007 programme, marked with its accounting year."""
    document = json.loads(run("consolider", exemple, "--exercice", "2007", "--json").stdout)
    payes = [
        ligne
        for ligne in document["lignes"]
        if ligne["axe"] == "theme"
        and ligne["etape"] == "paye"
        and ligne["nature"] in {"spécifique", "PRE"}
    ]
    par_annee = {
        annee: sum(
            Decimal(ligne["montant"]) for ligne in payes if ligne["exercice_comptable"] == annee
        )
        for annee in (2007, 2008)
    }

    assert par_annee == {2007: Decimal("387750.03"), 2008: Decimal("123999.97")}
    assert sum(par_annee.values()) == Decimal("511750.00")


def test_an_unknown_year_is_refused_with_the_known_ones(exemple: Path) -> None:
    resultat = run("consolider", exemple, "--exercice", "2020")

    assert resultat.returncode == 2
    assert "déclarés : 2007, 2008, 2009" in resultat.stderr


def test_the_envelopes_are_said_without_the_unknown_one(tmp_path: Path) -> None:
    """Until its avenant, the Région is left out by name: 563 000 €, never 643 000 nor zero."""
    contrat = read_exemple()
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(build_maitre(contrat._replace(avenants=())))

    sortie = nus(run("consolider", path, "--exercice", "2007").stdout)

    assert "Crédits spécifiques 2007 : 563 000 € hors Région (à définir)" in sortie


def test_blocking_anomalies_end_with_three(tmp_path: Path) -> None:
    """Everything wrong is said at once, where, what and what to do; the code is 3."""
    contrat = reduce(read_exemple(), *QUELQUES)
    financements = tuple(
        f._replace(action="07-INC-99") if f.code == "07-EMP-01-ACSE-S" else f
        for f in contrat.financements
    )
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(build_maitre(contrat._replace(financements=financements)))

    resultat = run("verifier", path, "--json")
    document = json.loads(resultat.stdout)

    assert resultat.returncode == 3
    assert document["bloquantes"] > 0
    anomalie = next(a for a in document["anomalies"] if a["regle"] == "reference-inconnue")
    assert (anomalie["table"], anomalie["cle"], anomalie["champ"]) == (
        "tFinancements",
        "07-EMP-01-ACSE-S",
        "Action",
    )
    assert run("consolider", path, "--exercice", "2007").returncode == 3


def test_controls_are_written_and_justifications_survive(tmp_path: Path) -> None:
    """`--ecrire` fills Contrôles; what the officer justified stays, and no longer blocks."""
    contrat = reduce(read_exemple(), *QUELQUES)
    path = tmp_path / "maitre.xlsx"
    envelopes = tuple(
        e._replace(montant=1_000_00) if e.code == "07-VILLE" else e for e in contrat.enveloppes
    )
    path.write_bytes(build_maitre(contrat._replace(enveloppes=envelopes)))

    assert run("verifier", path, "--ecrire").returncode == 3
    classeur = ClasseurFichier(path)
    [controle] = [
        c
        for c in commands.read_maitre(classeur).contrat.controles
        if c.regle == "depassement-enveloppe"
    ]
    lignes = commands.to_cellules(CONTROLES, commands.read_maitre(classeur).contrat.controles)
    for ligne in lignes:
        ligne["Justification"] = "Délibération complémentaire attendue"
    with classeur.checkpoint():
        classeur.write(CONTROLES.nom, lignes)
    encore = run("verifier", path, "--ecrire")

    assert controle.table == ENVELOPPES.nom
    assert encore.returncode == 0, encore.stdout
    relus = commands.read_maitre(ClasseurFichier(path)).contrat.controles
    assert {c.justification for c in relus} == {"Délibération complémentaire attendue"}
    assert len(list((tmp_path / "sauvegardes").iterdir())) >= 2


def test_links_lead_to_the_cell_even_after_a_sort(tmp_path: Path) -> None:
    """Cellule is found by key: rows are reversed, it follows."""
    contrat = reduce(read_exemple(), *QUELQUES)
    path = tmp_path / "maitre.xlsx"
    enveloppes = tuple(
        e._replace(montant=1_000_00) if e.code == "07-VILLE" else e for e in contrat.enveloppes
    )
    path.write_bytes(build_maitre(contrat._replace(enveloppes=enveloppes)))
    run("verifier", path, "--ecrire")
    classeur = ClasseurFichier(path)

    def cellule() -> object:
        grille = classeur.read(CONTROLES.nom)
        rangs = {entete: i for i, entete in enumerate(grille.entetes)}
        return next(
            ligne[rangs["Cellule"]]
            for ligne in grille.lignes
            if ligne[rangs["Règle"]] == "depassement-enveloppe"
        )

    avant = cellule()
    inverses = commands.to_cellules(ENVELOPPES, reversed(enveloppes))
    with classeur.checkpoint():
        classeur.write(ENVELOPPES.nom, inverses)

    rang = [e.code for e in enveloppes].index("07-VILLE")
    assert avant == f"Enveloppes!{re.sub(r'[^A-Z]', '', str(avant).partition('!')[2])}{5 + rang}"
    assert str(cellule()).endswith(str(5 + len(enveloppes) - 1 - rang))
    assert avant != cellule()


def test_the_twin_says_every_figure_once(exemple: Path, tmp_path: Path) -> None:
    """The accessible CSV has one figure a line, no blank, decimal commas, and is labelled."""
    assert run("synthese", exemple, "--exercice", "2007", "-o", tmp_path).returncode == 0
    texte = (tmp_path / "synthese_2007.csv").read_text(encoding="utf-8-sig")
    lignes = list(csv.DictReader(texte.splitlines(), delimiter=";"))

    assert len(lignes) > 500
    assert all(all(valeur for valeur in ligne.values()) for ligne in lignes)
    assert {ligne["Données d'exemple"] for ligne in lignes} == {"oui"}
    [enveloppe] = [
        ligne["Valeur"]
        for ligne in lignes
        if ligne["Tableau"].startswith("Financement")
        and ligne["Ligne"] == "Enveloppe"
        and ligne["Colonne"] == "État"
    ]
    assert enveloppe == "152000,00"
    noms = ("Exercice", "Tableau", "Code", "Ligne", "Bloc", "Colonne")
    cles = [tuple(ligne[nom] for nom in noms) for ligne in lignes]
    assert len(cles) == len(set(cles))


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("bidon",), "la commande 'bidon' n'existe pas"),
        (("verifie",), "la commande 'verifie' n'existe pas. Voir"),
        (
            ("nouveau", "a.xlsx", "--commune", " ", "--insee", "01004", "--debut", "2011"),
            "le nom de la commune est vide",
        ),
        (
            ("nouveau", "a.xlsx", "--commune", "X", "--insee", "1004", "--debut", "2011"),
            "n'est pas un code INSEE",
        ),
        (("verifier",), "il manque MAITRE"),
        (("verifier", "absent.xlsx"), "introuvable"),
        (("verifier", "a.xlsx", "--foo"), "l'option --foo n'existe pas"),
        (("consolider", "a.xlsx", "--exercice", "abc"), "--exercice est refusée"),
        (("consolider", "a.xlsx", "--exercice"), "--exercice attend une valeur"),
        (("nouveau", "a.xlsx"), "il manque --commune"),
        (("nouveau", "a.txt", "--commune", "X", "--insee", "01004", "--debut", "2011"), "doit finir par .xlsx"),
    ],
)  # fmt: skip
def test_a_mistyped_request_is_told_in_french(
    arguments: tuple[str, ...], phrase: str, tmp_path: Path
) -> None:
    resultat = run(*arguments, cwd=tmp_path)

    assert resultat.returncode == 2
    assert phrase in resultat.stderr
    assert resultat.stderr.startswith("cucs-xl : ")


def test_every_command_has_a_french_help() -> None:
    aide = run("--aide").stdout

    for verbe in ("demo", "nouveau", "verifier", "consolider", "synthese", "dictionnaire"):
        assert verbe in aide
        detail = run(verbe, "--aide").stdout
        assert "Afficher cette aide" in detail
        assert "Show this message" not in detail


def test_dictionary_is_the_schema() -> None:
    """Every table and column, with its list or the table it refers to."""
    document = json.loads(run("dictionnaire", "--json").stdout)

    assert [t["table"] for t in document["tables"]] == [t.nom for t in TABLES]
    natures = next(
        c
        for t in document["tables"]
        if t["table"] == "tFinancements"
        for c in t["colonnes"]
        if c["entete"] == "Nature"
    )
    assert natures["choix"][:2] == ["spécifique", "PRE"]


def test_a_bug_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, an apology, and the trace in a file."""
    monkeypatch.setattr(cli, "JOURNAL", tmp_path / "dossier" / "erreurs.log")
    monkeypatch.setattr(sys, "argv", ["cucs-xl", "dictionnaire", "--json"])
    monkeypatch.setattr(cadre, "print_json", lambda _: 1 / 0)

    with pytest.raises(SystemExit) as sortie:
        cli.main()

    assert sortie.value.code == 1
    assert "désolés" in capsys.readouterr().err
    assert "ZeroDivisionError" in (tmp_path / "dossier" / "erreurs.log").read_text()


def test_tables_are_never_cut(exemple: Path) -> None:
    """However narrow the terminal, no figure nor word of a table is lost."""
    etroit = subprocess.run(
        [PROGRAMME, "consolider", exemple, "--contrat"], capture_output=True, text=True, check=True,
        encoding="utf-8", env=os.environ | {"COLUMNS": "60"},
    ).stdout  # fmt: skip

    assert "…" not in etroit
    assert "2 245 613,25" in nus(etroit)
    assert "936 016,68" in nus(etroit)


def test_a_closed_pipe_is_no_bug() -> None:
    """`| head -1` has seen enough: nothing went wrong."""
    commande = f"'{PROGRAMME}' dictionnaire | head -1; exit ${{PIPESTATUS[0]}}"

    assert (
        subprocess.run(["bash", "-c", commande], check=False, capture_output=True).returncode == 0
    )


def test_a_reference_is_named_as_such(exemple: Path) -> None:
    """A dotation de référence is neither known nor unknown: it is told with its amount."""
    sortie = nus(run("consolider", exemple, "--exercice", "2008").stdout)

    assert "121 000 € hors État (référence 442 000 €, non notifiée), Région (à définir)" in sortie
