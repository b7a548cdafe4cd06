"""The blocks that several sheets share: budget by accounts, quartiers, attestation."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from cucs_xl.metier.formulaire.langage import (
    A_NAITRE,
    UNIQUE,
    Bloc,
    Case,
    Envoi,
    Equilibre,
    Forme,
    Question,
    Rangee,
    Rappel,
    Role,
    Source,
    build_rangee,
)
from cucs_xl.metier.modele import (
    ACTIONS,
    BUDGETS,
    FICHES,
    OBJECTIFS,
    OPERATEURS,
    QUARTIERS,
    REPARTITION,
    RETOURS,
    THEMES,
)
from cucs_xl.metier.nomenclature import (
    LIBELLES_COMPTES,
    Compte,
    ModeleRetour,
    Reconduction,
    Sens,
    sens_de,
)
from cucs_xl.metier.schema import TEXTE, Sorte

CHARGES = tuple(c for c in Compte if sens_de(c) is Sens.CHARGE and c is not Compte.C69)
PRODUITS = tuple(c for c in Compte if sens_de(c) is Sens.PRODUIT)


def code_action(envoi: Envoi) -> str:
    """Give the code of the sheet's action, or what stands for it before it has one."""
    return envoi.action or A_NAITRE


def cle_action(envoi: Envoi) -> str:
    """Give the key of the sheet's action in its year."""
    return f"{code_action(envoi)}|{envoi.exercice}"


def find_precedente(source: Source, envoi: Envoi) -> str | None:
    """Find the action's last earlier year, when a request renews it and the master has no row yet."""
    if envoi.modele is not ModeleRetour.DEMANDE or source.row(ACTIONS, cle_action(envoi)):
        return None
    annees = [
        a.exercice
        for a in source.contrat.actions
        if a.code == envoi.action and a.exercice and a.exercice < envoi.exercice
    ]
    return f"{envoi.action}|{max(annees)}" if annees else None


def suggest(source: Source, cases: Iterable[Case], cles: Mapping[str, str]) -> dict[str, Any]:
    """Give what earlier rows say, dates apart: a year's dates are not the next one's."""
    return {
        case.code: source.value(case, cles)
        for case in cases
        if isinstance(case, Question) and case.genre.sorte is not Sorte.DATE
    }


def fill_unique(cases: tuple[Case, ...], source: Source, envoi: Envoi) -> Iterator[Rangee]:
    """Fill the only row of a block about the operator, its action and the sheet itself."""
    action = source.row(ACTIONS, cle_action(envoi))
    operateur = source.row(OPERATEURS, envoi.destinataire)
    theme = source.row(THEMES, action.theme or "") if action else None
    objectif = source.row(OBJECTIFS, action.objectif or "") if action else None
    rappels = {
        "operateur": operateur.operateur if operateur else None,
        "theme": theme.theme if theme else None,
        "objectif": objectif.objectif if objectif else None,
    }
    cles = {
        ACTIONS.nom: cle_action(envoi),
        FICHES.nom: cle_action(envoi),
        OPERATEURS.nom: envoi.destinataire,
        RETOURS.nom: envoi.cle,
    }
    precedente = find_precedente(source, envoi)
    suggestions = {}
    if precedente:
        suggestions = suggest(source, cases, {ACTIONS.nom: precedente, FICHES.nom: precedente})
        suggestions[f"{ACTIONS.nom}.Reconduction"] = Reconduction.RECONDUITE
    yield build_rangee(source, cases, UNIQUE, cles, rappels, suggestions=suggestions)


def build_unique(code: str, titre: str, *cases: Case, consigne: str = "") -> Bloc:
    """Declare a block asked question by question."""
    return Bloc(code, titre, Forme.FICHE, cases, partial(fill_unique, cases), consigne)


def build_budget(*, realise: bool) -> tuple[Bloc, ...]:
    """Declare the accounts of the action: charges beside products, volunteering apart."""
    prevu = Question(BUDGETS, "Prévu", Role.LECTURE if realise else Role.SAISIE)
    cases: tuple[Case, ...] = (Rappel("compte", "Compte", TEXTE), prevu)
    demande = Question(BUDGETS, "Réalisé", requise=True) if realise else prevu
    if realise:
        cases = (*cases, demande)

    def fill(comptes: tuple[Compte, ...], source: Source, envoi: Envoi) -> Iterator[Rangee]:
        for compte in comptes:
            cles = {BUDGETS.nom: f"{cle_action(envoi)}|{compte}"}
            depose = source.value(prevu, cles)
            rappels = {"compte": f"{compte} – {LIBELLES_COMPTES[compte]}"}
            # Only an account that was planned must be answered: the others may not concern it.
            libre = not (realise and depose)
            yield build_rangee(source, cases, compte, cles, rappels, facultative=libre)

    def bloc(
        code: str, titre: str, comptes: tuple[Compte, ...], consigne: str = "", *, cote: bool
    ) -> Bloc:
        return Bloc(
            code, titre, Forme.LISTE, cases, partial(fill, comptes), consigne,
            neant=demande.code, total=tuple(c.code for c in cases[1:]), cote=cote,
        )  # fmt: skip

    return (
        bloc(
            "charges", "Charges", CHARGES, cote=False,
            consigne="Le budget de l'action, pas celui de l'organisme. Une case vide n'est pas un zéro : si le compte est à zéro, cochez « néant ».",
        ),
        bloc("produits", "Produits", PRODUITS, cote=True),
        bloc("emplois", "Contributions volontaires : emplois", (Compte.C86,), cote=False, consigne="Bénévolat, prêts de salles : à part du budget, 86 égal à 87."),
        bloc("ressources", "Contributions volontaires : ressources", (Compte.C87,), cote=True),
    )  # fmt: skip


def build_equilibres(champ: str) -> tuple[Equilibre, ...]:
    """Declare what must balance: cash, then volunteering, never added to it."""
    case = Question(BUDGETS, champ).code
    return (
        Equilibre(
            "charges égales aux produits", case,
            ("charges", tuple(CHARGES)), ("produits", tuple(PRODUITS)), requis=True,
        ),
        Equilibre(
            "86 égal à 87", case,
            ("emplois", (Compte.C86,)), ("ressources", (Compte.C87,)), requis=False,
        ),
    )  # fmt: skip


def build_quartiers(*, realise: bool) -> Bloc:
    """Declare the share of each quartier, which makes 100 %."""
    prevue = Question(
        REPARTITION, "Part", Role.LECTURE if realise else Role.SAISIE, libelle="Part prévue"
    )
    cases: tuple[Case, ...] = (
        Rappel("quartier", "Quartier", TEXTE),
        Rappel("regime", "Géographie", TEXTE),
        prevue,
    )  # fmt: skip
    if realise:
        cases = (*cases, Question(REPARTITION, "Part réalisée", requise=True))

    def fill(source: Source, envoi: Envoi) -> Iterator[Rangee]:
        fin, precedente = date(envoi.exercice, 12, 31), find_precedente(source, envoi)
        for quartier in source.contrat.table(QUARTIERS):
            if not quartier.code or (quartier.valide_du or fin) > fin:
                continue
            cles = {REPARTITION.nom: f"{cle_action(envoi)}|{quartier.code}"}
            rappels = {"quartier": quartier.quartier, "regime": quartier.regime}
            libre = not (realise and source.value(prevue, cles))
            avant = {REPARTITION.nom: f"{precedente}|{quartier.code}"} if precedente else {}
            yield build_rangee(
                source, cases, quartier.code, cles, rappels, facultative=libre,
                suggestions=suggest(source, cases, avant),
            )  # fmt: skip

    return Bloc(
        "quartiers", "Quartiers", Forme.LISTE, cases, fill,
        "Quelle part de l'action va à chaque quartier ? Le total fait 100 %.",
        total=tuple(c.code for c in cases[2:]),
    )  # fmt: skip


ATTESTATION = build_unique(
    "attestation", "Attestation",
    Question(RETOURS, "Signataire", requise=True, libelle="Nom du signataire", aide="Qui atteste que ces renseignements sont exacts."),
    Question(RETOURS, "Qualité", requise=True, aide="Par exemple présidence, direction, trésorerie."),
    Question(RETOURS, "Signé le", requise=True, libelle="Date"),
    consigne="En remplissant ces trois cases, vous certifiez exacts les renseignements de cette fiche.",
)  # fmt: skip
