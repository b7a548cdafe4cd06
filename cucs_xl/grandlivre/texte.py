"""From the bytes of an export to its rows of text, whatever wrote them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.raison import format_raison

#: A year of a city's ledger is a few megabytes.
TAILLE_MAX = 50_000_000
SEPARATEURS = (";", ",", "\t")

#: How files begin that are no text, and what they are.
_SIGNATURES = {
    b"PK\x03\x04": "un classeur Excel (.xlsx)",
    b"\xd0\xcf\x11\xe0": "un ancien classeur Excel (.xls)",
    b"%PDF": "un PDF",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_texte(path: Path) -> str:
    """Read a file as text: UTF-8 with or without its mark, UTF-16 with it, or Windows.

    Raises:
        CucsError: no file, too big, empty, or no text.
    """
    try:
        with path.open("rb") as flux:
            octets = flux.read(TAILLE_MAX + 1)
    except OSError as erreur:
        raise CucsError(
            f"« {path} » ne peut pas être lu ({format_raison(erreur)}) : vérifiez le chemin, ou fermez-le s'il est ouvert."
        ) from erreur
    if len(octets) > TAILLE_MAX:
        raise CucsError(
            f"« {path.name} » dépasse {TAILLE_MAX // 1_000_000} Mo : réduisez l'export aux comptes du contrat."
        )
    for signature, nature in _SIGNATURES.items():
        if octets.startswith(signature):
            raise CucsError(
                f"« {path.name} » est {nature} : exportez le grand livre au format CSV, puis recommencez."
            )
    try:
        texte = octets.decode("utf-16" if octets.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    if "\0" in texte:
        raise CucsError(
            f"« {path.name} » n'est pas un fichier texte : exportez le grand livre au format CSV."
        )
    if not texte.strip():
        raise CucsError(f"« {path.name} » est vide : refaites l'export.")
    return texte


def split_rangees(texte: str, separateur: str) -> list[tuple[int, list[str]]]:
    """Give the rows, each with the line of the file where it starts.

    Quotes that do not close would swallow the lines that follow: such a file is read
    line by line instead, its quotes being mere characters.
    """
    try:
        return list(_split(texte, separateur, strict=True))
    except csv.Error:
        return [
            (numero, [cellule.strip('"') for cellule in ligne.split(separateur)])
            for numero, ligne in enumerate(texte.splitlines(), 1)
        ]


def _split(texte: str, separateur: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=strict)
    debut = 1
    for rangee in lecteur:
        yield debut, rangee
        debut = lecteur.line_num + 1
