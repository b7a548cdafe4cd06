"""Lists, limits and input help of entry columns, far below the last row."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder.formules import LIGNE_ENTETES
from cucs_xl.metier.modele import OBJECTIFS, TABLES
from cucs_xl.metier.schema import Colonne, Remplisseur, Sorte, Table

#: First data row and the last one that lists, marks and validations reach, from 0.
PREMIERE = LIGNE_ENTETES
DERNIERE = 4999

#: What a cell of each kind may hold, told before Excel refuses it.
BORNES: dict[Sorte, dict[str, Any]] = {
    Sorte.MONTANT: {
        "validate": "decimal", "minimum": -1e11, "maximum": 1e11,
        "error_message": "Saisissez un montant en euros, par exemple 1234,56.",
    },
    Sorte.DATE: {
        "validate": "integer", "minimum": 32874, "maximum": 73050,
        "error_message": "Saisissez une date jj/mm/aaaa.",
    },
    Sorte.ANNEE: {
        "validate": "integer", "minimum": 1990, "maximum": 2099,
        "error_message": "Saisissez une année, par exemple 2007.",
    },
    Sorte.NOMBRE: {
        "validate": "decimal", "minimum": -1e12, "maximum": 1e12,
        "error_message": "Saisissez un nombre.",
    },
    Sorte.TAUX: {
        "validate": "decimal", "minimum": 0, "maximum": 1,
        "error_message": "Saisissez une part entre 0 et 100 %.",
    },
}  # fmt: skip


def set_validation(feuille: Worksheet, table: Table, rang: int, colonne: Colonne) -> None:
    """Help the typing of a column, and refuse there what the reader would refuse later."""
    options: dict[str, Any] = {
        "input_title": colonne.entete[:32],
        "input_message": (colonne.aide + (" Obligatoire." if colonne.requis else ""))[:255],
        "error_title": "Saisie refusée",
    }
    sorte, colonne_xl = colonne.genre.sorte, xl_col_to_name(rang)
    if colonne.attribut is None:
        options |= {
            "validate": "custom", "value": "=FALSE",
            "input_message": f"Calculée : {format_suite(colonne.aide)}",
            "error_message": "Cette colonne est calculée : elle ne se saisit pas.",
        }  # fmt: skip
    elif table.rempli_par is Remplisseur.PROGRAMME and not colonne.typee:
        options |= {"validate": "any"}
    elif colonne.genre.choix is not None:
        options |= {
            "validate": "list", "source": [membre.value for membre in colonne.genre.choix],
            "error_message": "Choisissez une valeur de la liste.",
        }  # fmt: skip
    elif sorte is Sorte.REFERENCE:
        options |= {
            "validate": "list", "source": _source(table, colonne),
            "error_message": _refus(table, colonne),
        }  # fmt: skip
    elif sorte in BORNES:
        options |= {"criteria": "between"} | BORNES[sorte]
    elif colonne.cle and len(table.cles) == 1:
        plage = f"${colonne_xl}${PREMIERE + 1}:${colonne_xl}${DERNIERE + 1}"
        options |= {
            "validate": "custom", "value": f"=COUNTIF({plage},{colonne_xl}{PREMIERE + 1})=1",
            "error_message": "Ce code existe déjà : chaque ligne a le sien.",
        }  # fmt: skip
    else:
        options |= {"validate": "any"}
    feuille.data_validation(PREMIERE, rang, DERNIERE, rang, options)


def format_suite(phrase: str) -> str:
    """Give a sentence as it goes on after a colon; an acronym keeps its capitals.

    >>> format_suite("Nom du partenaire."), format_suite("ZUS ou hors ZUS.")
    ('nom du partenaire.', 'ZUS ou hors ZUS.')
    """
    return phrase if phrase[1:2].isupper() else phrase[:1].lower() + phrase[1:]


def _refus(table: Table, colonne: Colonne) -> str:
    if (table.nom, colonne.genre.table) == ("tActions", OBJECTIFS.nom):
        return "Cet objectif n'est pas du thème choisi. Choisissez-le dans la liste, ou corrigez d'abord le thème."
    return f"Ce code n'existe pas. Choisissez-le dans la liste, ou ajoutez-le d'abord à la feuille {_cible(colonne).feuille}."


def _cible(colonne: Colonne) -> Table:
    return next(table for table in TABLES if table.nom == colonne.genre.table)


def _source(table: Table, colonne: Colonne) -> str:
    """Name the list of a reference; an objective is looked for within its row's theme.

    The range runs from the first to the last objective of the theme, by INDEX rather
    than OFFSET, which would recalculate all the time.
    """
    if table.nom == "tActions" and colonne.genre.table == OBJECTIFS.nom:
        theme = xl_col_to_name(next(i for i, c in enumerate(table.colonnes) if c.entete == "Thème"))
        debut = f"MATCH(${theme}{PREMIERE + 1},lstObjectifsThème,0)"
        fin = f"{debut}+COUNTIF(lstObjectifsThème,${theme}{PREMIERE + 1})-1"
        return f"=INDEX(lstObjectifs,{debut}):INDEX(lstObjectifs,{fin})"
    return f"=lst{_cible(colonne).nom[1:]}"
