"""The example as tests share it: built once per process, or reduced to what a test looks at.

A master costs seconds to build, and to each command that writes in it: the fewer rows, the
sooner a test is done.
"""

from functools import cache

from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.metier.modele import Contrat

#: Enough for commands to have work: split over quartiers, paid, measured, of two years.
QUELQUES = ("07-EMP-01", "07-EMP-02", "07-EMP-03", "07-EMP-06")


@cache
def build_exemple() -> bytes:
    """Build the master of the whole example."""
    return build_maitre(read_exemple())


@cache
def build_quelques() -> bytes:
    """Build the master of a few actions of the example."""
    return build_maitre(reduce(read_exemple(), *QUELQUES))


def reduce(contrat: Contrat, *codes: str) -> Contrat:
    """Keep a few actions and what bears on them; what partners and thematic lists say stays."""
    financements = tuple(f for f in contrat.financements if f.action in codes)
    finances = {f.code for f in financements}
    indicateurs = tuple(i for i in contrat.indicateurs if i.action in codes)
    mesures = {i.code for i in indicateurs}
    return contrat._replace(
        actions=tuple(a for a in contrat.actions if a.code in codes),
        repartitions=tuple(r for r in contrat.repartitions if r.action in codes),
        budgets=tuple(b for b in contrat.budgets if b.action in codes),
        fiches=tuple(f for f in contrat.fiches if f.action in codes),
        evaluations=tuple(e for e in contrat.evaluations if e.action in codes),
        droits_communs=tuple(d for d in contrat.droits_communs if d.action_liee in (None, *codes)),
        retours=tuple(r for r in contrat.retours if r.action in (None, *codes)),
        grand_livre=tuple(g for g in contrat.grand_livre if g.financement in finances),
        mouvements=tuple(m for m in contrat.mouvements if m.financement in finances),
        mesures=tuple(m for m in contrat.mesures if m.indicateur in mesures),
        financements=financements,
        indicateurs=indicateurs,
    )
