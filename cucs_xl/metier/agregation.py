"""Any table of the workbook summed or counted, as formulas do (see `synthese.Agregat`)."""

from collections import defaultdict

from cucs_xl.metier.derivees import build_lecteur
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.schema import Sorte
from cucs_xl.metier.synthese import (
    RENSEIGNE,
    Agregat,
    Cle,
    Dimension,
    Nombre,
    Sources,
    Tableau,
    entete_axe,
)


def aggregate(
    calcul: Agregat, tableau: Tableau, sources: Sources
) -> tuple[dict[Cle, Nombre | Centimes], Nombre | Centimes | None]:
    """Sum or count the rows of a table by key of the axis, and all of them."""
    contrat, table = sources.contrat, calcul.table
    lit = {
        entete: build_lecteur(contrat, table, entete)
        for entete in (calcul.colonne, *(entete for entete, _ in calcul.criteres))
        if entete
    }
    axe = tableau.axe
    annuel = tableau.exercice is not None and axe is not Dimension.EXERCICE and table.annuelle
    cle_de = build_lecteur(contrat, table, entete_axe(table, axe))
    sommes: dict[Cle, float] = defaultdict(int)
    total: float = 0
    for ligne in contrat.table(table):
        if annuel and ligne.exercice != tableau.exercice:
            continue
        if not all(_retenu(lit[entete](ligne), admis) for entete, admis in calcul.criteres):
            continue
        valeur = 1 if calcul.colonne is None else lit[calcul.colonne](ligne)
        if valeur is None:
            if calcul.inconnaissable:
                continue
            valeur = 0
        sommes[cle_de(ligne)] += valeur
        total += valeur
    ensemble = None if calcul.inconnaissable and not sommes else type_somme(calcul, total)
    return {cle: type_somme(calcul, somme) for cle, somme in sommes.items()}, ensemble


def _retenu(valeur: object, admis: tuple[str, ...]) -> bool:
    if admis == (RENSEIGNE,):
        return isinstance(valeur, int | float)
    return valeur in admis


def type_somme(calcul: Agregat, somme: float) -> Nombre | Centimes:
    """Give cents for an amount, a number for anything else."""
    if calcul.colonne is not None:
        genre = next(c.genre for c in calcul.table.colonnes if c.entete == calcul.colonne)
        if genre.sorte is Sorte.MONTANT:
            return int(somme)
    return Nombre(round(somme, 6))
