"""What an import tells: one function per remark, each with its remedy."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.modele import LigneGrandLivre, Mouvement
from cucs_xl.metier.montant import format_euros


class Sujet(StrEnum):
    """What a remark is about; the order of declaration is the order of display."""

    CONTRADICTION = "contradiction"
    ECART = "écart"
    SOSIE = "sans doute déjà saisi"
    MOUVEMENT_ABSENT = "mouvement absent"
    CODE_INCONNU = "code inconnu"
    INCOMPLETE = "ligne incomplète"
    REPETITION = "ligne répétée"
    A_AFFECTER = "à affecter"
    A_CONFIRMER = "à confirmer"


class Remarque(NamedTuple):
    """What a line of the sheet waits for: where, what, remedy. `cle` is its code."""

    sujet: Sujet
    cle: str
    champ: str
    constat: str
    conseil: str
    fichier: str | None = None


def _remarque(
    sujet: Sujet, ligne: LigneGrandLivre, champ: str, constat: str, conseil: str
) -> Remarque:
    return Remarque(sujet, ligne.code, champ, constat, conseil, ligne.fichier)


def mouvement_absent(ligne: LigneGrandLivre) -> Remarque:
    """Tell a movement that a line carried and that is gone: it is not written again."""
    return _remarque(
        Sujet.MOUVEMENT_ABSENT, ligne, "Mouvement",
        f"le mouvement « {ligne.mouvement} » n'existe plus",
        "Rétablissez-le dans Mouvements, ou videz la cellule Mouvement et relancez l'import.",
    )  # fmt: skip


def ecart(ligne: LigneGrandLivre, mouvements: Sequence[Mouvement]) -> Remarque:
    """Tell a document that Mouvements holds for another amount or another funding."""
    vus = format_liste(
        [f"{m.code} ({m.financement or '?'}, {format_euros(m.montant)})" for m in mouvements]
    )
    egal = any(m.montant == ligne.montant for m in mouvements)
    return _remarque(
        Sujet.CONTRADICTION if egal else Sujet.ECART, ligne, "Montant",
        f"la pièce « {ligne.piece} » fait {format_euros(ligne.montant)} au grand livre ; Mouvements porte {vus}",
        "Corrigez le mouvement, ou le Financement de cette ligne. Si c'est une autre part de la même "
        "pièce, choisissez ici son Financement, puis relancez l'import.",
    )  # fmt: skip


def sosie(ligne: LigneGrandLivre, mouvements: Sequence[Mouvement]) -> Remarque:
    """Tell movements of the same money whose document is numbered otherwise, or not at all."""
    vus = format_liste(
        [f"{m.code} ({m.financement}, pièce « {m.piece or ''} »)" for m in mouvements]
    )
    return _remarque(
        Sujet.SOSIE, ligne, "Mouvement",
        f"la pièce « {ligne.piece} », {format_euros(ligne.montant)}, ressemble à {vus}",
        "Si c'est la même pièce, saisissez le code du mouvement dans la colonne Mouvement ; sinon "
        "choisissez le Financement. Puis relancez l'import.",
    )  # fmt: skip


def sans_financement(ligne: LigneGrandLivre) -> Remarque:
    """Tell a line settled by hand that names no funding."""
    return _remarque(
        Sujet.INCOMPLETE, ligne, "Financement",
        "« rapprochée » sans financement ni mouvement",
        "Choisissez le Financement, puis relancez l'import.",
    )  # fmt: skip


def incomplete(ligne: LigneGrandLivre, manque: Sequence[str]) -> Remarque:
    """Tell what a line lacks to become a movement."""
    return _remarque(
        Sujet.INCOMPLETE, ligne, manque[0], f"il manque : {format_liste(manque)}",
        "Complétez la ligne, puis relancez l'import.",
    )  # fmt: skip


def code_inconnu(ligne: LigneGrandLivre, code: str) -> Remarque:
    """Tell a code that names no funding."""
    return _remarque(
        Sujet.CODE_INCONNU, ligne, "Financement", f"« {code} » n'est pas un financement",
        "Choisissez le Financement dans la liste, puis relancez l'import.",
    )  # fmt: skip


def repetition(ligne: LigneGrandLivre) -> Remarque:
    """Tell a line that comes twice alike."""
    return _remarque(
        Sujet.REPETITION, ligne, "Pièce",
        f"la pièce « {ligne.piece} » revient à l'identique ({format_euros(ligne.montant)})",
        "Si les deux lignes sont dues, choisissez le Financement de celle-ci et relancez l'import ; "
        "sinon passez l'État à « ignorée ».",
    )  # fmt: skip


def a_affecter(
    ligne: LigneGrandLivre, codes: Sequence[str], constat: str = "peuvent porter cette ligne"
) -> Remarque:
    """Tell the fundings that may bear a line, if any."""
    suite = f"{format_liste(codes)} {constat}" if codes else "aucun financement ne correspond"
    return _remarque(
        Sujet.A_AFFECTER, ligne, "Financement", f"{_nomme(ligne)} : {suite}",
        "Choisissez le Financement puis relancez l'import, ou passez l'État à « ignorée » si la pièce "
        "ne concerne pas le contrat.",
    )  # fmt: skip


def a_confirmer(ligne: LigneGrandLivre) -> Remarque:
    """Tell a proposal that waits."""
    return _remarque(
        Sujet.A_CONFIRMER, ligne, "État",
        f"{_nomme(ligne)} : « {ligne.financement} » est proposé",
        "Gardez ou corrigez le Financement, passez l'État à « rapprochée », puis relancez l'import.",
    )  # fmt: skip


def _nomme(ligne: LigneGrandLivre) -> str:
    return f"« {ligne.tiers or ligne.piece or ligne.code} », {format_euros(ligne.montant)}"
