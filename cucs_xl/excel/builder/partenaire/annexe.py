"""The other sheets of a partner's file: one page of help, and what is hidden."""

from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel import balise
from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.page import A4
from cucs_xl.excel.builder.partenaire.calcul import Plage, Ref, format_formule
from cucs_xl.excel.builder.partenaire.feuille import AIDE, PIED
from cucs_xl.excel.builder.partenaire.papier import BAS, COTES, HAUT
from cucs_xl.excel.builder.partenaire.peintre import Peintre
from cucs_xl.excel.builder.partenaire.plan import RETRAIT, SOUS_TITRE, TITRE, height, lines
from cucs_xl.excel.builder.partenaire.suivi import COMPTE, CUMUL, DIT, FEUILLE, LIBELLE, Suivi
from cucs_xl.metier.nomenclature import ModeleRetour

LISTES = "_listes"
#: Columns of the help page: two texts side by side.
_LARGEURS = (2, 38, 74)
#: Where the recipient's deadline and service stand on the help page.
AIDE_ECHEANCE = Ref(AIDE, 4, 1)


class Conseil(NamedTuple):
    """A line of the help page: what it is about, what to do."""

    sujet: str
    texte: str


_COMMUNS = (
    Conseil("Les cases bleues", "Ce sont les seules à remplir. Le reste est verrouillé : inutile de chercher un mot de passe, il n'y en a pas besoin."),
    Conseil("L'aide et les listes", "Cliquez sur une case bleue : une bulle dit ce qui est attendu. Une flèche à droite ouvre une liste : choisissez-y, sans taper autre chose."),
    Conseil("Vide n'est pas zéro", "Vide veut dire « je ne sais pas ». Zéro veut dire « rien » : saisissez 0, ou choisissez « néant » dans la petite colonne à côté du montant."),
)  # fmt: skip
_BUDGET = (
    Conseil("Le budget de l'action", "Seulement l'action, pas tout l'organisme. Charges et produits sont égaux, au centime. Bénévolat et prêts (86 et 87) restent à part, égaux entre eux."),
)  # fmt: skip
_OPERATEUR = (
    Conseil("Personnes et passages", "Une personne venue dix fois compte une personne et dix passages. Les « dont » font partie du total : ils ne le dépassent jamais."),
    Conseil("Les quartiers", "La part de l'action qui va à chaque quartier. Le total fait 100 %, hors géographie prioritaire compris."),
    *_BUDGET,
)  # fmt: skip
_PAR_MODELE: dict[ModeleRetour, tuple[Conseil, ...]] = {
    ModeleRetour.FICHE: _OPERATEUR,
    ModeleRetour.DEMANDE: (
        *_OPERATEUR,
        Conseil("Les indicateurs", "Au moins un, mesurable, avec son départ et sa cible : ce que l'action change, pas seulement ce qu'elle fait."),
        Conseil("Le plan de financement", "Une ligne par financeur et par nature de crédits. Demandé n'est pas accordé : « ferme » veut dire que le financeur s'est engagé par écrit."),
    ),
    ModeleRetour.CREDITS: (
        Conseil("Notifié, puis payé", "« Notifié » est le montant de votre décision, avec sa date et son numéro. Un paiement se dit à part, dans la feuille Paiements, à sa date."),
        Conseil("L'exercice comptable", "L'année du budget qui supporte la pièce : 2008 pour une action 2007 payée en 2008."),
        Conseil("Le droit commun", "Vos politiques ordinaires, hors actions du contrat, en euros ou en emplois (ETP). Ce que vous apportez déjà aux actions est rappelé au-dessus : ne le comptez pas deux fois."),
        Conseil("Sans droit commun", "Une ligne au statut « néant » le dit. Sans réponse, le bilan écrira « non communiqué »."),
        Conseil("Ligne à retirer", "Videz toutes ses cases bleues : la ville vous demandera confirmation."),
    ),
}  # fmt: skip
_FAUTES = (
    ("« douze mille » ou « env. 12 000 » dans une case de montant", "12000, ou 12000,50 avec les centimes"),
    ("« courant 2007 » dans une case de date", "31/12/2007"),
    ("Recopier la fiche dans un autre classeur, ou l'imprimer et la scanner", "Remplir ce fichier et le renvoyer tel quel : vous pouvez le renommer"),
    ("Deux réponses dans une case (« 12 000 € le 3 mai »)", "Chaque réponse dans sa case : le montant, puis la date"),
    ("Laisser une réponse sans savoir, en mettant 0", "Laisser vide, et le dire dans votre courriel"),
)  # fmt: skip
_LEGENDE = (
    ("à remplir", style.FOND_SAISIE, style.TEXTE_SAISIE, "Case bleue : votre réponse."),
    ("rappel", style.FOND_CALCUL, style.TEXTE_CALCUL, "Case grise : ce que la ville sait déjà, ou un calcul. Une erreur ? Dites-le dans votre courriel."),
    ("à remplir", style.FOND_ALERTE, style.TEXTE_ALERTE, "Ambre, à droite : une réponse obligatoire manque."),
    ("à corriger", style.FOND_BLOQUANT, style.TEXTE_BLOQUANT, "Rouge : deux réponses se contredisent, ou un texte tient lieu de nombre. Les mots disent quoi faire."),
    ("✔", style.FOND_FAIT, style.TEXTE_FAIT, "Vert : la réponse est là."),
)  # fmt: skip


def draw_aide(peintre: Peintre) -> None:
    """Draw the help page: how to fill, what colours mean, what not to do."""
    feuille, styles = peintre.sheet(AIDE), peintre.styles
    for colonne, largeur in enumerate(_LARGEURS):
        feuille.set_column(colonne, colonne, largeur)
    feuille.set_row(TITRE, 32)
    feuille.set_row(SOUS_TITRE, 20)
    peintre.put(feuille, TITRE, (1, 2), "Comment remplir cette fiche", styles.titre)
    retour = styles.get(font_color=style.LIEN, underline=1, indent=1, align="left")
    premiere = peintre.plan.grilles[0].nom
    feuille.write_url(
        SOUS_TITRE,
        1,
        f"internal:'{premiere}'!A1",
        retour,
        string=f"← Revenir à la feuille {premiere}",
        tip="Revenir à la fiche",
    )
    texte = styles.get(text_wrap=True, valign="top", align="left", indent=1)
    gras = styles.get(text_wrap=True, valign="top", align="left", indent=1, bold=True)
    ligne = AIDE_ECHEANCE.ligne - 1
    _titre(peintre, feuille, ligne, "Quand, et à qui")
    feuille.merge_range(ligne + 1, 1, ligne + 1, 2, "", gras)
    feuille.set_row(ligne + 1, height(2))
    ligne += 3
    _titre(peintre, feuille, ligne, "Ce qu'il faut savoir")
    for conseil in (*_COMMUNS, *_PAR_MODELE[peintre.plan.modele.code]):
        ligne += 1
        feuille.write_string(ligne, 1, conseil.sujet, gras)
        feuille.write_string(ligne, 2, conseil.texte, texte)
        feuille.set_row(ligne, height(lines(conseil.texte, _LARGEURS[2] - RETRAIT)))
    ligne += 2
    _titre(peintre, feuille, ligne, "Les couleurs, toujours doublées d'un mot")
    for mot, fond, encre, sens in _LEGENDE:
        ligne += 1
        pastille = styles.get(
            bg_color=fond,
            font_color=encre,
            bold=True,
            align="center",
            border=1,
            border_color=style.BLANC,
        )
        feuille.write_string(ligne, 1, mot, pastille)
        feuille.write_string(ligne, 2, sens, texte)
        feuille.set_row(ligne, height(lines(sens, _LARGEURS[2] - RETRAIT)))
    ligne += 2
    _titre(peintre, feuille, ligne, "Ce qui ne se lit pas, et ce qu'il faut écrire")
    for faute, remede in _FAUTES:
        ligne += 1
        feuille.write_string(
            ligne,
            1,
            f"✘ {faute}",
            styles.get(
                text_wrap=True,
                valign="top",
                align="left",
                indent=1,
                font_color=style.TEXTE_BLOQUANT,
            ),
        )
        feuille.write_string(
            ligne,
            2,
            f"✔ {remede}",
            styles.get(
                text_wrap=True, valign="top", align="left", indent=1, font_color=style.TEXTE_FAIT
            ),
        )
        feuille.set_row(ligne, height(lines(f"✘ {faute}", _LARGEURS[1] - RETRAIT)))
    feuille.hide_gridlines(2)
    feuille.protect()
    feuille.set_paper(A4)
    feuille.set_portrait()
    feuille.fit_to_pages(1, 1)
    feuille.set_margins(left=COTES, right=COTES, top=HAUT, bottom=BAS)
    feuille.set_footer(f"&L&8{PIED}&R&8&A – page &P / &N")
    feuille.repeat_rows(TITRE, SOUS_TITRE)
    feuille.print_area(0, 1, ligne, 2)
    feuille.set_tab_color(style.GRIS)


def _titre(peintre: Peintre, feuille: Worksheet, ligne: int, texte: str) -> None:
    peintre.put(feuille, ligne, (1, 2), texte, peintre.bande)
    feuille.set_row(ligne, 19)


def place_listes(listes: tuple[tuple[str, int], ...]) -> dict[str, Plage]:
    """Give where each list stands: a column each, under its name; an empty one has a blank cell."""
    return {
        nom: Plage(LISTES, 1, colonne, max(1, nombre), colonne)
        for colonne, (nom, nombre) in enumerate(listes)
    }


def draw_listes(peintre: Peintre) -> None:
    """Draw the names of the lists, and room for their items."""
    feuille = peintre.sheet(LISTES)
    for nom, plage in peintre.listes.items():
        feuille.write_string(0, plage.gauche, nom)
        feuille.set_column(plage.gauche, plage.gauche, 40)
        for ref in plage.refs():
            feuille.write_blank(ref.ligne, ref.colonne, None, peintre.styles.get(num_format="@"))
    feuille.protect()
    feuille.hide()


def draw_suivi(peintre: Peintre, suivi: Suivi) -> None:
    """Draw the list of what is required."""
    feuille = peintre.sheet(FEUILLE)
    feuille.set_column(LIBELLE, LIBELLE, 60)
    for colonne, titre in (
        (LIBELLE, "Réponse"),
        (COMPTE, "Obligatoire"),
        (DIT, "Donnée"),
        (CUMUL, "Manques"),
    ):
        feuille.write_string(0, colonne, titre)
    forme = peintre.styles.get()
    for ligne in range(1, max(1, len(suivi.exigences)) + 1):
        for colonne in (LIBELLE, COMPTE):
            feuille.write_blank(ligne, colonne, None, forme)
    for ref, formule in suivi.formules.items():
        if ref.feuille == FEUILLE:
            feuille.write_formula(
                ref.ligne, ref.colonne, "=" + format_formule(formule, FEUILLE), forme, ""
            )
    feuille.protect()
    feuille.hide()


def draw_identite(peintre: Peintre) -> None:
    """Draw the words that identify the file, and room for what was sent."""
    feuille, forme = peintre.sheet(balise.FEUILLE_IDENTITE), peintre.styles.get(num_format="@")
    feuille.write_string(0, 0, balise.CLE_FICHIER, forme)
    feuille.write_string(0, 1, balise.VALEUR_FICHIER, forme)
    mots = (*balise.IDENTITE, *(balise.MEMOIRE for _ in range(peintre.plan.structure.morceaux)))
    for ligne, mot in enumerate(mots, start=1):
        feuille.write_string(ligne, 0, mot, forme)
        feuille.write_blank(ligne, 1, None, forme)
    feuille.set_column(0, 1, 24)
    feuille.protect()
    feuille.very_hidden()
