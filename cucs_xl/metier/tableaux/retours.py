"""The follow-up of what partners were asked in a year: what came, what did not.

Source: contract, 3.2: the annual bilan takes in « l'Etat comme chacun des partenaires ».
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cucs_xl.metier.attente import is_muet
from cucs_xl.metier.modele import Contrat, Retour
from cucs_xl.metier.nomenclature import SILENCIEUX, EtatRetour, ModeleRetour
from cucs_xl.metier.parametres import read_situation

#: What is printed for a sheet owed of which nothing came.
NON_COMMUNIQUE = "non communiqué"


class LigneRetour(NamedTuple):
    """A sheet asked; `retard` in days at the day of the situation, None when it is not late."""

    retour: Retour
    nom: str
    sujet: str
    retard: int | None


class Compte(NamedTuple):
    """How many sheets of a kind were asked, came, are complete; optional ones only if they came."""

    modele: ModeleRetour
    demandes: int
    recus: int
    complets: int


class SuiviRetours(NamedTuple):
    """The follow-up of a year."""

    comptes: tuple[Compte, ...]
    silences: tuple[LigneRetour, ...]
    recus: tuple[LigneRetour, ...]


def build_suivi(contrat: Contrat, exercice: int) -> SuiviRetours:
    """Part what came from what did not; a new action that nobody proposed is neither."""
    de_annee = [r for r in contrat.retours if r.exercice == exercice and r.modele is not None]
    muets = [r for r in de_annee if is_muet(r)]
    recus = [r for r in de_annee if r.etat is not None and r.etat not in SILENCIEUX]
    situation = read_situation(contrat)
    noms = _read_noms(contrat)
    intitules = {
        a.code: a.intitule
        for a in sorted(contrat.actions, key=lambda a: a.exercice or 0)
        if (a.exercice or 0) <= exercice
    }

    def ligne(retour: Retour) -> LigneRetour:
        sujet = retour.action or ""
        if intitule := intitules.get(sujet):
            sujet = f"{intitule} ({sujet})"
        nom = noms.get((retour.modele is ModeleRetour.CREDITS, retour.destinataire or ""))
        return LigneRetour(
            retour, nom or retour.destinataire or "", sujet, _late(retour, situation)
        )

    return SuiviRetours(
        tuple(_count(modele, muets, recus) for modele in ModeleRetour
              if any(r.modele is modele for r in (*muets, *recus))),
        tuple(map(ligne, muets)),
        tuple(map(ligne, recus)),
    )  # fmt: skip


def _read_noms(contrat: Contrat) -> dict[tuple[bool, str], str | None]:
    """Name the recipients: a code may be both a funder's and an operator's."""
    noms: dict[tuple[bool, str], str | None] = {
        (True, p.code): p.partenaire for p in contrat.partenaires
    }
    return noms | {(False, o.code): o.operateur for o in contrat.operateurs}


def _late(retour: Retour, situation: date | None) -> int | None:
    if situation is None or retour.echeance is None or situation <= retour.echeance:
        return None
    return (situation - retour.echeance).days


def _count(modele: ModeleRetour, muets: Sequence[Retour], recus: Sequence[Retour]) -> Compte:
    siens = [r for r in recus if r.modele is modele]
    return Compte(
        modele,
        len(siens) + sum(r.modele is modele for r in muets),
        len(siens),
        sum(r.etat is EtatRetour.COMPLET for r in siens),
    )
