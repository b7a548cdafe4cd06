"""« Nouvelle action »: one more line in the sheet Actions, under the next free code."""

from typing import NamedTuple

from cucs_xl.commands.enregistrement import to_cellules, write_tables
from cucs_xl.commands.lecture import check_ouvert, exercice_de, read_entier
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.excel.retouche import build_edition
from cucs_xl.metier.modele import ACTIONS, THEMES, Action, Contrat
from cucs_xl.metier.nouvelle import build_action, choose_theme
from cucs_xl.metier.parcours import Place
from cucs_xl.metier.schema import cle_pliee


class Ajout(NamedTuple):
    """The action added, and the cell where its holder goes on."""

    action: Action
    place: Place


def nouvelle_action(
    classeur: Classeur,
    theme: str | None = None,
    exercice: int | None = None,
    *,
    depuis: Place | None = None,
) -> Ajout:
    """Add an action to a year, the one shown by default.

    Without `theme`, it is that of the row selected in Actions or in Thèmes (`depuis`), else
    that of the last action of the year.

    Raises:
        CucsError: the year or the theme is unknown, the year is closed, the table is lost.
    """
    lecture = read_entier(classeur)
    contrat = lecture.contrat
    annee = exercice_de(contrat, exercice)
    check_ouvert(contrat, annee)
    choisi = _read_theme(contrat, annee, theme, depuis)
    action = build_action(contrat, annee, choisi)
    grille = classeur.read(ACTIONS.nom)
    edition = build_edition(ACTIONS, grille, {}, to_cellules(ACTIONS, [action]))
    apres = contrat._replace(actions=(*contrat.actions, action))
    write_tables(classeur, contrat, apres, {ACTIONS.nom: edition}, "nouvelle action")
    ligne = grille.premiere + len(edition) - 1
    return Ajout(action, Place(ACTIONS.nom, ligne, ACTIONS.entete("intitule")))


def _read_theme(contrat: Contrat, annee: int, theme: str | None, depuis: Place | None) -> str:
    """Give the code of the theme as the sheet spells it."""
    connus = {cle_pliee(t.code): t.code for t in contrat.themes if t.code}
    voulu = theme or _theme_de(contrat, depuis) or choose_theme(contrat, annee)
    if voulu is None or cle_pliee(voulu) not in connus:
        liste = ", ".join(connus.values()) or "aucun"
        raise CucsError(
            f"le thème « {voulu or 'vide'} » n'est pas dans la feuille {THEMES.feuille} (déclarés : {liste}) : "
            "choisissez-en un, ou ajoutez-le. Rien n'a été écrit."
        )
    return connus[cle_pliee(voulu)]


def _theme_de(contrat: Contrat, depuis: Place | None) -> str | None:
    """Read the theme of the row selected."""
    if depuis is None:
        return None
    if depuis.table == THEMES.nom:
        return next((t.code for t in contrat.themes if t.ligne == depuis.ligne), None)
    if depuis.table == ACTIONS.nom:
        return next((a.theme for a in contrat.actions if a.ligne == depuis.ligne), None)
    return None
