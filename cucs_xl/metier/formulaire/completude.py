"""How complete a sheet is: what it must say, and what of it is said.

The sheet computes the same live, from the same list (`excel/builder/partenaire/suivi`).
"""

from collections.abc import Iterable, Iterator, Mapping
from math import floor
from textwrap import shorten
from typing import Any, NamedTuple, TypeAlias

from cucs_xl.metier.formulaire.identite import Ligne, Memoire
from cucs_xl.metier.formulaire.langage import Bloc, Case, Equilibre, Forme, Modele, Question

#: Typed answers by (block, row), then case; a ticked « néant » is already a zero.
Valeurs: TypeAlias = Mapping[tuple[str, str], Mapping[str, Any]]

#: Characters of what a row is about, in the name of an answer.
_SUJET = 36


class Requis(NamedTuple):
    """Something that a sheet must say, in words.

    A question of a row; or, without row, rows enough in a block; or, without block, a
    balance, `case` being its words.
    """

    bloc: str
    id: str
    case: str
    libelle: str


class Completude(NamedTuple):
    """What a sheet must say, and what is still missing, in order."""

    total: int
    manques: tuple[Requis, ...]

    @property
    def taux(self) -> float:
        """The part said, in whole hundredths, never rounded up: 1 is complete."""
        remplis = self.total - len(self.manques)
        return floor(remplis * 100 / self.total) / 100 if self.total else 1.0


def requises(bloc: Bloc) -> tuple[Question, ...]:
    """Give the required questions of a block."""
    return tuple(question for question in bloc.questions if question.requise)


def lignes_requises(bloc: Bloc, lignes: Mapping[str, Ligne]) -> Iterator[tuple[str, Ligne]]:
    """Give the rows of a block that must be answered one by one.

    Not those of a list that the partner may shorten or lengthen: an emptied row asks for
    its deletion, so only how many rows the list holds is required.
    """
    if not bloc.retirable:
        yield from ((id_, li) for id_, li in lignes.items() if not (li.nouvelle or li.facultative))


def build_requis(modele: Modele, memoire: Memoire) -> tuple[Requis, ...]:
    """List what a sheet must say, in the order in which it is read."""
    requis: list[Requis] = []
    for bloc in modele.blocs:
        for id_, ligne in lignes_requises(bloc, memoire.get(bloc.code, {})):
            requis += [
                Requis(bloc.code, id_, case.code, format_libelle(bloc, ligne, case))
                for case in requises(bloc)
            ]
        if bloc.minimum:
            requis.append(Requis(bloc.code, "", "", format_minimum(bloc)))
    requis += [Requis("", "", e.libelle, e.libelle) for e in modele.equilibres if e.requis]
    return tuple(requis)


def check_completude(modele: Modele, memoire: Memoire, valeurs: Valeurs) -> Completude:
    """Tell what is missing among typed answers."""
    requis = build_requis(modele, memoire)
    return Completude(len(requis), tuple(r for r in requis if not _rempli(modele, r, valeurs)))


def _rempli(modele: Modele, requis: Requis, valeurs: Valeurs) -> bool:
    if not requis.bloc:
        equilibre = next(e for e in modele.equilibres if e.libelle == requis.case)
        return equilibree(equilibre, valeurs)
    bloc = modele.bloc(requis.bloc)
    if requis.id:
        return remplie(bloc, requis.case, valeurs.get((bloc.code, requis.id), {}))
    lignes = [ligne for (code, _), ligne in valeurs.items() if code == bloc.code]
    return sum(complete(bloc, ligne) for ligne in lignes) >= bloc.minimum


def remplie(bloc: Bloc, case: str, ligne: Mapping[str, Any]) -> bool:
    """Tell whether a row answers a question; a row whose amount is nothing says all it can."""
    return ligne.get(case) is not None or (bloc.neant != "" and ligne.get(bloc.neant) == 0)


def complete(bloc: Bloc, ligne: Mapping[str, Any]) -> bool:
    """Tell whether a row of a list answers all its required questions."""
    return all(remplie(bloc, question.code, ligne) for question in requises(bloc))


def equilibree(equilibre: Equilibre, valeurs: Valeurs) -> bool:
    """Tell whether both sides say something, and the same to the cent."""
    gauche, droite = (
        [v for id_ in ids if (v := valeurs.get((bloc, id_), {}).get(equilibre.case)) is not None]
        for bloc, ids in (equilibre.gauche, equilibre.droite)
    )
    return bool(gauche and droite) and sum(gauche) == sum(droite)


def format_libelle(bloc: Bloc, ligne: Ligne, case: Case) -> str:
    """Name an answer for people: « Femmes », « 62 – Autres services extérieurs : Réalisé »."""
    return (
        case.texte if bloc.forme is Forme.FICHE else f"{format_sujet(bloc, ligne)} : {case.texte}"
    )


def format_sujet(bloc: Bloc, ligne: Ligne) -> str:
    """Name a row of a list, by its first case: its code alone when its label is long."""
    premiere = bloc.cases[0].code
    sujet = ligne.textes.get(premiere) or ligne.suggeres.get(premiere) or bloc.titre
    court = sujet if len(sujet) <= _SUJET else sujet.partition(" – ")[0]
    return shorten(court, _SUJET, placeholder="…")


def format_minimum(bloc: Bloc) -> str:
    """Name what a list must hold at least."""
    return f"{bloc.titre} : au moins {bloc.minimum} ligne{'s' * (bloc.minimum > 1)}"


def format_manques(manques: Iterable[Requis]) -> str:
    """Name what is missing, one after the other."""
    return ", ".join(requis.libelle for requis in manques)
