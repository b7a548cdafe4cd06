from pathlib import Path

import pytest

from cucs_xl.excel.classeur import CucsError
from cucs_xl.grandlivre import read_correspondance
from cucs_xl.grandlivre.correspondance import TAILLE_MAX
from cucs_xl.metier.nomenclature import Stade


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    return tmp_path / "ville.toml"


def test_ours_reads_every_stage() -> None:
    """What the mapping we ship says of natures covers all our stages, signs included."""
    livree = read_correspondance()

    assert {nature.stade for nature in livree.natures.values()} == set(Stade)
    assert livree.natures["annulation de mandat"] == (Stade.MANDAT, True)
    assert livree.natures["degagement"] == (Stade.DEGAGEMENT, True)
    assert livree.natures["mandat"] == (Stade.MANDAT, False)


def test_a_file_says_only_what_differs(fichier: Path) -> None:
    fichier.write_text('[colonnes]\npiece = "N°"\n[natures]\nTITRE = "hors"\n', encoding="utf-8")
    lue, livree = read_correspondance(fichier), read_correspondance()

    assert lue.colonnes["piece"] == ("n",)
    assert lue.colonnes["date"] == livree.colonnes["date"]
    assert set(lue.natures) == {*livree.natures, "titre"}


def test_all_faults_are_told_at_once(fichier: Path) -> None:
    fichier.write_text(
        "colonne = 1\n[colonnes]\npieces = 'N°'\ndate = 3\n[natures]\nMANDAT = 'mandaté'\n"
        "[constantes]\nexercice = '2007'\nannee = 2007\n[lecture]\ndecimale = ';'\n",
        encoding="utf-8",
    )
    with pytest.raises(CucsError) as erreur:
        read_correspondance(fichier)

    assert str(erreur.value) == (
        "« ville.toml » ne convient pas : "
        "section « colonne » inconnue (attendues : colonnes, natures, constantes et lecture) ; "
        "[colonnes] pieces : donnée inconnue (attendues : piece, date, exercice, tiers, siret, libelle, "
        "montant, debit, credit, nature, compte, financement et engagement) ; "
        "[colonnes] date : attendu un en-tête, ou une liste d'en-têtes ; "
        "[natures] MANDAT : attendu engagement, dégagement, mandat, paiement, reversement ou hors ; "
        "[constantes] exercice : attendu une année, par exemple 2007 ; "
        "[constantes] annee : réglage inconnu (attendus : exercice et stade) ; "
        "[lecture] decimale : attendu « , », « . » ou rien."
    )


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"[colonnes", "TOML lisible"),
        ('[natures]\n"Dégagement" = "hors"\n'.encode("cp1252"), "UTF-8"),
        (b"#" * (TAILLE_MAX + 1), "trop gros"),
        (b"colonnes = 3\n", "« colonnes » doit être une section"),
    ],
)
def test_an_unusable_file_is_a_sentence(fichier: Path, octets: bytes, attendu: str) -> None:
    fichier.write_bytes(octets)
    with pytest.raises(CucsError, match=attendu):
        read_correspondance(fichier)


def test_a_lost_file_is_a_sentence(fichier: Path) -> None:
    with pytest.raises(CucsError, match="ne peut pas être lu"):
        read_correspondance(fichier)
