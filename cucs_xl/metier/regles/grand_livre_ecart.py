"""Les mandats de la commune sont ceux de son logiciel financier.

Source : code général des collectivités territoriales, art. L. 2342-2 : le maire tient la
comptabilité de l'engagement des dépenses ; contrat, 3.1 : « le suivi financier et administratif
du programme ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import EXERCICES, GRAND_LIVRE, Contrat
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.nomenclature import EtatRapprochement, Stade, StatutExercice, TypePartenaire

#: Sums by accounting year; None as soon as one amount is unknown.
Sommes = dict[int, Centimes | None]


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare both sides year by year, then name the documents that nobody has placed.

    While the year is open the export may simply be older than the movements: only a
    closed year blocks.
    """
    livre = _read_livre(contrat)
    if not contrat.grand_livre:
        return
    mandats = _read_mandats(contrat)
    for exercice in contrat.exercices:
        annee = exercice.exercice
        au_livre, saisi = livre.get(annee), mandats.get(annee, 0)
        if au_livre is None or saisi is None or au_livre == saisi:
            continue
        clos = exercice.statut is StatutExercice.CLOS
        yield Anomalie(
            regle="grand-livre-ecart",
            gravite=Gravite.BLOQUANTE if clos else Gravite.ALERTE,
            table=EXERCICES.nom,
            cle=EXERCICES.cle(exercice),
            champ="Exercice",
            exercice=annee,
            ligne=exercice.ligne,
            constat=f"{annee} : {format_euros(au_livre)} mandatés au grand livre, {format_euros(saisi)} dans les mouvements de la commune : {format_euros(abs(au_livre - saisi))} d'écart",
            conseil="Importez l'export le plus récent, affectez ou ignorez ses pièces, puis corrigez ou ajoutez le mandat qui manque.",
        )
    for ligne in contrat.grand_livre:
        if ligne.etat is EtatRapprochement.A_AFFECTER:
            yield Anomalie(
                regle="grand-livre-ecart",
                gravite=Gravite.ALERTE,
                table=GRAND_LIVRE.nom,
                cle=GRAND_LIVRE.cle(ligne),
                champ="Financement",
                exercice=ligne.exercice_comptable,
                ligne=ligne.ligne,
                constat=f"« {ligne.code} » : pièce {ligne.piece or 'sans numéro'} de {format_euros(ligne.montant, vide='montant inconnu')} à affecter",
                conseil="Choisissez le financement puis relancez l'import, ou choisissez l'état ignorée si elle ne concerne pas le contrat.",
            )


def _read_livre(contrat: Contrat) -> Sommes:
    sommes: Sommes = {}
    for ligne in contrat.grand_livre:
        if (
            ligne.stade is Stade.MANDAT
            and ligne.etat is not EtatRapprochement.IGNOREE
            and ligne.exercice_comptable is not None
        ):
            _add(sommes, ligne.exercice_comptable, ligne.montant)
    return sommes


def _read_mandats(contrat: Contrat) -> Sommes:
    """Sum the mandats of the commune: partners under the heading of one of that type."""
    communes = {p.groupe for p in contrat.partenaires if p.type is TypePartenaire.COMMUNE}
    siens = {p.code for p in contrat.partenaires if p.groupe is not None and p.groupe in communes}
    financements = {f.code for f in contrat.financements if f.code and f.partenaire in siens}
    sommes: Sommes = {}
    for mouvement in contrat.mouvements:
        if (
            mouvement.stade is Stade.MANDAT
            and mouvement.exercice_comptable is not None
            and mouvement.financement in financements
        ):
            _add(sommes, mouvement.exercice_comptable, mouvement.montant)
    return sommes


def _add(sommes: Sommes, annee: int, montant: Centimes | None) -> None:
    avant = sommes.get(annee, 0)
    sommes[annee] = None if avant is None or montant is None else avant + montant
