"""The staff's first path, replayed: from an empty master to a decided programme of five actions.

Everything a person types is below, and nothing else: what is counted here is what is told in
`workbook/PARCOURS.md`. Whoever makes the path longer must say so there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from cucs_xl import commands
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.matrice import FEUILLE, TABLE
from cucs_xl.metier.modele import TABLE_PAR_NOM, Action
from cucs_xl.metier.nomenclature import Nature, StatutAction, StatutExercice
from cucs_xl.metier.schema import Cellule

PARCOURS = Path(__file__).parents[2] / "workbook" / "PARCOURS.md"
ANNEE = 2007
COPIL = date(ANNEE, 3, 15)

#: The Région's share comes during the year, by an avenant (contract, 4.3): nothing to correct.
REGION = (Gravite.INFORMATION, "enveloppe-inconnue", "07-REGION")

Ligne = Mapping[str, Cellule]


class Saisie(NamedTuple):
    """What is typed in one visit of a sheet.

    `suite` adds rows; otherwise rows are filled where they stand, `{}` being left alone.
    """

    table: str
    lignes: Sequence[Ligne]
    suite: bool = True


class Etape(NamedTuple):
    """A step as the guide names it, and the commands that end it."""

    nom: str
    saisies: Sequence[Saisie]
    commandes: Sequence[str] = ()


def _lignes(entetes: str, *lignes: tuple[Cellule, ...]) -> list[Ligne]:
    noms = entetes.split(" | ")
    return [dict(zip(noms, ligne, strict=True)) for ligne in lignes]


ACTIONS = ("07-EMP-01", "07-HAB-01", "07-REU-01", "07-CIT-01", "07-SAN-01")

ETAPES = (
    Etape("1. Poser le cadre", (
        # Only « Situation au », the eighth parameter, is missing.
        Saisie("tParametres", [*[{}] * 7, {"Valeur": date(2007, 3, 30)}], suite=False),
        Saisie("tQuartiers", _lignes(
            "Code | Quartier | Régime",
            ("Q1", "Premier quartier d'exemple", "ZUS"),
            ("Q2", "Second quartier d'exemple", "hors ZUS"),
        )),
        Saisie("tObjectifs", _lignes(
            "Code | Thème | Objectif",
            ("EMP1", "EMP", "L'accès à l'emploi des personnes qui en sont les plus éloignées"),
            ("HAB1", "HAB", "Impliquer les habitants dans leur cadre de vie"),
            ("REU1", "REU", "Renforcer le programme de réussite éducative"),
            ("CIT1", "CIT", "Favoriser une démarche participative"),
            ("SAN1", "SAN", "L'accès à la prévention et à l'information"),
        )),
        Saisie("tOperateurs", _lignes(
            "Code | Opérateur | Statut juridique | RNA",
            ("ASSO1", "Première association d'exemple", "association", "W263000001"),
            ("ASSO2", "Deuxième association d'exemple", "association", "W263000002"),
            ("ASSO3", "Troisième association d'exemple", "association", "W263000003"),
        )),
    )),
    Etape("2. Doter", (
        # The Région's row stays « à définir »: an avenant will set it (contract, 4.3).
        Saisie("tEnveloppes", [
            {"Statut": "ferme", "Montant": 40_000},
            {"Statut": "ferme", "Montant": 30_000},
        ], suite=False),
    )),
    Etape("3. Déposer les actions", (
        Saisie("tActions", _lignes(
            "Code | Exercice | Intitulé | Opérateur | Thème | Objectif | Dispositif | Statut | Coût prévisionnel",
            ("07-EMP-01", 2007, "Accompagnement vers l'emploi", "ASSO1", "EMP", "EMP1", "CUCS", "proposée", 20_000),
            ("07-HAB-01", 2007, "Ateliers du cadre de vie", "ASSO2", "HAB", "HAB1", "CUCS", "proposée", 12_000),
            ("07-REU-01", 2007, "Aide aux parents d'élèves", "ASSO3", "REU", "REU1", "CUCS", "proposée", 18_000),
            ("07-CIT-01", 2007, "Conseil des habitants", "ASSO1", "CIT", "CIT1", "CUCS", "proposée", 10_000),
            ("07-SAN-01", 2007, "Information santé", "ASSO2", "SAN", "SAN1", "CUCS", "proposée", 15_000),
        )),
    ), ("preparer", "programmer")),
    Etape("4. Préparer le programme", (
        # Each action has a row for Q1, then one for Q2.
        Saisie("tRepartition", [
            {"Part": part} for part in (0.6, 0.4, 1, 0, 0.5, 0.5, 0, 1, 0.7, 0.3)
        ], suite=False),
        Saisie("tIndicateurs", _lignes(
            "Indicateur | Unité",
            ("Entrées en emploi ou en formation", "personnes"),
            ("Halls entretenus par les habitants", "halls"),
            ("Familles venues trois fois", "familles"),
            ("Propositions d'habitants retenues", "propositions"),
            ("Dépistages faits", "personnes"),
        ), suite=False),
        Saisie("tMesures", [{"Cible": cible} for cible in (30, 12, 40, 8, 120)], suite=False),
        Saisie(TABLE, _lignes(
            "ACSE spécifique | VILLE spécifique | OPER autofinancement",
            (9_000, 6_000, 5_000),
            (5_000, 4_000, 3_000),
            (8_000, 6_000, 4_000),
            (4_000, 3_500, 2_500),
            (7_000, 5_000, 3_000),
        ), suite=False),
    ), ("programmer",)),
    Etape("5. Décider", (
        Saisie("tInstances", _lignes(
            "Code | Type | Statut | Date | Exercice programmé | Coprésidence État | Coprésidence Ville | Coprésidence Région",
            ("COPIL-07-1", "COPIL", "tenue", COPIL, 2007, "représentant", "titulaire", "représentant"),
        )),
    ), ("decider", "verifier --ecrire")),
)  # fmt: skip


def _feuille(saisie: Saisie) -> str:
    return FEUILLE if saisie.table == TABLE else TABLE_PAR_NOM[saisie.table].feuille


def _nombre(saisie: Saisie) -> int:
    """Count the cells typed."""
    return sum(map(len, saisie.lignes))


def _repetees(saisie: Saisie) -> int:
    """Count those that say again what the cell above says: they can be filled down."""
    return sum(
        dessus.get(entete) == valeur
        for dessus, ligne in zip(saisie.lignes, saisie.lignes[1:], strict=False)
        for entete, valeur in ligne.items()
    )


def _type(path: Path, saisie: Saisie) -> None:
    """Type as a person does: no command runs, nothing is journalled."""
    classeur_ferme = ClasseurFichier(path)
    remplies: list[Ligne] = [
        {} for ligne in classeur_ferme.read(saisie.table).lignes if any(c is not None for c in ligne)
    ]  # fmt: skip
    lignes = [*remplies, *saisie.lignes] if saisie.suite else list(saisie.lignes)
    lignes += [{} for _ in remplies[len(lignes) :]]
    with classeur_ferme.checkpoint():
        classeur_ferme.write(saisie.table, lignes)


def _run(path: Path, commande: str) -> None:
    if commande == "preparer":
        commands.preparer(ClasseurFichier(path))
    elif commande == "decider":
        commands.decider(ClasseurFichier(path))
    elif commande == "programmer":
        assert commands.programmer(ClasseurFichier(path)).conflits == 0
    else:
        commands.verifier(ClasseurFichier(path), ecrire=True)


def play(path: Path, etapes: Sequence[Etape]) -> None:
    """Walk the steps on a master."""
    for etape in etapes:
        for saisie in etape.saisies:
            _type(path, saisie)
        for commande in etape.commandes:
            _run(path, commande)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parcours") / "valence.xlsx"
    commands.nouveau(path, "Valence", "26362", ANNEE)
    play(path, ETAPES)
    return path


def _tableau() -> list[str]:
    """Spell the counts as the document's table does."""
    lignes, cellules, recopiees, commandes = [], 0, 0, 0
    for etape in ETAPES:
        nombres = [(_feuille(s), _nombre(s), _repetees(s)) for s in etape.saisies]
        feuilles = ", ".join(f"{feuille} {nombre}" for feuille, nombre, _ in nombres)
        typees, dont = sum(n for _, n, _ in nombres), sum(d for _, _, d in nombres)
        lances = ", ".join(f"`{commande}`" for commande in etape.commandes) or "–"
        lignes.append(f"| {etape.nom} | {feuilles} | {typees} | {dont} | {lances} |")
        cellules, recopiees = cellules + typees, recopiees + dont
        commandes += len(etape.commandes)
    feuilles_distinctes = len({_feuille(s) for etape in ETAPES for s in etape.saisies})
    visites = sum(len(etape.saisies) for etape in ETAPES)
    lignes.append(
        f"| **Total** | **{feuilles_distinctes} feuilles, {visites} visites** | **{cellules}** "
        f"| **{recopiees}** | **{commandes} commandes** |"
    )
    return lignes


def test_the_document_tells_the_counts_replayed_here() -> None:
    """A cell more, a sheet more or a command more is told in the document."""
    texte = PARCOURS.read_text(encoding="utf-8")
    lues = texte[texte.index("| Étape") :].partition("\n\n")[0].splitlines()

    assert lues[2:] == _tableau()


def test_the_programme_is_decided_and_nothing_is_wrong(path: Path) -> None:
    """Nothing to correct nor to justify: one information recalls that the Région is yet to say."""
    verification = commands.verifier(ClasseurFichier(path))

    assert [(a.gravite, a.regle, a.cle) for a in verification.anomalies] == [REGION]
    contrat = verification.contrat
    assert {(a.code, a.statut, a.date_copil) for a in contrat.actions} == {
        (code, StatutAction.PROGRAMMEE, COPIL) for code in ACTIONS
    }
    assert [e.statut for e in contrat.exercices if e.exercice == ANNEE] == [StatutExercice.OUVERT]


def test_programmer_writes_the_fundings_that_nobody_typed(path: Path) -> None:
    """Three amounts a line become three fundings, each with its code and its envelope."""
    financements = commands.read_maitre(ClasseurFichier(path)).contrat.financements

    assert len(financements) == 3 * len(ACTIONS)
    assert [
        (f.code, f.nature, f.enveloppe, f.programme) for f in financements if f.action == ACTIONS[0]
    ] == [
        ("07-EMP-01-ACSE-S", Nature.SPECIFIQUE, "07-ETAT", 900_000),
        ("07-EMP-01-VILLE-S", Nature.SPECIFIQUE, "07-VILLE", 600_000),
        ("07-EMP-01-OPER-A", Nature.AUTOFINANCEMENT, None, 500_000),
    ]
    cout = sum(a.cout_previsionnel or 0 for a in _actions(path))
    assert sum(f.programme or 0 for f in financements) == cout


def test_the_programme_consolidates_over_its_two_quartiers(path: Path) -> None:
    """What is printed next is complete: every euro stands in a quartier and in an envelope."""
    consolidation = commands.consolider(ClasseurFichier(path), ANNEE)

    assert not consolidation.fausse
    disponibles = {ligne.enveloppe.code: ligne.disponible for ligne in consolidation.registre}
    assert {code: reste for code, reste in disponibles.items() if reste is not None} == {
        "07-ETAT": 700_000, "07-VILLE": 550_000,
    }  # fmt: skip


def test_what_the_command_prepared_is_told_until_it_is_typed(tmp_path: Path) -> None:
    """The sheet Contrôles lists each cell left to people, and no other one."""
    path = tmp_path / "valence.xlsx"
    commands.nouveau(path, "Valence", "26362", ANNEE)
    play(path, ETAPES[:3])
    anomalies = commands.verifier(ClasseurFichier(path)).anomalies

    a_saisir = Counter((a.table, a.champ) for a in anomalies if a.regle == "champ-obligatoire")
    assert a_saisir == {
        ("tRepartition", "Part"): 10, ("tIndicateurs", "Indicateur"): 5, ("tIndicateurs", "Unité"): 5,
    }  # fmt: skip
    assert {a.gravite for a in anomalies if a.regle != "champ-obligatoire"} == {Gravite.ALERTE}
    commands.preparer(ClasseurFichier(path))
    assert commands.verifier(ClasseurFichier(path)).anomalies == anomalies


def test_before_the_copil_only_the_meeting_is_missing(tmp_path: Path) -> None:
    """While the programme is prepared nothing cries: an alert reminds of the meeting, once."""
    path = tmp_path / "valence.xlsx"
    commands.nouveau(path, "Valence", "26362", ANNEE)
    play(path, ETAPES[:-1])

    [anomalie, inconnue] = commands.verifier(ClasseurFichier(path)).anomalies

    assert (anomalie.gravite, anomalie.regle) == (Gravite.ALERTE, "calendrier-copil")
    assert (inconnue.gravite, inconnue.regle, inconnue.cle) == REGION


def _actions(path: Path) -> tuple[Action, ...]:
    return commands.read_maitre(ClasseurFichier(path)).contrat.actions
