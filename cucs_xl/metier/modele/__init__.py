"""The nouns: every table of the master workbook, declared once.

Sheet, table and column names are public (DESIGN §4): other programs rely on them. A
heading holds letters, digits and spaces only; units live in formats and help. `None` is
the unknown, never zero.
"""

from typing import Any, NamedTuple

from cucs_xl.metier.modele.actions import ACTIONS, BUDGETS, REPARTITION, Action, Budget, Repartition
from cucs_xl.metier.modele.cadre import (
    AXES,
    EXERCICES,
    OBJECTIFS,
    OPERATEURS,
    PARAMETRES,
    PARTENAIRES,
    QUARTIERS,
    THEMES,
    AxeRegion,
    Exercice,
    Objectif,
    Operateur,
    Parametre,
    Partenaire,
    Quartier,
    Theme,
)
from cucs_xl.metier.modele.credits import (
    AVENANTS,
    DROIT_COMMUN,
    ENVELOPPES,
    FINANCEMENTS,
    GRAND_LIVRE,
    MOUVEMENTS,
    Avenant,
    DroitCommun,
    Enveloppe,
    Financement,
    LigneGrandLivre,
    Mouvement,
)
from cucs_xl.metier.modele.retours import ARBITRAGES, FICHES, RETOURS, Arbitrage, Fiche, Retour
from cucs_xl.metier.modele.suivi import (
    CATALOGUE,
    EVALUATION_ACTIONS,
    EVALUATION_GOUVERNANCE,
    INDICATEURS,
    INSTANCES,
    MESURES,
    EvaluationAction,
    EvaluationGouvernance,
    Famille,
    Indicateur,
    Instance,
    Mesure,
)
from cucs_xl.metier.modele.systeme import (
    CONTROLES,
    INSTANTANE,
    JOURNAL,
    VENTILATION,
    Bloc,
    Controle,
    EntreeJournal,
    Ventilation,
)
from cucs_xl.metier.schema import Cellule, Remplisseur, Table

__all__ = [
    "ACTIONS",
    "ARBITRAGES",
    "AVENANTS",
    "AXES",
    "BUDGETS",
    "CATALOGUE",
    "CONTROLES",
    "DROIT_COMMUN",
    "ENVELOPPES",
    "EVALUATION_ACTIONS",
    "EVALUATION_GOUVERNANCE",
    "EXERCICES",
    "FICHES",
    "FINANCEMENTS",
    "GRAND_LIVRE",
    "INDICATEURS",
    "INSTANCES",
    "INSTANTANE",
    "JOURNAL",
    "MESURES",
    "MOUVEMENTS",
    "OBJECTIFS",
    "OPERATEURS",
    "PARAMETRES",
    "PARTENAIRES",
    "QUARTIERS",
    "REPARTITION",
    "RETOURS",
    "SAISIES",
    "TABLES",
    "TABLE_PAR_NOM",
    "THEMES",
    "VENTILATION",
    "Action",
    "Arbitrage",
    "Avenant",
    "AxeRegion",
    "Bloc",
    "Budget",
    "Contrat",
    "Controle",
    "DroitCommun",
    "EntreeJournal",
    "Enveloppe",
    "EvaluationAction",
    "EvaluationGouvernance",
    "Exercice",
    "Famille",
    "Fiche",
    "Financement",
    "Indicateur",
    "Instance",
    "LigneGrandLivre",
    "Mesure",
    "Mouvement",
    "Objectif",
    "Operateur",
    "Parametre",
    "Partenaire",
    "Quartier",
    "Repartition",
    "Retour",
    "Theme",
    "Ventilation",
]

#: In sheet order, as the steps of the year.
TABLES = (
    PARAMETRES,
    EXERCICES,
    QUARTIERS,
    THEMES,
    OBJECTIFS,
    AXES,
    PARTENAIRES,
    OPERATEURS,
    CATALOGUE,
    ENVELOPPES,
    AVENANTS,
    ACTIONS,
    REPARTITION,
    BUDGETS,
    INDICATEURS,
    FINANCEMENTS,
    INSTANCES,
    MOUVEMENTS,
    GRAND_LIVRE,
    DROIT_COMMUN,
    FICHES,
    RETOURS,
    ARBITRAGES,
    MESURES,
    EVALUATION_ACTIONS,
    EVALUATION_GOUVERNANCE,
    CONTROLES,
    VENTILATION,
    JOURNAL,
    INSTANTANE,
)
TABLE_PAR_NOM = {table.nom: table for table in TABLES}
#: The tables that people fill: what rules judge.
SAISIES = tuple(table for table in TABLES if table.rempli_par is Remplisseur.AGENT)


class Contrat(NamedTuple):
    """Everything a master workbook says, typed; one attribute per table, in sheet order."""

    parametres: tuple[Parametre, ...] = ()
    exercices: tuple[Exercice, ...] = ()
    quartiers: tuple[Quartier, ...] = ()
    themes: tuple[Theme, ...] = ()
    objectifs: tuple[Objectif, ...] = ()
    axes: tuple[AxeRegion, ...] = ()
    partenaires: tuple[Partenaire, ...] = ()
    operateurs: tuple[Operateur, ...] = ()
    catalogue: tuple[Famille, ...] = ()
    enveloppes: tuple[Enveloppe, ...] = ()
    avenants: tuple[Avenant, ...] = ()
    actions: tuple[Action, ...] = ()
    repartitions: tuple[Repartition, ...] = ()
    budgets: tuple[Budget, ...] = ()
    indicateurs: tuple[Indicateur, ...] = ()
    financements: tuple[Financement, ...] = ()
    instances: tuple[Instance, ...] = ()
    mouvements: tuple[Mouvement, ...] = ()
    grand_livre: tuple[LigneGrandLivre, ...] = ()
    droits_communs: tuple[DroitCommun, ...] = ()
    fiches: tuple[Fiche, ...] = ()
    retours: tuple[Retour, ...] = ()
    arbitrages: tuple[Arbitrage, ...] = ()
    mesures: tuple[Mesure, ...] = ()
    evaluations: tuple[EvaluationAction, ...] = ()
    gouvernances: tuple[EvaluationGouvernance, ...] = ()
    controles: tuple[Controle, ...] = ()
    ventilations: tuple[Ventilation, ...] = ()
    journal: tuple[EntreeJournal, ...] = ()
    instantane: tuple[Bloc, ...] = ()

    def table(self, table: Table) -> tuple[Any, ...]:
        """Give the rows of a table: its columns in order, then the sheet row."""
        rows: tuple[Any, ...] = self[TABLES.index(table)]
        return rows

    def parametre(self, nom: str) -> Cellule:
        """Give the value of a parameter; None when it is absent or empty."""
        return next((p.valeur for p in self.parametres if p.parametre == nom), None)
