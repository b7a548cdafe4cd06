"""The ribbon as `ribbon.xml` declares it: tab, groups, buttons."""

from typing import NamedTuple
from xml.etree import ElementTree as ET

ESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
#: What a ribbon reads to grey a button, and what it calls when it is loaded.
ACTIF, CHARGEMENT = "CucsRuban.GetActif", "CucsRuban.OnChargement"


class Bouton(NamedTuple):
    """A button; `id` is the word that the launcher gives to `python -m cucs_xl.ribbon`."""

    id: str
    label: str
    icone: str
    grand: bool
    touche: str
    titre: str
    aide: str
    macro: str


class Groupe(NamedTuple):
    """A group of buttons, in the order of the screen."""

    label: str
    boutons: tuple[Bouton, ...]


def read_ruban(xml: str) -> tuple[Groupe, ...]:
    """Read the groups of the tab; attributes that are missing read as blank.

    Raises:
        xml.etree.ElementTree.ParseError: no well-formed XML.
    """
    # Our own file, or one compared with it part by part before anything else.
    racine = ET.fromstring(xml)  # noqa: S314
    return tuple(
        Groupe(
            groupe.get("label", ""),
            tuple(map(_read_bouton, groupe.iter(f"{{{ESPACE}}}button"))),
        )
        for groupe in racine.iter(f"{{{ESPACE}}}group")
    )


def _read_bouton(element: ET.Element) -> Bouton:
    return Bouton(
        id=element.get("id", ""),
        label=element.get("label", ""),
        icone=element.get("imageMso", ""),
        grand=element.get("size") == "large",
        touche=element.get("keytip", ""),
        titre=element.get("screentip", ""),
        aide=element.get("supertip", ""),
        macro=element.get("onAction", ""),
    )


def format_macro(bouton: str) -> str:
    """Give the callback that a button must have.

    >>> format_macro("anomalie_suivante")
    'CucsRuban.OnAnomalieSuivante'
    """
    return "CucsRuban.On" + "".join(mot.capitalize() for mot in bouton.split("_"))
