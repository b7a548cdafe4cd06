"""Synthesis tables, evaluated: every figure in cents, from facts and envelopes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from cucs_xl.metier.agregation import aggregate, type_somme
from cucs_xl.metier.derivees import axes_region, champs_etat
from cucs_xl.metier.enveloppe import LigneEnveloppe
from cucs_xl.metier.faits import Fait
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.synthese import (
    FACULTATIFS,
    HORS_LISTE,
    INCONNAISSABLES,
    TOTAL,
    VENTILEES,
    Agregat,
    Calcul,
    Champ,
    Cle,
    Critere,
    Cumul,
    Difference,
    Dimension,
    Inconnu,
    Mention,
    Niveau,
    Nombre,
    ParUnite,
    Pied,
    Registre,
    Somme,
    Sources,
    Tableau,
    Taux,
    Valeur,
)
from cucs_xl.metier.ventilation import split_faits


def evaluate(tableau: Tableau, sources: Sources) -> dict[str, dict[str, Valeur]]:
    """Give every figure of a table, by line label key then column name.

    Lines are the keys (as text), then `HORS_LISTE`, `TOTAL` and the labels of the feet.
    A total adds what is known; nothing is derived from a total that is known in part.
    """
    cles = [cle for cle, _ in tableau.cles]
    lignes: dict[str, dict[str, Valeur]] = {str(cle): {} for cle in cles}
    lignes |= {HORS_LISTE: {}, TOTAL: {}}
    partiels: set[str] = set()
    for colonne in tableau.colonnes:
        calcul = colonne.calcul
        if isinstance(calcul, Cumul | Registre | Agregat | Mention):
            valeurs, total = _read_colonne(calcul, tableau, sources)
            for cle, valeur in zip(cles, valeurs, strict=True):
                lignes[str(cle)][colonne.nom] = valeur
            lignes[TOTAL][colonne.nom] = total
            lignes[HORS_LISTE][colonne.nom] = (
                None if isinstance(calcul, Mention) else _reste(total, valeurs)
            )
            if Inconnu.A_DEFINIR in valeurs:
                partiels.add(colonne.nom)
    for colonne in tableau.colonnes:
        calcul = colonne.calcul
        if isinstance(calcul, Somme | Difference | Taux | ParUnite):
            for libelle, ligne in lignes.items():
                if isinstance(calcul, ParUnite) and libelle in {TOTAL, HORS_LISTE}:
                    ligne[colonne.nom] = None  # euros of some over people of others
                    continue
                inconnus = partiels if libelle == TOTAL else frozenset[str]()
                ligne[colonne.nom] = _combine(calcul, ligne, inconnus)
    for pied in tableau.pieds:
        lignes[pied.libelle] = _read_pied(pied, lignes, tableau, sources)
    return lignes


def _read_colonne(
    calcul: Cumul | Registre | Agregat | Mention, tableau: Tableau, sources: Sources
) -> tuple[list[Valeur], Valeur]:
    """Give the figure of each key, and the total: summed apart, whatever the keys."""
    cles = [cle for cle, _ in tableau.cles]
    if isinstance(calcul, Mention):
        comptes = [(aggregate(agregat, tableau, sources)[0], mot) for agregat, mot in calcul.cas]
        mots = (next((mot for n, mot in comptes if n.get(cle)), calcul.defaut) for cle in cles)
        return [mot or None for mot in mots], None
    if isinstance(calcul, Agregat):
        agregats, ensemble = aggregate(calcul, tableau, sources)
        absent = None if calcul.inconnaissable else type_somme(calcul, 0)
        return [agregats.get(cle, absent) for cle in cles], ensemble
    sommes, total = _read_sommes(calcul, tableau, sources)
    return [sommes.get(cle, _absent(calcul)) for cle in cles], total


def _reste(total: Valeur, valeurs: Sequence[Valeur]) -> Valeur:
    """Give what no key claims, in the unit of the column."""
    if isinstance(total, Nombre):
        return Nombre(round(total - sum(v for v in valeurs if isinstance(v, Nombre)), 6))
    return (total if isinstance(total, int) else 0) - sum(_connus(valeurs))


def _absent(calcul: Cumul | Registre) -> Valeur:
    """Give what stands where nothing exists: no fact sums to zero, no envelope to nothing."""
    return None if isinstance(calcul, Registre) and calcul.champ in FACULTATIFS else 0


def _connus(valeurs: Iterable[Valeur]) -> Iterable[Centimes]:
    return (valeur for valeur in valeurs if isinstance(valeur, int))


def _read_sommes(
    calcul: Cumul | Registre, tableau: Tableau, sources: Sources
) -> tuple[dict[Cle, Valeur], Centimes | None]:
    """Sum a column by key of the axis; the total is summed apart, whatever the keys.

    A total of which nothing is known is nothing, not zero.
    """
    axe = tableau.axe
    if isinstance(calcul, Cumul):
        sommes: dict[Cle, Centimes] = defaultdict(int)
        ventile = calcul.ventile or axe in VENTILEES
        cle_de = _lecteur(axe, sources)
        for fait in sources.parts if ventile else sources.faits:
            if fait.etape is calcul.etape and _admet(fait, calcul.criteres, tableau.exercice, axe):
                sommes[cle_de(fait)] += fait.montant
        # What is not split, or split no more, shows: the total is that of the fundings.
        total = sum(
            fait.montant
            for fait in (sources.parts if calcul.ventile else sources.faits)
            if fait.etape is calcul.etape and _admet(fait, calcul.criteres, tableau.exercice, axe)
        )
        return dict(sommes), total
    par_cle: dict[Cle, list[Centimes | None]] = defaultdict(list)
    for ligne in sources.registre:
        if _retient(ligne, calcul, tableau.exercice, axe):
            par_cle[_dimension(ligne, axe)].append(_champ(ligne, calcul.champ))
    connus = list(_connus(montant for montants in par_cle.values() for montant in montants))
    rien = not connus and calcul.champ in FACULTATIFS
    sommes_connues = {cle: _add(montants, calcul.champ) for cle, montants in par_cle.items()}
    return sommes_connues, None if rien else sum(connus)


def _lecteur(axe: Dimension, sources: Sources) -> Callable[[Fait], Cle]:
    """Give what tells the key of a fact on an axis; some go through its theme."""
    if axe is Dimension.CHAMP_ETAT:
        champs = champs_etat(sources.contrat)
        return lambda fait: champs.get(fait.theme or "", "")
    if axe is Dimension.AXE_REGION:
        axes = axes_region(sources.contrat)
        return lambda fait: axes.get(fait.theme or "", "")
    nom = axe.value
    return lambda fait: getattr(fait, nom)


def _add(montants: Sequence[Centimes | None], champ: Champ) -> Valeur:
    connus = list(_connus(montants))
    if champ in INCONNAISSABLES and len(connus) < len(montants):
        return Inconnu.A_DEFINIR
    return sum(connus) if connus or champ not in FACULTATIFS else None


def _admet(fait: Fait, criteres: Iterable[Critere], exercice: int | None, axe: Dimension) -> bool:
    if exercice is not None and axe is not Dimension.EXERCICE and fait.exercice != exercice:
        return False
    return all(getattr(fait, dimension.value) in valeurs for dimension, valeurs in criteres)


def _retient(ligne: LigneEnveloppe, calcul: Registre, exercice: int | None, axe: Dimension) -> bool:
    porte = ligne.enveloppe.exercice
    if exercice is not None and axe is not Dimension.EXERCICE and porte != exercice:
        return False
    dans_une_autre = bool(ligne.enveloppe.dont)
    if calcul.niveau is not Niveau.TOUTES and (calcul.niveau is Niveau.DONT) is not dans_une_autre:
        return False
    return all(_dimension(ligne, dimension) in valeurs for dimension, valeurs in calcul.criteres)


def _dimension(ligne: LigneEnveloppe, dimension: Dimension) -> Cle:
    if dimension is Dimension.GROUPE:
        return ligne.groupe or ""
    valeur = getattr(ligne.enveloppe, dimension.value)
    return valeur if isinstance(valeur, int) else str(valeur or "")


#: Amounts that the envelope itself bears.
SAISIS = frozenset({Champ.REFERENCE, Champ.MONTANT, Champ.AE, Champ.CP})


def _champ(ligne: LigneEnveloppe, champ: Champ) -> Centimes | None:
    porteur = ligne.enveloppe if champ in SAISIS else ligne
    montant: Centimes | None = getattr(porteur, champ.value)
    return montant


def _combine(calcul: Calcul, ligne: Mapping[str, Valeur], partiels: AbstractSet[str]) -> Valeur:
    """Combine cells of a line (or lines of a column); `partiels` yield nothing derived."""
    if isinstance(calcul, Somme):
        return sum(_connus(ligne[nom] for nom in calcul.colonnes))
    if isinstance(calcul, Difference):
        termes = (calcul.de, *calcul.moins)
    elif isinstance(calcul, Taux):
        termes = (calcul.numerateur, calcul.denominateur)
    elif isinstance(calcul, ParUnite):
        termes = (calcul.montant, calcul.nombre)
    else:
        raise TypeError(calcul)
    valeurs = [ligne[terme] for terme in termes]
    connus = [valeur for valeur in valeurs if isinstance(valeur, int | Nombre)]
    if len(connus) < len(valeurs) or not partiels.isdisjoint(termes):
        return None
    if isinstance(calcul, Difference):
        reste = connus[0] - sum(connus[1:])
        return reste if isinstance(reste, int) else Nombre(reste)
    if not connus[1]:
        return None
    quotient = Fraction(connus[0]) / Fraction(connus[1])
    return quotient / 100 if isinstance(calcul, ParUnite) else quotient


def _read_pied(
    pied: Pied, lignes: Mapping[str, Mapping[str, Valeur]], tableau: Tableau, sources: Sources
) -> dict[str, Valeur]:
    """Evaluate a foot: sums run along its own line, differences and rates name lines."""
    valeurs: dict[str, Valeur] = {}
    for nom, calcul in pied.calculs.items():
        if isinstance(calcul, Cumul | Registre):
            sommes, _ = _read_sommes(calcul, tableau._replace(axe=Dimension.EXERCICE), sources)
            valeurs[nom] = sommes.get(tableau.exercice or 0, _absent(calcul))
        elif isinstance(calcul, Somme):
            valeurs[nom] = _combine(calcul, valeurs, set())
        else:
            colonne = {libelle: ligne.get(nom) for libelle, ligne in lignes.items()}
            partiels = {
                autre
                for autre, ligne in lignes.items()
                if _is_partielle(autre, nom, ligne, tableau)
            }
            valeurs[nom] = _combine(calcul, colonne, partiels)
    return valeurs


def _is_partielle(libelle: str, nom: str, ligne: Mapping[str, Valeur], tableau: Tableau) -> bool:
    """Tell whether a foot's sum, in that column, leaves an unknown out."""
    calculs = next((pied.calculs for pied in tableau.pieds if pied.libelle == libelle), {})
    calcul = calculs.get(nom)
    return isinstance(calcul, Somme) and any(
        ligne[autre] is Inconnu.A_DEFINIR for autre in calcul.colonnes
    )


def build_sources(
    contrat: Contrat, faits: Sequence[Fait], registre: Sequence[LigneEnveloppe]
) -> Sources:
    """Gather what tables are evaluated on."""
    return Sources(contrat, faits, split_faits(contrat, faits), registre)
