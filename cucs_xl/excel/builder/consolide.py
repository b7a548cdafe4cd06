"""The master's own synthesis sheets: live over its tables, for the year it shows.

Axes follow the lists of the workbook, with spare lines, so that an eighth partner or a
new theme appears by itself; what would outgrow the lines shows in « Hors liste ».
"""

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.carte import Carte, draw_cartes
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.expression import Noms
from cucs_xl.excel.builder.formules import A_RECONSOLIDER
from cucs_xl.excel.builder.graphique import insert_colonnes
from cucs_xl.excel.builder.marques import ANOMALIES, BLOQUANTES
from cucs_xl.excel.builder.page import set_page
from cucs_xl.excel.builder.plan import Liste, Trace
from cucs_xl.excel.builder.saisie import ACCUEIL
from cucs_xl.excel.builder.tableau import Emprise, draw_note, draw_tableau
from cucs_xl.metier.faits import LIBELLES_ETAPES
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.synthese import TOTAL, Inconnu, Tableau
from cucs_xl.metier.tableaux.execution import EXECUTIONS, annees_de, build_execution
from cucs_xl.metier.tableaux.mobilisation import build_droit_commun, build_droit_commun_themes
from cucs_xl.metier.tableaux.programme import build_partenaires, build_themes
from cucs_xl.metier.tableaux.registres import build_maquette
from cucs_xl.metier.tableaux.suivi import build_evaluations, build_indicateurs
from cucs_xl.metier.tableaux.territoire import build_quartiers, build_regimes

SYNTHESE = "Synthèse"
PARTENAIRES = "Synthèse partenaires"
ENVELOPPES = "Synthèse enveloppes"
EXECUTION = "Synthèse exécution"
QUARTIERS = "Synthèse quartiers"
DROIT_COMMUN = "Synthèse droit commun"
EVALUATION = "Synthèse évaluation"
FEUILLES = (SYNTHESE, PARTENAIRES, ENVELOPPES, EXECUTION, QUARTIERS, DROIT_COMMUN, EVALUATION)

_QUARTIERS = Liste("tQuartiers", "Code", "Quartier", 10)
_THEMES = Liste("tThemes", "Code", "Libellé court", 10)
_PARTENAIRES = Liste("tPartenaires", "Code", "Libellé court", 16)
_EXERCICES = Liste("tExercices", "Exercice", "Exercice", 7)
_NOMS = Noms()

#: How complete the known envelope is, in words.
ENVELOPPE_LUE = (
    '=IF(COUNTIFS(tEnveloppes[Exercice],parExercice)=0,"aucune enveloppe saisie",'
    'IF(synInconnus="","toutes les enveloppes sont connues",'
    'IF(COUNTIFS(tEnveloppes[Exercice],parExercice,tEnveloppes[Actualisé],">-1E+99")=0,'
    '"à définir ou à notifier","hors "&synInconnus&" (à définir ou à notifier)")))'
)

#: Where tables start: a margin, then code, label, figures.
_COLONNE = 1
_LIGNE = 8


def draw_consolide(dessin: Dessin, contrat: Contrat, service: str) -> dict[str, Emprise]:
    """Draw the synthesis sheets and tell where each table stands, by its code."""
    exercice = contrat.parametre("Exercice affiché")
    assert isinstance(exercice, int | float)
    annee = int(exercice)
    emprises = {
        "maquette": _draw_feuille(
            dessin, ENVELOPPES, build_maquette(contrat, annee), _PARTENAIRES, service
        ),
        "partenaires": _draw_feuille(
            dessin, PARTENAIRES, build_partenaires(contrat, annee), _PARTENAIRES, service
        ),
    }
    emprises["themes"] = _draw_synthese(
        dessin, build_themes(contrat, annee), emprises["maquette"], service
    )
    emprises |= _draw_pile(
        dessin, QUARTIERS, "crédits par quartier et par régime de rapport", service,
        [(build_quartiers(contrat, annee), _QUARTIERS), (build_regimes(annee), None)],
    )  # fmt: skip
    _draw_fraicheur(dessin, dessin.workbook.get_worksheet_by_name(QUARTIERS))
    emprises |= _draw_pile(
        dessin, DROIT_COMMUN, "droit commun à côté du spécifique, jamais additionnés", service,
        [(build_droit_commun(contrat, annee), _PARTENAIRES), (build_droit_commun_themes(contrat, annee), _THEMES)],
    )  # fmt: skip
    emprises |= _draw_pile(
        dessin, EVALUATION, "indicateurs, évaluation des actions, dimensions transversales", service,
        [(build_indicateurs(contrat, annee), _THEMES), (build_evaluations(contrat, annee), _THEMES)],
    )  # fmt: skip
    return emprises | _draw_execution(dessin, contrat, service)


def _draw_pile(
    dessin: Dessin,
    nom: str,
    sous_titre: str,
    service: str,
    tableaux: Sequence[tuple[Tableau, Liste | None]],
) -> dict[str, Emprise]:
    """Draw a sheet that stacks tables, each with its title and how to read it."""
    largeur = max(len(tableau.colonnes) for tableau, _ in tableaux)
    feuille = _sheet(dessin, nom, largeur, sous_titre, service)
    titre = dessin.styles.get(font_size=12, bold=True, font_color=style.NUIT)
    emprises: dict[str, Emprise] = {}
    ligne = 3
    for tableau, liste in tableaux:
        feuille.write_string(ligne, _COLONNE, tableau.titre, titre)
        trace = Trace(ligne + 1, _COLONNE, _NOMS, "parExercice", liste)
        emprise = draw_tableau(dessin, feuille, tableau, trace)
        emprises[tableau.code] = emprise
        ligne = max(emprise.lignes.values()) + 1
        draw_note(dessin, feuille, ligne, tableau.note, _etendue(tableau))
        ligne += 2
    return emprises


def _draw_fraicheur(dessin: Dessin, feuille: Worksheet) -> None:
    """Say whether the shares that these tables sum still follow from what is typed."""
    stades = "+".join(
        f"ABS(ROUND(SUM(tVentilation[{nom}])-SUM(tFinancements[{nom}]),2))"
        for nom in LIBELLES_ETAPES.values()
    )
    perimees = (
        f'COUNTIFS(tVentilation[État],"{A_RECONSOLIDER}")+{stades}'
        '+ABS(ROUND(SUM(tVentilation[Part])-COUNTIFS(tFinancements[Code],"?*"),3))'
    )
    forme = dessin.styles.get(bold=True, font_color=style.TEXTE_FAIT, align="left")
    dessin.formula(
        feuille, 3, 4,
        f'=IF({perimees}=0,"Répartition à jour","À RECONSOLIDER : la saisie a changé depuis ; lancer « Consolider »")',
        forme,
    )  # fmt: skip
    feuille.conditional_format(
        3, 4, 3, 4,
        {"type": "text", "criteria": "begins with", "value": "À", "format": dessin.styles.mark(style.FOND_BLOQUANT, style.TEXTE_BLOQUANT)},
    )  # fmt: skip


def _sheet(dessin: Dessin, nom: str, colonnes: int, sous_titre: str, service: str) -> Worksheet:
    """Prepare a synthesis sheet: band, widths, paper, protection without password."""
    styles, feuille = dessin.styles, dessin.workbook.get_worksheet_by_name(nom)
    feuille.hide_gridlines(2)
    feuille.set_column(0, 0, 2)
    feuille.set_column(_COLONNE, _COLONNE, 9)
    feuille.set_column(_COLONNE + 1, _COLONNE + 1, 26)
    feuille.set_column(_COLONNE + 2, _COLONNE + 1 + colonnes, 15.5)
    feuille.set_row(0, 32)
    feuille.set_row(1, 18)
    for place in range(_COLONNE + 2 + colonnes):
        feuille.write_blank(0, place, None, styles.titre)
        feuille.write_blank(1, place, None, styles.sous_titre)
    dessin.formula(
        feuille, 0, 1, f'="{nom} "&parExercice' if nom != EXECUTION else f'="{nom}"', styles.titre
    )
    dessin.formula(feuille, 1, 1, f'=parContrat&" · {sous_titre}"', styles.sous_titre)
    feuille.write_url(2, 1, f"internal:'{ACCUEIL}'!A1", styles.lien, string="← Accueil")
    feuille.write_url(
        2,
        2,
        "internal:'Paramètres'!A1",
        styles.lien,
        string="Changer d'exercice (Exercice affiché)",
    )
    avertissement = styles.get(font_size=9, italic=True, font_color=style.TEXTE_ALERTE)
    dessin.formula(feuille, 2, 4, '=IF(parExemple="","",parExemple)', avertissement)
    feuille.protect(
        "", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
    )
    set_page(feuille, service=service, paysage=True, a3=True, une_page=True)
    return feuille


def _draw_feuille(
    dessin: Dessin, nom: str, tableau: Tableau, liste: Liste, service: str
) -> Emprise:
    feuille = _sheet(dessin, nom, len(tableau.colonnes), tableau.titre.lower(), service)
    trace = Trace(3, _COLONNE, _NOMS, "parExercice", liste)
    emprise = draw_tableau(dessin, feuille, tableau, trace)
    draw_note(dessin, feuille, max(emprise.lignes.values()) + 2, tableau.note, _etendue(tableau))
    if tableau.code == "maquette":
        _draw_inconnus(dessin, feuille, emprise)
    feuille.freeze_panes(emprise.ligne_entetes + 1, _COLONNE + 2)
    return emprise


def _etendue(tableau: Tableau) -> tuple[int, int]:
    return _COLONNE, _COLONNE + 1 + len(tableau.colonnes)


def _draw_inconnus(dessin: Dessin, feuille: Worksheet, emprise: Emprise) -> None:
    """Name, in a hidden running text, the partners whose envelope is still unknown."""
    place = max(emprise.colonnes.values()) + 2
    actualise = emprise.colonnes["actualise"]
    feuille.set_column(place, place, 4, None, {"hidden": True})
    forme = dessin.styles.get(font_size=8)
    for ligne in range(emprise.premiere, emprise.derniere + 1):
        dessus = "" if ligne == emprise.premiere else _adresse(ligne - 1, place)
        ici = f'{_adresse(ligne, actualise)}="{Inconnu.A_DEFINIR.value}"'
        nom = _adresse(ligne, emprise.colonne_libelle)
        formule = (
            f'=IF({ici},{nom},"")'
            if not dessus
            else f'={dessus}&IF({ici},IF({dessus}="","",", ")&{nom},"")'
        )
        dessin.formula(feuille, ligne, place, formule, forme)
    dessin.workbook.define_name(
        "synInconnus", f"='{feuille.get_name()}'!{_adresse(emprise.derniere, place, fixe=True)}"
    )


def _adresse(ligne: int, colonne: int, *, fixe: bool = False) -> str:
    return str(xl_rowcol_to_cell(ligne, colonne, row_abs=fixe, col_abs=fixe))


def _draw_synthese(dessin: Dessin, tableau: Tableau, maquette: Emprise, service: str) -> Emprise:
    feuille = _sheet(
        dessin, SYNTHESE, len(tableau.colonnes), "crédits spécifiques et de droit commun", service
    )
    trace = Trace(_LIGNE, _COLONNE, _NOMS, "parExercice", _THEMES, centimes=False)
    emprise = draw_tableau(dessin, feuille, tableau, trace)
    total = {nom: _adresse(emprise.lignes[TOTAL], place) for nom, place in emprise.colonnes.items()}
    enveloppe = f"'{ENVELOPPES}'!{_adresse(maquette.lignes[TOTAL], maquette.colonnes['actualise'])}"
    draw_cartes(
        dessin,
        feuille,
        4,
        [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 12)],
        _cartes(total, enveloppe),
    )
    note = max(emprise.lignes.values()) + 1
    lecture = f"{tableau.note} Montants à l'euro ; le centime est dans les autres feuilles."
    draw_note(dessin, feuille, note, lecture, _etendue(tableau))
    insert_colonnes(
        dessin, feuille, emprise,
        [("specifique", "Spécifique hors PRE"), ("pre", "PRE"), ("droit_commun", "Droit commun"), ("autres", "Autres ressources")],
        titre="Coût par thème et par nature de crédits", lecture="Un groupe empilé par thème ; les chiffres sont dans le tableau au-dessus.",
        place=(note + 2, 1), decalage=0, taille=(690, 350), empile=True, total=("cout", "Coût total"),
    )  # fmt: skip
    insert_colonnes(
        dessin, feuille, emprise,
        [("total_specifique", "Programmé"), ("engage", "Engagé"), ("paye", "Payé")],
        titre="Crédits spécifiques et PRE : programmé, engagé, payé", lecture="Trois colonnes par thème ; les chiffres sont dans le tableau au-dessus.",
        place=(note + 2, 1), decalage=705, taille=(690, 350),
    )  # fmt: skip
    return emprise


def _cartes(total: Mapping[str, str], enveloppe: str) -> list[Carte]:
    specifique = total["total_specifique"]
    comparable = f'AND(N({enveloppe})<>0,synInconnus="")'
    return [
        Carte("Enveloppe connue", f"={enveloppe}", style.EUROS, ENVELOPPE_LUE, "General", style.NUIT),
        Carte("Programmé, spécifique et PRE", f"={specifique}", style.EUROS, f'=IF({comparable},{specifique}/{enveloppe},"non comparable")', '0.0\\ %" de l\'enveloppe"', style.BLEU),
        Carte("Engagé", f"={total['engage']}", style.EUROS, f'=IF({specifique}=0,"",{total["engage"]}/{specifique})', '0.0\\ %" du programmé"', style.TURQUOISE),
        Carte("Payé", f"={total['paye']}", style.EUROS, f'=IF({specifique}=0,"",{total["paye"]}/{specifique})', '0.0\\ %" du programmé"', style.OCRE),
        Carte("Droit commun programmé", f"={total['droit_commun']}", style.EUROS, f'=IF({specifique}=0,"",{total["droit_commun"]}/{specifique})', '"soit "0.00" € pour 1 € spécifique"', style.GRIS),
        Carte("Anomalies à traiter", f"={ANOMALIES}", "0", f"={BLOQUANTES}", '0" bloquante(s) – feuille Contrôles"', style.TEXTE_BLOQUANT),
    ]  # fmt: skip


def _draw_execution(dessin: Dessin, contrat: Contrat, service: str) -> dict[str, Emprise]:
    annees = annees_de(contrat)
    feuille = _sheet(dessin, EXECUTION, len(annees) + 5, "programme et exercice comptable", service)
    emprises: dict[str, Emprise] = {}
    ligne = 3
    for croisement in EXECUTIONS:
        tableau = build_execution(contrat, croisement, annees)
        forme = dessin.styles.get(font_size=12, bold=True, font_color=style.NUIT)
        feuille.write_string(ligne, _COLONNE, tableau.titre, forme)
        emprise = draw_tableau(
            dessin, feuille, tableau, Trace(ligne + 1, _COLONNE, _NOMS, "parExercice", _EXERCICES)
        )
        emprises[tableau.code] = emprise
        ligne = max(emprise.lignes.values()) + 2
    draw_note(dessin, feuille, ligne, tableau.note, _etendue(tableau))
    return emprises
