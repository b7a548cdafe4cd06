"""A partner on paper: a sheet as it was sent, filled, given back as the reader of files would."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from cucs_xl.metier.formulaire import Envoi, Formulaire, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import (
    build_empreinte,
    build_memoire,
    nom_contrat,
    pack,
    spell_memoire,
)
from cucs_xl.metier.modele import RETOURS, Contrat, Retour
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour
from cucs_xl.metier.retour.depouille import CelluleLue, Depouille
from cucs_xl.metier.retour.lecture import Place
from cucs_xl.metier.schema import Cellule, Genre, Sorte

JOUR = date(2008, 2, 1)


def send(
    contrat: Contrat,
    modele: ModeleRetour,
    exercice: int,
    destinataire: str,
    action: str | None = None,
) -> tuple[Contrat, Formulaire]:
    """Send a sheet: the contract remembers it."""
    envoi = Envoi(modele, 1, nom_contrat(contrat), exercice, destinataire, action, JOUR)
    formulaire = build_formulaire(Source(contrat), envoi)
    empreinte = build_empreinte(spell_memoire(envoi, build_memoire(formulaire)))
    retour = Retour(
        modele,
        destinataire,
        action,
        exercice,
        envoye_le=JOUR,
        etat=EtatRetour.ENVOYE,
        empreinte=empreinte,
    )
    autres = (r for r in contrat.retours if RETOURS.cle(r) != RETOURS.cle(retour))
    return contrat._replace(retours=(*autres, retour)), formulaire


def give_back(
    formulaire: Formulaire,
    reponses: Mapping[Place, Cellule] | None = None,
    *,
    fichier: str = "retour.xlsx",
    sans: Collection[tuple[str, str]] = (),
    defauts: Mapping[Place, str] | None = None,
) -> Depouille:
    """Fill a sheet and give its cells; `sans` are rows that the partner removed."""
    reponses, defauts = reponses or {}, defauts or {}
    cellules: dict[str, dict[str, dict[str, CelluleLue]]] = {}
    for rang_bloc, bloc in enumerate(formulaire.modele.blocs):
        lignes = cellules[bloc.code] = {}
        for rang, rangee in enumerate(formulaire.rangees[bloc.code]):
            if (bloc.code, rangee.id) in sans:
                continue
            codes = [case.code for case in bloc.cases] + (["néant"] if bloc.neant else [])
            genres = {case.code: case.genre for case in bloc.cases}
            lignes[rangee.id] = {}
            for colonne, code in enumerate(codes):
                place = (bloc.code, rangee.id, code)
                montree = cell(genres[code], rangee.shown(code)) if code in genres else None
                adresse = f"Fiche!{chr(67 + colonne)}{rang_bloc * 40 + rang + 1}"
                defaut = defauts.get(place, "")
                lignes[rangee.id][code] = CelluleLue(
                    None if defaut else reponses.get(place, montree), adresse, defaut
                )
    texte = spell_memoire(formulaire.envoi, build_memoire(formulaire))
    envoi = formulaire.envoi
    identite = {
        "modele": envoi.modele.value, "version": str(envoi.version), "contrat": envoi.contrat,
        "exercice": str(envoi.exercice), "destinataire": envoi.destinataire,
        "action": envoi.action or "", "empreinte": build_empreinte(texte),
    }  # fmt: skip
    return Depouille(fichier, identite, pack(texte), cellules)


def cell(genre: Genre, valeur: Any) -> Cellule:
    """Give a typed value as a sheet holds it."""
    if valeur is None:
        return None
    if genre.sorte is Sorte.MONTANT:
        return float(valeur) / 100
    if isinstance(valeur, int):
        return float(valeur)
    cellule: Cellule = str(valeur) if genre.sorte is Sorte.LISTE else valeur
    return cellule
