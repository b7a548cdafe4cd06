"""Une clé ne désigne qu'une ligne : les formules additionneraient les deux.

Source : subventions publiées dans les Pays de la Loire, où 28 lignes sont en double.
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import SAISIES, Contrat
from cucs_xl.metier.schema import Ligne, Table, cle_pliee


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare keys as SUMIFS does: case does not count, nor 07 for 7."""
    for table in SAISIES:
        rangs = [rang for rang, colonne in enumerate(table.saisies) if colonne.cle]
        lignes = [ligne for ligne in contrat.table(table) if table.complete(ligne)]
        plis = ["|".join([cle_pliee(str(ligne[r] or "")) for r in rangs]) for ligne in lignes]
        if len(set(plis)) == len(plis):
            continue
        groupes: dict[str, list[Ligne]] = defaultdict(list)
        for pli, ligne in zip(plis, lignes, strict=True):
            groupes[pli].append(ligne)
        for doubles in groupes.values():
            if len(doubles) > 1:
                yield _double(table, doubles)


def _double(table: Table, lignes: list[Ligne]) -> Anomalie:
    cles = dict.fromkeys(table.cle(ligne) for ligne in lignes)
    rangs = format_liste([ligne.ligne for ligne in lignes])
    if len(cles) > 1:
        sujet = f"les clés {format_liste([f'« {cle} »' for cle in cles])}, que les formules confondent, sont portées"
    else:
        sujet = f"la clé « {next(iter(cles))} » est portée"
    exercices = {getattr(ligne, "exercice", None) for ligne in lignes}
    return Anomalie(
        regle="cle-double",
        gravite=Gravite.BLOQUANTE,
        table=table.nom,
        cle=table.cle(lignes[0]),
        champ=table.entete(table.cles[0]),
        exercice=exercices.pop() if len(exercices) == 1 else None,
        ligne=lignes[0].ligne,
        constat=f"{sujet} par les lignes {rangs} de la feuille {table.feuille}",
        conseil="Donnez à chaque ligne sa propre clé, ou supprimez la ligne saisie deux fois.",
    )
