"""Deliberate faults over the Montélimar example: each control fails, as the file tells.

`fautes.csv` says row by row what is done to the perfect example and why. A rule may need
several operations, in order; « ajouter » copies the row that « Clé » names, next to it.
"""

import csv
from collections.abc import Iterable
from enum import StrEnum
from importlib.resources import files
from typing import NamedTuple

from cucs_xl.donnees import MONTELIMAR, build_contrat, read_textes
from cucs_xl.metier.modele import PARAMETRES, TABLE_PAR_NOM, TABLES, Contrat
from cucs_xl.metier.schema import Table

#: What the parameter « Données d'exemple » says: nobody must take these for the contract.
AVERTISSEMENT = (
    "Exemple volontairement fautif : chaque contrôle y échoue au moins une fois. "
    "Ne citer aucune de ces valeurs."
)


class Operation(StrEnum):
    """What a fault does to the example."""

    MODIFIER = "modifier"
    AJOUTER = "ajouter"
    SUPPRIMER = "supprimer"


class Faute(NamedTuple):
    """One operation on one row, for the rule that must see it."""

    regle: str
    table: str
    cle: str
    champ: str
    valeur: str
    operation: Operation
    pourquoi: str


def read_fautes() -> tuple[Faute, ...]:
    """Read what is done to the example, in order."""
    texte = (files("cucs_xl.donnees") / "fautes.csv").read_text(encoding="utf-8")
    return tuple(
        Faute(
            ligne["Règle"],
            ligne["Table"],
            ligne["Clé"],
            ligne["Champ"],
            ligne["Valeur"],
            Operation(ligne["Opération"]),
            ligne["Pourquoi"],
        )
        for ligne in csv.DictReader(texte.splitlines())
    )


def build_fautif(fautes: Iterable[Faute] | None = None) -> Contrat:
    """Build the example with all the faults, or with those given."""
    textes = {table.nom: [dict(li) for li in read_textes(MONTELIMAR, table)] for table in TABLES}
    for parametre in textes[PARAMETRES.nom]:
        if parametre["Paramètre"] == "Données d'exemple":
            parametre["Valeur"] = AVERTISSEMENT
    for faute in read_fautes() if fautes is None else fautes:
        _commit(faute, textes[faute.table])
    return build_contrat(textes)


def _commit(faute: Faute, lignes: list[dict[str, str]]) -> None:
    table = TABLE_PAR_NOM[faute.table]
    rang = next((i for i, ligne in enumerate(lignes) if _cle(table, ligne) == faute.cle), None)
    if rang is None:  # ours to correct, never the user's
        raise ValueError(f"faute sans ligne : {faute.table} {faute.cle}")
    if faute.champ and faute.champ not in lignes[rang]:
        raise ValueError(f"faute sans colonne : {faute.table} {faute.champ}")
    if faute.operation is Operation.SUPPRIMER:
        del lignes[rang]
        return
    if faute.operation is Operation.AJOUTER:
        rang += 1
        lignes.insert(rang, dict(lignes[rang - 1]))
    if faute.champ:
        lignes[rang][faute.champ] = faute.valeur


def _cle(table: Table, ligne: dict[str, str]) -> str:
    return "|".join(ligne[colonne.entete] for colonne in table.saisies if colonne.cle)
