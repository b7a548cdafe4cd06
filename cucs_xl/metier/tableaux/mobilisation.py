"""Droit commun beside specific credits: two columns, never one sum (contract, 3.2; DOMAIN §3.6)."""

from cucs_xl.metier.faits import Etape
from cucs_xl.metier.modele import DROIT_COMMUN, RETOURS, Contrat
from cucs_xl.metier.nomenclature import (
    SILENCIEUX,
    SPECIFIQUES,
    VALORISES,
    Fiabilite,
    ModeleRetour,
    Nature,
    StatutDroitCommun,
)
from cucs_xl.metier.synthese import (
    Agregat,
    Cle,
    Colonne,
    Cumul,
    Dimension,
    Mention,
    Tableau,
    Taux,
    Unite,
)

_REGISTRE, _ACTIONS = "Droit commun déclaré hors actions", "Financements des actions"
_VALORISES = ("Statut", tuple(statut.value for statut in VALORISES))

_SANS_REPONSE = Agregat(
    RETOURS, None,
    (("Modèle", (ModeleRetour.CREDITS.value,)), ("État", tuple(etat.value for etat in SILENCIEUX))),
)  # fmt: skip


def _statut(*statuts: StatutDroitCommun) -> Agregat:
    return Agregat(DROIT_COMMUN, None, (("Statut", tuple(s.value for s in statuts)),))


def _colonnes(silence: str) -> tuple[Colonne, ...]:
    specifique = (Dimension.NATURE, tuple(nature.value for nature in SPECIFIQUES))
    commun = (Dimension.NATURE, (Nature.DROIT_COMMUN.value,))
    grades = tuple(
        Colonne(
            f"grade_{grade.value}",
            _GRADES[grade],
            Agregat(DROIT_COMMUN, "Montant", (_VALORISES, ("Fiabilité", (grade.value,)))),
            _REGISTRE,
        )
        for grade in Fiabilite
    )
    etat = Mention(
        (
            (_statut(StatutDroitCommun.DECLARE), "déclaré"),
            (_statut(StatutDroitCommun.ESTIME), "estimé"),
            (_statut(StatutDroitCommun.NON_VALORISABLE), "non valorisable"),
            (_statut(StatutDroitCommun.NON_COMMUNIQUE), "non communiqué"),
            (_statut(StatutDroitCommun.NEANT), "néant"),
            # Asked and silent: nobody has to write so in Droit commun.
            (_SANS_REPONSE, "non communiqué"),
        ),
        silence,
    )
    return (
        Colonne("specifique", "Spécifique et PRE", Cumul(Etape.PROGRAMME, (specifique,)), _ACTIONS),
        Colonne("droit_commun", "Droit commun", Cumul(Etape.PROGRAMME, (commun,)), _ACTIONS),
        Colonne("levier", "Droit commun pour 1 € spécifique", Taux("droit_commun", "specifique"), _ACTIONS, Unite.EUROS_POUR_UN),
        *grades,
        Colonne("etp", "ETP", Agregat(DROIT_COMMUN, "ETP", (_VALORISES,)), _REGISTRE, Unite.ETP),
        Colonne("lignes", "Déclarations", Agregat(DROIT_COMMUN, None, (_VALORISES,)), _REGISTRE, Unite.NOMBRE),
        Colonne("silences", "Silences notés", _statut(StatutDroitCommun.NON_COMMUNIQUE), _REGISTRE, Unite.NOMBRE),
        Colonne("etat", "État", etat, _REGISTRE, Unite.TEXTE),
    )  # fmt: skip


_GRADES = {
    Fiabilite.A: "A – constaté",
    Fiabilite.B: "B – calculé",
    Fiabilite.C: "C – estimé",
}
_NOTE = (
    "Le droit commun déclaré hors actions garde sa fiabilité et ne s'ajoute ni aux crédits "
    "spécifiques ni d'un grade à l'autre. Non communiqué (dit, ou fiche demandée et restée sans réponse) "
    "et aucune déclaration ne sont pas zéro. "
    "Effet levier : droit commun des actions rapporté aux crédits spécifiques et au PRE."
)


def build_droit_commun(contrat: Contrat, exercice: int) -> Tableau:
    """Droit commun of a year by partner, graded, with who keeps silent."""
    cles: tuple[tuple[Cle, str], ...] = tuple(
        (p.code, p.court or p.code) for p in contrat.partenaires
    )
    return Tableau(
        "droit_commun", "Droit commun par partenaire", Dimension.PARTENAIRE, "Partenaire",
        cles, _colonnes("aucune déclaration"), exercice, _NOTE,
    )  # fmt: skip


def build_droit_commun_themes(contrat: Contrat, exercice: int) -> Tableau:
    """Droit commun of a year by theme; a declaration without theme is out of the list."""
    cles: tuple[tuple[Cle, str], ...] = tuple((t.code, t.court or t.code) for t in contrat.themes)
    colonnes = tuple(c for c in _colonnes("") if c.nom not in {"etat", "silences"})
    return Tableau(
        "droit_commun_themes", "Droit commun par thème", Dimension.THEME, "Thème", cles,
        colonnes, exercice, "Par thème, hors liste : les déclarations qui ne visent pas un thème.",
    )  # fmt: skip
