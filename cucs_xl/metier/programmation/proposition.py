"""The funding that a decision calls for when there is none."""

from cucs_xl.metier.modele import Contrat, Financement
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import SPECIFIQUES, Ferme, Nature
from cucs_xl.metier.programmation.resultat import Lieu
from cucs_xl.metier.schema import cle_pliee

#: What ends a funding's code.
INITIALES = {
    Nature.SPECIFIQUE: "S",
    Nature.PRE: "P",
    Nature.DROIT_COMMUN: "D",
    Nature.AUTOFINANCEMENT: "A",
    Nature.AUTRE_PUBLIC: "U",
    Nature.PRIVE: "V",
    Nature.VOLONTAIRE: "B",
}


def build_financement(
    contrat: Contrat, lieu: Lieu, valeur: Centimes | None, codes: set[str]
) -> Financement:
    """Make the row of a decision that had none; `codes`, folded, are taken."""
    (action, exercice), (partenaire, nature) = lieu
    return Financement(
        code=_choose_code(contrat, lieu, codes),
        action=action,
        exercice=exercice,
        partenaire=partenaire,
        nature=nature,
        enveloppe=_choose_enveloppe(contrat, lieu),
        ferme=Ferme.SOLLICITE,
        programme=valeur,
    )


def _choose_code(contrat: Contrat, lieu: Lieu, codes: set[str]) -> str:
    """Compose action, partner and nature; the year too when the action had earlier ones."""
    (action, exercice), (partenaire, nature) = lieu
    code = f"{action}-{partenaire}-{INITIALES[nature]}"
    if any(a.code == action and (a.exercice or exercice) < exercice for a in contrat.actions):
        code = f"{code}-{exercice % 100:02d}"
    suite = 2
    choisi = code
    while cle_pliee(choisi) in codes:
        choisi, suite = f"{code}-{suite}", suite + 1
    return choisi


def _choose_enveloppe(contrat: Contrat, lieu: Lieu) -> str | None:
    """Find the envelope of that year and nature: the partner's own, else its group's."""
    partenaire, nature = lieu.paire
    if nature not in SPECIFIQUES:
        return None
    groupes = {p.code: p.groupe for p in contrat.partenaires}
    possibles = [
        e
        for e in contrat.enveloppes
        if e.exercice == lieu.cle[1] and e.nature is nature and e.partenaire
    ]
    siennes = [e.code for e in possibles if e.partenaire == partenaire]
    if not siennes and groupes.get(partenaire):
        siennes = [
            e.code for e in possibles if groupes.get(e.partenaire or "") == groupes.get(partenaire)
        ]
    return siennes[0] if len(siennes) == 1 else None
