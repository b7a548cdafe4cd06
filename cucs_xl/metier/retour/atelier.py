"""A contract being changed field by field, and the trace of each change."""

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

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


class Atelier:
    """A working copy: rows by key, changed one field at a time.

    `illisibles` are fields of the master that nobody can read: they are never overwritten.
    """

    def __init__(self, contrat: Contrat, illisibles: Collection[Repere] = ()) -> None:
        self.source = Source(contrat)
        self.changements: list[Changement] = []
        self._illisibles = frozenset(illisibles)
        self._modifiees: dict[str, dict[str, Any]] = {}
        self._ajoutees: dict[str, dict[str, Any]] = {}
        self._retirees: dict[str, set[str]] = {}

    def row(self, table: Table, cle: str) -> Any | None:
        """Give a row as it now is."""
        if cle in self._retirees.get(table.nom, ()):
            return None
        for rangees in (self._ajoutees, self._modifiees):
            trouvee = rangees.get(table.nom, {}).get(cle)
            if trouvee is not None:
                return trouvee
        return self.source.row(table, cle)

    def value(self, repere: Repere) -> Any:
        """Give a field as it now is, or the sentinel that says why it cannot be told."""
        ligne = self.row(repere.declaree, repere.cle)
        if ligne is None:
            return DISPARUE
        if repere in self._illisibles or self.source.is_double(repere.declaree, repere.cle):
            return ILLISIBLE
        return getattr(ligne, repere.attribut)

    def set(self, repere: Repere, valeur: Any, origine: Origine) -> None:
        """Change a field of a row that exists."""
        table = repere.declaree
        ligne = self.row(table, repere.cle)
        assert ligne is not None
        avant = getattr(ligne, repere.attribut)
        if avant == valeur:
            return
        changee = ligne._replace(**{repere.attribut: valeur})
        if repere.cle in self._ajoutees.get(table.nom, {}):
            self._ajoutees[table.nom][repere.cle] = changee
        else:
            self._modifiees.setdefault(table.nom, {})[repere.cle] = changee
        self.changements.append(Changement(repere, avant, valeur, origine))

    def add(self, table: Table, ligne: Any, origine: Origine) -> str:
        """Add a row; give its key."""
        cle = table.cle(ligne)
        self._ajoutees.setdefault(table.nom, {})[cle] = ligne
        self._retirees.get(table.nom, set()).discard(cle)
        self.changements.append(Changement(Repere(table.nom, cle, ""), None, ligne, origine))
        return cle

    def open(self, table: Table, cle: str, envoi: Envoi | None, origine: Origine) -> None:
        """Add the row of a known key, with nothing but its key and what a new action needs."""
        ligne = build_ligne(table, cle)
        if table is ACTIONS and envoi is not None:
            ligne = _open_action(self.source.contrat, ligne, envoi)
        self.add(table, ligne, origine)

    def remove(self, repere: Repere, origine: Origine) -> None:
        """Take a row out."""
        table = repere.declaree
        ligne = self.row(table, repere.cle)
        if ligne is None:
            return
        if repere.cle in self._ajoutees.get(table.nom, {}):
            del self._ajoutees[table.nom][repere.cle]
        else:
            self._retirees.setdefault(table.nom, set()).add(repere.cle)
        self.changements.append(Changement(repere, ligne, None, origine))

    def grown(self) -> Contrat:
        """Give the contract with the rows added so far: what a new code must differ from."""
        contrat = self.source.contrat
        champs = {
            nom: (*contrat.table(table), *self._ajoutees[table.nom].values())
            for nom, table in zip(contrat._fields, TABLES, strict=True)
            if table.nom in self._ajoutees
        }
        return contrat._replace(**champs)

    def build(self) -> Contrat:
        """Give the contract as it now is: rows where they were, new ones at the end."""
        champs: dict[str, tuple[Any, ...]] = {}
        touchees = {*self._modifiees, *self._ajoutees, *self._retirees}
        contrat = self.source.contrat
        for nom, table in zip(contrat._fields, TABLES, strict=True):
            if table.nom not in touchees:
                continue
            # By identity: of two rows that share a key, none is ever changed.
            changees = {
                id(self.source.row(table, cle)): ligne
                for cle, ligne in self._modifiees.get(table.nom, {}).items()
            }
            retirees = {id(self.source.row(table, c)) for c in self._retirees.get(table.nom, ())}
            lignes = [
                changees.get(id(ligne), ligne)
                for ligne in contrat.table(table)
                if id(ligne) not in retirees
            ]
            champs[nom] = (*lignes, *self._ajoutees.get(table.nom, {}).values())
        return contrat._replace(**champs)


def build_ligne(table: Table, cle: str) -> Any:
    """Build the row of a key, every other field unknown.

    Raises:
        ValueError: the key is not one of that table.
    """
    parts = cle.split("|")
    colonnes = [colonne for colonne in table.saisies if colonne.cle]
    valeurs = {
        colonne.attribut or "": colonne.genre.read(part) if part else None
        for colonne, part in zip(colonnes, parts, strict=True)
    }
    return table.modele(**valeurs)


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
