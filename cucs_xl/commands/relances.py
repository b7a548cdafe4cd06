"""« Relancer »: the next reminder of each late partner, by e-mail and on paper."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cucs_xl.commands.depot import Colis, deposit, write_retours
from cucs_xl.commands.fichier import read_file
from cucs_xl.commands.lecture import check_ouvert, exercice_de, read_entier
from cucs_xl.commands.modeles import tell_adresse
from cucs_xl.excel.classeur import Classeur
from cucs_xl.metier.attente import silencieux
from cucs_xl.metier.formulaire import MODELES, Envoi, Source
from cucs_xl.metier.formulaire.identite import nom_contrat
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import RETOURS, Retour
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.relance import NIVEAU_MAX, Relance, choose_relances, note_relances
from cucs_xl.metier.retour.suivi import (
    clean_nom,
    name_fichier,
    read_correspondant,
    spell_sujet,
)
from cucs_xl.report.brouillon import Piece, build_brouillon, read_adresses
from cucs_xl.report.courrier import Fiche, write_relance

#: Whom the last reminder also goes to: the officer adds the address.
_COPIE = "dernier rappel : mettez en copie la présidence ou la direction de l'organisme"

_ILLISIBLE = (
    "cette fiche est à joindre à sa relance ; fermez-la si elle est ouverte, puis relancez la "
    "commande. Rien n'a été écrit."
)


class Rappels(NamedTuple):
    """What was prepared; `muets` is what is still without any answer, reminded or not."""

    exercice: int
    dossier: Path
    colis: tuple[Colis, ...]
    muets: tuple[Retour, ...]
    simulation: bool


def relances(
    classeur: Classeur,
    exercice: int | None,
    dossier: Path,
    lettre: Path | None = None,
    *,
    simulation: bool = False,
) -> Rappels:
    """Prepare the reminders due today in a folder; a simulation only says which.

    The sheets sent are attached again when the folder is that of the campaign: they are
    the same files, which the master knows. Nothing else is attached in their place.

    Raises:
        CucsError: the year is unknown or closed, a file, the model of the letter or the
            master cannot be read or written; then nothing is noted.
    """
    contrat = read_entier(classeur, (RETOURS,)).contrat
    annee = exercice_de(contrat, exercice)
    check_ouvert(contrat, annee)
    aujourdhui = date.today()  # noqa: DTZ011 - the office's day
    dues = choose_relances(contrat, annee, aujourdhui)
    prets = list(_pack(Source(contrat), dues, dossier, aujourdhui, lettre))
    if dues and not simulation:
        contenus = {path: contenu for pret in prets for path, contenu in pret.contenus}
        with deposit(contenus):
            retours = note_relances(contrat.retours, dues, aujourdhui)
            motif = f"relance du {format_jour(aujourdhui)}"
            write_retours(classeur, contrat, retours, "relances", motif)
    colis = tuple(pret.colis for pret in prets)
    return Rappels(annee, dossier, colis, silencieux(contrat, annee), simulation)


class _Pret(NamedTuple):
    colis: Colis
    contenus: tuple[tuple[Path, bytes], ...]


def _pack(
    source: Source,
    dues: Sequence[Relance],
    dossier: Path,
    jour: date,
    modele: Path | None,
) -> Iterator[_Pret]:
    """Write a draft and a letter per recipient and kind of sheet."""
    from cucs_xl.report.lettre import MODELE, Adresse, build_lettre  # noqa: PLC0415 - heavy

    groupes: dict[tuple[ModeleRetour | None, str | None], list[Relance]] = defaultdict(list)
    for due in dues:
        groupes[due.retour.modele, due.retour.destinataire].append(due)
    for groupe in groupes.values():
        envois = [_read_envoi(source, relance.retour) for relance in groupe]
        tete = envois[0]
        niveau = max(relance.niveau for relance in groupe)
        correspondant = read_correspondant(source, tete.modele, tete.destinataire)
        adresses = read_adresses(correspondant.courriel)
        trouves = [_find(dossier, envoi) for envoi in envois]
        fiches = [
            Fiche(envoi, spell_sujet(source, envoi), path.name if path else "")
            for envoi, path in zip(envois, trouves, strict=True)
        ]
        courrier = write_relance(source.contrat, fiches, groupe)
        joints = tuple(path for path in trouves if path is not None)
        pieces = [Piece(path.name, read_file(path, _ILLISIBLE)) for path in joints]
        debut = f"{clean_nom(tete.destinataire)}_{MODELES[tete.modele].fichier}_{tete.exercice}"
        brouillon = dossier / f"{debut}_relance{niveau}.eml"
        papier = brouillon.with_suffix(".docx")
        sur_papier = write_relance(source.contrat, [f._replace(fichier="") for f in fiches], groupe)
        adresse = Adresse(correspondant.nom, ", ".join(adresses))
        remarque = tell_adresse(correspondant.courriel, adresses)
        if niveau == NIVEAU_MAX:
            remarque = " ; ".join(filter(None, (remarque, _COPIE)))
        yield _Pret(
            Colis(
                tete.modele, tete.destinataire, correspondant.nom, adresses, joints, brouillon,
                niveau, papier, remarque,
            ),
            (
                (brouillon, build_brouillon(adresses, courrier.sujet, courrier.corps, pieces)),
                (papier, build_lettre(sur_papier, adresse, jour, modele or MODELE)),
            ),
        )  # fmt: skip


def _read_envoi(source: Source, retour: Retour) -> Envoi:
    """Give the sheet that a row of the follow-up is about."""
    modele = ModeleRetour(retour.modele or "")
    return Envoi(
        modele, MODELES[modele].version, nom_contrat(source.contrat), retour.exercice or 0,
        retour.destinataire or "", retour.action, retour.envoye_le, retour.echeance,
    )  # fmt: skip


def _find(dossier: Path, envoi: Envoi) -> Path | None:
    """Find the sheet in the folder of the campaign, as « modeles » left it."""
    path = dossier / clean_nom(envoi.destinataire) / name_fichier(envoi)
    return path if path.is_file() else None
