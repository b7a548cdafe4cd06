"""What a row of the matrix held when it was last written, spelled in one of its cells."""

from collections.abc import Mapping

from cucs_xl.metier.matrice.colonnes import Paire
from cucs_xl.metier.montant import Centimes, decimal_euros, euros
from cucs_xl.metier.schema import Cellule


def format_memoire(cle: str, cellules: Mapping[Paire, Centimes | None]) -> str:
    """Spell what a row holds as its memory does; neither « | » nor « = » stands in a code."""
    connues = (
        f"{p.entete}={decimal_euros(montant)}" for p, montant in sorted(cellules.items())
        if montant is not None
    )  # fmt: skip
    return "|".join((cle, *connues))


def read_memoire(
    valeur: Cellule, cle: str, colonnes: Mapping[Paire, str]
) -> dict[Paire, Centimes] | None:
    """Read the memory of a row; None when it is another row's, or was tampered with."""
    if not isinstance(valeur, str) or not f"{valeur}|".startswith(f"{cle}|"):
        return None
    paires = {paire.entete: paire for paire in colonnes}
    memoire = {}
    for morceau in valeur[len(cle) + 1 :].split("|"):
        entete, egal, montant = morceau.partition("=")
        try:
            lu = euros(montant) if egal else None
        except ValueError:
            return None
        if lu is not None and entete in paires:
            memoire[paires[entete]] = lu
    return memoire
