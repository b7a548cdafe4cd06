"""What a button answers: what was done, what is wrong, what to do next. Short French texts."""

from collections.abc import Iterable, Sequence

from cucs_xl.commands import RUINES, Ajout, Consolidation, Etat, Livraison, Verification
from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.enveloppe import format_inconnus, read_dotation
from cucs_xl.metier.modele import CONTROLES, TABLE_PAR_NOM
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.parcours import Etape, Place
from cucs_xl.metier.programmation import Fusion
from cucs_xl.metier.simulation import Simulation

#: A dialog does not scroll.
_CITEES = 8


def tell_verification(verification: Verification) -> str:
    """Count the anomalies and point to the next button."""
    comptes = [
        _compte(nombre, gravite.value.lower())
        for gravite in Gravite
        if (nombre := sum(a.gravite is gravite for a in verification.anomalies))
    ]
    lignes = [f"Contrôles : {format_liste(comptes) if comptes else 'aucune anomalie'}."]
    graves = sum(a.gravite is Gravite.BLOQUANTE for a in verification.anomalies)
    if justifiees := graves - len(verification.bloquantes):
        lignes.append(f"Bloquantes justifiées : {justifiees}.")
    if verification.saisies:
        lignes.append(
            f"Journal : {_compte(verification.saisies, 'modification')} à la main depuis la dernière commande."
        )
    ruine = any(a.regle in RUINES and a.table != CONTROLES.nom for a in verification.anomalies)
    if verification.anomalies and not ruine:
        lignes.append(
            "Ensuite : « Aller à l'anomalie suivante » vous mène de l'une à l'autre. Un écart voulu se "
            "justifie dans la feuille Contrôles."
        )
    elif not ruine:
        lignes.append("Ensuite : « Consolider », puis « Synthèse annuelle ».")
    return _texte(lignes)


def tell_etape(etape: Etape) -> str:
    """Say what is wrong in the cell, and how much awaits."""
    if not etape.anomalies:
        return "Aucune anomalie à corriger. Ensuite : « Consolider »."
    lieu = [_lieu(etape.place)] if etape.place else []
    restent = f"En tout : {_compte(etape.reste, 'anomalie')}, justifiées non comprises."
    return _texte([*lieu, *_cite(etape.anomalies), restent])


def _lieu(place: Place) -> str:
    feuille = TABLE_PAR_NOM[place.table].feuille
    ligne = f"ligne {place.ligne}" if place.ligne else "en-tête"
    return f"Feuille {feuille}, {ligne}, colonne « {place.champ} » :"


def tell_ajout(ajout: Ajout) -> str:
    """Name the new action and what its holder fills."""
    action = ajout.action
    return (
        f"Action {action.code} ajoutée à l'exercice {action.exercice}, feuille Actions, ligne {ajout.place.ligne}.\n"
        "Ensuite : complétez l'intitulé, l'opérateur, l'objectif et le dispositif. Pour un autre thème, "
        "changez la colonne Thème et le code."
    )


def tell_fusion(fusion: Fusion) -> str:
    """Count what went each way, and cite what awaits somebody."""
    lignes = [
        (
            f"Programmation {fusion.exercice} : {len(fusion.decisions)} décision(s) reportée(s) dans les "
            f"financements, {fusion.rafraichies} case(s) reprise(s) des financements."
        ),
        *_cite(fusion.anomalies),
    ]
    if fusion.conflits:
        lignes.append(
            f"Ensuite : {_compte(fusion.conflits, 'point')} à trancher, puis « Programmation » à nouveau."
        )
    else:
        lignes.append("Ensuite : « Vérifier ».")
    return _texte(lignes)


def tell_consolidation(consolidation: Consolidation) -> str:
    """Give the promise of the year and the tie-out."""
    exercice = consolidation.exercice
    lignes = []
    if exercice is not None:
        dotation = read_dotation(consolidation.registre, exercice)
        hors = f" {format_inconnus(consolidation.contrat, dotation)}" if dotation.inconnus else ""
        lignes.append(f"Crédits spécifiques {exercice} : {format_euros(dotation.connu)}{hors}.")
    lignes.append("La feuille Ventilation et les synthèses du classeur sont à jour.")
    ecarts = [ecart for ecart in consolidation.ecarts if ecart.ecart]
    lignes += [
        f"Écart {ecart.axe.value}, {ecart.etape.value} : {format_euros(ecart.ecart)} sans ligne dans la liste."
        for ecart in ecarts[:_CITEES]
    ]
    if not ecarts:
        lignes.append("Les totaux de chaque axe égalent ceux des lignes, au centime.")
    lues = sum(a.gravite is Gravite.BLOQUANTE for a in consolidation.anomalies)
    if lues:
        lignes.append(f"{_compte(lues, 'anomalie')} de lecture : ces totaux sont incomplets.")
    lignes.append(
        "Ensuite : « Vérifier »." if consolidation.fausse else "Ensuite : « Synthèse annuelle »."
    )
    return _texte(lignes)


def tell_simulation(simulation: Simulation) -> str:
    """Give, envelope by envelope, what would remain."""
    lignes = [f"Si tout le « Proposé » de {simulation.exercice} était programmé :"]
    lignes += [
        f"{ligne.enveloppe.code} : plafond {_montant(ligne.plafond)}, programmé {format_euros(ligne.programme)}, "
        f"proposé en plus {format_euros(ligne.propose)}, disponible ensuite {_montant(ligne.disponible)}"
        f"{' – INSUFFISANT' if ligne.manque else ''}"
        for ligne in simulation.lignes
    ]
    if not simulation.lignes:
        lignes.append("aucune enveloppe pour cet exercice.")
    return _texte([*lignes, *conclude_simulation(simulation)])


def conclude_simulation(simulation: Simulation) -> list[str]:
    """Say what the COPIL should know, and that nothing was written."""
    lignes = []
    if simulation.sans_enveloppe:
        lignes.append(
            f"Hors enveloppe : {format_euros(simulation.sans_enveloppe)} de crédits spécifiques proposés n'en "
            "nomment aucune."
        )
    if simulation.manques:
        codes = format_liste([ligne.enveloppe.code for ligne in simulation.manques])
        lignes.append(f"Insuffisant : {codes}.")
    lignes.append("Rien n'a été écrit dans le classeur.")
    return lignes


def _montant(montant: Centimes | None) -> str:
    return "à définir" if montant is None else format_euros(montant)


def tell_livraison(livraison: Livraison) -> str:
    """Say where the files are, and whether they are provisional."""
    lignes = ["Synthèse annuelle écrite :", *(str(chemin) for chemin in livraison.chemins)]
    if livraison.bloquantes:
        lignes.append(
            f"Elle est provisoire : {_compte(len(livraison.bloquantes), 'anomalie bloquante', 'anomalies bloquantes')}. "
            "Ensuite : « Vérifier », corrigez, puis « Synthèse annuelle » à nouveau."
        )
    else:
        lignes.append("Ensuite : ouvrez-la et relisez-la avant de la diffuser.")
    return _texte(lignes)


def tell_version(version: str, python: str, etat: Etat) -> str:
    """Say which program answers."""
    return _texte(
        [
            f"cucs_xl {version}",
            f"Python : {python}",
            f"Complément : {etat.value}.",
        ]
    )


def _cite(anomalies: Sequence[Anomalie]) -> list[str]:
    lignes = [f"{a.gravite.value} : {a.constat}. {a.conseil}" for a in anomalies[:_CITEES]]
    if len(anomalies) > _CITEES:
        lignes.append(f"… et {len(anomalies) - _CITEES} de plus.")
    return lignes


def _compte(nombre: int, un: str, plusieurs: str = "") -> str:
    return f"{nombre} {(plusieurs or un + 's') if nombre > 1 else un}"


def _texte(lignes: Iterable[str]) -> str:
    return "\n".join(lignes)
