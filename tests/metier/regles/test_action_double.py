from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.regles.action_double import check
from tests.anomalies.feuille import constats, lieux


def test_spelling_does_not_make_another_action(contrat: Contrat) -> None:
    """
    Actions
    Code      | Intitulé
    07-EMP-01 | Forum de l'emploi : deuxième session
    07-EMP-08 | FORUM  DE L’EMPLOI – Deuxieme session
    07-EMP-09 | Forum de l'emploi, deuxième session.
    07-EMP-10 | Mise en œuvre du forum
    07-EMP-11 | Mise en oeuvre du forum
    """
    anomalies = list(check(contrat))

    assert constats(anomalies) == [
        "« 07-EMP-08 » a le même opérateur (DSU) et le même intitulé que « 07-EMP-01 » en 2007",
        "« 07-EMP-09 » a le même opérateur (DSU) et le même intitulé que « 07-EMP-01 » en 2007",
        "« 07-EMP-11 » a le même opérateur (DSU) et le même intitulé que « 07-EMP-10 » en 2007",
    ]
    assert anomalies[0].gravite is Gravite.ALERTE
    assert lieux(anomalies[:1]) == [("tActions", "07-EMP-08|2007", "Intitulé", 2007, 3)]


def test_another_year_operator_or_title_is_another_action(contrat: Contrat) -> None:
    """
    Actions
    Code      | Exercice | Opérateur | Intitulé
    07-EMP-01 | 2007     | DSU       | Forum de l'emploi
    07-EMP-01 | 2008     | DSU       | Forum de l'emploi
    07-EMP-02 | 2007     | CDE       | Forum de l'emploi
    07-EMP-03 | 2007     | DSU       | Forum de l'emploi 2
    """
    assert not list(check(contrat))


def test_actions_half_typed_are_not_doubles(contrat: Contrat) -> None:
    """
    Actions
    Code      | Opérateur | Intitulé
    07-EMP-01 |           | Forum
    07-EMP-02 |           | Forum
    07-EMP-03 | DSU       |
    07-EMP-04 | DSU       |
    """
    assert not list(check(contrat))
