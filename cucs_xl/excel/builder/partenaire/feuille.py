"""The visible sheets of a partner: band, blocks, paper; blue cells to fill, all else locked.

Only what is the same for every recipient is written here: `contenu` fills the rest.
"""

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.page import A4
from cucs_xl.excel.builder.partenaire.blocs import Formules, draw_fiche, draw_liste, draw_titre
from cucs_xl.excel.builder.partenaire.calcul import Ref, format_formule
from cucs_xl.excel.builder.partenaire.grille import Grille
from cucs_xl.excel.builder.partenaire.papier import BAS, COTES, HAUT
from cucs_xl.excel.builder.partenaire.peintre import Peintre
from cucs_xl.excel.builder.partenaire.plan import AVIS, DEBUT, MODE, SOUS_TITRE, TITRE
from cucs_xl.metier.formulaire import Forme

AIDE = "Aide"
#: Stands in the footer for what is known of the recipient.
PIED = "¤pied¤"

_MODE_EMPLOI = "1. Remplissez les cases bleues    2. Atteignez 100 %, sans case rouge    3. Enregistrez et renvoyez ce fichier par courriel"
_LEGENDE = "* case obligatoire. Bleu : à remplir. Gris : rappel, ne se modifie pas. Ambre : reste à remplir. Rouge : à corriger."


def draw_feuilles(peintre: Peintre, formules: Formules) -> None:
    """Draw every block of every sheet, then what is common to a sheet."""
    for emprise in peintre.plan.emprises:
        draw_titre(peintre, emprise)
        if emprise.bloc.forme is Forme.FICHE:
            draw_fiche(peintre, emprise, formules)
        else:
            draw_liste(peintre, emprise, formules)
    for grille in peintre.plan.grilles:
        _draw_bandeau(peintre, grille)
        _mark_etats(peintre, grille)
        _set_feuille(peintre, grille)


def _draw_bandeau(peintre: Peintre, grille: Grille) -> None:
    feuille, styles, fin = peintre.sheet(grille.nom), peintre.styles, grille.etat
    for ligne, haut in ((TITRE, 32), (SOUS_TITRE, 20), (AVIS, 16), (MODE, 20)):
        feuille.set_row(ligne, haut)
    titre, coupe = peintre.plan.modele.titre, fin - 2
    if grille is not peintre.plan.grilles[0]:
        titre = f"{titre} – {grille.nom.lower()}"
    droite = {"align": "right", "bg_color": style.NUIT, "font_color": style.BLANC, "indent": 1}
    reference = styles.get(**droite, font_size=14, bold=True)
    peintre.put(feuille, TITRE, (1, coupe), titre, styles.titre)
    peintre.put(feuille, TITRE, (coupe + 1, fin), None, reference)
    peintre.put(feuille, SOUS_TITRE, (1, coupe), None, styles.sous_titre)
    version = f"modèle {peintre.plan.modele.version}"
    peintre.put(feuille, SOUS_TITRE, (coupe + 1, fin), version, styles.get(**droite, font_size=9))
    gauche = {"font_size": 9, "indent": 1, "align": "left"}
    avis = styles.get(**gauche, bold=True, font_color=style.TEXTE_ALERTE)
    peintre.put(feuille, AVIS, (1, fin), None, avis)
    peintre.put(feuille, MODE, (1, fin - 1), _MODE_EMPLOI, styles.get(**gauche, italic=True))
    lien = styles.get(font_color=style.LIEN, underline=1, align="right", indent=1)
    feuille.write_url(
        MODE, fin, f"internal:'{AIDE}'!A1", lien, string="Aide", tip="Comment remplir cette fiche"
    )
    pied = styles.get(**gauche | {"font_size": 8.5}, italic=True, font_color=style.ARDOISE)
    peintre.put(feuille, peintre.plan.fins[grille.nom], (1, fin), _LEGENDE, pied)


def _mark_etats(peintre: Peintre, grille: Grille) -> None:
    """Colour states: contradictions red, missing answers amber, answers green; words say the same."""
    etat = format_formule(Ref(grille.nom, DEBUT, grille.etat), grille.nom).replace("$", "")
    alerte = peintre.styles.mark(style.FOND_ALERTE, style.TEXTE_ALERTE)
    fait = peintre.styles.mark(style.FOND_FAIT, style.TEXTE_FAIT)
    for critere, forme in (
        (f"=AND(ISTEXT({etat}),LEN({etat})>0)", peintre.rouge),
        (f"=AND(ISNUMBER({etat}),{etat}=0)", alerte),
        (f"=AND(ISNUMBER({etat}),{etat}=1)", fait),
    ):
        peintre.sheet(grille.nom).conditional_format(
            DEBUT, grille.etat, peintre.plan.fins[grille.nom] - 1, grille.etat,
            {"type": "formula", "criteria": critere, "format": forme},
        )  # fmt: skip


def _set_feuille(peintre: Peintre, grille: Grille) -> None:
    """Hide marks, lock, freeze, and get the sheet ready to print."""
    feuille = peintre.sheet(grille.nom)
    for colonne, largeur in enumerate(grille.largeurs):
        options = {"hidden": True} if colonne in grille.cles else {}
        feuille.set_column(colonne, colonne, largeur, None, options)
    feuille.hide_gridlines(2)
    feuille.freeze_panes(DEBUT, 0)
    # A row may be made taller: an answer is never cut.
    feuille.protect("", {"format_rows": True})
    feuille.set_paper(A4)
    if grille.paysage:
        feuille.set_landscape()
    else:
        feuille.set_portrait()
    feuille.fit_to_pages(1, 0)
    feuille.set_margins(left=COTES, right=COTES, top=HAUT, bottom=BAS)
    feuille.center_horizontally()
    feuille.set_h_pagebreaks([DEBUT])  # replaced once heights are known
    feuille.set_footer(f"&L&8{PIED}&R&8&A – page &P / &N")
    siennes = [e for e in peintre.plan.emprises if e.feuille == grille.nom]
    # A sheet of one list repeats its headings too.
    entetes = siennes[0].entetes if len(siennes) == 1 else None
    feuille.repeat_rows(TITRE, SOUS_TITRE if entetes is None else entetes)
    feuille.print_area(0, 1, peintre.plan.fins[grille.nom], grille.etat)
    feuille.set_tab_color(style.SARCELLE)
