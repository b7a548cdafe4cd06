"""A campaign's 150 sheets, built our way and the obvious one: openpyxl on a template.

Both fill the same cells of the same sheets. Ours starts with no mould drawn.
"""

import io
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

import openpyxl

from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.partenaire import build_feuille
from cucs_xl.excel.builder.partenaire.moule import build_moule
from cucs_xl.metier.formulaire import (
    MODELES,
    Envoi,
    Formulaire,
    Source,
    build_formulaire,
)
from cucs_xl.metier.formulaire.identite import nom_contrat
from cucs_xl.metier.nomenclature import ModeleRetour

NOMBRE, PREMIERE = 150, 2007


class Campagne(NamedTuple):
    """The sheets of a campaign; for the obvious way, files to fill and what goes where."""

    source: Source
    formulaires: list[Formulaire]
    gabarits: list[bytes]


def build_campagne() -> Campagne:
    """Take every fiche of the example's three years, a year's credits, then requests."""
    source = Source(read_exemple())
    envois = islice(_list_envois(source), NOMBRE)
    formulaires = [build_formulaire(source, envoi) for envoi in envois]
    return Campagne(source, formulaires, [build_feuille(f, source) for f in formulaires])


def _list_envois(source: Source) -> Iterator[Envoi]:
    contrat = nom_contrat(source.contrat)

    def envoi(modele: ModeleRetour, annee: int, qui: str, action: str | None) -> Envoi:
        le = date(annee + 1, 1, 31)
        return Envoi(modele, MODELES[modele].version, contrat, annee, qui, action, le, le)

    for a in source.contrat.actions:
        yield envoi(ModeleRetour.FICHE, a.exercice or 0, a.operateur or "", a.code)
    for p in source.contrat.partenaires:
        yield envoi(ModeleRetour.CREDITS, PREMIERE, p.code, None)
    for a in source.contrat.actions:
        yield envoi(ModeleRetour.DEMANDE, (a.exercice or 0) + 1, a.operateur or "", a.code)
    for operateur in source.contrat.operateurs:
        yield envoi(ModeleRetour.DEMANDE, PREMIERE, operateur.code, None)


def build_ainsi(campagne: Campagne) -> list[bytes]:
    """Build every sheet our way, moulds included."""
    build_moule.cache_clear()
    return [build_feuille(f, campagne.source) for f in campagne.formulaires]


def build_evident(campagne: Campagne) -> list[bytes]:
    """Load each template, write what its recipient sees, save."""
    return [
        _fill(gabarit, formulaire)
        for gabarit, formulaire in zip(campagne.gabarits, campagne.formulaires, strict=True)
    ]


def _fill(gabarit: bytes, formulaire: Formulaire) -> bytes:
    classeur = openpyxl.load_workbook(io.BytesIO(gabarit))
    valeurs: Iterator[Any] = (
        valeur
        for rangees in formulaire.rangees.values()
        for rangee in rangees
        for valeur in rangee.valeurs.values()
    )
    for feuille in classeur.worksheets[:-4]:  # help and hidden sheets are as they are
        for ligne in feuille.iter_rows(min_row=8):
            for cellule in ligne:
                if isinstance(cellule, openpyxl.cell.Cell) and cellule.value is not None:
                    # One write for each cell shown; formulas keep theirs.
                    cellule.value = cellule.value if cellule.data_type == "f" else str(next(valeurs, ""))  # fmt: skip
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()
