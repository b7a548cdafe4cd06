"""Un montant qui varie fortement d'une année à l'autre se vérifie.

Source : coût unitaire des postes adultes-relais publié en 2025, divisé par trois sur 4 753
lignes par une colonne prise pour une autre (ANCT, Ci.Ville).
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.enveloppe import LigneEnveloppe, build_registre
from cucs_xl.metier.modele import ACTIONS, ENVELOPPES, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import SPECIFIQUES, Nature
from cucs_xl.metier.parametres import Seuil, read_seuil
from cucs_xl.metier.taux import format_pourcent


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare each year with the one before, for actions and for envelopes."""
    seuil = read_seuil(contrat, Seuil.VARIATION)
    if seuil is not None:
        yield from _check_actions(contrat, seuil)
        yield from _check_enveloppes(contrat, seuil)


def _check_actions(contrat: Contrat, seuil: float) -> Iterator[Anomalie]:
    """Compare what the comité de pilotage decides for an action: credits of the contract."""
    totaux: dict[tuple[str, int], Centimes] = defaultdict(int)
    for f in contrat.financements:
        if (
            f.action is not None
            and f.exercice is not None
            and f.programme is not None
            and f.nature in SPECIFIQUES
        ):
            totaux[f.action, f.exercice] += f.programme
    for action in contrat.actions:
        if action.exercice is None:
            continue
        avant, annee = totaux.get((action.code, action.exercice - 1)), action.exercice
        total = totaux.get((action.code, annee))
        if avant is None or total is None or not _varie(avant, total, seuil):
            continue
        yield Anomalie(
            regle="variation-annuelle",
            gravite=Gravite.ALERTE,
            table=ACTIONS.nom,
            cle=ACTIONS.cle(action),
            champ="Programmé",
            exercice=annee,
            ligne=action.ligne,
            constat=f"« {action.code} » : {_format(avant, total, annee, 'programmés ')}, au-delà de {_seuil(seuil)} %",
            conseil="Vérifiez les crédits programmés des deux années ; si le comité de pilotage l'a voulu, justifiez-le.",
        )


def _check_enveloppes(contrat: Contrat, seuil: float) -> Iterator[Anomalie]:
    """Compare what a partner promises for one nature of credits, told on its first line.

    A variance with the reference of the contract has its own rule.
    """
    groupes: dict[tuple[str, Nature, bool, int], list[LigneEnveloppe]] = defaultdict(list)
    for ligne in build_registre(contrat, ()):
        e = ligne.enveloppe
        if e.partenaire is not None and e.nature is not None and e.exercice is not None:
            groupes[e.partenaire, e.nature, e.dont is None, e.exercice].append(ligne)
    for (partenaire, nature, tete, annee), lignes in groupes.items():
        avant = _add(groupes.get((partenaire, nature, tete, annee - 1), []))
        total = _add(lignes)
        enveloppe = lignes[0].enveloppe
        if (
            avant is None
            or total is None
            or enveloppe.reference == avant
            or not _varie(avant, total, seuil)
        ):
            continue
        yield Anomalie(
            regle="variation-annuelle",
            gravite=Gravite.ALERTE,
            table=ENVELOPPES.nom,
            cle=ENVELOPPES.cle(enveloppe),
            champ="Actualisé",
            exercice=annee,
            ligne=enveloppe.ligne,
            constat=f"« {enveloppe.code} » : {_format(avant, total, annee, '')}, au-delà de {_seuil(seuil)} %",
            conseil="Vérifiez le montant et les avenants des deux années ; si le partenaire l'a décidé, justifiez-le.",
        )


def _add(lignes: list[LigneEnveloppe]) -> Centimes | None:
    """Sum what is promised; None when nothing is or when a part is unknown."""
    connus = [ligne.actualise for ligne in lignes if ligne.actualise is not None]
    return sum(connus) if lignes and len(connus) == len(lignes) else None


def _varie(avant: Centimes, apres: Centimes, seuil: float) -> bool:
    return avant > 0 and abs(apres - avant) * 100 > seuil * avant


def _format(avant: Centimes, apres: Centimes, annee: int, verbe: str) -> str:
    signe = "+" if apres > avant else ""
    pourcent = format_pourcent(Fraction(apres - avant, avant))
    return f"{format_euros(apres)} {verbe}en {annee} pour {format_euros(avant)} en {annee - 1}, soit {signe}{pourcent} %"


def _seuil(seuil: float) -> str:
    return f"{seuil:g}".replace(".", ",")
