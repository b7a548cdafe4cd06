"""The text sources of the add-in (`macros/`): what the folder holds, as values."""

import re
from pathlib import Path
from typing import NamedTuple

from cucs_xl.excel.addin.projet import Genre, Module

#: Inside the installed package, else beside it: the repository.
_ICI = Path(__file__).parent
DOSSIER = next(
    (d for d in (_ICI / "macros", _ICI.parents[2] / "macros") if d.is_dir()), _ICI / "macros"
)

#: What an `Attribute VB_Base` says of a module that belongs to the workbook or to a sheet.
CLASSEUR, FEUILLE = "ThisWorkbook", "FeuilMessages"
BASES = {
    CLASSEUR: "0{00020819-0000-0000-C000-000000000046}",
    FEUILLE: "0{00020820-0000-0000-C000-000000000046}",
}


class Sources(NamedTuple):
    """Everything the add-in is made from."""

    modules: tuple[Module, ...]
    ruban: str
    messages: dict[str, str]


def read_sources(dossier: Path = DOSSIER) -> Sources:
    """Read the folder of sources."""
    modules = [
        Module(chemin.stem, _genre(chemin), chemin.read_text(encoding="utf-8"))
        for chemin in sorted(dossier.iterdir())
        if chemin.suffix in {".bas", ".cls"}
    ]
    genres = list(Genre)  # the workbook first, then documents, modules, classes, as Excel does
    modules.sort(key=lambda m: (genres.index(m.genre), m.nom != CLASSEUR, m.nom))
    return Sources(
        tuple(modules),
        (dossier / "ribbon.xml").read_text(encoding="utf-8"),
        read_messages((dossier / "messages.txt").read_text(encoding="utf-8")),
    )


def _genre(chemin: Path) -> Genre:
    if chemin.suffix == ".bas":
        return Genre.STANDARD
    return Genre.DOCUMENT if chemin.stem in BASES else Genre.CLASSE


def read_messages(texte: str) -> dict[str, str]:
    """Read « clé = phrase » lines.

    >>> read_messages("absent = Rien : {} = vide")
    {'absent': 'Rien : {} = vide'}
    """
    lignes = (ligne.partition(" = ") for ligne in texte.splitlines() if ligne.strip())
    return {cle.strip(): phrase.strip() for cle, _, phrase in lignes}


def read_chaines(texte: str) -> list[str]:
    '''Give the string literals of a VBA source, comments left out.

    >>> read_chaines("""x = "a ""b"" c" ' et "rien" """)
    ['a "b" c']
    '''
    jetons = re.findall(r'"((?:[^"\n]|"")*)"|(\'[^\n]*)', texte)
    return [chaine.replace('""', '"') for chaine, commentaire in jetons if not commentaire]
