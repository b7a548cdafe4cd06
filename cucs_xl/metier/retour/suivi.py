"""Who is asked what, and what the follow-up says of it.

A row of tRetours is a sheet asked of a recipient: its key is that of the `Envoi`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cucs_xl.metier.declarants import is_prive, read_declarants
from cucs_xl.metier.formulaire import MODELES, Envoi, Source
from cucs_xl.metier.formulaire.identite import nom_contrat
from cucs_xl.metier.modele import (
    ACTIONS,
    OPERATEURS,
    PARTENAIRES,
    RETOURS,
    Action,
    Contrat,
    Retour,
)
from cucs_xl.metier.nomenclature import (
    DECIDEES,
    SANS_SUITE,
    SILENCIEUX,
    EtatRetour,
    ModeleRetour,
    StatutExercice,
    TypePartenaire,
)
from cucs_xl.metier.parametres import Seuil, read_seuil


def choose_modeles(contrat: Contrat, exercice: int) -> tuple[ModeleRetour, ...]:
    """Give what a year awaits: requests while it is prepared, then what was done and paid."""
    preparation = any(
        e.exercice == exercice and e.statut is StatutExercice.PREPARATION for e in contrat.exercices
    )
    return (ModeleRetour.DEMANDE,) if preparation else (ModeleRetour.FICHE, ModeleRetour.CREDITS)


def build_echeance(contrat: Contrat, envoye_le: date) -> date | None:
    """Give the day by which a sheet sent that day must be back; None: no delay is set."""
    delai = read_seuil(contrat, Seuil.REPONSE)
    return None if delai is None else envoye_le + timedelta(days=round(delai))


def build_envois(
    source: Source,
    modele: ModeleRetour,
    exercice: int,
    envoye_le: date | None = None,
    echeance: date | None = None,
) -> tuple[Envoi, ...]:
    """List the sheets of a kind that a year calls for, in the order of the master.

    Fiche action: each action decided, to its operator. Demande: each action still examined
    or run the year before and not seen since, then a blank one per operator. Crédits: each
    public funder, but the commune, which fills the master itself. An action whose operator
    is unknown is left out (`read_orphelines`).
    """
    contrat = source.contrat
    if modele is ModeleRetour.CREDITS:
        vises: list[tuple[str, str | None]] = [
            (code, None) for code in _read_financeurs(contrat, exercice)
        ]
    else:
        connues = [a for a in _read_actions(contrat, modele, exercice) if _has_operateur(source, a)]
        vises = [(str(a.operateur), a.code) for a in connues]
        if modele is ModeleRetour.DEMANDE:
            codes = dict.fromkeys(o.code for o in contrat.operateurs if o.code)
            vises += [(code, None) for code in codes]
    version, nom = MODELES[modele].version, nom_contrat(contrat)
    return tuple(
        Envoi(modele, version, nom, exercice, code, action, envoye_le, echeance)
        for code, action in vises
    )


def read_orphelines(source: Source, modele: ModeleRetour, exercice: int) -> tuple[str, ...]:
    """Name the actions whose sheet has nobody to go to."""
    if modele is ModeleRetour.CREDITS:
        return ()
    actions = _read_actions(source.contrat, modele, exercice)
    return tuple(a.code for a in actions if not _has_operateur(source, a))


def _has_operateur(source: Source, action: Action) -> bool:
    return bool(action.operateur) and source.row(OPERATEURS, action.operateur or "") is not None


def _read_actions(contrat: Contrat, modele: ModeleRetour, exercice: int) -> Iterator[Action]:
    """Give each action once: of two rows under one key, the first is the one sheets read."""
    vues: set[str] = set()
    annees = {a.code: set[int | None]() for a in contrat.actions}
    for action in contrat.actions:
        annees[action.code].add(action.exercice)
    for action in contrat.actions:
        if not action.code or action.code in vues:
            continue
        if modele is ModeleRetour.FICHE:
            retenue = action.exercice == exercice and action.statut in DECIDEES
        elif action.exercice == exercice:
            retenue = action.statut not in {*DECIDEES, *SANS_SUITE}
        else:
            retenue = (
                action.exercice == exercice - 1
                and action.statut in DECIDEES
                and exercice not in annees[action.code]
            )
        if retenue:
            vues.add(action.code)
            yield action


def _read_financeurs(contrat: Contrat, exercice: int) -> Iterator[str]:
    """Name the public partners who fund that year, and whoever owes a word on its droit commun."""
    financeurs = {f.partenaire for f in contrat.financements if f.exercice == exercice}
    declarants = {p.code for p in read_declarants(contrat, exercice)}
    sollicites = (
        p.code
        for p in contrat.partenaires
        if p.code
        and p.type is not TypePartenaire.COMMUNE
        and (p.code in declarants or (p.code in financeurs and not is_prive(p)))
    )
    yield from dict.fromkeys(sollicites)


def update_retours(
    retours: Sequence[Retour], envois: Iterable[Envoi], empreintes: Mapping[str, str]
) -> tuple[Retour, ...]:
    """Note what is sent: rows in place, new ones at the end.

    `empreintes` are those of the sheets, by key. Earlier ones are kept behind: a partner may
    still fill an older copy. A return already received keeps its state, its date, its reminders.
    """
    envoyes = {envoi.cle: envoi for envoi in envois}
    suite = []
    for retour in retours:
        envoi = envoyes.pop(RETOURS.cle(retour), None)
        suite.append(retour if envoi is None else _resend(retour, envoi, empreintes[envoi.cle]))
    for envoi in envoyes.values():
        neuf = Retour(envoi.modele, envoi.destinataire, envoi.action, envoi.exercice)
        suite.append(_resend(neuf, envoi, empreintes[envoi.cle]))
    return tuple(suite)


def _resend(retour: Retour, envoi: Envoi, empreinte: str) -> Retour:
    anciennes = [e for e in (retour.empreinte or "").split() if e != empreinte]
    muet = retour.recu_le is None and retour.etat in {*SILENCIEUX, None}
    return retour._replace(
        envoye_le=envoi.envoye_le,
        echeance=envoi.echeance,
        etat=EtatRetour.ENVOYE if muet else retour.etat,
        empreinte=" ".join((empreinte, *anciennes)),
    )


class Correspondant(NamedTuple):
    """Who a sheet goes to; `courriel` as it was typed."""

    nom: str
    courriel: str | None


def read_correspondant(source: Source, modele: ModeleRetour, code: str) -> Correspondant:
    """Find the recipient: a funder for credits, an operator for anything else."""
    if modele is ModeleRetour.CREDITS:
        partenaire = source.row(PARTENAIRES, code)
        if partenaire is not None:
            return Correspondant(partenaire.partenaire or code, partenaire.courriel)
        return Correspondant(code, None)
    operateur = source.row(OPERATEURS, code)
    if operateur is not None:
        return Correspondant(operateur.operateur or code, operateur.courriel)
    return Correspondant(code, None)


def spell_sujet(source: Source, envoi: Envoi) -> str:
    """Say what a sheet is about, as its recipient knows it; last year's title for a renewal."""
    if envoi.action is None:
        return (
            "nouvelle action" if envoi.modele is ModeleRetour.DEMANDE else "crédits et droit commun"
        )
    annees = (envoi.exercice, envoi.exercice - 1)
    lignes = (source.row(ACTIONS, f"{envoi.action}|{annee}") for annee in annees)
    intitule = next((a.intitule for a in lignes if a is not None and a.intitule), "")
    return f"{envoi.action} – {intitule}" if intitule else envoi.action


def name_fichier(envoi: Envoi) -> str:
    """Name the file of a sheet for people: the program never reads it back."""
    quoi = "nouvelle" if envoi.modele is ModeleRetour.DEMANDE else None
    parts = (MODELES[envoi.modele].fichier, envoi.exercice, envoi.action or quoi, envoi.destinataire)  # fmt: skip
    return "_".join(clean_nom(str(part)) for part in parts if part is not None) + ".xlsx"


def clean_nom(texte: str) -> str:
    """Leave in a name only what every file system takes; two codes never give the same."""
    return re.sub(r"[^\w-]", lambda signe: f"={ord(signe[0]):02X}=", texte)
