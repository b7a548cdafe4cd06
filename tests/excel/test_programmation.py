"""The sheet Programmation, drawn, typed in as people do, and merged through a host."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.builder.matrice import (
    A_REPORTER,
    CODE,
    ENTETES,
    ENVELOPPE,
    GROUPE,
    NATURE,
    PREMIERE,
    RESTE,
    SOMME,
)
from cucs_xl.excel.builder.page import A3
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.lecture import read_contrat
from cucs_xl.metier.matrice import FEUILLE, FIXES, TABLE, Paire, read_matrice
from cucs_xl.metier.modele import FINANCEMENTS, TABLES, Contrat
from cucs_xl.metier.nomenclature import NUMERAIRES, SPECIFIQUES, Nature
from cucs_xl.metier.programmation import Fusion, build_ecriture, merge_programmation
from tests.excel.recalcul import recalculate_libreoffice

#: openpyxl leaves out what it does not know, which is none of its business here.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def build(contrat: Contrat) -> bytes:
    """Build the master of a contract without what the matrix does not look at."""
    return build_maitre(
        contrat._replace(
            mouvements=(), grand_livre=(), budgets=(), repartitions=(), indicateurs=(), mesures=(),
            evaluations=(), fiches=(), droits_communs=(),
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def octets() -> bytes:
    return build(read_exemple())


@pytest.fixture
def path(octets: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(octets)
    return path


def ouvre(octets: bytes, *, valeurs: bool = True) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(octets), data_only=valeurs)[FEUILLE]


def montants(feuille: Worksheet) -> list[int]:
    """List the columns of amounts, counted from 1."""
    return [
        c.column for c in feuille[ENTETES] if c.value is not None and c.value not in FIXES
    ]  # fmt: skip


def programmer(path: Path, exercice: int) -> Fusion:
    """Do what the command does, without its words."""
    classeur = ClasseurFichier(path)
    grilles = {table.nom: classeur.read(table.nom) for table in TABLES}
    contrat = read_contrat(grilles).contrat
    fusion = merge_programmation(contrat, read_matrice(classeur.read(TABLE), contrat), exercice)
    with classeur.checkpoint():
        if fusion.decisions:
            ecriture = build_ecriture(grilles[FINANCEMENTS.nom], fusion)
            classeur.write(FINANCEMENTS.nom, ecriture)
        classeur.write(TABLE, fusion.lignes)
    return fusion


def lit_contrat(path: Path) -> Contrat:
    classeur = ClasseurFichier(path)
    return read_contrat({table.nom: classeur.read(table.nom) for table in TABLES}).contrat


def type_cellules(path: Path, valeurs: dict[tuple[str, str], float | str | None]) -> None:
    """Type in the matrix, by action and heading."""
    classeur = ClasseurFichier(path)
    grille = classeur.read(TABLE)
    rangs = {str(ligne[0]): i for i, ligne in enumerate(grille.lignes)}
    lignes: list[dict[str, float | str | None]] = [{} for _ in grille.lignes]
    for (action, entete), valeur in valeurs.items():
        lignes[rangs[action]][entete] = valeur
    with classeur.checkpoint():
        classeur.write(TABLE, lignes)


def test_the_matrix_stands_after_the_fundings(octets: bytes) -> None:
    """In the order of the work: fundings, then the matrix that gathers them."""
    noms = openpyxl.load_workbook(io.BytesIO(octets), read_only=True).sheetnames
    assert noms.index(FEUILLE) == noms.index(FINANCEMENTS.feuille) + 1


def test_an_untouched_master_has_nothing_to_carry(path: Path) -> None:
    """Build then merge is silence; the file is left alone."""
    avant = path.read_bytes()
    fusion = programmer(path, 2007)

    assert (fusion.decisions, fusion.anomalies, fusion.rafraichies) == ((), (), 0)
    assert path.read_bytes() == avant


def test_totals_and_remainders_are_those_of_the_other_sheets(octets: bytes) -> None:
    """Line totals are the year's cash; what remains is the « Disponible » of Enveloppes."""
    feuille = ouvre(octets)
    contrat = read_exemple()
    annee = [f for f in contrat.financements if f.exercice == 2007]
    enveloppes = openpyxl.load_workbook(io.BytesIO(octets), data_only=True)["Enveloppes"]
    entetes = [c.value for c in enveloppes[4]]
    disponibles = {
        ligne[0]: ligne[entetes.index("Disponible")]
        for ligne in enveloppes.iter_rows(min_row=5, values_only=True)
    }
    lues = {feuille.cell(ENTETES, c).value: feuille.cell(RESTE, c).value for c in montants(feuille)}

    total = next(c.column for c in feuille[ENTETES] if c.value == "Total")
    attendu = sum(f.programme or 0 for f in annee if f.nature in NUMERAIRES)
    assert feuille.cell(SOMME, total).value == attendu / 100
    assert lues["ACSE spécifique"] == disponibles["07-ETAT"]
    assert lues["ACSE PRE"] == disponibles["07-PRE"]
    assert lues["VILLE spécifique"] == disponibles["07-VILLE"]
    assert [lues[e] for e in lues if not e.endswith(tuple(f" {n}" for n in SPECIFIQUES))] == [
        None
    ] * (len(lues) - 4)
    assert {feuille.cell(A_REPORTER, c).value for c in montants(feuille)} == {0}


def test_last_year_is_what_the_same_action_received() -> None:
    """« Année précédente » is specific and PRE credits, one year before; unknown is blank."""
    contrat = read_exemple()
    parametres = tuple(
        p._replace(valeur=2008) if p.parametre == "Exercice affiché" else p
        for p in contrat.parametres
    )
    feuille = ouvre(build(contrat._replace(parametres=parametres)))
    place = next(c.column for c in feuille[ENTETES] if c.value == "Année précédente")
    attendus: dict[str, int] = {}
    for f in contrat.financements:
        if f.exercice == 2007 and f.nature in SPECIFIQUES and f.programme is not None and f.action:
            attendus[f.action] = attendus.get(f.action, 0) + f.programme
    lus = {
        ligne[0]: ligne[place - 1]
        for ligne in feuille.iter_rows(min_row=PREMIERE, values_only=True)
    }

    assert len(lus) == sum(a.exercice == 2008 for a in contrat.actions)
    for action, montant in lus.items():
        assert (montant or 0) == attendus.get(action, 0) / 100, action
    assert any(lus.values())
    regions = [
        c for c in montants(feuille) if feuille.cell(ENTETES, c).value == "REGION spécifique"
    ]
    assert feuille.cell(ENVELOPPE, regions[0]).value == "à définir"


def test_a_decision_is_seen_before_and_after_it_is_carried(path: Path) -> None:
    """The remainder moves as one types; « Programmer » writes it; a second time is silence."""
    action = next(a.code for a in read_exemple().actions if a.exercice == 2007)
    type_cellules(path, {(action, "ACSE spécifique"): 100000.0, (action, "DEPT autre public"): 0.0})
    feuille = ouvre(path.read_bytes())
    place = next(
        c for c in montants(feuille) if feuille.cell(ENTETES, c).value == "ACSE spécifique"
    )
    assert feuille.cell(A_REPORTER, place).value > 0
    assert feuille.cell(RESTE, place).value < 0
    assert "reportées" in feuille.cell(3, 4).value

    fusion = programmer(path, 2007)

    assert [d.nouveau for d in fusion.decisions] == [False, True]
    apres = lit_contrat(path)
    assert {(f.partenaire, f.nature): f.programme for f in apres.financements if f.action == action and f.exercice == 2007}.items() >= {
        ("ACSE", Nature.SPECIFIQUE): 10_000_000, ("DEPT", Nature.AUTRE_PUBLIC): 0
    }.items()  # fmt: skip
    assert not programmer(path, 2007).decisions
    assert ouvre(path.read_bytes()).cell(A_REPORTER, place).value == 0


def test_the_matrix_turns_to_another_year(path: Path) -> None:
    """Rows, totals and envelopes are then those of 2008, formulas included."""
    programmer(path, 2008)
    feuille = ouvre(path.read_bytes())
    actions = [a for a in read_exemple().actions if a.exercice == 2008]

    assert [feuille.cell(PREMIERE + i, 1).value for i in range(len(actions))] == [
        a.code for a in actions
    ]
    assert feuille.cell(1, 1).value == "Programmation 2008"
    assert {feuille.cell(A_REPORTER, c).value for c in montants(feuille)} == {0}
    assert ClasseurFichier(path).inspect(TABLE) == []
    programmer(path, 2007)
    assert not programmer(path, 2007).decisions


def test_a_column_typed_beside_the_last_one_counts(octets: bytes, tmp_path: Path) -> None:
    """A heading « CODE nature » beside the table widens it; totals see it, the merge too."""
    livre = openpyxl.load_workbook(io.BytesIO(octets))
    feuille = livre[FEUILLE]
    table = feuille.tables[TABLE]
    place = montants(feuille)[-1] + 1
    feuille.cell(ENTETES, place).value = "CAF privé"
    feuille.cell(PREMIERE, place).value = 250.5
    debut, fin = table.ref.split(":")
    lettre = feuille.cell(1, place).column_letter
    table.ref = f"{debut}:{lettre}{re.sub('[A-Z]', '', fin)}"
    colonne = openpyxl.worksheet.table.TableColumn(id=place, name="CAF privé")
    table.tableColumns.append(colonne)
    table.autoFilter.ref = table.ref
    path = tmp_path / "elargi.xlsx"
    livre.save(path)

    fusion = programmer(path, 2007)

    [decision] = fusion.decisions
    assert (decision.lieu.paire, decision.apres) == (Paire("CAF", Nature.PRIVE), 25050)
    apres = ouvre(path.read_bytes())
    total = next(c.column for c in apres[ENTETES] if c.value == "Total")
    ligne = [c.value for c in apres[PREMIERE]]
    avant = [c.value for c in ouvre(octets)[PREMIERE]]
    assert ligne[total - 1] == avant[total - 1] + 250.5


def test_an_empty_master_has_a_matrix_ready() -> None:
    """No action: one blank row, the usual columns, nothing wrong."""
    feuille = ouvre(build_maitre(build_vierge("Ville d'essai", "01004", 2011)))

    assert feuille.cell(1, 1).value == "Programmation 2011"
    assert [feuille.cell(ENTETES, c).value for c in montants(feuille)][:4] == [
        "ACSE spécifique", "ACSE PRE", "VILLE spécifique", "REGION spécifique"
    ]  # fmt: skip
    assert feuille.cell(PREMIERE, 1).value is None


def test_helper_rows_are_hidden_and_titles_repeat(octets: bytes) -> None:
    """What headings mean to formulas is not for the COPIL; envelopes are, on each page."""
    feuille = ouvre(octets)

    assert all(feuille.row_dimensions[r].hidden for r in (CODE, NATURE, GROUPE, A_REPORTER))
    assert feuille.print_title_rows == f"${ENVELOPPE}:${ENTETES}"
    assert feuille.page_setup.orientation == "landscape"
    assert int(feuille.page_setup.paperSize) == A3


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same_figures(octets: bytes, tmp_path: Path) -> None:
    """The values stored are those that LibreOffice recalculates."""
    lues = recalculate_libreoffice(octets, tmp_path)[FEUILLE]
    feuille = ouvre(octets)
    nombre = 0
    for ligne in feuille.iter_rows():
        for cellule in ligne:
            attendue = cellule.value
            place = (cellule.row - 1, cellule.column - 1)
            if isinstance(attendue, int | float):
                assert lues[place] == pytest.approx(attendue), cellule.coordinate
                nombre += 1
            elif attendue and cellule.row >= CODE:
                assert lues[place] == attendue, cellule.coordinate
    assert nombre > 300
