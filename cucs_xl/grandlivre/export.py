"""From rows of text to lines of the ledger: all that can be read is, all the rest is told."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from cucs_xl.excel.classeur import CucsError
from cucs_xl.grandlivre.correspondance import Correspondance
from cucs_xl.grandlivre.montant import read_montant
from cucs_xl.grandlivre.texte import SEPARATEURS, read_texte, split_rangees
from cucs_xl.metier.jour import jour
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import Stade
from cucs_xl.metier.rapprochement import Ecriture, piece_pliee, plie_nom

#: Headings stand in the first rows; titles may come before them.
PROFONDEUR = 40

VIDES, TOTAUX, ENTETES = "lignes vides", "lignes de total", "en-têtes répétés"
COMPTES, NATURES = "pièces d'autres comptes", "pièces d'une nature laissée hors"

#: How a row of total begins, when it names no document.
_TOTAUX = ("total", "sous total", "totaux", "cumul", "report", "a reporter", "solde")
#: Fields that an export cannot go without, and how people name them.
_LIBELLES = {
    "piece": "numéro de pièce",
    "date": "date",
    "montant": "montant, ou débit et crédit",
    "nature": "nature de la pièce (ou [constantes] stade)",
    "compte": "compte (ou videz [lecture] comptes)",
}


class Refus(NamedTuple):
    """A line that could not be read: where, what it holds, why."""

    ligne: int
    entete: str
    valeur: str
    message: str


class Export(NamedTuple):
    """What a file holds: the lines read, those refused, those left out on purpose, counted."""

    fichier: str
    ecritures: tuple[Ecriture, ...]
    refus: tuple[Refus, ...]
    sautees: Mapping[str, int]


class _Tableau(NamedTuple):
    """The rows under the headings, and the rank of the column of each field."""

    entetes: Sequence[str]
    rangs: Mapping[str, int]
    rangees: Sequence[tuple[int, list[str]]]


class _RefusError(Exception):
    """A cell that cannot be read; its line is told, the others go on."""

    def __init__(self, champ: str, valeur: str, message: str) -> None:
        self.champ, self.valeur, self.message = champ, valeur, message


def read_export(path: Path, correspondance: Correspondance) -> Export:
    """Read an export of the finance software.

    Raises:
        CucsError: the file is no text, or lacks a column: all that lack are told at once.
    """
    tableau = _find_tableau(path, read_texte(path), correspondance)
    ecritures, refus = [], []
    sautees: Counter[str] = Counter()
    for numero, rangee in tableau.rangees:
        saut = _saut(rangee, tableau)
        if saut:
            sautees[saut] += 1
            continue
        try:
            lue = _read_rangee(rangee, tableau, correspondance, f"{path.name}, ligne {numero}")
        except _RefusError as erreur:
            rang = tableau.rangs.get(erreur.champ)
            entete = tableau.entetes[rang] if rang is not None else erreur.champ
            refus.append(Refus(numero, entete, erreur.valeur, erreur.message))
            continue
        if isinstance(lue, str):
            sautees[lue] += 1
        else:
            ecritures.append(lue)
    return Export(path.name, tuple(ecritures), tuple(refus), dict(sautees))


def _find_tableau(path: Path, texte: str, correspondance: Correspondance) -> _Tableau:
    """Find the separator and the row of headings that name most of our fields."""
    meilleur: tuple[int, int, _Tableau] | None = None
    for separateur in SEPARATEURS:
        rangees = split_rangees(texte, separateur)
        for i, (_, rangee) in enumerate(rangees[:PROFONDEUR]):
            entetes = [" ".join(cellule.split()) for cellule in rangee]
            rangs = _find_colonnes(entetes, correspondance)
            note = (len(rangs), len(entetes))
            if meilleur is None or note > meilleur[:2]:
                meilleur = (*note, _Tableau(entetes, rangs, rangees[i + 1 :]))
    assert meilleur is not None
    tableau = meilleur[2]
    fautes = _check_colonnes(tableau, correspondance)
    if fautes:
        vus = ", ".join(f"« {entete} »" for entete in tableau.entetes if entete) or "aucun"
        raise CucsError(
            f"« {path.name} » : {' ; '.join(fautes)}. En-têtes trouvés : {vus}. "
            "Nommez-les dans un fichier de correspondance (--correspondance)."
        )
    return tableau


def _find_colonnes(entetes: Sequence[str], correspondance: Correspondance) -> dict[str, int]:
    par_pli: dict[str, int] = {}
    for rang, entete in enumerate(entetes):
        par_pli.setdefault(plie_nom(entete), rang)
    par_pli.pop("", None)
    rangs = {}
    for champ, possibles in correspondance.colonnes.items():
        trouve = next((par_pli[pli] for pli in possibles if pli in par_pli), None)
        if trouve is not None:
            rangs[champ] = trouve
    return rangs


def _check_colonnes(tableau: _Tableau, correspondance: Correspondance) -> list[str]:
    rangs = tableau.rangs
    montant = "montant" in rangs or {"debit", "credit"} <= rangs.keys()
    presents = {
        "piece": "piece" in rangs,
        "date": "date" in rangs,
        "montant": montant,
        "nature": "nature" in rangs or correspondance.stade is not None,
        "compte": "compte" in rangs or not correspondance.comptes,
    }
    plis = {plie_nom(entete): entete for entete in tableau.entetes if entete}
    fautes = []
    for champ, present in presents.items():
        if present:
            continue
        voulus = correspondance.colonnes[champ]
        proches = [p for v in voulus for p in get_close_matches(v, plis, n=1, cutoff=0.75)]
        indice = f", peut-être « {plis[proches[0]]} »" if proches else ""
        fautes.append(f"il manque la colonne {_LIBELLES[champ]}{indice}")
    for champ, rang in rangs.items():
        pli = plie_nom(tableau.entetes[rang])
        if sum(plie_nom(entete) == pli for entete in tableau.entetes) > 1:
            fautes.append(f"deux colonnes « {tableau.entetes[rang]} » ({champ}) : renommez-en une")
    return fautes


def _saut(rangee: Sequence[str], tableau: _Tableau) -> str | None:
    """Tell why a row is no document, if it is none."""
    pleines = [cellule for cellule in rangee if cellule.strip()]
    if not pleines:
        return VIDES
    if [" ".join(cellule.split()) for cellule in rangee] == list(tableau.entetes):
        return ENTETES
    sans_piece = not piece_pliee(_cellule(rangee, tableau, "piece"))
    nom_de_total = any(f"{plie_nom(c)} ".startswith(f"{t} ") for c in pleines for t in _TOTAUX)
    # « TOTAL » may stand in the column of documents itself.
    if nom_de_total and (sans_piece or not _cellule(rangee, tableau, "date")):
        return TOTAUX
    return None


def _cellule(rangee: Sequence[str], tableau: _Tableau, champ: str) -> str:
    """Give a cell on one line, without what a sheet cannot hold; absent, it is empty."""
    rang = tableau.rangs.get(champ)
    brut = rangee[rang] if rang is not None and rang < len(rangee) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in brut).split())


def _read_rangee(
    rangee: Sequence[str], tableau: _Tableau, correspondance: Correspondance, fichier: str
) -> Ecriture | str:
    """Read a row; a text says why it is left out."""

    def cellule(champ: str) -> str:
        return _cellule(rangee, tableau, champ)

    surplus = [c for c in rangee[len(tableau.entetes) :] if c.strip()]
    if surplus:
        raise _RefusError(
            "ligne", surplus[0], "plus de cellules que d'en-têtes : un texte contient sans doute le séparateur"
        )  # fmt: skip
    if correspondance.comptes and not cellule("compte").startswith(correspondance.comptes):
        return COMPTES
    stade, moins = _read_stade(cellule("nature"), tableau, correspondance)
    if stade is None:
        return NATURES
    piece = cellule("piece")
    if not piece_pliee(piece):
        raise _RefusError("piece", piece, "le numéro de pièce est vide")
    du = _read_date(cellule("date"), correspondance.date)
    montant = _read_montant(rangee, tableau, correspondance)
    return Ecriture(
        piece=piece,
        date=du,
        exercice_comptable=_read_exercice(cellule("exercice"), du, correspondance),
        stade=stade,
        montant=-abs(montant) if moins else montant,
        tiers=cellule("tiers") or None,
        libelle=cellule("libelle") or None,
        fichier=fichier,
        financement=cellule("financement") or None,
        engagement=cellule("engagement") or None,
        siret=cellule("siret") or None,
    )


def _read_stade(
    texte: str, tableau: _Tableau, correspondance: Correspondance
) -> tuple[Stade | None, bool]:
    if "nature" not in tableau.rangs:
        return correspondance.stade, correspondance.stade is Stade.DEGAGEMENT
    nature = correspondance.natures.get(plie_nom(texte))
    if nature is None:
        raise _RefusError("nature", texte, "nature inconnue : ajoutez-la à [natures], ou « hors »")
    return nature


def _read_date(texte: str, forme: str) -> date:
    try:
        if forme:
            return jour(date(*time.strptime(texte, forme)[:3]))
        return jour(texte)
    except ValueError as erreur:
        message = f"la date ne suit pas le format {forme}" if forme else str(erreur)
        raise _RefusError("date", texte, message) from erreur


def _read_exercice(texte: str, du: date, correspondance: Correspondance) -> int:
    if not texte:
        return correspondance.exercice or du.year
    if not (texte.isascii() and texte.isdecimal() and 1990 <= int(texte) <= 2099):  # noqa: PLR2004 - as in `jour`
        raise _RefusError("exercice", texte, "ce n'est pas une année")
    return int(texte)


def _read_montant(
    rangee: Sequence[str], tableau: _Tableau, correspondance: Correspondance
) -> Centimes:
    """Read what a document spends, positive; what it gives back is negative."""

    def lu(champ: str) -> Centimes | None:
        texte = _cellule(rangee, tableau, champ)
        try:
            return read_montant(texte, correspondance.decimale) if texte else None
        except ValueError as erreur:
            raise _RefusError(champ, texte, str(erreur)) from erreur

    if "montant" in tableau.rangs:
        montant = lu("montant")
        if montant is None:
            raise _RefusError("montant", "", "le montant est vide")
    else:
        debit, credit = lu("debit"), lu("credit")
        if debit is None and credit is None:
            raise _RefusError("debit", "", "ni débit ni crédit")
        montant = (debit or 0) - (credit or 0)
        if correspondance.depense_au_credit:
            montant = -montant
    return -montant if correspondance.inverse else montant
