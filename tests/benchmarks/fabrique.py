"""Masters of any size, drawn from a seed: the frame is Montélimar's, the actions are invented.

Every reference is valid and every total ties, so that no rule has anything to tell: the
benchmarks measure the reading of good data.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import NamedTuple

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.modele import (
    Action,
    Contrat,
    Enveloppe,
    Exercice,
    Financement,
    Mouvement,
)
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import (
    Dispositif,
    Ferme,
    Nature,
    Reconduction,
    Stade,
    StatutAction,
    StatutEnveloppe,
    StatutExercice,
    TypeMouvement,
)

DEBUT = 2007
#: Tables that tell of the example's own actions.
_SANS_OBJET = (
    "repartitions", "budgets", "indicateurs", "instances", "grand_livre", "mesures",
    "evaluations", "gouvernances",
)  # fmt: skip
#: Whose specific credits have an envelope, and under which heading it is promised.
DOTES = {"ACSE": "ETAT", "VILLE": "VILLE", "REGION": "REGION"}
#: Ten partners: each funds an action once at most.
PARTENAIRES = (*DOTES, "DDASS", "DDTEFP", "IA", "DEPT", "CAF", "BAIL", "OPER")

#: What may follow a decision: (stage, instalment, per cent of the programmed, days after).
Suite = tuple[tuple[Stade, TypeMouvement | None, int, int], ...]
_ENGAGE = (Stade.ENGAGEMENT, None, 100, 30)
_AVANCE = (
    (Stade.MANDAT, TypeMouvement.AVANCE, 60, 60),
    (Stade.PAIEMENT, TypeMouvement.AVANCE, 60, 75),
)
_SOLDE = (
    (Stade.MANDAT, TypeMouvement.SOLDE, 40, 400),
    (Stade.PAIEMENT, TypeMouvement.SOLDE, 40, 415),
)
#: From one to five movements, three on average.
SUITES: tuple[Suite, ...] = (
    (_ENGAGE,),
    (_ENGAGE, (Stade.DEGAGEMENT, None, -20, 200)),
    (_ENGAGE, *_AVANCE),
    (_ENGAGE, *_AVANCE, (Stade.DEGAGEMENT, None, -40, 300)),
    (_ENGAGE, *_AVANCE, *_SOLDE),
)


class Taille(NamedTuple):
    """How big a master is: rows a year, and years."""

    actions: int
    financements: int
    exercices: int = 1


def build_contrat(taille: Taille, graine: int = 2007) -> Contrat:
    """Build a contract of that size; the same seed gives the same contract."""
    alea = Random(graine)  # noqa: S311 - reproducible, not secret
    exemple = read_exemple()
    exercices = range(DEBUT, DEBUT + taille.exercices)
    actions = [a for annee in exercices for a in _actions(alea, exemple, taille.actions, annee)]
    financements = [
        financement
        for annee in exercices
        for financement in _financements(
            alea, [a for a in actions if a.exercice == annee], taille.financements
        )
    ]
    return exemple._replace(
        exercices=tuple(Exercice(annee, StatutExercice.OUVERT) for annee in exercices),
        enveloppes=tuple(_enveloppes(exercices, financements)),
        avenants=(),
        actions=tuple(actions),
        financements=tuple(financements),
        mouvements=tuple(_mouvements(alea, financements)),
        # What the example says of its own actions would name none of these.
        **dict.fromkeys(_SANS_OBJET, ()),
    )


def _actions(alea: Random, exemple: Contrat, nombre: int, annee: int) -> Iterator[Action]:
    """Invent actions; a number in the title keeps each distinct."""
    for rang in range(1, nombre + 1):
        objectif = alea.choice(exemple.objectifs)
        debut = date(annee, 1, 1) + timedelta(days=alea.randrange(120))
        yield Action(
            code=f"07-{objectif.theme}-{rang:03d}",
            exercice=annee,
            intitule=f"{alea.choice(exemple.actions).intitule} ({rang})",
            operateur=alea.choice(exemple.operateurs).code,
            theme=objectif.theme,
            objectif=objectif.code,
            dispositif=Dispositif.INGENIERIE if objectif.theme == "ING" else Dispositif.CUCS,
            reconduction=alea.choice(tuple(Reconduction)),
            statut=StatutAction.CONVENTIONNEE,
            date_debut=debut,
            date_fin=date(annee, 12, 31),
            cout_previsionnel=alea.randrange(500_000, 9_000_000),
            date_copil=date(annee, 3, 15),
        )


def _financements(alea: Random, actions: Sequence[Action], nombre: int) -> Iterator[Financement]:
    """Share fundings as evenly as may be, each action by distinct partners."""
    for rang, action in enumerate(actions):
        part = nombre * (rang + 1) // len(actions) - nombre * rang // len(actions)
        for partenaire in alea.sample(PARTENAIRES, part):
            sollicite = alea.randrange(50_000, 2_000_000)
            propose = sollicite * alea.randrange(60, 101) // 100
            nature, enveloppe = _credit(partenaire, action.exercice)
            yield Financement(
                code=f"{action.code}-{partenaire}-{(action.exercice or 0) % 100:02d}",
                action=action.code,
                exercice=action.exercice,
                partenaire=partenaire,
                nature=nature,
                enveloppe=enveloppe,
                ferme=Ferme.FERME,
                sollicite=sollicite,
                propose=propose,
                programme=propose,
            )


def _credit(partenaire: str, annee: int | None) -> tuple[Nature, str | None]:
    if partenaire in DOTES:
        return Nature.SPECIFIQUE, _code_enveloppe(DOTES[partenaire], annee)
    return (Nature.AUTOFINANCEMENT if partenaire == "OPER" else Nature.DROIT_COMMUN), None


def _code_enveloppe(partenaire: str, annee: int | None) -> str:
    return f"{(annee or 0) % 100:02d}-{partenaire}"


def _enveloppes(
    exercices: Iterable[int], financements: Sequence[Financement]
) -> Iterator[Enveloppe]:
    """Promise what is programmed, rounded up to a thousand euros."""
    for annee in exercices:
        for partenaire in DOTES.values():
            code = _code_enveloppe(partenaire, annee)
            programme: Centimes = sum(f.programme or 0 for f in financements if f.enveloppe == code)
            yield Enveloppe(
                code=code,
                exercice=annee,
                partenaire=partenaire,
                nature=Nature.SPECIFIQUE,
                statut=StatutEnveloppe.FERME,
                montant=-(-programme // 100_000) * 100_000,
            )


def _mouvements(alea: Random, financements: Iterable[Financement]) -> Iterator[Mouvement]:
    numeros = count(1)
    for financement in financements:
        decision = date(financement.exercice or DEBUT, 1, 15) + timedelta(days=alea.randrange(30))
        for stade, genre, part, delai in alea.choice(SUITES):
            jour = decision + timedelta(days=delai)
            numero = next(numeros)
            yield Mouvement(
                code=f"M{numero:05d}",
                financement=financement.code,
                stade=stade,
                type=genre,
                date=jour,
                exercice_comptable=jour.year,
                montant=(financement.programme or 0) * part // 100,
                piece=f"{stade.value[:2].upper()} {jour.year}-{numero:05d}",
            )
