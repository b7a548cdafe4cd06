"""Two readers of VBA projects that are not ours."""

import warnings
from pathlib import Path

with warnings.catch_warnings():  # oletools calls pyparsing by its old names
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream
from pyopenvba import ExcelFile
from pyopenvba.vba import decompress as decompress_pyopenvba

__all__ = ["decompress_olevba", "decompress_pyopenvba", "read_olevba", "read_pyopenvba"]


def decompress_olevba(conteneur: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(conteneur)))


def read_olevba(path: Path) -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        analyse = VBA_Parser(str(path))
        modules = {
            flux.rpartition("/")[2]: code.replace("\r\n", "\n")
            for _, flux, _, code in analyse.extract_all_macros()
        }
        analyse.close()
    return modules


def read_pyopenvba(path: Path) -> dict[str, str]:
    fichier = ExcelFile(path)
    assert fichier.validate() == []
    return {nom: fichier.get_module(nom).replace("\r\n", "\n") for nom in fichier.module_names()}
