"""All that can be said of an add-in without Excel: one list of French findings."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from cucs_xl.excel.addin.paquet import (
    MESSAGES,
    RELATION_RUBAN,
    RUBAN,
    TYPE_COMPLEMENT,
    VBA,
    build_paquet,
    read_parts,
)
from cucs_xl.excel.addin.projet import Module
from cucs_xl.excel.addin.projet_check import check_module, check_projet, read_projet
from cucs_xl.excel.addin.ruban import format_macro, read_ruban
from cucs_xl.excel.addin.ruban_check import check_ruban
from cucs_xl.excel.addin.sources import (
    CLASSEUR,
    FEUILLE,
    Sources,
    read_chaines,
    read_sources,
)

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
#: Words by which a macro starts by itself or reaches further than our launcher has to.
_INTERDITS = (
    "Auto_Open", "AutoOpen", "Workbook_Open", "Shell(", "cmd.exe", "Kill ", "Declare ", "Environ(",
    "GetObject", "Application.Run", "CallByName", "ExecuteExcel4Macro",
)  # fmt: skip


def check_complement(octets: bytes) -> list[str]:
    """Check a built add-in against its sources; an empty list means that nothing is wrong.

    The container, the project, each module, the ribbon and its callbacks, the messages, the
    package around them, and that a fresh build gives the same parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
            noms = paquet.namelist()
        parts = read_parts(octets)
    except zipfile.BadZipFile:
        return ["le fichier n'est pas un complément : ce n'est pas une archive zip"]
    if len(noms) != len(set(noms)):
        return ["une partie du complément est écrite deux fois"]
    manquantes = {RUBAN, VBA, "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"} - set(noms)
    if manquantes:
        return [f"la partie {nom} manque" for nom in sorted(manquantes)]
    sources = read_sources()
    return [
        *_check_enveloppe(parts),
        *check_projet(parts[VBA]),
        *_check_modules(parts[VBA], sources),
        *check_ruban(parts[RUBAN].decode("utf-8", "replace"), sources.modules),
        *check_sources(sources),
        *_check_fraiche(parts, sources),
    ]


def _check_enveloppe(parts: dict[str, bytes]) -> Iterator[str]:
    if parts["[Content_Types].xml"].count(TYPE_COMPLEMENT.encode()) != 1:
        yield "[Content_Types].xml : le classeur n'est pas déclaré comme complément"
    if (
        b'Extension="bin" ContentType="application/vnd.ms-office.vbaProject"'
        not in (parts["[Content_Types].xml"])
    ):
        yield "[Content_Types].xml : le projet VBA n'est pas déclaré"
    if parts["_rels/.rels"].count(f'Type="{RELATION_RUBAN}" Target="{RUBAN}"'.encode()) != 1:
        yield "_rels/.rels : le ruban n'est pas relié au complément"
    if b'/vbaProject" Target="vbaProject.bin"' not in parts.get("xl/_rels/workbook.xml.rels", b""):
        yield "xl/_rels/workbook.xml.rels : le projet VBA n'est pas relié au classeur"
    for part, element, nom in (
        ("xl/workbook.xml", "m:workbookPr", CLASSEUR),
        ("xl/worksheets/sheet1.xml", "m:sheetPr", FEUILLE),
    ):
        try:
            trouve = ET.fromstring(parts.get(part, b"")).find(element, _NS)  # noqa: S314 - ours
        except ET.ParseError:
            trouve = None
        if trouve is None or trouve.get("codeName") != nom:
            yield f"{part} : codeName n'est pas {nom}, le nom de son module"
    if f'name="{MESSAGES}"'.encode() not in parts["xl/workbook.xml"]:
        yield f"xl/workbook.xml : la feuille {MESSAGES} manque"


def _check_modules(octets: bytes, sources: Sources) -> Iterator[str]:
    try:
        lus = read_projet(octets)
    except ValueError:
        return  # already told
    ecrits = {module.nom: module.texte for module in sources.modules}
    for nom in sorted(lus.keys() | ecrits.keys()):
        if lus.get(nom) != ecrits.get(nom):
            yield f"{nom} : le module du complément n'est pas celui de macros/"


def check_sources(sources: Sources) -> list[str]:
    """Find what is wrong in the texts before they are built."""
    return [
        *(faute for module in sources.modules for faute in check_module(module)),
        *(faute for module in sources.modules for faute in _check_texte(module)),
        *_check_messages(sources),
        *_check_mots(sources),
    ]


def _check_texte(module: Module) -> Iterator[str]:
    """Refuse what displays otherwise on a Mac, and what a launcher has no business with."""
    try:
        _ = module.octets
    except UnicodeEncodeError as erreur:
        signe = module.texte[erreur.start]
        yield f"{module.nom} : « {signe} » n'existe pas en Windows-1252"
    for chaine in read_chaines(module.texte):
        if not chaine.isascii():
            yield f"{module.nom} : la chaîne « {chaine} » n'est pas en ASCII : mettez-la dans messages.txt"
    for mot in _INTERDITS:
        if mot.lower() in module.texte.lower():
            yield f"{module.nom} : « {mot.strip()} » n'a pas sa place dans le complément"


def _check_messages(sources: Sources) -> Iterator[str]:
    """Each sentence is used, each key used has its sentence; `{}` is its one variable."""
    chaines = {c for module in sources.modules for c in read_chaines(module.texte)}
    texte = "".join(module.texte for module in sources.modules)
    for cle in sorted(set(re.findall(r'FormatMessage\("(\w+)"', texte)) - set(sources.messages)):
        yield f"messages.txt : « {cle} » manque"
    for cle in sorted(set(sources.messages) - chaines):
        yield f"messages.txt : « {cle} » ne sert à rien"
    for cle, phrase in sources.messages.items():
        if phrase.count("{}") > 1 or not phrase.endswith("."):
            yield f"messages.txt : « {cle} » n'est pas une phrase avec une variable au plus"


def _check_mots(sources: Sources) -> Iterator[str]:
    """Two words may not give one callback."""
    try:
        macros = [
            format_macro(b.id) for groupe in read_ruban(sources.ruban) for b in groupe.boutons
        ]
    except ET.ParseError:
        return
    for macro in sorted({macro for macro in macros if macros.count(macro) > 1}):
        yield f"ribbon.xml : {macro} servirait à deux boutons"


def _check_fraiche(parts: dict[str, bytes], sources: Sources) -> Iterator[str]:
    try:
        neuves = read_parts(build_paquet(sources))
    except ValueError:
        return  # already told: a character that Windows-1252 lacks
    for nom in sorted(parts.keys() | neuves.keys()):
        if parts.get(nom) != neuves.get(nom):
            yield f"{nom} : diffère d'une construction neuve (lancez « cucs-xl complement construire »)"
