"""The ribbon's door: each button does what its command does, and always answers."""

import ctypes
import shlex
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cucs_xl import __version__, commands, ribbon
from cucs_xl.console import boite, erreurs
from cucs_xl.console.boite import Ton
from cucs_xl.excel.addin import groupes
from cucs_xl.excel.addin.nom import encode_nom
from cucs_xl.excel.addin.paquet import RUBAN, read_parts, write_parts
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.excel.file.sauvegarde import sauvegardes
from cucs_xl.excel.live import natif
from tests.clics import COMMANDES, build_travail, read_tables, run_commande, write_retours
from tests.excel.file.maitres import build_maitre
from tests.excel.live.com import Application, Range, Workbook
from tests.excel.live.pilote import load_moteur, open_app, open_livre

IDS = {bouton.id for groupe in groupes() for bouton in groupe.boutons}
FENETRE = 4242
NOM = "Été 2007 = « R&D ».xlsx"

Clic = Callable[..., str]


@pytest.fixture(scope="module")
def octets(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build_travail(tmp_path_factory.mktemp("travail") / "m.xlsx").read_bytes()


@pytest.fixture
def maitre(octets: bytes, tmp_path: Path) -> Path:
    path = tmp_path / NOM
    path.write_bytes(octets)
    write_retours(tmp_path)
    return path


@pytest.fixture(scope="module")
def commande(octets: bytes, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the master as the command of a button leaves it, each run once."""

    @cache
    def run(bouton: str) -> Path:
        fichier = tmp_path_factory.mktemp("commande") / NOM
        fichier.write_bytes(octets)
        write_retours(fichier.parent)
        run_commande(bouton, fichier)
        return fichier

    return run


@pytest.fixture
def dits() -> list[tuple[str, Ton]]:
    return []


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> Application:
    """Give the only Excel that runs, behind its window."""
    app = open_app(FENETRE)
    moteur = load_moteur()
    emballe = moteur.COMRetryObjectWrapper(app)
    fenetres = {FENETRE: emballe}
    monkeypatch.setattr(moteur, "get_xl_app_from_hwnd", fenetres.__getitem__)
    return app


@pytest.fixture
def clic(dits: list[tuple[str, Ton]]) -> Clic:
    """Click, and give what the user reads."""

    def click(bouton: str, nom: object, *, hwnd: int = 0, systeme: str = "linux") -> str:
        mots = [bouton, f"--wb={encode_nom(str(nom))}", f"--hwnd={hwnd}"]
        assert ribbon.main(mots, dire=lambda *dit: dits.append(dit), systeme=systeme) == 0
        return dits[-1][0]

    return click


@pytest.fixture
def clic_excel(clic: Clic) -> Clic:
    """Click on the workbook open in Excel."""

    def click(bouton: str, livre: Workbook) -> str:
        nom = livre.__dict__["FullName"]
        return clic(bouton, nom, hwnd=FENETRE, systeme="win32")

    return click


def test_every_button_of_the_ribbon_is_answered() -> None:
    assert {*ribbon.BOUTONS, *ribbon.SANS_CLASSEUR} == IDS
    assert COMMANDES.keys() == ribbon.BOUTONS.keys()


@pytest.mark.parametrize("bouton", ribbon.BOUTONS)
def test_a_click_in_excel_does_what_the_command_does_on_the_file(
    bouton: str, maitre: Path, tmp_path: Path, excel: Application, clic_excel: Clic,
    dits: list[tuple[str, Ton]], commande: Callable[[str], Path],
) -> None:  # fmt: skip
    """Same tables, whether Excel holds the workbook or nobody does; and the files written."""
    livre = open_livre(maitre, excel)
    avant = read_tables(ClasseurFichier(maitre))
    du_clic = set(tmp_path.iterdir())
    clic_excel(bouton, livre)
    du_clic = {p for p in tmp_path.iterdir() if p.is_file()} - du_clic
    apres = tmp_path / "après.xlsx"
    apres.write_bytes(livre.save())
    fichier = commande(bouton)

    assert [ton for _, ton in dits] == [Ton.FAIT]
    assert read_tables(ClasseurFichier(apres)) == read_tables(ClasseurFichier(fichier))
    ecrit = ribbon.BOUTONS[bouton].commande is not None
    assert (read_tables(ClasseurFichier(fichier)) != avant) is ecrit
    assert (len(sauvegardes(maitre)), len(sauvegardes(fichier))) == (ecrit, ecrit)
    assert {p.name for p in du_clic} == {
        p.name for p in fichier.parent.iterdir() if p.is_file()
    } - {maitre.name}
    assert excel.__dict__["StatusBar"] is False


@pytest.mark.parametrize("bouton", ribbon.BOUTONS)
def test_without_excel_a_click_works_on_the_file(
    bouton: str, maitre: Path, clic: Clic, dits: list[tuple[str, Ton]],
    commande: Callable[[str], Path],
) -> None:  # fmt: skip
    clic(bouton, maitre)

    assert [ton for _, ton in dits] == [Ton.FAIT]
    assert read_tables(ClasseurFichier(maitre)) == read_tables(ClasseurFichier(commande(bouton)))


SUITES = {
    "verifier": ("Contrôles : 2 bloquantes", "Journal : 1 modification à la main", "Ensuite : « Aller à l'anomalie suivante »"),
    "anomalie_suivante": ("Feuille Financements, ligne 5, colonne « Engagé »", "Saisissez en « Programmé »", "En tout : "),
    "nouvelle_action": ("Action 07-ING-03 ajoutée à l'exercice 2007", "Ensuite : complétez"),
    "programmer": ("Programmation 2007 : 1 décision(s)", "Ensuite : "),
    "preparer": ("Exercice 2007",),
    "decider": ("COPIL du 15/03/2007",),
    "consolider": ("Crédits spécifiques 2007 : 643\u202f000", "Ensuite : « Vérifier »"),
    "simuler": ("07-ETAT : ", "– INSUFFISANT", "Insuffisant : 07-ETAT.", "Rien n'a été écrit"),
    "synthese": ("synthese_2007.xlsx", "Elle est provisoire : ", "Ensuite : « Vérifier »"),
}  # fmt: skip


@pytest.mark.parametrize("bouton", SUITES)
def test_the_dialog_says_what_was_done_and_what_to_do_next(
    bouton: str, maitre: Path, clic: Clic
) -> None:
    texte = clic(bouton, maitre)

    for morceau in SUITES[bouton]:
        assert morceau in texte


def place(livre: Workbook, table: str, rang: int, entete: str) -> Range:
    """Give the cell of a table, rows counted from 1."""
    objet = livre.table(table)
    haut, gauche, *_ = objet.zone
    colonne = gauche + objet.entetes.index(entete)
    return Range(objet.feuille, [(haut + rang, colonne, haut + rang, colonne)])


def curseur(excel: Application) -> tuple[str, int, int]:
    assert excel.curseur is not None
    ligne, colonne, *_ = excel.curseur.zones[0]
    return excel.curseur.feuille.nom, ligne, colonne


def test_the_cursor_goes_from_one_anomaly_to_the_next(
    maitre: Path, excel: Application, clic_excel: Clic
) -> None:
    """The most serious first, each once, then the first again; the dialog names the cell."""
    livre = open_livre(maitre, excel)
    verification = commands.verifier(ClasseurFichier(maitre))
    vues: list[tuple[str, int, int]] = []
    while True:
        texte = clic_excel("anomalie_suivante", livre)
        feuille, ligne, _ = curseur(excel)
        assert texte.startswith(f"Feuille {feuille}, ligne {ligne}, colonne « ")
        if curseur(excel) in vues:
            break
        vues.append(curseur(excel))

    assert vues.index(curseur(excel)) == 0
    assert len(vues) == len({(a.table, a.ligne, a.champ) for a in verification.anomalies})
    graves = {(a.ligne) for a in verification.bloquantes}
    assert {ligne for _, ligne, _ in vues[: len(graves)]} == graves


def test_a_filter_that_hides_the_anomaly_is_lifted_and_told(
    maitre: Path, excel: Application, clic_excel: Clic
) -> None:
    livre = open_livre(maitre, excel)
    filtre = livre.table("tFinancements").filtre
    assert filtre is not None
    filtre.actif = True

    texte = clic_excel("anomalie_suivante", livre)

    assert "Le filtre de la feuille Financements a été levé" in texte
    assert not filtre.actif


@pytest.mark.parametrize(
    ("table", "rang", "code"), [("tActions", 1, "07-EMP-07"), ("tThemes", 5, "07-SAN-")]
)
def test_a_new_action_takes_the_theme_of_the_cursor(
    table: str, rang: int, code: str, maitre: Path, excel: Application, clic_excel: Clic
) -> None:
    """The cursor ends on the title of the new action."""
    livre = open_livre(maitre, excel)
    excel.curseur = place(livre, table, rang, "Code")

    texte = clic_excel("nouvelle_action", livre)

    assert texte.startswith(f"Action {code}")
    dernier = livre.table("tActions").zone[2] - livre.table("tActions").zone[0]
    assert curseur(excel) == (
        "Actions", *place(livre, "tActions", dernier, "Intitulé").zones[0][:2]
    )  # fmt: skip


def refuse(dits: list[tuple[str, Ton]]) -> str:
    [(texte, ton)] = dits
    assert ton is Ton.REFUS
    assert texte[0].isupper() or texte[0] == "«"
    return texte


REFUS = {
    "": "Aucun classeur n'est ouvert",
    "Classeur1": "« Classeur1 » n'a jamais été enregistré",
    "https://d.docs.live.net/1/m.xlsx": "« m.xlsx » est en ligne",
    "/nulle/part/m.xlsx": "« m.xlsx » est introuvable",
}


@pytest.mark.parametrize("nom", REFUS)
def test_what_cannot_be_worked_on_is_told(
    nom: str, clic: Clic, dits: list[tuple[str, Ton]]
) -> None:
    clic("verifier", nom)

    assert refuse(dits).startswith(REFUS[nom])


def test_a_workbook_that_is_no_master_is_told(
    tmp_path: Path, excel: Application, clic: Clic, clic_excel: Clic, dits: list[tuple[str, Ton]]
) -> None:
    autre = build_maitre(tmp_path / "budget.xlsx", tables=())
    clic_excel("verifier", open_livre(build_maitre(tmp_path / "sans nom.xlsx"), excel))
    assert "n'est pas un classeur maître" in refuse(dits)
    dits.clear()

    clic("verifier", autre)

    assert "n'est pas un classeur maître" in refuse(dits)


def test_excel_busy_or_read_only_or_unsaved_is_told(
    maitre: Path, excel: Application, clic_excel: Clic, dits: list[tuple[str, Ton]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(natif, "ESSAIS", 2)
    monkeypatch.setattr(load_moteur(), "N_COM_ATTEMPTS", 2)
    livre = open_livre(maitre, excel)
    excel.moteur.saisie = True
    clic_excel("verifier", livre)
    assert "cellule est sans doute en cours de saisie" in refuse(dits)

    excel.moteur.saisie = False
    dits.clear()
    livre.__dict__["ReadOnly"] = True
    clic_excel("consolider", livre)
    assert "est ouvert en lecture seule" in refuse(dits)

    dits.clear()
    livre.__dict__ |= {"Path": "", "FullName": "Classeur1"}
    for bouton in ("verifier", "synthese"):
        clic_excel(bouton, livre)
        assert "n'a jamais été enregistré" in refuse(dits)
        dits.clear()


def test_on_a_mac_writing_is_left_to_the_command_line(
    maitre: Path, clic: Clic, dits: list[tuple[str, Ton]]
) -> None:
    """The command told is the one that does the same; buttons that only read do work."""
    for nom, bouton in ribbon.BOUTONS.items():
        texte = clic(nom, maitre, systeme="darwin")
        [(_, ton)], dits[:] = dits[:], []
        assert ton is (Ton.REFUS if bouton.commande else Ton.FAIT)
        if bouton.commande:
            mots = [mot.format(maitre, dossier=maitre.parent) for mot in COMMANDES[nom]]
            assert shlex.split(texte.partition(" : cucs-xl ")[2]) == mots
    assert sauvegardes(maitre) == []


def test_a_button_of_another_version_is_told(
    maitre: Path, clic: Clic, dits: list[tuple[str, Ton]]
) -> None:
    clic("telepathie", maitre)

    assert "n'est pas de cette version" in refuse(dits)


def test_a_bug_goes_to_the_log_and_the_user_reads_an_apology(
    maitre: Path, tmp_path: Path, clic: Clic, dits: list[tuple[str, Ton]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    journal = tmp_path / "erreurs.log"
    monkeypatch.setattr(erreurs.write_trace, "__defaults__", (journal,))

    def explode(*_: object, **__: object) -> None:
        raise ZeroDivisionError("bogue")

    monkeypatch.setattr(commands, "verifier", explode)
    clic("verifier", maitre)

    assert refuse(dits) == (
        f"Une erreur interne est survenue, et nous en sommes désolés. Détail à transmettre : {journal}"
    )
    assert "ZeroDivisionError: bogue" in journal.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "mots",
    [[], ["verifier"], ["verifier", "m.xlsx", "0"], ["verifier", "--wb=a b", "--hwnd=0"], ["verifier", "--wb=", "--hwnd=x"]],
)  # fmt: skip
def test_nobody_told_is_an_exit_code(
    mots: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the launcher cannot have written, or a dialog that fails: logged, then code 1."""
    monkeypatch.setattr(erreurs.write_trace, "__defaults__", (tmp_path / "erreurs.log",))

    def fail(*_: object) -> None:
        raise OSError("no screen")

    assert ribbon.main(mots, dire=fail) == 1
    assert ribbon.main(["a_propos", "--wb=", "--hwnd=0"], dire=fail) == 1
    assert (tmp_path / "erreurs.log").exists()


def test_the_guide_opens_without_any_workbook(
    clic: Clic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page, with the picture of the ribbon and what each button does."""
    ouverts: list[str] = []
    monkeypatch.setattr(ribbon, "DOSSIER", tmp_path)

    def browse(uri: str) -> bool:
        ouverts.append(uri)
        return True

    monkeypatch.setattr("webbrowser.open", browse)

    ecrit, ouvert = clic("guide", ""), clic("guide", "", systeme="win32")

    [page] = tmp_path.iterdir()
    assert ecrit == f"Le guide est écrit : {page}"
    assert ouvert == f"Le guide est ouvert dans votre navigateur : {page}"
    assert ouverts == [page.as_uri()]
    texte = page.read_text(encoding="utf-8").replace("&#x27;", "'")
    assert all(b.aide in texte and b.label in texte for g in groupes() for b in g.boutons)


def test_a_propos_tells_which_python_answers(
    clic: Clic, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    texte = clic("a_propos", "")
    assert texte.startswith(f"cucs_xl {__version__}\nPython : ")
    assert texte.endswith("Complément : Excel n'est pas sur ce poste.")

    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    demarrage = tmp_path / "Microsoft" / "Excel" / "XLSTART"
    assert "non installé" in clic("a_propos", "", systeme="win32")
    commands.build_fichier(demarrage)
    assert clic("a_propos", "", systeme="win32").endswith("installé, à jour.")
    parts = read_parts((demarrage / "cucs.xlam").read_bytes())
    for octets in (b"PK", write_parts(parts | {RUBAN: b""})):
        (demarrage / "cucs.xlam").write_bytes(octets)
        assert "d'une autre version" in clic("a_propos", "", systeme="win32")


def test_windows_shows_a_dialog_over_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    recus: list[Any] = []

    def show(*arguments: Any) -> int:
        """Answer OK to the first dialog, fail on the next."""
        recus.append(arguments)
        return len(recus) % 2

    user32 = SimpleNamespace(MessageBoxW=show)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)

    boite.show("Été", Ton.REFUS, FENETRE, "win32")
    [(fenetre, texte, titre, style)] = recus
    assert (fenetre.value, texte, titre, hex(style)) == (FENETRE, "Été", "CUCS", "0x10030")

    with pytest.raises(OSError, match="refused to show"):
        boite.show("Été", Ton.FAIT, 0, "win32")


def test_a_mac_shows_a_dialog_that_reads_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    recus: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda mots, **_: recus.append(mots))

    boite.show('Été" & quit', Ton.FAIT, 0, "darwin")

    [[programme, *script, texte]] = recus
    assert (programme, texte) == ("/usr/bin/osascript", 'Été" & quit')
    assert script[::2] == ["-e"] * 3
    assert "with icon note" in script[3]


def test_elsewhere_the_answer_is_printed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(boite, "MESSAGE", tmp_path / "a" / "message.txt")

    boite.show("Été", Ton.FAIT, 0, "linux")

    assert capsys.readouterr().out == "Été\n"
    assert (tmp_path / "a" / "message.txt").read_text(encoding="utf-8") == "Été\n"
