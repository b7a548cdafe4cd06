"""The annual synthesis workbook: what is printed for the COPIL and sent to partners.

It stands alone: its formulas sum the flat data that it carries, so that a reader can
check every figure without the master. The figures of the terminal, of these sheets and
of their recalculation are the same cents.
"""

from collections.abc import Iterator
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.carte import Carte, draw_cartes
from cucs_xl.excel.builder.dessin import NEE_LE, Dessin, draw, sketch
from cucs_xl.excel.builder.donnees import NOMS, build_plats, draw_plat
from cucs_xl.excel.builder.dossier import Dossier, Page, build_pages
from cucs_xl.excel.builder.evaluation import (
    EVALUATION,
    INDICATEURS,
    LARGEURS,
    LARGEURS_INDICATEURS,
    draw_evaluation,
    draw_indicateurs,
)
from cucs_xl.excel.builder.graphique import insert_colonnes
from cucs_xl.excel.builder.page import set_page
from cucs_xl.excel.builder.plan import Trace
from cucs_xl.excel.builder.retours import LARGEURS as LARGEURS_RETOURS
from cucs_xl.excel.builder.retours import RETOURS, draw_retours
from cucs_xl.excel.builder.rythme import RYTHME, draw_rythme, insert_rythme, trimestres_de
from cucs_xl.excel.builder.tableau import Emprise, draw_note, draw_tableau
from cucs_xl.excel.builder.verdict import draw_controles
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.bilan import build_bilan
from cucs_xl.metier.controle import lieu, read_justifications
from cucs_xl.metier.enveloppe import format_inconnus, read_dotation
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import Nature
from cucs_xl.metier.synthese import TOTAL, Tableau
from cucs_xl.metier.tableaux.programme import (
    ENVELOPPE,
)
from cucs_xl.metier.tableaux.retours import build_suivi

CONTROLES = "Contrôles"
PROVISOIRE = "PROVISOIRE – des anomalies bloquantes restent à corriger : ces totaux peuvent être faux (voir Contrôles)"
#: Defined name of the year that the formulas compare with.
EXERCICE = "synExercice"


def build_synthese(dossier: Dossier) -> bytes:
    """Build the workbook, every formula with its value."""
    return draw(lambda dessin: _draw(dessin, dossier))


def locate_synthese(dossier: Dossier) -> dict[str, Emprise]:
    """Tell where each table stands, by its code."""
    return sketch(lambda dessin: _draw(dessin, dossier))


def _draw(dessin: Dessin, dossier: Dossier) -> dict[str, Emprise]:
    contrat, exercice = dossier.contrat, dossier.exercice
    service = str(contrat.parametre("Service") or "")
    dessin.workbook.set_properties(
        {"title": f"Synthèse annuelle {exercice} – {contrat.parametre('Contrat') or ''}",
         "author": service, "company": service, "created": NEE_LE,
         "comments": "Construit par cucs_xl. Langue : français."}
    )  # fmt: skip
    pages = build_pages(dossier)
    plats = build_plats(contrat, dossier.faits, dossier.registre)
    noms = (
        pages[0].feuille,
        EVALUATION,
        *(page.feuille for page in pages[1:]),
        INDICATEURS,
        RETOURS,
        CONTROLES,
        RYTHME,
        *(p.feuille for p in plats),
    )
    for nom in noms:
        dessin.sheet(nom)
    dessin.workbook.define_name(EXERCICE, f"={exercice}")
    emprises: dict[str, Emprise] = {}
    for page in pages[1:]:
        emprises |= _draw_page(dessin, dossier, page, service)
    emprises |= _draw_synthese(dessin, dossier, pages[0], service)
    bilan = build_bilan(contrat, dossier.faits, exercice)
    titre = f"Synthèse de l'évaluation des actions et de la gouvernance {exercice}"
    feuille = _sheet(dessin, dossier, EVALUATION, titre, len(LARGEURS) - 3, service)
    draw_evaluation(dessin, feuille, bilan)
    feuille.freeze_panes(6, 3)
    titre = f"Indicateurs {exercice} – écarts à la cible et au territoire de référence"
    feuille = _sheet(dessin, dossier, INDICATEURS, titre, len(LARGEURS_INDICATEURS) - 3, service)
    draw_indicateurs(dessin, feuille, bilan.mesures, 4)
    feuille.repeat_rows(4, 4)
    feuille.freeze_panes(5, 3)
    titre = f"Retours des partenaires {exercice} – ce qui a été demandé, ce qui est revenu"
    feuille = _sheet(dessin, dossier, RETOURS, titre, len(LARGEURS_RETOURS) - 3, service)
    draw_retours(dessin, feuille, build_suivi(contrat, exercice), 4)
    feuille = _sheet(dessin, dossier, CONTROLES, "Contrôles", 6, service)
    justifications = read_justifications(contrat.controles)
    draw_controles(dessin, feuille, dossier.ecarts, dossier.anomalies, justifications)
    for plat in plats:
        draw_plat(dessin, plat, service, exemple=bool(contrat.parametre("Données d'exemple")))
    dessin.workbook.get_worksheet_by_name(pages[0].feuille).activate()
    return emprises


def _sheet(
    dessin: Dessin, dossier: Dossier, nom: str, titre: str, colonnes: int, service: str
) -> Worksheet:
    """Prepare a sheet: band with title and state, widths, paper, protection."""
    styles, feuille = dessin.styles, dessin.workbook.get_worksheet_by_name(nom)
    contrat = dossier.contrat
    feuille.hide_gridlines(2)
    feuille.set_column(0, 0, 2)
    feuille.set_row(0, 34)
    feuille.set_row(1, 20)
    feuille.set_row(2, 18)
    derniere = colonnes + 2
    for place in range(derniere + 1):
        feuille.write_blank(0, place, None, styles.titre)
        feuille.write_blank(1, place, None, styles.sous_titre)
    feuille.write_string(0, 1, titre, styles.titre)
    feuille.write_string(1, 1, str(contrat.parametre("Contrat") or ""), styles.sous_titre)
    situation = contrat.parametre("Situation au")
    arrete = f"Situation au {format_jour(situation)}" if isinstance(situation, date) else ""
    droite = styles.get(font_color=style.BLANC, bg_color=style.NUIT, align="right")
    feuille.write_string(1, derniere, arrete, droite)
    exemple = contrat.parametre("Données d'exemple")
    if dossier.provisoire:
        rouge = styles.get(
            bold=True, font_size=11, font_color=style.TEXTE_BLOQUANT, bg_color=style.FOND_BLOQUANT
        )
        feuille.write_string(3, 1, PROVISOIRE, rouge)
    if exemple:
        alerte = styles.get(bold=True, font_size=9, font_color=style.TEXTE_ALERTE)
        feuille.write_string(2, 1, f"DONNÉES D'EXEMPLE – {exemple}", alerte)
    feuille.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    set_page(feuille, service=service, paysage=True, a3=True, une_page=nom.startswith("Synthèse"))
    return feuille


def _draw_page(dessin: Dessin, dossier: Dossier, page: Page, service: str) -> dict[str, Emprise]:
    """Draw the tables of a sheet one under the other, with their reading note."""
    colonnes = max(len(tableau.colonnes) for tableau in page.tableaux)
    titre = page.tableaux[0].titre if len(page.tableaux) == 1 else page.feuille
    annee = "" if page.tableaux[0].exercice is None else f" – {dossier.exercice}"
    feuille = _sheet(dessin, dossier, page.feuille, f"{titre}{annee}", colonnes, service)
    feuille.set_column(1, 1, 13)
    longueurs = [len(libelle) for tableau in page.tableaux for _, libelle in tableau.cles]
    feuille.set_column(2, 2, min(96, max(26, *(longueur + 2 for longueur in longueurs), 0)))
    feuille.set_column(3, 2 + colonnes, 14.5)
    emprises: dict[str, Emprise] = {}
    ligne = 4
    for tableau in page.tableaux:
        if len(page.tableaux) > 1:
            feuille.write_string(
                ligne,
                1,
                tableau.titre,
                dessin.styles.get(font_size=12, bold=True, font_color=style.NUIT),
            )
            ligne += 1
        emprise = draw_tableau(dessin, feuille, tableau, Trace(ligne, 1, NOMS, EXERCICE))
        emprises[tableau.code] = emprise
        ligne = max(emprise.lignes.values()) + 2
    notes = dict.fromkeys(tableau.note for tableau in page.tableaux)
    draw_note(dessin, feuille, ligne, " ".join(notes), (1, 2 + colonnes))
    for i, note in enumerate(_justifie(dossier, page), start=1):
        draw_note(dessin, feuille, ligne + i, note, (1, 2 + colonnes), "Écart justifié")
    if len(page.tableaux) == 1:
        feuille.freeze_panes(emprise.ligne_entetes + 1, 3)
        feuille.repeat_rows(4, emprise.ligne_entetes)
    return emprises


def _justifie(dossier: Dossier, page: Page) -> Iterator[str]:
    """Say beside the figures why an anomaly that bears on them is meant."""
    justifications = read_justifications(dossier.contrat.controles)
    for anomalie in dossier.anomalies:
        if anomalie.table in page.sources and (raison := justifications.get(lieu(anomalie))):
            yield f"{anomalie.constat} – {raison}"


def _draw_synthese(
    dessin: Dessin, dossier: Dossier, page: Page, service: str
) -> dict[str, Emprise]:
    [tableau] = page.tableaux
    nombre = len(tableau.colonnes)
    feuille = _sheet(
        dessin, dossier, page.feuille, f"Synthèse annuelle {dossier.exercice}", nombre + 1, service
    )
    feuille.set_column(1, 1, 7)
    feuille.set_column(2, 2, 30)
    feuille.set_column(3, 2 + nombre, 13)
    emprise = draw_tableau(dessin, feuille, tableau, Trace(8, 1, NOMS, EXERCICE, centimes=False))
    for ligne in range(emprise.premiere, emprise.derniere + 1):
        feuille.set_row(ligne, 21)
    plages = draw_rythme(
        dessin, tableau.cles, EXERCICE, trimestres_de(dossier.exercice), NOMS, service
    )
    insert_rythme(dessin, feuille, 3 + nombre, emprise.ligne_entetes, emprise.lignes, plages)
    _draw_cartes(dessin, feuille, dossier, emprise, nombre + 1)
    note = max(emprise.lignes.values()) + 2
    lecture = (
        f"{tableau.note} Rythme : payé cumulé, trimestre par trimestre, sur l'année et la suivante. "
        "Montants à l'euro ; les autres feuilles sont au centime."
    )
    draw_note(dessin, feuille, note, lecture, (1, 3 + nombre))
    _draw_graphiques(dessin, feuille, tableau, emprise, note + 2)
    return {tableau.code: emprise}


def _draw_cartes(
    dessin: Dessin, feuille: Worksheet, dossier: Dossier, emprise: Emprise, nombre: int
) -> None:
    def cellule(nom: str, ligne: str = TOTAL) -> str:
        return str(xl_rowcol_to_cell(emprise.lignes[ligne], emprise.colonnes[nom]))

    specifique, enveloppe = cellule("total_specifique"), cellule("total_specifique", ENVELOPPE)
    dotation = read_dotation(dossier.registre, dossier.exercice)
    if dotation.inconnus:
        lecture = format_inconnus(dossier.contrat, dotation)
        part = "non comparable"
    else:
        pre = sum(
            r.actualise or 0
            for r in dossier.registre
            if r.enveloppe.exercice == dossier.exercice and r.enveloppe.nature is Nature.PRE
        )
        lecture = f"dont PRE {format_euros(pre)}" if pre else _sans_pre(dotation.connu)
        part = f'=IF({enveloppe}=0,"",{specifique}/{enveloppe})'
    bloquantes = sum(a.gravite is Gravite.BLOQUANTE for a in dossier.anomalies)
    cartes = [
        Carte("Enveloppe connue", f"={enveloppe}", style.EUROS, lecture, "General", style.NUIT),
        Carte("Programmé, spécifique et PRE", f"={specifique}", style.EUROS, part, '0.0\\ %" de l\'enveloppe"', style.BLEU),
        Carte("Engagé", f"={cellule('engage')}", style.EUROS, f'=IF({specifique}=0,"",{cellule("engage")}/{specifique})', '0.0\\ %" du programmé"', style.TURQUOISE),
        Carte("Payé", f"={cellule('paye')}", style.EUROS, f'=IF({specifique}=0,"",{cellule("paye")}/{specifique})', '0.0\\ %" du programmé"', style.OCRE),
        Carte("Droit commun mobilisé", f"={cellule('total_commun')}", style.EUROS, f'=IF({specifique}=0,"",{cellule("total_commun")}/{specifique})', '"soit "0.00" € pour 1 € spécifique"', style.GRIS),
        Carte("Contrôles", str(len(dossier.anomalies)) + (" anomalie" if len(dossier.anomalies) < 2 else " anomalies"), "General", f"dont {bloquantes} bloquante{'s' if bloquantes > 1 else ''} – voir la feuille", "General", style.TEXTE_BLOQUANT, f"internal:'{CONTROLES}'!A1"),  # noqa: PLR2004 - a plural starts at two
    ]  # fmt: skip
    draw_cartes(dessin, feuille, 4, _places(nombre, len(cartes)), cartes)


def _sans_pre(connu: Centimes) -> str:
    return "toutes les enveloppes sont connues" if connu else "aucune enveloppe saisie"


def _places(nombre: int, cartes: int) -> list[tuple[int, int]]:
    """Share the columns among cards: the label column counts for two figures."""
    libres = nombre + 2
    bornes = [round(i * libres / cartes) for i in range(cartes + 1)]
    return [(bornes[i] + 1, bornes[i + 1]) for i in range(cartes)]


def _draw_graphiques(
    dessin: Dessin, feuille: Worksheet, tableau: Tableau, emprise: Emprise, ligne: int
) -> None:
    dedies = [
        (c.nom, c.libelle)
        for c in tableau.colonnes
        if c.bloc == "Crédits spécifiques" and not c.nom.startswith("total")
    ]
    largeur = (7 * 7 + 5) + (30 * 7 + 5) + len(tableau.colonnes) * (13 * 7 + 5) + (18 * 7 + 5)
    moitie = (largeur - 16) // 2
    insert_colonnes(
        dessin, feuille, emprise, [*dedies, ("total_commun", "Droit commun"), ("autres", "Autres ressources")],
        titre="Coût total par thème et par origine des crédits", lecture="Un groupe empilé par thème ; les chiffres sont dans le tableau au-dessus.",
        place=(ligne, 1), taille=(moitie, 380), empile=True, total=("cout", "Coût total"),
    )  # fmt: skip
    insert_colonnes(
        dessin, feuille, emprise, [("total_specifique", "Programmé"), ("engage", "Engagé"), ("paye", "Payé")],
        titre="Crédits spécifiques : programmé, engagé, payé", lecture="Trois colonnes par thème ; les chiffres sont dans le tableau au-dessus.",
        place=(ligne, 1), taille=(moitie, 380), decalage=moitie + 16,
    )  # fmt: skip
