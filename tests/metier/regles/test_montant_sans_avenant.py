from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.montant_sans_avenant import check
from tests.anomalies.feuille import constats, lieux


def test_an_amount_to_be_defined_stays_empty(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Partenaire | Statut    | Montant
    07-REG | REGION     | à définir | 80 000
    08-REG | REGION     | à définir | 0
    09-REG | REGION     | à définir |
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-REG » : 80 000 € en « Montant » au statut à définir",
        "« 08-REG » : 0 € en « Montant » au statut à définir",
    ]
    assert lieux(anomalies[:1]) == [("tEnveloppes", "07-REG", "Montant", 2007, 2)]


def test_a_signed_avenant_sets_the_amount(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Partenaire | Statut
    07-REG | REGION     | avenant

    Avenants
    Code | Enveloppe | Montant
    AV1  | 07-REG    | 80 000
    """
    assert not list(check(contrat))


def test_a_draft_sets_nothing(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Partenaire | Statut
    07-REG | REGION     | avenant

    Avenants
    Code | Statut | Enveloppe | Montant
    AV1  | projet | 07-REG    | 80 000
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 07-REG » : statut avenant, mais aucun avenant signé ne la désigne"
    ]
    assert anomalie.gravite is Gravite.BLOQUANTE


def test_the_status_follows_the_avenant(contrat: Contrat) -> None:
    """
    Enveloppes
    Code   | Partenaire | Statut
    07-REG | REGION     | à définir

    Avenants
    Code | Enveloppe | Montant
    AV1  | 07-REG    | 80 000
    """
    [anomalie] = check(contrat)

    assert constats([anomalie]) == [
        "« 07-REG » : statut à définir, mais un avenant signé en fixe le montant"
    ]
    assert anomalie.gravite is Gravite.ALERTE
