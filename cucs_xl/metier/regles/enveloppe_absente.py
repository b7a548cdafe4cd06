"""Chaque signataire a une enveloppe chaque année, fût-elle encore à définir.

Source : contrat, 4.1 : « L'Etat apportera chaque année une enveloppe de crédits spécifiquement
dédiée à la mise en œuvre du présent contrat ».
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import EXERCICES, Contrat
from cucs_xl.metier.nomenclature import SPECIFIQUES, OuiNon, StatutExercice


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Tell, once a year, the signatories whose group promises nothing; a draft year may wait."""
    groupes = {partenaire.code: partenaire.groupe for partenaire in contrat.partenaires}
    dotes: dict[int | None, set[str | None]] = defaultdict(set)
    for enveloppe in contrat.enveloppes:
        dotes[enveloppe.exercice].add(groupes.get(enveloppe.partenaire or ""))
    programmes = {
        f.exercice for f in contrat.financements if f.programme and f.nature in SPECIFIQUES
    }
    for exercice in contrat.exercices:
        annee = exercice.exercice
        if exercice.statut is StatutExercice.PREPARATION or annee not in programmes:
            continue
        absents = [
            partenaire.court or partenaire.code
            for partenaire in contrat.partenaires
            if partenaire.signataire is OuiNon.OUI
            and partenaire.code
            and partenaire.groupe == partenaire.code
            and partenaire.code not in dotes[annee]
        ]
        if absents:
            yield Anomalie(
                regle="enveloppe-absente",
                gravite=Gravite.ALERTE,
                table=EXERCICES.nom,
                cle=EXERCICES.cle(exercice),
                champ="Exercice",
                exercice=annee,
                ligne=exercice.ligne,
                constat=f"{annee} : aucune enveloppe pour {format_liste(absents)}, signataire{'s' if len(absents) > 1 else ''} du contrat",
                conseil="Ajoutez une ligne dans la feuille Enveloppes ; si le montant n'est pas connu, statut « à définir » et montant vide.",
            )
