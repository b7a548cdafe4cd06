"""How a campaign leaves: files ready, the follow-up noted in the master, then files in place."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cucs_xl.commands.ecriture import build_plan
from cucs_xl.commands.enregistrement import write_tables
from cucs_xl.commands.fichier import write_file
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.modele import Contrat, Retour
from cucs_xl.metier.nomenclature import ModeleRetour


class Colis(NamedTuple):
    """What is ready for one recipient and one kind of sheet; `niveau` 0 is the first sending."""

    modele: ModeleRetour
    destinataire: str
    nom: str
    adresses: tuple[str, ...]
    fichiers: tuple[Path, ...]
    brouillon: Path
    niveau: int = 0
    lettre: Path | None = None
    remarque: str = ""


@contextmanager
def deposit(fichiers: Mapping[Path, bytes]) -> Iterator[None]:
    """Write files aside, then put them in their places once what is inside has succeeded.

    A sheet never leaves without the master knowing its fingerprint; the master never keeps
    one for want of room on the disk.

    Raises:
        CucsError: a file cannot be written, or its place is taken by one that is open.
    """
    attente: dict[Path, Path] = {}
    try:
        for path, contenu in fichiers.items():
            attente[path] = write_file(path.with_name(f"{path.name}.nouveau"), contenu)
        yield
        for path, neuf in attente.items():
            try:
                neuf.replace(path)
            except OSError as erreur:
                raise CucsError(
                    f"« {path} » n'a pas pu être remplacé : fermez-le s'il est ouvert, puis relancez la commande."
                ) from erreur
    finally:
        for neuf in attente.values():
            neuf.unlink(missing_ok=True)


def write_retours(
    classeur: Classeur, contrat: Contrat, retours: Sequence[Retour], operation: str, motif: str
) -> None:
    """Write the follow-up: rows in place keep their other cells, new ones go at the end."""
    apres = contrat._replace(retours=tuple(retours))
    plan = build_plan(classeur, contrat, apres)
    if plan.ecritures:
        write_tables(classeur, contrat, apres, plan.ecritures, operation, motif)
