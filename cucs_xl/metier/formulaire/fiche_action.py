"""The operator's sheet at the end of the year: what was done, for whom, at what cost.

Source: contract, 3.2 (« éléments de suivi physique et financier », « indicateurs de
résultat ») and the compte rendu financier (arrêté of 11 October 2006).
"""

from collections.abc import Iterator

from cucs_xl.metier.formulaire.communs import (
    ATTESTATION,
    build_budget,
    build_equilibres,
    build_quartiers,
    build_unique,
    code_action,
)
from cucs_xl.metier.formulaire.langage import (
    Bloc,
    Case,
    Envoi,
    Forme,
    Modele,
    Question,
    Rangee,
    Rappel,
    Role,
    Somme,
    Source,
    build_rangee,
)
from cucs_xl.metier.modele import ACTIONS, BUDGETS, FICHES, INDICATEURS, MESURES, OPERATEURS
from cucs_xl.metier.nomenclature import ModeleRetour, Sexe
from cucs_xl.metier.schema import TEXTE, cle_pliee

# fmt: off
_IDENTITE = build_unique(
    "identite", "Identification",
    Question(ACTIONS, "Intitulé", Role.LECTURE, libelle="Intitulé de l'action"),
    Rappel("operateur", "Opérateur", TEXTE),
    Rappel("theme", "Thème", TEXTE),
    Rappel("objectif", "Objectif", TEXTE),
    Question(FICHES, "Responsable", requise=True, libelle="Responsable de l'action"),
    Question(OPERATEURS, "Courriel", requise=True, aide="Adresse où vous écrire."),
    Question(OPERATEURS, "SIRET", libelle="N° SIRET", aide="14 chiffres. Une association qui n'en a pas laisse vide et donne son numéro RNA."),
    Question(OPERATEURS, "RNA", libelle="N° RNA"),
)
_REALISATION = build_unique(
    "realisation", "Réalisation",
    Question(FICHES, "Avancement", requise=True),
    Question(ACTIONS, "Date début", requise=True, libelle="Date de début"),
    Question(ACTIONS, "Date fin", requise=True, libelle="Date de fin"),
)
_PUBLICS = build_unique(
    "publics", "Publics",
    Question(FICHES, "Bénéficiaires", requise=True, libelle="Bénéficiaires, toute la commune (personnes)", aide="Personnes différentes : chacune compte une fois. Aucune : saisissez 0. Inconnu : laissez vide."),
    Question(FICHES, "Habitants des quartiers", requise=True, libelle="dont habitants des quartiers du contrat"),
    Question(FICHES, "Femmes", requise=True, libelle="dont femmes"),
    Question(FICHES, "Moins de 26 ans", requise=True, libelle="dont moins de 26 ans"),
    Question(FICHES, "Passages", libelle="Passages (présences cumulées)"),
    consigne="Les passages se comptent à part des personnes : une personne venue dix fois fait dix passages.",
)
_CASES: tuple[Case, ...] = (
    Rappel("indicateur", "Indicateur", TEXTE),
    Rappel("unite", "Unité", TEXTE),
    Question(MESURES, "Initiale", Role.LECTURE, libelle="Départ"),
    Question(MESURES, "Cible", Role.LECTURE),
    Question(MESURES, "Réalisée", requise=True, libelle="Réalisé"),
    Question(MESURES, "Source", libelle="D'où vient ce chiffre"),
)


def _fill(source: Source, envoi: Envoi) -> Iterator[Rangee]:
    """Give the measures of the action: whole, then by sex and quartier when they are asked."""
    pli = cle_pliee(code_action(envoi))
    for indicateur in source.contrat.indicateurs:
        if not indicateur.code or cle_pliee(indicateur.action or "") != pli:
            continue
        for mesure in source.contrat.mesures:
            if mesure.indicateur != indicateur.code or mesure.exercice != envoi.exercice or not mesure.sexe:
                continue
            part = [] if mesure.sexe is Sexe.ENSEMBLE else [f"dont {mesure.sexe}"]
            part += [mesure.quartier] if mesure.quartier else []
            libelle = f"{indicateur.indicateur} ({', '.join(part)})" if part else indicateur.indicateur
            cle = MESURES.cle(mesure)
            cles = {MESURES.nom: cle, INDICATEURS.nom: indicateur.code}
            rappels = {"indicateur": libelle, "unite": indicateur.unite}
            yield build_rangee(source, _CASES, cle, cles, rappels)


_INDICATEURS = Bloc(
    "indicateurs", "Indicateurs", Forme.LISTE, _CASES, _fill,
    "Un résultat nul se saisit : 0. Un résultat que vous n'avez pas mesuré reste vide.",
)
_COMPTE_RENDU = build_unique(
    "compte-rendu", "Compte rendu",
    Question(FICHES, "Bilan", requise=True, libelle="Ce qui a été fait, ce que cela a changé", lignes=5),
    Question(FICHES, "Écarts", libelle="Écarts avec le prévu", lignes=3),
    Question(FICHES, "Participation des habitants", lignes=2),
)
MODELE = Modele(
    ModeleRetour.FICHE, 1, "Fiche action", "fiche",
    (
        _IDENTITE, _REALISATION, _PUBLICS, build_quartiers(realise=True), _INDICATEURS,
        *build_budget(realise=True), _COMPTE_RENDU, ATTESTATION,
    ),
    sommes=(Somme(Question(ACTIONS, "Coût réalisé"), "charges", Question(BUDGETS, "Réalisé").code),),
    equilibres=build_equilibres("Réalisé"),
)
# fmt: on
