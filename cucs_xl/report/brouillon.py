"""E-mail drafts: .eml files that a mail program opens ready to be sent, attachments inside."""

import hashlib
import re
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

#: What our files are, by the end of their names.
TYPES = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".ods": ("application", "vnd.oasis.opendocument.spreadsheet"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
#: An address that travels everywhere: nothing accented, no name around it.
_ADRESSE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Piece(NamedTuple):
    """An attachment."""

    nom: str
    contenu: bytes


def read_adresses(courriel: str | None) -> tuple[str, ...]:
    """Give the addresses of a cell, several being separated by anything; none when one is wrong.

    >>> read_adresses("a@example.org ; b@example.org"), read_adresses("à compléter")
    (('a@example.org', 'b@example.org'), ())
    """
    mots = re.split(r"[\s,;]+", (courriel or "").strip())
    return tuple(mots) if all(_ADRESSE.fullmatch(mot) for mot in mots) else ()


def build_brouillon(
    adresses: Iterable[str], sujet: str, corps: str, pieces: Iterable[Piece] = ()
) -> bytes:
    """Build a draft; without address it has no recipient, for somebody to fill in.

    The same content gives the same bytes.
    """
    message = EmailMessage(policy=SMTP)
    # Outlook opens such a file as a message to send, not as one received.
    message["X-Unsent"] = "1"
    message["Subject"] = " ".join(sujet.split())
    if destinataires := ", ".join(adresses):
        message["To"] = destinataires
    message.set_content(corps, charset="utf-8", cte="quoted-printable")
    somme = hashlib.sha256(corps.encode())
    for piece in pieces:
        genre, sorte = TYPES[piece.nom[piece.nom.rindex(".") :].lower()]
        message.add_attachment(
            piece.contenu, maintype=genre, subtype=sorte, filename=piece.nom
        )  # fmt: skip
        somme.update(piece.contenu)
    if message.is_multipart():
        message.set_boundary(f"cucs-{somme.hexdigest()[:32]}")
    return message.as_bytes()
