"""Partners' sheets of the example, by what they show, and random answers to them."""

from datetime import date
from functools import lru_cache
from random import Random

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille
from cucs_xl.metier.formulaire import NEANT, Envoi, Formulaire, Question, Source, build_formulaire
from cucs_xl.metier.formulaire.completude import Completude, check_completude
from cucs_xl.metier.formulaire.identite import build_memoire, nom_contrat, spell_memoire
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.reponse import read_reponse
from cucs_xl.metier.schema import Cellule, Sorte

Reponses = dict[tuple[str, str, str], Reponse]

SOURCE = Source(read_exemple())
CONTRAT = nom_contrat(SOURCE.contrat)
LE = date(2008, 1, 31)
FICHE, DEMANDE, CREDITS = ModeleRetour.FICHE, ModeleRetour.DEMANDE, ModeleRetour.CREDITS
#: Each model, for recipients that differ: many rows and few, new and renewed, the widest.
ENVOIS = {
    "fiche": Envoi(FICHE, 1, CONTRAT, 2007, "DSU", "07-EMP-01", LE, LE),
    "fiche-pre": Envoi(FICHE, 1, CONTRAT, 2007, "CDE", "07-REU-01", LE, LE),
    "demande-neuve": Envoi(DEMANDE, 1, CONTRAT, 2009, "CSO", None, LE, LE),
    "demande-reconduite": Envoi(DEMANDE, 1, CONTRAT, 2009, "AIA", "07-EMP-03", LE, LE),
    "credits-acse": Envoi(CREDITS, 1, CONTRAT, 2007, "ACSE", None, LE, LE),
    "credits-caf": Envoi(CREDITS, 1, CONTRAT, 2007, "CAF", None, LE, LE),
    "credits-region": Envoi(CREDITS, 1, CONTRAT, 2007, "REGION", None, LE, LE),
}


@lru_cache
def formulaire(nom: str) -> Formulaire:
    return build_formulaire(SOURCE, ENVOIS[nom])


@lru_cache
def octets(nom: str) -> bytes:
    """The sheet as it is sent."""
    return build_feuille(formulaire(nom), SOURCE)


def vierges() -> dict[str, bytes]:
    """The sheets of a contract that holds nothing, for nobody."""
    source = Source(build_vierge("Ville d'essai", "01004", 2011))
    nom = nom_contrat(source.contrat)
    return {
        modele.value: build_feuille(
            build_formulaire(source, Envoi(modele, 1, nom, 2011, "")), source
        )
        for modele in ModeleRetour
    }


def fill(nom: str, reponses: Reponses) -> bytes:
    """The sheet as a partner filled it."""
    sienne = formulaire(nom)
    memoire = build_memoire(sienne)
    return build_feuille(sienne, SOURCE, Copie(reponses, spell_memoire(sienne.envoi, memoire)))


def list_cases(nom: str) -> list[tuple[str, str, str]]:
    """Every cell that may be answered."""
    sienne = formulaire(nom)
    return [
        (bloc.code, rangee.id, code)
        for bloc in sienne.modele.blocs
        for rangee in sienne.rangees[bloc.code]
        for code in (*(q.code for q in bloc.questions), *((NEANT,) if bloc.neant else ()))
    ]


def draw_reponses(nom: str, graine: int, part: float) -> Reponses:
    """Answer that part of the cells at random, and empty the others."""
    sienne, alea = formulaire(nom), Random(graine)  # noqa: S311 - reproducible, not secret
    reponses: Reponses = {}
    for bloc, id_, code in list_cases(nom):
        valeur: Cellule = None
        if alea.random() <= part:
            if code == NEANT:
                valeur = NEANT if alea.random() < 0.3 else None
            else:
                question = sienne.modele.bloc(bloc).case(code)
                assert isinstance(question, Question)
                valeur = _draw(alea, question)
        reponses[bloc, id_, code] = Reponse(valeur)
    return reponses


#: Answers as a spreadsheet holds them.
_TIRAGES: dict[Sorte, tuple[Cellule, ...]] = {
    Sorte.MONTANT: (0.0, 0.1, 12.34, 100.0, 1234567.89),
    Sorte.DATE: (date(2007, 3, 1), date(2007, 12, 31)),
    Sorte.ANNEE: (2007.0, 2008.0),
    Sorte.NOMBRE: (0.0, 12.0, 40.0),
    Sorte.TAUX: (0.0, 0.25, 0.5, 1.0),
    Sorte.REFERENCE: ("EMP",),
}


def _draw(alea: Random, question: Question) -> Cellule:
    if question.genre.choix is not None:
        return str(alea.choice(list(question.genre.choix)).value)
    return alea.choice(_TIRAGES.get(question.genre.sorte, ("réponse",)))


def measure(nom: str, reponses: Reponses) -> Completude:
    """How complete these answers are, typed by the reader of returns."""
    sienne = formulaire(nom)
    valeurs: dict[tuple[str, str], dict[str, object]] = {}
    for bloc in sienne.modele.blocs:
        for rangee in sienne.rangees[bloc.code]:
            dites: dict[str, object] = {}
            for case in bloc.questions:
                reponse = reponses.get((bloc.code, rangee.id, case.code))
                dites[case.code] = (
                    rangee.shown(case.code)
                    if reponse is None
                    else read_reponse(case.genre, reponse.valeur)
                )
            _tick(bloc.neant, reponses.get((bloc.code, rangee.id, NEANT)), dites)
            valeurs[bloc.code, rangee.id] = dites
    return check_completude(sienne.modele, build_memoire(sienne), valeurs)


def _tick(neant: str, coche: Reponse | None, dites: dict[str, object]) -> None:
    """A tick is a zero; beside an amount, neither is believed."""
    if neant and coche is not None and coche.valeur:
        dites[neant] = None if dites[neant] else 0
