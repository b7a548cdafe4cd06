"""The sheets of the evaluation: the table that the contract asks for, the measures behind it."""

from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.liste import Pastille, Rubrique, absente, draw_liste
from cucs_xl.metier.bilan import Bilan, LigneAction, LigneMesure
from cucs_xl.metier.derivees import ATTEINTE, NON_ATTEINTE, NON_RENSEIGNEE
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.nomenclature import Appreciation, Efficacite, OuiNon, TypeIndicateur
from cucs_xl.metier.schema import Sorte

EVALUATION, INDICATEURS = "Évaluation", "Indicateurs"

#: Widths of the sheet Évaluation, in characters, margin first.
LARGEURS = (2, 15, 38, 26, 13, 13, 13, 22, 12, 12, 12, 13, 50, 18)
_ACTIONS = (
    Rubrique("Thème", 1, 1),
    Rubrique("Action", 2, 2),
    Rubrique("Opérateur", 3, 3),
    Rubrique("Programmé, spécifique et PRE", 4, 4, Sorte.MONTANT),
    Rubrique("Payé", 5, 5, Sorte.MONTANT),
    Rubrique("Droit commun", 6, 6, Sorte.MONTANT),
    Rubrique("Indicateurs", 7, 7),
    Rubrique("Efficacité", 8, 8),
    Rubrique("Droit commun", 9, 9),
    Rubrique("Égalité des chances", 10, 10),
    Rubrique("Participation", 11, 11),
    Rubrique("Ce qu'il faut retenir", 12, 12),
    Rubrique("Suite à donner", 13, 13),
)
_GOUVERNANCE = (
    Rubrique("Critère", 1, 2),
    Rubrique("Appréciation", 3, 3),
    Rubrique("Constat", 4, 8),
    Rubrique("Préconisation", 9, 11),
    Rubrique("Auteur", 12, 13),
)
_TRIENNALE = (
    Rubrique("Action", 1, 2),
    Rubrique("Efficacité", 3, 3),
    Rubrique("Ce qu'il faut retenir", 4, 11),
    Rubrique("Suite à donner", 12, 13),
)
LARGEURS_INDICATEURS = (2, 17, 58, 13, 14, 10, 11, 11, 11, 11, 12, 13, 17, 32)
_MESURES = (
    Rubrique("Code", 1, 1),
    Rubrique("Indicateur", 2, 2),
    Rubrique("Type", 3, 3),
    Rubrique("Unité", 4, 4),
    Rubrique("Quartier", 5, 5),
    Rubrique("Sexe", 6, 6),
    Rubrique("Initiale", 7, 7, Sorte.NOMBRE),
    Rubrique("Cible", 8, 8, Sorte.NOMBRE),
    Rubrique("Réalisée", 9, 9, Sorte.NOMBRE),
    Rubrique("Écart à la cible", 10, 10, Sorte.NOMBRE),
    Rubrique("Écart à la référence", 11, 11, Sorte.NOMBRE),
    Rubrique("Résultat", 12, 12),
    Rubrique("Source", 13, 13),
)

#: The contract wants the operator in: its absence is said.
_SANS_OPERATEUR = "Évaluée sans l'opérateur."
_BON = (style.FOND_FAIT, style.TEXTE_FAIT)
_MOYEN = (style.FOND_SAISIE, style.TEXTE_SAISIE)
_FAIBLE = (style.FOND_ALERTE, style.TEXTE_ALERTE)
_TEINTES = {
    Efficacite.DEPASSE.value: _BON,
    Efficacite.ATTEINT.value: _BON,
    Efficacite.PARTIEL.value: _MOYEN,
    Efficacite.NON_ATTEINT.value: _FAIBLE,
    Appreciation.FORT.value: _BON,
    Appreciation.MOYEN.value: _MOYEN,
    Appreciation.FAIBLE.value: _FAIBLE,
    ATTEINTE: _BON,
    NON_ATTEINTE: _FAIBLE,
}


def draw_evaluation(dessin: Dessin, feuille: Worksheet, bilan: Bilan) -> None:
    """Draw the annual synthesis of the evaluation: actions, governance, distribution."""
    _set_largeurs(feuille, LARGEURS)
    titre = dessin.styles.get(font_size=13, bold=True, font_color=style.NUIT)
    evaluees = sum(ligne.evaluation is not None for ligne in bilan.actions)
    feuille.write_string(
        4, 1, f"1. Les actions – {evaluees} évaluées sur {len(bilan.actions)} menées", titre
    )
    lignes = [_spell_action(ligne) for ligne in bilan.actions]
    ligne = draw_liste(dessin, feuille, 5, _ACTIONS, lignes, LARGEURS)
    feuille.repeat_rows(5, 5)
    feuille.write_string(
        ligne + 1, 1, "2. La gouvernance – évaluée par son groupe de travail", titre
    )
    notes = [
        (
            critere.value.capitalize(),
            _pastille(note.note) if note else absente("à évaluer"),
            (note.constat if note else None) or "",
            (note.preconisation if note else None) or "",
            (note.auteur if note else None) or "",
        )
        for critere, note in bilan.gouvernance
    ]
    ligne = draw_liste(dessin, feuille, ligne + 2, _GOUVERNANCE, notes, LARGEURS)
    numero = 3
    if bilan.triennales:
        # Every third year only: what it decides stands apart from the year's marks.
        feuille.write_string(ligne + 1, 1, "3. L'évaluation triennale des actions", titre)
        triennales = [
            (
                note.action, _pastille(note.efficacite), note.commentaire or "",
                note.suite.value.capitalize() if note.suite else absente("à décider"),
            )
            for note in bilan.triennales
        ]  # fmt: skip
        ligne = draw_liste(dessin, feuille, ligne + 2, _TRIENNALE, triennales, LARGEURS)
        numero = 4
    feuille.write_string(ligne + 1, 1, f"{numero}. Diffusion", titre)
    date = (
        f"Diffusée le {format_jour(bilan.diffusee_le)}"
        if bilan.diffusee_le
        else "Pas encore diffusée (date à porter dans la feuille Exercices)"
    )
    lignes_diffusion = [
        (liste.capitalize(), ", ".join(noms)) for liste, noms in bilan.diffusion.items()
    ]
    draw_liste(
        dessin, feuille, ligne + 2, (Rubrique("Liste", 1, 2), Rubrique(date, 3, 13)),
        lignes_diffusion, LARGEURS,
    )  # fmt: skip


def _spell_action(ligne: LigneAction) -> Sequence[Any]:
    action, note = ligne.action, ligne.evaluation
    indicateurs: Any = (
        f"{ligne.renseignees} renseigné{_s(ligne.renseignees)} sur {ligne.attendues}, "
        f"{ligne.atteintes} cible{_s(ligne.atteintes)} atteinte{_s(ligne.atteintes)}"
        if ligne.attendues
        else absente("aucun indicateur")
    )
    debut = (
        ligne.theme, f"{action.intitule or ''} ({action.code})", ligne.operateur,
        ligne.programme, ligne.paye, ligne.droit_commun, indicateurs,
    )  # fmt: skip
    if note is None:
        return (*debut, absente("à évaluer"), "", "", "", "", "")
    return (
        *debut, _pastille(note.efficacite), _pastille(note.droit_commun), _pastille(note.egalite),
        _pastille(note.participation),
        " – ".join(filter(None, (note.commentaire, note.habitants and f"Habitants : {note.habitants}", _SANS_OPERATEUR if note.associe is OuiNon.NON else ""))),
        note.suite.value.capitalize() if note.suite else "",
    )  # fmt: skip


def draw_indicateurs(
    dessin: Dessin, feuille: Worksheet, mesures: Iterable[LigneMesure], ligne: int
) -> None:
    """Draw every measure of the year, with its gaps."""
    _set_largeurs(feuille, LARGEURS_INDICATEURS)
    lignes = [_spell_mesure(mesure) for mesure in mesures]
    draw_liste(dessin, feuille, ligne, _MESURES, lignes, LARGEURS_INDICATEURS)


def _spell_mesure(ligne: LigneMesure) -> Sequence[Any]:
    indicateur, mesure = ligne.indicateur, ligne.mesure
    contexte = indicateur.type is TypeIndicateur.CONTEXTE
    resultat: Any = ligne.atteinte
    if ligne.atteinte == NON_RENSEIGNEE:
        resultat = absente(ligne.atteinte)
    elif ligne.atteinte in _TEINTES:
        resultat = Pastille(ligne.atteinte, *_TEINTES[ligne.atteinte])
    elif contexte:
        resultat = "contexte"
    return (
        indicateur.code, indicateur.indicateur or "", indicateur.type or "", indicateur.unite or "",
        mesure.quartier or "tous", mesure.sexe or "", mesure.initiale, mesure.cible, mesure.realisee,
        _ecart(mesure.realisee, mesure.cible), _ecart(mesure.realisee, mesure.reference), resultat,
        mesure.source or "",
    )  # fmt: skip


def _ecart(de: float | None, moins: float | None) -> float | None:
    return None if de is None or moins is None else round(de - moins, 6)


def _pastille(note: Efficacite | Appreciation | None) -> Any:
    if note is None:
        return absente("non renseigné")
    teintes = _TEINTES.get(note.value)
    return Pastille(note.value.capitalize(), *teintes) if teintes else note.value.capitalize()


def _set_largeurs(feuille: Worksheet, largeurs: Sequence[float]) -> None:
    for place, largeur in enumerate(largeurs):
        feuille.set_column(place, place, largeur)


def _s(nombre: int) -> str:
    return "s" if nombre > 1 else ""
