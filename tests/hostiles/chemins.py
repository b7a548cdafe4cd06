"""Paths that are no files, or hang whoever opens them."""

import os
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostiles.atelier import Fiche
from tests.hostiles.attente import Attente, Hostile


def build(fiche: Fiche) -> Iterator[Hostile]:
    classe = "chemins"

    def lien(chemin: Path) -> None:
        vraie = chemin.with_name(".vraie.xlsx")
        vraie.write_bytes(fiche.octets)
        chemin.symlink_to(vraie.name)

    def illisible(chemin: Path) -> None:
        chemin.write_bytes(fiche.octets)
        chemin.chmod(0)

    def creux(chemin: Path) -> None:
        with chemin.open("wb") as flux:
            flux.truncate(2**40)

    def prise(chemin: Path) -> None:
        with socket.socket(socket.AF_UNIX) as ecoute:
            ecoute.bind(str(chemin))

    yield Hostile(classe, "dossier.xlsx", Path.mkdir, Attente.REFUS, "dossier")
    yield Hostile(classe, "absent.xlsx", lambda _: None, Attente.REFUS, "introuvable")
    yield Hostile(classe, "lien.xlsx", lien, Attente.IDENTIQUE)
    yield Hostile(
        classe,
        "lien-rompu.xlsx",
        lambda c: c.symlink_to("nulle-part"),
        Attente.REFUS,
        "introuvable",
    )
    yield Hostile(
        classe, "lien-en-boucle.xlsx", lambda c: c.symlink_to(c.name), Attente.REFUS, "rond"
    )
    # A machine's superuser reads it all the same.
    yield Hostile(classe, "illisible.xlsx", illisible, Attente.LIBRE)
    yield Hostile(classe, "creux.xlsx", creux, Attente.REFUS, "20 Mo")
    yield Hostile(classe, "tube.xlsx", os.mkfifo, Attente.REFUS, "tube")
    yield Hostile(classe, "prise.xlsx", prise, Attente.REFUS, "connexion")
    for nom in ("zero", "tty", "null"):
        yield Hostile(
            classe, f"{nom}.xlsx", partial(_link, nom), Attente.REFUS,
            "périphérique",
        )  # fmt: skip


def _link(peripherique: str, chemin: Path) -> None:
    chemin.symlink_to(f"/dev/{peripherique}")
