"""The three live cards of a partner's sheet: how complete, which budget, ready or not."""

from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.partenaire.calcul import Expression, Plage, Ref, call, format_formule, op
from cucs_xl.excel.builder.partenaire.grille import Empan
from cucs_xl.excel.builder.partenaire.peintre import Peintre
from cucs_xl.excel.builder.partenaire.plan import CARTES, Plan
from cucs_xl.excel.builder.partenaire.suivi import (
    CUMUL,
    DIT,
    FEUILLE,
    LIBELLE,
    Suivi,
    difference,
    sides,
    states,
)
from cucs_xl.metier.nomenclature import ModeleRetour

PRETE, PAS_PRETE = "OUI", "PAS ENCORE"
#: Missing things named before « … ».
_NOMMEES = 3


class Carte(NamedTuple):
    """A card: its title, its figure and how it is shown, the line that tells how to read it."""

    titre: str
    chiffre: Expression
    format: str
    lecture: Expression
    format_lecture: str = "General"


class Avancement(NamedTuple):
    """The figures that cards share."""

    total: Expression
    manquants: Expression
    fautes: Expression


def build_avancement(plan: Plan, suivi: Suivi) -> Avancement:
    """Build the counts of what is asked, missing, contradictory."""
    dits = _colonne(suivi, DIT)
    total = call("COUNT", dits)
    etats = states(plan)
    # Words are what is neither number nor blank: LibreOffice counts numbers as « ?* ».
    fautes: Expression = sum(len(plage.refs()) for plage in etats)
    for plage in etats:
        fautes = op(op(fautes, "-", call("COUNT", plage)), "-", call("COUNTBLANK", plage))
    return Avancement(total, op(total, "-", call("SUM", dits)), fautes)


def _colonne(suivi: Suivi, colonne: int) -> Plage:
    return Plage(FEUILLE, 1, colonne, max(1, len(suivi.exigences)), colonne)


def build_cartes(plan: Plan, suivi: Suivi) -> tuple[Carte, Carte, Carte]:
    """Build the cards of a sheet."""
    avancement = build_avancement(plan, suivi)
    return (
        _build_avancement(suivi, avancement),
        _build_credits(plan) if plan.modele.code is ModeleRetour.CREDITS else _build_budget(plan),
        _build_prete(avancement),
    )


def _build_avancement(suivi: Suivi, avancement: Avancement) -> Carte:
    dits = _colonne(suivi, DIT)
    taux = op(call("INT", op(op(call("SUM", dits), "*", 100), "/", avancement.total)), "/", 100)
    manque = avancement.manquants
    noms: Expression = op(
        manque, "&", call("IF", op(manque, ">", 1), " réponses manquent : ", " réponse manque : ")
    )
    for rang in range(1, _NOMMEES + 1):
        place = call("MATCH", rang, _colonne(suivi, CUMUL), 0)
        nom: Expression = call("INDEX", _colonne(suivi, LIBELLE), place)
        if rang > 1:
            nom = op(" ; ", "&", nom)
        noms = op(noms, "&", call("IF", op(manque, "<", rang), "", nom))
    noms = op(noms, "&", call("IF", op(manque, ">", _NOMMEES), "…", ""))
    lecture = call("IF", op(manque, "=", 0), "Toutes les réponses obligatoires sont là.", noms)
    return Carte("Avancement", taux, '"Complète à "0\\ %', lecture)


def _build_budget(plan: Plan) -> Carte:
    equilibre = next(e for e in plan.modele.equilibres if e.requis)
    gauche, droite = sides(plan, equilibre)
    titres = [
        plan.modele.bloc(bloc).titre.lower() for bloc, _ in (equilibre.droite, equilibre.gauche)
    ]
    manque = [f'"Il manque "#,##0.00\\ "€ de {titre}"' for titre in titres]
    vide = call("AND", call("NOT", gauche), call("NOT", droite))
    ecart = difference(plan, equilibre)
    case = plan.emprise(equilibre.gauche[0]).bloc.case(equilibre.case).texte.lower()
    return Carte(
        f"Budget {case}", call("IF", vide, "À saisir", ecart), f'{manque[0]};{manque[1]};"Équilibré"',
        f"{titres[1].capitalize()} égales aux {titres[0]}, au centime : l'écart se lit ici.",
    )  # fmt: skip


def _build_credits(plan: Plan) -> Carte:
    """Sum what the funder notified, and count the fundings about which it says nothing."""
    emprise = plan.emprise("credits")
    # A partner may only declare its ordinary policies.
    montant = call("SUM", emprise.plage(emprise.bloc.neant) if emprise.lignes else 0)
    return Carte(
        "Crédits notifiés", montant, style.CENTIMES_SAISIS,
        "Total de vos décisions de l'exercice. Les paiements se disent dans la feuille Paiements.",
    )  # fmt: skip


def _build_prete(avancement: Avancement) -> Carte:
    manque, fautes = avancement.manquants, avancement.fautes
    prete = op(op(manque, "+", fautes), "=", 0)
    a_corriger = op(fautes, "&", " point(s) en rouge à corriger, dans la colonne de droite.")
    lecture = call(
        "IF", op(fautes, ">", 0), a_corriger,
        call("IF", op(manque, ">", 0), "Remplissez d'abord ce qui manque.", "Enregistrez, puis renvoyez ce fichier."),
    )  # fmt: skip
    return Carte("Prête à renvoyer", call("IF", prete, PRETE, PAS_PRETE), "General", lecture)


#: Columns of the three cards of each first sheet.
PLACES: dict[ModeleRetour, tuple[Empan, Empan, Empan]] = {
    ModeleRetour.FICHE: ((1, 3), (4, 9), (10, 12)),
    ModeleRetour.DEMANDE: ((1, 3), (4, 9), (10, 12)),
    ModeleRetour.CREDITS: ((1, 3), (4, 6), (7, 10)),
}


def place_cartes(plan: Plan, suivi: Suivi) -> dict[Ref, Expression]:
    """Give the formulas of the cards at their places; those that are plain words left out."""
    nom = plan.grilles[0].nom
    formules: dict[Ref, Expression] = {}
    for (debut, _), carte in zip(PLACES[plan.modele.code], build_cartes(plan, suivi), strict=True):
        formules[Ref(nom, CARTES + 1, debut)] = carte.chiffre
        if not isinstance(carte.lecture, str):
            formules[Ref(nom, CARTES + 2, debut)] = carte.lecture
    return formules


def draw_cartes(peintre: Peintre, suivi: Suivi) -> None:
    """Draw the cards on the first sheet; the others recall the first one, in a line."""
    plan, styles = peintre.plan, peintre.styles
    premiere = plan.grilles[0].nom
    feuille = peintre.sheet(premiere)
    for ligne, haut in zip(range(CARTES, CARTES + 3), (16, 24, 27), strict=True):
        feuille.set_row(ligne, haut)
    for empan, carte in zip(PLACES[plan.modele.code], build_cartes(plan, suivi), strict=True):
        base = {
            "left": 5,
            "left_color": style.SARCELLE,
            "bg_color": "#F7F9FB",
            "align": "left",
            "indent": 1,
        }
        titre = styles.get(**base, font_size=8, bold=True, font_color=style.ARDOISE)
        chiffre = styles.get(
            **base, font_size=15, bold=True, font_color=style.NUIT, num_format=carte.format
        )
        lecture = styles.get(
            **base, font_size=8.5, font_color=style.ARDOISE, text_wrap=True, valign="top"
        )
        peintre.put(feuille, CARTES, empan, carte.titre.upper(), titre)
        peintre.formula(Ref(premiere, CARTES + 1, empan[0]), empan, carte.chiffre, chiffre)
        if isinstance(carte.lecture, str):
            peintre.put(feuille, CARTES + 2, empan, carte.lecture, lecture)
        else:
            ref = Ref(premiere, CARTES + 2, empan[0])
            peintre.formula(ref, empan, carte.lecture, lecture)
    _mark_cartes(peintre, feuille)
    for grille in plan.grilles[1:]:
        for ligne in range(CARTES, CARTES + 3):
            peintre.sheet(grille.nom).set_row(ligne, 3)


def _mark_cartes(peintre: Peintre, feuille: Worksheet) -> None:
    """Colour a figure by what it says: its words say the same."""
    plan, styles = peintre.plan, peintre.styles
    fait = styles.mark(style.FOND_FAIT, style.TEXTE_FAIT)
    alerte = styles.mark(style.FOND_ALERTE, style.TEXTE_ALERTE)
    bloquant = styles.mark(style.FOND_BLOQUANT, style.TEXTE_BLOQUANT)
    avance, budget, prete = (
        format_formule(Ref("", CARTES + 1, debut), "") for debut, _ in PLACES[plan.modele.code]
    )
    regles = [
        (avance, f"={avance}=1", fait),
        (prete, f'={prete}="{PRETE}"', fait),
        (prete, f'={prete}<>"{PRETE}"', alerte),
    ]
    if any(e.requis for e in plan.modele.equilibres):
        regles += [
            (budget, f"=AND(ISNUMBER({budget}),{budget}<>0)", bloquant),
            (budget, f"=AND(ISNUMBER({budget}),{budget}=0)", fait),
        ]
    for cellule, critere, forme in regles:
        regle = {"type": "formula", "criteria": critere, "format": forme}
        feuille.conditional_format(cellule.replace("$", ""), regle)
