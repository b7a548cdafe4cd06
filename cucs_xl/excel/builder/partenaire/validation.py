"""What each answer may be, said before it is typed, and when it is refused."""

from typing import Any

from cucs_xl.excel.builder.partenaire.calcul import Plage, Ref, call, format_formule, op
from cucs_xl.excel.builder.partenaire.choix import THEMES_OBJECTIFS, nom_liste
from cucs_xl.excel.builder.partenaire.plan import answer_lines
from cucs_xl.excel.builder.validation import BORNES
from cucs_xl.metier.formulaire import NEANT, Question
from cucs_xl.metier.formulaire.coherence import OBJECTIF
from cucs_xl.metier.modele import OBJECTIFS
from cucs_xl.metier.schema import Sorte

#: What Excel shows of a title and of a message.
_TITRE, _MESSAGE = 32, 255
#: Characters that a printed line of a long answer holds, and a short answer.
_LIGNE, _COURTE = 100, 250

#: What is said of an answer out of the bounds of its kind.
_REFUS = {
    Sorte.MONTANT: "Saisissez un montant en euros, en chiffres, par exemple 1234,56. Rien : saisissez 0.",
    Sorte.DATE: "Saisissez une date sous la forme jj/mm/aaaa, par exemple 31/12/2007.",
    Sorte.ANNEE: "Saisissez une année sur quatre chiffres, par exemple 2007.",
    Sorte.NOMBRE: "Saisissez un nombre, en chiffres. Aucun : saisissez 0. Inconnu : laissez vide.",
    Sorte.TAUX: "Saisissez une part entre 0 % et 100 %, par exemple 40 %.",
}
_SIRET = "SIRET"


def limit(question: Question) -> int:
    """Give how many characters an answer may hold: what its cell prints."""
    lignes = answer_lines(question)
    return _COURTE if lignes == 1 else lignes * _LIGNE


def build_validation(
    question: Question, ref: Ref, listes: dict[str, Plage], theme: Ref | None
) -> dict[str, Any]:
    """Build the help and the limits of an answer."""
    aide = question.aide or question.colonne.aide
    options: dict[str, Any] = {
        "input_title": question.texte[:_TITRE],
        "input_message": (aide + (" Obligatoire." if question.requise else ""))[:_MESSAGE],
        "error_title": "Saisie refusée",
    }
    sorte, liste = question.genre.sorte, nom_liste(question.genre)
    if question.code == OBJECTIF and theme is not None:
        return options | {
            "validate": "list", "source": "=" + _objectifs(listes, theme, ref.feuille),
            "error_message": "Choisissez dans la liste un objectif du thème choisi au-dessus ; choisissez d'abord le thème.",
        }  # fmt: skip
    if liste is not None:
        return options | {
            "validate": "list", "source": "=" + format_formule(listes[liste], ref.feuille),
            "error_message": "Choisissez une réponse dans la liste : cliquez sur la flèche à droite de la case.",
        }  # fmt: skip
    if sorte in _REFUS:
        bornes = {"criteria": "between"} | BORNES[sorte]
        return options | bornes | {"error_message": _REFUS[sorte]}
    if question.champ == _SIRET:
        nu = call("SUBSTITUTE", ref, " ", "")
        return options | {
            "validate": "custom", "value": "=" + format_formule(op(call("LEN", nu), "=", 14), ref.feuille),
            "error_message": "Un numéro SIRET a 14 chiffres : vérifiez-le, ou laissez vide.",
        }  # fmt: skip
    return options | {
        "validate": "length", "criteria": "<=", "value": limit(question),
        "error_message": f"Ce texte est trop long pour la case : {limit(question)} caractères au plus.",
    }  # fmt: skip


def build_coche(question: Question, ref: Ref, listes: dict[str, Plage]) -> dict[str, Any]:
    """Build the list of a « néant » cell."""
    return {
        "validate": "list", "source": "=" + format_formule(listes[NEANT], ref.feuille),
        "input_title": "Néant",
        "input_message": f"À zéro ? Choisissez « néant » et laissez « {question.texte} » vide. Une case vide n'est pas un zéro.",
        "error_title": "Saisie refusée",
        "error_message": "Choisissez « néant » dans la liste, ou laissez la case vide.",
    }  # fmt: skip


def _objectifs(listes: dict[str, Plage], theme: Ref, feuille: str) -> str:
    """Give the part of the list of objectives that belongs to the theme, by INDEX: not volatile."""
    objectifs, themes = listes[OBJECTIFS.nom], listes[THEMES_OBJECTIFS]
    debut = call("MATCH", theme, themes, 0)
    fin = op(op(debut, "+", call("COUNTIF", themes, theme)), "-", 1)
    bornes = (call("INDEX", objectifs, debut), call("INDEX", objectifs, fin))
    return ":".join(format_formule(borne, feuille) for borne in bornes)
