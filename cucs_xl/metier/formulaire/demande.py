"""The operator's request for the coming year, renewed or new.

Source: contract, 3.2 (« critères et indicateurs … définis clairement dans les fiches
projet ») and the dossier commun (budget of the action, charges equal to products).
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from cucs_xl.metier.formulaire.communs import (
    ATTESTATION,
    build_budget,
    build_equilibres,
    build_quartiers,
    build_unique,
    code_action,
    find_precedente,
)
from cucs_xl.metier.formulaire.langage import (
    Bloc,
    Case,
    Envoi,
    Forme,
    Modele,
    Question,
    Rangee,
    Rappel,
    Somme,
    Source,
    build_rangee,
)
from cucs_xl.metier.matrice import Paire
from cucs_xl.metier.modele import (
    ACTIONS,
    BUDGETS,
    FICHES,
    FINANCEMENTS,
    INDICATEURS,
    MESURES,
    OPERATEURS,
    Contrat,
    Financement,
    Indicateur,
    Mesure,
)
from cucs_xl.metier.nomenclature import ModeleRetour, Origine, Sexe
from cucs_xl.metier.programmation.proposition import build_financement
from cucs_xl.metier.programmation.resultat import Lieu
from cucs_xl.metier.schema import MONTANT, TEXTE, Table, cle_pliee

# fmt: off
_IDENTITE = build_unique(
    "identite", "Opérateur",
    Rappel("operateur", "Opérateur", TEXTE),
    Question(OPERATEURS, "Statut juridique", requise=True),
    Question(OPERATEURS, "Courriel", requise=True, aide="Adresse où vous écrire."),
    Question(OPERATEURS, "SIRET", libelle="N° SIRET", aide="14 chiffres. Une association qui n'en a pas laisse vide et donne son numéro RNA."),
    Question(OPERATEURS, "RNA", libelle="N° RNA"),
    Question(FICHES, "Responsable", requise=True, libelle="Responsable de l'action"),
)
_ACTION = build_unique(
    "action", "Action",
    Question(ACTIONS, "Intitulé", requise=True, libelle="Intitulé de l'action"),
    Question(ACTIONS, "Thème", requise=True),
    Question(ACTIONS, "Objectif", requise=True),
    Question(ACTIONS, "Reconduction", requise=True, libelle="Nouvelle ou reconduite"),
    Question(FICHES, "Besoin", requise=True, libelle="Besoin constaté", lignes=3),
    Question(FICHES, "Description", requise=True, libelle="Description de l'action", lignes=5),
    Question(FICHES, "Calendrier", requise=True, lignes=2),
    Question(ACTIONS, "Date début", requise=True, libelle="Date de début"),
    Question(ACTIONS, "Date fin", requise=True, libelle="Date de fin"),
    Question(FICHES, "Moyens humains", requise=True, lignes=2),
    Question(FICHES, "Participation des habitants", lignes=2),
)
_PUBLICS = build_unique(
    "publics", "Public",
    Question(ACTIONS, "Public", requise=True, libelle="Public visé", lignes=2),
    Question(FICHES, "Bénéficiaires attendus", requise=True, libelle="Bénéficiaires attendus, toute la commune (personnes)"),
    Question(FICHES, "Habitants attendus", requise=True, libelle="dont habitants des quartiers du contrat"),
)

_PARTENAIRE, _NATURE = (
    Question(FINANCEMENTS, "Partenaire", requise=True, libelle="Financeur"),
    Question(FINANCEMENTS, "Nature", requise=True),
)
_CASES_PLAN: tuple[Case, ...] = (
    _PARTENAIRE, _NATURE,
    Rappel("precedent", "Accordé l'année précédente", MONTANT),
    Question(FINANCEMENTS, "Sollicité", requise=True, libelle="Demandé"),
    Question(FINANCEMENTS, "Ferme", libelle="Accord déjà obtenu ?", aide="ferme : le financeur s'est engagé par écrit ; sollicité : il a seulement été demandé."),
)


def _fill_plan(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    """Give the fundings asked already, with last year's decision beside each.

    A renewal not asked yet is given last year's funders, on rows that count once an amount
    is typed.
    """
    pli, precedente = cle_pliee(code_action(envoi)), find_precedente(source, envoi)
    siens = [f for f in source.contrat.financements if f.code and cle_pliee(f.action or "") == pli]
    accordes = {
        (f.partenaire, f.nature): f.programme for f in siens if f.exercice == envoi.exercice - 1
    }
    for f in siens:
        if f.exercice == envoi.exercice:
            rappels = {"precedent": accordes.get((f.partenaire, f.nature))}
            yield build_rangee(source, _CASES_PLAN, f.code, {FINANCEMENTS.nom: f.code}, rappels)
    if precedente:
        for (partenaire, nature), accorde in accordes.items():
            rappels = {"precedent": accorde}
            suggestions = {_PARTENAIRE.code: partenaire, _NATURE.code: nature}
            rangee = build_rangee(
                source, _CASES_PLAN, f"+{partenaire} {nature}", {}, rappels, facultative=True, suggestions=suggestions
            )
            yield rangee._replace(nouvelle=True)


def _build_financement(
    contrat: Contrat, envoi: Envoi, valeurs: Mapping[str, Any]
) -> tuple[tuple[Table, Financement], ...]:
    partenaire, nature = valeurs.get(_PARTENAIRE.code), valeurs.get(_NATURE.code)
    if partenaire is None or nature is None:
        raise ValueError("choisissez le financeur et la nature des crédits de cette ligne")
    codes = {cle_pliee(f.code) for f in contrat.financements if f.code}
    lieu = Lieu((code_action(envoi), envoi.exercice), Paire(partenaire, nature))
    return ((FINANCEMENTS, build_financement(contrat, lieu, None, codes)),)


_PLAN = Bloc(
    "plan", "Plan de financement", Forme.LISTE, _CASES_PLAN, _fill_plan,
    "Tout ce qui finance l'action, y compris votre autofinancement. Demandé n'est pas accordé.",
    libres=5, naitre=_build_financement, total=(Question(FINANCEMENTS, "Sollicité").code,), retirable=True, minimum=1,
)

_INITIALE = Question(MESURES, "Initiale", libelle="Départ", aide="Valeur avant l'action ; vide si elle n'est pas connue.")
_CIBLE = Question(MESURES, "Cible", requise=True)
_CASES_INDICATEURS: tuple[Case, ...] = (
    Question(INDICATEURS, "Indicateur", requise=True, libelle="Indicateur"),
    Question(INDICATEURS, "Type", requise=True),
    Question(INDICATEURS, "Unité", requise=True),
    Question(INDICATEURS, "Sens", libelle="Progrès"),
    Question(INDICATEURS, "Source", requise=True, libelle="Comment c'est mesuré"),
    _INITIALE,
    _CIBLE,
)


def _fill_indicateurs(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    """Give the action's indicators; last year's result is where the new year starts from."""
    pli, precedente = cle_pliee(code_action(envoi)), find_precedente(source, envoi)
    for indicateur in source.contrat.indicateurs:
        if indicateur.code and cle_pliee(indicateur.action or "") == pli:
            cles = {INDICATEURS.nom: indicateur.code, MESURES.nom: _cle_mesure(indicateur, envoi.exercice)}
            suggestions = {}
            avant = source.row(MESURES, _cle_mesure(indicateur, precedente.split("|")[1])) if precedente else None
            if avant:
                suggestions = {_INITIALE.code: avant.realisee, _CIBLE.code: avant.cible}
            yield build_rangee(source, _CASES_INDICATEURS, indicateur.code, cles, suggestions=suggestions)


def _cle_mesure(indicateur: Indicateur, exercice: int | str) -> str:
    return f"{indicateur.code}|{exercice}||{Sexe.ENSEMBLE}"


def _build_indicateur(
    contrat: Contrat, envoi: Envoi, _valeurs: Mapping[str, Any]
) -> tuple[tuple[Table, Any], ...]:
    """Number the indicator after those of the action, whatever their kind."""
    action = code_action(envoi)
    pris = {cle_pliee(i.code) for i in contrat.indicateurs if i.code}
    code = next(c for n in count(1) if cle_pliee(c := f"{action}-I{n}") not in pris)
    objectif = next((a.objectif for a in reversed(contrat.actions) if a.code == action), None)
    indicateur = Indicateur(code, action=action, objectif=objectif, origine=Origine.FICHE)
    return ((INDICATEURS, indicateur), (MESURES, Mesure(code, envoi.exercice, sexe=Sexe.ENSEMBLE)))


_INDICATEURS = Bloc(
    "indicateurs", "Indicateurs", Forme.LISTE, _CASES_INDICATEURS, _fill_indicateurs,
    "Au moins un indicateur de résultat : ce que l'action change, pas seulement ce qu'elle fait.",
    libres=4, naitre=_build_indicateur, retirable=True, minimum=1,
)
MODELE = Modele(
    ModeleRetour.DEMANDE, 1, "Demande de financement", "demande",
    (
        _IDENTITE, _ACTION, _PUBLICS, build_quartiers(realise=False), _INDICATEURS, _PLAN,
        *build_budget(realise=False), ATTESTATION,
    ),
    sommes=(Somme(Question(ACTIONS, "Coût prévisionnel"), "charges", Question(BUDGETS, "Prévu").code),),
    equilibres=build_equilibres("Prévu"),
)
# fmt: on
