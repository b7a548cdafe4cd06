"""What « Décider » answers: the actions programmed, and those that still wait."""

from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.copil import Programme
from cucs_xl.metier.jour import format_jour


def tell_programme(fait: Programme) -> str:
    """Name what was decided; an action without amount is named, not programmed."""
    lignes = [
        f"COPIL du {format_jour(fait.jour)}, exercice {fait.exercice} : "
        + (
            f"{len(fait.decidees)} action(s) programmée(s) ({format_liste([a.code for a in fait.decidees])})."
            if fait.decidees
            else "aucune action proposée à programmer, rien n'a été écrit."
        )
    ]
    if fait.ouverts:
        lignes.append(f"L'exercice {fait.exercice} est ouvert.")
    if fait.attendent:
        codes = format_liste([a.code for a in fait.attendent])
        lignes.append(
            f"Sans montant programmé, restées proposées : {codes}. Saisissez leurs montants dans "
            "Programmation puis lancez « Programmer », ou changez leur statut."
        )
    return "\n".join(lignes)
