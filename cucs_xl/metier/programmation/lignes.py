"""Which rows the matrix shows after a merge, and where."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.matrice import FEUILLE, Cle
from cucs_xl.metier.programmation.travail import Ligne, Travail
from cucs_xl.metier.schema import Cellule, cle_pliee


def build_lignes(
    travail: Travail, lignes: Sequence[Ligne], exercice: int
) -> tuple[list[dict[str, Cellule]], int]:
    """Lay the rows out; rows stay where they are as long as one of them awaits somebody."""
    annees = Counter(ligne.cle[1] for ligne in lignes if ligne.cle)
    retenu = any(ligne.attend for ligne in lignes)
    if retenu and annees and exercice not in annees:
        [(affiche, _)] = annees.most_common(1)
        travail.tell(
            "", None, 0, exercice,
            f"la matrice reste sur {affiche} : des lignes attendent une réponse",
            f"Réglez ce qui est signalé dans la feuille {FEUILLE}, puis redemandez {exercice}.",
        )  # fmt: skip
        exercice = affiche
    gardees = [
        ligne for ligne in lignes if retenu or (ligne.cle is not None and ligne.cle[1] == exercice)
    ]
    libres = travail.matrice.libres
    if libres and any(a is not b for a, b in zip(gardees, lignes, strict=False)):
        noms = format_liste([f"« {nom} »" for nom in libres])
        travail.tell(
            "", None, 0, exercice,
            f"les lignes ont changé de place, pas ce qui est saisi dans {noms}",
            "Vérifiez ces colonnes : le programme ne les connaît pas.",
        )  # fmt: skip
    ecrites = [
        travail.build_ligne(ligne.cle, ligne) if ligne.cle else dict[str, Cellule]()
        for ligne in gardees
    ]
    presentes = {ligne.cle for ligne in gardees}
    ecrites += [
        travail.build_ligne(cle)
        for cle in _absentes(travail, lignes, exercice)
        if cle not in presentes
    ]
    return ecrites, exercice


def _absentes(travail: Travail, lignes: Sequence[Ligne], exercice: int) -> Iterator[Cle]:
    """List the actions of the year, but those of rows that wait under the same key."""
    attendent = {
        (cle_pliee(ligne.rangee.action or ""), ligne.rangee.exercice)
        for ligne in lignes
        if ligne.cle is None and ligne.attend
    }
    for cle in travail.actions:
        if cle[1] == exercice and (cle_pliee(cle[0]), cle[1]) not in attendent:
            yield cle
