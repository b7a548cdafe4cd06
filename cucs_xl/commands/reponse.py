"""What goes back to each partner: its sheet annotated, and the draft that says what to correct."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille
from cucs_xl.metier.formulaire import NEANT, Source
from cucs_xl.metier.formulaire.identite import spell_memoire
from cucs_xl.metier.formulaire.reprise import rebuild_formulaire
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.lecture import Faute, Place, RetourLu, is_coche
from cucs_xl.metier.retour.reception import Bilan
from cucs_xl.metier.retour.suivi import name_fichier, read_correspondant, spell_sujet
from cucs_xl.metier.schema import Cellule
from cucs_xl.report.brouillon import Piece, build_brouillon, read_adresses
from cucs_xl.report.courrier import Fiche, Point, write_reponse

#: What tells requests for new actions apart: they have no code yet.
_CHIFFRES = 4


def build_reponses(source: Source, bilans: Sequence[Bilan], dossier: Path) -> Mapping[Path, bytes]:
    """Build, for each return, a draft; with an annotated copy when something is to be seen to.

    Both are named after the sheet, not after the file that came back: partners give theirs
    any name, often the same.
    """
    fichiers: dict[Path, bytes] = {}
    for bilan in bilans:
        envoi = bilan.retour.envoi
        nom = base = f"reponse_{Path(name_fichier(envoi)).stem}"
        if envoi.modele is ModeleRetour.DEMANDE and envoi.action is None:
            nom = base = f"{base}_{bilan.retour.empreinte[:_CHIFFRES]}"
        rang = 1
        while dossier / f"{base}.eml" in fichiers:
            rang += 1
            base = f"{nom}_{rang}"
        points = (*bilan.fautes, *bilan.remarques)
        pieces = []
        if points or bilan.completude.manques:
            copie = Piece(f"{base}.xlsx", build_feuille(
                rebuild_formulaire(envoi, bilan.retour.lignes), source, build_copie(bilan)
            ))  # fmt: skip
            pieces.append(copie)
            fichiers[dossier / copie.nom] = copie.contenu
        courrier = write_reponse(
            source.contrat,
            Fiche(envoi, spell_sujet(source, envoi), pieces[0].nom if pieces else ""),
            [Point(f.adresse, _cite(f), f.constat) for f in points],
            [requis.libelle for requis in bilan.completude.manques],
        )
        correspondant = read_correspondant(source, envoi.modele, envoi.destinataire)
        fichiers[dossier / f"{base}.eml"] = build_brouillon(
            read_adresses(correspondant.courriel), courrier.sujet, courrier.corps, pieces
        )
    return fichiers


def build_copie(bilan: Bilan) -> Copie:
    """Put the partner's answers back as they came, with a note on what to correct."""
    retour = bilan.retour
    notes: dict[Place, str] = {}
    for faute in (*bilan.fautes, *bilan.remarques):
        notes[faute.place] = " ; ".join(filter(None, (notes.get(faute.place), _note(faute))))
    reponses = {place: Reponse(None, note) for place, note in notes.items() if place[0]}
    for place, valeur in _list_reponses(retour):
        reponses[place] = Reponse(valeur, notes.get(place, ""))
    return Copie(reponses, spell_memoire(retour.envoi, retour.lignes))


def _list_reponses(retour: RetourLu) -> Iterator[tuple[Place, Cellule]]:
    """List what the partner typed or ticked, as it came, in the rows that were sent."""
    for bloc in retour.modele.blocs:
        trouvees = retour.cellules.get(bloc.code, {})
        for id_ in retour.lignes.get(bloc.code, {}):
            cellules = trouvees.get(id_, {})
            for question in bloc.questions:
                if question.code in cellules:
                    yield (bloc.code, id_, question.code), cellules[question.code].valeur
            if NEANT in cellules and is_coche(cellules[NEANT]):
                yield (bloc.code, id_, NEANT), cellules[NEANT].valeur


def _note(faute: Faute) -> str:
    cite = _cite(faute)
    return f"« {cite} » : {faute.constat}" if cite else faute.constat


def _cite(faute: Faute) -> str:
    """Quote what was found, unless the remark does."""
    return "" if faute.trouve in faute.constat else faute.trouve
