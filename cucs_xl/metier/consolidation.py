"""Consolidation: from facts to tidy rows along five axes, tied to the source to the cent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.faits import (
    ETAPE_DU_STADE,
    Etape,
    Fait,
)
from cucs_xl.metier.modele import Contrat, Operateur, Partenaire, Quartier, Theme
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import Regime
from cucs_xl.metier.ventilation import NON_REPARTI, Part, iter_parts


class Axe(StrEnum):
    """What amounts are summed by."""

    PARTENAIRE = "partenaire"
    THEME = "theme"
    OPERATEUR = "operateur"
    QUARTIER = "quartier"
    REGIME = "regime"


#: How people name axes.
LIBELLES_AXES = {
    Axe.PARTENAIRE: "Partenaire",
    Axe.THEME: "Thème",
    Axe.OPERATEUR: "Opérateur",
    Axe.QUARTIER: "Quartier",
    Axe.REGIME: "Régime",
}
#: Axes whose amounts are shares of fundings: they sum facts that were split.
VENTILES = (Axe.QUARTIER, Axe.REGIME)


class LigneConsolidee(NamedTuple):
    """A tidy row: one sum. `cle` is empty for amounts that no listed key claims."""

    axe: Axe
    cle: str
    partenaire: str
    nature: str
    etape: Etape
    exercice_comptable: int | None
    montant: Centimes


class Ecart(NamedTuple):
    """The tie-out of one axis at one stage: listed keys against the source rows."""

    axe: Axe
    etape: Etape
    total: Centimes
    reparti: Centimes

    @property
    def ecart(self) -> Centimes:
        """What the axis loses; must be zero."""
        return self.total - self.reparti


#: Sums by key of an axis, partner, nature, stage and accounting year.
_Groupe: TypeAlias = tuple[str | None, str | None, str | None, Etape, int | None]
_Sommes: TypeAlias = dict[_Groupe, Centimes]


def consolidate_axes(contrat: Contrat, faits: Sequence[Fait]) -> tuple[LigneConsolidee, ...]:
    """Sum facts along every axis; shares of fundings along those of the quartiers.

    Rows come in the order of the declared keys; amounts whose key is not listed come last
    on their axis, under the empty key.
    """
    sommes = {axe: _sum_faits(faits, axe) for axe in Axe if axe not in VENTILES}
    sommes |= _sum_parts(iter_parts(contrat, faits))
    return tuple(
        ligne for axe in Axe for ligne in _build_lignes(axe, sommes[axe], cles_de(contrat, axe))
    )


def _sum_faits(faits: Iterable[Fait], axe: Axe) -> _Sommes:
    """Sum as facts come: they are many and groups few."""
    sommes: _Sommes = defaultdict(int)
    groupe_de = attrgetter(axe.value, "partenaire", "nature", "etape", "exercice_comptable")
    for fait in faits:
        sommes[groupe_de(fait)] += fait.montant
    return sommes


def _sum_parts(parts: Iterable[Part]) -> dict[Axe, _Sommes]:
    quartiers: _Sommes = defaultdict(int)
    regimes: _Sommes = defaultdict(int)
    for fait, quartier, regime, montant in parts:
        suite = (fait.partenaire, fait.nature, fait.etape, None)
        quartiers[quartier, *suite] += montant
        regimes[regime, *suite] += montant
    return {Axe.QUARTIER: quartiers, Axe.REGIME: regimes}


def _build_lignes(axe: Axe, brutes: _Sommes, cles: Sequence[str]) -> list[LigneConsolidee]:
    rangs = {cle: rang for rang, cle in enumerate(cles)}
    sommes: dict[tuple[str, str, str, Etape, int | None], Centimes] = defaultdict(int)
    for (cle, partenaire, nature, etape, comptable), montant in brutes.items():
        connue = cle if cle in rangs else ""
        sommes[connue or "", partenaire or "", nature or "", etape, comptable] += montant
    etapes = {etape: rang for rang, etape in enumerate(Etape)}
    lignes = [LigneConsolidee(axe, *cle, montant) for cle, montant in sommes.items()]
    lignes.sort(
        key=lambda ligne: (
            rangs.get(ligne.cle, len(cles)),
            ligne.partenaire,
            ligne.nature,
            etapes[ligne.etape],
            ligne.exercice_comptable or 0,
        )
    )
    return lignes


def cles_de(contrat: Contrat, axe: Axe) -> tuple[str, ...]:
    """List the declared keys of an axis, in sheet order; a row without key claims nothing.

    Money that no quartier bears has its own key: it is told, not lost.
    """
    if axe is Axe.REGIME:
        return (*(regime.value for regime in Regime), NON_REPARTI)
    lignes: dict[Axe, Sequence[Partenaire | Theme | Operateur | Quartier]] = {
        Axe.PARTENAIRE: contrat.partenaires,
        Axe.THEME: contrat.themes,
        Axe.OPERATEUR: contrat.operateurs,
        Axe.QUARTIER: contrat.quartiers,
    }
    suite = (NON_REPARTI,) if axe is Axe.QUARTIER else ()
    return (*(ligne.code for ligne in lignes[axe] if ligne.code), *suite)


def check_ecarts(
    contrat: Contrat, exercice: int | None, consolidees: Iterable[LigneConsolidee]
) -> list[Ecart]:
    """Tie every axis and stage to the source rows, which are summed again on their own.

    `exercice` None means the whole contract. The source side reads the two tables
    directly, without the facts, so that a fault there cannot hide itself. As in
    `faits_de`, what has no year shows in each.
    """
    sources: dict[Etape, Centimes] = defaultdict(int)
    exercices = {financement.code: financement.exercice for financement in contrat.financements}
    for financement in contrat.financements:
        if exercice is None or financement.exercice in {exercice, None}:
            sources[Etape.SOLLICITE] += financement.sollicite or 0
            sources[Etape.PROPOSE] += financement.propose or 0
            sources[Etape.PROGRAMME] += financement.programme or 0
    for mouvement in contrat.mouvements:
        programme = exercices.get(mouvement.financement or "", exercice)
        if mouvement.stade and (exercice is None or programme in {exercice, None}):
            sources[ETAPE_DU_STADE[mouvement.stade]] += mouvement.montant or 0
    repartis: dict[tuple[Axe, Etape], Centimes] = defaultdict(int)
    for ligne in consolidees:
        if ligne.cle:
            repartis[ligne.axe, ligne.etape] += ligne.montant
    return [
        Ecart(axe, etape, sources[etape], repartis[axe, etape]) for axe in Axe for etape in Etape
    ]
