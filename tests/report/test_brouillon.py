"""A draft that a mail program opens right."""

import email
from email.message import EmailMessage
from email.policy import default

import pytest

from cucs_xl.report.brouillon import Piece, build_brouillon, read_adresses


def read(octets: bytes) -> EmailMessage:
    message = email.message_from_bytes(octets, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_what_is_written_is_read_back() -> None:
    """Accents, long lines, typographic spaces, attachments with accented names."""
    corps = (
        "Bonjour,\n\nÉchéance\u00a0: 15/02/2008 – «\u00a0néant\u00a0» n'est pas vide"
        + " mot" * 60
        + "\n"
    )
    piece = Piece("fiche_2007_été.xlsx", bytes(range(256)))
    message = read(
        build_brouillon(["a@example.org", "b@example.org"], "Échéance : été", corps, [piece])
    )
    texte = message.get_body()
    [jointe] = message.iter_attachments()

    assert message["X-Unsent"] == "1"
    assert message["To"] == "a@example.org, b@example.org"
    assert message["Subject"] == "Échéance : été"
    assert message["From"] is None
    assert texte is not None
    assert texte.get_content().replace("\r\n", "\n") == corps
    assert jointe.get_filename() == piece.nom
    assert (
        jointe.get_content_type()
        == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert jointe.get_content() == piece.contenu


def test_without_address_there_is_no_recipient() -> None:
    message = read(build_brouillon([], "Objet", "Texte\n"))

    assert message["To"] is None
    assert message["X-Unsent"] == "1"


def test_the_same_draft_is_the_same_file() -> None:
    pieces = [Piece("a.xlsx", b"un"), Piece("b.ods", b"deux")]

    assert build_brouillon(["a@example.org"], "O", "T", pieces) == build_brouillon(
        ["a@example.org"], "O", "T", pieces
    )


@pytest.mark.parametrize(
    ("cellule", "adresses"),
    [
        (None, ()),
        ("", ()),
        ("à compléter", ()),
        ("dsu@example.org", ("dsu@example.org",)),
        ("a@example.org; b@example.org\nc@example.org", ("a@example.org", "b@example.org", "c@example.org")),
        ("a@example.org, standard", ()),
        ("é@example.org", ()),
        ("a@example", ()),
        ("a@example.org>\r\nBcc: x@example.org", ()),
    ],
)  # fmt: skip
def test_only_whole_addresses_are_taken(cellule: str | None, adresses: tuple[str, ...]) -> None:
    """A cell in which something is not an address gives none: it is for the officer to look at."""
    assert read_adresses(cellule) == adresses


def test_a_subject_stays_on_its_line() -> None:
    """A title typed on two lines cannot add a heading to the message."""
    message = read(build_brouillon(["a@example.org"], "Objet\r\nBcc: x@example.org", "Texte\n"))

    assert message["Bcc"] is None
    assert message["Subject"] == "Objet Bcc: x@example.org"
