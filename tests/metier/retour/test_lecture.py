"""A return read: French spellings, ticks, locked cells, what is not there, who it is for."""

from collections.abc import Callable
from typing import Any

import pytest

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.formulaire import NEANT, Formulaire, Source
from cucs_xl.metier.jour import jour
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import ModeleRetour, StatutExercice
from cucs_xl.metier.retour.depouille import Depouille, Refus
from cucs_xl.metier.retour.fusion import merge_retours
from cucs_xl.metier.retour.lecture import Place, RetourLu, read_retour
from cucs_xl.metier.schema import Cellule
from tests.metier.retour.partenaire import JOUR, give_back, send

CONTRAT, FICHE = send(read_exemple(), ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03")
REALISE: Place = ("charges", "62", "tBudgets.Réalisé")
COCHE: Place = ("charges", "62", NEANT)
FEMMES: Place = ("publics", "1", "tFiches.Femmes")
DEBUT: Place = ("realisation", "1", "tActions.Date début")
PART: Place = ("quartiers", "QO", "tRepartition.Part réalisée")


def lire(depouille: Depouille, contrat: Contrat = CONTRAT) -> RetourLu:
    retour = read_retour(Source(contrat), depouille)
    assert isinstance(retour, RetourLu), retour
    return retour


def valeur(place: Place, brute: Cellule) -> Any:
    return lire(give_back(FICHE, {place: brute})).reponses[place[:2]][place[2]].valeur


@pytest.mark.parametrize(
    ("place", "brute", "attendue"),
    [
        (REALISE, "1 234,56 €", 123456),
        (REALISE, "1\u202f234,56", 123456),
        (REALISE, 0.1 + 0.2, 30),
        (REALISE, "  ", None),
        (REALISE, None, None),
        (FEMMES, "1 200", 1200.0),
        (FEMMES, 0.0, 0.0),
        (DEBUT, "2 avril 2007", jour("02/04/2007")),
        (DEBUT, 39174.0, jour("02/04/2007")),
        (PART, "55 %", 0.55),
        (("realisation", "1", "tFiches.Avancement"), "RÉALISÉE", "réalisée"),
        (("compte-rendu", "1", "tFiches.Bilan"), " deux\r\nlignes ", "deux\nlignes"),
        (("compte-rendu", "1", "tFiches.Bilan"), "=1+1", "=1+1"),
    ],
)
def test_answers_are_read_as_french_people_write(
    place: Place, brute: Cellule, attendue: Any
) -> None:
    """A blank is not a zero."""
    assert valeur(place, brute) == attendue


@pytest.mark.parametrize(
    ("place", "brute", "constat"),
    [
        (REALISE, "douze", "« douze » n'est pas un montant"),
        (REALISE, 1.234, "plus fin que le centime"),
        (FEMMES, "beaucoup", "n'est pas un nombre"),
        (FEMMES, 1e15, "démesuré"),
        (FEMMES, "9" * 400, "démesuré"),
        (("compte-rendu", "1", "tFiches.Bilan"), "x" * 15_001, "raccourcissez-le à 15000"),
        (("compte-rendu", "1", "tFiches.Bilan"), "a\uffff", "caractère invisible"),
        (DEBUT, "31/02/2007", "n'existe pas au calendrier"),
        (PART, 55.0, "n'est pas une part"),
        (("realisation", "1", "tFiches.Avancement"), "finie", "n'est pas dans la liste"),
    ],
)
def test_what_cannot_be_read_is_told_and_changes_nothing(
    place: Place, brute: Cellule, constat: str
) -> None:
    retour = lire(give_back(FICHE, {place: brute}))

    [faute] = retour.fautes
    assert faute.place == place
    assert constat in faute.constat
    assert place[2] not in retour.reponses.get(place[:2], {})
    assert not merge_retours(Source(CONTRAT), [retour], {}, JOUR).changements


def test_a_ticked_nothing_is_a_zero() -> None:
    retour = lire(give_back(FICHE, {REALISE: None, COCHE: "néant"}))

    assert retour.reponses["charges", "62"][REALISE[2]].valeur == 0


def test_nothing_and_an_amount_contradict_each_other() -> None:
    retour = lire(give_back(FICHE, {REALISE: 5.0, COCHE: "néant"}))

    [faute] = retour.fautes
    assert "gardez l'un des deux" in faute.constat
    assert REALISE[2] not in retour.reponses.get(("charges", "62"), {})


def test_an_error_cell_is_no_answer() -> None:
    """Never taken for a blank: the master keeps what it says."""
    retour = lire(give_back(FICHE, defauts={REALISE: "#REF!"}))

    assert "#REF!" in retour.fautes[0].constat
    assert not merge_retours(Source(CONTRAT), [retour], {}, JOUR).changements


def test_a_locked_cell_that_changed_is_told_and_not_believed() -> None:
    place = ("identite", "1", "tActions.Intitulé")
    retour = lire(give_back(FICHE, {place: "Autre chose"}))

    [alteration] = retour.alterations
    assert (alteration.place, alteration.trouve) == (place, "Autre chose")
    assert not merge_retours(Source(CONTRAT), [retour], {}, JOUR).changements


def test_an_untouched_sheet_says_nothing() -> None:
    retour = lire(give_back(FICHE))

    assert (retour.fautes, retour.alterations, retour.absentes) == ((), (), ())
    assert not merge_retours(Source(CONTRAT), [retour], {}, JOUR).changements


def test_a_lost_block_is_told_and_erases_nothing() -> None:
    depouille = give_back(FICHE)
    cellules = {code: lignes for code, lignes in depouille.cellules.items() if code != "charges"}

    retour = lire(depouille._replace(cellules=cellules))

    assert retour.perdues == ("charges",)
    fusion = merge_retours(Source(CONTRAT), [retour], {}, JOUR)
    assert (fusion.changements, fusion.litiges) == ((), ())


def test_a_lost_column_is_no_answer() -> None:
    depouille = give_back(FICHE)
    lignes = {
        id_: {case: c for case, c in ligne.items() if case != REALISE[2]}
        for id_, ligne in depouille.cellules["charges"].items()
    }

    retour = lire(depouille._replace(cellules={**depouille.cellules, "charges": lignes}))

    assert not merge_retours(Source(CONTRAT), [retour], {}, JOUR).changements


def test_a_row_there_twice_is_told() -> None:
    depouille = give_back(FICHE, {REALISE: 5.0})._replace(doubles=frozenset({("charges", "62")}))

    retour = lire(depouille)

    assert "deux fois" in retour.fautes[0].constat
    assert ("charges", "62") not in retour.reponses


def test_the_same_answers_sum_up_alike_whatever_the_file() -> None:
    une = give_back(FICHE, {REALISE: 5.0}, fichier="a.xlsx")
    autre = give_back(FICHE, {REALISE: 5.0}, fichier="b.ods")
    encore = give_back(FICHE, {REALISE: 6.0})

    assert lire(une).empreinte == lire(autre).empreinte != lire(encore).empreinte


def test_a_sheet_that_this_master_never_sent_is_not_believed_about_the_past() -> None:
    """Its differences are questions; blanks of the master may be filled."""
    inconnu = CONTRAT._replace(retours=())
    retour = lire(give_back(FICHE, {REALISE: 5.0}), inconnu)

    assert not retour.fiable
    fusion = merge_retours(Source(inconnu), [retour], {}, JOUR)
    assert [(li.repere.champ, li.partenaire) for li in fusion.litiges] == [
        ("Réalisé", "5,00"),
        ("Coût réalisé", "82505,00"),
    ]


def test_a_memory_tampered_with_is_not_believed() -> None:
    depouille = give_back(FICHE, {REALISE: 5.0})
    [morceau] = depouille.memoire

    assert not lire(depouille._replace(memoire=(morceau[:-8] + "AAAAAAA=",))).fiable
    assert not lire(depouille._replace(memoire=())).fiable


def _close(contrat: Contrat) -> Contrat:
    clos = tuple(e._replace(statut=StatutExercice.CLOS) for e in contrat.exercices)
    return contrat._replace(exercices=clos)


def _identite(**champs: str) -> Callable[[Depouille], Depouille]:
    return lambda d: d._replace(identite={**d.identite, **champs})


@pytest.mark.parametrize(
    ("contrat", "change", "raison"),
    [
        (CONTRAT, _identite(contrat="01004-2007"), "d'un autre contrat (01004-2007, celui-ci est 26198-2007)"),
        (CONTRAT, _identite(version="0"), "une autre version du modèle (0, le programme lit la 1)"),
        (CONTRAT, _identite(exercice="2031"), "« 2031 », qui n'est plus dans la feuille Exercices"),
        (CONTRAT, _identite(destinataire="X"), "« X », qui n'est plus dans la feuille Opérateurs"),
        (CONTRAT, _identite(action="99-X-01"), "« 99-X-01 2007 », qui n'est plus dans la feuille Actions"),
        (CONTRAT, _identite(modele="autre"), "n'a plus la feuille cachée qui identifie la fiche"),
        (CONTRAT, lambda d: d._replace(identite={}), "n'a plus la feuille cachée qui identifie la fiche"),
        (_close(CONTRAT), lambda d: d, "concerne 2007, qui est clos"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_for_this_master_is_refused(
    contrat: Contrat, change: Callable[[Depouille], Depouille], raison: str
) -> None:
    refus = read_retour(Source(contrat), change(give_back(FICHE)))

    assert isinstance(refus, Refus)
    assert raison in refus.raison


def test_every_sheet_comes_back_as_it_left() -> None:
    """All three kinds, for every recipient of the example: sent, read, nothing to say."""
    contrat = read_exemple()
    formulaires: list[Formulaire] = []
    for action in contrat.actions:
        modele = ModeleRetour.DEMANDE if action.exercice == 2009 else ModeleRetour.FICHE
        contrat, formulaire = send(
            contrat, modele, action.exercice or 0, action.operateur or "", action.code
        )
        formulaires.append(formulaire)
    for partenaire in contrat.partenaires:
        contrat, formulaire = send(contrat, ModeleRetour.CREDITS, 2007, partenaire.code)
        formulaires.append(formulaire)
    source = Source(contrat)
    retours = [read_retour(source, give_back(f, fichier=f.envoi.cle)) for f in formulaires]

    assert all(isinstance(r, RetourLu) for r in retours)
    lus = [r for r in retours if isinstance(r, RetourLu)]
    assert not [f for r in lus for f in (*r.fautes, *r.alterations)]
    fusion = merge_retours(Source(contrat), lus, {}, JOUR)
    assert not fusion.litiges
    assert {c.repere.table for c in fusion.changements} <= {"tMesures", "tActions", "tRepartition"}


def test_an_identity_without_action_is_the_funder_s() -> None:
    """A blank cell is not there at all in some files."""
    contrat, formulaire = send(read_exemple(), ModeleRetour.CREDITS, 2007, "DDASS")
    depouille = give_back(formulaire)
    identite = {cle: v for cle, v in depouille.identite.items() if cle != "action"}

    assert lire(depouille._replace(identite=identite), contrat).fiable


SOMME = ("sommes", "1", "tActions.Coût réalisé")


def somme(retour: RetourLu) -> Any:
    return retour.reponses.get(SOMME[:2], {}).get(SOMME[2])


def test_a_cost_is_summed_again_only_when_a_part_of_it_changed() -> None:
    """The master may hold another cost than its accounts: an untouched sheet says nothing."""
    corriges = tuple(
        a._replace(cout_realise=12_345) if (a.code, a.exercice) == ("07-EMP-03", 2007) else a
        for a in CONTRAT.actions
    )
    contrat, fiche = send(
        CONTRAT._replace(actions=corriges), ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03"
    )
    intacte = somme(lire(give_back(fiche), contrat))
    changee = somme(lire(give_back(fiche, {REALISE: 7000.0}), contrat))

    assert (intacte.valeur, intacte.envoyee) == (12_345, 12_345)
    assert changee.valeur > changee.envoyee == 12_345


def test_a_cost_is_not_summed_without_all_its_accounts() -> None:
    """A row removed is asked about: until then its amount still counts in the master."""
    assert somme(lire(give_back(FICHE, {REALISE: 7000.0}, sans=[("charges", "60")]))) is None


@pytest.mark.parametrize("code", ["X|Y", "07-*", " a", "07-EMP-03|2007|x"])
def test_an_identity_that_no_table_could_hold_is_refused(code: str) -> None:
    depouille = give_back(FICHE)
    for part in ("action", "destinataire"):
        identite = {**depouille.identite, part: code}
        refus = read_retour(Source(CONTRAT), depouille._replace(identite=identite))
        assert isinstance(refus, Refus)
        assert "feuille cachée" in refus.raison


def test_a_tick_is_something_said() -> None:
    """A file that differs by its « néant » alone is not the same file again."""
    sans, avec = (lire(give_back(FICHE, {REALISE: None, COCHE: c})) for c in (None, "x"))
    assert sans.empreinte != avec.empreinte


def test_what_the_sheet_said_is_nobody_s_fault() -> None:
    """A long text, a third: sent by the master, given back as a spreadsheet writes them."""
    longs = tuple(
        f._replace(bilan="x" * 20_000) if (f.action, f.exercice) == ("07-EMP-03", 2007) else f
        for f in CONTRAT.fiches
    )
    parts = tuple(
        r._replace(part=1 / 3) if (r.action, r.exercice) == ("07-EMP-03", 2007) else r
        for r in CONTRAT.repartitions
    )
    contrat, fiche = send(
        CONTRAT._replace(fiches=longs, repartitions=parts),
        ModeleRetour.FICHE,
        2007,
        "AIA",
        "07-EMP-03",
    )
    retour = lire(give_back(fiche), contrat)

    assert retour.fautes == ()
    assert retour.alterations == ()
