"""The crafted corpus, through the same path as an import."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostiles.attente import Hostile, judge
from tests.hostiles.corpus import build_corpus, read_saine, remove, write
from tests.hostiles.execution import Passage, run

SECONDES, MIO = 10, 512


class Cas(NamedTuple):
    """A crafted file that was read: its class and name, what became of it, what is wrong."""

    nom: str
    classe: str
    passage: Passage
    faute: str


class Tout(NamedTuple):
    """The whole corpus read: its cases, what it left behind, what it printed."""

    cas: list[Cas]
    reste: list[str]
    ailleurs: set[str]
    sorties: str


@pytest.fixture(scope="module")
def tout(tmp_path_factory: pytest.TempPathFactory) -> Tout:
    """The corpus, crafted and read file by file in one worker."""
    dossier = tmp_path_factory.mktemp("hostiles")
    saine = read_saine(dossier)
    avant = _list_ailleurs(dossier)
    ecrits: list[Hostile] = []

    def chemins() -> Iterator[Path]:
        for hostile in build_corpus(saine):
            ecrits.append(hostile._replace(contenu=b""))
            chemin = write(hostile, dossier)
            yield chemin
            remove(chemin)

    descripteurs = os.dup(2)
    erreurs = dossier.parent / "erreurs.txt"
    try:
        with erreurs.open("wb") as flux:
            os.dup2(flux.fileno(), 2)
            passages = list(run(chemins()))
    finally:
        os.dup2(descripteurs, 2)
        os.close(descripteurs)
    cas = [
        Cas(h.nom, h.classe, passage, judge(h, passage.lu, saine))
        for h, passage in zip(ecrits, passages, strict=True)
    ]
    reste = sorted(nom.name for nom in dossier.iterdir())
    return Tout(cas, reste, _list_ailleurs(dossier) - avant, erreurs.read_text())


def _list_ailleurs(dossier: Path) -> set[str]:
    """List what stands where a careless reader would write."""
    lieux = (dossier.parent, Path.cwd(), Path("/tmp"))  # noqa: S108 - where evasions aim
    return {
        str(fichier)
        for lieu in lieux
        for fichier in lieu.iterdir()
        if fichier.name.startswith(("evade", "core"))
    }


def test_the_corpus_is_wide(tout: Tout) -> None:
    """At least thirty-five classes, a hundred and ten files."""
    assert len({cas.classe for cas in tout.cas}) >= 35
    assert len(tout.cas) >= 110


def test_every_file_is_refused_in_one_line_or_read_right(tout: Tout) -> None:
    """What each must become is said where it is crafted; never a value that is not the sheet's."""
    assert [(cas.classe, cas.nom, cas.faute) for cas in tout.cas if cas.faute] == []


def test_no_file_lasts_or_swells(tout: Tout) -> None:
    """Ten seconds, half a gigabyte."""
    assert [
        (cas.classe, cas.nom, cas.passage.secondes, cas.passage.mio)
        for cas in tout.cas
        if cas.passage.secondes > SECONDES or cas.passage.mio > MIO
    ] == []


def test_nothing_is_printed_nor_written(tout: Tout) -> None:
    """No traceback, no panic on the terminal; no file beside nor elsewhere."""
    assert tout.sorties == ""
    assert [nom for nom in tout.reste if nom not in ("saine.xlsx", ".vraie.xlsx")] == []
    assert tout.ailleurs == set()
