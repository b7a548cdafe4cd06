"""The formulas of computed columns, in Excel's own language.

`[@Code]` stands for the cell of the same row, and is written out in full because
XlsxWriter stores the short form as another one than Excel does (UX §2.2). Only functions
that Excel 2010, cellrune and LibreOffice compute alike. Blank rows give blanks.
"""

import re

from xlsxwriter.utility import xl_col_to_name

from cucs_xl.metier.consolidation import ETAPE_DU_STADE, Etape
from cucs_xl.metier.modele import TABLES
from cucs_xl.metier.nomenclature import SPECIFIQUES, Nature, StatutAvenant
from cucs_xl.metier.schema import Sorte, Table

#: Row of the headings on every entry sheet, as Excel numbers it.
LIGNE_ENTETES = 4

_LIGNE_COURANTE = re.compile(r"\[@([^\]]+)\]")


def _label(table: str, colonne: str, cle: str, dans: str = "Code") -> str:
    """Look a text up in another table; blank when there is none."""
    return f'=IFERROR(INDEX({table}[{colonne}],MATCH({cle},{table}[{dans}],0))&"","")'


def _if_pleine(cle: str, formule: str) -> str:
    return f'=IF([@{cle}]="","",{formule})'


def stades(etape: Etape) -> list[str]:
    """Name the movement stages whose sum is a stage of the amount."""
    return [stade.value for stade, e in ETAPE_DU_STADE.items() if e is etape]


def _mouvements(etape: Etape) -> str:
    sommes = "+".join(
        f'SUMIFS(tMouvements[Montant],tMouvements[Financement],[@Code],tMouvements[Stade],"{stade}")'
        for stade in stades(etape)
    )
    return _if_pleine("Code", f"ROUND({sommes},2)")


def _enveloppe(colonne: str) -> str:
    return _if_pleine(
        "Code", f"ROUND(SUMIFS(tFinancements[{colonne}],tFinancements[Enveloppe],[@Code]),2)"
    )


def _action(colonne: str, natures: tuple[Nature, ...]) -> str:
    sommes = "+".join(
        f"SUMIFS(tFinancements[{colonne}],tFinancements[Action],[@Code],"
        f'tFinancements[Exercice],[@Exercice],tFinancements[Nature],"{nature.value}")'
        for nature in natures
    )
    return _if_pleine("Code", f"ROUND({sommes},2)")


_SIGNES = f'tAvenants[Enveloppe],[@Code],tAvenants[Statut],"{StatutAvenant.SIGNE.value}"'
_CLE_ACTION = '[@Action]&"|"&[@Exercice]'


def _rangee() -> str:
    """Find the sheet row of the anomaly, by key: an address would lie after a sort."""
    recherches = []
    for table in TABLES:
        numerique = table.saisies[0].genre.sorte is Sorte.ANNEE
        cle = "IFERROR(VALUE([@Clé]),0)" if numerique else "[@Clé]"
        recherches.append(f"MATCH({cle},{table.nom}[{table.entete_cle}],0)+{LIGNE_ENTETES}")
    cas = ",".join(recherches)
    noms = ",".join(f'"{table.nom}"' for table in TABLES)
    return f'IF(LEFT([@Clé],6)="ligne ",VALUE(MID([@Clé],7,9)),CHOOSE(MATCH([@Table],{{{noms}}},0),{cas}))'


def _feuille() -> str:
    noms = ",".join(f'"{table.nom}"' for table in TABLES)
    feuilles = ",".join(f'"{table.feuille}"' for table in TABLES)
    return f"CHOOSE(MATCH([@Table],{{{noms}}},0),{feuilles})"


def _colonne() -> str:
    noms = ",".join(f'"{table.nom}"' for table in TABLES)
    cas = ",".join(
        f"MATCH([@Champ],'{table.feuille}'!$A${LIGNE_ENTETES}:"
        f"${xl_col_to_name(len(table.colonnes) - 1)}${LIGNE_ENTETES},0)"
        for table in TABLES
    )
    return f"IFERROR(CHOOSE(MATCH([@Table],{{{noms}}},0),{cas}),1)"


_CALCULS = {
    "tObjectifs": {"Libellé thème": _label("tThemes", "Libellé court", "[@Thème]")},
    "tEnveloppes": {
        "Nom partenaire": _label("tPartenaires", "Partenaire", "[@Partenaire]"),
        "Groupe": _label("tPartenaires", "Groupe", "[@Partenaire]"),
        "Avenants": _if_pleine("Code", f"ROUND(SUMIFS(tAvenants[Montant],{_SIGNES}),2)"),
        "Actualisé": (
            f'=IF(OR([@Code]="",AND([@Montant]="",COUNTIFS({_SIGNES},tAvenants[Montant],">-1E+99")=0)),"",'
            "ROUND(N([@Montant])+[@Avenants],2))"
        ),
        "Plafond": (
            '=IF([@Actualisé]="","",'
            'IF(COUNTIFS(tEnveloppes[Dont],[@Code],tEnveloppes[Actualisé],">-1E+99")'
            '<COUNTIFS(tEnveloppes[Dont],[@Code]),"",'
            "ROUND([@Actualisé]-SUMIFS(tEnveloppes[Actualisé],tEnveloppes[Dont],[@Code]),2)))"
        ),
        "Programmé": _enveloppe("Programmé"),
        "Engagé": _enveloppe("Engagé"),
        "Mandaté": _enveloppe("Mandaté"),
        "Payé": _enveloppe("Payé"),
        "Disponible": '=IF([@Plafond]="","",ROUND([@Plafond]-[@Programmé],2))',
        "Taux": '=IF(N([@Plafond])=0,"",[@Programmé]/[@Plafond])',
    },
    "tActions": {
        "Clé": '=IF([@Code]="","",[@Code]&"|"&[@Exercice])',
        "Nom opérateur": _label("tOperateurs", "Opérateur", "[@Opérateur]"),
        "Libellé thème": _label("tThemes", "Libellé court", "[@Thème]"),
        "Libellé objectif": _label("tObjectifs", "Objectif", "[@Objectif]"),
        "Programmé": _action("Programmé", SPECIFIQUES),
        "Droit commun": _action("Programmé", (Nature.DROIT_COMMUN,)),
        "Payé": _action("Payé", SPECIFIQUES),
    },
    "tFinancements": {
        "Intitulé": _label("tActions", "Intitulé", _CLE_ACTION, "Clé"),
        "Thème": _label("tActions", "Thème", _CLE_ACTION, "Clé"),
        "Opérateur": _label("tActions", "Opérateur", _CLE_ACTION, "Clé"),
        "Dispositif": _label("tActions", "Dispositif", _CLE_ACTION, "Clé"),
        "Groupe": _label("tPartenaires", "Groupe", "[@Partenaire]"),
        "Engagé": _mouvements(Etape.ENGAGE),
        "Mandaté": _mouvements(Etape.MANDATE),
        "Payé": _mouvements(Etape.PAYE),
        "Reversé": _mouvements(Etape.REVERSE),
    },
    "tMouvements": {
        "Intitulé": _label("tFinancements", "Intitulé", "[@Financement]"),
        "Partenaire": _label("tFinancements", "Partenaire", "[@Financement]"),
        "Nature": _label("tFinancements", "Nature", "[@Financement]"),
        "Programme": (
            '=IFERROR(INDEX(tFinancements[Exercice],MATCH([@Financement],tFinancements[Code],0)),"")'
        ),
    },
    "tControles": {
        "Cellule": (
            f'=IF([@Table]="","",IFERROR({_feuille()}&"!"&'
            f'ADDRESS({_rangee()},{_colonne()},4),{_feuille()}))'
        ),
        "Lien": (
            f'=IF([@Table]="","",IFERROR(HYPERLINK("#\'"&{_feuille()}&"\'!"&'
            f'ADDRESS({_rangee()},{_colonne()},4),"Aller à la cellule"),""))'
        ),
    },
}  # fmt: skip


def formula(table: Table, entete: str) -> str:
    """Give the formula of a computed column, ready to be written in any of its rows."""
    return expand(table.nom, _CALCULS[table.nom][entete])


def expand(table: str, formule: str) -> str:
    """Write `[@X]` in full.

    >>> expand("tT", "=[@Payé]/[@Prévu]")
    '=tT[[#This Row],[Payé]]/tT[[#This Row],[Prévu]]'
    """
    return _LIGNE_COURANTE.sub(rf"{table}[[#This Row],[\1]]", formule)
