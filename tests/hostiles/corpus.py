"""Every crafted file, by class."""

from collections.abc import Iterator
from pathlib import Path

from cucs_xl.excel.retour import read_retours
from cucs_xl.metier.retour.depouille import Depouille
from tests.hostiles import chemins, dangers, feuilles, formats, odf, paquets, textes
from tests.hostiles.atelier import Fiche
from tests.hostiles.attente import Hostile
from tests.hostiles.fiche import build_fiche
from tests.hostiles.reperes import find_reperes


def read_saine(dossier: Path) -> Depouille:
    """Read the untouched sheet, which all others are compared with."""
    chemin = dossier / "saine.xlsx"
    chemin.write_bytes(build_fiche())
    [saine] = read_retours([chemin])
    assert isinstance(saine, Depouille), saine
    return saine


def build_corpus(saine: Depouille) -> Iterator[Hostile]:
    fiche = Fiche(build_fiche())
    reperes = find_reperes(saine)
    yield from paquets.build(fiche)
    yield from textes.build(fiche)
    yield from dangers.build(fiche, reperes)
    yield from feuilles.build(fiche, reperes)
    yield from formats.build(fiche)
    yield from odf.build(fiche, reperes)
    yield from chemins.build(fiche)


def write(hostile: Hostile, dossier: Path) -> Path:
    """Put a crafted file at its path, whatever it is."""
    chemin = dossier / hostile.nom
    if callable(hostile.contenu):
        hostile.contenu(chemin)
    else:
        chemin.write_bytes(hostile.contenu)
    return chemin


def remove(chemin: Path) -> None:
    """Take a crafted file away, whatever it is."""
    if chemin.is_dir() and not chemin.is_symlink():
        chemin.rmdir()
    else:
        chemin.unlink(missing_ok=True)
