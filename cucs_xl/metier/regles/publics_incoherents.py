"""Les publics d'une fiche se comptent en personnes, et chaque part tient dans l'ensemble.

Source : contrat, 3.2 : le bilan annuel s'adosse « aux éléments de suivi physique et financier » des
actions.
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import FICHES, Contrat, Fiche

#: What counts people, then what is a part of what.
COMPTES = ("attendus", "habitants_attendus", "beneficiaires", "habitants", "femmes", "jeunes", "passages")  # fmt: skip
PARTS = {
    "habitants_attendus": "attendus",
    "habitants": "beneficiaires",
    "femmes": "beneficiaires",
    "jeunes": "beneficiaires",
}


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare what is told: an unknown count is not a zero."""
    for fiche in contrat.fiches:
        for attribut in COMPTES:
            constat = _judge(fiche, attribut)
            if constat:
                yield Anomalie(
                    regle="publics-incoherents",
                    gravite=Gravite.ALERTE,
                    table=FICHES.nom,
                    cle=FICHES.cle(fiche),
                    champ=FICHES.entete(attribut),
                    exercice=fiche.exercice,
                    ligne=fiche.ligne,
                    constat=f"« {fiche.action} » : {constat}",
                    conseil="Vérifiez avec l'opérateur : des personnes différentes, chacune comptée une fois ; les passages à part.",
                )


def _judge(fiche: Fiche, attribut: str) -> str:
    """Say what is wrong with a count; blank when nothing is."""
    valeur: float | None = getattr(fiche, attribut)
    if valeur is None:
        return ""
    nom = FICHES.entete(attribut)
    if valeur < 0:
        return f"{_nombre(valeur)} en « {nom} », un nombre négatif"
    ensemble = PARTS.get(attribut)
    total = getattr(fiche, ensemble) if ensemble else None
    if ensemble and total is not None and valeur > total:
        return f"{_nombre(valeur)} en « {nom} », plus que {_nombre(total)} en « {FICHES.entete(ensemble)} »"
    venues = fiche.beneficiaires
    if attribut == "passages" and venues is not None and valeur < venues:
        return f"{_nombre(valeur)} en « {nom} », moins que {_nombre(venues)} en « {FICHES.entete('beneficiaires')} »"
    return ""


def _nombre(valeur: float) -> str:
    return f"{valeur:.15g}".replace(".", ",")
