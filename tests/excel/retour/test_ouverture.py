import os
from pathlib import Path

import pytest

from cucs_xl.excel.retour.ouverture import TAILLE_MAX, read_octets
from cucs_xl.excel.retour.refus import RefusError


def test_a_pipe_that_became_one_after_it_was_looked_at_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at is not what is opened: the open file itself is looked at too."""
    vrai = tmp_path / "vrai.xlsx"
    vrai.touch()
    faits = vrai.stat()
    os.mkfifo(tmp_path / "tube.xlsx")
    monkeypatch.setattr(os, "stat", lambda _: faits)

    with pytest.raises(RefusError, match="tube"):
        read_octets(str(tmp_path / "tube.xlsx"))


def test_a_file_that_grows_meanwhile_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gros = tmp_path / "gros.xlsx"
    gros.write_bytes(b"x")
    faits = gros.stat()
    with gros.open("wb") as flux:
        flux.truncate(TAILLE_MAX + 1)
    monkeypatch.setattr(os, "stat", lambda _: faits)
    monkeypatch.setattr(os, "fstat", lambda _: faits)

    with pytest.raises(RefusError, match="20 Mo"):
        read_octets(str(gros))
