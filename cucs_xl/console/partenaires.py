"""How the buttons of the group Partenaires answer, and the words that the terminal shares."""

from collections.abc import Iterator

from cucs_xl.commands import Campagne, Rappels, Releve
from cucs_xl.metier.instantane import spell_valeur
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.montant import INSECABLE
from cucs_xl.metier.retour.atelier import Changement
from cucs_xl.metier.retour.reception import Bilan
from cucs_xl.metier.retour.trace import Memo

#: Lines of a dialog, beyond which the sheets are the place to read.
_CITEES = 4


def tell_bilan(bilan: Bilan) -> str:
    """Tell in one line where a return stands."""
    envoi = bilan.retour.envoi
    sujet = " ".join(filter(None, (envoi.modele.value, envoi.action, envoi.destinataire)))
    pris = sum(1 for c in bilan.changements if c.repere.champ)
    return (
        f"{bilan.retour.fichier} ({sujet}, {envoi.exercice}) : {bilan.etat}, complète à "
        f"{round(bilan.completude.taux * 100)}{INSECABLE}% ; {count(pris, 'valeur reprise', 'valeurs reprises')}, "
        f"{count(len(bilan.fautes), 'cellule à corriger', 'cellules à corriger')}, {bilan.litiges} à arbitrer"
    )


def tell_sautes(fait: Releve) -> Iterator[str]:
    """Tell the files that brought nothing, and why."""
    for nom in fait.fusion.deja:
        yield f"{nom} : déjà relevé, rien de nouveau."
    for nom, autre in fait.fusion.pareils:
        yield f"{nom} : dit la même chose que {autre}, compté une fois."


def tell_reserves(bilan: Bilan) -> Iterator[str]:
    """Tell what of a return is not taken, and is no answer to correct."""
    for alteration in bilan.retour.alterations:
        yield (
            f"{alteration.adresse} : cellule verrouillée modifiée, « {alteration.envoye} » est devenu "
            f"« {alteration.trouve} » ; le classeur garde sa valeur."
        )
    for code in bilan.retour.perdues:
        titre = bilan.retour.modele.bloc(code).titre
        yield f"La partie « {titre} » n'est pas dans le fichier : rien n'en est repris ni effacé."
    if bilan.retour.etrangeres:
        yield f"Feuilles ajoutées, non lues : {', '.join(bilan.retour.etrangeres)}."
    if not bilan.retour.fiable:
        yield (
            "Ce classeur ne se souvient pas d'avoir envoyé cette fiche ainsi : ce qu'il ne disait pas "
            "est repris, ce qu'il dit autrement est à arbitrer."
        )


def tell_choix_refuses(fait: Releve) -> Iterator[str]:
    """Tell the choices of the officer that could not be applied."""
    for arbitrage, raison in fait.fusion.refusees:
        lieu = ", ".join(filter(None, (arbitrage.feuille, arbitrage.cle, arbitrage.champ)))
        yield f"Arbitrage non appliqué, {lieu} : {raison}."


def conclude(fait: Releve, *, simulation: bool) -> str:
    """Count what an import did, and say what comes next."""
    if not (fait.refus or fait.bilans or fait.fusion.deja or fait.fusion.tranches):
        return "Rien à relever : aucun fichier, aucun nouveau choix dans la feuille Arbitrages."
    champs = sum(1 for c in fait.changements if c.repere.champ)
    lignes = sum(1 for c in fait.changements if not c.repere.champ and c.apres is not None)
    en_attente = sum(a.tranche_le is None for a in fait.fusion.arbitrages)
    phrase = (
        f"{count(len(fait.bilans), 'retour lu', 'retours lus')}, {count(len(fait.refus), 'refusé', 'refusés')} ; "
        f"{count(champs, 'valeur', 'valeurs')} et {count(lignes, 'ligne nouvelle', 'lignes nouvelles')} "
        f"{'seraient reprises' if simulation else 'reprises'} ; {en_attente} à arbitrer."
    )
    if fait.fusion.tranches:
        choix = count(fait.fusion.tranches, "choix appliqué", "choix appliqués")
        phrase = f"{phrase.removesuffix('.')} ; {choix}."
    if simulation:
        return f"{phrase} Simulation : rien n'a été écrit."
    if en_attente:
        return f"{phrase} Ensuite : feuille Arbitrages, colonne Choix, puis relevez à nouveau."
    return f"{phrase} Ensuite : « Vérifier »."


def tell_import(fait: Releve) -> str:
    """Say the same in a dialog: counts, then what awaits somebody."""
    lignes = [f"Refusé : « {refus.fichier} » {refus.raison}" for refus in fait.refus[:_CITEES]]
    if len(fait.refus) > _CITEES:
        autres = ", ".join(f"« {refus.fichier} »" for refus in fait.refus[_CITEES:])
        lignes.append(f"Refusés aussi : {autres} ; « cucs-xl importer » dit pourquoi.")
    for bilan in fait.bilans[:_CITEES]:
        lignes += [f"{tell_bilan(bilan)}.", *tell_reserves(bilan)]
    restent = fait.bilans[_CITEES:]
    if restent:
        lignes.append(f"… et {len(restent)} autres : voir la feuille Retours.")
        lignes += [
            f"{bilan.retour.fichier} : {reserve}"
            for bilan in restent
            for reserve in tell_reserves(bilan)
        ]
    lignes += [*tell_sautes(fait), *tell_choix_refuses(fait), conclude(fait, simulation=False)]
    if fait.reponses:
        lignes.append(
            f"Réponses à envoyer (brouillons et copies annotées) : {fait.reponses[0].parent}"
        )
    return "\n".join(lignes)


def tell_annulation(memo: Memo) -> str:
    """Say which import was taken back."""
    cellules = sum(len(t.modifs) for t in memo.traces.values())
    lignes = sum(len(t.ajouts) for t in memo.traces.values())
    quoi = ", ".join(memo.fichiers) or "arbitrages"
    return (
        f"L'import du {memo.quand} ({quoi}) est annulé : {count(cellules, 'cellule rétablie', 'cellules rétablies')}, "
        f"{count(lignes, 'ligne retirée', 'lignes retirées')}. Le journal garde la trace des deux opérations."
    )


def count(nombre: int, un: str, plusieurs: str) -> str:
    """Spell a number of things."""
    return f"{nombre} {plusieurs if nombre > 1 else un}"


def spell_changement(changement: Changement) -> str:
    """Tell a change in one line: where, before, after, from which cell."""
    repere = changement.repere
    lieu = f"{repere.declaree.feuille} · {repere.cle}"
    if not repere.champ:
        fait = "ligne nouvelle" if changement.apres is not None else "ligne retirée"
        return f"{lieu} : {fait} ({changement.origine})"
    avant, apres = spell_valeurs(changement)
    return f"{lieu} · {repere.champ} : « {avant} » → « {apres} » ({changement.origine})"


def spell_valeurs(changement: Changement) -> tuple[str, str]:
    """Spell what a field was and is; a row is spelled by its key."""
    repere = changement.repere
    if not repere.champ:
        return ("", "") if changement.apres is None else ("", repere.cle)
    genre = next(c.genre for c in TABLE_PAR_NOM[repere.table].saisies if c.entete == repere.champ)
    return spell_valeur(genre, changement.avant), spell_valeur(genre, changement.apres)


def tell_campagne(campagne: Campagne) -> str:
    """Say what is ready, and what somebody must see to."""
    limite = f", réponse attendue le {format_jour(campagne.echeance)}" if campagne.echeance else ""
    faits = (
        f"Exercice {campagne.exercice} : {count(campagne.fiches, 'fiche prête', 'fiches prêtes')}, "
        f"{count(len(campagne.colis), 'brouillon de courriel', 'brouillons de courriel')}{limite}."
    )
    lignes = [
        faits,
        *(f"À voir : {remarque}." for remarque in campagne.remarques[:_CITEES]),
        *(f"À voir, {c.nom} : {c.remarque}." for c in campagne.colis[:_CITEES] if c.remarque),
        f"Ensuite : ouvrez chaque brouillon (.eml), relisez, envoyez. Dossier : {campagne.dossier}",
    ]
    return "\n".join(lignes)


def tell_rappels(rappels: Rappels) -> str:
    """Say how many reminders are ready, and how many sheets nobody answered."""
    if not rappels.colis:
        return f"Exercice {rappels.exercice} : aucun rappel à préparer aujourd'hui."
    return (
        f"Exercice {rappels.exercice} : {count(len(rappels.colis), 'rappel prêt', 'rappels prêts')}, "
        f"{count(len(rappels.muets), 'fiche', 'fiches')} sans aucune réponse à ce jour.\n"
        f"Ensuite : relisez et envoyez les brouillons, ou imprimez les lettres. Dossier : {rappels.dossier}"
    )
