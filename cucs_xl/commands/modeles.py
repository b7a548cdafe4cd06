"""« Fiches partenaires »: one sheet per recipient and purpose, ready to be mailed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cucs_xl.commands.depot import Colis, deposit, write_retours
from cucs_xl.commands.lecture import check_ouvert, exercice_de, read_entier
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.formulaire import MODELES, Envoi, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import build_empreinte, build_memoire, spell_memoire
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import RETOURS
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour
from cucs_xl.metier.retour.suivi import (
    build_echeance,
    build_envois,
    choose_modeles,
    clean_nom,
    name_fichier,
    read_correspondant,
    read_orphelines,
    spell_sujet,
    update_retours,
)
from cucs_xl.report.brouillon import Piece, build_brouillon, read_adresses
from cucs_xl.report.courrier import Fiche, write_envoi

#: Told after each sheet: how many are ready, of how many.
Avance = Callable[[int, int], None]


class Campagne(NamedTuple):
    """What was prepared; `completes` are sheets not sent again, their return being complete."""

    exercice: int
    echeance: date | None
    dossier: Path
    colis: tuple[Colis, ...]
    completes: int
    remarques: tuple[str, ...]

    @property
    def fiches(self) -> int:
        """Count the sheets."""
        return sum(len(colis.fichiers) for colis in self.colis)


def modeles(
    classeur: Classeur,
    exercice: int | None,
    dossier: Path,
    modeles: Sequence[ModeleRetour] | None = None,
    echeance: date | None = None,
    avance: Avance | None = None,
) -> Campagne:
    """Prepare every sheet of a year in a folder, with an e-mail draft per recipient.

    Drafts stand in the folder, ready to be opened one after the other; the sheets are in a
    sub-folder per recipient, for whoever attaches files by hand. Asked again, sheets are
    made again from the master of the day, but those whose return is complete.

    Raises:
        CucsError: the year is unknown or closed, nobody is to be asked, the deadline is
            past, a file or the master cannot be written; then nothing is sent.
    """
    contrat = read_entier(classeur, (RETOURS,)).contrat
    annee = exercice_de(contrat, exercice)
    check_ouvert(contrat, annee)
    aujourdhui = date.today()  # noqa: DTZ011 - the office's day
    if echeance is not None and echeance < aujourdhui:
        raise CucsError(
            f"l'échéance du {format_jour(echeance)} est passée : donnez une date à venir. Rien n'a été écrit."
        )
    limite = echeance or build_echeance(contrat, aujourdhui)
    source = Source(contrat)
    voulus = tuple(modeles or choose_modeles(contrat, annee))
    prevus = [e for m in voulus for e in build_envois(source, m, annee, aujourdhui, limite)]
    finis = {RETOURS.cle(r) for r in contrat.retours if r.etat is EtatRetour.COMPLET}
    envois = [envoi for envoi in prevus if envoi.cle not in finis]
    if not prevus:
        noms = " et ".join(f"« {m} »" for m in voulus)
        raise CucsError(
            f"aucune fiche {noms} à préparer pour {annee} : il faut des actions et des opérateurs, ou des "
            "financeurs, dans le classeur. Rien n'a été écrit."
        )
    fichiers, empreintes = _draw(source, envois, dossier, avance)
    contenus = dict(fichiers.values())
    colis = []
    for un in _pack(source, envois, dossier, fichiers):
        colis.append(un.colis)
        contenus[un.colis.brouillon] = un.brouillon
    with deposit(contenus):
        retours = update_retours(contrat.retours, envois, empreintes)
        write_retours(classeur, contrat, retours, "modèles", f"envoi du {format_jour(aujourdhui)}")
    return Campagne(
        annee, limite, dossier, tuple(colis), len(prevus) - len(envois),
        tuple(_tell(source, voulus, annee)),
    )  # fmt: skip


def _draw(
    source: Source, envois: Sequence[Envoi], dossier: Path, avance: Avance | None
) -> tuple[dict[str, tuple[Path, bytes]], dict[str, str]]:
    """Build each sheet, by key: where it goes, its bytes; and its fingerprint."""
    from cucs_xl.excel.builder.partenaire import build_feuille  # noqa: PLC0415 - heavy

    fichiers, empreintes = {}, {}
    for rang, envoi in enumerate(envois, start=1):
        path = dossier / clean_nom(envoi.destinataire) / name_fichier(envoi)
        formulaire = build_formulaire(source, envoi)
        fichiers[envoi.cle] = (path, build_feuille(formulaire, source))
        empreintes[envoi.cle] = build_empreinte(spell_memoire(envoi, build_memoire(formulaire)))
        if avance is not None:
            avance(rang, len(envois))
    return fichiers, empreintes


class _Pret(NamedTuple):
    colis: Colis
    brouillon: bytes


def _pack(
    source: Source,
    envois: Sequence[Envoi],
    dossier: Path,
    fichiers: Mapping[str, tuple[Path, bytes]],
) -> Iterator[_Pret]:
    """Write a draft per recipient and kind, all of its sheets attached."""
    groupes: dict[tuple[ModeleRetour, str], list[Envoi]] = defaultdict(list)
    for envoi in envois:
        groupes[envoi.modele, envoi.destinataire].append(envoi)
    for groupe in groupes.values():
        tete = groupe[0]
        nom = f"{clean_nom(tete.destinataire)}_{MODELES[tete.modele].fichier}_{tete.exercice}.eml"
        correspondant = read_correspondant(source, tete.modele, tete.destinataire)
        adresses = read_adresses(correspondant.courriel)
        siens = [fichiers[envoi.cle] for envoi in groupe]
        courrier = write_envoi(
            source.contrat,
            [
                Fiche(envoi, spell_sujet(source, envoi), path.name)
                for envoi, (path, _) in zip(groupe, siens, strict=True)
            ],
        )
        pieces = [Piece(path.name, contenu) for path, contenu in siens]
        yield _Pret(
            Colis(
                tete.modele, tete.destinataire, correspondant.nom, adresses,
                tuple(path for path, _ in siens), dossier / nom,
                remarque=tell_adresse(correspondant.courriel, adresses),
            ),
            build_brouillon(adresses, courrier.sujet, courrier.corps, pieces),
        )  # fmt: skip


def tell_adresse(courriel: str | None, adresses: Sequence[str]) -> str:
    """Say why a draft has no recipient; blank when it has one."""
    if adresses:
        return ""
    if not courriel:
        return "sans courriel : saisissez-le dans la feuille, ou dans le brouillon"
    return (
        f"« {courriel} » n'est pas une adresse : corrigez-la dans la feuille, ou dans le brouillon"
    )


def _tell(source: Source, voulus: Sequence[ModeleRetour], annee: int) -> Iterator[str]:
    for modele in voulus:
        codes = read_orphelines(source, modele, annee)
        if codes:
            yield (
                f"{modele} : sans opérateur connu, pas de fiche pour {format_liste(list(codes))} ; complétez "
                "« Opérateur » dans la feuille Actions, puis relancez la commande."
            )
