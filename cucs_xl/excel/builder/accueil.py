"""Accueil opens the book: what it is, the steps of the year, their state, where to go."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.carte import Carte, draw_cartes
from cucs_xl.excel.builder.consolide import ENVELOPPE_LUE, FEUILLES
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.page import set_page
from cucs_xl.excel.builder.saisie import ACCUEIL, ANOMALIES, BLOQUANTES
from cucs_xl.excel.builder.tableau import Emprise
from cucs_xl.metier.matrice import FEUILLE as PROGRAMMATION
from cucs_xl.metier.modele import INSTANTANE, TABLES
from cucs_xl.metier.synthese import TOTAL

#: The step that counts anomalies.
CONTROLER = 6

_EXERCICE = "tActions[Exercice],parExercice"

#: Title, what to do, state (a formula), sheets that have no table.
ETAPES = {
    1: ("Poser le cadre", "Contrat, exercices, géographie, thèmes, partenaires, opérateurs.", '=COUNTIFS(tPartenaires[Code],"?*")&" partenaires, "&COUNTIFS(tThemes[Code],"?*")&" thèmes"', ()),
    2: ("Doter", "Enveloppes de l'année ; un montant inconnu reste vide ; les avenants signés s'y ajoutent.", '=COUNTIFS(tEnveloppes[Exercice],parExercice)&" enveloppes, "&(COUNTIFS(tEnveloppes[Exercice],parExercice)-COUNTIFS(tEnveloppes[Exercice],parExercice,tEnveloppes[Actualisé],">-1E+99"))&" à définir"', ()),
    3: ("Programmer", "Actions, quartiers, budgets et indicateurs, puis un financement par partenaire et nature de crédits ; le COPIL décide.", f'=COUNTIFS({_EXERCICE})&" actions, "&COUNTIFS(tFinancements[Exercice],parExercice)&" financements"', (PROGRAMMATION,)),
    4: ("Exécuter", "Engagements, mandats et paiements, saisis ou repris du grand livre ; droit commun déclaré par chaque partenaire.", '=COUNTIFS(tMouvements[Programme],parExercice)&" mouvements, "&COUNTIFS(tDroitCommun[Exercice],parExercice)&" déclarations de droit commun"', ()),
    5: ("Évaluer", "Indicateurs mesurés, actions évaluées avec leurs opérateurs, gouvernance évaluée par son groupe de travail.", '=COUNTIFS(tMesures[Exercice],parExercice,tMesures[Réalisée],">-1E+99")&" mesures sur "&COUNTIFS(tMesures[Exercice],parExercice)&", "&COUNTIFS(tEvaluationActions[Exercice],parExercice)&" évaluations"', ()),
    CONTROLER: ("Contrôler", "Lancer « Vérifier », corriger ou justifier chaque anomalie ; le journal garde chaque modification.", f'=IF({ANOMALIES}=0,"rien de relevé ; lancer « Vérifier »",{ANOMALIES}&" à traiter, dont "&{BLOQUANTES}&" bloquante(s)")', ()),
    7: ("Rendre compte", "Tableaux de l'exercice affiché, toujours à jour ; « Synthèse annuelle » en fait un dossier.", '="exercice "&parExercice', FEUILLES),
}  # fmt: skip

_LEGENDE = (
    ("à saisir", style.FOND_SAISIE, style.TEXTE_SAISIE, "Cellule à saisir (bleue)"),
    (
        "calculé",
        style.FOND_CALCUL,
        style.TEXTE_CALCUL,
        "Cellule calculée : ne se saisit pas (grise)",
    ),
    (
        "à vérifier",
        style.FOND_ALERTE,
        style.TEXTE_ALERTE,
        "Alerte : à vérifier ou à justifier (ambre)",
    ),
    (
        "à corriger",
        style.FOND_BLOQUANT,
        style.TEXTE_BLOQUANT,
        "Anomalie bloquante : à corriger (rouge)",
    ),
    (
        "justifié",
        style.FOND_FAIT,
        style.TEXTE_FAIT,
        "Écart voulu, justifié dans la feuille Contrôles (vert)",
    ),
)

_COLONNES = 8  # step, title, what, state, then four links


def draw_accueil(dessin: Dessin, emprises: Mapping[str, Emprise], service: str) -> None:
    """Draw the opening sheet; its key figures are those of the synthesis sheets."""
    feuille = dessin.workbook.get_worksheet_by_name(ACCUEIL)
    _draw_bandeau(dessin, feuille)
    cartes = _cartes(emprises["themes"], emprises["maquette"])
    draw_cartes(dessin, feuille, 4, [(0, 1), (2, 2), (3, 3), (4, 5), (6, 7)], cartes)
    titre = dessin.styles.get(font_size=13, bold=True, font_color=style.NUIT, align="left")
    feuille.write_string(8, 0, "Les étapes de l'année", titre)
    feuille.set_row(8, 22)
    ligne = 9
    for numero in ETAPES:
        ligne = _draw_etape(dessin, feuille, ligne, numero)
    _draw_aide(dessin, feuille, ligne + 1)
    set_page(feuille, service=service, paysage=True, une_page=True)


def _cartes(themes: Emprise, maquette: Emprise) -> list[Carte]:
    def total(emprise: Emprise, nom: str) -> str:
        cellule = xl_rowcol_to_cell(emprise.lignes[TOTAL], emprise.colonnes[nom])
        return f"'{emprise.feuille}'!{cellule}"

    specifique = total(themes, "total_specifique")
    enveloppe = total(maquette, "actualise")
    part = f'=IF({specifique}=0,"",{{}}/{specifique})'
    return [
        Carte("Enveloppe connue", f"={enveloppe}", style.EUROS, ENVELOPPE_LUE, "General", style.NUIT),
        Carte("Programmé, spécifique et PRE", f"={specifique}", style.EUROS, f'=IF(AND(ISNUMBER({enveloppe}),synInconnus=""),ROUND(N({enveloppe})-{specifique},2),IF(ISNUMBER({enveloppe}),"non comparable : enveloppe incomplète","aucune enveloppe connue"))', '"reste "#,##0\\ "€";"dépassement de "#,##0\\ "€";""', style.BLEU),
        Carte("Engagé", f"={total(themes, 'engage')}", style.EUROS, part.format(total(themes, "engage")), '0.0\\ %" du programmé"', style.TURQUOISE),
        Carte("Payé", f"={total(themes, 'paye')}", style.EUROS, part.format(total(themes, "paye")), '0.0\\ %" du programmé"', style.OCRE),
        Carte("Anomalies à traiter", f"={ANOMALIES}", "0", f"={BLOQUANTES}", '0" bloquante(s)"', style.TEXTE_BLOQUANT),
    ]  # fmt: skip


def _draw_bandeau(dessin: Dessin, feuille: Worksheet) -> None:
    styles = dessin.styles
    feuille.hide_gridlines(2)
    for place, largeur in enumerate((7, 22, 58, 48, 18, 20, 20, 20)):
        feuille.set_column(place, place, largeur)
    feuille.set_row(0, 36)
    feuille.set_row(1, 20)
    for place in range(_COLONNES):
        feuille.write_blank(0, place, None, styles.titre)
        feuille.write_blank(1, place, None, styles.sous_titre)
    dessin.formula(feuille, 0, 0, "=parContrat", styles.titre)
    dessin.formula(
        feuille,
        1,
        0,
        '="Classeur maître · exercice affiché : "&parExercice&" · "&parService',
        styles.sous_titre,
    )
    alerte = styles.get(bold=True, font_color=style.TEXTE_ALERTE, text_wrap=True, align="left")
    feuille.merge_range(2, 0, 2, _COLONNES - 1, "", alerte)
    feuille.set_row(2, 22)
    dessin.formula(
        feuille, 2, 0, '=IF(parExemple="","","DONNÉES D\'EXEMPLE – "&parExemple)', alerte
    )


def _draw_etape(dessin: Dessin, feuille: Worksheet, ligne: int, numero: int) -> int:
    """Draw a step and its links, four a line; give the next free line."""
    styles = dessin.styles
    titre, quoi, etat, autres = ETAPES[numero]
    feuilles = [
        table.feuille for table in TABLES if table.etape == numero and table is not INSTANTANE
    ] + list(autres)
    rangees = [feuilles[i : i + 4] for i in range(0, len(feuilles), 4)]
    filet = {"bottom": 1, "bottom_color": style.FILET}
    for i, rangee in enumerate(rangees):
        dernier = i == len(rangees) - 1
        bas = filet if dernier else {}
        feuille.set_row(ligne + i, 20 if i else 34)
        textes = (
            (str(numero) if not i else "", styles.get(font_size=14, bold=True, font_color=style.BLANC, bg_color=style.SARCELLE, align="center", border=2, border_color=style.BLANC)),
            (titre if not i else "", styles.get(font_size=12, bold=True, font_color=style.NUIT, indent=1, align="left", **bas)),
            (quoi if not i else "", styles.get(text_wrap=True, align="left", **bas)),
        )  # fmt: skip
        for place, (texte, forme) in enumerate(textes):
            feuille.write_string(ligne + i, place, texte, forme)
        forme_etat = styles.get(bold=True, font_color=style.BLEU, align="left", **bas)
        if i:
            feuille.write_blank(ligne + i, 3, None, forme_etat)
        else:
            dessin.formula(feuille, ligne, 3, etat, forme_etat)
        lien = styles.get(font_color=style.LIEN, underline=1, align="left", **bas)
        for place in range(4, _COLONNES):
            if place - 4 < len(rangee):
                nom = rangee[place - 4]
                feuille.write_url(
                    ligne + i, place, f"internal:'{nom}'!A1", lien, string=nom, tip=f"Ouvrir {nom}"
                )
            else:
                feuille.write_blank(ligne + i, place, None, styles.get(**bas))
    if numero == CONTROLER:
        for seuil, fond, encre in (
            (f"={BLOQUANTES}>0", style.FOND_BLOQUANT, style.TEXTE_BLOQUANT),
            (f"={ANOMALIES}>0", style.FOND_ALERTE, style.TEXTE_ALERTE),
        ):
            feuille.conditional_format(
                ligne, 3, ligne, 3,
                {"type": "formula", "criteria": seuil, "format": styles.mark(fond, encre), "stop_if_true": True},
            )  # fmt: skip
    return ligne + len(rangees)


def _draw_aide(dessin: Dessin, feuille: Worksheet, ligne: int) -> None:
    styles = dessin.styles
    titre = styles.get(font_size=12, bold=True, font_color=style.NUIT, align="left")
    feuille.write_string(ligne, 1, "Code couleur", titre)
    for i, (mot, fond, encre, sens) in enumerate(_LEGENDE, start=1):
        feuille.write_string(
            ligne + i,
            1,
            mot,
            styles.get(
                bg_color=fond, font_color=encre, align="center", border=1, border_color=style.FILET
            ),
        )
        feuille.write_string(ligne + i, 2, sens, styles.get(indent=1, align="left"))
    feuille.write_string(ligne, 3, "À savoir", titre)
    for i, phrase in enumerate(
        (
            "Un montant inconnu reste vide : saisir 0 voudrait dire « rien ».",
            "Une ligne ajoutée juste sous une table l'agrandit d'elle-même (Excel).",
            "Les codes se choisissent dans des listes ; le libellé s'affiche à côté.",
            "Sans Excel : cucs-xl verifier, consolider, synthese (voir le guide).",
        ),
        start=1,
    ):
        feuille.write_string(ligne + i, 3, phrase, styles.get(align="left"))
