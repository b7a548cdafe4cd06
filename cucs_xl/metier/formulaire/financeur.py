"""The funder's sheet: what it decided and paid by action, what its ordinary policies bring.

Source: contract, 3.2 (« la mesure des moyens de droit commun mis en œuvre », for the State
as for each partner), 4.1 to 4.3.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from cucs_xl.metier.faits import Etape, read_faits
from cucs_xl.metier.formulaire.communs import ATTESTATION
from cucs_xl.metier.formulaire.langage import (
    UNIQUE,
    Bloc,
    Case,
    Envoi,
    Forme,
    Modele,
    Question,
    Rangee,
    Rappel,
    Role,
    Source,
    build_rangee,
)
from cucs_xl.metier.modele import (
    ACTIONS,
    DROIT_COMMUN,
    FINANCEMENTS,
    MOUVEMENTS,
    PARTENAIRES,
    RETOURS,
    Contrat,
    DroitCommun,
    Financement,
    Mouvement,
)
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import SPECIFIQUES, ModeleRetour
from cucs_xl.metier.schema import MONTANT, TEXTE, Table, cle_pliee

# fmt: off
_CASES_IDENTITE: tuple[Case, ...] = (
    Question(PARTENAIRES, "Partenaire", Role.LECTURE, libelle="Financeur"),
    Question(PARTENAIRES, "Courriel", requise=True, aide="Adresse du service qui répond."),
    Question(PARTENAIRES, "SIRET", libelle="N° SIRET"),
)


def _fill_identite(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    cles = {PARTENAIRES.nom: envoi.destinataire, RETOURS.nom: envoi.cle}
    yield build_rangee(source, _CASES_IDENTITE, UNIQUE, cles)


_IDENTITE = Bloc("identite", "Financeur", Forme.FICHE, _CASES_IDENTITE, _fill_identite)

_CASES_CREDITS: tuple[Case, ...] = (
    Rappel("action", "Action", TEXTE),
    Question(FINANCEMENTS, "Nature", Role.LECTURE),
    Question(FINANCEMENTS, "Sollicité", Role.LECTURE),
    Question(FINANCEMENTS, "Programmé", Role.LECTURE),
    Rappel("paye", "Payé, connu de la ville", MONTANT),
    Question(FINANCEMENTS, "Notifié", requise=True, aide="Montant de votre décision : ce n'est pas encore un paiement. Rien n'est accordé : cochez « néant »."),
    Question(FINANCEMENTS, "Notifié le", requise=True),
    Question(FINANCEMENTS, "Décision", libelle="N° de décision"),
)


def _siens(contrat: Contrat, envoi: Envoi) -> list[Financement]:
    return [
        f for f in contrat.financements
        if f.code and f.exercice == envoi.exercice and f.partenaire == envoi.destinataire
    ]


def _fill_credits(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    payes: dict[str, Centimes] = {}
    for fait in read_faits(source.contrat):
        if fait.etape is Etape.PAYE:
            payes[fait.financement] = payes.get(fait.financement, 0) + fait.montant
    for f in _siens(source.contrat, envoi):
        action = source.row(ACTIONS, f"{f.action}|{f.exercice}")
        rappels = {
            "action": f"{f.action} – {action.intitule}" if action else f.action,
            "paye": payes.get(f.code),
        }
        cles = {FINANCEMENTS.nom: f.code}
        yield build_rangee(source, _CASES_CREDITS, f.code, cles, rappels, facultative=not f.programme)


_CREDITS = Bloc(
    "credits", "Crédits par action", Forme.LISTE, _CASES_CREDITS, _fill_credits,
    "« Notifié » est le montant de votre décision, avec sa date et son numéro ; les paiements se disent dans la feuille Paiements.",
    neant=Question(FINANCEMENTS, "Notifié").code,
    total=(
        Question(FINANCEMENTS, "Sollicité").code, Question(FINANCEMENTS, "Programmé").code,
        Rappel("paye", "", MONTANT).code, Question(FINANCEMENTS, "Notifié").code,
    ),
)

_FINANCEMENT, _STADE = Question(MOUVEMENTS, "Financement"), Question(MOUVEMENTS, "Stade")
_CASES_VERSEMENTS: tuple[Case, ...] = (
    Question(MOUVEMENTS, "Financement", requise=True, libelle="Financement", aide="Choisissez dans la liste : action, financeur, nature."),
    Question(MOUVEMENTS, "Stade", requise=True),
    Question(MOUVEMENTS, "Type"),
    Question(MOUVEMENTS, "Date", requise=True),
    Question(MOUVEMENTS, "Exercice comptable", requise=True, libelle="Exercice comptable"),
    Question(MOUVEMENTS, "Montant", requise=True),
    Question(MOUVEMENTS, "Pièce", libelle="N° de pièce"),
)


def _fill_versements(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    codes = {f.code for f in _siens(source.contrat, envoi)}
    for mouvement in source.contrat.mouvements:
        if mouvement.code and mouvement.financement in codes:
            cles = {MOUVEMENTS.nom: mouvement.code}
            yield build_rangee(source, _CASES_VERSEMENTS, mouvement.code, cles)


def _build_mouvement(
    contrat: Contrat, envoi: Envoi, valeurs: Mapping[str, Any]
) -> tuple[tuple[Table, Mouvement], ...]:
    if valeurs.get(_FINANCEMENT.code) is None or valeurs.get(_STADE.code) is None:
        raise ValueError("choisissez le financement et le stade de cette ligne")
    if valeurs[_FINANCEMENT.code] not in {f.code for f in _siens(contrat, envoi)}:
        raise ValueError("ce financement n'est pas l'un des vôtres : choisissez-le dans la liste")
    pris = {cle_pliee(m.code) for m in contrat.mouvements if m.code}
    depart = len(contrat.mouvements) + 1
    code = next(c for n in count(depart) if cle_pliee(c := f"M{n:04d}") not in pris)
    return ((MOUVEMENTS, Mouvement(code)),)


_VERSEMENTS = Bloc(
    "versements", "Engagements et paiements", Forme.LISTE, _CASES_VERSEMENTS, _fill_versements,
    "Chaque engagement et chaque paiement, à sa date, avec son numéro. Un paiement 2008 d'une action 2007 porte l'exercice comptable 2008.",
    libres=8, naitre=_build_mouvement, retirable=True,
)

_CASES_THEMES: tuple[Case, ...] = (
    Rappel("theme", "Thème", TEXTE),
    Rappel("specifique", "Vos crédits spécifiques programmés", MONTANT),
    Rappel("commun_actions", "Votre droit commun dans les actions", MONTANT),
)


def _fill_themes(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    """Recall, by theme, what the partner already gives through actions: not to be told twice."""
    themes = {(a.code, a.exercice): a.theme for a in source.contrat.actions}
    sommes: dict[tuple[str | None, bool], Centimes] = {}
    for f in _siens(source.contrat, envoi):
        cle = (themes.get((f.action or "", f.exercice)), f.nature in SPECIFIQUES)
        sommes[cle] = sommes.get(cle, 0) + (f.programme or 0)
    for theme in source.contrat.themes:
        if theme.code:
            rappels = {
                "theme": theme.theme,
                "specifique": sommes.get((theme.code, True)),
                "commun_actions": sommes.get((theme.code, False)),
            }
            yield build_rangee(source, _CASES_THEMES, theme.code, {}, rappels)


_THEMES = Bloc(
    "themes", "Ce que vous apportez déjà aux actions", Forme.LISTE, _CASES_THEMES, _fill_themes,
    "Pour mémoire : à ne pas déclarer une seconde fois ci-dessous.",
    total=tuple(case.code for case in _CASES_THEMES[1:]),
)

_STATUT = Question(DROIT_COMMUN, "Statut")
_CASES_DROIT_COMMUN: tuple[Case, ...] = (
    Question(DROIT_COMMUN, "Statut", requise=True, aide="déclaré : montant constaté ; estimé : calculé par une clé ; néant : rien n'est mobilisé ; non valorisable : vous agissez sans pouvoir chiffrer."),
    Question(DROIT_COMMUN, "Dispositif"),
    Question(DROIT_COMMUN, "Quartier"),
    Question(DROIT_COMMUN, "Thème"),
    Question(DROIT_COMMUN, "Montant"),
    Question(DROIT_COMMUN, "ETP"),
    Question(DROIT_COMMUN, "Méthode"),
    Question(DROIT_COMMUN, "Assiette", libelle="Assiette (à quoi la clé s'applique)"),
    Question(DROIT_COMMUN, "Clé", libelle="Clé (part retenue)"),
    Question(DROIT_COMMUN, "Fiabilité"),
    Question(DROIT_COMMUN, "Source"),
)


def _fill_droit_commun(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    for d in source.contrat.droits_communs:
        if d.code and d.exercice == envoi.exercice and d.partenaire == envoi.destinataire:
            yield build_rangee(source, _CASES_DROIT_COMMUN, d.code, {DROIT_COMMUN.nom: d.code})


def _build_droit_commun(
    contrat: Contrat, envoi: Envoi, valeurs: Mapping[str, Any]
) -> tuple[tuple[Table, DroitCommun], ...]:
    if valeurs.get(_STATUT.code) is None:
        raise ValueError("choisissez le statut de cette déclaration")
    pris = {cle_pliee(d.code) for d in contrat.droits_communs if d.code}
    annee = f"{envoi.exercice % 100:02d}"
    code = next(c for n in count(1) if cle_pliee(c := f"{annee}-DC-{n:02d}") not in pris)
    return ((DROIT_COMMUN, DroitCommun(code, envoi.destinataire, envoi.exercice)),)


_DROIT_COMMUN = Bloc(
    "droit-commun", "Droit commun mobilisé pour les quartiers", Forme.LISTE, _CASES_DROIT_COMMUN, _fill_droit_commun,
    "Vos politiques ordinaires, hors actions du contrat, en euros ou en ETP. Rien n'est mobilisé : une ligne « néant ». Sans réponse, le bilan écrira « non communiqué ».",
    libres=8, naitre=_build_droit_commun, total=(Question(DROIT_COMMUN, "Montant").code, Question(DROIT_COMMUN, "ETP").code), retirable=True, minimum=1,
)
MODELE = Modele(
    ModeleRetour.CREDITS, 1, "Crédits et droit commun", "credits",
    (_IDENTITE, _CREDITS, _VERSEMENTS, _THEMES, _DROIT_COMMUN, ATTESTATION),
)
# fmt: on
