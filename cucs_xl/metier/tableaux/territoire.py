"""Where the money goes: by quartier, by regime of report, per inhabitant (contract, 3.2)."""

from cucs_xl.metier.modele import QUARTIERS, Contrat
from cucs_xl.metier.nomenclature import Regime
from cucs_xl.metier.synthese import Agregat, Cle, Colonne, Dimension, ParUnite, Tableau, Unite
from cucs_xl.metier.tableaux.programme import NATURES

_HABITANTS = (
    Colonne("population", "Habitants", Agregat(QUARTIERS, "Population", inconnaissable=True), "Par habitant", Unite.NOMBRE),
    Colonne("par_habitant", "Spécifique", ParUnite("total_specifique", "population"), "Par habitant", Unite.EUROS_PAR_HABITANT),
    Colonne("cout_par_habitant", "Coût total", ParUnite("cout", "population"), "Par habitant", Unite.EUROS_PAR_HABITANT),
)  # fmt: skip
_NOTE = (
    "Chaque financement est partagé entre les quartiers de son action, au centime : la part prévue "
    "jusqu'à l'engagement, la part réalisée ensuite. Hors liste : action sans répartition à 100 %. "
)


def build_quartiers(contrat: Contrat, exercice: int) -> Tableau:
    """Programme and execution of a year, by quartier, and per inhabitant."""
    cles = tuple((q.code, q.quartier or q.code) for q in contrat.quartiers)
    return _build("quartiers", "Par quartier", Dimension.QUARTIER, "Quartier", cles, exercice)


def build_regimes(exercice: int) -> Tableau:
    """Programme and execution of a year, by regime: what the ZUS report must single out."""
    cles = tuple((regime.value, _LIBELLES[regime]) for regime in Regime)
    return _build("regimes", "Par régime de rapport", Dimension.REGIME, "Régime", cles, exercice)


#: What each regime owes (contract, 3.2).
_LIBELLES = {
    Regime.ZUS: "ZUS : 3 rapports (3.2)",
    Regime.HORS_ZUS: "Hors ZUS : bilan seul",
    Regime.HORS_GEOGRAPHIE: "Hors géographie prioritaire",
}


def _build(
    code: str,
    titre: str,
    axe: Dimension,
    entete: str,
    cles: tuple[tuple[Cle, str], ...],
    exercice: int,
) -> Tableau:
    return Tableau(code, titre, axe, entete, cles, (*NATURES, *_HABITANTS), exercice, _NOTE)
