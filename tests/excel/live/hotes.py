"""Both hosts over the same master, seen the same way by the contract suite."""

from abc import ABC, abstractmethod
from pathlib import Path

from cucs_xl.excel.classeur import Classeur
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.excel.file.sauvegarde import sauvegardes
from cucs_xl.excel.live import ClasseurExcel
from tests.excel.live.pilote import open_livre, to_book


class Hote(ABC):
    """A master, its host, and what the disk would hold if its user saved now."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @abstractmethod
    def open(self) -> Classeur:
        """Open a host over the master as it is now."""

    @abstractmethod
    def save(self) -> ClasseurFichier:
        """Give what a reader of files finds, once the user has saved."""

    def copies(self) -> list[Path]:
        return sauvegardes(self.path)


class HoteFichier(Hote):
    def open(self) -> Classeur:
        return ClasseurFichier(self.path)

    def save(self) -> ClasseurFichier:
        return ClasseurFichier(self.path)


class HoteExcel(Hote):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.livre = open_livre(path)

    def open(self) -> Classeur:
        return ClasseurExcel(to_book(self.livre))

    def save(self) -> ClasseurFichier:
        enregistre = self.path.with_name(f"enregistré-{self.path.name}")
        enregistre.write_bytes(self.livre.save())
        return ClasseurFichier(enregistre)
