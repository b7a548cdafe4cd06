"""The envelope ledger: what each envelope is worth, what was decided and spent on it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from cucs_xl.metier.faits import Etape, Fait
from cucs_xl.metier.modele import Contrat, Enveloppe
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import StatutAvenant

#: Stages that the ledger follows, in its column order.
SUIVIES = (Etape.PROGRAMME, Etape.ENGAGE, Etape.MANDATE, Etape.PAYE)


class LigneEnveloppe(NamedTuple):
    """One envelope, in cents. None is unknown, and unknown is contagious.

    `actualise` is montant plus signed avenants. `plafond` is what this line itself may
    programme: actualise minus its *dont* (442 000 − 290 000 = 152 000), so that a credit
    never counts in both. `disponible` may be negative: over-programming.
    """

    enveloppe: Enveloppe
    groupe: str | None
    avenants: Centimes
    actualise: Centimes | None
    dont: Centimes | None
    plafond: Centimes | None
    programme: Centimes
    engage: Centimes
    mandate: Centimes
    paye: Centimes

    @property
    def disponible(self) -> Centimes | None:
        """What remains to programme; None while the ceiling is unknown."""
        return None if self.plafond is None else self.plafond - self.programme


def build_registre(contrat: Contrat, faits: Iterable[Fait]) -> tuple[LigneEnveloppe, ...]:
    """Build the ledger of every year, in sheet order.

    Avenants count once signed, on the envelope they name. An envelope without amount is
    known as soon as one signed avenant sets it: that is how the Région's share arrives
    (contract, 4.3).
    """
    avenants: dict[str, Centimes] = defaultdict(int)
    for avenant in contrat.avenants:
        if (
            avenant.statut is StatutAvenant.SIGNE
            and avenant.enveloppe
            and avenant.montant is not None
        ):
            avenants[avenant.enveloppe] += avenant.montant
    actualises = {
        enveloppe.code: (
            None
            if enveloppe.montant is None and enveloppe.code not in avenants
            else (enveloppe.montant or 0) + avenants.get(enveloppe.code, 0)
        )
        for enveloppe in contrat.enveloppes
    }
    consomme: dict[tuple[str, Etape], Centimes] = defaultdict(int)
    for fait in faits:
        if fait.enveloppe and fait.etape in SUIVIES:
            consomme[fait.enveloppe, fait.etape] += fait.montant
    enfants: dict[str, list[Centimes | None]] = defaultdict(list)
    for enveloppe in contrat.enveloppes:
        if enveloppe.dont:
            enfants[enveloppe.dont].append(actualises[enveloppe.code])
    groupes = {partenaire.code: partenaire.groupe for partenaire in contrat.partenaires}
    lignes = []
    for enveloppe in contrat.enveloppes:
        actualise = actualises[enveloppe.code]
        dont = _add(enfants[enveloppe.code])
        lignes.append(
            LigneEnveloppe(
                enveloppe=enveloppe,
                groupe=groupes.get(enveloppe.partenaire or ""),
                avenants=avenants.get(enveloppe.code, 0),
                actualise=actualise,
                dont=dont,
                plafond=None if actualise is None or dont is None else actualise - dont,
                programme=consomme[enveloppe.code, Etape.PROGRAMME],
                engage=consomme[enveloppe.code, Etape.ENGAGE],
                mandate=consomme[enveloppe.code, Etape.MANDATE],
                paye=consomme[enveloppe.code, Etape.PAYE],
            )
        )
    return tuple(lignes)


def _add(montants: Iterable[Centimes | None]) -> Centimes | None:
    """Sum amounts, unknown as soon as one is."""
    total = 0
    for montant in montants:
        if montant is None:
            return None
        total += montant
    return total


class Dotation(NamedTuple):
    """What is promised for a year, and whose promise is still unknown.

    `inconnus` maps a partner's code, in sheet order, to its reference if it has one.
    """

    connu: Centimes
    inconnus: dict[str, Centimes | None]


def read_dotation(registre: Iterable[LigneEnveloppe], exercice: int) -> Dotation:
    """Add the envelopes of a year, *dont* included once, and name who is left out."""
    connu = 0
    inconnus: dict[str, Centimes | None] = {}
    for ligne in registre:
        enveloppe = ligne.enveloppe
        if enveloppe.exercice != exercice or enveloppe.dont:
            continue
        if ligne.actualise is None:
            inconnus.setdefault(enveloppe.partenaire or enveloppe.code, enveloppe.reference)
        else:
            connu += ligne.actualise
    return Dotation(connu, inconnus)


def format_inconnus(contrat: Contrat, dotation: Dotation) -> str:
    """Name who is left out of a total: « hors État (référence 1 000 €, non notifiée), Région (à définir) »."""
    courts = {p.code: p.court or p.code for p in contrat.partenaires}
    noms = (
        f"{courts.get(code, code)} "
        + (f"(référence {format_euros(reference)}, non notifiée)" if reference else "(à définir)")
        for code, reference in dotation.inconnus.items()
    )
    return f"hors {', '.join(noms)}"
