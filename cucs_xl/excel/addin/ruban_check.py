"""What can be wrong with a ribbon without Excel noticing, or with Excel hiding the tab.

A ribbon that Excel refuses is simply not shown; a callback that it does not find gives a
dialog in English on each click. Both are found here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from cucs_xl.excel.addin.projet import Module
from cucs_xl.excel.addin.ruban import ACTIF, CHARGEMENT, ESPACE, Bouton, format_macro, read_ruban

MODULE = "CucsRuban"
#: Longest texts that Office shows (MS-CUSTOMUI), and longest key sequence.
TEXTE_MAX, TOUCHE_MAX = 1024, 3

#: Buttons that need no master: never greyed. All others are, when none is in front.
LIBRES = frozenset({"guide", "a_propos"})

#: Elements of our ribbon: where each lies, what it must say.
STRUCTURE = {
    "customUI": ("", {"onLoad"}),
    "ribbon": ("customUI", set[str]()),
    "tabs": ("ribbon", set[str]()),
    "tab": ("tabs", {"id", "label", "keytip"}),
    "group": ("tab", {"id", "label"}),
    "button": (
        "group",
        {"id", "label", "imageMso", "size", "screentip", "supertip", "keytip", "onAction", "getEnabled"},
    ),
}  # fmt: skip

#: Icons known in Excel 2016 and 365 under these names: an unknown one is shown blank.
ICONES = frozenset(
    (
        "About", "CalculateNow", "ChartInsert", "Consolidate", "DataFormExcel", "DataValidation",
        "ErrorChecking", "FileDocumentInspect", "FileNew", "FilePrintPreview",
        "FileSaveAsPdfOrXps", "FileSendAsAttachment", "FormulaEvaluate", "GetExternalDataFromText",
        "Help", "PivotTableInsert", "PivotTableReport", "RefreshAll", "ReviewNextComment",
        "ReviewShowAllComments", "SendCopySendToMailRecipient", "SheetInsert", "Spelling",
        "TableExportMenu", "TableInsertExcel", "TableRowsInsertBelowExcel", "TraceError", "Undo",
        "WhatIfAnalysisMenu", "XmlImport",
    )
)  # fmt: skip

_SIGNATURES = {
    "onAction": r"\(control As IRibbonControl\)",
    "getEnabled": r"\(control As IRibbonControl, ByRef returnedVal\)",
    "onLoad": r"\(ribbon As IRibbonUI\)",
}
#: One callback greys every button, one hears that the ribbon is there.
_PREVUES = {"getEnabled": ACTIF, "onLoad": CHARGEMENT}


def check_ruban(xml: str, modules: Sequence[Module]) -> list[str]:
    """Find every fault of the ribbon and of its callbacks; none: an empty list."""
    try:
        racine = ET.fromstring(xml)  # noqa: S314 - our own part, compared with its source
    except ET.ParseError as erreur:
        return [f"ribbon.xml : XML mal formé ({erreur})"]
    if racine.tag != f"{{{ESPACE}}}customUI":
        return [f"ribbon.xml : la racine n'est pas customUI de {ESPACE}"]
    boutons = [bouton for groupe in read_ruban(xml) for bouton in groupe.boutons]
    texte = next((module.texte for module in modules if module.nom == MODULE), "")
    fautes = [
        *_check_structure(racine, ""),
        *_check_ids(racine),
        *_check_touches([bouton.touche for bouton in boutons]),
        *(faute for bouton in boutons for faute in _check_bouton(bouton, texte)),
        *_check_rappels(racine, texte),
    ]
    return [f"ribbon.xml : {faute}" for faute in fautes]


def _nom(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{ESPACE}}}")


def _check_structure(element: ET.Element, parent: str) -> Iterator[str]:
    nom = _nom(element)
    lieu = f"{nom} « {element.get('id', '')} »"
    if nom not in STRUCTURE or STRUCTURE[nom][0] != parent:
        yield f"{lieu} n'a pas sa place dans « {parent} »"
        return
    attendus = STRUCTURE[nom][1] - ({"getEnabled"} if element.get("id") in LIBRES else set())
    for attribut in sorted(attendus ^ set(element.attrib)):
        probleme = "manque" if attribut in attendus else "est inconnu"
        yield f"{lieu} : l'attribut {attribut} {probleme}"
    for attribut, valeur in element.attrib.items():
        if not valeur.strip():
            yield f"{lieu} : l'attribut {attribut} est vide"
        if len(valeur) > TEXTE_MAX:
            yield f"{lieu} : l'attribut {attribut} dépasse {TEXTE_MAX} caractères"
    if element.get("size", "large") not in {"large", "normal"}:
        yield f"{lieu} : la taille « {element.get('size')} » n'existe pas"
    if nom in {"tab", "group", "tabs", "ribbon"} and not len(element):
        yield f"{lieu} est vide"
    for enfant in element:
        yield from _check_structure(enfant, nom)


def _check_ids(racine: ET.Element) -> Iterator[str]:
    ids = Counter(element.get("id", "") for element in racine.iter() if "id" in element.attrib)
    for identifiant, nombre in ids.items():
        if nombre > 1:
            yield f"l'identifiant « {identifiant} » est donné {nombre} fois"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", identifiant):
            yield f"l'identifiant « {identifiant} » n'est pas fait de a-z, 0-9 et _"


def _check_touches(touches: Sequence[str]) -> Iterator[str]:
    """Excel acts on the first keytip that is complete: a prefix hides the longer one."""
    for rang, touche in enumerate(touches):
        if not re.fullmatch(rf"[A-Z0-9]{{1,{TOUCHE_MAX}}}", touche):
            yield f"la touche « {touche} » n'est pas faite de 1 à {TOUCHE_MAX} capitales ou chiffres"
        for autre in touches[:rang]:
            if touche.startswith(autre) or autre.startswith(touche):
                yield f"les touches « {autre} » et « {touche} » se masquent"


def _check_bouton(bouton: Bouton, texte: str) -> Iterator[str]:
    lieu = f"button « {bouton.id} »"
    if bouton.icone not in ICONES:
        yield f"{lieu} : l'icône « {bouton.icone} » n'est pas de celles qu'Excel 2016 et 365 ont"
    if bouton.macro != format_macro(bouton.id):
        yield f"{lieu} : onAction doit être {format_macro(bouton.id)}"
    # The callback that a click on this button runs, and nothing but the launch in it.
    corps = (
        rf"^Public Sub {re.escape(bouton.macro.removeprefix(MODULE + '.'))}\(.*\n"
        rf' +CucsLanceur\.RunBouton "{re.escape(bouton.id)}"\nEnd Sub$'
    )
    if not re.search(corps, texte, re.MULTILINE):
        yield f'{lieu} : sa macro ne se réduit pas à CucsLanceur.RunBouton "{bouton.id}"'


def _check_rappels(racine: ET.Element, texte: str) -> Iterator[str]:
    """Each callback exists once, public, with Office's exact signature; none is an orphan."""
    appeles = {
        (attribut, valeur)
        for element in racine.iter()
        for attribut, valeur in element.attrib.items()
        if attribut in _SIGNATURES
    }
    for attribut, valeur in sorted(appeles):
        if _PREVUES.get(attribut, valeur) != valeur:
            yield f"{attribut} « {valeur} » : ce n'est pas la macro prévue"
        module, _, nom = valeur.rpartition(".")
        motif = rf"^Public Sub {re.escape(nom)}{_SIGNATURES[attribut]}$"
        if module != MODULE or len(re.findall(motif, texte, re.MULTILINE)) != 1:
            yield f"{attribut} « {valeur} » : pas de Public Sub de cette signature dans {MODULE}"
    declares = re.findall(r"^(?:Public |Private )?Sub ((?:On|Get)\w+)", texte, re.MULTILINE)
    for nom, nombre in Counter(declares).items():
        if nombre > 1:
            yield f"la macro {nom} est écrite {nombre} fois"
    for nom in sorted(set(declares) - {valeur.rpartition(".")[2] for _, valeur in appeles}):
        yield f"la macro {nom} n'est appelée par aucun bouton"
