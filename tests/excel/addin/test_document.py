"""The page of the add-in cannot lie: `python -m tests.excel.addin.test_document` rewrites it."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from cucs_xl.excel.addin import FICHIER, check_complement, groupes
from cucs_xl.excel.addin.image import draw_ruban

RACINE = Path(__file__).parents[3]
PAGE = RACINE / "workbook" / "COMPLEMENT.md"
IMAGE = RACINE / "workbook" / "images" / "ruban.svg"
BLOC = re.compile(r"(<!-- boutons -->\n).*?(<!-- /boutons -->)", re.DOTALL)


def write_page(texte: str) -> str:
    """Give the page with the table of the buttons as the ribbon declares them."""
    lignes = ["| Groupe | Bouton | Touche | Ce qu'il fait |", "|---|---|---|---|"]
    lignes += [
        f"| {groupe.label} | **{bouton.label}** | {bouton.touche} | {bouton.aide} |"
        for groupe in groupes()
        for bouton in groupe.boutons
    ]
    return BLOC.sub(lambda m: m[1] + "\n".join(lignes) + "\n" + m[2], texte)


def test_the_page_tells_every_button() -> None:
    texte = PAGE.read_text(encoding="utf-8")

    assert len(BLOC.findall(texte)) == 1
    assert write_page(texte) == texte


def test_the_picture_is_the_ribbon() -> None:
    """Every word of it is there, and nothing overlaps: each text has its own place."""
    svg = IMAGE.read_text(encoding="utf-8")
    assert svg == draw_ruban(groupes())

    textes = [
        (element.get("x"), element.get("y"), element.text)
        for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    dits = " ".join(texte or "" for *_, texte in textes)
    for groupe in groupes():
        assert groupe.label in dits
        for bouton in groupe.boutons:
            assert all(mot in dits for mot in (*bouton.label.split(), bouton.touche))
    assert len({(x, y) for x, y, _ in textes}) == len(textes)


def test_the_page_leads_somewhere() -> None:
    """No link nor picture leads nowhere; what it owes its reader is said."""
    texte = PAGE.read_text(encoding="utf-8")
    for cible in re.findall(r"\]\(([^)#:]+)\)", texte):
        assert (PAGE.parent / cible).exists(), cible

    assert "n'a jamais été ouvert dans un vrai Excel" in texte
    for mots in ("installer", "desinstaller"):
        assert f"cucs-xl complement {mots}" in texte


def test_the_committed_add_in_is_fresh() -> None:
    """What `make build-check` refuses: an add-in that is not what its sources give."""
    assert check_complement((RACINE / "macros" / FICHIER).read_bytes()) == []


if __name__ == "__main__":
    PAGE.write_text(write_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    IMAGE.write_text(draw_ruban(groupes()), encoding="utf-8")
