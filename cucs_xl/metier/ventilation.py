"""The split over quartiers: every amount of a funding shared to the cent by its action's keys.

Formulas cannot share by largest remainder, so the shares are written to tVentilation and
summed from there (DESIGN D11). An action without keys, or whose keys do not make 100 %,
is not split: its money shows as such instead of being shared at a guess.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.faits import PREVUES, Etape, Fait
from cucs_xl.metier.modele import Contrat, Repartition, Ventilation
from cucs_xl.metier.montant import Centimes, split_montant

#: Where money stands when no quartier bears it: a key like another, so that axes tie.
NON_REPARTI = "non réparti"
#: Shares are compared and weighed to the millionth.
FINESSE = 1_000_000
#: Half of what a share typed as 33,33 % may leave out; three of them do not make 100 %.
TOLERANCE = 50

#: An action in one year.
ActionAnnee: TypeAlias = tuple[str | None, int | None]


class Cle(NamedTuple):
    """The share of a quartier, in millionths: planned, and realised once all are known."""

    quartier: str
    prevue: int
    realisee: int


def read_cles(contrat: Contrat) -> dict[ActionAnnee, tuple[Cle, ...]]:
    """Read the keys that make 100 %, by action and year, in the order of quartier codes."""
    groupes: dict[ActionAnnee, list[Repartition]] = defaultdict(list)
    for ligne in contrat.repartitions:
        groupes[ligne.action, ligne.exercice].append(ligne)
    cles = {}
    for action, lignes in groupes.items():
        prevues = _make_parts([ligne.part for ligne in lignes])
        if prevues is None or any(ligne.quartier is None for ligne in lignes):
            continue
        realisees = _make_parts([ligne.part_realisee for ligne in lignes]) or prevues
        parts = zip(lignes, prevues, realisees, strict=True)
        cles[action] = tuple(sorted(Cle(ligne.quartier or "", p, r) for ligne, p, r in parts))
    return cles


def _make_parts(parts: Sequence[float | None]) -> list[int] | None:
    """Give shares in millionths; None when one is unknown or they do not make 100 %."""
    connues = [round(part * FINESSE) for part in parts if part is not None and 0 <= part <= 1]
    if len(connues) < len(parts) or abs(sum(connues) - FINESSE) > TOLERANCE:
        return None
    return connues


class Part(NamedTuple):
    """What a quartier receives of the sum of a funding at a stage; `fait` tells the rest."""

    fait: Fait
    quartier: str | None
    regime: str | None
    montant: Centimes


def iter_parts(contrat: Contrat, faits: Iterable[Fait]) -> Iterator[Part]:
    """Share the sum of each funding and stage, whatever the accounting years.

    A sum is shared once: sharing its movements one by one would move cents about.
    """
    cles = read_cles(contrat)
    regimes = {q.code: q.regime.value if q.regime else None for q in contrat.quartiers}
    sommes: dict[tuple[str, Etape], Centimes] = defaultdict(int)
    modeles: dict[tuple[str, Etape], Fait] = {}
    for fait in faits:
        lieu = (fait.financement, fait.etape)
        sommes[lieu] += fait.montant
        modeles.setdefault(lieu, fait)
    for lieu, montant in sommes.items():
        fait = modeles[lieu]
        parts = cles.get((fait.action, fait.exercice))
        if parts is None:
            # Money whose action is unknown is lost on this axis as on the others.
            perdu = fait.theme is None and fait.operateur is None
            ou = None if perdu else NON_REPARTI
            yield Part(fait, ou, ou, montant)
            continue
        poids = [cle.prevue if fait.etape in PREVUES else cle.realisee for cle in parts]
        for cle, part in zip(parts, split_montant(montant, poids), strict=True):
            yield Part(fait, cle.quartier, regimes.get(cle.quartier), part)


def split_faits(contrat: Contrat, faits: Iterable[Fait]) -> list[Fait]:
    """Give facts that know their quartier and its regime; their sum does not change."""
    return [
        part.fait._replace(
            montant=part.montant,
            exercice_comptable=None,
            quartier=part.quartier,
            regime=part.regime,
        )
        for part in iter_parts(contrat, faits)
    ]


def build_ventilations(contrat: Contrat, faits: Iterable[Fait]) -> tuple[Ventilation, ...]:
    """Give the rows of tVentilation: one per funding and quartier, funding by funding."""
    cles = read_cles(contrat)
    montants: dict[tuple[str, str | None], dict[str, Centimes]] = defaultdict(dict)
    for fait, ou, _, montant in iter_parts(contrat, faits):
        quartier = ou if ou != NON_REPARTI else None
        montants[fait.financement, quartier][fait.etape.value] = montant
    return tuple(
        Ventilation(
            financement=financement.code,
            quartier=quartier,
            part=prevue / FINESSE,
            part_realisee=realisee / FINESSE,
            **montants.get((financement.code, quartier), {}),
        )
        for financement in contrat.financements
        if financement.code
        for quartier, prevue, realisee in (
            cles.get((financement.action, financement.exercice)) or ((None, FINESSE, FINESSE),)
        )
    )


def check_fraiche(contrat: Contrat, faits: Iterable[Fait]) -> bool:
    """Tell whether tVentilation says what a new split would say."""
    fraiches = build_ventilations(contrat, faits)
    return _index(contrat.ventilations) == _index(fraiches)


def _index(
    ventilations: Iterable[Ventilation],
) -> Mapping[tuple[str, str | None], tuple[object, ...]]:
    return {(v.financement, v.quartier): v[4:-1] for v in ventilations}
