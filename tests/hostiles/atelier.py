"""Tools to spoil a workbook: its parts, its cells, the bytes of its zip."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cucs_xl.excel.adresse import format_colonne, read_adresse

Parts = dict[str, bytes]
_CELLULE = r'<c r="{}"(?P<attributs>[^>]*?)(?:/>|>(?P<contenu>.*?)</c>)'


class Entree(NamedTuple):
    """A part for `write_zip`, and what the zip says of it, true or not."""

    nom: str
    contenu: bytes
    drapeaux: int = 0
    methode: int = zipfile.ZIP_DEFLATED
    taille: int | None = None
    nom_local: str | None = None


def read_parts(octets: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def build_zip(parts: Mapping[str, bytes], niveau: int = 6) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=niveau) as archive:
        for nom, contenu in parts.items():
            methode = zipfile.ZIP_STORED if nom == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(nom), contenu, methode)
    return sortie.getvalue()


def write_zip(entrees: list[Entree]) -> bytes:
    """Write a zip that zipfile would refuse to write: doubled names, false sizes, any flag."""
    corps, centre = b"", b""
    for entree in entrees:
        brut = entree.contenu
        if entree.methode == zipfile.ZIP_DEFLATED:
            moteur = zlib.compressobj(6, zlib.DEFLATED, -15)
            brut = moteur.compress(entree.contenu) + moteur.flush()
        taille = len(entree.contenu) if entree.taille is None else entree.taille
        somme = zlib.crc32(entree.contenu)
        nom = entree.nom.encode()
        local = nom if entree.nom_local is None else entree.nom_local.encode()
        faits = (entree.drapeaux, entree.methode, 0, 33, somme, len(brut), taille)
        place = len(corps)
        corps += struct.pack("<4s5H3L2H", b"PK\3\4", 20, *faits, len(local), 0) + local + brut
        centre += (
            struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, *faits, len(nom), 0, 0, 0, 0, 0, place)
            + nom
        )
    nombre = len(entrees)
    fin = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, nombre, nombre, len(centre), len(corps), 0)
    return corps + centre + fin


class Fiche:
    """A filled sheet, to be spoiled: each method gives other parts and changes nothing here."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.parts = read_parts(octets)
        self.part = self._find_part()

    def _find_part(self) -> str:
        """Find the sheet that holds the marks of blocks: the first one."""
        return min(nom for nom in self.parts if nom.startswith("xl/worksheets/sheet"))

    @property
    def xml(self) -> str:
        return self.parts[self.part].decode()

    def build(self, autres: Mapping[str, bytes | None] | None = None) -> bytes:
        """Pack with other parts; None removes one."""
        parts = dict(self.parts)
        for nom, contenu in (autres or {}).items():
            if contenu is None:
                del parts[nom]
            else:
                parts[nom] = contenu
        return build_zip(parts)

    def with_xml(self, xml: str) -> bytes:
        """Pack with another text of the sheet."""
        return self.build({self.part: xml.encode()})

    def edit(
        self, part: str, motif: str, remplacement: str | Callable[[re.Match[str]], str]
    ) -> bytes:
        """Pack with a part edited; a pattern not found is a fault of the corpus."""
        texte, fois = re.subn(motif, remplacement, self.parts[part].decode(), flags=re.DOTALL)
        assert fois, (part, motif)
        return self.build({part: texte.encode()})

    def set_cellule(self, adresse: str, contenu: str, attributs: str = "", xml: str = "") -> str:
        """Give the sheet with the content of a cell replaced, its style kept."""

        def render(trouvee: re.Match[str]) -> str:
            style = re.search(r' s="\d+"', trouvee["attributs"])
            forme = style[0] if style else ""
            return f'<c r="{adresse}"{forme}{attributs}>{contenu}</c>'

        texte, fois = re.subn(_CELLULE.format(adresse), render, xml or self.xml, flags=re.DOTALL)
        assert fois == 1, adresse
        return texte

    def add_lignes(self, lignes: str) -> str:
        """Give the sheet with rows after the last."""
        return self.xml.replace("</sheetData>", f"{lignes}</sheetData>", 1)

    def move(self, ligne: Callable[[int], int], colonne: Callable[[int], int] = lambda c: c) -> str:
        """Give the sheet with its cells elsewhere, rows in their new order; merges are dropped."""
        tete, corps, pied = re.split(r"(?<=<sheetData>)|(?=</sheetData>)", self.xml)
        rangees: list[tuple[int, str]] = []
        for numero, attributs, contenu in re.findall(
            r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', corps, re.DOTALL
        ):
            rang = ligne(int(numero))

            def render(trouvee: re.Match[str], rang: int = rang) -> str:
                _, place = read_adresse(trouvee[1])
                return f'<c r="{format_colonne(colonne(place))}{rang}"'

            contenu_ = re.sub(r'<c r="([A-Z]+\d+)"', render, contenu)
            attributs_ = re.sub(r' spans="[^"]*"', "", attributs)
            rangees.append((rang, f'<row r="{rang}"{attributs_}>{contenu_}</row>'))
        lignes = "".join(texte for _, texte in sorted(rangees))
        pied = re.sub(r"<mergeCells.*?</mergeCells>", "", pied, flags=re.DOTALL)
        return tete + lignes + pied

    def add_part(
        self, nom: str, contenu: bytes, type_: str = "", lien: str = "", de: str = "xl/workbook.xml"
    ) -> dict[str, bytes | None]:
        """Give the parts that declare one more: its type, its relationship."""
        autres: dict[str, bytes | None] = {nom: contenu}
        if type_:
            types = self.parts["[Content_Types].xml"].decode()
            balise = f'<Override PartName="/{nom}" ContentType="{type_}"/></Types>'
            autres["[Content_Types].xml"] = types.replace("</Types>", balise).encode()
        if lien:
            dossier, _, fichier = de.rpartition("/")
            rels = f"{dossier}/_rels/{fichier}.rels"
            base = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{lien}"
            vide = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
            texte = self.parts[rels].decode() if rels in self.parts else vide
            balise = f'<Relationship Id="rPlus" Type="{base}" Target="/{nom}"/></Relationships>'
            autres[rels] = texte.replace("</Relationships>", balise).encode()
        return autres

    def add_feuille(self, nom: str, xml: bytes, etat: str = "") -> dict[str, bytes | None]:
        """Give the parts of one more sheet."""
        part = "xl/worksheets/sheet99.xml"
        autres = self.add_part(
            part,
            xml,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
            "worksheet",
        )
        classeur = self.parts["xl/workbook.xml"].decode()
        balise = f'<sheet name="{nom}" sheetId="99"{etat} r:id="rPlus"/></sheets>'
        autres["xl/workbook.xml"] = classeur.replace("</sheets>", balise).encode()
        return autres
