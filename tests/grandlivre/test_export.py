from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.donnees import read_exemple
from cucs_xl.excel.classeur import CucsError
from cucs_xl.grandlivre import Export, export, read_correspondance, read_export, texte
from cucs_xl.metier.nomenclature import EtatRapprochement, Stade
from cucs_xl.metier.rapprochement import Ecriture, build_rapprochement

EXEMPLES = Path(__file__).parents[1] / "exemples" / "grand-livre"
ENTETES = "Pièce;Date;Nature;Montant;Libellé"
LIVREE = read_correspondance()


@pytest.fixture
def chemin(tmp_path: Path) -> Path:
    return tmp_path / "gl.csv"


def read(chemin: Path, contenu: str | bytes, toml: str = "") -> Export:
    chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    if not toml:
        return read_export(chemin, LIVREE)
    regles = chemin.with_suffix(".toml")
    regles.write_text(toml, encoding="utf-8")
    return read_export(chemin, read_correspondance(regles))


def test_an_export_of_a_windows_software() -> None:
    """Titles, sub-totals and repeated headings are counted; bad lines are told with theirs."""
    lu = read_export(
        EXEMPLES / "export-windows.csv", read_correspondance(EXEMPLES / "comptes.toml")
    )

    assert [e.piece for e in lu.ecritures] == ["EJ 2007-0062", "MD 2007-0036", "MD 2007-0950"]
    assert lu.ecritures[1] == Ecriture(
        "MD 2007-0036", date(2007, 6, 7), 2007, Stade.MANDAT, 450_000,
        "VILLE DE MONTELIMAR - SERVICE DSU", "Cité des métiers, acompte",
        "export-windows.csv, ligne 6", None, "EJ 2007-0062", None,
    )  # fmt: skip
    assert [(r.ligne, r.entete, r.valeur) for r in lu.refus] == [
        (11, "Date pièce", "31/13/2007"),
        (12, "Montant TTC", "douze"),
        (13, "Nature de pièce", "Titre"),
    ]
    assert lu.sautees == {export.TOTAUX: 2, export.ENTETES: 1, export.COMPTES: 1}


def test_an_export_of_debits_and_credits() -> None:
    """No nature, no year, dates and amounts of machines: the mapping says it all."""
    lu = read_export(
        EXEMPLES / "export-debit-credit.csv", read_correspondance(EXEMPLES / "debit-credit.toml")
    )

    assert [(e.montant, e.exercice_comptable, e.financement) for e in lu.ecritures] == [
        (150_000, 2007, "07-EMP-01-VILLE-S"),
        (-25_000, 2007, "07-EMP-01-VILLE-S"),
    ]
    assert (lu.refus, lu.sautees) == ((), {})


def test_the_example_recognises_its_own_movements() -> None:
    """The engagement and the mandat of the city's software are those of Mouvements."""
    lu = read_export(
        EXEMPLES / "export-windows.csv", read_correspondance(EXEMPLES / "comptes.toml")
    )
    contrat = read_exemple()._replace(grand_livre=())
    fait = build_rapprochement(contrat, lu.ecritures)

    assert fait.count(EtatRapprochement.RAPPROCHEE) == 2
    assert fait.mouvements == ()


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_separator_any_encoding(chemin: Path, separateur: str, encodage: str) -> None:
    contenu = f"{ENTETES}\n125;10/05/2007;Mandat;1234.50;« Été »\n".replace(";", separateur)
    lu = read(chemin, contenu.encode(encodage))

    assert [(e.montant, e.libelle) for e in lu.ecritures] == [(123_450, "« Été »")]


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"PK\x03\x04 rien", "est un classeur Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "est un ancien classeur Excel"),
        (b"%PDF-1.4", "est un PDF"),
        (b"a;b\0c", "n'est pas un fichier texte"),
        (b"\xef\xbb\xbf \r\n", "est vide"),
        (b"", "est vide"),
        (b"\xff\xfe\x00", "n'est pas un fichier texte"),
    ],
)
def test_what_is_no_text_is_a_sentence(chemin: Path, octets: bytes, attendu: str) -> None:
    with pytest.raises(CucsError, match=attendu):
        read(chemin, octets)


def test_a_lost_or_huge_file_is_a_sentence(chemin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CucsError, match="ne peut pas être lu"):
        read_export(chemin, LIVREE)
    monkeypatch.setattr(texte, "TAILLE_MAX", 3)
    with pytest.raises(CucsError, match="dépasse"):
        read(chemin, ENTETES)


def test_all_that_lacks_is_told_with_what_was_found(chemin: Path) -> None:
    with pytest.raises(CucsError) as erreur:
        read(chemin, "Piece;Datte;Montant;Montant;Tiers\n1;2;3;4;5\n")

    assert str(erreur.value) == (
        "« gl.csv » : il manque la colonne date, peut-être « Datte » ; "
        "il manque la colonne nature de la pièce (ou [constantes] stade) ; "
        "deux colonnes « Montant » (montant) : renommez-en une. "
        "En-têtes trouvés : « Piece », « Datte », « Montant », « Montant », « Tiers ». "
        "Nommez-les dans un fichier de correspondance (--correspondance)."
    )


def test_accounts_without_their_column_are_a_fault(chemin: Path) -> None:
    with pytest.raises(CucsError, match="il manque la colonne compte"):
        read(chemin, ENTETES, '[lecture]\ncomptes = ["6574"]')


@pytest.mark.parametrize(
    ("ligne", "entete"),
    [
        (";10/05/2007;Mandat;5;a", "Pièce"),
        ("1;;Mandat;5;a", "Date"),
        ("1;10/05/07;Mandat;5;a", "Date"),
        ("1;10/05/2007;;5;a", "Nature"),
        ("1;10/05/2007;Mandat;;a", "Montant"),
        ("1;10/05/2007;Mandat;1.234;a", "Montant"),
        ("1;10/05/2007;Mandat;1,234;a", "Montant"),
        ("1;10/05/2007;Mandat;5;a;b", "ligne"),
    ],
)
def test_a_bad_line_does_not_stop_the_others(chemin: Path, ligne: str, entete: str) -> None:
    lu = read(chemin, f"{ENTETES}\n{ligne}\n2;10/05/2007;Mandat;5;bonne\n")

    assert [(r.ligne, r.entete) for r in lu.refus] == [(2, entete)]
    assert [e.libelle for e in lu.ecritures] == ["bonne"]


def test_quotes_that_do_not_close_swallow_nothing(chemin: Path) -> None:
    lu = read(
        chemin,
        f'{ENTETES}\n1;10/05/2007;Mandat;5;"ouvert\n2;10/05/2007;Mandat;6;"fermé"\n',
    )

    assert [(e.montant, e.libelle) for e in lu.ecritures] == [(500, "ouvert"), (600, "fermé")]


def test_a_label_over_two_lines_keeps_the_count_of_lines(chemin: Path) -> None:
    lu = read(chemin, f'{ENTETES}\n1;10/05/2007;Mandat;5;"a\x07\nb;c"\n2;x;Mandat;6;d\n')

    assert [e.libelle for e in lu.ecritures] == ["a b;c"]
    assert [r.ligne for r in lu.refus] == [4]


def test_a_balance_that_names_a_document_is_no_total(chemin: Path) -> None:
    lu = read(
        chemin,
        f"{ENTETES}\n1;10/05/2007;Mandat;5;Solde 2007\nTotal;;;5;\n;;;5;Solde\n;;;;\n",
    )

    assert len(lu.ecritures) == 1
    assert lu.sautees == {export.TOTAUX: 2, export.VIDES: 1}


def test_signs_follow_the_nature_and_the_mapping(chemin: Path) -> None:
    """A dégagement lowers, however the software signs it; so does a cancelled mandat."""
    contenu = (
        f"{ENTETES}\n1;10/05/2007;Dégagement;5;\n2;10/05/2007;Dégagement;-5;\n"
        "3;10/05/2007;annulation de MANDAT;5;\n4;10/05/2007;Mandat;5,00-;\n5;10/05/2007;Titre;5;\n"
    )
    lu = read(chemin, contenu, '[natures]\nTitre = "hors"')
    inverse = read(chemin, contenu, '[natures]\nTitre = "hors"\n[lecture]\ninverse = true')

    assert [e.montant for e in lu.ecritures] == [-500] * 4
    assert [e.montant for e in inverse.ecritures] == [-500, -500, -500, 500]
    assert lu.sautees == {export.NATURES: 1}


def test_a_recette_reads_credits_as_spent(chemin: Path) -> None:
    contenu = "Pièce;Date;Nature;Débit;Crédit\n1;10/05/2007;Mandat;;5\n2;10/05/2007;Mandat;;\n"
    lu = read(chemin, contenu, '[lecture]\ndepense = "crédit"')

    assert [e.montant for e in lu.ecritures] == [500]
    assert [(r.entete, r.message) for r in lu.refus] == [("Débit", "ni débit ni crédit")]


def test_the_year_comes_from_the_column_the_mapping_or_the_date(chemin: Path) -> None:
    avec = read(
        chemin,
        "Pièce;Date;Nature;Montant;Exercice\n1;10/01/2008;Mandat;5;2007\n2;10/01/2008;Mandat;5;\n3;10/01/2008;Mandat;5;07\n",
    )
    fixe = read(chemin, f"{ENTETES}\n1;10/01/2008;Mandat;5;\n", "[constantes]\nexercice = 2007")

    assert [e.exercice_comptable for e in avec.ecritures] == [2007, 2008]
    assert [(r.entete, r.valeur) for r in avec.refus] == [("Exercice", "07")]
    assert fixe.ecritures[0].exercice_comptable == 2007


def test_dates_follow_the_format_of_the_mapping(chemin: Path) -> None:
    lu = read(
        chemin,
        f"{ENTETES}\n1;10/05/07;Mandat;5;\n2;10/05/2007;Mandat;5;\n",
        '[lecture]\ndate = "%d/%m/%y"',
    )

    assert [e.date for e in lu.ecritures] == [date(2007, 5, 10)]
    assert lu.refus[0].message == "la date ne suit pas le format %d/%m/%y"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, octets: bytes
) -> None:
    """A foreign file never crashes us."""
    chemin = tmp_path_factory.getbasetemp() / "hasard.csv"
    for debut in (b"", ENTETES.encode() + b"\n1;10/05/2007;Mandat;5;"):
        try:
            read(chemin, debut + octets)
        except CucsError:
            continue


CELLULES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(CELLULES, min_size=1, max_size=6), max_size=5))
def test_every_row_is_read_refused_or_counted(
    tmp_path_factory: pytest.TempPathFactory, rangees: list[list[str]]
) -> None:
    """No row of a file vanishes unseen."""
    chemin = tmp_path_factory.getbasetemp() / "rangees.csv"
    lignes = [
        ";".join('"' + c.replace('"', '""').replace("\0", "") + '"' for c in r) for r in rangees
    ]
    lu = read(chemin, "\n".join([ENTETES, *lignes]))

    assert len(lu.ecritures) + len(lu.refus) + sum(lu.sautees.values()) == len(rangees)
