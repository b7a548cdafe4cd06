"""The master workbook, whole: from a typed contract to the bytes of an .xlsx."""

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.accueil import draw_accueil
from cucs_xl.excel.builder.consolide import FEUILLES, draw_consolide
from cucs_xl.excel.builder.dessin import NEE_LE, Dessin, draw, sketch
from cucs_xl.excel.builder.programmation import draw_programmation
from cucs_xl.excel.builder.saisie import ACCUEIL, define_noms, draw_saisie
from cucs_xl.excel.builder.tableau import Emprise
from cucs_xl.excel.classeur import NOM_VERSION
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.instantane import build_blocs
from cucs_xl.metier.matrice import FEUILLE as PROGRAMMATION
from cucs_xl.metier.modele import FINANCEMENTS, INSTANTANE, TABLES, Contrat
from cucs_xl.metier.ventilation import build_ventilations

#: Tells a master from any other workbook, and which layout it has.
VERSION_MAITRE = 1

#: Tab colour of each step of the year.
COULEURS = {
    1: style.GRIS,
    2: style.OCRE,
    3: style.BLEU,
    4: style.TURQUOISE,
    5: style.AZUR,
    6: style.SARCELLE,
    7: style.TEXTE_BLOQUANT,
    8: style.NUIT,
}


def build_maitre(contrat: Contrat) -> bytes:
    """Build the master workbook of a contract, every formula with its value.

    The shares of fundings and the snapshot are those of the contract as it is: never
    stale at birth.
    """
    contrat = contrat._replace(
        ventilations=build_ventilations(contrat, read_faits(contrat)),
        instantane=build_blocs(contrat),
    )
    return draw(lambda dessin: _draw(dessin, contrat))


def locate_tableaux(contrat: Contrat) -> dict[str, Emprise]:
    """Tell where each synthesis table of the master stands, by its code."""
    return sketch(lambda dessin: _draw(dessin, contrat))


def _draw(dessin: Dessin, contrat: Contrat) -> dict[str, Emprise]:
    service = str(contrat.parametre("Service") or "")
    titre = str(contrat.parametre("Contrat") or "Classeur maître")
    dessin.workbook.set_properties(
        {"title": titre, "subject": "Classeur maître du contrat urbain de cohésion sociale",
         "author": service, "company": service, "category": "Politique de la ville",
         "comments": "Construit par cucs_xl. Langue : français.", "created": NEE_LE}
    )  # fmt: skip
    dessin.workbook.set_custom_property("cucs_version", VERSION_MAITRE, "number_integer")
    dessin.sheet(ACCUEIL).set_tab_color(style.NUIT)
    for table in TABLES:
        dessin.sheet(table.feuille).set_tab_color(COULEURS[table.etape])
        if table is FINANCEMENTS:
            dessin.sheet(PROGRAMMATION).set_tab_color(COULEURS[table.etape])
    for nom in FEUILLES:
        dessin.sheet(nom).set_tab_color(COULEURS[8])
    dessin.workbook.define_name(NOM_VERSION, f"={VERSION_MAITRE}")
    define_noms(dessin)
    for table in TABLES:
        draw_saisie(dessin, table, contrat.table(table), service)
    draw_programmation(dessin, contrat, service)
    emprises = draw_consolide(dessin, contrat, service)
    draw_accueil(dessin, emprises, service)
    dessin.workbook.get_worksheet_by_name(INSTANTANE.feuille).very_hidden()
    dessin.workbook.get_worksheet_by_name(ACCUEIL).activate()
    return emprises
