"""Which sheet a file is, whether it is for this master, and what it was sent with."""

from cucs_xl.metier.formulaire import MODELES, Envoi, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import (
    Memoire,
    build_empreinte,
    build_memoire,
    nom_contrat,
    read_envoi,
    read_memoire,
    unpack,
)
from cucs_xl.metier.modele import ACTIONS, EXERCICES, OPERATEURS, PARTENAIRES, RETOURS
from cucs_xl.metier.nomenclature import ModeleRetour, StatutExercice
from cucs_xl.metier.retour.depouille import Depouille


def identify(source: Source, depouille: Depouille) -> tuple[Envoi, Memoire, bool] | str:
    """Give the identity of a file, the rows it was sent with, whether this is certain.

    It is when this master remembers having sent it so. Else the rows are those that would
    be sent today, and nothing is known of what was. A text says why the file is refused.
    """
    try:
        envoi = read_envoi({"action": "", "envoye_le": "", "echeance": "", **depouille.identite})
    except (KeyError, ValueError):
        envoi = None
    if envoi is None:
        return (
            "n'a plus la feuille cachée qui identifie la fiche, ou elle est abîmée : demandez au partenaire le "
            "fichier d'origine, rempli, sans le recopier dans un autre classeur."
        )
    refus = _refuse(source, envoi)
    if refus:
        return refus
    texte = unpack(depouille.memoire)
    retour = source.row(RETOURS, envoi.cle)
    envoyees = (retour.empreinte or "").split() if retour else []
    if texte and build_empreinte(texte) in envoyees:
        lue = read_memoire(texte)
        if lue is not None and lue[0].cle == envoi.cle:
            return (*lue, True)
    formulaire = build_formulaire(source, envoi)
    return envoi, build_memoire(formulaire), False


def _refuse(source: Source, envoi: Envoi) -> str:
    """Say why a sheet is not for this master as it is; blank when it is."""
    attendu, version = nom_contrat(source.contrat), MODELES[envoi.modele].version
    if envoi.contrat != attendu:
        return (
            f"est la fiche d'un autre contrat ({envoi.contrat}, celui-ci est {attendu}) : "
            "importez-la dans le classeur de ce contrat."
        )
    if envoi.version != version:
        return (
            f"est une fiche d'une autre version du modèle ({envoi.version}, le programme lit la {version}) : "
            "préparez-en une nouvelle et demandez au partenaire d'y reporter ses réponses."
        )
    exercice = source.row(EXERCICES, str(envoi.exercice))
    if exercice is not None and exercice.statut is StatutExercice.CLOS:
        return f"concerne {envoi.exercice}, qui est clos : rouvrez cet exercice (« cucs-xl rouvrir ») avant de l'importer."
    financeur = envoi.modele is ModeleRetour.CREDITS
    visees = [
        (EXERCICES, str(envoi.exercice)),
        (PARTENAIRES if financeur else OPERATEURS, envoi.destinataire),
    ]
    if envoi.modele is ModeleRetour.FICHE:
        visees.append((ACTIONS, f"{envoi.action}|{envoi.exercice}"))
    for table, cle in visees:
        if source.row(table, cle) is None:
            return (
                f"concerne « {cle.replace('|', ' ')} », qui n'est plus dans la feuille {table.feuille} : rétablissez sa ligne, ou "
                "écartez ce fichier."
            )
    return ""
