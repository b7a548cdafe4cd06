"""The pictures of the README and of the guide: `python -m tests.images`, with LibreOffice.

They are drawn from freshly built workbooks, never retouched. LibreOffice stands in for
Excel: table buttons, lists and input messages are not in a picture.
"""

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from cucs_xl import commands
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.livraison import build_livraison
from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.formulaire import Envoi, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import build_memoire, nom_contrat, spell_memoire
from cucs_xl.metier.nomenclature import ModeleRetour

IMAGES = Path(__file__).parents[1] / "workbook" / "images"
RESOLUTION = 80
#: The master to learn on: its sheet Contrôles is full.
A_CORRIGER = "exemple_a_corriger.xlsx"

_CONTRAT, _LE = nom_contrat(read_exemple()), date(2008, 3, 31)
#: Partners' sheets: identity, title, height of the picture.
FICHES = {
    "fiche": (Envoi(ModeleRetour.FICHE, 1, _CONTRAT, 2007, "DSU", "07-EMP-01", _LE, _LE), "Fiche action", 900),
    "fiche-annotee": (Envoi(ModeleRetour.FICHE, 1, _CONTRAT, 2007, "DSU", "07-EMP-01", _LE, _LE), "Fiche action", 620),
    "demande": (Envoi(ModeleRetour.DEMANDE, 1, _CONTRAT, 2009, "CSO", None, _LE, date(2008, 11, 30)), "Demande de financement", 900),
    "credits": (Envoi(ModeleRetour.CREDITS, 1, _CONTRAT, 2007, "ACSE", None, _LE, _LE), "Crédits et droit commun", 620),
}  # fmt: skip
#: What came back, and what the copy asks for.
CORRECTIONS = {
    ("publics", "1", "tFiches.Femmes"): Reponse("env. 700", "« env. 700 » n'est pas un nombre : saisissez des chiffres"),
    ("publics", "1", "tFiches.Moins de 26 ans"): Reponse(1520.0, "plus que de bénéficiaires : corrigez l'un des deux nombres"),
    ("charges", "62", "tBudgets.Réalisé"): Reponse("douze", "« douze » n'est pas un montant : saisissez par exemple 12,00"),
}  # fmt: skip

_PROFIL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item>
</oor:items>
"""


def main() -> None:
    """Draw every picture."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        sys.exit(
            "soffice et pdftoppm sont nécessaires : installez libreoffice-calc et poppler-utils."
        )
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        maitre = commands.demo(dossier)
        synthese = commands.synthese(ClasseurFichier(maitre), 2007, dossier).chemins[0]
        fautif = dossier / A_CORRIGER
        fautif.write_bytes(build_livraison()[A_CORRIGER])
        _draw(
            maitre,
            {
                "Contrat urbain": ("accueil", 580),
                "Enveloppes": ("enveloppes", 290),
                "Financements": ("financements", 460),
                "Programmation": ("programmation", 460),
                "Synthèse 2007": ("synthese-maitre", 830),
                "Synthèse quartiers": ("quartiers", 545),
            },
        )
        _draw(
            synthese,
            {
                "Synthèse annuelle 2007": ("synthese", 800),
                "Synthèse de l'évaluation": ("evaluation", 600),
            },
        )
        _draw(fautif, {"Contrôles": ("controles", 440)})
        _draw_fiches(dossier)


def _draw_fiches(dossier: Path) -> None:
    """Draw a sheet of each kind as it is sent, and one as it comes back to be corrected."""
    source = Source(read_exemple())
    for nom, (envoi, titre, hauteur) in FICHES.items():
        formulaire = build_formulaire(source, envoi)
        copie = None
        if nom == "fiche-annotee":
            memoire = build_memoire(formulaire)
            copie = Copie(CORRECTIONS, spell_memoire(envoi, memoire))
        classeur = dossier / f"{nom}.xlsx"
        classeur.write_bytes(build_feuille(formulaire, source, copie))
        _draw(classeur, {titre: (nom, hauteur)})


def _draw(classeur: Path, pages: dict[str, tuple[str, int]]) -> None:
    """Print a workbook and keep the top of the first page that starts with each title.

    Each title gives the name of the picture and its height in pixels.
    """
    dossier = classeur.parent
    profil = dossier / "profil"
    (profil / "user").mkdir(parents=True, exist_ok=True)
    (profil / "user" / "registrymodifications.xcu").write_text(_PROFIL)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profil.as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", dossier, classeur],
        check=True, capture_output=True,
    )  # fmt: skip
    pdf = classeur.with_suffix(".pdf")
    textes = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")
    for titre, (image, hauteur) in pages.items():
        page = next(i for i, texte in enumerate(textes, start=1) if texte.strip().startswith(titre))
        subprocess.run(
            ["pdftoppm", "-r", str(RESOLUTION), "-f", str(page), "-l", str(page), "-x", "0", "-y", "0", "-W", "1323", "-H", str(hauteur), "-png", "-singlefile", pdf, IMAGES / image],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
