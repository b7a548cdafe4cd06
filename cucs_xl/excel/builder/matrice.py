"""Where the matrix stands on its sheet, and the formulas of its computed columns."""

from typing import NamedTuple

from cucs_xl.excel.builder.validation import DERNIERE
from cucs_xl.metier.matrice import ACTION, CLE, ECART, EXERCICE, STATUT, TABLE, TOTAL
from cucs_xl.metier.nomenclature import NUMERAIRES, SPECIFIQUES

#: Sheet rows, as Excel numbers them. The first four are hidden: what headings say.
CODE, NATURE, GROUPE, A_REPORTER = 4, 5, 6, 7
ENVELOPPE, SOMME, RESTE, PARTENAIRE, ENTETES = 8, 9, 10, 11, 12
PREMIERE = ENTETES + 1
#: Where a formula that must see added columns stops looking, beyond the last.
RESERVE = 40
#: Amounts in whole euros; a gap of nothing is no news.
ENTIER = "#,##0_-;\\-#,##0_-"
SANS_ZERO = f'{ENTIER};"–"_-'


class Etendue(NamedTuple):
    """The columns where formulas look for amounts.

    From the decision, so that a column inserted before the first amount is seen; to far
    beyond the last, so that one typed beside it is seen too.
    """

    debut: str
    fin: str

    def ligne(self, ligne: int) -> str:
        """Give the cells of a row."""
        return f"${self.debut}${ligne}:${self.fin}${ligne}"


def build_calculs(etendue: Etendue) -> dict[str, str]:
    """Give the formula of each computed column, with `[@X]` for the cell of the same row."""

    def lit(colonne: str) -> str:
        return f"INDEX(tActions[{colonne}],MATCH([@{CLE}],tActions[Clé],0))"

    def somme(colonne: str, exercice: str) -> str:
        base = f"tFinancements[Action],[@{ACTION}],tFinancements[Exercice],{exercice}"
        cas = [f'{base},tFinancements[Nature],"{nature}"' for nature in SPECIFIQUES]
        connus = "+".join(f'COUNTIFS({c},tFinancements[{colonne}],">-1E+99")' for c in cas)
        montant = "+".join(f"SUMIFS(tFinancements[{colonne}],{c})" for c in cas)
        return f'=IF([@{CLE}]="","",IF({connus}=0,"",ROUND({montant},2)))'

    # The row is found by its key: LibreOffice refuses ROWS over a mixed reference.
    corps = f"${etendue.debut}${PREMIERE}:${etendue.fin}${DERNIERE + 1}"
    plage = f"INDEX({corps},MATCH([@{CLE}],{TABLE}[{CLE}],0),0)"
    entetes = etendue.ligne(ENTETES)
    montants = "+".join(f'SUMIFS({plage},{entetes},"* {nature}")' for nature in NUMERAIRES)
    cout = "Coût prévisionnel"
    return {
        CLE: f'=IF([@{ACTION}]="","",[@{ACTION}]&"|"&[@{EXERCICE}])',
        "Opérateur": f'=IFERROR({lit("Nom opérateur")}&"","")',
        "Thème": f'=IFERROR({lit("Libellé thème")}&"","")',
        **{
            nom: f'=IFERROR({lit(nom)}&"","")'
            for nom in ("Intitulé", "Reconduction", "Avis technique", STATUT)
        },
        "Année précédente": somme("Programmé", f"N([@{EXERCICE}])-1"),
        "Sollicité": somme("Sollicité", f"[@{EXERCICE}]"),
        cout: f'=IFERROR(IF({lit(cout)}="","",{lit(cout)}),"")',
        TOTAL: f'=IF([@{CLE}]="","",ROUND({montants},2))',
        ECART: f'=IF([@{cout}]="","",ROUND([@{cout}]-[@{TOTAL}],2))',
    }
