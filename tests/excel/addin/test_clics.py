"""LibreOffice clicks every button of the ribbon, on the built modules."""

import json
import re
import shlex
import stat
import sys
from pathlib import Path

import pytest

from cucs_xl.excel.addin import decode_nom, groupes
from cucs_xl.excel.addin.nom import encode_nom
from tests.excel.addin.banc import build_banc, run

pytestmark = pytest.mark.libreoffice

BOUTONS = [bouton.id for groupe in groupes() for bouton in groupe.boutons]
EXEMPLE = Path(__file__).parents[3] / "workbook" / "exemple_montelimar.xlsx"
#: All that file names may hold on Windows and that a command line may misread.
NOM = "Maître 2026 = « R&D » %TEMP% l'été ^(1)!;,~.xlsx"

#: Stands for Python: notes what it was given, where it was, what it may import from.
TEMOIN = f"""#!{sys.executable}
import json, os, pathlib, sys
trace = pathlib.Path(__file__).parent / "trace.jsonl"
with trace.open("a", encoding="utf-8") as sortie:
    sortie.write(json.dumps(sys.argv[1:]) + "\\n")
"""


@pytest.fixture(scope="module")
def foyer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of a user, with a Python noted in cucs.conf as the installer does."""
    foyer = tmp_path_factory.mktemp("foyer") / "Hélène Œuvré"
    python = foyer / "Python 3.11" / "python.exe"
    python.parent.mkdir(parents=True)
    python.write_text(TEMOIN, encoding="utf-8")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    write_conf(foyer, python)
    return foyer


def write_conf(foyer: Path, python: object) -> None:
    (foyer / ".cucs").mkdir(parents=True, exist_ok=True)
    conf = f'"INTERPRETER_WIN","{python}"\r\n'
    (foyer / ".cucs" / "cucs.conf").write_text(conf, encoding="utf-8")


@pytest.fixture(scope="module")
def maitre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a master under the worst name, in a folder that would mislead a naive launcher."""
    maitre = tmp_path_factory.mktemp("partage") / NOM
    maitre.write_bytes(EXEMPLE.read_bytes())
    write_conf(maitre.parent, "/piege/python")
    (maitre.parent / "cucs.conf").write_text(
        '"INTERPRETER_WIN","/piege/python"\n', encoding="utf-8"
    )
    return maitre


@pytest.fixture(scope="module")
def clics(foyer: Path, maitre: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Click all buttons once, the master in front."""
    appels = ["Actif", *(f"Clic_{bouton}" for bouton in BOUTONS)]
    lo = tmp_path_factory.mktemp("lo")
    reponses = run(build_banc(), [(a,) for a in appels], lo, foyer=foyer, devant=maitre)
    return dict(zip(appels, reponses, strict=True))


def test_a_master_in_front_enables_the_buttons(clics: dict[str, str]) -> None:
    assert clics["Actif"] == "True"


@pytest.mark.parametrize("bouton", BOUTONS)
def test_a_click_starts_python_on_the_workbook(
    bouton: str, clics: dict[str, str], foyer: Path, maitre: Path
) -> None:
    """The command is the user's Python, isolated, and words that no shell would touch."""
    commande, style, attendre, *_ = clics[f"Clic_{bouton}"].split("|")
    trouve = re.fullmatch(r'"([^"]+)" ([A-Za-z0-9._/\\:=~ -]+)', commande)
    assert trouve is not None, commande
    python, arguments = trouve.groups()

    assert python == str(foyer / "Python 3.11" / "python.exe")
    mots = arguments.split(" ")
    assert mots[:5] == ["-E", "-P", "-m", "cucs_xl.ribbon", bouton]
    assert decode_nom(mots[5].removeprefix("--wb=")) == str(maitre)
    assert mots[6:] == ["--hwnd=0"]
    assert (style, attendre) == ("0", "True")


def test_python_gets_the_words_of_each_click(clics: dict[str, str], foyer: Path) -> None:
    """The program did start, once per click, with the arguments of the command line."""
    trace = foyer / "Python 3.11" / "trace.jsonl"
    recus = [json.loads(ligne) for ligne in trace.read_text(encoding="utf-8").splitlines()]

    assert recus == [
        shlex.split(clic.split("|")[0])[1:] for clic in clics.values() if clic != "True"
    ]


def test_another_workbook_greys_the_buttons(tmp_path: Path) -> None:
    """The bench itself has no cucs_version; and a loaded ribbon is invalidated on demand."""
    appels = [("Actif",), ("Invalider",)]

    assert run(build_banc(), appels, tmp_path, foyer=tmp_path) == ["False", "2"]


def test_the_launcher_refuses_and_says_why(tmp_path: Path) -> None:
    voisin = str(tmp_path / "python")
    cas = {
        ("Juger", "", "/"): "n'est pas encore désigné",
        ("Juger", "python.exe", "\\"): "n'est pas le chemin complet",
        ("Juger", "\\python.exe", "\\"): "n'est pas le chemin complet",
        ("Juger", "./python", "/"): "n'est pas le chemin complet",
        ("Juger", "C:\\%TEMP%\\python.exe", "\\"): "n'est pas le chemin complet",
        ("Juger", 'C:\\a" & b\\python.exe', "\\"): "n'est pas le chemin complet",
        ("Juger", voisin, "/"): "est dans le dossier du classeur",
        ("Juger", voisin.upper(), "/"): "est dans le dossier du classeur",
        ("Juger", "C:\\Hélène\\python.exe", "\\"): "[]",
        ("Juger", "\\\\serveur\\python\\python.exe", "\\"): "[]",
        ("Juger", "/usr/bin/python3", "/"): "[]",
        ("Lancer", "0"): "n'est pas encore désigné",
    }
    reponses = run(build_banc(), list(cas), tmp_path, foyer=tmp_path)

    for (appel, attendu), reponse in zip(cas.items(), reponses, strict=True):
        assert attendu in reponse, appel
    assert reponses[-1].endswith("]"), "no program was started"


def test_a_python_that_fails_is_told(tmp_path: Path) -> None:
    """An exit code, or a program that is no longer there, is a sentence and not a silence."""
    (tmp_path / "lo").mkdir()
    write_conf(tmp_path, "/bin/true")
    [reussi, rate] = run(
        build_banc(), [("Lancer", "0"), ("Lancer", "9")], tmp_path / "lo", foyer=tmp_path
    )

    assert reussi.startswith('[]"/bin/true" ')
    assert rate.startswith("[Python s'est arrêté avant d'avoir répondu (code 9)")

    (tmp_path / "autre").mkdir()
    write_conf(tmp_path, "/nulle/part/python")
    [absent] = run(build_banc(), [("Lancer", "0")], tmp_path / "autre", foyer=tmp_path)

    assert "ne démarre pas : « /nulle/part/python »" in absent


def test_vba_and_python_encode_alike(tmp_path: Path) -> None:
    noms = ["Été à 100 € %PATH% = \"q\" 'x' & ~.xlsx", "🎉 C:\\a/b:c-d_e.f", "\n\t"]
    appels = []
    for nom in noms:
        unites = nom.encode("utf-16-le")
        points = (unites[rang : rang + 2] for rang in range(0, len(unites), 2))
        appels.append(("Coder", " ".join(str(int.from_bytes(p, "little")) for p in points)))

    codes = run(build_banc(), appels, tmp_path, foyer=tmp_path)

    assert codes == [encode_nom(nom) for nom in noms]
    assert [decode_nom(code) for code in codes] == noms
