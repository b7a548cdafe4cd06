"""What we ship: the perfect example and the empty master are silent, the faulty one is not."""

from collections.abc import Iterable
from datetime import date

import pytest

from cucs_xl.donnees import MONTELIMAR, VIERGE, build_vierge, read_exemple, read_textes
from cucs_xl.donnees.fautes import AVERTISSEMENT, Faute, build_fautif, read_fautes
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.controle import lieu
from cucs_xl.metier.matrice import choose_paires
from cucs_xl.metier.modele import CATALOGUE, PARAMETRES
from cucs_xl.metier.nomenclature import Nature, OuiNon, StatutEnveloppe, TypePartenaire
from cucs_xl.metier.parametres import SITUATION, Seuil, read_seuil
from cucs_xl.metier.regles import REGLES, check_contrat

FAUTES = read_fautes()
SLUGS = [regle.__name__.rpartition(".")[2].replace("_", "-") for regle in REGLES]

#: The contract's own unknowns of 2008, which are no fault: a reference that nobody has
#: notified (4.1), a Région whose avenant is not signed (4.3).
INCONNUES = [("enveloppe-inconnue", "08-ETAT"), ("enveloppe-inconnue", "08-REG")]

#: What cannot be wrong alone: the second names what the first loses or lacks.
ECHOS = {
    "enveloppe-absente": ("enveloppe-absente",),  # each year that programmes
    # The renewal is told too, and the balance paid without a report.
    "compte-rendu-absent": ("compte-rendu-absent", "solde-sans-compte-rendu"),
    "avenant-reducteur": ("depassement-enveloppe",),
    "reste-a-payer": ("exercice-clos",),
    "total-contradictoire": ("reference-inconnue",),
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


@pytest.mark.parametrize("jour", [date(2007, 1, 2), date(2007, 12, 31), date.today()])  # noqa: DTZ011
def test_the_empty_master_is_silent_on_any_day(jour: date) -> None:
    """An envelope that nobody has defined yet is no fault, even years later."""
    contrat = build_vierge("Valence", "26362", 2007)
    parametres = tuple(
        p._replace(valeur=jour) if p.parametre == SITUATION else p for p in contrat.parametres
    )

    assert check_contrat(contrat._replace(parametres=parametres)) == []


def test_the_empty_master_awaits_an_envelope_of_each_signatory_and_year() -> None:
    """The Acsé signs too, and spends the State's; unknown is empty, never 0."""
    enveloppes = build_vierge("Valence", "26362", 2009).enveloppes

    assert [e.code for e in enveloppes] == [
        f"{annee}-{tete}" for annee in ("09", "10", "11") for tete in ("ETAT", "VILLE", "REGION")
    ]
    assert {(e.nature, e.statut, e.montant, e.reference, e.dont) for e in enveloppes} == {
        (Nature.SPECIFIQUE, StatutEnveloppe.A_DEFINIR, None, None, None)
    }
    assert [(e.exercice, e.partenaire) for e in enveloppes[:2]] == [(2009, "ETAT"), (2009, "VILLE")]


def test_the_empty_master_has_its_operators_money() -> None:
    """Own funds need a partner, which is no public aid, and a column to type them in."""
    contrat = build_vierge("Valence", "26362", 2007)
    [oper] = [p for p in contrat.partenaires if p.code == "OPER"]

    assert (oper.groupe, oper.type, oper.public, oper.signataire) == (
        "OPER", TypePartenaire.PRIVE, OuiNon.NON, OuiNon.NON,
    )  # fmt: skip
    assert [p.entete for p in choose_paires(contrat)] == [
        "ACSE spécifique", "ACSE PRE", "VILLE spécifique", "REGION spécifique",
        "VILLE droit commun", "REGION droit commun", "DEPT droit commun", "CAF droit commun",
        "OPER autofinancement",
    ]  # fmt: skip


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
