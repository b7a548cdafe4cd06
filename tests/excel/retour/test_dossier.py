import os
from pathlib import Path

from cucs_xl.excel.retour import list_fichiers
from cucs_xl.excel.retour.dossier import format_fichier


def test_a_folder_gives_its_own_files_in_order(tmp_path: Path) -> None:
    """Neither what hides, nor what Excel and LibreOffice leave beside an open file."""
    for nom in ("b.xlsx", "A.ods", "~$b.xlsx", ".~lock.b.xlsx#", ".cache", "a.xlsx"):
        (tmp_path / nom).touch()
    (tmp_path / "sous").mkdir()
    (tmp_path / "sous" / "c.xlsx").touch()

    noms = [chemin.name for chemin in list_fichiers([tmp_path])]

    assert noms == ["A.ods", "a.xlsx", "b.xlsx"]


def test_what_is_given_stays_in_order_and_once(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").touch()
    absent = tmp_path / "absent.xlsx"

    assert list_fichiers([absent, tmp_path / "b.xlsx", tmp_path]) == [absent, tmp_path / "b.xlsx"]


def test_a_folder_of_links_and_pipes_lists_them(tmp_path: Path) -> None:
    """Reading them will say what they are; a broken link is not silently forgotten."""
    os.mkfifo(tmp_path / "tube.xlsx")
    (tmp_path / "rompu.xlsx").symlink_to("nulle-part")

    assert [c.name for c in list_fichiers([tmp_path])] == ["rompu.xlsx", "tube.xlsx"]


def test_a_name_is_shown_on_one_line() -> None:
    """Bytes that are no text, line breaks, signs that turn the writing round."""
    chemin = Path(os.fsdecode(b"a\xff\nb\xe2\x80\xaec.xlsx"))

    assert format_fichier(chemin) == "a\ufffd?b?c.xlsx"
