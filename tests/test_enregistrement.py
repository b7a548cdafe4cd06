"""How every command writes: what it remembers, why it changed something."""

from pathlib import Path

import pytest

from cucs_xl import commands
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.instantane import build_instantane, read_blocs
from cucs_xl.metier.journal import Modification
from cucs_xl.metier.memoire import unpack_blocs
from cucs_xl.metier.modele import ARBITRAGES, FINANCEMENTS, RETOURS, Arbitrage, Contrat, Retour
from cucs_xl.metier.nomenclature import Choix, ModeleRetour
from tests.montelimar import QUELQUES, reduce
from tests.test_commandes import read, type_over

DEMANDE = Retour(ModeleRetour.CREDITS, "VILLE", None, 2007)
EN_ATTENTE = Arbitrage("Financements", "F1", "Programmé", "VILLE", partenaire="9 000,00")


@pytest.fixture
def maitre(tmp_path: Path) -> Path:
    path = tmp_path / "maître.xlsx"
    exemple = reduce(read_exemple(), *QUELQUES)._replace(
        retours=(DEMANDE,), arbitrages=(EN_ATTENTE,)
    )
    path.write_bytes(build_maitre(exemple))
    return path


def write(
    maitre: Path, apres: Contrat, memoires: dict[str, str | None], motif: commands.Motif = ""
) -> None:
    ecritures = {FINANCEMENTS.nom: commands.to_cellules(FINANCEMENTS, apres.financements)}
    commands.write_tables(
        ClasseurFichier(maitre), read(maitre), apres, ecritures, "essai", motif, memoires
    )


def test_a_memory_outlives_the_commands_of_others(maitre: Path) -> None:
    """Kept by each write, replaced or forgotten by its own command; the snapshot beside it."""
    contrat = read(maitre)
    write(maitre, contrat, {"retours": "un" * 10_000, "dernier import": "deux"})
    type_over(maitre, FINANCEMENTS, "07-EMP-01-VILLE-S", "Programmé", 9_001.5)
    assert commands.verifier(ClasseurFichier(maitre), ecrire=True).saisies == 1
    blocs = read(maitre).instantane
    assert unpack_blocs(blocs, "retours") == "un" * 10_000
    assert unpack_blocs(blocs, "dernier import") == "deux"
    assert read_blocs(blocs) == build_instantane(read(maitre))

    write(maitre, read(maitre), {"dernier import": None})

    blocs = read(maitre).instantane
    assert {bloc.objet for bloc in blocs} == {None, "retours"}


def test_each_change_has_its_reason(maitre: Path) -> None:
    """The cell of the return that it came from, for instance."""
    contrat = read(maitre)
    premier, deuxieme, *autres = contrat.financements
    changes = (
        premier._replace(decision="DGA-12"),
        deuxieme._replace(decision="DGA-13"),
        *autres,
    )

    def spell(modification: Modification) -> str:
        return f"{modification.cle} : {modification.apres}"

    write(maitre, contrat._replace(financements=changes), {}, spell)

    assert [entree.motif for entree in read(maitre).journal] == [
        f"{premier.code} : DGA-12", f"{deuxieme.code} : DGA-13",
    ]  # fmt: skip


def test_what_people_type_in_a_table_of_the_program_is_noted(maitre: Path) -> None:
    """A choice, not the question; a verification that reads them takes nothing for lost."""
    type_over(maitre, ARBITRAGES, "Financements", "Choix", Choix.PARTENAIRE.value)
    type_over(maitre, RETOURS, "crédits", "Relances", 1.0)
    commands.verifier(ClasseurFichier(maitre), ecrire=True)
    commands.verifier(ClasseurFichier(maitre), ecrire=True)

    assert [(e.feuille, e.cle, e.apres) for e in read(maitre).journal] == [
        ("Arbitrages", "Financements|F1|Programmé|VILLE|9 000,00", "Choix : partenaire")
    ]
