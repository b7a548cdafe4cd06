"""Movements crossed: the programme's year that decided them, the budget's year that bears them."""

from collections.abc import Sequence
from typing import NamedTuple

from cucs_xl.metier.faits import Etape
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.synthese import Colonne, Cumul, Difference, Dimension, Tableau, Taux
from cucs_xl.metier.tableaux.programme import DE_SPECIFIQUES


class Croisement(NamedTuple):
    """Years that an execution table crosses."""

    etape: Etape
    titre: str


EXECUTIONS = (
    Croisement(Etape.ENGAGE, "Engagé"),
    Croisement(Etape.MANDATE, "Mandaté"),
    Croisement(Etape.PAYE, "Payé"),
)


def build_execution(contrat: Contrat, croisement: Croisement, annees: Sequence[int]) -> Tableau:
    """Movements by programme year (lines) and accounting year (columns).

    A 2007 action paid in 2008 stands on the line 2007 and in the column 2008: right in
    both years, counted once.
    """
    comptables = tuple(
        Colonne(
            f"a{annee}",
            str(annee),
            Cumul(croisement.etape, (DE_SPECIFIQUES, (Dimension.COMPTABLE, (annee,)))),
            "Exercice comptable",
        )
        for annee in annees
    )
    total = Cumul(croisement.etape, (DE_SPECIFIQUES,))
    return Tableau(
        f"execution_{croisement.etape.value}",
        f"{croisement.titre} : programme et exercice comptable",
        Dimension.EXERCICE,
        "Programme",
        tuple((e.exercice, str(e.exercice)) for e in contrat.exercices),
        (
            *comptables,
            Colonne(
                "ailleurs",
                "Autres années",
                Difference("total", tuple(c.nom for c in comptables)),
                "Exercice comptable",
            ),
            Colonne("total", "Total", total),
            Colonne("programme", "Programmé", Cumul(Etape.PROGRAMME, (DE_SPECIFIQUES,))),
            Colonne("reste", "Reste sur programmé", Difference("programme", ("total",))),
            Colonne("taux", "Taux", Taux("total", "programme")),
        ),
        None,
        "Crédits spécifiques et PRE. Une ligne suit le programme d'une année, une colonne le budget qui paie.",
    )


def annees_de(contrat: Contrat) -> tuple[int, ...]:
    """List the accounting years that the contract may meet: its own and two after."""
    exercices = {e.exercice for e in contrat.exercices}
    if not exercices:
        return ()
    comptables = {m.exercice_comptable for m in contrat.mouvements if m.exercice_comptable}
    suites = {max(exercices) + 1, max(exercices) + 2}
    annees = exercices | comptables | suites
    return tuple(range(min(annees), max(annees) + 1))
