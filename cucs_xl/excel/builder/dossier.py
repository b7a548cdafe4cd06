"""What an annual synthesis holds: the sheets, their tables, what those are made from."""

from collections.abc import Sequence
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.consolidation import Ecart
from cucs_xl.metier.enveloppe import LigneEnveloppe
from cucs_xl.metier.faits import Fait
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.synthese import Tableau
from cucs_xl.metier.tableaux.execution import EXECUTIONS, annees_de, build_execution
from cucs_xl.metier.tableaux.mobilisation import build_droit_commun, build_droit_commun_themes
from cucs_xl.metier.tableaux.programme import (
    build_actions,
    build_axes,
    build_champs,
    build_contrat,
    build_financement,
    build_operateurs,
    build_partenaires,
    build_pluriannuel,
)
from cucs_xl.metier.tableaux.registres import build_dotations, build_enveloppes
from cucs_xl.metier.tableaux.suivi import build_evaluations, build_indicateurs
from cucs_xl.metier.tableaux.territoire import build_quartiers, build_regimes


class Dossier(NamedTuple):
    """What a synthesis is made from."""

    contrat: Contrat
    faits: Sequence[Fait]
    registre: Sequence[LigneEnveloppe]
    anomalies: Sequence[Anomalie]
    ecarts: Sequence[Ecart]
    exercice: int
    provisoire: bool = False


class Page(NamedTuple):
    """A sheet of the synthesis and the tables that it stacks."""

    feuille: str
    tableaux: tuple[Tableau, ...]

    @property
    def sources(self) -> frozenset[str]:
        """Name the tables whose anomalies bear on these figures."""
        return frozenset().union(*(SOURCES.get(tableau.code, ()) for tableau in self.tableaux))


#: The entry tables that each synthesis table is made from, besides fundings.
SOURCES = {
    "financement": ("tFinancements", "tMouvements", "tEnveloppes", "tAvenants"),
    "enveloppes": ("tEnveloppes", "tAvenants"),
    "partenaires": ("tPartenaires", "tFinancements"),
    "quartiers": ("tQuartiers", "tRepartition"),
    "droit_commun": ("tDroitCommun", "tPartenaires"),
    "operateurs": ("tOperateurs",),
    "actions": ("tActions", "tBudgets", "tFinancements"),
    "indicateurs": ("tIndicateurs", "tMesures"),
    "evaluations": ("tEvaluationActions", "tEvaluationGouvernance"),
    "execution_paye": ("tMouvements", "tGrandLivre"),
    "dotations": ("tEnveloppes", "tExercices"),
}


def build_pages(dossier: Dossier) -> tuple[Page, ...]:
    """Declare the sheets of the synthesis, in order; the first is drawn with its charts."""
    contrat, exercice = dossier.contrat, dossier.exercice
    annees = annees_de(contrat)
    return (
        Page(f"Synthèse {exercice}", (build_financement(contrat, dossier.registre, dossier.faits, exercice),)),
        Page("Enveloppes", (build_enveloppes(contrat, exercice),)),
        Page("Partenaires", (build_partenaires(contrat, exercice),)),
        Page("Quartiers", (build_quartiers(contrat, exercice), build_regimes(exercice))),
        Page("Droit commun", (build_droit_commun(contrat, exercice), build_droit_commun_themes(contrat, exercice))),
        Page("État et Région", (build_champs(contrat, exercice), build_axes(contrat, exercice))),
        Page("Opérateurs", (build_operateurs(contrat, exercice),)),
        Page("Actions", (build_actions(contrat, exercice),)),
        Page("Suivi", (build_indicateurs(contrat, exercice), build_evaluations(contrat, exercice))),
        Page("Exécution", tuple(build_execution(contrat, croisement, annees) for croisement in EXECUTIONS)),
        Page("Contrat", (build_dotations(contrat), build_contrat(contrat))),
        Page("Pluriannuel", (build_pluriannuel(contrat),)),
    )  # fmt: skip
