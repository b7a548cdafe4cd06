"""The split over quartiers: every amount of a funding shared to the cent by its action's keys.

Formulas cannot share by largest remainder, so the shares are written to tVentilation and
summed from there (DESIGN D11). An action without keys, or whose keys do not make 100 %,
is not split: its money shows as such instead of being shared at a guess.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


def split_faits(contrat: Contrat, faits: Iterable[Fait]) -> list[Fait]:
    """Share the sum of each funding and stage, whatever the accounting years.

    The facts that come out know their quartier and its regime; their sum does not change.
    A sum is shared once: sharing its movements one by one would move cents about.
    """
    cles = read_cles(contrat)
    regimes = {q.code: q.regime.value if q.regime else None for q in contrat.quartiers}
    sommes: dict[tuple[str, Etape], Centimes] = defaultdict(int)
    modeles: dict[tuple[str, Etape], Fait] = {}
    for fait in faits:
        sommes[fait.financement, fait.etape] += fait.montant
        modeles.setdefault((fait.financement, fait.etape), fait)
    partages = []
    for lieu, montant in sommes.items():
        modele = modeles[lieu]._replace(exercice_comptable=None)
        parts = cles.get((modele.action, modele.exercice), ())
        if not parts:
            # Money whose action is unknown is lost on this axis as on the others.
            perdu = modele.theme is None and modele.operateur is None
            ou = None if perdu else NON_REPARTI
            partages.append(modele._replace(montant=montant, quartier=ou, regime=ou))
            continue
        poids = [cle.prevue if modele.etape in PREVUES else cle.realisee for cle in parts]
        partages += [
            modele._replace(montant=part, quartier=cle.quartier, regime=regimes.get(cle.quartier))
            for cle, part in zip(parts, split_montant(montant, poids), strict=True)
        ]
    return partages


def build_ventilations(contrat: Contrat, faits: Iterable[Fait]) -> tuple[Ventilation, ...]:
    """Give the rows of tVentilation: one per funding and quartier, funding by funding."""
    cles = read_cles(contrat)
    montants: dict[tuple[str, str | None], dict[str, Centimes]] = defaultdict(dict)
    for fait in split_faits(contrat, faits):
        quartier = fait.quartier if fait.quartier != NON_REPARTI else None
        montants[fait.financement, quartier][fait.etape.value] = fait.montant
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
