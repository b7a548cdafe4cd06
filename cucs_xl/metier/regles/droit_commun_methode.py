"""Un montant de droit commun dit comment il est obtenu, et un silence ne porte pas de montant.

Source : contrat, 3.2 : « la mesure des moyens de droit commun mis en œuvre » ; Sénat, rapport
r07-071 : l'évaluation du droit commun est « à fiabiliser ».
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import DROIT_COMMUN, Contrat, DroitCommun
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import VALORISES, Fiabilite, Methode, StatutDroitCommun

#: What each method is worth at best and at worst; a qualitative one gives no amount.
GRADES = {
    Methode.REEL_LOCALISE: (Fiabilite.A,),
    Methode.REEL_BENEFICIAIRES: (Fiabilite.A, Fiabilite.B),
    Methode.ETP_COUT_MOYEN: (Fiabilite.B,),
    Methode.PRORATA_POPULATION: (Fiabilite.C,),
    Methode.FORFAIT: (Fiabilite.C,),
}
#: What is observed where it is spent needs no key.
SANS_CLE = (Methode.REEL_LOCALISE, Methode.QUALITATIF)


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge each declaration by itself, then against the same one of the year before."""
    for ligne in contrat.droits_communs:
        if ligne.statut in VALORISES:
            yield from _check_valorise(ligne)
        elif ligne.statut is not None:
            yield from _check_muet(ligne, ligne.statut)
    yield from _check_constance(contrat)


def _check_muet(ligne: DroitCommun, statut: StatutDroitCommun) -> Iterator[Anomalie]:
    """Refuse amounts where the status says there is none; only « néant » may say zero."""
    neant = statut is StatutDroitCommun.NEANT
    for entete, valeur, texte in (
        ("Montant", ligne.montant, format_euros(ligne.montant)),
        ("ETP", ligne.etp, _etp(ligne.etp)),
    ):
        if valeur is not None and (valeur or not neant):
            yield _anomalie(
                ligne,
                Gravite.BLOQUANTE,
                entete,
                f"{texte} au statut {statut}",
                f"Videz « {entete} », ou choisissez le statut déclaré ou estimé.",
            )


def _check_valorise(ligne: DroitCommun) -> Iterator[Anomalie]:
    if ligne.montant is None and ligne.etp is None:
        if ligne.methode is not Methode.QUALITATIF:
            yield _anomalie(
                ligne,
                Gravite.ALERTE,
                "Montant",
                f"statut {ligne.statut} sans montant ni ETP",
                "Saisissez le montant ou les ETP ; sinon choisissez le statut non communiqué, non valorisable ou néant.",
            )
        return
    manques = [
        entete
        for entete, valeur in (
            ("Méthode", ligne.methode),
            ("Clé", ligne.cle if ligne.methode not in SANS_CLE else ""),
            ("Fiabilité", ligne.fiabilite),
            ("Source", ligne.source),
        )
        if valeur is None
    ]
    if manques:
        estime = ligne.statut is StatutDroitCommun.ESTIME
        yield _anomalie(
            ligne,
            Gravite.BLOQUANTE if estime else Gravite.ALERTE,
            manques[0],
            f"droit commun {ligne.statut} sans {format_liste([f'« {m} »' for m in manques])}",
            "Renseignez ces colonnes : un chiffre dont on ignore l'origine ne se compare pas.",
        )
    if ligne.methode is Methode.QUALITATIF and ligne.montant is not None:
        yield _anomalie(
            ligne,
            Gravite.ALERTE,
            "Montant",
            f"{format_euros(ligne.montant)} par une méthode qualitative, qui ne donne pas de montant",
            "Choisissez la méthode qui donne ce montant, ou videz « Montant ».",
        )
    grades = GRADES.get(ligne.methode) if ligne.methode else None
    if grades and ligne.fiabilite is not None and ligne.fiabilite not in grades:
        yield _anomalie(
            ligne,
            Gravite.ALERTE,
            "Fiabilité",
            f"fiabilité {ligne.fiabilite} pour la méthode « {ligne.methode} »",
            f"Choisissez {' ou '.join(grades)}, ou corrigez la méthode. A : constatée ; B : calculée ; C : estimée.",
        )


def _check_constance(contrat: Contrat) -> Iterator[Anomalie]:
    """Tell a method that no line of the same partner and scheme used the year before."""
    methodes: dict[tuple[str, str, int], set[Methode]] = defaultdict(set)
    for ligne in contrat.droits_communs:
        if ligne.methode and ligne.partenaire and ligne.dispositif and ligne.exercice is not None:
            cle = (ligne.partenaire, ligne.dispositif.casefold(), ligne.exercice)
            methodes[cle].add(ligne.methode)
    for ligne in contrat.droits_communs:
        if ligne.methode and ligne.partenaire and ligne.dispositif and ligne.exercice is not None:
            cle = (ligne.partenaire, ligne.dispositif.casefold(), ligne.exercice - 1)
            avant = methodes.get(cle)
            if avant and ligne.methode not in avant:
                yield _anomalie(
                    ligne,
                    Gravite.INFORMATION,
                    "Méthode",
                    f"« {ligne.dispositif} » passe de la méthode « {format_liste(sorted(avant))} » en {ligne.exercice - 1} à « {ligne.methode} » en {ligne.exercice}",
                    "Rien à corriger si la méthode a changé ; ne comparez pas les deux années : une évolution se lit à méthode constante.",
                )


def _etp(etp: float | None) -> str:
    return "" if etp is None else f"{etp:g}".replace(".", ",") + " ETP"


def _anomalie(
    ligne: DroitCommun, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="droit-commun-methode",
        gravite=gravite,
        table=DROIT_COMMUN.nom,
        cle=DROIT_COMMUN.cle(ligne),
        champ=champ,
        exercice=ligne.exercice,
        ligne=ligne.ligne,
        constat=f"« {ligne.code} » : {constat}",
        conseil=conseil,
    )
