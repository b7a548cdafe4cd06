from datetime import date

from cucs_xl.metier.anomalie import Gravite
from cucs_xl.metier.lecture import Grille, read_contrat
from cucs_xl.metier.modele import (
    AVENANTS,
    FINANCEMENTS,
    MOUVEMENTS,
    OPERATEURS,
    QUARTIERS,
    TABLES,
    Contrat,
)
from cucs_xl.metier.nomenclature import Nature, StatutAvenant
from cucs_xl.metier.schema import Cellule
from tests.anomalies.feuille import constats, lieux, read_feuilles

OPERATEUR = tuple(colonne.entete for colonne in OPERATEURS.colonnes)


def test_a_renamed_heading_is_named_with_its_likely_new_name() -> None:
    """
    Opérateurs (telle quelle)
    Code | OPERATEURS | Statut juridique | Partenaire lié | SIRET | RNA | Courriel | Diffusion
    DSU  | Service    |                  |                |       |     |          |
    """
    lecture = read_feuilles(test_a_renamed_heading_is_named_with_its_likely_new_name.__doc__ or "")

    assert constats(lecture.anomalies) == [
        "la colonne « Opérateur » manque, peut-être renommée « OPERATEURS »"
    ]
    assert lecture.anomalies[0].gravite is Gravite.BLOQUANTE
    assert lecture.contrat.operateurs[0].code == "DSU"
    assert lecture.contrat.operateurs[0].operateur is None


def test_a_missing_column_blocks_only_when_people_type_it() -> None:
    """
    Avenants (telle quelle)
    Code | Date | Statut | Enveloppe | Exercice | Objet

    Mouvements (telle quelle)
    Code | Financement | Intitulé | Partenaire | Nature | Stade | Type | Date | Exercice comptable | Montant | Pièce
    """
    lecture = read_feuilles(test_a_missing_column_blocks_only_when_people_type_it.__doc__ or "")

    assert [(a.table, a.champ, a.gravite) for a in lecture.anomalies] == [
        (AVENANTS.nom, "Montant", Gravite.BLOQUANTE),
        (MOUVEMENTS.nom, "Programme", Gravite.ALERTE),
    ]


def test_a_moved_column_is_read_all_the_same() -> None:
    """
    Avenants (telle quelle)
    Montant | Code | Date       | Statut | Enveloppe | Exercice | Objet
    80 000  | AV1  | 20/09/2007 | signé  | 07-ETAT   | 2007     | Région
    """
    lecture = read_feuilles(test_a_moved_column_is_read_all_the_same.__doc__ or "")

    assert constats(lecture.anomalies) == ["la colonne « Montant » n'est plus à sa place"]
    assert lecture.anomalies[0].gravite is Gravite.INFORMATION
    [avenant] = lecture.contrat.avenants
    assert (avenant.code, avenant.montant) == ("AV1", 80_000_00)
    assert avenant.statut is StatutAvenant.SIGNE


def test_columns_in_any_order_name_the_first_that_differs() -> None:
    """
    Avenants (telle quelle)
    Montant | Objet | Exercice | Enveloppe | Statut | Date | Code
    1,50    |       | 2007     | 07-ETAT   | signé  |      | AV1
    """
    lecture = read_feuilles(test_columns_in_any_order_name_the_first_that_differs.__doc__ or "")

    assert constats(lecture.anomalies) == ["la colonne « Montant » n'est plus à sa place"]
    assert lecture.contrat.avenants[0].montant == 150


def test_columns_that_users_added_are_left_alone() -> None:
    """
    Avenants (telle quelle)
    Code | Ma note | Date | Statut | Enveloppe | Exercice | Objet | Montant | Autre
    AV1  | à voir  |      | signé  | 07-ETAT   | 2007     |       | 1,50    | x
    """
    lecture = read_feuilles(test_columns_that_users_added_are_left_alone.__doc__ or "")

    assert not lecture.anomalies
    assert lecture.contrat.avenants[0].montant == 150


def test_rows_below_the_table_are_told_not_read() -> None:
    """
    Opérateurs
    Code | Opérateur
    DSU  | Service
    ---
    CDE  | Caisse
    AIA  | Association
    """
    lecture = read_feuilles(test_rows_below_the_table_are_told_not_read.__doc__ or "")

    assert lieux(lecture.anomalies) == [
        ("tOperateurs", "ligne 3", "", None, 3),
        ("tOperateurs", "ligne 4", "", None, 4),
    ]
    assert len(lecture.contrat.operateurs) == 1


def test_an_unknown_list_value_is_told_with_the_list() -> None:
    """
    Avenants
    Code | Statut  | Enveloppe | Montant
    AV1  | SIGNÉ   | 07-ETAT   | 1
    AV2  | notifié | 07-ETAT   | 1
    """
    lecture = read_feuilles(test_an_unknown_list_value_is_told_with_the_list.__doc__ or "")
    [anomalie] = lecture.anomalies

    assert (anomalie.regle, anomalie.constat, anomalie.conseil) == (
        "valeur-hors-liste",
        "« notifié » n'est pas dans la liste",
        "Choisissez projet, signé.",
    )
    assert lieux([anomalie]) == [("tAvenants", "AV2", "Statut", None, 3)]
    assert [a.statut for a in lecture.contrat.avenants] == [StatutAvenant.SIGNE, None]


def test_an_unreadable_amount_or_date_stays_unknown() -> None:
    """
    Mouvements
    Code | Montant      | Date       | Exercice comptable
    M1   | env. 10 : 12 | 31/02/2007 | vers 2007
    """
    lecture = read_feuilles(test_an_unreadable_amount_or_date_stays_unknown.__doc__ or "")

    assert [(a.regle, a.champ, a.constat, a.conseil) for a in lecture.anomalies] == [
        (
            "valeur-illisible",
            "Date",
            "« 31/02/2007 » n'existe pas au calendrier",
            "Saisissez jj/mm/aaaa.",
        ),
        (
            "valeur-illisible",
            "Exercice comptable",
            "« vers 2007 » n'est pas une année",
            "Saisissez par exemple 2007.",
        ),
        (
            "valeur-illisible",
            "Montant",
            "« env. 10 : 12 » n'est pas un montant lisible",
            "Saisissez par exemple 1234,56.",
        ),
    ]
    [mouvement] = lecture.contrat.mouvements
    assert (mouvement.date, mouvement.exercice_comptable, mouvement.montant) == (None, None, None)


def test_references_take_the_spelling_of_the_key_they_name() -> None:
    """
    Opérateurs
    Code
    07

    Actions
    Code      | Exercice | Opérateur
    07-EMP-01 | 2007     | 7
    07-emp-01 | 2008     | DSU

    Financements
    Code | Action    | Exercice | Partenaire | Enveloppe
    F1   | 07-emp-01 | 2008     | ville      | 07-Ville
    F2   | 07-EMP-99 | 2007     | Ville      |
    """
    contrat = read_feuilles(
        test_references_take_the_spelling_of_the_key_they_name.__doc__ or ""
    ).contrat

    assert [(a.code, a.operateur) for a in contrat.actions] == [
        ("07-EMP-01", "07"),
        ("07-EMP-01", "DSU"),
    ]
    assert [(f.action, f.partenaire, f.enveloppe) for f in contrat.financements] == [
        ("07-EMP-01", "VILLE", "07-VILLE"),
        ("07-EMP-99", "VILLE", None),
    ]


def test_blank_rows_are_left_out_and_rows_keep_their_place() -> None:
    """
    Opérateurs
    Code | Opérateur
    DSU  | Service
         |
    CDE  | Caisse
    """
    lecture = read_feuilles(test_blank_rows_are_left_out_and_rows_keep_their_place.__doc__ or "")

    assert not lecture.anomalies
    assert [(o.code, o.ligne) for o in lecture.contrat.operateurs] == [("DSU", 2), ("CDE", 4)]


def test_spaces_alone_are_nothing() -> None:
    """A cell where somebody pressed the space bar is empty."""
    grille = Grille(OPERATEUR, [["DSU", " ", *[None] * 6], ["\u00a0 ", "", *[None] * 6]], 5)
    lecture = read_contrat({OPERATEURS.nom: grille}, [OPERATEURS])

    assert not lecture.anomalies
    assert [(o.code, o.operateur, o.ligne) for o in lecture.contrat.operateurs] == [
        ("DSU", None, 5)
    ]


def test_an_error_cell_is_told_and_stays_unknown() -> None:
    """
    Financements
    Code | Programmé | Payé
    F1   | #VALUE!   |
    F2   | 10        | #REF!
    """
    lecture = read_feuilles(test_an_error_cell_is_told_and_stays_unknown.__doc__ or "")

    assert constats(lecture.anomalies) == [
        "la cellule affiche #VALUE!",
        "la cellule affiche #REF!",
    ]
    assert lieux(lecture.anomalies) == [
        ("tFinancements", "F1", "Programmé", None, 2),
        ("tFinancements", "F2", "Payé", None, 3),
    ]
    assert [f.programme for f in lecture.contrat.financements] == [None, 10_00]


def test_an_error_makes_a_row_only_where_people_type() -> None:
    """A spare row whose computed cells fail is still blank."""
    entetes = tuple(colonne.entete for colonne in FINANCEMENTS.colonnes)
    vides = [[None] * len(entetes) for _ in range(2)]
    grille = Grille(entetes, vides, 2, (), {(0, "Payé"): "#N/A", (1, "Code"): "#REF!"})
    lecture = read_contrat({FINANCEMENTS.nom: grille}, [FINANCEMENTS])

    assert lieux(lecture.anomalies) == [("tFinancements", "ligne 3", "Code", None, 3)]
    assert [f.ligne for f in lecture.contrat.financements] == [3]


def test_a_value_of_another_kind_is_refused_never_a_crash() -> None:
    """Excel turns « 1/2 » into a date, whatever the column."""
    entetes = tuple(colonne.entete for colonne in MOUVEMENTS.colonnes)
    for intrus in (date(2007, 2, 1), True, float("nan"), float("inf"), "9" * 400):
        ligne = [intrus if e in {"Montant", "Exercice comptable"} else None for e in entetes]
        lecture = read_contrat({MOUVEMENTS.nom: Grille(entetes, [ligne], 2)}, [MOUVEMENTS])

        assert [a.champ for a in lecture.anomalies] == ["Exercice comptable", "Montant"]


def test_numbers_are_read_as_excel_stores_them() -> None:
    """A figure is a float in every column: amounts only become cents."""
    quartier: dict[str, Cellule] = dict.fromkeys(c.entete for c in QUARTIERS.colonnes)
    quartier |= {"Code": 7.0, "Population": 1234.5, "Valide du": 39448.0}
    avenant: dict[str, Cellule] = dict.fromkeys(c.entete for c in AVENANTS.colonnes)
    avenant |= {"Code": "AV1", "Exercice": 2007.0, "Montant": 0.1 + 0.2}
    lecture = read_contrat(
        {
            QUARTIERS.nom: Grille(tuple(quartier), [list(quartier.values())], 2),
            AVENANTS.nom: Grille(tuple(avenant), [list(avenant.values())], 2),
        },
        [QUARTIERS, AVENANTS],
    )

    assert not lecture.anomalies
    assert lecture.contrat.quartiers[0].code == "7"
    assert lecture.contrat.quartiers[0].population == 1234.5
    assert lecture.contrat.quartiers[0].valide_du == date(2008, 1, 1)
    assert (lecture.contrat.avenants[0].exercice, lecture.contrat.avenants[0].montant) == (2007, 30)


def test_figures_typed_as_text_keep_their_zeros() -> None:
    """
    Quartiers
    Code | INSEE
    QO   | 01004
    """
    [quartier] = read_feuilles(
        test_figures_typed_as_text_keep_their_zeros.__doc__ or ""
    ).contrat.quartiers

    assert quartier.insee == "01004"


def test_list_values_ignore_case() -> None:
    """
    Financements
    Code | Nature
    F1   | Droit Commun
    F2   | pre
    """
    natures = [
        f.nature
        for f in read_feuilles(test_list_values_ignore_case.__doc__ or "").contrat.financements
    ]

    assert natures == [Nature.DROIT_COMMUN, Nature.PRE]


def test_an_absent_table_is_told_and_empty() -> None:
    """
    Avenants (absente)

    Contrôles (absente)
    """
    lecture = read_feuilles(test_an_absent_table_is_told_and_empty.__doc__ or "")

    assert [(a.regle, a.table, a.gravite) for a in lecture.anomalies] == [
        ("table-absente", "tAvenants", Gravite.BLOQUANTE),
        ("table-absente", "tControles", Gravite.ALERTE),
    ]
    assert lecture.contrat.avenants == ()


def test_nothing_at_all_is_an_empty_contract() -> None:
    """Every table is told missing; nothing is invented."""
    lecture = read_contrat({})

    assert lecture.contrat == Contrat()
    assert [a.table for a in lecture.anomalies] == [table.nom for table in TABLES]
