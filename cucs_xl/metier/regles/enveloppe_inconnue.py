"""Une année dont une enveloppe est inconnue ne se compare pas : le total le dit.

Source : contrat, 4.3 : « L'engagement financier du Conseil régional sera défini en cours d'année » ;
4.1 : la dotation de 2007 n'est qu'une « référence » pour les suivantes.
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.modele import ENVELOPPES, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import SPECIFIQUES, StatutEnveloppe


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Tell each unknown envelope of a year that programmes, once: a part goes with its whole.

    Only what is rightly unknown: a firm envelope without amount, a reference without
    reference, an avenant that nobody signed have their own rules.
    """
    programmes: dict[int, Centimes] = defaultdict(int)
    for f in contrat.financements:
        if f.exercice is not None and f.programme is not None and f.nature in SPECIFIQUES:
            programmes[f.exercice] += f.programme
    lignes = [ligne for ligne in build_registre(contrat, ()) if ligne.actualise is None]
    inconnues = {ligne.enveloppe.code for ligne in lignes}
    for ligne in lignes:
        enveloppe = ligne.enveloppe
        if enveloppe.exercice is None or enveloppe.dont in inconnues - {enveloppe.code}:
            continue
        if enveloppe.statut is StatutEnveloppe.A_DEFINIR:
            raison, conseil = "à définir", "saisissez l'avenant financier dès sa signature"
        elif enveloppe.statut is StatutEnveloppe.REFERENCE and enveloppe.reference is not None:
            raison = f"sur une référence de {format_euros(enveloppe.reference)}, non notifiée"
            conseil = "saisissez la notification dès réception"
        else:
            continue
        programme = programmes.get(enveloppe.exercice, 0)
        if programme > 0:
            yield Anomalie(
                regle="enveloppe-inconnue",
                gravite=Gravite.INFORMATION,
                table=ENVELOPPES.nom,
                cle=ENVELOPPES.cle(enveloppe),
                champ="Actualisé",
                exercice=enveloppe.exercice,
                ligne=enveloppe.ligne,
                constat=f"« {enveloppe.code} » : {raison} ; les {format_euros(programme)} programmés en {enveloppe.exercice} ne se comparent pas aux enveloppes de l'année",
                conseil=f"Rien à corriger : {conseil}. D'ici là, citez les totaux avec leur mention « hors ».",
            )
