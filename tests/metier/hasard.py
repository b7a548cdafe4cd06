"""Random contracts: any rows at all, or rows that hold together."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from cucs_xl.metier.jour import DERNIER, PREMIER
from cucs_xl.metier.modele import (
    TABLES,
    Action,
    Contrat,
    Exercice,
    Financement,
    Mouvement,
    Operateur,
    Partenaire,
    Quartier,
    Repartition,
    Theme,
)
from cucs_xl.metier.nomenclature import Nature, Regime, Stade, StatutExercice, TypePartenaire
from cucs_xl.metier.schema import Genre, Sorte, Table

ANNEES = (2006, 2007, 2008, 2009)
#: Few codes, so that rows meet; some that formulas confuse.
CODES = ("A", "a", "B", "É", "07", "7")
MONTANTS = st.integers(-(10**9), 10**9)
JOURS = st.dates(PREMIER, DERNIER)


def valeurs(genre: Genre) -> st.SearchStrategy[Any]:
    """Give the values that a readable cell of a kind may have."""
    if genre.choix is not None:
        return st.sampled_from(list(genre.choix))
    if genre.sorte is Sorte.ANNEE or genre.table == "tExercices":
        return st.sampled_from(ANNEES)
    if genre.sorte is Sorte.MONTANT:
        return MONTANTS
    if genre.sorte is Sorte.DATE:
        return JOURS
    if genre.sorte in {Sorte.NOMBRE, Sorte.TAUX}:
        return st.floats(allow_nan=False)
    return st.sampled_from(CODES)


def lignes(table: Table) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw rows of a table in which any cell may be empty."""
    cellules = [st.none() | valeurs(colonne.genre) for colonne in table.saisies]
    rangees = st.lists(st.tuples(*cellules), max_size=4)
    return rangees.map(
        lambda tirees: tuple(table.modele(*ligne, i) for i, ligne in enumerate(tirees, 2))
    )


#: Any rows at all, None everywhere.
CONTRATS = st.tuples(*(lignes(table) for table in TABLES)).map(lambda tables: Contrat(*tables))

_PARTENAIRES = ("ETAT", "ACSE", "VILLE")
_THEMES = ("EMP", "REU")
_OPERATEURS = ("DSU", "CDE")
_ACTIONS = tuple(
    Action(f"A{i}", annee, "Action", _OPERATEURS[i % 2], None, _THEMES[i // 2])
    for annee in ANNEES
    for i in range(4)
)

_QUARTIERS = {"QO": Regime.ZUS, "CA": Regime.HORS_ZUS, "HG": Regime.HORS_GEOGRAPHIE}
#: Keys as agents type them; the last ones do not make 100 %.
_CLES = (
    (1.0,),
    (0.5, 0.5),
    (0.3333, 0.3333, 0.3334),
    (1 / 3, 1 / 3, 1 / 3),
    (0.65, 0.35),
    (0.5, 0.4),
)


@st.composite
def repartitions(draw: st.DrawFn) -> tuple[Repartition, ...]:
    """Draw the keys of some actions, planned, and realised for some."""
    lignes = []
    for action in draw(st.lists(st.sampled_from(_ACTIONS), unique=True)):
        prevues = draw(st.sampled_from(_CLES))
        realisees = draw(st.none() | st.permutations(prevues))
        lignes += [
            Repartition(
                action.code,
                action.exercice,
                quartier,
                part,
                None if realisees is None else realisees[i],
            )
            for i, (quartier, part) in enumerate(zip(_QUARTIERS, prevues, strict=False))
        ]
    return tuple(lignes)


@st.composite
def contrats_coherents(draw: st.DrawFn) -> Contrat:
    """Draw fundings and movements whose references all exist."""
    financements = []
    for i in range(draw(st.integers(0, 6))):
        action = draw(st.sampled_from(_ACTIONS))
        montants = draw(st.tuples(*[st.none() | MONTANTS] * 3))
        financements.append(
            Financement(
                f"F{i}",
                action.code,
                action.exercice,
                draw(st.sampled_from(_PARTENAIRES)),
                draw(st.sampled_from(Nature)),
                None,
                None,
                *montants,
            )
        )
    mouvements = [
        Mouvement(
            f"M{i}",
            draw(st.sampled_from(financements)).code,
            draw(st.sampled_from(Stade)),
            None,
            date(2007, 5, 15),
            draw(st.sampled_from(ANNEES)),
            draw(st.none() | MONTANTS),
        )
        for i in range(draw(st.integers(0, 8)) if financements else 0)
    ]
    return Contrat(
        quartiers=tuple(Quartier(code, code, regime=r) for code, r in _QUARTIERS.items()),
        repartitions=draw(repartitions()),
        exercices=tuple(Exercice(annee, StatutExercice.OUVERT) for annee in ANNEES),
        themes=tuple(Theme(code, code, code) for code in _THEMES),
        partenaires=tuple(
            Partenaire(code, code, code, "ETAT" if code == "ACSE" else code, TypePartenaire.ETAT)
            for code in _PARTENAIRES
        ),
        operateurs=tuple(Operateur(code, code) for code in _OPERATEURS),
        actions=_ACTIONS,
        financements=tuple(financements),
        mouvements=tuple(mouvements),
    )
