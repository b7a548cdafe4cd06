"""« Consolider »: tidy rows, ledger and tie-out; the split over quartiers brought up to date."""

from collections.abc import Sequence
from typing import NamedTuple

from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.lecture import exercice_de, read_entier, read_maitre, sans_ramassage
from cucs_xl.excel.classeur import Classeur
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.consolidation import Ecart, LigneConsolidee, check_ecarts, consolidate_axes
from cucs_xl.metier.enveloppe import LigneEnveloppe, build_registre
from cucs_xl.metier.faits import Fait, faits_de, read_faits
from cucs_xl.metier.lecture import Lecture
from cucs_xl.metier.modele import (
    ACTIONS,
    AVENANTS,
    ENVELOPPES,
    EXERCICES,
    FINANCEMENTS,
    MOUVEMENTS,
    OPERATEURS,
    PARAMETRES,
    PARTENAIRES,
    QUARTIERS,
    REPARTITION,
    THEMES,
    VENTILATION,
    Contrat,
)
from cucs_xl.metier.ventilation import build_ventilations

#: What a consolidation reads; the other tables cannot change an amount.
CONSOLIDEES = (
    PARAMETRES, EXERCICES, QUARTIERS, THEMES, PARTENAIRES, OPERATEURS,
    ENVELOPPES, AVENANTS, ACTIONS, REPARTITION, FINANCEMENTS, MOUVEMENTS,
)  # fmt: skip


class Consolidation(NamedTuple):
    """Tidy rows, ledger and tie-out of one year, or of the whole contract (None)."""

    contrat: Contrat
    exercice: int | None
    faits: Sequence[Fait]
    registre: tuple[LigneEnveloppe, ...]
    lignes: tuple[LigneConsolidee, ...]
    ecarts: tuple[Ecart, ...]
    anomalies: tuple[Anomalie, ...]

    @property
    def fausse(self) -> bool:
        """Tell whether something unread or unattributed falsifies a total."""
        return any(a.gravite is Gravite.BLOQUANTE for a in self.anomalies) or any(
            ecart.ecart for ecart in self.ecarts
        )


@sans_ramassage()
def consolider(
    classeur: Classeur, exercice: int | None = None, *, tout: bool = False, ecrire: bool = False
) -> Consolidation:
    """Consolidate one year (the one the workbook shows by default), or the whole contract.

    `ecrire` also writes the split over quartiers, which formulas cannot make.
    """
    lecture = read_entier(classeur) if ecrire else read_maitre(classeur, CONSOLIDEES)
    consolidation = build_consolidation(
        lecture, None if tout else exercice_de(lecture.contrat, exercice)
    )
    if ecrire:
        ventilations = build_ventilations(lecture.contrat, consolidation.faits)
        ecritures = {VENTILATION.nom: to_cellules(VENTILATION, ventilations)}
        write_tables(classeur, lecture.contrat, lecture.contrat, ecritures, "consolider")
    return consolidation


def build_consolidation(lecture: Lecture, exercice: int | None) -> Consolidation:
    """Consolidate what was read."""
    contrat = lecture.contrat
    faits = read_faits(contrat)
    retenus = faits_de(faits, exercice)
    lignes = consolidate_axes(contrat, retenus)
    registre = build_registre(contrat, faits)
    if exercice is not None:
        registre = tuple(r for r in registre if r.enveloppe.exercice == exercice)
    ecarts = tuple(check_ecarts(contrat, exercice, lignes))
    return Consolidation(contrat, exercice, faits, registre, lignes, ecarts, lecture.anomalies)
