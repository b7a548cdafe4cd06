"""`python -m tests.hostiles [DOSSIER]`: the table of crafted files, or of any other corpus."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cucs_xl.excel.retour import list_fichiers
from cucs_xl.metier.retour.depouille import Refus
from tests.hostiles.attente import Hostile, judge
from tests.hostiles.corpus import build_corpus, read_saine, remove, write
from tests.hostiles.execution import Passage, run

_LARGEUR = 78


def main() -> int:
    """Print the table; give 1 when a crafted file is not treated as it must."""
    if len(sys.argv) > 1:
        for passage in run(iter(list_fichiers(map(Path, sys.argv[1:])))):
            _print(passage, "")
        return 0
    with tempfile.TemporaryDirectory() as nom:
        return _run_corpus(Path(nom))


def _run_corpus(dossier: Path) -> int:
    saine = read_saine(dossier)
    courant: list[Hostile] = []

    def chemins() -> Iterator[Path]:
        for hostile in build_corpus(saine):
            courant[:] = [hostile]
            chemin = write(hostile, dossier)
            yield chemin
            remove(chemin)

    classes: set[str] = set()
    nombre = fautes = 0
    for passage in run(chemins()):
        faute = judge(courant[0], passage.lu, saine)
        _print(passage, courant[0].classe, faute)
        classes.add(courant[0].classe)
        nombre += 1
        fautes += bool(faute)
    print(f"{nombre} fichiers, {len(classes)} classes, {fautes} fautes")  # noqa: T201
    return int(fautes > 0)


def _print(passage: Passage, classe: str, faute: str = "") -> None:
    refuse = isinstance(passage.lu, Refus)
    verdict = "FAUTE" if faute else "refusé" if refuse else "lu"
    suite = faute or (passage.lu.raison if isinstance(passage.lu, Refus) else "")
    print(  # noqa: T201 - a runner prints
        f"{passage.chemin.name[:26]:26} {classe[:34]:34} {verdict:7}"
        f"{passage.secondes:6.2f} s {passage.mio:5.0f} Mio  {suite[: _LARGEUR * (5 if faute else 1)]}"
    )


if __name__ == "__main__":
    sys.exit(main())
