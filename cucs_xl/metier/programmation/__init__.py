"""The programming matrix and the fundings, brought together both ways.

The merge writes nothing: it returns what each table must become, and what it could not
decide. Only « Programmé » moves. A cell that several fundings share shows their sum and
decides nothing; a cell blanked is a decision taken back, never a row deleted.
"""

from collections.abc import Iterable, Mapping

from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.matrice import Matrice, Paire
from cucs_xl.metier.modele import FINANCEMENTS, Contrat
from cucs_xl.metier.nomenclature import Ferme, Nature
from cucs_xl.metier.programmation.lignes import build_lignes
from cucs_xl.metier.programmation.resultat import Decision, Fusion, Lieu, to_euros
from cucs_xl.metier.programmation.travail import Travail
from cucs_xl.metier.schema import Cellule

__all__ = [
    "Decision", "Fusion", "Lieu", "build_ecriture", "build_matrice", "merge_programmation"
]  # fmt: skip


def merge_programmation(
    contrat: Contrat,
    matrice: Matrice,
    exercice: int,
    illisibles: Iterable[str] = (),
) -> Fusion:
    """Merge both ways, then show a year.

    `illisibles` are the fundings whose « Programmé » could not be read: their cell holds
    something that nobody may write over. The matrix leaves the year it shows only when
    nothing in it awaits anybody.
    """
    travail = Travail(contrat, matrice, frozenset(illisibles))
    rangees = travail.merge_rangees()
    lignes, affiche = build_lignes(travail, rangees, exercice)
    travail.tell_absentes(affiche)
    return Fusion(
        affiche,
        tuple(travail.financements),
        tuple(lignes),
        tuple(travail.decisions),
        (*matrice.anomalies, *travail.anomalies),
        travail.conflits,
        travail.rafraichies,
    )


def build_matrice(
    contrat: Contrat, exercice: int, colonnes: Mapping[Paire, str]
) -> list[dict[str, Cellule]]:
    """Build the rows of a year from the fundings: a line an action, in the order of Actions."""
    vierge = Travail(contrat, Matrice(colonnes, ()), frozenset())
    return [vierge.build_ligne(cle) for cle in vierge.actions if cle[1] == exercice]


def build_ecriture(grille: Grille, fusion: Fusion) -> list[dict[str, Cellule]]:
    """Give the rows to write to tFinancements: « Programmé » where it changed, then new rows.

    Aligned with the sheet, so that a cell nobody could read is never written over.
    """
    programme = FINANCEMENTS.entete("programme")
    hauteur = max((f.ligne - grille.premiere + 1 for f in fusion.financements), default=0)
    lignes: list[dict[str, Cellule]] = [{} for _ in range(max(0, hauteur))]
    for decision in fusion.decisions:
        financement = fusion.financements[decision.rang]
        ligne: dict[str, Cellule] = {programme: to_euros(financement.programme)}
        if decision.nouveau:
            for colonne, valeur in zip(FINANCEMENTS.saisies, financement, strict=False):
                texte = str(valeur) if isinstance(valeur, Nature | Ferme) else valeur
                ligne.setdefault(colonne.entete, texte)
            lignes.append(ligne)
        else:
            lignes[financement.ligne - grille.premiere] = ligne
    return lignes
