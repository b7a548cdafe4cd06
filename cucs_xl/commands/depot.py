"""How a campaign leaves: files ready, the follow-up noted in the master, then files in place."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
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
    one for want of room on the disk. A place taken meanwhile loses nothing: its new file
    stays beside, and the others are put in theirs.

    Raises:
        CucsError: before what is inside, a file cannot be written or replaced; after, one
            could not be put in its place, and where it is.
    """
    attente: dict[Path, Path] = {}
    try:
        for path, contenu in fichiers.items():
            _check_libre(path)
            attente[path] = write_file(path.with_name(f"{path.name}.nouveau"), contenu)
        yield
        restes = [path for path, neuf in attente.items() if not _put(neuf, path)]
        if restes:
            noms = ", ".join(f"« {attente.pop(path)} »" for path in restes)
            raise CucsError(
                f"le classeur est à jour, mais {len(restes)} fichier(s) n'ont pas pu remplacer le précédent, "
                f"ouvert ailleurs : les nouveaux sont restés à côté ({noms}). Fermez l'ancien, "
                "supprimez-le et enlevez « .nouveau » du nom."
            )
    finally:
        for neuf in attente.values():
            with suppress(OSError):
                neuf.unlink(missing_ok=True)


def _check_libre(path: Path) -> None:
    """Refuse to begin when a file to replace is held by another program."""
    if not path.is_file():
        return
    try:
        with path.open("r+b"):
            return
    except OSError as erreur:
        raise CucsError(
            f"« {path} » ne peut pas être remplacé : fermez-le s'il est ouvert, puis relancez la commande ; "
            "rien n'a été écrit."
        ) from erreur


def _put(neuf: Path, path: Path) -> bool:
    try:
        neuf.replace(path)
    except OSError:
        return False
    return True


def write_retours(
    classeur: Classeur, contrat: Contrat, retours: Sequence[Retour], operation: str, motif: str
) -> None:
    """Write the follow-up: rows in place keep their other cells, new ones go at the end."""
    apres = contrat._replace(retours=tuple(retours))
    plan = build_plan(classeur, contrat, apres)
    if plan.ecritures:
        write_tables(classeur, contrat, apres, plan.ecritures, operation, motif)
