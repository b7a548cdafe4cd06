"""The name of a workbook as it travels on a command line, from CucsLanceur.bas to Python."""

import re

#: Written as they are; any other character becomes « ~ » and its UTF-16 code.
_SURS = re.compile(r"[A-Za-z0-9._/\\:-]")


def encode_nom(nom: str) -> str:
    r"""Do as EncodeNom of CucsLanceur.bas: no space, quote, percent or equals sign is left.

    >>> encode_nom(r"C:\Été 2026\R&D=1.xlsx")
    'C:\\~00C9t~00E9~00202026\\R~0026D~003D1.xlsx'
    """
    unites = nom.encode("utf-16-be", "surrogatepass")
    lettres = (unites[rang : rang + 2] for rang in range(0, len(unites), 2))
    return "".join(
        chr(lettre[1])
        if not lettre[0] and _SURS.fullmatch(chr(lettre[1]))
        else f"~{lettre.hex().upper()}"
        for lettre in lettres
    )


def decode_nom(texte: str) -> str:
    """Give the workbook's full name back.

    Raises:
        ValueError: nothing that the launcher writes.

    >>> decode_nom("~00C9t~00E9.xlsx")
    'Été.xlsx'
    """
    if not re.fullmatch(r"(?:[A-Za-z0-9._/\\:-]|~[0-9A-F]{4})*", texte):
        raise ValueError(f"« {texte} » n'est pas un nom de classeur codé par CucsLanceur")
    unites = re.sub(r"~([0-9A-F]{4})", lambda code: chr(int(code[1], 16)), texte)
    return unites.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
