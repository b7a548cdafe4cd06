"""Chaque partenaire dit chaque année son droit commun, ou son silence est noté.

Source : contrat, 3.2 : « Ce bilan prend en compte, pour l'Etat comme pour chacun des
partenaires, la mesure des moyens de droit commun mis en œuvre ».
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.echeances import VECUS, read_echus
from cucs_xl.metier.modele import EXERCICES, Contrat, Partenaire
from cucs_xl.metier.nomenclature import SPECIFIQUES, OuiNon, TypePartenaire


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Name, once a year is over, the partners without any declaration, on the year's row.

    Asked: signatories and partners not declared private, when they head a group or bring that year
    other credits than those of the contract (a service of the State answers for itself,
    the Acsé has no ordinary credits). A head is answered by any member of its group.
    """
    groupes = {p.code: p.groupe for p in contrat.partenaires}
    declares: dict[int | None, set[str | None]] = defaultdict(set)
    for ligne in contrat.droits_communs:
        if ligne.partenaire and ligne.statut:
            declares[ligne.exercice] |= {ligne.partenaire, groupes.get(ligne.partenaire)}
    financeurs: dict[int | None, set[str | None]] = defaultdict(set)
    for financement in contrat.financements:
        if financement.nature not in {*SPECIFIQUES, None}:
            financeurs[financement.exercice].add(financement.partenaire)
    for exercice in read_echus(contrat, 1, 1):
        if exercice.statut not in VECUS:
            continue
        annee = exercice.exercice
        muets = [
            p.court or p.code
            for p in contrat.partenaires
            if p.code
            and (p.signataire is OuiNon.OUI or not _is_prive(p))
            and (_is_tete(p) or p.code in financeurs[annee])
            and p.code not in declares[annee]
        ]
        if muets:
            yield Anomalie(
                regle="droit-commun-silence",
                gravite=Gravite.ALERTE,
                table=EXERCICES.nom,
                cle=EXERCICES.cle(exercice),
                champ="Exercice",
                exercice=annee,
                ligne=exercice.ligne,
                constat=f"{annee} : rien n'est dit du droit commun de {format_liste(muets)}",
                conseil="Saisissez la déclaration dans la feuille Droit commun, ou une ligne au statut néant ou non communiqué : un silence n'est pas zéro.",
            )


def _is_prive(partenaire: Partenaire) -> bool:
    return partenaire.public is OuiNon.NON or partenaire.type is TypePartenaire.PRIVE


def _is_tete(partenaire: Partenaire) -> bool:
    return partenaire.groupe == partenaire.code
