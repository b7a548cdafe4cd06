"""Le comité de pilotage se réunit au premier trimestre, programme chaque année et évalue la précédente.

Source : contrat, 3.1 : « Il se réunit au moins une fois par an pour valider le programme
d'actions, puis, à partir de la deuxième année l'évaluation des actions, étant précisé qu'une
première réunion doit avoir lieu chaque année au cours du premier trimestre ».
"""

from collections.abc import Iterator
from datetime import date

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.echeances import read_decidees, read_echus, read_premier
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import ACTIONS, EXERCICES, INSTANCES, Contrat, Exercice, Instance
from cucs_xl.metier.nomenclature import Presence, StatutInstance, TypeInstance
from cucs_xl.metier.parametres import read_situation

#: What a partner calls the meeting it presides, in sheet order.
COPRESIDENCES = (("etat", "l'État"), ("ville", "la Ville"), ("region", "la Région"))


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge each year that has begun, each meeting, then the dates that actions give."""
    copils = [i for i in contrat.instances if i.type is TypeInstance.COPIL]
    yield from _check_trimestre(contrat, copils)
    yield from _check_programme(contrat, copils)
    yield from _check_evaluation(contrat, copils)
    for instance in contrat.instances:
        yield from _check_statut(instance, read_situation(contrat))
    for copil in copils:
        if copil.statut is StatutInstance.TENUE:
            yield from _check_presidence(copil)
    yield from _check_actions(contrat, copils)


def _check_trimestre(contrat: Contrat, copils: list[Instance]) -> Iterator[Anomalie]:
    """Remind from 1 March when none is planned; tell after 31 March when none was held."""
    passes = {e.ligne for e in read_echus(contrat, 4, 1, ans=0)}
    for exercice in read_echus(contrat, 3, 1, ans=0):
        debut, fin = date(exercice.exercice, 1, 1), date(exercice.exercice, 3, 31)
        statuts = {c.statut for c in copils if c.date is not None and debut <= c.date <= fin}
        passe = exercice.ligne in passes
        if StatutInstance.TENUE in statuts or (not passe and StatutInstance.PREVUE in statuts):
            continue
        yield _annee(
            exercice,
            "Exercice",
            "aucun comité de pilotage ne s'est tenu au premier trimestre"
            if passe
            else "aucun comité de pilotage n'est prévu avant le 31 mars",
            "Saisissez la réunion dans la feuille Instances ; si elle n'a pas eu lieu, justifiez-le."
            if passe
            else "Convoquez le comité de pilotage et saisissez la réunion, au statut prévue, dans la feuille Instances.",
        )


def _check_programme(contrat: Contrat, copils: list[Instance]) -> Iterator[Anomalie]:
    """Tell as soon as actions are decided by no meeting, and in any case once the year is over."""
    decides = {
        c.exercice_programme
        for c in copils
        if c.statut is StatutInstance.TENUE and c.exercice_programme is not None
    }
    programmees = read_decidees(contrat)
    passes = {e.ligne for e in read_echus(contrat, 1, 1)}
    for exercice in read_echus(contrat, 1, 1, ans=0):
        annee = exercice.exercice
        if annee not in decides and (annee in programmees or exercice.ligne in passes):
            yield _annee(
                exercice,
                "Statut",
                "aucun comité de pilotage tenu n'a validé le programme",
                f"Dans la feuille Instances, saisissez {annee} en « Exercice programmé » sur la réunion qui a validé le programme.",
            )


def _check_evaluation(contrat: Contrat, copils: list[Instance]) -> Iterator[Anomalie]:
    """Ask in each year, from the second, for the evaluation of the one before."""
    evalues = {c.exercice_evalue for c in copils if c.statut is StatutInstance.TENUE}
    premier = read_premier(contrat)
    for exercice in read_echus(contrat, 1, 1):
        avant = exercice.exercice - 1
        if premier is not None and avant >= premier and avant not in evalues:
            yield _annee(
                exercice,
                "Synthèse diffusée le",
                f"aucun comité de pilotage tenu n'a évalué les actions de {avant}",
                f"Dans la feuille Instances, saisissez {avant} en « Exercice évalué » sur la réunion qui a examiné l'évaluation.",
            )


def _check_statut(instance: Instance, situation: date | None) -> Iterator[Anomalie]:
    if instance.date is None or situation is None:
        return
    jour, arret = format_jour(instance.date), format_jour(situation)
    if instance.statut is StatutInstance.TENUE and instance.date > situation:
        yield _instance(
            instance,
            Gravite.ALERTE,
            "Date",
            f"réunion tenue le {jour}, après la situation du {arret}",
            "Corrigez la date, choisissez le statut prévue, ou avancez « Situation au » dans la feuille Paramètres.",
        )
    if instance.statut is StatutInstance.PREVUE and instance.date < situation:
        yield _instance(
            instance,
            Gravite.ALERTE,
            "Statut",
            f"réunion prévue le {jour}, avant la situation du {arret}",
            "Choisissez le statut tenue ou annulée, ou saisissez la nouvelle date.",
        )


def _check_presidence(copil: Instance) -> Iterator[Anomalie]:
    """Tell who presided nobody knows, and who did not come: no more than one place each."""
    inconnus, absents = [], []
    for attribut, nom in COPRESIDENCES:
        presence = getattr(copil, attribut)
        if presence is None:
            inconnus.append((attribut, nom))
        elif presence is Presence.ABSENT:
            absents.append((attribut, nom))
    if inconnus:
        yield _instance(
            copil,
            Gravite.ALERTE,
            INSTANCES.entete(inconnus[0][0]),
            f"coprésidence de {format_liste([nom for _, nom in inconnus])} non renseignée",
            "Choisissez titulaire, représentant ou absent.",
        )
    if absents:
        yield _instance(
            copil,
            Gravite.INFORMATION,
            INSTANCES.entete(absents[0][0]),
            f"réunion sans {format_liste([nom for _, nom in absents])}",
            "Rien à corriger si c'est exact : un coprésident peut envoyer son représentant.",
        )


def _check_actions(contrat: Contrat, copils: list[Instance]) -> Iterator[Anomalie]:
    """Compare the date an action gives with the meetings held that year, when there are some."""
    tenus = {c.date for c in copils if c.statut is StatutInstance.TENUE and c.date is not None}
    annees = {jour.year for jour in tenus}
    for action in contrat.actions:
        jour = action.date_copil
        if jour is not None and jour.year in annees and jour not in tenus:
            connus = sorted(tenu for tenu in tenus if tenu.year == jour.year)
            yield Anomalie(
                regle="calendrier-copil",
                gravite=Gravite.ALERTE,
                table=ACTIONS.nom,
                cle=ACTIONS.cle(action),
                champ="Date COPIL",
                exercice=action.exercice,
                ligne=action.ligne,
                constat=f"« {action.code} » : décidée le {format_jour(jour)}, où aucun comité de pilotage ne s'est tenu",
                conseil=f"Saisissez la date de la réunion ({format_liste([format_jour(c) for c in connus])}), ou ajoutez celle-ci dans la feuille Instances.",
            )


def _annee(exercice: Exercice, champ: str, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="calendrier-copil",
        gravite=Gravite.ALERTE,
        table=EXERCICES.nom,
        cle=EXERCICES.cle(exercice),
        champ=champ,
        exercice=exercice.exercice,
        ligne=exercice.ligne,
        constat=f"{exercice.exercice} : {constat}",
        conseil=conseil,
    )


def _instance(
    instance: Instance, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="calendrier-copil",
        gravite=gravite,
        table=INSTANCES.nom,
        cle=INSTANCES.cle(instance),
        champ=champ,
        exercice=instance.exercice_programme or (instance.date.year if instance.date else None),
        ligne=instance.ligne,
        constat=f"« {instance.code} » : {constat}",
        conseil=conseil,
    )
