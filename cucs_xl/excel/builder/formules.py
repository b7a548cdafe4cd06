"""The formulas of computed columns, in Excel's own language.

`[@Code]` stands for the cell of the same row, and is written out in full because
XlsxWriter stores the short form as another one than Excel does (UX §2.2). Only functions
that Excel 2010, cellrune and LibreOffice compute alike. Blank rows give blanks.
"""

import re

from xlsxwriter.utility import xl_col_to_name

from cucs_xl.metier.faits import ETAPE_DU_STADE, LIBELLES_ETAPES, PREVUES, Etape
from cucs_xl.metier.modele import TABLES
from cucs_xl.metier.nomenclature import (
    LIBELLES_COMPTES,
    SPECIFIQUES,
    Compte,
    Nature,
    Sens,
    SensIndicateur,
    StatutAvenant,
)
from cucs_xl.metier.schema import Sorte, Table
from cucs_xl.metier.ventilation import NON_REPARTI

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
_CLE_QUARTIER = f'{_CLE_ACTION}&"|"&[@Quartier]'
_MEME_ACTION = "tRepartition[Action],[@Action],tRepartition[Exercice],[@Exercice]"
_COMPTES = "{" + ",".join(f'"{compte}"' for compte in Compte) + "}"
_NOMS_COMPTES = ",".join(f'"{LIBELLES_COMPTES[compte]}"' for compte in Compte)
#: What a stale split says of itself, and a true one.
A_JOUR, A_RECONSOLIDER = "à jour", "à reconsolider"


def _ecart(de: str, moins: str) -> str:
    return f'=IF(OR([@{de}]="",[@{moins}]=""),"",ROUND([@{de}]-[@{moins}],6))'


def _etat_ventilation() -> str:
    """Tell whether a share still follows from its funding and its keys, to less than a cent.

    The shares that served are compared with those typed since; then each amount with the
    funding's, at that share: a largest remainder is never a whole cent away.
    """

    def inde(colonne: str) -> str:
        return f"INDEX(tFinancements[{colonne}],[@Rang])"

    action = f"tRepartition[Action],{inde('Action')},tRepartition[Exercice],[@Exercice]"
    quartier = f"{action},tRepartition[Quartier],[@Quartier]"
    complet = f"ROUND(SUMIFS(tRepartition[Part],{action})-1,4)=0"
    realise = (
        f'AND(COUNTIFS({action},tRepartition[Part réalisée],">-1E+99")=COUNTIFS({action}),'
        f"ROUND(SUMIFS(tRepartition[Part réalisée],{action})-1,4)=0)"
    )
    parts = (
        f'IF([@Quartier]="",NOT({complet}),AND({complet},'
        f"ROUND([@Part]-SUMIFS(tRepartition[Part],{quartier}),6)=0,"
        f"ROUND([@Part réalisée]-IF({realise},SUMIFS(tRepartition[Part réalisée],{quartier}),[@Part]),6)=0))"
    )
    montants = ",".join(
        f"ABS(N([@{LIBELLES_ETAPES[etape]}])-N({inde(LIBELLES_ETAPES[etape])})"
        f"*[@{'Part' if etape in PREVUES else 'Part réalisée'}])<0.01"
        for etape in Etape
    )
    return (
        f'=IF([@Financement]="","",IF([@Rang]="","{A_RECONSOLIDER}",'
        f'IF(AND({parts},{montants}),"{A_JOUR}","{A_RECONSOLIDER}")))'
    )


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
    "tAxes": {
        "Clé": '=IF([@Thème]="","",[@Thème]&"|"&[@Axe Région])',
        "Libellé thème": _label("tThemes", "Libellé court", "[@Thème]"),
    },
    "tRepartition": {
        "Clé": f'=IF([@Action]="","",{_CLE_QUARTIER})',
        "Intitulé": _label("tActions", "Intitulé", _CLE_ACTION, "Clé"),
        "Régime": _label("tQuartiers", "Régime", "[@Quartier]"),
        "Total action": _if_pleine("Action", f"ROUND(SUMIFS(tRepartition[Part],{_MEME_ACTION}),6)"),
    },
    "tBudgets": {
        "Clé": '=IF([@Action]="","",[@Action]&"|"&[@Exercice]&"|"&[@Compte])',
        "Intitulé": _label("tActions", "Intitulé", _CLE_ACTION, "Clé"),
        "Sens": (
            f'=IF([@Compte]="","",IF([@Compte]&""="{Compte.C86}","{Sens.EMPLOI}",'
            f'IF([@Compte]&""="{Compte.C87}","{Sens.RESSOURCE}",'
            f'IF(LEFT([@Compte],1)="6","{Sens.CHARGE}","{Sens.PRODUIT}"))))'
        ),
        "Libellé compte": f'=IFERROR(CHOOSE(MATCH([@Compte]&"",{_COMPTES},0),{_NOMS_COMPTES}),"")',
        "Écart": '=IF(OR([@Prévu]="",[@Réalisé]=""),"",ROUND([@Réalisé]-[@Prévu],2))',
    },
    "tIndicateurs": {
        "Libellé catalogue": _label("tCatalogue", "Indicateur", "[@Catalogue]"),
        "Libellé objectif": _label("tObjectifs", "Objectif", "[@Objectif]"),
        "Thème": _label("tObjectifs", "Thème", "[@Objectif]"),
    },
    "tMesures": {
        "Clé": '=IF([@Indicateur]="","",[@Indicateur]&"|"&[@Exercice]&"|"&[@Quartier]&"|"&[@Sexe])',
        "Libellé": _label("tIndicateurs", "Indicateur", "[@Indicateur]"),
        "Unité": _label("tIndicateurs", "Unité", "[@Indicateur]"),
        "Thème": _label("tIndicateurs", "Thème", "[@Indicateur]"),
        "Écart à la cible": _ecart("Réalisée", "Cible"),
        "Écart à la référence": _ecart("Réalisée", "Référence"),
        "Atteinte": (
            '=IF([@Indicateur]="","",IF([@Réalisée]="","non renseignée",IF([@Cible]="","sans cible",'
            'IF(IF(IFERROR(INDEX(tIndicateurs[Sens],MATCH([@Indicateur],tIndicateurs[Code],0)),"")'
            f'="{SensIndicateur.BAISSE}",[@Réalisée]<=[@Cible],[@Réalisée]>=[@Cible]),'
            '"atteinte","non atteinte"))))'
        ),
    },
    "tEvaluationActions": {
        "Clé": '=IF([@Action]="","",[@Action]&"|"&[@Exercice]&"|"&[@Type])',
        "Intitulé": _label("tActions", "Intitulé", _CLE_ACTION, "Clé"),
        "Thème": _label("tActions", "Thème", _CLE_ACTION, "Clé"),
    },
    "tEvaluationGouvernance": {"Clé": '=IF([@Exercice]="","",[@Exercice]&"|"&[@Critère])'},
    "tDroitCommun": {
        "Nom partenaire": _label("tPartenaires", "Partenaire", "[@Partenaire]"),
        "Groupe": _label("tPartenaires", "Groupe", "[@Partenaire]"),
    },
    "tFiches": {
        "Clé": '=IF([@Action]="","",[@Action]&"|"&[@Exercice])',
        "Intitulé": _label("tActions", "Intitulé", _CLE_ACTION, "Clé"),
    },
    "tRetours": {
        "Nom": (
            '=IFERROR(INDEX(tOperateurs[Opérateur],MATCH([@Destinataire],tOperateurs[Code],0)),'
            'IFERROR(INDEX(tPartenaires[Partenaire],MATCH([@Destinataire],tPartenaires[Code],0)),""))&""'
        ),
    },
    "tGrandLivre": {
        "Intitulé": _label("tFinancements", "Intitulé", "[@Financement]"),
        "Partenaire": _label("tFinancements", "Partenaire", "[@Financement]"),
    },
    "tVentilation": {
        "Rang": '=IFERROR(MATCH([@Financement],tFinancements[Code],0),"")',
        **{
            nom: f'=IF([@Rang]="","",INDEX(tFinancements[{nom}],[@Rang]))'
            for nom in ("Exercice", "Partenaire", "Nature", "Thème")
        },
        "Régime": (
            f'=IF([@Financement]="","",IF([@Quartier]="","{NON_REPARTI}",'
            'IFERROR(INDEX(tQuartiers[Régime],MATCH([@Quartier],tQuartiers[Code],0)),"")))'
        ),
        "État": _etat_ventilation(),
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
