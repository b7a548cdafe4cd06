"""« Décider »: what the COPIL decided, once, and only that."""

from datetime import date
from pathlib import Path

import pytest

from cucs_xl import commands
from cucs_xl.console.decision import tell_programme
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.copil import build_programme, read_copil
from cucs_xl.metier.modele import TABLES, Contrat, Instance
from cucs_xl.metier.nomenclature import StatutAction, StatutExercice, StatutInstance, TypeInstance
from tests.montelimar import QUELQUES, reduce

#: Proposed and financed, proposed without amount, refused; the others are decided already.
STATUTS = {
    "07-EMP-01": StatutAction.PROPOSEE,
    "07-EMP-02": StatutAction.PROPOSEE,
    "07-EMP-03": StatutAction.REFUSEE,
}
COPIL = date(2007, 3, 20)


def contrat() -> Contrat:
    de = reduce(read_exemple(), *QUELQUES)
    return de._replace(
        actions=tuple(
            a._replace(statut=STATUTS[a.code], date_copil=None)
            if a.exercice == 2007 and a.code in STATUTS
            else a
            for a in de.actions
        ),
        financements=tuple(
            f._replace(programme=None) if f.action == "07-EMP-02" and f.exercice == 2007 else f
            for f in de.financements
        ),
        exercices=tuple(
            e._replace(statut=StatutExercice.PREPARATION) if e.exercice == 2007 else e
            for e in de.exercices
        ),
        instances=(
            Instance("C1", TypeInstance.COPIL, StatutInstance.TENUE, date(2007, 2, 1), 2007),
            Instance("C2", TypeInstance.COPIL, StatutInstance.TENUE, COPIL, 2007),
            Instance("C3", TypeInstance.COPIL, StatutInstance.PREVUE, date(2007, 9, 1), 2007),
            Instance("C4", TypeInstance.COPIL, StatutInstance.TENUE, date(2008, 1, 9), 2008),
            Instance("T1", TypeInstance.TECHNIQUE, StatutInstance.TENUE, date(2007, 6, 1), 2007),
        ),
    )


def lignes(path: Path) -> dict[str, list[list[object]]]:
    classeur = ClasseurFichier(path)
    return {t.nom: [list(ligne) for ligne in classeur.read(t.nom).lignes] for t in TABLES}


def test_the_last_copil_held_for_the_year_decides() -> None:
    """Neither a planned one, nor a technical one, nor another year's."""
    assert read_copil(contrat(), 2007) == COPIL
    assert read_copil(contrat(), 2009) is None


def test_only_what_is_proposed_and_financed_is_programmed() -> None:
    fait = build_programme(contrat(), 2007, COPIL)

    assert [(a.code, a.exercice, a.statut, a.date_copil) for a in fait.decidees] == [
        ("07-EMP-01", 2007, StatutAction.PROGRAMMEE, COPIL)
    ]
    assert [a.code for a in fait.attendent] == ["07-EMP-02"]


def test_a_year_without_decision_does_not_open() -> None:
    de = contrat()._replace(financements=())
    fait = build_programme(de, 2007, COPIL)

    assert (fait.decidees, fait.ouverts) == ((), ())


def test_the_master_receives_three_cells(tmp_path: Path) -> None:
    """Status and date of the action, status of the year; the journal names the meeting."""
    path = tmp_path / "maître.xlsx"
    path.write_bytes(build_maitre(contrat()))
    avant = lignes(path)
    fait = commands.decider(ClasseurFichier(path))
    apres = lignes(path)

    assert tell_programme(fait).splitlines()[:2] == [
        "COPIL du 20/03/2007, exercice 2007 : 1 action(s) programmée(s) (07-EMP-01).",
        "L'exercice 2007 est ouvert.",
    ]
    changees = [
        (nom, colonne)
        for nom in avant
        if nom not in {"tJournal", "tInstantane"}
        for une, autre in zip(avant[nom], apres[nom], strict=True)
        for colonne, (x, y) in enumerate(zip(une, autre, strict=True))
        if x != y
    ]
    assert sorted(nom for nom, _ in changees) == ["tActions", "tActions", "tExercices"]
    journal = commands.read_maitre(ClasseurFichier(path)).contrat.journal
    assert {(e.operation, e.motif) for e in journal} == {("décider", "COPIL du 20/03/2007")}

    octets = path.read_bytes()
    commands.decider(ClasseurFichier(path))
    assert path.read_bytes() == octets


def test_without_a_meeting_nothing_is_decided(tmp_path: Path) -> None:
    path = tmp_path / "maître.xlsx"
    path.write_bytes(build_maitre(contrat()._replace(instances=())))

    with pytest.raises(CucsError, match="aucun comité de pilotage tenu ne programme 2007"):
        commands.decider(ClasseurFichier(path))


def test_a_closed_year_is_refused(tmp_path: Path) -> None:
    de = contrat()
    clos = tuple(e._replace(statut=StatutExercice.CLOS) for e in de.exercices)
    path = tmp_path / "maître.xlsx"
    path.write_bytes(build_maitre(de._replace(exercices=clos)))

    with pytest.raises(CucsError, match="2007 est clos"):
        commands.decider(ClasseurFichier(path))
