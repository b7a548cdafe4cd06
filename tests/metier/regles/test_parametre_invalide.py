from datetime import date

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.modele import Contrat, Exercice, Parametre
from cucs_xl.metier.regles.parametre_invalide import check


def contrat_de(affiche: object, situation: object) -> Contrat:
    return Contrat(
        parametres=(
            Parametre("Exercice affiché", affiche, ligne=5),  # type: ignore[arg-type]
            Parametre("Situation au", situation, ligne=6),  # type: ignore[arg-type]
        ),
        exercices=(Exercice(2007), Exercice(2008)),
    )


def test_a_year_out_of_the_contract() -> None:
    """A year that no sheet knows empties every synthesis: it blocks, and says which would do."""
    [anomalie] = check(contrat_de(2015.0, None))

    assert anomalie.constat == "l'exercice affiché « 2015 » n'est pas un exercice du contrat"
    assert anomalie.conseil == "Saisissez en nombre 2007 et 2008."
    assert anomalie.gravite is Gravite.BLOQUANTE
    assert (anomalie.cle, anomalie.champ, anomalie.ligne) == ("Exercice affiché", "Valeur", 5)


def test_an_empty_year_and_a_year_in_letters() -> None:
    """Empty, or a text that looks like a year, is no year: formulas compare numbers."""
    for valeur, dite in ((None, "vide"), ("2007", "2007")):
        [anomalie] = check(contrat_de(valeur, None))
        assert f"« {dite} »" in anomalie.constat


def test_a_date_that_is_none() -> None:
    """A situation that is not a date is told, and blocks nothing."""
    [anomalie] = check(contrat_de(2007, "bientôt"))

    assert anomalie.constat == "la situation au « bientôt » n'est pas une date"
    assert anomalie.gravite is Gravite.ALERTE


def test_right_or_not_yet_known() -> None:
    """A known year, a date or none: nothing to say."""
    assert not list(check(contrat_de(2008.0, date(2009, 6, 30))))
    assert not list(check(contrat_de(2008, None)))
    assert not list(check(Contrat(parametres=(Parametre("Exercice affiché", None),))))


def test_a_threshold_in_letters_is_told() -> None:
    """Its control would be silent, and nobody would know."""
    contrat = Contrat(parametres=(Parametre("Seuil de convention", "vingt-trois mille", "€"),))
    [anomalie] = check(contrat)

    assert "son contrôle ne s'applique pas" in anomalie.constat
    assert anomalie.gravite is Gravite.ALERTE
    assert not list(check(Contrat(parametres=(Parametre("Seuil de convention", 23000.0),))))
