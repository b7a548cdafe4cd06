"""A contract being changed field by field, and the trace of each change."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from cucs_xl.metier.cloture import find_clos, is_figee
from cucs_xl.metier.formulaire import Envoi, Source
from cucs_xl.metier.modele import ACTIONS, TABLE_PAR_NOM, TABLES, Action, Contrat
from cucs_xl.metier.nomenclature import StatutAction
from cucs_xl.metier.schema import Table


class Repere(NamedTuple):
    """A field of the master: table, key of the row, heading; no heading: the whole row."""

    table: str
    cle: str
    champ: str

    @property
    def declaree(self) -> Table:
        """Its table."""
        return TABLE_PAR_NOM[self.table]

    @property
    def attribut(self) -> str:
        """The attribute that its heading names."""
        return _find_attribut(self.table, self.champ)


@cache
def _find_attribut(table: str, champ: str) -> str:
    return next(
        c.attribut for c in TABLE_PAR_NOM[table].saisies if c.entete == champ and c.attribut
    )


class Origine(NamedTuple):
    """Where a value comes from: a file and its cell."""

    fichier: str
    adresse: str

    def __str__(self) -> str:
        return f"{self.fichier}, {self.adresse}" if self.adresse else self.fichier


class Changement(NamedTuple):
    """A field that changed, or a row that came (`champ` blank, after only) or went."""

    repere: Repere
    avant: Any
    apres: Any
    origine: Origine


class Sentinelle(NamedTuple):
    """What stands for a value of the master that cannot be compared, and how it is told."""

    texte: str


#: The master's row is gone; its cell cannot be read, or its key is borne twice.
DISPARUE = Sentinelle("(ligne supprimée du classeur)")
ILLISIBLE = Sentinelle("(illisible dans le classeur)")


class _Rayon(NamedTuple):
    """A table being changed: rows as they were and as they are, keys touched, borne twice."""

    anciennes: Mapping[str, Any]
    lignes: dict[str, Any]
    touchees: dict[str, None]
    doubles: Collection[str]


class _Rayons(dict[str, _Rayon]):
    """The tables of a contract by name, each opened when it is first asked."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def __missing__(self, nom: str) -> _Rayon:
        table = TABLE_PAR_NOM[nom]
        anciennes = self._source.rows(table)
        rayon = self[nom] = _Rayon(anciennes, dict(anciennes), {}, self._source.doubles(table))
        return rayon


class Atelier:
    """A working copy: rows by key, changed one field at a time.

    `illisibles` are fields of the master that nobody can read: they are never overwritten.
    """

    def __init__(self, source: Source, illisibles: Collection[Repere] = ()) -> None:
        self.source = source
        self.changements: list[Changement] = []
        self._illisibles, self._clos = frozenset(illisibles), find_clos(source.contrat)
        self._rayons = _Rayons(source)

    def row(self, table: Table, cle: str) -> Any | None:
        """Give a row as it now is."""
        return self._rayons[table.nom].lignes.get(cle)

    def value(self, repere: Repere) -> Any:
        """Give a field as it now is, or the sentinel that says why it cannot be told."""
        rayon = self._rayons[repere.table]
        ligne = rayon.lignes.get(repere.cle)
        if ligne is None:
            return DISPARUE
        if repere.cle in rayon.doubles or (self._illisibles and repere in self._illisibles):
            return ILLISIBLE
        return getattr(ligne, repere.attribut)

    def is_figee(self, repere: Repere, valeur: Any = None) -> bool:
        """Tell whether a change would alter a closed year: the row's, or the one it would have."""
        if not self._clos:
            return False
        table = repere.declaree
        ligne = self.row(table, repere.cle) or build_ligne(table, repere.cle)
        devenue = ligne._replace(**{repere.attribut: valeur}) if repere.champ else ligne
        return is_figee(table, ligne, self._clos) or is_figee(table, devenue, self._clos)

    def set(self, repere: Repere, valeur: Any, origine: Origine) -> None:
        """Change a field of a row that exists."""
        lignes, attribut = self._rayons[repere.table].lignes, repere.attribut
        ligne = lignes[repere.cle]
        avant = getattr(ligne, attribut)
        if avant == valeur:
            return
        lignes[repere.cle] = ligne._replace(**{attribut: valeur})
        self._note(Changement(repere, avant, valeur, origine))

    def add(self, table: Table, ligne: Any, origine: Origine) -> str:
        """Add a row; give its key."""
        cle = table.cle(ligne)
        self._put(table, cle, ligne, origine)
        return cle

    def open(self, table: Table, cle: str, envoi: Envoi | None, origine: Origine) -> None:
        """Add the row of a known key, with nothing but its key and what a new action needs."""
        ligne = build_ligne(table, cle)
        if table is ACTIONS and envoi is not None:
            ligne = _open_action(self.source.contrat, ligne, envoi)
        self._put(table, cle, ligne, origine)

    def _put(self, table: Table, cle: str, ligne: Any, origine: Origine) -> None:
        self._rayons[table.nom].lignes[cle] = ligne
        self._note(Changement(Repere(table.nom, cle, ""), None, ligne, origine))

    def remove(self, repere: Repere, origine: Origine) -> None:
        """Take a row out."""
        ligne = self._rayons[repere.table].lignes.pop(repere.cle, None)
        if ligne is not None:
            self._note(Changement(repere, ligne, None, origine))

    def _note(self, changement: Changement) -> None:
        self.changements.append(changement)
        self._rayons[changement.repere.table].touchees[changement.repere.cle] = None

    def grown(self) -> Contrat:
        """Give the contract with the rows added so far: what a new code must differ from."""
        contrat = self.source.contrat
        return contrat._replace(
            **{
                champ: (*contrat.table(table), *_read_nees(rayon))
                for champ, table, rayon in self._list_changes()
            }
        )

    def build(self) -> Contrat:
        """Give the contract as it now is: rows where they were, new ones at the end."""
        contrat = self.source.contrat
        champs: dict[str, tuple[Any, ...]] = {}
        for champ, table, rayon in self._list_changes():
            # By identity: of two rows that share a key, none but the first is ever changed.
            changees = {
                id(rayon.anciennes[cle]): rayon.lignes.get(cle)
                for cle in rayon.touchees
                if cle in rayon.anciennes
            }
            gardees = (changees.get(id(ligne), ligne) for ligne in contrat.table(table))
            champs[champ] = (
                *(ligne for ligne in gardees if ligne is not None),
                *_read_nees(rayon),
            )
        return contrat._replace(**champs)

    def _list_changes(self) -> Iterator[tuple[str, Table, _Rayon]]:
        """List the tables that changed, with their field of the contract."""
        for champ, table in zip(self.source.contrat._fields, TABLES, strict=True):
            rayon = self._rayons.get(table.nom)
            if rayon is not None and rayon.touchees:
                yield champ, table, rayon


def _read_nees(rayon: _Rayon) -> Iterator[Any]:
    """Give the rows that the contract did not have, in the order they came."""
    for cle in rayon.touchees:
        if cle in rayon.lignes and cle not in rayon.anciennes:
            yield rayon.lignes[cle]


def build_ligne(table: Table, cle: str) -> Any:
    """Build the row of a key, every other field unknown.

    Raises:
        ValueError: the key is not one of that table.
    """
    parts = zip(table.cles, cle.split("|"), strict=True)
    return table.modele(**{nom: _read_part(table.nom, nom, part) for nom, part in parts})


@cache
def _read_part(table: str, attribut: str, part: str) -> Any:
    """Read a part of a key: a few years and accounts make thousands of them."""
    colonne = next(c for c in TABLE_PAR_NOM[table].colonnes_cle if c.attribut == attribut)
    return colonne.genre.read(part) if part else None


def _open_action(contrat: Contrat, action: Action, envoi: Envoi) -> Action:
    """Open an action in a year: filed by its operator, of the scheme it had before."""
    precedentes = [
        a for a in contrat.actions if a.code == action.code and (a.exercice or 0) < envoi.exercice
    ]
    avant = max(precedentes, key=lambda a: a.exercice or 0, default=None)
    return action._replace(
        operateur=envoi.destinataire,
        statut=StatutAction.DEPOSEE,
        dispositif=avant.dispositif if avant else None,
        action_mere=avant.action_mere if avant else None,
    )
