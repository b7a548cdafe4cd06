"""Synthesis expressions, compiled to Excel formulas.

The other evaluator of `metier.synthese`: the same declaration gives a figure there and a
live formula here. Sums are rounded to the cent, since a sheet adds floats.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import NamedTuple

from cucs_xl.excel.builder.formules import stades
from cucs_xl.metier.faits import LIBELLES_ETAPES
from cucs_xl.metier.modele import ENVELOPPES, FINANCEMENTS, MOUVEMENTS, VENTILATION
from cucs_xl.metier.synthese import (
    ENTETES,
    FACULTATIFS,
    INCONNAISSABLES,
    RENSEIGNE,
    VENTILEES,
    Agregat,
    Champ,
    Cle,
    Critere,
    Cumul,
    Difference,
    Dimension,
    Inconnu,
    Mention,
    Niveau,
    ParUnite,
    Registre,
    Somme,
    Taux,
    entete_axe,
)


class Noms(NamedTuple):
    """Where a workbook keeps the rows that formulas sum: the master's tables or copies."""

    prefixe: str = "t"

    def de(self, table: str) -> str:
        """Name, in this workbook, a table of the master."""
        return self.prefixe + table[1:]


ENTETES_CHAMPS = {
    Champ.REFERENCE: "Référence",
    Champ.MONTANT: "Montant",
    Champ.AVENANTS: "Avenants",
    Champ.ACTUALISE: "Actualisé",
    Champ.PLAFOND: "Plafond",
    Champ.PROGRAMME: "Programmé",
    Champ.ENGAGE: "Engagé",
    Champ.MANDATE: "Mandaté",
    Champ.PAYE: "Payé",
    Champ.AE: "AE",
    Champ.CP: "CP",
}
_MOUVEMENTS = ENTETES | {
    Dimension.EXERCICE: "Programme",
    Dimension.COMPTABLE: "Exercice comptable",
}
_ENVELOPPES = ENTETES | {Dimension.ENVELOPPE: "Code", Dimension.STATUT: "Statut"}

_A_DEFINIR = f'"{Inconnu.A_DEFINIR.value}"'


class Lieu(NamedTuple):
    """Cells that criteria point at: a dimension is compared with a cell, not a literal."""

    cellules: Mapping[Dimension, str]


def compile_cumul(cumul: Cumul, lieu: Lieu, noms: Noms) -> str:
    """Compile a sum of facts, without the equal sign.

    A sum by accounting year reads movements; by quartier, the shares of fundings; any
    other reads fundings, whose computed columns already hold the sums of their movements.
    """
    dimensions = {dimension for dimension, _ in cumul.criteres} | lieu.cellules.keys()
    entetes, montant, cas = ENTETES, LIBELLES_ETAPES[cumul.etape], [""]
    if Dimension.COMPTABLE in dimensions:
        table, entetes, montant = noms.de(MOUVEMENTS.nom), _MOUVEMENTS, "Montant"
        cas = [f'{table}[Stade],"{stade}"' for stade in stades(cumul.etape)]
    elif dimensions & VENTILEES:
        table = noms.de(VENTILATION.nom)
    else:
        table = noms.de(FINANCEMENTS.nom)
    sommes = (
        _somme_si(f"{table}[{montant}]", ",".join(filter(None, (stade, *choix))))
        for stade in cas
        for choix in _choix(table, entetes, cumul.criteres, lieu)
    )
    return f"ROUND({'+'.join(sommes)},2)"


def compile_registre(registre: Registre, lieu: Lieu, noms: Noms, *, total: bool) -> str:
    """Compile a sum of envelopes; a total adds what is known, a line tells the unknown.

    Where nothing is known there is nothing, not zero.
    """
    table = noms.de(ENVELOPPES.nom)
    montant = f"{table}[{ENTETES_CHAMPS[registre.champ]}]"
    dont = f'{table}[Dont],"?*"'
    choix = [",".join(c) for c in _choix(table, _ENVELOPPES, registre.criteres, lieu)]
    dedans = [",".join(filter(None, (c, dont))) for c in choix]
    # Signed terms: LibreOffice miscounts criteria "" over blank cells that end a column,
    # so « not inside another » is written as all of them minus those inside.
    plus, moins = {
        Niveau.TOUTES: (choix, []),
        Niveau.TETES: (choix, dedans),
        Niveau.DONT: (dedans, []),
    }[registre.niveau]
    somme = _signed(plus, moins, lambda criteres: _somme_si(montant, criteres))
    somme = f"ROUND({somme},2)"
    if registre.champ not in FACULTATIFS:
        return somme
    nombres = f'{montant},">-1E+99"'
    connus = _signed(plus, moins, lambda c: f"COUNTIFS({','.join(filter(None, (nombres, c)))})")
    if registre.champ in INCONNAISSABLES and not total:
        nombre = _signed(plus, moins, lambda criteres: f"COUNTIFS({criteres})")
        return f'IF({nombre}=0,"",IF({connus}<{nombre},{_A_DEFINIR},{somme}))'
    return f'IF({connus}=0,"",{somme})'


def compile_agregat(agregat: Agregat, lieu: Lieu, noms: Noms) -> str:
    """Compile a sum or a count over any table."""
    table = noms.de(agregat.table.nom)
    criteres = [
        f"{table}[{entete_axe(agregat.table, dimension)}],{cellule}"
        for dimension, cellule in lieu.cellules.items()
        if dimension is not Dimension.EXERCICE or agregat.table.annuelle
    ]
    litteraux = [
        [f"{table}[{entete}],{_admis(valeur)}" for valeur in valeurs]
        for entete, valeurs in agregat.criteres
    ]
    choix = [",".join((*criteres, *combinaison)) for combinaison in product(*litteraux)]
    if agregat.colonne is not None:
        montant = f"{table}[{agregat.colonne}]"
        somme = f"ROUND({'+'.join(_somme_si(montant, c) for c in choix)},2)"
        if not (agregat.inconnaissable and lieu.cellules):
            return somme
        nombres = f'{montant},">-1E+99"'
        connus = "+".join(f"COUNTIFS({','.join(filter(None, (nombres, c)))})" for c in choix)
        return f'IF({connus}=0,"",{somme})'
    cle = f'{table}[{agregat.table.saisies[0].entete}],"?*"'
    return f"({'+'.join(f'COUNTIFS({c or cle})' for c in choix)})"


def compile_mention(mention: Mention, lieu: Lieu, noms: Noms) -> str:
    """Compile a word: that of the first aggregate which counts something."""
    formule = f'"{mention.defaut}"'
    for agregat, mot in reversed(mention.cas):
        formule = f'IF({compile_agregat(agregat, lieu, noms)}>0,"{mot}",{formule})'
    return formule


def _admis(valeur: str) -> str:
    return '">-1E+99"' if valeur == RENSEIGNE else f'"{valeur}"'


def _signed(plus: Iterable[str], moins: Iterable[str], terme: Callable[[str], str]) -> str:
    """Add terms and take others away; in brackets, to stand inside a comparison."""
    return f"({'+'.join(map(terme, plus))}{''.join(f'-{terme(c)}' for c in moins)})"


def compile_combinaison(
    calcul: Somme | Difference | Taux | ParUnite,
    cellules: Mapping[str, str],
    partiels: Mapping[str, str],
) -> str:
    """Compile an expression over other cells.

    `partiels` gives, for a cell that may leave an unknown out, the range that tells so:
    nothing is derived from a total known in part.
    """
    if isinstance(calcul, Somme):
        if not calcul.colonnes:  # a year without any credit of that kind
            return "0"
        return f"ROUND(SUM({','.join(cellules[nom] for nom in calcul.colonnes)}),2)"
    if isinstance(calcul, Difference):
        termes: tuple[str, ...] = (calcul.de, *calcul.moins)
    elif isinstance(calcul, Taux):
        termes = (calcul.numerateur, calcul.denominateur)
    else:
        termes = (calcul.montant, calcul.nombre)
    adresses = [cellules[terme] for terme in termes]
    conditions = [f"ISNUMBER({adresse})" for adresse in adresses]
    conditions += [
        f"COUNTIF({partiels[terme]},{_A_DEFINIR})=0" for terme in termes if terme in partiels
    ]
    if isinstance(calcul, Difference):
        return f'IF(AND({",".join(conditions)}),ROUND({"-".join(adresses)},2),"")'
    haut, bas = adresses
    conditions[1] = f"N({bas})<>0"
    return f'IF(AND({",".join(conditions)}),{haut}/{bas},"")'


def _somme_si(montant: str, criteres: str) -> str:
    """Sum a column under criteria; LibreOffice refuses SUMIFS without any."""
    return f"SUMIFS({montant},{criteres})" if criteres else f"SUM({montant})"


def _choix(
    table: str,
    entetes: Mapping[Dimension, str],
    criteres: Iterable[Critere],
    lieu: Lieu,
) -> list[tuple[str, ...]]:
    """List the criteria of each SUMIFS: one call per combination of admitted values."""
    cellules = tuple(
        f"{table}[{entetes[dimension]}],{cellule}" for dimension, cellule in lieu.cellules.items()
    )
    litteraux = [
        [f"{table}[{entetes[dimension]}],{_literal(valeur)}" for valeur in valeurs]
        for dimension, valeurs in criteres
        if dimension not in lieu.cellules
    ]
    return [(*cellules, *combinaison) for combinaison in product(*litteraux)]


def _literal(valeur: Cle) -> str:
    return f'"{valeur}"' if isinstance(valeur, str) else str(valeur)
