"""The accessible twin of the synthesis: every figure, one line each, no merge, no blank.

A screen reader, a spreadsheet of any make or a program reads it from top to bottom.
"""

import csv
import io
from fractions import Fraction

from cucs_xl.excel.builder.synthese import Dossier, build_pages
from cucs_xl.metier.evaluation import evaluate
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.synthese import Inconnu, Sources, Valeur
from cucs_xl.metier.taux import format_pourcent

ENTETES = (
    "Exercice",
    "Tableau",
    "Code",
    "Ligne",
    "Bloc",
    "Colonne",
    "Valeur",
    "Unité",
    "Données d'exemple",
    "État",
)

#: UTF-8 with its mark, semicolons and decimal commas: what a French Excel opens right.
_MARQUE = "\ufeff"


def write_jumeau(dossier: Dossier) -> bytes:
    """Spell the synthesis tables as CSV; a figure that does not exist has no line."""
    sortie = io.StringIO()
    graphe = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    graphe.writerow(ENTETES)
    sources = Sources(dossier.faits, dossier.registre)
    etat = "provisoire" if dossier.provisoire else "définitif"
    exemple = "oui" if dossier.contrat.parametre("Données d'exemple") else "non"
    for page in build_pages(dossier):
        for tableau in page.tableaux:
            libelles = {str(cle): libelle.strip() for cle, libelle in tableau.cles}
            portee = tableau.exercice or "contrat"
            for cle, ligne in evaluate(tableau, sources).items():
                code = cle if cle in libelles else "-"
                for colonne in tableau.colonnes:
                    valeur = ligne.get(colonne.nom)
                    if valeur is not None:
                        graphe.writerow(
                            (
                                portee, tableau.titre, code, libelles.get(cle, cle),
                                colonne.bloc or "-", colonne.libelle, *_spell(valeur), exemple, etat,
                            )
                        )  # fmt: skip
    return (_MARQUE + sortie.getvalue()).encode()


def _spell(valeur: Valeur) -> tuple[str, str]:
    """Give a figure and its unit."""
    if isinstance(valeur, Inconnu):
        return valeur.value, "-"
    if isinstance(valeur, Fraction):
        return format_pourcent(valeur), "%"
    assert isinstance(valeur, int)
    return _virgule(valeur), "€"


def _virgule(centimes: Centimes) -> str:
    unites, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{unites},{reste:02d}"
