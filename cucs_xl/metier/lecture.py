"""From raw grids to the typed contract: everything readable is read, all the rest is told.

Grids come from any host. Columns are found by heading, so that a moved column is only a
remark; a value that cannot be read is an anomaly and stays unknown, never zero.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.constats import (
    calcul_ecrase,
    cellule_refusee,
    colonne_absente,
    colonne_deplacee,
    erreur_excel,
    lignes_sous_table,
    nombre_en_texte,
    table_absente,
)
from cucs_xl.metier.modele import TABLE_PAR_NOM, TABLES, Contrat
from cucs_xl.metier.montant import BRUIT
from cucs_xl.metier.schema import (
    ANNEE,
    DATE,
    MONTANT,
    NOMBRE,
    TAUX,
    Cellule,
    Colonne,
    Remplisseur,
    Table,
    cle_pliee,
)

__all__ = ["Grille", "Lecture", "calcul_ecrase", "read_contrat"]

#: How columns of numbers are read: what formulas sum or compare.
_NOMBRES = frozenset(genre.read for genre in (MONTANT, ANNEE, DATE, NOMBRE, TAUX))
#: Above this many cents `euros` decides.
_COURANT = 1e14


class Grille(NamedTuple):
    """A table as a host found it: headings and raw cells.

    `premiere` is the sheet row of the first line. `dessous` are the sheet rows typed
    just below the table, which the sheet does not count in it. `erreurs` maps (rank of
    the line, heading) to an Excel error such as « #REF! », whose cell reads as None.
    `tableur` says that formulas sum these cells: a number typed as text escapes them.
    """

    entetes: tuple[str, ...]
    lignes: Sequence[Sequence[Cellule]]
    premiere: int
    dessous: tuple[int, ...] = ()
    erreurs: Mapping[tuple[int, str], str] = {}
    tableur: bool = False


class Lecture(NamedTuple):
    """What was read, and everything that could not be."""

    contrat: Contrat
    anomalies: tuple[Anomalie, ...]


def read_contrat(grilles: Mapping[str, Grille], tables: Iterable[Table] = TABLES) -> Lecture:
    """Read the given tables; those that no host found are one anomaly each."""
    anomalies: list[Anomalie] = []
    colonnes: dict[str, _Colonnes] = {}
    for table in tables:
        grille = grilles.get(table.nom)
        if grille is None:
            anomalies.append(table_absente(table))
        else:
            colonnes[table.nom] = _read_table(table, grille, anomalies.append)
    for nom, lues in colonnes.items():
        table = TABLE_PAR_NOM[nom]
        if len(table.cles) > 1 and table.rempli_par is Remplisseur.AGENT:
            # A code that comes back every year: one spelling, or its years part.
            codes = lues.valeurs[table.cles[0]]
            lues.valeurs[table.cles[0]] = _accorde(codes, codes)
    for nom, lues in colonnes.items():
        _canonise(TABLE_PAR_NOM[nom], lues.valeurs, colonnes)
    rangees = (
        _build_lignes(table, colonnes[table.nom]) if table.nom in colonnes else ()
        for table in TABLES
    )
    return Lecture(Contrat(*rangees), tuple(anomalies))


class _Colonnes(NamedTuple):
    """The readable values of a table, by attribute, blank lines left out."""

    valeurs: dict[str, list[Any]]
    lignes: list[int]


def _read_table(table: Table, grille: Grille, tell: Callable[[Anomalie], None]) -> _Colonnes:
    _check_entetes(table, grille, tell)
    for rang in grille.dessous:
        tell(lignes_sous_table(table, rang))
    entetes = {colonne.entete for colonne in table.saisies}
    rangs = {entete: i for i, entete in enumerate(grille.entetes) if entete in entetes}
    places = list(rangs.values())
    fautives = {i for i, entete in grille.erreurs if entete in entetes}
    pleines = [
        (i, ligne)
        for i, ligne in enumerate(grille.lignes)
        if i in fautives or _is_pleine(ligne, places)
    ]
    lignes = [grille.premiere + i for i, _ in pleines]
    bruts = {entete: [ligne[place] for _, ligne in pleines] for entete, place in rangs.items()}
    cles = [bruts[table.entete(cle)] for cle in table.cles if table.entete(cle) in bruts]
    valeurs: dict[str, list[Any]] = {}
    for colonne in table.saisies:
        assert colonne.attribut is not None
        brut = bruts.get(colonne.entete)
        if brut is None:
            valeurs[colonne.attribut] = [None] * len(pleines)
            continue
        lues, refus = _read_colonne(colonne, brut)
        valeurs[colonne.attribut] = lues
        if grille.tableur and colonne.genre.read in _NOMBRES:
            for rang, (valeur, lue) in enumerate(zip(brut, lues, strict=True)):
                if type(valeur) is str and lue is not None:
                    cle = _cle_brute(cles, rang, lignes)
                    tell(nombre_en_texte(table, colonne, cle, lignes[rang], valeur))
        for rang, message in refus:
            tell(
                cellule_refusee(
                    table, colonne, _cle_brute(cles, rang, lignes), lignes[rang], message
                )
            )
    par_rang = {i: rang for rang, (i, _) in enumerate(pleines)}
    for (i, entete), erreur in grille.erreurs.items():
        if i in par_rang and entete in {colonne.entete for colonne in table.colonnes}:
            rang = par_rang[i]
            tell(erreur_excel(table, entete, _cle_brute(cles, rang, lignes), lignes[rang], erreur))
    return _Colonnes(valeurs, lignes)


def _is_pleine(ligne: Sequence[Cellule], places: Sequence[int]) -> bool:
    """Tell whether anybody typed anything on the line; a formula alone does not count."""
    for place in places:
        valeur = ligne[place]
        # Most rows start with their code: the first test answers.
        if valeur and (type(valeur) is not str or valeur.strip()):
            return True
        if valeur is not None and type(valeur) is not str:  # zero and false are typed
            return True
    return False


def _read_colonne(
    colonne: Colonne, brut: Sequence[Cellule]
) -> tuple[list[Any], list[tuple[int, str]]]:
    """Read one column; a refused cell is None and its message is kept with its rank."""
    read = colonne.genre.read
    lues: list[Any] = []
    refus: list[tuple[int, str]] = []
    rapide = colonne.genre is MONTANT
    # Codes, references and list values come back row after row: each text is read once.
    connus: dict[str, Any] = {"": None}
    for rang, valeur in enumerate(brut):
        if valeur is None:
            lues.append(None)
            continue
        if type(valeur) is str and valeur in connus:
            lues.append(connus[valeur])
            continue
        if rapide and type(valeur) is float:
            # The common case of `euros`, without the call: whole cents, plausible size.
            centimes = valeur * 100
            if -_COURANT < centimes < _COURANT:
                entier = round(centimes)
                if -BRUIT <= centimes - entier <= BRUIT:
                    lues.append(entier)
                    continue
        if isinstance(valeur, str) and not valeur.strip():
            lues.append(None)
            continue
        try:
            lue = read(valeur)
        except ValueError as erreur:
            lues.append(None)
            refus.append((rang, str(erreur)))
            continue
        lues.append(lue)
        if type(valeur) is str:
            connus[valeur] = lue
    return lues, refus


def _canonise(table: Table, valeurs: dict[str, list[Any]], toutes: Mapping[str, _Colonnes]) -> None:
    """Spell references as the key they name: SUMIFS ignores case and 07 for 7, so must we."""
    for colonne in table.saisies:
        cible = TABLE_PAR_NOM.get(colonne.genre.table or "")
        if cible is None or cible.nom not in toutes or colonne.attribut is None:
            continue
        cles = toutes[cible.nom].valeurs[cible.cles[0]]
        valeurs[colonne.attribut] = _accorde(valeurs[colonne.attribut], cles)


def _accorde(valeurs: Sequence[Any], cles: Sequence[Any]) -> list[Any]:
    """Give each text the spelling of the first key that it equals once folded."""
    par_pli: dict[str, str] = {}
    for cle in cles:
        if isinstance(cle, str):
            par_pli.setdefault(cle_pliee(cle), cle)
    tels_quels = set(par_pli.values())
    return [
        par_pli.get(cle_pliee(v), v) if isinstance(v, str) and v not in tels_quels else v
        for v in valeurs
    ]


def _build_lignes(table: Table, colonnes: _Colonnes) -> tuple[Any, ...]:
    return tuple(map(table.modele, *colonnes.valeurs.values(), colonnes.lignes))


def _cle_brute(cles: Sequence[Sequence[Cellule]], rang: int, lignes: Sequence[int]) -> str:
    parts = [colonne[rang] for colonne in cles]
    if not parts or any(part in (None, "") for part in parts):
        return f"ligne {lignes[rang]}"
    return "|".join(f"{p:.15g}" if isinstance(p, float) else str(p) for p in parts)


def _plie(texte: str) -> str:
    """Fold a heading for comparison: no accent, no case, single spaces."""
    nu = unicodedata.normalize("NFD", texte)
    return " ".join("".join(c for c in nu if not unicodedata.combining(c)).casefold().split())


def _check_entetes(table: Table, grille: Grille, tell: Callable[[Anomalie], None]) -> None:
    attendus = [colonne.entete for colonne in table.colonnes]
    presents = [entete for entete in grille.entetes if entete in attendus]
    inconnus = {_plie(entete): entete for entete in grille.entetes if entete not in attendus}
    for colonne in table.colonnes:
        if colonne.entete in presents:
            continue
        proche = get_close_matches(_plie(colonne.entete), inconnus, n=1, cutoff=0.6)
        tell(colonne_absente(table, colonne, inconnus[proche[0]] if proche else None))
    ordre = [entete for entete in attendus if entete in presents]
    if presents != ordre:
        tell(colonne_deplacee(table, _deplacee(ordre, presents)))


def _deplacee(attendus: Sequence[str], presents: Sequence[str]) -> str:
    """Name the heading whose removal brings both orders together, or the first that differs."""
    for entete in attendus:
        if [e for e in attendus if e != entete] == [e for e in presents if e != entete]:
            return entete
    return next(p for a, p in zip(attendus, presents, strict=True) if a != p)
