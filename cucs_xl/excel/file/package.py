"""What the zip of a workbook says: its parts, its sheets, where its tables lie.

Everything here is checked before any parser opens the sheets: a file that is not a
workbook, or that would unpack to gigabytes, is refused in one sentence (DESIGN D8).
"""

import posixpath
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from cucs_xl.excel.adresse import read_adresse
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.raison import format_raison

#: A master of 200 actions unpacks to 5 MB; above this, the file is hostile or absurd.
TAILLE_MAX = 300 * 2**20
PARTS_MAX = 10_000

WORKBOOK = "xl/workbook.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHIFFRE = "EncryptedPackage".encode("utf-16-le")


class Cadre(NamedTuple):
    """Where a table lies. Rows and columns count from 1; `bas` is its last data row."""

    nom: str
    feuille: str
    part: str
    entetes: tuple[str, ...]
    formules: Mapping[str, str]
    gauche: int
    haut: int
    bas: int
    totaux: int

    @property
    def droite(self) -> int:
        """Its last column."""
        return self.gauche + len(self.entetes) - 1


def build_endommage(nom: str) -> CucsError:
    """Word the refusal of a workbook that no parser can read to the end."""
    return CucsError(
        f"« {nom} » est endommagé : ouvrez-le dans Excel, qui proposera de le réparer, ou "
        "repartez d'une copie du dossier sauvegardes."
    )


def read_octets(path: Path) -> bytes:
    """Read the bytes of a file that claims to be a workbook.

    Raises:
        CucsError: no such file, a folder, unreadable, or bytes that are no zip.
    """
    nom = path.name
    if path.is_dir():
        raise CucsError(f"« {nom} » est un dossier : indiquez le classeur (.xlsx) qu'il contient.")
    try:
        octets = path.read_bytes()
    except FileNotFoundError:
        raise CucsError(
            f"« {nom} » est introuvable dans {path.parent} : vérifiez le nom et le dossier."
        ) from None
    except OSError as erreur:
        raise CucsError(
            f"« {nom} » ne peut pas être lu ({format_raison(erreur)}) : vérifiez vos droits sur ce fichier."
        ) from erreur
    if octets.startswith(_OLE):
        if _CHIFFRE in octets:
            raise CucsError(
                f"« {nom} » est protégé par un mot de passe : ouvrez-le dans Excel, "
                "Fichier > Informations > Protéger le classeur > Chiffrer avec mot de passe, "
                "effacez le mot de passe et enregistrez."
            )
        raise CucsError(
            f"« {nom} » est au format d'Excel 97-2003 : ouvrez-le dans Excel et enregistrez-le "
            "au format .xlsx."
        )
    if not octets.startswith(b"PK"):
        raise CucsError(
            f"« {nom} » n'est pas un classeur Excel : indiquez un fichier .xlsx enregistré par Excel."
        )
    return octets


class Paquet:
    """The parts of a workbook, held in memory: what was checked is what is read."""

    def __init__(self, nom: str, octets: bytes) -> None:
        self.nom = nom
        self.octets = octets
        try:
            self._zip = ZipFile(BytesIO(octets))
        except (BadZipFile, ValueError, OSError) as erreur:
            raise build_endommage(self.nom) from erreur
        self._check_entrees()
        self.parts = frozenset(self._zip.namelist())
        if WORKBOOK not in self.parts:
            raise self._etranger()
        self.feuilles = self._read_feuilles()
        self.cadres = self._read_cadres()

    def part(self, nom: str) -> bytes:
        """Give the bytes of a part."""
        try:
            return self._zip.read(nom)
        except (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as e:
            raise build_endommage(self.nom) from e

    def build_copie(self, parts: Mapping[str, bytes]) -> bytes:
        """Build the same package with some parts replaced; order, dates and names stay."""
        copie = BytesIO()
        with ZipFile(copie, "w", ZIP_DEFLATED) as sortie:
            for info in self._zip.infolist():
                entree = ZipInfo(info.filename, info.date_time)
                entree.compress_type = info.compress_type
                entree.external_attr = info.external_attr
                contenu = parts.get(info.filename)
                sortie.writestr(entree, self.part(info.filename) if contenu is None else contenu)
        return copie.getvalue()

    def _check_entrees(self) -> None:
        entrees = self._zip.infolist()
        if len({entree.filename for entree in entrees}) != len(entrees):
            raise build_endommage(self.nom)
        total = sum(entree.file_size for entree in entrees)
        if total > TAILLE_MAX or len(entrees) > PARTS_MAX:
            raise CucsError(
                f"« {self.nom} » occuperait {total // 2**20} Mo une fois ouvert, bien plus qu'un "
                "classeur du contrat : vérifiez d'où il vient, ou repartez d'une copie du dossier "
                "sauvegardes."
            )

    def _read_feuilles(self) -> dict[str, str]:
        """Map the name of each sheet to its part."""
        racine = self._xml(WORKBOOK)
        for balise in racine.iter():
            if balise.tag.endswith("}workbookPr") and balise.get("date1904") in ("1", "true"):
                raise CucsError(
                    f"« {self.nom} » compte les dates depuis 1904 : elles seraient fausses de quatre "
                    "ans. Dans Excel, Fichier > Options > Options avancées, décochez « Utiliser le "
                    "calendrier depuis 1904 », vérifiez les dates et enregistrez."
                )
        liens = self._liens(WORKBOOK)
        feuilles: dict[str, str] = {}
        for balise in racine.iter():
            if balise.tag.endswith("}sheet"):
                lien = next((v for k, v in balise.attrib.items() if k.endswith("}id")), "")
                feuilles[balise.get("name", "")] = liens.get(lien, ("", ""))[1]
        return feuilles

    def _read_cadres(self) -> dict[str, Cadre]:
        cadres = [
            self._read_cadre(feuille, part, cible)
            for feuille, part in self.feuilles.items()
            for genre, cible in self._liens(part).values()
            if genre == "table"
        ]
        return {cadre.nom: cadre for cadre in cadres}

    def _read_cadre(self, feuille: str, part: str, cible: str) -> Cadre:
        racine = self._xml(cible)
        debut, _, fin = racine.get("ref", "").partition(":")
        try:
            (haut, gauche), (bas, _) = read_adresse(debut), read_adresse(fin or debut)
            entetes = int(racine.get("headerRowCount", "1"))
            totaux = int(racine.get("totalsRowCount", "0"))
        except ValueError as erreur:
            raise build_endommage(self.nom) from erreur
        colonnes = [balise for balise in racine.iter() if balise.tag.endswith("}tableColumn")]
        formules = {
            colonne.get("name", ""): balise.text or ""
            for colonne in colonnes
            for balise in colonne
            if balise.tag.endswith("}calculatedColumnFormula")
        }
        return Cadre(
            nom=racine.get("displayName", ""),
            feuille=feuille,
            part=part,
            entetes=tuple(colonne.get("name", "") for colonne in colonnes),
            formules=formules,
            gauche=gauche,
            haut=haut + entetes,
            bas=bas - totaux,
            totaux=totaux,
        )

    def _liens(self, part: str) -> dict[str, tuple[str, str]]:
        """Map the relationships of a part to their kind (last word) and target part."""
        dossier, fichier = posixpath.split(part)
        rels = f"{dossier}/_rels/{fichier}.rels"
        if rels not in self.parts:
            return {}
        return {
            lien.get("Id", ""): (
                lien.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", dossier, lien.get("Target", "")))[1:],
            )
            for lien in self._xml(rels)
            if lien.get("TargetMode") != "External"
        }

    def _xml(self, part: str) -> ET.Element:
        try:
            return ET.fromstring(self.part(part))  # noqa: S314 - sizes were checked; expat bounds entities
        except ET.ParseError as erreur:
            raise build_endommage(self.nom) from erreur

    def _etranger(self) -> CucsError:
        if "xl/workbook.bin" in self.parts:
            sorte = "est un classeur binaire (.xlsb)"
        elif "mimetype" in self.parts:
            sorte = "est au format OpenDocument"
        else:
            return CucsError(
                f"« {self.nom} » n'est pas un classeur Excel : indiquez un fichier .xlsx "
                "enregistré par Excel."
            )
        return CucsError(f"« {self.nom} » {sorte} : ouvrez-le et enregistrez-le au format .xlsx.")
