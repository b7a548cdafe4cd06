"""The accessible twin of the synthesis: every figure, one line each, no merge, no blank.

A screen reader, a spreadsheet of any make or a program reads it from top to bottom.
"""

import csv
import io
from fractions import Fraction

from cucs_xl.excel.builder.synthese import Dossier, build_pages
from cucs_xl.metier.evaluation import build_sources, evaluate
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.synthese import Nombre, Unite, Valeur
from cucs_xl.metier.taux import format_pourcent, round_demi

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
    sources = build_sources(dossier.contrat, dossier.faits, dossier.registre)
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
                                colonne.bloc or "-", colonne.libelle, *_spell(valeur, colonne.unite), exemple, etat,
                            )
                        )  # fmt: skip
    return (_MARQUE + sortie.getvalue()).encode()


def _spell(valeur: Valeur, unite: Unite) -> tuple[str, str]:
    """Give a figure and its unit."""
    if isinstance(valeur, str):
        return str(valeur), "-"
    if isinstance(valeur, Nombre):
        return f"{valeur:.15g}".replace(".", ","), unite.value
    if isinstance(valeur, Fraction):
        if unite in {Unite.EUROS_PAR_HABITANT, Unite.EUROS_POUR_UN}:
            return _virgule(round_demi(valeur * 100)), unite.value
        return format_pourcent(valeur), Unite.TAUX.value
    assert isinstance(valeur, int)
    return _virgule(valeur), unite.value


def _virgule(centimes: Centimes) -> str:
    unites, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{unites},{reste:02d}"
