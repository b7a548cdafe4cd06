"""The computed columns that come back in every table: a label, a sum."""

from cucs_xl.metier.schema import MONTANT, TEXTE, Calcul


def libelle(entete: str, apres: str, aide: str, largeur: int = 30) -> Calcul:
    """Declare a text looked up in another table."""
    return Calcul(entete, TEXTE, aide, apres, largeur)


def somme(entete: str, apres: str, aide: str) -> Calcul:
    """Declare an amount summed or derived by the workbook."""
    return Calcul(entete, MONTANT, aide, apres)
