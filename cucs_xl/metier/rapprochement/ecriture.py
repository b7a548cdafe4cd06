"""A line of the export, and the row of the sheet that follows it."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple

from cucs_xl.metier.modele import LigneGrandLivre, Mouvement
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import EtatRapprochement, Stade
from cucs_xl.metier.rapprochement.candidats import plie_nom


class Ecriture(NamedTuple):
    """A line of the finance software, read; the last three are hints the sheet does not keep."""

    piece: str
    date: date
    exercice_comptable: int
    stade: Stade
    montant: Centimes
    tiers: str | None = None
    libelle: str | None = None
    fichier: str | None = None
    financement: str | None = None
    engagement: str | None = None
    siret: str | None = None


def piece_pliee(piece: str | None) -> str:
    """Fold a document's number: case, spaces, signs and leading zeros do not count.

    >>> piece_pliee("EJ 2007-0001") == piece_pliee("ej2007/1"), piece_pliee("1-25")
    (True, '1 25')
    """
    mots = re.findall(r"\d+|[^\W\d_]+", plie_nom(piece))
    return " ".join(mot.lstrip("0") or "0" for mot in mots)


def piece_de(ligne: LigneGrandLivre | Mouvement | Ecriture) -> tuple[Hashable, ...]:
    """Give what a movement and a line of the ledger have in common: their document."""
    return (piece_pliee(ligne.piece), ligne.stade, ligne.exercice_comptable)


def rang(e: Ecriture) -> tuple[Any, ...]:
    """Rank lines as a ledger does: only equal lines rank alike, the order of an export is lost."""
    textes = (e.tiers, e.libelle, e.financement, e.engagement, e.siret, e.fichier)
    return (
        e.exercice_comptable, e.date, e.stade, piece_pliee(e.piece), e.montant,
        *((texte is not None, texte or "") for texte in textes), e.piece,
    )  # fmt: skip


class Suivie:
    """A row at work, with the line of the export that it follows, if any."""

    def __init__(self, ligne: LigneGrandLivre, indices: Ecriture | None = None) -> None:
        self.ligne, self.indices = ligne, indices
        #: Nothing more is done with it in this pass.
        self.close = ligne.etat is EtatRapprochement.IGNOREE or ligne.mouvement is not None

    @property
    def piece(self) -> tuple[Hashable, ...]:
        """Its document."""
        return piece_de(self.ligne)

    @property
    def siret(self) -> str | None:
        """The payee's, when the export tells it."""
        return self.indices.siret if self.indices else None

    @property
    def decidee(self) -> bool:
        """Tell whether a person chose the funding of this row."""
        return (
            self.ligne.financement is not None and self.ligne.etat is not EtatRapprochement.PROPOSEE
        )

    def propose(self, code: str) -> None:
        """Let the officer judge a funding."""
        self.ligne = self.ligne._replace(financement=code, etat=EtatRapprochement.PROPOSEE)

    def settle(self, mouvement: Mouvement, *, commun: bool = True) -> None:
        """Tie to a movement; several fundings behind one line leave the cell as it is."""
        self.ligne = self.ligne._replace(
            financement=mouvement.financement if commun else self.ligne.financement,
            etat=EtatRapprochement.RAPPROCHEE,
            mouvement=mouvement.code,
        )
        self.close = True


def numero(prefixe: str, codes: Iterable[str | None]) -> Callable[[], str]:
    """Number on from the highest code that is there.

    >>> suivant = numero("M", ["M0001", "m625", "autre"])
    >>> suivant(), suivant()
    ('M0626', 'M0627')
    """
    motif = re.compile(rf"{prefixe}([0-9]{{1,15}})", re.IGNORECASE)
    trouves = (motif.fullmatch(code) for code in codes if code)
    dernier = max((int(t[1]) for t in trouves if t), default=0)

    def suivant() -> str:
        nonlocal dernier
        dernier += 1
        return f"{prefixe}{dernier:04d}"

    return suivant
