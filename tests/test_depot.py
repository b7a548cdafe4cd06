"""Files put in their places once the master is written: none is lost on the way."""

from pathlib import Path
from typing import Any

import pytest

from cucs_xl.commands.depot import deposit
from cucs_xl.excel.classeur import CucsError


def test_a_place_held_from_the_start_stops_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reply is open in Excel: the master is not written, nothing is left behind."""
    tenu = tmp_path / "a.xlsx"
    tenu.write_bytes(b"avant")
    vraie = Path.open

    def refuse(path: Path, mode: str = "r", *autres: Any, **options: Any) -> Any:
        if path == tenu and "+" in mode:
            raise PermissionError(13, "tenu")
        return vraie(path, mode, *autres, **options)

    monkeypatch.setattr(Path, "open", refuse)
    fait = []
    with (
        pytest.raises(CucsError, match=r"a\.xlsx.*fermez-le.*rien n'a été écrit"),
        deposit({tmp_path / "b.eml": b"b", tenu: b"neuf"}),
    ):
        fait.append("maître")

    assert fait == []
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_place_taken_meanwhile_loses_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are put in theirs, the one that cannot stays beside; both are told."""
    fichiers = {tmp_path / nom: nom.encode() for nom in ("a.xlsx", "b.eml", "c.eml")}
    vrai = Path.replace

    def refuse(path: Path, cible: Path) -> Path:
        if cible.name == "a.xlsx":
            raise PermissionError(13, "tenu")
        return vrai(path, cible)

    with (
        pytest.raises(CucsError, match=r"classeur est à jour.*a\.xlsx\.nouveau"),
        deposit(fichiers),
    ):
        monkeypatch.setattr(Path, "replace", refuse)

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        "a.xlsx.nouveau": b"a.xlsx", "b.eml": b"b.eml", "c.eml": b"c.eml",
    }  # fmt: skip
