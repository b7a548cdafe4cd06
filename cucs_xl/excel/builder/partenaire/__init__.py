"""The partners' sheets: one macro-free workbook per recipient, ready to fill and send back."""

from collections.abc import Iterator

from cucs_xl.excel.builder.partenaire.choix import Choix, build_cellule
from cucs_xl.excel.builder.partenaire.contenu import Copie, Remplisseur, Reponse, build_structure
from cucs_xl.excel.builder.partenaire.moule import build_moule, fill
from cucs_xl.excel.builder.partenaire.plan import Point
from cucs_xl.metier.formulaire import NEANT, Formulaire, Source
from cucs_xl.metier.formulaire.completude import format_libelle, format_sujet
from cucs_xl.metier.formulaire.identite import Memoire, build_memoire, pack, spell_memoire

__all__ = ["Copie", "Reponse", "build_feuille"]


def build_feuille(formulaire: Formulaire, source: Source, copie: Copie | None = None) -> bytes:
    """Build the workbook of a sheet, every formula with its value.

    With a copy, the partner's answers stand as they came, and what to correct is marked.
    """
    memoire = build_memoire(formulaire)
    texte = copie.memoire if copie else spell_memoire(formulaire.envoi, memoire)
    morceaux = pack(texte)
    choix = Choix(source, formulaire)
    points = tuple(_build_points(formulaire, memoire, copie)) if copie else ()
    moule = build_moule(build_structure(formulaire, choix, len(morceaux), points))
    remplisseur = Remplisseur(moule, source, formulaire, choix, copie)
    return fill(moule, *remplisseur.build(memoire, texte, morceaux))


def _build_points(formulaire: Formulaire, memoire: Memoire, copie: Copie) -> Iterator[Point]:
    """List what to correct, in the order of the sheet, each under the name of its answer."""
    for bloc in formulaire.modele.blocs:
        for rang, rangee in enumerate(formulaire.rangees[bloc.code]):
            for code in ("", *(case.code for case in bloc.cases), NEANT):
                reponse = copie.reponses.get((bloc.code, rangee.id, code))
                if reponse is None or not reponse.note:
                    continue
                ligne = memoire[bloc.code][rangee.id]
                sujet = format_sujet(bloc, ligne)
                if code:
                    case = bloc.case(bloc.neant if code == NEANT else code)
                    sujet = format_libelle(bloc, ligne, case)
                brute = build_cellule(reponse.valeur)
                yield Point(bloc.code, rang, code, f"{sujet} : {reponse.note}", brute)
