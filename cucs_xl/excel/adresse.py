"""A1 addresses. Alone in its module: the worker that reads returns must start light."""


def read_adresse(adresse: str) -> tuple[int, int]:
    """Turn an A1 address into row and column, counted from 1.

    >>> read_adresse("AB12")
    (12, 28)
    """
    lettres = adresse.rstrip("0123456789")
    return int(adresse[len(lettres) :]), read_colonne(lettres)


def read_colonne(lettres: str) -> int:
    """Turn column letters into their rank, counted from 1.

    >>> read_colonne("XFD")
    16384
    """
    rang = 0
    for lettre in lettres:
        if not "A" <= lettre <= "Z":
            raise ValueError(lettres)
        rang = rang * 26 + ord(lettre) - 64
    return rang


def format_adresse(ligne: int, colonne: int) -> str:
    """Write an A1 address.

    >>> format_adresse(12, 28)
    'AB12'
    """
    return f"{format_colonne(colonne)}{ligne}"


def format_colonne(rang: int) -> str:
    """Write column letters.

    >>> format_colonne(703)
    'AAA'
    """
    lettres = ""
    while rang:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres
