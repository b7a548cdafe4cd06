"""Every cell of every synthesis table: Python, stored value, cellrune, LibreOffice."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from cucs_xl import commands
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.dossier import build_pages
from cucs_xl.excel.builder.maitre import build_maitre, locate_tableaux
from cucs_xl.excel.builder.synthese import build_synthese, locate_synthese
from cucs_xl.excel.builder.tableau import Emprise
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.evaluation import build_sources, evaluate
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.modele import (
    FINANCEMENTS,
    MOUVEMENTS,
    REPARTITION,
    SAISIES,
    Contrat,
    Repartition,
)
from cucs_xl.metier.schema import Cellule, Table
from cucs_xl.metier.synthese import Nombre, Sources, Tableau, Valeur
from cucs_xl.metier.tableaux.execution import EXECUTIONS, annees_de, build_execution
from cucs_xl.metier.tableaux.mobilisation import build_droit_commun, build_droit_commun_themes
from cucs_xl.metier.tableaux.programme import build_partenaires, build_themes
from cucs_xl.metier.tableaux.registres import build_maquette
from cucs_xl.metier.tableaux.suivi import build_evaluations, build_indicateurs
from cucs_xl.metier.tableaux.territoire import build_quartiers, build_regimes
from cucs_xl.metier.ventilation import build_ventilations
from tests.excel.dossiers import dossier_de
from tests.excel.recalcul import (
    Valeurs,
    read_values,
    recalculate_cellrune,
    recalculate_libreoffice,
)
from tests.metier.hasard import contrats_coherents
from tests.montelimar import QUELQUES, reduce

Cellules = dict[tuple[str, int, int], Valeur]


def sources(contrat: Contrat) -> Sources:
    faits = read_faits(contrat)
    return build_sources(contrat, faits, build_registre(contrat, faits))


def expected(
    tableaux: Mapping[str, Tableau], emprises: Mapping[str, Emprise], contrat: Contrat
) -> Cellules:
    """Place each Python figure on the cell that must show it."""
    attendus: Cellules = {}
    for code, tableau in tableaux.items():
        emprise = emprises[code]
        rangs = {str(cle): emprise.premiere + i for i, (cle, _) in enumerate(tableau.cles)}
        for libelle, ligne in evaluate(tableau, sources(contrat)).items():
            rang = rangs.get(libelle, emprise.lignes.get(libelle, -1))
            for nom, valeur in ligne.items():
                attendus[emprise.feuille, rang, emprise.colonnes[nom]] = valeur
    return attendus


def shown(valeur: Valeur) -> object:
    """Spell a Python figure as a cell holds it, to the cent and to the tenth of a percent's cent."""
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return str(valeur)
    if isinstance(valeur, Nombre):
        return round(float(valeur), 2)
    return round(valeur / 100, 2) if isinstance(valeur, int) else round(float(valeur), 9)


def differences(attendus: Cellules, valeurs: Valeurs) -> list[str]:
    ecarts = []
    for (feuille, i, j), attendu in attendus.items():
        vu = valeurs[feuille].get((i, j), "")
        if isinstance(vu, float | int):
            vu = round(float(vu), 9 if isinstance(attendu, Fraction) else 2)
        if vu != shown(attendu):
            ecarts.append(
                f"{feuille} ligne {i + 1} colonne {j + 1} : {vu!r}, attendu {shown(attendu)!r}"
            )
    return ecarts


def tableaux_maitre(contrat: Contrat, annees: tuple[int, ...]) -> dict[str, Tableau]:
    annee = commands.exercice_de(contrat, None)
    tableaux = [
        build_themes(contrat, annee),
        build_partenaires(contrat, annee),
        build_maquette(contrat, annee),
        build_quartiers(contrat, annee),
        build_regimes(annee),
        build_droit_commun(contrat, annee),
        build_droit_commun_themes(contrat, annee),
        build_indicateurs(contrat, annee),
        build_evaluations(contrat, annee),
    ]
    tableaux += [build_execution(contrat, croisement, annees) for croisement in EXECUTIONS]
    return {tableau.code: tableau for tableau in tableaux}


def affiche(contrat: Contrat, annee: int) -> Contrat:
    """Make the workbook show another year."""
    return contrat._replace(
        parametres=tuple(
            p._replace(valeur=annee) if p.parametre == "Exercice affiché" else p
            for p in contrat.parametres
        )
    )


def build_cas_maitre(annee: int) -> tuple[bytes, Cellules]:
    contrat = affiche(read_exemple(), annee)
    tableaux = tableaux_maitre(contrat, annees_de(contrat))
    return build_maitre(contrat), expected(tableaux, locate_tableaux(contrat), contrat)


def build_cas_synthese(annee: int) -> tuple[bytes, Cellules]:
    return _build_cas_synthese(read_exemple(), annee)


def _build_cas_synthese(contrat: Contrat, annee: int) -> tuple[bytes, Cellules]:
    dossier = dossier_de(contrat, annee)
    tableaux = {t.code: t for page in build_pages(dossier) for t in page.tableaux}
    attendus = expected(tableaux, locate_synthese(dossier), dossier.contrat)
    return build_synthese(dossier), attendus


def build_cas_inconnu(annee: int) -> tuple[bytes, Cellules]:
    """The synthesis of a contract where a funding names an unknown partner."""
    contrat = read_exemple()
    financements = tuple(
        f._replace(partenaire="MAIRIE") if f.code.startswith("07-HAB-01-VILLE") else f
        for f in contrat.financements
    )
    return _build_cas_synthese(contrat._replace(financements=financements), annee)


@pytest.fixture(
    scope="module",
    params=[
        *((build, annee) for annee in (2007, 2008, 2009) for build in (build_cas_maitre, build_cas_synthese)),
        (build_cas_inconnu, 2007),
    ],
    ids=lambda cas: f"{cas[0].__name__.removeprefix('build_cas_')}-{cas[1]}",
)  # fmt: skip
def cas(request: pytest.FixtureRequest) -> tuple[bytes, Cellules]:
    build, annee = request.param
    resultat: tuple[bytes, Cellules] = build(annee)
    return resultat


def test_stored_and_recalculated_are_python_s(cas: tuple[bytes, Cellules]) -> None:
    """What is stored and what cellrune recalculates are the figures of the consolidation."""
    octets, attendus = cas

    assert len(attendus) > 400
    assert differences(attendus, read_values(octets)) == []
    assert differences(attendus, recalculate_cellrune(octets)) == []


@pytest.mark.libreoffice
def test_libreoffice_agrees(cas: tuple[bytes, Cellules], tmp_path: Path) -> None:
    """LibreOffice, made to recalculate everything, shows the same figures."""
    octets, attendus = cas

    assert differences(attendus, recalculate_libreoffice(octets, tmp_path)) == []


def test_no_stored_value_changes_when_recalculated(cas: tuple[bytes, Cellules]) -> None:
    """No cell of the workbook, synthesis or not, changes when everything is recalculated."""
    octets, _ = cas

    assert recalculate_cellrune(octets) == read_values(octets)


@pytest.fixture(scope="module")
def modifie(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Cellules]:
    """The example whose file then gets a changed funding, a partner, a theme, an action.

    The axes of the sheets follow the lists: nothing is rebuilt.
    """
    contrat = read_exemple()
    emprises, annees = locate_tableaux(contrat), annees_de(contrat)
    path = tmp_path_factory.mktemp("modifie") / "maitre.xlsx"
    path.write_bytes(build_maitre(contrat))
    financement = contrat.financements[0]
    nouveau = contrat._replace(
        themes=(*contrat.themes, contrat.themes[0]._replace(code="NUM", theme="Le numérique", court="Numérique")),
        partenaires=(*contrat.partenaires, contrat.partenaires[-1]._replace(code="FSE", court="FSE", groupe="FSE")),
        actions=(*contrat.actions, contrat.actions[0]._replace(code="07-NUM-01", theme="NUM")),
        financements=(
            financement._replace(programme=(financement.programme or 0) + 12345),
            *contrat.financements[1:],
            financement._replace(code="07-NUM-01-FSE-S", action="07-NUM-01", partenaire="FSE", programme=98765),
        ),
    )  # fmt: skip
    classeur = ClasseurFichier(path)
    avant = commands.read_maitre(classeur).contrat
    ecritures = {t.nom: commands.to_cellules(t, nouveau.table(t)) for t in SAISIES}
    commands.write_tables(classeur, avant, nouveau, ecritures, "essai")
    commands.consolider(ClasseurFichier(path), ecrire=True)
    lu = commands.read_maitre(ClasseurFichier(path)).contrat
    assert [f[:-1] for f in lu.financements] == [f[:-1] for f in nouveau.financements]
    return path.read_bytes(), expected(tableaux_maitre(lu, annees), emprises, lu)


def test_a_new_partner_and_theme_appear_by_themselves(modifie: tuple[bytes, Cellules]) -> None:
    """After a write in place, stored and recalculated figures still are Python's."""
    octets, attendus = modifie

    assert differences(attendus, read_values(octets)) == []
    assert differences(attendus, recalculate_cellrune(octets)) == []


@pytest.mark.libreoffice
def test_libreoffice_agrees_after_a_write(modifie: tuple[bytes, Cellules], tmp_path: Path) -> None:
    """And LibreOffice still agrees."""
    octets, attendus = modifie

    assert differences(attendus, recalculate_libreoffice(octets, tmp_path)) == []


def build_hasard(contrat: Contrat) -> tuple[bytes, Cellules]:
    """Build a random contract under the example's parameters, and what it must show."""
    contrat = contrat._replace(parametres=read_exemple().parametres)
    tableaux = tableaux_maitre(contrat, annees_de(contrat))
    return build_maitre(contrat), expected(tableaux, locate_tableaux(contrat), contrat)


@settings(max_examples=4, deadline=None, phases=[Phase.generate])  # a build is slow to shrink
@given(contrats_coherents())
def test_random_contracts_tie(contrat: Contrat) -> None:
    """Whatever the fundings, movements and keys: stored and recalculated are Python's."""
    octets, attendus = build_hasard(contrat)

    assert differences(attendus, read_values(octets)) == []
    assert differences(attendus, recalculate_cellrune(octets)) == []


@pytest.mark.libreoffice
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(contrat=contrats_coherents())
def test_libreoffice_agrees_on_random_contracts(
    contrat: Contrat, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And so are LibreOffice's."""
    octets, attendus = build_hasard(contrat)
    dossier = tmp_path_factory.mktemp("hasard")

    assert differences(attendus, recalculate_libreoffice(octets, dossier)) == []


#: Keys that share a cent badly, one list for each funding of 100,01 €.
PARTAGES = ((0.5, 0.5), (0.3333, 0.3333, 0.3334), (1 / 3, 1 / 3, 1 / 3))


def build_partages() -> Contrat:
    """The example with three fundings of 100,01 €, each shared with other keys."""
    exemple = reduce(read_exemple(), *QUELQUES)
    par_action = {(f.action, f.exercice): f for f in exemple.financements if f.exercice == 2007}
    partages = list(zip(par_action.values(), PARTAGES, strict=False))
    return exemple._replace(
        financements=tuple(f._replace(programme=100_01) for f, _ in partages),
        mouvements=(),
        repartitions=tuple(
            Repartition(financement.action or "", financement.exercice, quartier.code, part)
            for financement, parts in partages
            for quartier, part in zip(exemple.quartiers, parts, strict=False)
        ),
    )


@pytest.mark.libreoffice
def test_an_odd_cent_is_shared_alike_everywhere(tmp_path: Path) -> None:
    """100,01 € in halves and in thirds: tVentilation, its formulas and Python to the cent."""
    contrat = build_partages()
    octets = build_maitre(contrat)
    attendus = expected(
        tableaux_maitre(contrat, annees_de(contrat)), locate_tableaux(contrat), contrat
    )
    montants: dict[str | None, list[int]] = {}
    for ventilation in build_ventilations(contrat, read_faits(contrat)):
        montants.setdefault(ventilation.financement, []).append(ventilation.programme or 0)

    assert [len(parts) for parts in montants.values()] == [len(parts) for parts in PARTAGES]
    for parts in montants.values():
        assert sum(parts) == 100_01
        assert max(parts) - min(parts) <= 2
    assert differences(attendus, read_values(octets)) == []
    assert differences(attendus, recalculate_libreoffice(octets, tmp_path)) == []


def test_a_stale_split_says_so(tmp_path: Path) -> None:
    """Whatever changes after « Consolider » shows; consolidated again, it is true again."""
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(build_maitre(reduce(read_exemple(), *QUELQUES)))

    def etat() -> str:
        valeurs = read_values(path.read_bytes())["Synthèse quartiers"]
        return str(valeurs[3, 4])

    def change(table: Table, entete: str, *valeurs: float) -> None:
        """Type over the cells of the first rows, as an agent would."""
        classeur = ClasseurFichier(path)
        grille = classeur.read(table.nom)
        lignes: list[dict[str, Cellule]] = [{} for _ in grille.lignes]
        for ligne, valeur in zip(lignes, valeurs, strict=False):
            ligne[entete] = valeur
        with classeur.checkpoint():
            classeur.write(table.nom, lignes)

    assert etat() == "Répartition à jour"
    # The second leaves every total as it was: 100 € go from one funding to another.
    for table, entete, valeurs in (
        (FINANCEMENTS, "Programmé", (12_000.0, 9_000.0, 12_001.0)),
        (FINANCEMENTS, "Programmé", (11_900.0, 9_100.0)),
        (REPARTITION, "Part réalisée", (0.11,)),
        (MOUVEMENTS, "Montant", (77.0,)),
    ):
        change(table, entete, *valeurs)
        assert etat().startswith("À RECONSOLIDER"), entete
        commands.consolider(ClasseurFichier(path), ecrire=True)
        assert etat() == "Répartition à jour", entete
