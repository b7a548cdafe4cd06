"""The printed reminder, and the model that the town hall may edit."""

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from cucs_xl.excel.classeur import CucsError
from cucs_xl.report.courrier import Courrier
from cucs_xl.report.lettre import MODELE, Adresse, build_lettre
from cucs_xl.report.modele_lettre import build_modele

COURRIER = Courrier(
    "Rappel – fiche <action> & suite",
    ("Il nous manque encore :",),
    ("07-EMP-03 – « Chantier » <b>", "07-HAB-04"),
    ("Merci.", "{{ service }} {% raw"),
    "Ville d'essai – service DSU",
)
ADRESSE = Adresse("Régie & Cie", "regie@example.org")


def paragraphes(octets: bytes) -> list[str]:
    return [p.text for p in Document(io.BytesIO(octets)).paragraphs if p.text]


def test_the_letter_holds_every_sentence_as_it_is() -> None:
    """Signs of XML or of the model's own language, in a title, are only text."""
    lus = paragraphes(build_lettre(COURRIER, ADRESSE, date(2008, 3, 1)))

    assert lus[:5] == [
        "Ville d'essai – service DSU", "Régie & Cie", "regie@example.org", "Le 1er mars 2008",
        "Objet\u00a0: Rappel – fiche <action> & suite",
    ]  # fmt: skip
    assert lus[6:11] == [*COURRIER.debut, *COURRIER.lignes, *COURRIER.suite]
    assert lus[-1] == "Ville d'essai – service DSU"


def test_the_model_we_ship_is_the_one_we_build() -> None:
    """A build has no clock: twice the same bytes."""
    assert build_modele() == build_modele()
    assert paragraphes(MODELE.read_bytes()) == paragraphes(build_modele())


def test_an_edited_model_is_used(tmp_path: Path) -> None:
    document = Document(io.BytesIO(build_modele()))
    document.add_paragraph("Hôtel de ville – {{ date }}")
    modele = tmp_path / "notre lettre.docx"
    document.save(str(modele))

    assert "Hôtel de ville – 15 août 2008" in paragraphes(
        build_lettre(COURRIER, ADRESSE, date(2008, 8, 15), modele)
    )


@pytest.mark.parametrize("zone", ["{{ maire }}", "{% for x in %}"])
def test_a_field_that_letters_do_not_have_is_told(zone: str, tmp_path: Path) -> None:
    document = Document(io.BytesIO(build_modele()))
    document.add_paragraph(zone)
    modele = tmp_path / "lettre.docx"
    document.save(str(modele))

    with pytest.raises(CucsError, match="a une zone que le programme ne connaît pas"):
        build_lettre(COURRIER, ADRESSE, date(2008, 3, 1), modele)


def test_a_model_cannot_reach_the_machine(tmp_path: Path) -> None:
    """A model that came by mail is run in a sandbox."""
    document = Document(io.BytesIO(build_modele()))
    document.add_paragraph("{{ service.__class__.__mro__ }}")
    modele = tmp_path / "lettre.docx"
    document.save(str(modele))

    with pytest.raises(CucsError):
        build_lettre(COURRIER, ADRESSE, date(2008, 3, 1), modele)


@pytest.mark.parametrize("contenu", [None, b"", b"PK\x03\x04 pas un docx"])
def test_a_model_that_is_none_is_told(contenu: bytes | None, tmp_path: Path) -> None:
    modele = tmp_path / "lettre.docx"
    if contenu is not None:
        modele.write_bytes(contenu)

    with pytest.raises(CucsError, match="ne s'ouvre pas"):
        build_lettre(COURRIER, ADRESSE, date(2008, 3, 1), modele)
