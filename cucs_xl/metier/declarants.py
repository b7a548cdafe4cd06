"""Who owes a word on its droit commun each year, and who already gave one.

Source: contract, 3.2, « pour l'Etat comme pour chacun des partenaires, la mesure des moyens
de droit commun mis en œuvre ».
"""

from cucs_xl.metier.modele import Contrat, Partenaire
from cucs_xl.metier.nomenclature import SPECIFIQUES, OuiNon, TypePartenaire


def read_declarants(contrat: Contrat, exercice: int | None) -> tuple[Partenaire, ...]:
    """Give signatories and partners not declared private, heads of a group or funders.

    A member of a group answers for itself when it brings other credits than those of the
    contract: a service of the State does, the Acsé has no ordinary credits.
    """
    financeurs = {
        f.partenaire
        for f in contrat.financements
        if f.exercice == exercice and f.nature not in {*SPECIFIQUES, None}
    }
    return tuple(
        p
        for p in contrat.partenaires
        if p.code
        and (p.signataire is OuiNon.OUI or not is_prive(p))
        and (p.groupe == p.code or p.code in financeurs)
    )


def read_declares(contrat: Contrat, exercice: int | None) -> frozenset[str]:
    """Name who said something: a declaration, were it « néant »; a head by any of its group."""
    groupes = {p.code: p.groupe for p in contrat.partenaires}
    dits: set[str | None] = set()
    for ligne in contrat.droits_communs:
        if ligne.exercice == exercice and ligne.partenaire and ligne.statut:
            dits |= {ligne.partenaire, groupes.get(ligne.partenaire)}
    return frozenset(code for code in dits if code)


def is_prive(partenaire: Partenaire) -> bool:
    """Tell whether a partner is declared private, by its kind or by its money."""
    return partenaire.public is OuiNon.NON or partenaire.type is TypePartenaire.PRIVE
