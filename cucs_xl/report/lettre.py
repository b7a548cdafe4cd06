"""Printed reminders: the sentences of the e-mail, laid out by a .docx that the town hall edits.

docxtpl fills the model (LGPL, used unchanged as a library). The model is data: it is run
in a sandbox, and a field that it names wrongly is told.
"""

import io
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from cucs_xl.excel.classeur import CucsError
from cucs_xl.metier.jour import MOIS
from cucs_xl.report.courrier import Courrier

#: Inside the installed package, else beside it: the repository.
_ICI = Path(__file__).parent
MODELE = next(
    (
        m
        for d in (_ICI, _ICI.parents[1])
        if (m := d / "templates" / "lettre_relance.docx").is_file()
    ),
    _ICI / "templates" / "lettre_relance.docx",
)


class Adresse(NamedTuple):
    """Who a letter goes to, and how a copy of it reaches them."""

    nom: str
    courriel: str


def build_lettre(courrier: Courrier, adresse: Adresse, jour: date, modele: Path = MODELE) -> bytes:
    """Lay a reminder out on paper.

    Raises:
        CucsError: the model cannot be opened, or names a field that letters do not have.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 - heavy
    from jinja2 import StrictUndefined, TemplateError  # noqa: PLC0415 - idem
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - idem

    champs = {
        "service": courrier.signature,
        "destinataire": adresse.nom,
        "courriel": adresse.courriel,
        "date": format_long(jour),
        "objet": courrier.sujet,
        "debut": courrier.debut,
        "lignes": courrier.lignes,
        "suite": courrier.suite,
    }
    try:
        lettre = DocxTemplate(io.BytesIO(modele.read_bytes()))
        lettre.render(champs, SandboxedEnvironment(undefined=StrictUndefined, autoescape=True))
        sortie = io.BytesIO()
        lettre.save(sortie)
    except (OSError, BadZipFile, KeyError, ValueError) as erreur:
        raise CucsError(
            f"le modèle de lettre « {modele} » ne s'ouvre pas ({erreur}) : choisissez un fichier .docx avec "
            "--lettre, ou rétablissez celui du programme."
        ) from erreur
    except TemplateError as erreur:
        raise CucsError(
            f"le modèle de lettre « {modele} » a une zone que le programme ne connaît pas ({erreur}) : les zones "
            f"sont {', '.join(champs)}."
        ) from erreur
    return sortie.getvalue()


def format_long(jour: date) -> str:
    """Spell a date for a letter.

    >>> format_long(date(2008, 3, 1)), format_long(date(2008, 8, 15))
    ('1er mars 2008', '15 août 2008')
    """
    mois = next(nom for nom, rang in MOIS.items() if rang == jour.month)
    return f"{'1er' if jour.day == 1 else jour.day} {mois} {jour.year}"
