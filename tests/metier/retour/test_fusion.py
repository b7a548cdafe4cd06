"""Random masters, sendings, edits and returns: nothing lost, nothing invented."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.formulaire import Formulaire, Question, Source
from cucs_xl.metier.instantane import build_instantane
from cucs_xl.metier.modele import (
    ACTIONS,
    ARBITRAGES,
    OPERATEURS,
    PARTENAIRES,
    RETOURS,
    TABLES,
    Contrat,
)
from cucs_xl.metier.nomenclature import Choix, ModeleRetour
from cucs_xl.metier.retour.atelier import Atelier, Origine, Repere
from cucs_xl.metier.retour.depouille import Depouille
from cucs_xl.metier.retour.fusion import Fusion, merge_retours
from cucs_xl.metier.retour.lecture import Place, RetourLu, read_retour
from cucs_xl.metier.retour.memoire import Souvenirs, read_souvenirs, spell_souvenirs
from cucs_xl.metier.schema import Cellule, Sorte
from tests.metier.retour.partenaire import JOUR, cell, give_back, send

ENVOIS = (
    (ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03"),
    (ModeleRetour.DEMANDE, 2009, "SPO", "08-T-01"),
    (ModeleRetour.CREDITS, 2007, "DDASS", None),
)
reglages = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))


@cache
def envoye(rang: int) -> tuple[Contrat, Formulaire]:
    return send(read_exemple(), *ENVOIS[rang])


def valeurs(question: Question, source: Source) -> st.SearchStrategy[Cellule]:
    """Give readable answers to a question, blank included."""
    genre = question.genre
    if genre.choix is not None:
        return st.none() | st.sampled_from([str(m) for m in genre.choix])
    if genre.table is not None:
        table = next(t for t in TABLES if t.nom == genre.table)
        codes = [getattr(li, table.cles[0]) for li in source.contrat.table(table)][:3]
        return st.none() | st.sampled_from([cell(genre, code) for code in codes])
    return st.none() | st.sampled_from(EXEMPLES[genre.sorte])


#: A few readable answers of each kind.
EXEMPLES: Mapping[Sorte, list[Cellule]] = {
    Sorte.DATE: [date(2007, 3, 1), "2 mai 2007", 39448.0],
    Sorte.TAUX: [0.0, 0.25, "50 %"],
    Sorte.ANNEE: [2007.0, "2008"],
    Sorte.MONTANT: [0.0, 12.5, 1000.0, "1 234,50", "12 k€"],
    Sorte.NOMBRE: [0.0, 12.5, "1 234"],
    Sorte.TEXTE: ["un", "deux", "=1+1"],
    Sorte.CODE: ["W262000009", "07"],
}


@st.composite
def reponses(draw: Any, rang: int, nombre: int = 6) -> Mapping[Place, Cellule]:
    """Draw answers here and there in a sheet, blank rows included."""
    contrat, formulaire = envoye(rang)
    source = Source(contrat)
    places = [
        ((bloc.code, rangee.id, question.code), question)
        for bloc in formulaire.modele.blocs
        for rangee in formulaire.rangees[bloc.code]
        for question in bloc.questions
    ]
    choisies = draw(st.lists(st.sampled_from(places), max_size=nombre, unique_by=lambda p: p[0]))
    return {place: draw(valeurs(question, source)) for place, question in choisies}


class Maitre:
    """A master and the edits that made it: what a failing example prints."""

    def __init__(self, contrat: Contrat, faits: Any) -> None:
        self.contrat, self.faits = contrat, faits

    def __repr__(self) -> str:
        return f"Maitre({self.faits})"


@st.composite
def maitres(draw: Any, rang: int) -> Maitre:
    """Draw a master edited since the sheet left: fields of what the sheet shows, rows gone."""
    contrat, formulaire = envoye(rang)
    source = Source(contrat)
    atelier = Atelier(Source(contrat))
    champs = [
        (Repere(q.table.nom, rangee.cles[q.table.nom], q.champ), q)
        for bloc in formulaire.modele.blocs
        for rangee in formulaire.rangees[bloc.code]
        for q in bloc.questions
        if q.table.nom in rangee.cles and q.table is not RETOURS
        and source.row(q.table, rangee.cles[q.table.nom])
    ]  # fmt: skip
    faits: list[Any] = []
    for repere, question in draw(st.lists(st.sampled_from(champs), max_size=4, unique_by=_lieu)):
        brute = draw(valeurs(question, source))
        valeur = None if brute is None else question.genre.read(brute)
        atelier.set(repere, valeur, Origine("agent", ""))
        faits.append((repere, valeur))
    retirables = [r for r, q in champs if q.table not in {ACTIONS, OPERATEURS, PARTENAIRES}]
    for repere in draw(st.lists(st.sampled_from(retirables), max_size=1)):
        atelier.remove(repere._replace(champ=""), Origine("agent", ""))
        faits.append((repere[:2], "retirée"))
    return Maitre(atelier.build(), faits)


def _lieu(champ: tuple[Repere, Question]) -> Repere:
    return champ[0]


def lire(contrat: Contrat, depouille: Depouille) -> RetourLu:
    retour = read_retour(Source(contrat), depouille)
    assert isinstance(retour, RetourLu), retour
    return retour


def fusionne(contrat: Contrat, souvenirs: Souvenirs, *depouilles: Depouille) -> Fusion:
    """Merge, and keep what is written: arbitrations in their sheet, memory spelled and read."""
    retours = [lire(contrat, depouille) for depouille in depouilles]
    fusion = merge_retours(Source(contrat), retours, souvenirs, JOUR)
    return fusion._replace(
        contrat=fusion.contrat._replace(arbitrages=fusion.arbitrages),
        souvenirs=read_souvenirs(spell_souvenirs(fusion.souvenirs)),
    )


def tables(contrat: Contrat) -> Mapping[str, Any]:
    return {t.nom: sorted(map(repr, contrat.table(t))) for t in TABLES if t is not ARBITRAGES}


def ouvrir(situation: Any) -> tuple[int, tuple[Contrat, Any, Any]]:
    rang, maitre, dites, autres = situation
    return rang, (maitre.contrat, dites, autres)


SITUATIONS = st.integers(0, len(ENVOIS) - 1).flatmap(
    lambda rang: st.tuples(st.just(rang), maitres(rang), reponses(rang), reponses(rang))
)


@given(SITUATIONS)
@reglages
def test_every_change_is_taken_or_asked_about(situation: Any) -> None:
    rang, (maitre, dites, _) = ouvrir(situation)
    _, formulaire = envoye(rang)
    retour = lire(maitre, give_back(formulaire, dites))
    fusion = merge_retours(Source(maitre), [retour], {}, JOUR)

    apres = Source(fusion.contrat)
    demandes = {(li.repere, li.partenaire) for li in fusion.litiges}
    lignes_demandees = {li.repere[:2] for li in fusion.litiges if not li.repere.champ}
    fautives = {f.place[:2] for fautes in fusion.fautes.values() for f in fautes}
    nes = {place: cles for s in fusion.souvenirs.values() for place, cles in s.nes.items()}
    for bloc in formulaire.modele.blocs:
        for question in bloc.questions:
            for rangee in formulaire.rangees[bloc.code]:
                place = (bloc.code, rangee.id)
                reponse = retour.reponses[place][question.code]
                if reponse.valeur == reponse.envoyee or place in fautives:
                    continue
                cles = rangee.cles or nes.get(place, {})
                if not cles:  # a blank row whose only words are those suggested
                    assert rangee.nouvelle
                    continue
                repere = Repere(question.table.nom, cles[question.table.nom], question.champ)
                ligne = apres.row(question.table, repere.cle)
                prise = ligne is not None and getattr(ligne, repere.attribut) == reponse.valeur
                absente = ligne is None and reponse.valeur is None
                demandee = any(r == repere for r, _ in demandes) or repere[:2] in lignes_demandees
                assert prise or absente or demandee, (repere, reponse)


@given(SITUATIONS)
@reglages
def test_nothing_else_changes(situation: Any) -> None:
    """Whatever differs afterwards is told, and comes from a changed answer."""
    rang, (maitre, dites, _) = ouvrir(situation)
    _, formulaire = envoye(rang)
    fusion = merge_retours(Source(maitre), [lire(maitre, give_back(formulaire, dites))], {}, JOUR)

    avant, apres = build_instantane(maitre), build_instantane(fusion.contrat)
    racontes = {(c.repere.table, c.repere.cle) for c in fusion.changements}
    for table, lignes in apres.items():
        for cle, champs in lignes.items():
            assert avant[table].get(cle) == champs or (table, cle) in racontes
        assert not avant[table].keys() - lignes.keys()
    adresses = {c.origine.adresse for c in fusion.changements}
    connues = {c.adresse for b in give_back(formulaire, dites).cellules.values() for li in b.values() for c in li.values()}  # fmt: skip
    assert all(a in connues or a.startswith("total de ") for a in adresses)


@given(SITUATIONS)
@reglages
def test_the_same_file_twice_changes_nothing(situation: Any) -> None:
    rang, (maitre, dites, _) = ouvrir(situation)
    _, formulaire = envoye(rang)
    depouille = give_back(formulaire, dites)
    une = fusionne(maitre, {}, depouille)

    encore = fusionne(
        une.contrat, une.souvenirs, depouille, depouille._replace(fichier="copie.ods")
    )

    assert encore.contrat == une.contrat
    assert not encore.changements
    assert not encore.litiges


@given(SITUATIONS)
@reglages
def test_the_order_of_returns_does_not_matter(situation: Any) -> None:
    """Two returns of one sheet, in one import: the same master, the same questions."""
    rang, (maitre, dites, autres) = ouvrir(situation)
    _, formulaire = envoye(rang)
    a = give_back(formulaire, dites, fichier="a.xlsx")
    b = give_back(formulaire, autres, fichier="b.xlsx")

    une, autre = fusionne(maitre, {}, a, b), fusionne(maitre, {}, b, a)

    assert une.contrat == autre.contrat
    assert set(une.litiges) == set(autre.litiges)


@given(SITUATIONS)
@reglages
def test_a_choice_settles_its_question_for_good(situation: Any) -> None:
    """« partenaire » gives the partner's value, « maître » keeps; neither is asked again."""
    rang, (maitre, dites, _) = ouvrir(situation)
    _, formulaire = envoye(rang)
    depouille = give_back(formulaire, dites)
    une = fusionne(maitre, {}, depouille)
    for choix in (Choix.MAITRE, Choix.PARTENAIRE):
        choisis = tuple(a._replace(choix=choix) for a in une.contrat.arbitrages)
        tranche = fusionne(une.contrat._replace(arbitrages=choisis), une.souvenirs, depouille)

        assert not tranche.refusees
        assert not tranche.litiges
        assert all(a.tranche_le == JOUR for a in tranche.contrat.arbitrages)
        if choix is Choix.MAITRE:
            assert tables(tranche.contrat) == tables(une.contrat)
        encore = fusionne(tranche.contrat, tranche.souvenirs, depouille)
        assert encore.contrat == tranche.contrat


@given(SITUATIONS)
@reglages
def test_a_partner_may_correct_itself(situation: Any) -> None:
    """What the partner said alone is replaced by what it says next, without a question."""
    rang, (_, dites, autres) = ouvrir(situation)
    contrat, formulaire = envoye(rang)
    une = fusionne(contrat, {}, give_back(formulaire, dites, fichier="a.xlsx"))
    ensuite = fusionne(une.contrat, une.souvenirs, give_back(formulaire, autres, fichier="b.xlsx"))

    assert not [litige for litige in ensuite.litiges if litige.repere.champ]
