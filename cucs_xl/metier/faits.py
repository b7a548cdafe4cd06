"""Facts: every amount of a contract, each with all that it can be summed by.

Every figure of the product comes from `read_faits`; tables, ledger, command line and
region are sums of facts.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from cucs_xl.metier.modele import Contrat
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


#: Stages that follow the planned key over quartiers; those after follow the realised one.
PREVUES = (Etape.SOLLICITE, Etape.PROPOSE, Etape.PROGRAMME, Etape.ENGAGE)


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
    # Known once the amount is split (see `ventilation`).
    quartier: str | None = None
    regime: str | None = None


#: The last contract read and its facts: rules ask for the same one after another.
_derniers: tuple[Contrat, list[Fait]] | None = None


def read_faits(contrat: Contrat) -> list[Fait]:
    """Read every amount of the contract, all years; give them once to whoever asks again."""
    global _derniers  # noqa: PLW0603 - a memory of one, keyed by identity
    if _derniers is None or _derniers[0] is not contrat:
        _derniers = (contrat, _read_faits(contrat))
    return list(_derniers[1])


def _read_faits(contrat: Contrat) -> list[Fait]:
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
