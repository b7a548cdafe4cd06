"""`python -m tests.benchmarks`: the table of ratios, with the target beside each.

`--bref` leaves out the last three, which take minutes.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from python_calamine import load_workbook

from cucs_xl import commands
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.ribbon import BOUTONS
from tests.clics import build_travail

from .appels import APPELS_MAX, TAILLES, mesure
from .fabrique import Taille, build_contrat
from .feuilles import build_ainsi, build_campagne, build_evident
from .mesure import Rapport, compare
from .retours import RETOURS, build_courrier, count_lignes, read_nu, take_in

COURANT = Taille(actions=200, financements=1500)
GRAND = Taille(actions=500, financements=5000, exercices=3)
EVIDENT = Path(__file__).with_name("evident.py")
COLONNES = "{:<60} {:>7}  {:>13}  {}"


def main() -> None:
    """Draw the masters, check that both ways agree, measure, print."""
    _say("un maître de 200 actions et 1 500 financements est dessiné…")
    with tempfile.TemporaryDirectory() as dossier:
        maitre = _draw(Path(dossier), COURANT)
        froid, evident = _commandes(maitre)
        check_accord(_read_json(froid), _read_json(evident))
        _say("mêmes totaux des deux façons ; mesures…")
        print(
            COLONNES.format("mesure (médiane de rapports appariés)", "rapport", "étendue", "cible")
        )
        _show(
            "à chaud : lire et consolider / lecture calamine",
            compare(lambda: consolide(maitre), lambda: read_calamine(maitre), 9),
            plafond=2.0,
        )
        _show(
            "à froid : openpyxl + pandas / cucs-xl consolider --json",
            compare(lambda: _run(evident), lambda: _run(froid), 9),
            plancher=5.0,
        )
        _show_appels(build_travail(Path(dossier) / "clics.xlsx"))
        if "--bref" in sys.argv:
            return
        _say("150 fiches partenaires sont construites des deux façons (quelques minutes)…")
        campagne = build_campagne()
        _show(
            "150 fiches : openpyxl (charger, remplir, enregistrer) / nous",
            compare(lambda: build_evident(campagne), lambda: build_ainsi(campagne), 3),
            plancher=5.0,
        )
        _say("150 retours sont remplis, puis relevés…")
        courrier = build_courrier(Path(dossier))
        if count_lignes(take_in(courrier))[0] != RETOURS:
            raise SystemExit("des retours n'ont pas été lus : la mesure ne dirait rien")
        _show(
            "150 retours : lire, contrôler, fusionner / lecture calamine",
            compare(lambda: take_in(courrier), lambda: read_nu(courrier), 25),
            plafond=3.0,
        )
        _say("un maître de 500 actions, 10 partenaires, 3 ans est dessiné (quelques minutes)…")
        grand = _draw(Path(dossier), GRAND)
        _show(
            "vérifier 500 x 10 x 3 / lecture calamine",
            compare(lambda: verifie(grand), lambda: read_calamine(grand), 5),
            plafond=3.0,
        )


def consolide(maitre: Path) -> commands.Consolidation:
    """Read and consolidate the year that the master shows."""
    return commands.consolider(ClasseurFichier(maitre))


def verifie(maitre: Path) -> commands.Verification:
    """Read and check everything."""
    return commands.verifier(ClasseurFichier(maitre))


def read_calamine(maitre: Path) -> list[list[list[Any]]]:
    """Read every sheet and do nothing of it: the floor."""
    classeur = load_workbook(maitre)
    return [classeur.get_sheet_by_name(nom).to_python() for nom in classeur.sheet_names]


def check_accord(notre: dict[str, Any], evident: dict[str, Any]) -> None:
    """Refuse to compare two jobs that do not give the same figures, all of them.

    Raises:
        SystemExit: they differ; the first differences are told.
    """
    for partie in ("lignes", "enveloppes", "ecarts"):
        champs = {champ for ligne in evident[partie] for champ in ligne}
        ecarts = set(_spell(notre[partie], champs)) ^ set(_spell(evident[partie], champs))
        if ecarts or len(notre[partie]) != len(evident[partie]):
            raise SystemExit(f"« {partie} » diffère : {sorted(ecarts)[:3]}")


def _spell(lignes: Sequence[dict[str, Any]], champs: set[str]) -> Iterator[str]:
    for ligne in lignes:
        yield json.dumps({c: v for c, v in ligne.items() if c in champs}, sort_keys=True)


def _draw(dossier: Path, taille: Taille) -> Path:
    path = dossier / f"maitre_{taille.actions}.xlsx"
    path.write_bytes(build_maitre(build_contrat(taille)))
    return path


def _commandes(maitre: Path) -> tuple[list[str], list[str]]:
    """Give our command, as installed beside this Python, and the obvious program."""
    script = Path(sys.executable).with_name("cucs-xl").with_suffix(Path(sys.executable).suffix)
    return (
        [str(script), "consolider", str(maitre), "--json"],
        [sys.executable, "-W", "ignore", str(EVIDENT), str(maitre)],
    )


def _run(commande: Sequence[str]) -> bytes:
    """Run a process to its end; the modules stay compiled from one run to the next."""
    environnement = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(commande, env=environnement, stdout=subprocess.PIPE, check=True).stdout


def _read_json(commande: Sequence[str]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_run(commande))
    return document


def _show(
    libelle: str, rapport: Rapport, *, plafond: float | None = None, plancher: float | None = None
) -> None:
    tenue = (plafond is None or rapport.median <= plafond) and (
        plancher is None or rapport.median >= plancher
    )
    cible = f"≤ {plafond:.1f}" if plafond is not None else f"≥ {plancher:.1f}"
    etendue = f"{rapport.bas:.2f} à {rapport.haut:.2f}"
    verdict = f"{cible} {'tenue' if tenue else 'MANQUÉE'}"
    print(COLONNES.format(libelle, f"{rapport.median:.2f}", etendue, verdict), flush=True)


def _show_appels(maitre: Path) -> None:
    """Print what each button asks of Excel, on the false one."""
    tailles = " / ".join(str(lignes) for lignes in TAILLES)
    print(COLONNES.format(f"appels à Excel par clic, {tailles} lignes", "", "", ""))
    for bouton in BOUTONS:
        appels = [mesure(maitre.read_bytes(), maitre, bouton, n)[0].appels for n in TAILLES]
        tenue = max(appels) <= APPELS_MAX
        verdict = f"≤ {APPELS_MAX} {'tenue' if tenue else 'MANQUÉE'}"
        print(COLONNES.format(f"  {bouton}", "", " / ".join(map(str, appels)), verdict), flush=True)


def _say(phrase: str) -> None:
    print(phrase, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
