"""What we ship: the perfect example and the empty master are silent, the faulty one is not."""

from collections.abc import Iterable

import pytest

from cucs_xl.donnees import MONTELIMAR, VIERGE, build_vierge, read_exemple, read_textes
from cucs_xl.donnees.fautes import AVERTISSEMENT, Faute, build_fautif, read_fautes
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.controle import lieu
from cucs_xl.metier.modele import CATALOGUE, PARAMETRES
from cucs_xl.metier.parametres import Seuil, read_seuil
from cucs_xl.metier.regles import REGLES, check_contrat

FAUTES = read_fautes()
SLUGS = [regle.__name__.rpartition(".")[2].replace("_", "-") for regle in REGLES]

#: The contract's own unknowns of 2008, which are no fault: a reference that nobody has
#: notified (4.1), a Région whose avenant is not signed (4.3).
INCONNUES = [("enveloppe-inconnue", "08-ETAT"), ("enveloppe-inconnue", "08-REG")]

#: What cannot be wrong alone: the second names what the first loses or lacks.
ECHOS = {
    "avenant-reducteur": {"depassement-enveloppe"},
    "reste-a-payer": {"exercice-clos"},
    "total-contradictoire": {"reference-inconnue"},
}


def nouvelles(fautes: Iterable[Faute]) -> list[Anomalie]:
    """Give what faults alone make wrong, without the contract's own unknowns."""
    connues = {lieu(anomalie) for anomalie in check_contrat(read_exemple())}
    return [a for a in check_contrat(build_fautif(fautes)) if lieu(a) not in connues]


def test_the_example_is_perfect() -> None:
    """Nothing blocks nor alerts; only the contract's own unknowns are recalled."""
    anomalies = check_contrat(read_exemple())

    assert [(a.regle, a.cle) for a in anomalies] == INCONNUES
    assert {a.gravite for a in anomalies} == {Gravite.INFORMATION}


def test_the_empty_master_is_silent() -> None:
    assert check_contrat(build_vierge("Valence", "26362", 2007)) == []


def test_every_rule_has_a_fault_and_every_fault_a_rule() -> None:
    """The unknown envelope needs none: the example has its own."""
    assert {faute.regle for faute in FAUTES} == set(SLUGS) - {"enveloppe-inconnue"}


def test_every_rule_fires_on_the_faulty_example() -> None:
    assert {anomalie.regle for anomalie in check_contrat(build_fautif())} == set(SLUGS)


@pytest.mark.parametrize("regle", dict.fromkeys(faute.regle for faute in FAUTES))
def test_a_fault_makes_one_anomaly(regle: str) -> None:
    """Alone, a fault fires its rule once, and no other but its declared echo."""
    regles = [a.regle for a in nouvelles(f for f in FAUTES if f.regle == regle)]

    assert sorted(regles) == sorted([regle, *ECHOS.get(regle, ())])


def test_the_faulty_example_says_so() -> None:
    assert build_fautif().parametre("Données d'exemple") == AVERTISSEMENT


def test_a_fault_names_its_row_and_its_column() -> None:
    """A row or a column that the example no longer has is refused, not ignored."""
    faute = FAUTES[0]

    with pytest.raises(ValueError, match="faute sans ligne"):
        build_fautif([faute._replace(cle="ABSENT")])
    with pytest.raises(ValueError, match="faute sans colonne"):
        build_fautif([faute._replace(champ="Absente")])


def test_every_fault_says_why() -> None:
    assert all(faute.pourquoi for faute in FAUTES)


@pytest.mark.parametrize("seuil", Seuil)
def test_thresholds_are_shipped(seuil: Seuil) -> None:
    """The example and an empty master both have a value and say where it comes from."""
    for contrat in (read_exemple(), build_vierge("Valence", "26362", 2007)):
        [parametre] = [p for p in contrat.parametres if p.parametre == seuil]

        assert read_seuil(contrat, seuil) is not None
        assert parametre.unite
        assert parametre.source


def test_the_catalogue_is_shared() -> None:
    """One file serves the example and any new contract."""
    assert read_textes(MONTELIMAR, CATALOGUE) == read_textes(VIERGE, CATALOGUE)
    assert read_exemple().catalogue == build_vierge("Valence", "26362", 2007).catalogue


def test_a_contract_replaces_a_common_value() -> None:
    """The example keeps its local ceiling, once; the empty master has the usual one."""
    noms = [ligne["Paramètre"] for ligne in read_textes(MONTELIMAR, PARAMETRES)]

    assert len(noms) == len(set(noms))
    assert read_seuil(read_exemple(), Seuil.AIDES_PUBLIQUES) == 90
    assert read_seuil(build_vierge("Valence", "26362", 2007), Seuil.AIDES_PUBLIQUES) == 80
