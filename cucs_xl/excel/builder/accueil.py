"""Accueil opens the book: what it is, the steps of the year, their state, where to go."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.carte import Carte, draw_cartes
from cucs_xl.excel.builder.consolide import ENVELOPPE_LUE, FEUILLES
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.marques import ANOMALIES, BLOQUANTES
from cucs_xl.excel.builder.page import set_page
from cucs_xl.excel.builder.saisie import ACCUEIL
from cucs_xl.excel.builder.tableau import Emprise
from cucs_xl.metier.matrice import FEUILLE as PROGRAMMATION
from cucs_xl.metier.modele import INSTANTANE, TABLES
from cucs_xl.metier.nomenclature import SILENCIEUX
from cucs_xl.metier.synthese import TOTAL

#: The steps whose state asks for something: what partners answered, anomalies.
RECUEILLIR, CONTROLER = 5, 7

_EXERCICE = "tActions[Exercice],parExercice"
_DEMANDES = "tRetours[Exercice],parExercice"
_RECUS = f'{_DEMANDES},tRetours[Reçu le],">0"'
#: Sheets still awaited once their deadline is past; unknown without a day of situation.
_EN_RETARD = "(IF(ISNUMBER(parSituation),{},0))".format(
    "+".join(
        f'COUNTIFS({_DEMANDES},tRetours[État],"{etat}",tRetours[Échéance],"<"&parSituation)'
        for etat in SILENCIEUX
    )
)
_A_ARBITRER = (
    '(COUNTIFS(tArbitrages[Feuille],"?*")'
    '-COUNTIFS(tArbitrages[Feuille],"?*",tArbitrages[Tranché le],">0"))'
)
#: A mean written as a sum: a return read has a completeness, zero included.
_COMPLETUDE = f"ROUND(100*SUMIFS(tRetours[Complétude],{_RECUS})/COUNTIFS({_RECUS}),0)"
_RETOURS = (
    f'=IF(COUNTIFS({_DEMANDES})=0,"aucune fiche demandée","demandées : "&COUNTIFS({_DEMANDES})'
    f'&", reçues : "&COUNTIFS({_RECUS})'
    f'&IF(COUNTIFS({_RECUS})=0,""," (remplies à "&{_COMPLETUDE}&" %)")'
    f'&IF({_EN_RETARD}=0,"",", en retard : "&{_EN_RETARD}))'
    f'&IF({_A_ARBITRER}=0,"",", à arbitrer : "&{_A_ARBITRER})'
)
#: A verification that finds nothing at all leaves the sheet blank, as before the first.
_ANOMALIES = (
    f'=IF({ANOMALIES}>0,{ANOMALIES}&" à traiter, dont "&{BLOQUANTES}&" bloquante(s)",'
    'IF(COUNTIFS(ctlGravité,"?*")=0,"rien de relevé ; lancer « Vérifier »",'
    '"rien à traiter à la dernière vérification"))'
)
#: When the state of a step asks for something; the first that holds wins. A conditional
#: format may not hold a structured reference: what the cell says is looked at.
_ALERTES = {
    RECUEILLIR: tuple(
        ({"type": "text", "criteria": "containing", "value": mots}, style.FOND_ALERTE, style.TEXTE_ALERTE)
        for mots in ("en retard", "à arbitrer")
    ),
    CONTROLER: (
        ({"type": "formula", "criteria": f"={BLOQUANTES}>0"}, style.FOND_BLOQUANT, style.TEXTE_BLOQUANT),
        ({"type": "formula", "criteria": f"={ANOMALIES}>0"}, style.FOND_ALERTE, style.TEXTE_ALERTE),
    ),
}  # fmt: skip

#: Title, what to do, state (a formula), sheets that have no table.
ETAPES = {
    1: ("Poser le cadre", "Contrat, exercices, géographie, thèmes, partenaires, opérateurs.", '=COUNTIFS(tPartenaires[Code],"?*")&" partenaires, "&COUNTIFS(tThemes[Code],"?*")&" thèmes"', ()),
    2: ("Doter", "Enveloppes de l'année ; un montant inconnu reste vide ; les avenants signés s'y ajoutent.", '=COUNTIFS(tEnveloppes[Exercice],parExercice)&" enveloppes, "&(COUNTIFS(tEnveloppes[Exercice],parExercice)-COUNTIFS(tEnveloppes[Exercice],parExercice,tEnveloppes[Actualisé],">-1E+99"))&" à définir"', ()),
    3: ("Programmer", "Actions, quartiers, budgets et indicateurs, puis un financement par partenaire et nature de crédits ; le COPIL décide.", f'=COUNTIFS({_EXERCICE})&" actions, "&COUNTIFS(tFinancements[Exercice],parExercice)&" financements"', (PROGRAMMATION,)),
    4: ("Exécuter", "Engagements, mandats et paiements, saisis ou repris du grand livre ; droit commun déclaré par chaque partenaire.", '=COUNTIFS(tMouvements[Programme],parExercice)&" mouvements, "&COUNTIFS(tDroitCommun[Exercice],parExercice)&" déclarations de droit commun"', ()),
    RECUEILLIR: ("Recueillir", "Fiches des opérateurs et déclarations des financeurs : les préparer, relever les réponses, arbitrer les écarts, relancer.", _RETOURS, ()),
    6: ("Évaluer", "Indicateurs mesurés, actions évaluées avec leurs opérateurs, gouvernance évaluée par son groupe de travail.", '=COUNTIFS(tMesures[Exercice],parExercice,tMesures[Réalisée],">-1E+99")&" mesures sur "&COUNTIFS(tMesures[Exercice],parExercice)&", "&COUNTIFS(tEvaluationActions[Exercice],parExercice)&" évaluations"', ()),
    CONTROLER: ("Contrôler", "Lancer « Vérifier », corriger ou justifier chaque anomalie ; le journal garde chaque modification.", _ANOMALIES, ()),
    8: ("Rendre compte", "Tableaux de l'exercice affiché, toujours à jour ; « Synthèse annuelle » en fait un dossier.", '="exercice "&parExercice', FEUILLES),
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
        forme_etat = styles.get(
            bold=True, font_color=style.BLEU, align="left", text_wrap=True, **bas
        )
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
    for condition, fond, encre in _ALERTES.get(numero, ()):
        options = {"format": styles.mark(fond, encre), "stop_if_true": True}
        feuille.conditional_format(ligne, 3, ligne, 3, condition | options)
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
