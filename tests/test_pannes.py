"""Whatever breaks while returns are taken in, the master is the old one or the new one, whole."""

import errno
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cucs_xl import commands
from cucs_xl.commands.lecture import read_maitre
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.builder.partenaire import build_feuille
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.excel.retour import read_retours
from cucs_xl.metier.formulaire import Source
from cucs_xl.metier.modele import INSTANTANE, JOURNAL, TABLES, Contrat
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.depouille import Depouille
from tests.metier.retour.partenaire import send
from tests.montelimar import reduce

REALISE = ("charges", "62", "tBudgets.Réalisé")
#: Kills, at moments drawn over the length of an import.
MORTS = 30


@pytest.fixture(scope="module")
def depart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a master, and a return in which one amount changed."""
    dossier = tmp_path_factory.mktemp("depart")
    contrat, formulaire = send(
        reduce(read_exemple(), "07-EMP-03"), ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03"
    )
    (dossier / "maitre.xlsx").write_bytes(build_maitre(contrat))
    fiche = dossier / "retour.xlsx"
    fiche.write_bytes(build_feuille(formulaire, Source(contrat)))
    [lu] = read_retours([fiche])
    assert isinstance(lu, Depouille)
    feuille, _, adresse = lu.cellules["charges"]["62"][REALISE[2]].adresse.rpartition("!")
    livre = openpyxl.load_workbook(BytesIO(fiche.read_bytes()))
    livre[feuille][adresse] = 7000
    livre.save(fiche)
    return dossier


class Essai:
    """A copy of the departure, to be broken."""

    def __init__(self, depart: Path, dossier: Path) -> None:
        dossier.mkdir(parents=True, exist_ok=True)
        self.dossier, self.maitre = dossier, dossier / "maitre.xlsx"
        self.retour = depart / "retour.xlsx"
        self.maitre.write_bytes((depart / "maitre.xlsx").read_bytes())
        self.ancien = self.contenu()

    def importer(self) -> None:
        commands.importer(ClasseurFichier(self.maitre), [self.retour], self.dossier / "reponses")

    def contrat(self) -> Contrat:
        return read_maitre(ClasseurFichier(self.maitre)).contrat

    def contenu(self) -> dict[str, Any]:
        contrat = self.contrat()
        return {t.nom: contrat.table(t) for t in TABLES if t not in {JOURNAL, INSTANTANE}}

    def check(self) -> bool:
        """Assert that the master is old or new, its journal true; tell which."""
        contenu = self.contenu()
        journal = [e for e in self.contrat().journal if e.operation == "relever les retours"]
        if contenu == self.ancien:
            assert not journal
            return False
        [budget] = [b for b in contenu["tBudgets"] if (b.action, b.exercice, b.compte) == ("07-EMP-03", 2007, "62")]  # fmt: skip
        assert budget.realise == 700000
        assert {e.champ for e in journal} >= {"Réalisé", "Coût réalisé"}
        return True

    def resume(self) -> None:
        """Assert that nothing stands in the way of a new import, nor of its undoing."""
        self.importer()
        assert self.check()
        commands.annuler(ClasseurFichier(self.maitre))
        assert self.contenu() == self.ancien


ETAPES: list[tuple[Any, str]] = [
    (os, "fsync"), (os, "replace"), (tempfile, "mkstemp"), (tempfile, "TemporaryDirectory"),
    (pathlib.Path, "replace"), (pathlib.Path, "open"), (pathlib.Path, "mkdir"), (os, "fdopen"),
]  # fmt: skip


@pytest.mark.parametrize(("objet", "nom"), ETAPES, ids=[nom for _, nom in ETAPES])
def test_a_fault_at_each_step(
    objet: Any, nom: str, depart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the first call, then at the second, and so on to the last."""
    vraie: Callable[..., Any] = getattr(objet, nom)
    rang = 0
    while True:
        rang += 1
        essai = Essai(depart, tmp_path / str(rang))
        appels = 0

        def casse(*args: Any, **options: Any) -> Any:
            nonlocal appels
            appels += 1
            if appels == rang:  # noqa: B023 - called in this turn only
                raise OSError(errno.ENOSPC, "No space left on device")
            return vraie(*args, **options)

        with monkeypatch.context() as panne:
            panne.setattr(objet, nom, casse)
            with suppress(CucsError):  # any other exception is a fault of ours
                essai.importer()
        essai.check()
        if appels < rang:
            break
    essai.resume()
    assert rang > 1, "this step was never reached"


def test_random_kills(depart: Path, tmp_path: Path) -> None:
    """A process killed at any moment leaves the old master or the new one, and can start again."""
    commande = [sys.executable, "-m", "tests.tuer"]
    essai = Essai(depart, tmp_path / "entier")
    debut = time.monotonic()
    subprocess.run([*commande, essai.maitre, essai.retour, essai.dossier / "reponses"], check=True)
    duree = time.monotonic() - debut
    assert essai.check()
    essai.resume()
    hasard = random.Random(62)  # noqa: S311 - moments, not secrets
    issues = []
    for rang in range(MORTS):
        essai = Essai(depart, tmp_path / f"mort{rang}")
        processus = subprocess.Popen(
            [*commande, essai.maitre, essai.retour, essai.dossier / "reponses"]
        )
        time.sleep(hasard.uniform(0.5, 1.05) * duree)
        processus.send_signal(signal.SIGKILL)
        processus.wait()
        issues.append(essai.check())
    assert False in issues
    essai.resume()
