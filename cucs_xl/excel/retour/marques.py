"""Answers found again by the marks that cross on them (`excel/balise`), wherever they went."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from cucs_xl.excel.adresse import format_adresse, format_colonne
from cucs_xl.excel.balise import (
    BLOC,
    CASE,
    CLE_FICHIER,
    IDENTITE,
    LIGNE,
    MEMOIRE,
    REPONSE,
    VALEUR_FICHIER,
)
from cucs_xl.excel.retour.contenu import Feuille, Fusion, Grille

_MARQUE = BLOC[0]
#: What is kept as it is; a text may be empty, or hold carriage returns.
_SURS = frozenset((float, bool, date, type(None)))


class Reponses(NamedTuple):
    """The answers of a block in a sheet: columns, then for each row its name, number, values.

    Without `cases`, rows are questions: they are named by their case.
    """

    feuille: str
    bloc: str
    cases: list[str]
    lettres: list[str]
    rangees: list[tuple[str, int, list[Any]]]


class _Bloc(NamedTuple):
    """An open block: its answers to be, and the ranks of the columns where they are."""

    reponses: Reponses
    colonnes: list[int]


def find_reponses(feuille: Feuille, defauts: dict[str, str], egarees: list[str]) -> list[Reponses]:
    """Find the answers of a sheet.

    Adds to `defauts`, by address, those that cannot be known, and to `egarees` the addresses
    of what stands among the rows of a list, on a row of its own that nothing marks.
    """
    trouvees: list[Reponses] = []
    ouverts: dict[int, _Bloc] = {}
    places: dict[int, set[int]] = {}
    locaux = dict(feuille.defauts)
    for rang, ligne in enumerate(feuille.grille):
        entete: _Bloc | None = None
        for colonne, marque in [
            (c, v) for c, v in enumerate(ligne) if v and v.__class__ is str and v[0] == _MARQUE
        ]:
            if marque.startswith(BLOC):
                entete = _Bloc(Reponses(feuille.nom, marque[len(BLOC) :], [], [], []), [])
                ouverts[colonne] = entete
                trouvees.append(entete.reponses)
            elif entete is not None and marque.startswith((CASE, REPONSE)):
                _open_colonne(entete, marque, colonne)
            elif (bloc := ouverts.get(colonne)) and marque.startswith(
                LIGNE if bloc.reponses.cases else CASE
            ):
                places.setdefault(rang + 1, set()).update(bloc.colonnes)
                valeurs = _read_valeurs(feuille, rang, bloc.colonnes, locaux)
                bloc.reponses.rangees.append((marque.partition(":")[2], rang + 1, valeurs))
    locaux |= dict(_find_masquees(feuille.fusions, places))
    egarees.extend(_find_egarees(feuille, ouverts.values()))
    defauts |= {f"{feuille.nom}!{adresse}": raison for adresse, raison in locaux.items()}
    return trouvees


def _find_egarees(feuille: Feuille, blocs: Iterable[_Bloc]) -> Iterator[str]:
    """Find what was typed on rows inserted between those of a list."""
    for reponses, colonnes in blocs:
        marquees = {numero for _, numero, _ in reponses.rangees}
        if not (reponses.cases and marquees):
            continue
        for numero in range(min(marquees) + 1, max(marquees)):
            ligne = feuille.grille[numero - 1]
            if numero not in marquees:
                for colonne, lettres in zip(colonnes, reponses.lettres, strict=True):
                    if colonne < len(ligne) and ligne[colonne] not in (None, ""):
                        yield f"{feuille.nom}!{lettres}{numero}"
                        break


def _open_colonne(bloc: _Bloc, marque: str, colonne: int) -> None:
    if marque.startswith(CASE):
        bloc.reponses.cases.append(marque[len(CASE) :])
    bloc.reponses.lettres.append(format_colonne(colonne + 1))
    bloc.colonnes.append(colonne)


def _read_valeurs(
    feuille: Feuille, rang: int, colonnes: list[int], defauts: dict[str, str]
) -> list[Any]:
    """Give the answers of a row; blanks are None."""
    ligne = feuille.grille[rang]
    largeur = len(ligne)
    valeurs: list[Any] = []
    for colonne in colonnes:
        valeur = ligne[colonne] if colonne < largeur else None
        if valeur.__class__ not in _SURS:
            if valeur.__class__ is str:
                valeur = _read_texte(valeur) if valeur else None
            else:
                valeur = _read_rare(valeur, feuille, format_adresse(rang + 1, colonne + 1), defauts)
        valeurs.append(valeur)
    return valeurs


def _read_texte(texte: str) -> str | None:
    if "\r" in texte or "_x000D_" in texte:
        texte = texte.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return texte or None


def read_identite(grille: Grille) -> tuple[dict[str, str], list[str]]:
    """Read what the hidden sheet says: the file's identity, the pieces of what was sent."""
    identite: dict[str, str] = {}
    memoire: list[str] = []
    gauche = -1
    for ligne in grille:
        if gauche < 0:
            couples = pairwise(ligne)
            gauche = next(
                (i for i, c in enumerate(couples) if c == (CLE_FICHIER, VALEUR_FICHIER)), -1
            )
        elif len(ligne) > gauche + 1:
            mot, valeur = ligne[gauche], ligne[gauche + 1]
            if mot == MEMOIRE:
                memoire.append(_format_texte(valeur))
            elif mot in IDENTITE:
                identite.setdefault(mot, _format_texte(valeur))
    return identite, memoire


def _format_texte(valeur: Any) -> str:
    if isinstance(valeur, float | int) and not isinstance(valeur, bool):
        return f"{valeur:.15g}"
    return "" if valeur is None else str(valeur)


def _find_masquees(
    fusions: Iterable[Fusion], places: Mapping[int, set[int]]
) -> Iterator[tuple[str, str]]:
    """Find the answers that a merge hides, and which cell shows instead.

    Most merges are a wide answer's own, and hide no other. `places` are the columns of
    answers, from 0, by row number.
    """
    for haut, gauche, bas, droite in fusions:
        # A merge may be a million rows high; answers are not.
        lignes = (haut,) if haut == bas else [n for n in places if haut <= n <= bas]
        for ligne in lignes:
            premiere = gauche if ligne == haut else gauche - 1
            for colonne in places.get(ligne, ()):
                if premiere <= colonne < droite:
                    visible = format_adresse(haut, gauche)
                    yield (
                        format_adresse(ligne, colonne + 1),
                        f"fusionnée avec {visible} : défusionnez-les",
                    )


def _read_rare(valeur: Any, feuille: Feuille, adresse: str, defauts: dict[str, str]) -> Any:
    """Bring an hour to the number it shows, a moment to the second."""
    if isinstance(valeur, time | timedelta):
        # calamine shows a negative number in a date format as an hour: the file knows better.
        brut = feuille.brut(adresse)
        if brut is None:
            defauts[adresse] = "durée illisible : ressaisissez-la"
        return brut
    if isinstance(valeur, datetime):
        ronde = (valeur + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)
        return ronde if ronde.time() != time() else ronde.date()
    return float(valeur)
