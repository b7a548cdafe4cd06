"""Consolidation: from fundings and movements to tidy rows, to the cent.

Every figure of the product comes from `read_faits`. A fact is one amount with all that
it can be summed by; tables, ledger, command line and region are sums of facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from cucs_xl.metier.modele import Contrat, Operateur, Partenaire, Theme
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import Stade


class Etape(StrEnum):
    """Stages of an amount, from asked to given back (DOMAIN §3.7)."""

    SOLLICITE = "sollicite"
    PROPOSE = "propose"
    PROGRAMME = "programme"
    ENGAGE = "engage"
    MANDATE = "mandate"
    PAYE = "paye"
    REVERSE = "reverse"


#: Stages that are sums of movements. A dégagement is negative and lowers the engaged.
ETAPE_DU_STADE = {
    Stade.ENGAGEMENT: Etape.ENGAGE,
    Stade.DEGAGEMENT: Etape.ENGAGE,
    Stade.MANDAT: Etape.MANDATE,
    Stade.PAIEMENT: Etape.PAYE,
    Stade.REVERSEMENT: Etape.REVERSE,
}


#: How people name stages: the headings of the workbook.
LIBELLES_ETAPES = {
    Etape.SOLLICITE: "Sollicité",
    Etape.PROPOSE: "Proposé",
    Etape.PROGRAMME: "Programmé",
    Etape.ENGAGE: "Engagé",
    Etape.MANDATE: "Mandaté",
    Etape.PAYE: "Payé",
    Etape.REVERSE: "Reversé",
}


class Fait(NamedTuple):
    """One amount. `exercice` is the programme's year; movements add their accounting year."""

    etape: Etape
    montant: Centimes
    exercice: int | None
    exercice_comptable: int | None
    financement: str
    action: str | None
    theme: str | None
    operateur: str | None
    partenaire: str | None
    groupe: str | None
    nature: str | None
    enveloppe: str | None


class Axe(StrEnum):
    """What amounts are summed by."""

    PARTENAIRE = "partenaire"
    THEME = "theme"
    OPERATEUR = "operateur"


#: How people name axes.
LIBELLES_AXES = {Axe.PARTENAIRE: "Partenaire", Axe.THEME: "Thème", Axe.OPERATEUR: "Opérateur"}


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


def read_faits(contrat: Contrat) -> list[Fait]:
    """Read every amount of the contract, all years.

    An unknown amount makes no fact. A movement whose funding is unknown still makes one,
    without partner nor theme: it shows in the tie-out instead of vanishing.
    """
    actions = {(action.code, action.exercice): action for action in contrat.actions}
    groupes = {partenaire.code: partenaire.groupe for partenaire in contrat.partenaires}
    faits: list[Fait] = []
    # What a movement inherits from its funding: what follows its code.
    heritages: dict[str, tuple[int | None, tuple[str | None, ...]]] = {}
    for financement in contrat.financements:
        action = actions.get((financement.action or "", financement.exercice))
        partenaire, nature = financement.partenaire, financement.nature
        code = financement.code
        reste: tuple[str | None, ...] = (
            financement.action,
            action.theme if action else None,
            action.operateur if action else None,
            partenaire,
            groupes.get(partenaire) if partenaire else None,
            nature.value if nature else None,
            financement.enveloppe,
        )
        heritages[code] = (financement.exercice, reste)
        for etape, montant in (
            (Etape.SOLLICITE, financement.sollicite),
            (Etape.PROPOSE, financement.propose),
            (Etape.PROGRAMME, financement.programme),
        ):
            if montant is not None:
                faits.append(Fait(etape, montant, financement.exercice, None, code, *reste))
    for mouvement in contrat.mouvements:
        if mouvement.montant is None or mouvement.stade is None:
            continue
        code = mouvement.financement or ""
        exercice, reste = heritages.get(code) or (None, (None,) * 7)
        faits.append(
            Fait(
                ETAPE_DU_STADE[mouvement.stade],
                mouvement.montant,
                exercice,
                mouvement.exercice_comptable,
                code,
                *reste,
            )
        )
    return faits


def faits_de(faits: Iterable[Fait], exercice: int | None) -> list[Fait]:
    """Keep the facts of a programme's year; None keeps all.

    A fact without a year (its funding is unknown) belongs to none, so it is kept in
    each: it must show wherever somebody looks.
    """
    if exercice is None:
        return list(faits)
    return [fait for fait in faits if fait.exercice == exercice or fait.exercice is None]


def consolidate(faits: Iterable[Fait], axe: Axe, cles: Sequence[str]) -> list[LigneConsolidee]:
    """Sum facts along one axis, by partner, nature, stage and accounting year.

    Rows come in the order of `cles`; amounts whose key is not listed come last, under
    the empty key.
    """
    rangs = {cle: rang for rang, cle in enumerate(cles)}
    # Facts are many and groups few: sum as they come, then name the groups.
    brutes: dict[tuple[Any, ...], Centimes] = defaultdict(int)
    groupe_de = attrgetter(axe.value, "partenaire", "nature", "etape", "exercice_comptable")
    for fait in faits:
        brutes[groupe_de(fait)] += fait.montant
    sommes: dict[tuple[str, str, str, Etape, int | None], Centimes] = defaultdict(int)
    for (cle, partenaire, nature, etape, comptable), montant in brutes.items():
        connue = cle if cle in rangs else ""
        sommes[connue, partenaire or "", nature or "", etape, comptable] += montant
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
    """List the declared keys of an axis, in sheet order; a row without key claims nothing."""
    lignes: tuple[Partenaire | Theme | Operateur, ...] = contrat.operateurs
    if axe is Axe.PARTENAIRE:
        lignes = contrat.partenaires
    elif axe is Axe.THEME:
        lignes = contrat.themes
    return tuple(ligne.code for ligne in lignes if ligne.code)


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
