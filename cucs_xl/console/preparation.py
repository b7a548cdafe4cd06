"""What « Préparer » answers: the rows added, sheet by sheet, and what to type in each."""

from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.modele import INDICATEURS, MESURES, REPARTITION
from cucs_xl.metier.preparation import Preparation


def tell_preparation(fait: Preparation) -> str:
    """Count the rows and name the cells left to people."""
    if fait.vide:
        return (
            f"Exercice {fait.exercice} : rien à ajouter. Chaque action suivie a déjà sa répartition, "
            "son indicateur et sa mesure, ou l'exercice n'a pas d'action."
        )
    a_saisir = {
        REPARTITION: (fait.repartitions, "« Part »"),
        INDICATEURS: (fait.indicateurs, "« Indicateur » et « Unité »"),
        MESURES: (fait.mesures, "« Cible »"),
    }
    ajoutees = [
        f"{len(lignes)} dans {table.feuille} ({cellules})"
        for table, (lignes, cellules) in a_saisir.items()
        if lignes
    ]
    return (
        f"Exercice {fait.exercice}, lignes ajoutées : {format_liste(ajoutees)}.\n"
        "Ensuite : saisissez les cellules entre guillemets ; un quartier que l'action ne sert pas se "
        "supprime, ou reçoit 0 %. « Vérifier » cite ce qui reste vide."
    )
