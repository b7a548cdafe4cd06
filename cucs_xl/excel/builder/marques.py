"""The colours of entry tables: by rule, never by hand, each beside a word that says the same.

Anomalies come first, then what each table says of its rows, then who fills a cell.
"""

import re
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.formules import LIGNE_ENTETES
from cucs_xl.excel.builder.validation import DERNIERE, PREMIERE
from cucs_xl.metier.modele import ARBITRAGES, CONTROLES, RETOURS
from cucs_xl.metier.nomenclature import SILENCIEUX, Choix, EtatRetour
from cucs_xl.metier.schema import Remplisseur, Table

NOMS_CONTROLES = {
    "ctlGravité": "Gravité", "ctlTable": "Table", "ctlClé": "Clé", "ctlChamp": "Champ",
    "ctlJustification": "Justification",
}  # fmt: skip

#: A conditional format cannot name a list: an answer is awaited while the state is one of these.
_ATTENDU = "OR({})".format(",".join(f'{{État}}="{etat}"' for etat in SILENCIEUX))
_TRANCHE, _EN_ATTENTE = '{Tranché le}<>""', 'AND({Feuille}<>"",{Tranché le}="")'


class Ton(NamedTuple):
    """A fill and the colour of the text on it."""

    fond: str
    encre: str


ALERTE = Ton(style.FOND_ALERTE, style.TEXTE_ALERTE)
BLOQUANT = Ton(style.FOND_BLOQUANT, style.TEXTE_BLOQUANT)
FAIT = Ton(style.FOND_FAIT, style.TEXTE_FAIT)
SAISIE = Ton(style.FOND_SAISIE, style.TEXTE_SAISIE)
CALCUL = Ton(style.FOND_CALCUL, style.TEXTE_CALCUL)


class Marque(NamedTuple):
    """Cells of a row coloured while a condition holds; « {État} » is its cell under État.

    Without headings, the whole row but what people type there. `mot` follows a date.
    """

    condition: str
    ton: Ton
    entetes: tuple[str, ...] = ()
    gras: bool = False
    mot: str = ""


#: What tables say of their own rows, the first that holds wins.
MARQUES = {
    CONTROLES.nom: tuple(
        Marque(f'{{Gravité}}="{gravite}"', ton, ("Gravité",), gras=True)
        for gravite, ton in (("Bloquante", BLOQUANT), ("Alerte", ALERTE))
    ),
    RETOURS.nom: (
        Marque(
            f'AND({{Échéance}}<>"",parSituation<>"",{{Échéance}}<parSituation,{_ATTENDU})',
            ALERTE, ("Échéance",), gras=True, mot="en retard",
        ),
        *(
            Marque(f'{{État}}="{etat}"', ton, ("État",), gras=True)
            for etat, ton in (
                (EtatRetour.ENVOYE, CALCUL),
                (EtatRetour.RELANCE, ALERTE),
                (EtatRetour.INCOMPLET, ALERTE),
                (EtatRetour.A_CORRIGER, BLOQUANT),
                (EtatRetour.A_ARBITRER, BLOQUANT),
                (EtatRetour.COMPLET, FAIT),
            )
        ),
    ),
    ARBITRAGES.nom: (
        Marque(_TRANCHE, FAIT, ("Choix", "Autre valeur")),
        Marque(f'AND({{Choix}}="{Choix.AUTRE}",{{Autre valeur}}="")', BLOQUANT, ("Autre valeur",)),
        Marque(_TRANCHE, FAIT),
        Marque(_EN_ATTENTE, ALERTE),
    ),
}  # fmt: skip


def _non_justifiees(criteres: str) -> str:
    """Count the anomalies under criteria that bear no justification.

    Written as a difference: LibreOffice miscounts blank cells that end a column.
    """
    return f'(COUNTIFS({criteres})-COUNTIFS({criteres},ctlJustification,"?*"))'


BLOQUANTES = _non_justifiees('ctlGravité,"Bloquante"')
_ALERTE = 'ctlGravité,"Alerte"'
#: An information asks for nothing.
ANOMALIES = f"({BLOQUANTES}+{_non_justifiees(_ALERTE)})"


def set_marques(dessin: Dessin, feuille: Worksheet, table: Table) -> None:
    """Colour the cells of a table, far below its last row."""
    if table.rempli_par is Remplisseur.AGENT:
        _mark_anomalies(dessin, feuille, table)
    filets: dict[str, Any] = {"bottom": 1, "bottom_color": style.FILET}
    for marque in MARQUES.get(table.nom, ()):
        fond, encre = marque.ton
        format_ = dessin.styles.mark(fond, encre, **filets, **_proprietes(marque))
        for rang, colonne in enumerate(table.colonnes):
            if colonne.entete in marque.entetes or not (marque.entetes or colonne.typee):
                _mark(feuille, rang, rang, _place(table, marque.condition), format_, stop=True)
    premiere = PREMIERE + 1
    vivante = f'OR($A{premiere}<>"",ROW()={premiere})'
    for rang, colonne in enumerate(table.colonnes):
        ton = SAISIE if colonne.typee else CALCUL
        _mark(feuille, rang, rang, vivante, dessin.styles.mark(*ton, **filets))


def _mark_anomalies(dessin: Dessin, feuille: Worksheet, table: Table) -> None:
    """Show on the cells themselves what the last verification found there."""
    mark, derniere = dessin.styles.mark, len(table.colonnes) - 1
    cle = f"${xl_col_to_name(_rang(table, table.entete_cle))}{PREMIERE + 1}"
    base = f'ctlTable,"{table.nom}",ctlClé,{cle}&"",ctlChamp,A${LIGNE_ENTETES}'
    for gravite, ton in (("Bloquante", BLOQUANT), ("Alerte", ALERTE)):
        nombre = _non_justifiees(f'{base},ctlGravité,"{gravite}"')
        condition = f'AND({cle}<>"",{nombre}>0)'
        _mark(feuille, 0, derniere, condition, mark(*ton, bold=True), stop=True)
    condition = f'AND({cle}<>"",COUNTIFS({base},ctlJustification,"?*")>0)'
    _mark(feuille, 0, derniere, condition, mark(*FAIT, italic=True), stop=True)


def _mark(
    feuille: Worksheet, debut: int, fin: int, condition: str, format_: Format, *, stop: bool = False
) -> None:
    options = {"type": "formula", "criteria": f"={condition}", "format": format_}
    feuille.conditional_format(PREMIERE, debut, DERNIERE, fin, options | {"stop_if_true": stop})


def _proprietes(marque: Marque) -> dict[str, Any]:
    gras = {"bold": True} if marque.gras else {}
    return gras | ({"num_format": f'{style.JOUR}" {marque.mot}"'} if marque.mot else {})


def _place(table: Table, condition: str) -> str:
    """Put the cells of the first row in the place of their headings."""
    return re.sub(
        r"\{([^}]+)\}",
        lambda trouve: f"${xl_col_to_name(_rang(table, trouve[1]))}{PREMIERE + 1}",
        condition,
    )


def _rang(table: Table, entete: str) -> int:
    return next(rang for rang, c in enumerate(table.colonnes) if c.entete == entete)
