from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.instantane import build_blocs, build_instantane, read_blocs, spell_valeur
from cucs_xl.metier.journal import Modification, build_entree, compare_instantanes
from cucs_xl.metier.modele import SAISIES, Bloc, Contrat, Controle, Fiche, Financement
from cucs_xl.metier.schema import NOMBRE
from tests.anomalies.feuille import read_feuilles
from tests.metier.hasard import CONTRATS


def differences(avant: Contrat, apres: Contrat) -> list[Modification]:
    return list(compare_instantanes(build_instantane(avant), build_instantane(apres)))


def test_a_changed_field_is_told_before_and_after() -> None:
    """
    Financements
    Code | Programmé
    F1   | 1 000,50
    """
    avant = read_feuilles(test_a_changed_field_is_told_before_and_after.__doc__ or "").contrat
    [financement] = avant.financements
    apres = avant._replace(financements=(financement._replace(programme=None),))

    assert differences(avant, apres) == [
        Modification("Financements", "F1", "Programmé", "1000,50", "")
    ]
    assert differences(apres, avant) == [
        Modification("Financements", "F1", "Programmé", "", "1000,50")
    ]


def test_rows_that_come_and_go_are_told_whole() -> None:
    """
    Financements
    Code | Action    | Partenaire | Nature     | Enveloppe | Programmé
    F1   | 07-EMP-01 | VILLE      | spécifique | 07-VILLE  | 10
    """
    avant = read_feuilles(test_rows_that_come_and_go_are_told_whole.__doc__ or "").contrat
    apres = avant._replace(financements=(Financement("F2", "07-EMP-01"),))

    assert differences(avant, apres) == [
        Modification(
            "Financements", "F1", "",
            "Code : F1 ; Action : 07-EMP-01 ; Exercice : 2007 ; Partenaire : VILLE ; "
            "Nature : spécifique ; Enveloppe : 07-VILLE ; Programmé : 10,00", "",
        ),
        Modification("Financements", "F2", "", "", "Code : F2 ; Action : 07-EMP-01"),
    ]  # fmt: skip


def test_sorting_a_sheet_changes_nothing() -> None:
    """Rows are known by their key."""
    exemple = read_exemple()
    trie = exemple._replace(
        financements=tuple(reversed(exemple.financements)), mesures=exemple.mesures[::-1]
    )

    assert differences(exemple, trie) == []


def test_a_justification_is_an_edit_like_another() -> None:
    """What the program writes in Contrôles is not; what people answer is."""
    relevee = Controle(regle="action-double", table="tActions", cle="A|2007", constat="en double")
    justifiee = relevee._replace(justification="deux sites", auteur="DSU")

    assert differences(Contrat(), Contrat(controles=(relevee,))) == []
    assert [
        (m.feuille, m.cle, m.apres)
        for m in differences(Contrat(controles=(relevee,)), Contrat(controles=(justifiee,)))
    ] == [
        ("Contrôles", "action-double|tActions|A|2007|", "Justification : deux sites ; Auteur : DSU")
    ]


@given(CONTRATS)
def test_a_snapshot_gives_back_what_it_took(contrat: Contrat) -> None:
    """Compressed in cells that Excel can hold, read again identically, in any order."""
    blocs = build_blocs(contrat)

    assert read_blocs(reversed(blocs)) == build_instantane(contrat)
    assert all(len(bloc.contenu or "") <= 8_000 for bloc in blocs)


@given(CONTRATS, CONTRATS)
def test_every_difference_is_told(avant: Contrat, apres: Contrat) -> None:
    """No difference means the same texts; each entry names a sheet and a key."""
    trouvees = differences(avant, apres)

    assert bool(trouvees) == (build_instantane(avant) != build_instantane(apres))
    assert all(m.feuille and m.cle and m.avant != m.apres for m in trouvees)


def test_a_tampered_snapshot_is_no_memory() -> None:
    """Nothing is compared with what cannot be trusted, and nothing fails."""
    blocs = build_blocs(read_exemple())

    assert read_blocs(()) is None
    assert read_blocs((Bloc(1.0, "pas du base64 !"),)) is None
    assert read_blocs(blocs[:-1]) is None
    assert read_blocs((Bloc(1.0, "eJyrrgUAAXUA+Q=="),)) == {}  # an empty object, compressed


def test_a_table_that_the_memory_does_not_know_is_not_new() -> None:
    """A workbook of an older version is not told row by row."""
    apres = build_instantane(read_exemple())
    avant = {nom: lignes for nom, lignes in apres.items() if nom != SAISIES[-1].nom}

    assert list(compare_instantanes(avant, apres)) == []


def test_an_entry_says_when_who_and_why() -> None:
    modification = Modification("Actions", "A|2007", "Statut", "proposée", "programmée")
    entree = build_entree(
        modification,
        quand=datetime(2007, 3, 15, 9, 30),  # noqa: DTZ001 - the clock of the office
        qui="dsu",
        operation="programmer",
        motif="",
    )

    assert entree[:-1] == (
        "2007-03-15 09:30:00", "dsu", "programmer", "Actions", "A|2007", "Statut",
        "proposée", "programmée", None,
    )  # fmt: skip


@given(st.floats(-1e14, 1e14, allow_subnormal=False))
@example(0.00005)
@example(1 / 3)
def test_a_number_is_spelled_so_that_it_is_read_again(nombre: float) -> None:
    """The same to the fifteenth digit, never with an exponent, which nobody types."""
    texte = spell_valeur(NOMBRE, nombre)
    assert NOMBRE.read(texte) == pytest.approx(nombre, rel=1e-14, abs=0)
    assert spell_valeur(NOMBRE, NOMBRE.read(texte)) == texte
    assert "e" not in texte


def test_a_whole_number_has_no_decimals() -> None:
    assert spell_valeur(NOMBRE, 12.0) == "12"


def test_a_row_told_whole_stays_within_a_cell() -> None:
    avant = Contrat()
    apres = Contrat(fiches=(Fiche("A", 2007, besoin="x" * 14_000, bilan="y" * 14_000),))
    [modification] = differences(avant, apres)
    assert 14_000 < len(modification.apres) <= 15_000


@pytest.mark.parametrize("texte", ["9" * 400, "1000000000000000"])
def test_a_number_beyond_reason_is_refused(texte: str) -> None:
    with pytest.raises(ValueError, match="démesuré"):
        NOMBRE.read(texte)
