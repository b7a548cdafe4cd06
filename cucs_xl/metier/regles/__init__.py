"""The rules: one module, one source, one test module, one specimen each.

A rule is a module whose first docstring line is printed in the catalogue and whose
`check` is a pure function of the contract. No discovery: the list below is the product.
"""

from cucs_xl.metier.anomalie import Anomalie, sort_anomalies
from cucs_xl.metier.lecture import Lecture
from cucs_xl.metier.modele import FINANCEMENTS, MOUVEMENTS, TABLES, Contrat
from cucs_xl.metier.regles import (
    action_double,
    action_mere,
    avenant_incoherent,
    avenant_reducteur,
    axe_principal,
    calendrier_copil,
    champ_obligatoire,
    cle_absente,
    cle_double,
    cofinancement_public,
    compte_rendu_absent,
    credit_sans_suite,
    credits_lolf,
    depassement_enveloppe,
    dont_depasse,
    double_comptage,
    droit_commun_methode,
    droit_commun_silence,
    enveloppe_absente,
    enveloppe_incoherente,
    enveloppe_inconnue,
    enveloppe_reference,
    equilibre_budget,
    evaluation_manquante,
    exercice_clos,
    exercice_comptable_anterieur,
    financement_double,
    grand_livre_ecart,
    identifiant_invalide,
    indicateur_sans_resultat,
    logique_de_guichet,
    mesure_incoherente,
    montant_sans_avenant,
    nature_dispositif,
    objectif_hors_theme,
    ordre_des_stades,
    parametre_invalide,
    plan_de_financement,
    programmation_incomplete,
    publics_incoherents,
    reference_inconnue,
    repartition_quartiers,
    reste_a_payer,
    retour_en_retard,
    seuil_convention,
    signe_mouvement,
    solde_sans_compte_rendu,
    total_contradictoire,
    variation_annuelle,
)

#: From the shape of the tables to the meaning of the money; the order of the catalogue.
REGLES = (
    cle_absente,
    cle_double,
    champ_obligatoire,
    reference_inconnue,
    parametre_invalide,
    dont_depasse,
    enveloppe_reference,
    montant_sans_avenant,
    enveloppe_inconnue,
    depassement_enveloppe,
    avenant_incoherent,
    avenant_reducteur,
    credits_lolf,
    enveloppe_absente,
    enveloppe_incoherente,
    nature_dispositif,
    ordre_des_stades,
    signe_mouvement,
    exercice_comptable_anterieur,
    objectif_hors_theme,
    axe_principal,
    action_double,
    variation_annuelle,
    logique_de_guichet,
    financement_double,
    action_mere,
    identifiant_invalide,
    programmation_incomplete,
    plan_de_financement,
    equilibre_budget,
    repartition_quartiers,
    cofinancement_public,
    seuil_convention,
    solde_sans_compte_rendu,
    compte_rendu_absent,
    credit_sans_suite,
    double_comptage,
    droit_commun_silence,
    droit_commun_methode,
    indicateur_sans_resultat,
    mesure_incoherente,
    publics_incoherents,
    retour_en_retard,
    calendrier_copil,
    evaluation_manquante,
    grand_livre_ecart,
    reste_a_payer,
    exercice_clos,
    total_contradictoire,
)


#: What explains that a total loses money: corrected, the total ties again.
CAUSES = frozenset(
    {
        "table-absente", "colonne-absente", "lignes-sous-table", "valeur-illisible",
        "erreur-excel", "cle-absente", "cle-double", "champ-obligatoire", "reference-inconnue",
    }
)  # fmt: skip
#: Columns without which the stages of a funding cannot be compared.
STADES = frozenset(
    {(FINANCEMENTS.nom, entete) for entete in ("", "Code", "Sollicité", "Programmé")}
    | {(MOUVEMENTS.nom, entete) for entete in ("", "Financement", "Stade", "Montant")}
)


def check_contrat(contrat: Contrat, exercice: int | None = None) -> list[Anomalie]:
    """Run every rule; a year keeps what concerns it and what concerns no year."""
    return sort_anomalies(
        [
            anomalie
            for regle in REGLES
            for anomalie in regle.check(contrat)
            if exercice is None or anomalie.exercice in {exercice, None}
        ]
    )


def check_lecture(lecture: Lecture, exercice: int | None = None) -> list[Anomalie]:
    """Run every rule on what was read, and add what could not be read.

    A cell, column or table that reading has told is not told twice: what was typed there
    is unreadable, not missing. A total that does not tie is told only when nothing told
    explains it; stages are not compared when a column that makes them is lost.
    """
    illisibles = {(a.table, a.ligne, a.champ) for a in lecture.anomalies if a.ligne}
    muettes = _muettes(
        {
            (a.table, a.champ)
            for a in lecture.anomalies
            if a.regle in {"table-absente", "colonne-absente"}
        }
    )
    touchees = {(a.table, a.ligne) for a in lecture.anomalies if a.ligne}
    trouvees = check_contrat(lecture.contrat, exercice)
    explique = any(a.regle in CAUSES for a in (*lecture.anomalies, *trouvees))
    suites = [
        anomalie
        for anomalie in trouvees
        if (anomalie.table, anomalie.champ) not in muettes
        and not (anomalie.regle == "total-contradictoire" and explique)
        and not (
            anomalie.regle == "ordre-des-stades"
            and ((anomalie.table, anomalie.ligne) in touchees or muettes & STADES)
        )
        and (anomalie.table, anomalie.ligne, anomalie.champ) not in illisibles
    ]
    return sort_anomalies([*lecture.anomalies, *suites])


def _muettes(absentes: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Name the columns that cannot be judged: absent, or referring to an absent key."""
    return absentes | {
        (table.nom, colonne.entete)
        for table in TABLES
        for colonne in table.saisies
        for cible in TABLES
        if cible.nom == colonne.genre.table
        and not absentes.isdisjoint({(cible.nom, ""), (cible.nom, cible.saisies[0].entete)})
    }
