"""What happens to a master in real hands: one clear anomaly each, and the totals still true.

The built example is edited as a user would, then verified through the host. Each case
says the anomalies that must be new; nothing else may appear.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cellrune
import pytest

from cucs_xl import commands
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.schema import Cellule
from tests.montelimar import build_exemple

Geste = Callable[["Main"], None]


class Main:
    """A clumsy hand on a workbook, through cellrune."""

    def __init__(self, classeur: cellrune.Workbook) -> None:
        self.classeur = classeur

    def change(self, **champs: Any) -> None:
        changement: Any = champs
        self.classeur.apply_changes_v2(self.classeur.summary()["semantic_revision"], [changement])

    def table(self, nom: str) -> Any:
        return next(
            table
            for feuille in self.classeur.summary()["sheets"]
            for table in feuille["tables"]
            if table["name"] == nom
        )

    def put(self, feuille: str, adresse: str, valeur: Cellule) -> None:
        sorte = "text" if isinstance(valeur, str) else "number"
        self.change(
            kind="set_value", sheet=feuille, address=adresse, value={"kind": sorte, "value": valeur}
        )

    def rename_column(self, table: str, entete: str, nouveau: str) -> None:
        trouvee = self.table(table)
        colonne = next(c["id"] for c in trouvee["columns"] if c["name"] == entete)
        self.change(
            kind="rename_table_column", table_id=trouvee["id"], column_id=colonne, new_name=nouveau
        )


@pytest.fixture(scope="module")
def exemple() -> bytes:
    return build_exemple()


# Sheet addresses of the example: Financements has its first row at 5, Avenants its last at 6.
GESTES: dict[str, tuple[Geste, list[tuple[str, str, str]]]] = {
    "a renamed header": (
        lambda main: main.rename_column("tAvenants", "Objet", "Objet de l avenant"),
        [("colonne-absente", "", "Objet")],
    ),
    "a deleted table": (
        lambda main: main.change(kind="convert_table_to_range", table_id=main.table("tQuartiers")["id"]),
        [("table-absente", "", "")],
    ),
    "rows typed below a table": (
        lambda main: main.put("Avenants", "A7", "AV3"),
        [("lignes-sous-table", "ligne 7", "")],
    ),
    "a duplicate key": (
        lambda main: main.put("Avenants", "A6", "av1"),
        [("cle-double", "AV1", "Code")],
    ),
    "an unknown list value": (
        lambda main: main.put("Financements", "L5", "promis"),
        [("valeur-hors-liste", "07-EMP-01-ACSE-S", "Ferme")],
    ),
    "a value pasted over a formula": (
        lambda main: main.put("Financements", "P5", 1.0),
        [("calcul-ecrase", "07-EMP-01-ACSE-S", "Engagé")],
    ),
    "an amount that nobody can read": (
        lambda main: main.put("Mouvements", "K5", "1.234"),
        [("valeur-illisible", "M0001", "Montant")],
    ),
    "a French amount typed as text": (
        lambda main: main.put("Actions", "Q5", "51 000,00 EUR"),
        [("nombre-en-texte", "07-EMP-01|2007", "Coût prévisionnel")],
    ),
    "rows inserted above a table": (
        lambda main: main.change(kind="insert_rows", sheet="Avenants", row=1, count=2),
        [],
    ),
    "blank rows inserted inside a table": (
        lambda main: main.change(kind="insert_rows", sheet="Financements", row=9, count=2),
        [],
    ),
    "a renamed sheet": (
        lambda main: main.change(kind="rename_sheet", sheet="Avenants", new_name="Mes avenants"),
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("cas", GESTES)
def test_one_clear_anomaly_each(cas: str, exemple: bytes, tmp_path: Path) -> None:
    geste, attendues = GESTES[cas]
    path = tmp_path / "maître.xlsx"
    with cellrune.Workbook.from_bytes(exemple) as classeur:
        geste(Main(classeur))
        path.write_bytes(classeur.edits_to_bytes())

    anomalies = [
        a
        for a in commands.verifier(ClasseurFichier(path)).anomalies
        if a.gravite is not Gravite.INFORMATION  # the example has its own: an unknown envelope
    ]

    assert [(a.regle, a.cle, a.champ) for a in anomalies] == attendues
    for anomalie in anomalies:
        assert anomalie.constat, anomalie
        assert anomalie.conseil.endswith("."), anomalie


def test_a_text_amount_counts_for_its_cents(exemple: bytes, tmp_path: Path) -> None:
    """« 12 000,50 EUR » is read exactly, where SUMIFS would have dropped it in silence."""
    path = tmp_path / "maître.xlsx"
    with cellrune.Workbook.from_bytes(exemple) as classeur:
        Main(classeur).put("Financements", "O5", "12 000,50 EUR")
        path.write_bytes(classeur.edits_to_bytes())

    contrat = commands.read_maitre(ClasseurFichier(path)).contrat

    assert contrat.financements[0].programme == 12_000_50


def test_a_lost_column_is_told_and_nothing_is_written(exemple: bytes, tmp_path: Path) -> None:
    """Filling Contrôles would recalculate formulas that lost a column: the file is left alone."""
    path = tmp_path / "maître.xlsx"
    with cellrune.Workbook.from_bytes(exemple) as classeur:
        Main(classeur).rename_column("tAvenants", "Objet", "Motif")
        path.write_bytes(classeur.edits_to_bytes())
    avant = path.read_bytes()
    host = ClasseurFichier(path)

    commands.verifier(host, ecrire=True)

    assert path.read_bytes() == avant
    assert host.messages == [
        "La feuille Contrôles n'a pas été remplie : rétablissez d'abord la colonne qui manque."
    ]


def test_no_synthesis_without_its_tables(exemple: bytes, tmp_path: Path) -> None:
    """What cannot be seen is not printed as nothing."""
    path = tmp_path / "maître.xlsx"
    with cellrune.Workbook.from_bytes(exemple) as classeur:
        main = Main(classeur)
        main.change(kind="convert_table_to_range", table_id=main.table("tMouvements")["id"])
        path.write_bytes(classeur.edits_to_bytes())

    with pytest.raises(CucsError, match=r"tMouvements .* introuvable"):
        commands.synthese(ClasseurFichier(path), 2007, tmp_path)

    assert not list(tmp_path.glob("synthese*"))


def test_a_synthesis_with_blocking_anomalies_says_it_is_provisional(
    exemple: bytes, tmp_path: Path
) -> None:
    """The figures are given with their warning, on the sheets and in the twin."""
    path = tmp_path / "maître.xlsx"
    with cellrune.Workbook.from_bytes(exemple) as classeur:
        Main(classeur).put("Financements", "H5", "INCONNU")
        path.write_bytes(classeur.edits_to_bytes())

    livraison = commands.synthese(ClasseurFichier(path), 2007, tmp_path)

    assert [a.regle for a in livraison.bloquantes] == ["reference-inconnue"]
    classeur_lu, jumeau = (chemin.read_bytes() for chemin in livraison.chemins)
    assert "PROVISOIRE" in parts(classeur_lu)["xl/sharedStrings.xml"].decode()
    assert ";provisoire" in jumeau.decode("utf-8-sig")
