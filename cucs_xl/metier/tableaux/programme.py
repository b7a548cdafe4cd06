"""The programme and its execution: by theme, partner, operator, action, year."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from cucs_xl.metier.derivees import axes_region, champs_etat
from cucs_xl.metier.enveloppe import LigneEnveloppe
from cucs_xl.metier.faits import Etape, Fait
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import SPECIFIQUES, Nature, OuiNon, StatutExercice
from cucs_xl.metier.synthese import (
    TOTAL,
    Calcul,
    Champ,
    Cle,
    Colonne,
    Cumul,
    Difference,
    Dimension,
    Pied,
    Registre,
    Somme,
    Tableau,
    Taux,
    Unite,
)

DE_SPECIFIQUES = (Dimension.NATURE, tuple(nature.value for nature in SPECIFIQUES))
_AUTRES = (Nature.AUTOFINANCEMENT, Nature.AUTRE_PUBLIC, Nature.PRIVE)

ENVELOPPE, RESTE, PROGRAMMATION = "Enveloppe", "Reste à programmer", "Taux de programmation"


def _nature(*natures: Nature) -> tuple[Dimension, tuple[str, ...]]:
    return (Dimension.NATURE, tuple(nature.value for nature in natures))


#: What every axis is crossed with: programmed by nature, then execution of the specific.
NATURES = (
    Colonne("specifique", "Spécifique hors PRE", Cumul(Etape.PROGRAMME, (_nature(Nature.SPECIFIQUE),)), "Programmé, par nature de crédits"),
    Colonne("pre", "PRE", Cumul(Etape.PROGRAMME, (_nature(Nature.PRE),)), "Programmé, par nature de crédits"),
    Colonne("total_specifique", "Total spécifique", Somme(("specifique", "pre")), "Programmé, par nature de crédits"),
    Colonne("droit_commun", "Droit commun", Cumul(Etape.PROGRAMME, (_nature(Nature.DROIT_COMMUN),)), "Programmé, par nature de crédits"),
    Colonne("autres", "Autres ressources", Cumul(Etape.PROGRAMME, (_nature(*_AUTRES),)), "Programmé, par nature de crédits"),
    Colonne("cout", "Coût total", Somme(("specifique", "pre", "droit_commun", "autres")), "Programmé, par nature de crédits"),
    Colonne("engage", "Engagé", Cumul(Etape.ENGAGE, (DE_SPECIFIQUES,)), "Exécution du spécifique et du PRE"),
    Colonne("mandate", "Mandaté", Cumul(Etape.MANDATE, (DE_SPECIFIQUES,)), "Exécution du spécifique et du PRE"),
    Colonne("paye", "Payé", Cumul(Etape.PAYE, (DE_SPECIFIQUES,)), "Exécution du spécifique et du PRE"),
    Colonne("taux", "Payé sur programmé", Taux("paye", "total_specifique"), "Exécution du spécifique et du PRE"),
)  # fmt: skip

_NOTE_NATURES = (
    "Autres ressources : autofinancement, autre public et privé. Les contributions volontaires "
    "(comptes 86 et 87) s'équilibrent à part et n'entrent pas dans le coût."
)


def build_par_natures(
    code: str,
    titre: str,
    axe: Dimension,
    entete: str,
    cles: Iterable[tuple[Cle, str]],
    exercice: int | None,
) -> Tableau:
    """Cross any axis with natures of credits and execution."""
    return Tableau(code, titre, axe, entete, tuple(cles), NATURES, exercice, _NOTE_NATURES)


def build_themes(contrat: Contrat, exercice: int) -> Tableau:
    """Programme and execution of a year, by theme."""
    cles = ((t.code, t.court or t.code) for t in contrat.themes)
    return build_par_natures("themes", "Par thème", Dimension.THEME, "Thème", cles, exercice)


def build_partenaires(contrat: Contrat, exercice: int) -> Tableau:
    """Programme and execution of a year, by partner."""
    cles = ((p.code, p.court or p.code) for p in contrat.partenaires)
    return build_par_natures(
        "partenaires", "Par partenaire", Dimension.PARTENAIRE, "Partenaire", cles, exercice
    )


def build_operateurs(contrat: Contrat, exercice: int) -> Tableau:
    """Programme and execution of a year, by operator that carries an action in it."""
    porteurs = {a.operateur for a in contrat.actions if a.exercice == exercice}
    cles = ((o.code, o.operateur or o.code) for o in contrat.operateurs if o.code in porteurs)
    return build_par_natures(
        "operateurs", "Par opérateur", Dimension.OPERATEUR, "Opérateur", cles, exercice
    )


def build_actions(contrat: Contrat, exercice: int) -> Tableau:
    """Programme and execution of a year, by action."""
    cles = ((a.code, a.intitule or a.code) for a in contrat.actions if a.exercice == exercice)
    return build_par_natures("actions", "Par action", Dimension.ACTION, "Action", cles, exercice)


def build_champs(contrat: Contrat, exercice: int) -> Tableau:
    """Programme and execution of a year, by field of the State."""
    champs = dict.fromkeys(champs_etat(contrat).values())
    return build_par_natures(
        "champs", "Par champ d'intervention de l'État", Dimension.CHAMP_ETAT, "Champ de l'État",
        ((champ, champ) for champ in champs), exercice,
    )  # fmt: skip


def build_axes(contrat: Contrat, exercice: int) -> Tableau:
    """Programme and execution of a year, by axis of the Région; a theme counts in one."""
    axes = dict.fromkeys(axes_region(contrat).values())
    return build_par_natures(
        "axes", "Par axe de la politique urbaine de la Région", Dimension.AXE_REGION,
        "Axe de la Région", ((axe, axe) for axe in axes), exercice,
    )  # fmt: skip


def build_pluriannuel(contrat: Contrat) -> Tableau:
    """Specific credits of each action over the contract, year by year, with what was paid."""
    intitules = {a.code: a.intitule or a.code for a in contrat.actions if a.code}
    annees = [e.exercice for e in contrat.exercices if e.exercice]
    colonnes: list[Colonne] = []
    for annee in annees:
        de_annee = (DE_SPECIFIQUES, (Dimension.EXERCICE, (annee,)))
        colonnes.append(
            Colonne(f"programme_{annee}", f"Programmé {annee}", Cumul(Etape.PROGRAMME, de_annee), "Spécifique et PRE programmés")
        )  # fmt: skip
    decidees = {e.exercice for e in contrat.exercices if e.statut is not StatutExercice.PREPARATION}
    for avant, apres in pairwise(annees):
        if apres not in decidees:  # not decided yet is no fall
            continue
        colonnes.append(
            Colonne(f"variation_{apres}", f"De {avant} à {apres}", Difference(f"programme_{apres}", (f"programme_{avant}",)), "Variation")
        )  # fmt: skip
    commun = Cumul(Etape.PROGRAMME, (_nature(Nature.DROIT_COMMUN),))
    colonnes += [
        Colonne("total_programme", "Total programmé", Cumul(Etape.PROGRAMME, (DE_SPECIFIQUES,)), "Sur le contrat"),
        Colonne("total_paye", "Total payé", Cumul(Etape.PAYE, (DE_SPECIFIQUES,)), "Sur le contrat"),
        Colonne("taux", "Payé sur programmé", Taux("total_paye", "total_programme"), "Sur le contrat"),
        Colonne("droit_commun", "Droit commun", commun, "Sur le contrat"),
    ]  # fmt: skip
    return Tableau(
        "pluriannuel", "Chaque action sur la durée du contrat", Dimension.ACTION, "Action",
        tuple(intitules.items()), tuple(colonnes), None,
        "Base de l'évaluation triennale (contrat, 3.2). Une variation part du programmé de l'année "
        "précédente, zéro si l'action n'y était pas.",
    )  # fmt: skip


def build_contrat(contrat: Contrat) -> Tableau:
    """Programme and execution over the contract, by year of the programme."""
    cles = ((e.exercice, str(e.exercice)) for e in contrat.exercices)
    tableau = build_par_natures(
        "contrat", "Sur la durée du contrat", Dimension.EXERCICE, "Programme", cles, None
    )
    levier = Colonne(
        "levier",
        "Droit commun pour 1 € spécifique",
        Taux("droit_commun", "total_specifique"),
        "Effet levier",
        Unite.EUROS_POUR_UN,
    )
    return tableau._replace(colonnes=(*tableau.colonnes, levier))


def build_financement(
    contrat: Contrat, registre: Iterable[LigneEnveloppe], faits: Iterable[Fait], exercice: int
) -> Tableau:
    """The funding table of the COPIL: theme x partner x nature, with the envelopes below.

    A partner appears where it has a credit of that nature or an envelope this year,
    under its `groupe`: Acsé and services stand in the State's columns.
    """
    presents = {(f.groupe, f.nature) for f in faits if f.exercice == exercice}
    presents |= {
        (e.groupe, e.enveloppe.nature) for e in registre if e.enveloppe.exercice == exercice
    }
    specifiques, pre, communs = (
        _par_groupe(contrat, presents, nature, bloc)
        for nature, bloc in (
            (Nature.SPECIFIQUE, "Crédits spécifiques"),
            (Nature.PRE, "Crédits spécifiques"),
            (Nature.DROIT_COMMUN, "Droit commun"),
        )
    )
    dedies = (*specifiques, *pre)
    total_specifique = Cumul(Etape.PROGRAMME, (DE_SPECIFIQUES,))
    total_commun = Cumul(Etape.PROGRAMME, (_nature(Nature.DROIT_COMMUN),))
    colonnes = (
        *dedies,
        *_non_attribue(contrat, presents, SPECIFIQUES, dedies, "total_specifique"),
        Colonne("total_specifique", "Total spécifique", total_specifique, "Crédits spécifiques"),
        *communs,
        *_non_attribue(contrat, presents, (Nature.DROIT_COMMUN,), communs, "total_commun"),
        Colonne("total_commun", "Total droit commun", total_commun, "Droit commun"),
        Colonne("autres", "Autres ressources", Cumul(Etape.PROGRAMME, (_nature(*_AUTRES),)), "Ensemble"),
        Colonne("cout", "Coût total", Somme(("total_specifique", "total_commun", "autres")), "Ensemble"),
        Colonne("engage", "Engagé", Cumul(Etape.ENGAGE, (DE_SPECIFIQUES,)), "Exécution du spécifique et du PRE"),
        Colonne("paye", "Payé", Cumul(Etape.PAYE, (DE_SPECIFIQUES,)), "Exécution du spécifique et du PRE"),
        Colonne("taux", "Payé sur programmé", Taux("paye", "total_specifique"), "Exécution du spécifique et du PRE"),
    )  # fmt: skip
    return Tableau(
        "financement", "Financement par thème, partenaire et nature de crédits", Dimension.THEME,
        "Thème", tuple((t.code, t.court or t.code) for t in contrat.themes), colonnes, exercice,
        "Crédits spécifiques : enveloppes dédiées au contrat ; le PRE est compris dans celle de l'État. "
        "Droit commun : politiques ordinaires mobilisées. Coût total : tous financements des actions. "
        + _NOTE_NATURES,
        _pieds(dedies),
    )  # fmt: skip


def _par_groupe(
    contrat: Contrat, presents: set[tuple[str | None, str | None]], nature: Nature, bloc: str
) -> tuple[Colonne, ...]:
    suffixe = " PRE" if nature is Nature.PRE else ""
    return tuple(
        Colonne(
            f"{nature.name.lower()}_{p.code}",
            f"{p.court or p.code}{suffixe}",
            Cumul(Etape.PROGRAMME, (_nature(nature), (Dimension.GROUPE, (p.code,)))),
            bloc,
        )
        for p in contrat.partenaires
        if p.groupe == p.code
        and (
            (p.code, nature) in presents
            # Who signs has its column from the first day.
            or (nature is Nature.SPECIFIQUE and p.signataire is OuiNon.OUI)
        )
    )


def _non_attribue(
    contrat: Contrat,
    presents: set[tuple[str | None, str | None]],
    natures: Sequence[Nature],
    colonnes: Sequence[Colonne],
    total: str,
) -> tuple[Colonne, ...]:
    """Show what belongs to no head of group, when there is some: nothing vanishes."""
    tetes = {p.code for p in contrat.partenaires if p.groupe == p.code}
    if all(groupe in tetes for groupe, nature in presents if nature in natures):
        return ()
    reste = Difference(total, tuple(c.nom for c in colonnes))
    bloc = "Droit commun" if total == "total_commun" else "Crédits spécifiques"
    return (Colonne(f"non_attribue_{total}", "Non attribué", reste, bloc),)


def _pieds(dedies: Sequence[Colonne]) -> tuple[Pied, ...]:
    """Envelope, what is left, and the rate, under each column of dedicated credits."""
    enveloppes: dict[str, Calcul] = {
        colonne.nom: Registre(Champ.PLAFOND, colonne.calcul.criteres)
        for colonne in dedies
        if isinstance(colonne.calcul, Cumul)
    }
    noms = tuple(enveloppes)
    return (
        Pied(ENVELOPPE, enveloppes | {"total_specifique": Somme(noms)}),
        Pied(RESTE, {nom: Difference(ENVELOPPE, (TOTAL,)) for nom in (*noms, "total_specifique")}),
        Pied(PROGRAMMATION, {nom: Taux(TOTAL, ENVELOPPE) for nom in (*noms, "total_specifique")}),
    )
