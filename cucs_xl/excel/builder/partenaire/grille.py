"""Where each block stands on paper: sheets, widths of columns, columns of each case.

Amounts never share columns with a merge: a budget can be pasted from another workbook.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.formulaire import NEANT, Bloc, Case, Forme, Question
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.schema import Sorte

#: First and last columns, from 0.
Empan: TypeAlias = tuple[int, int]


class Grille(NamedTuple):
    """The columns of a sheet. `cles` are hidden: they hold marks.

    A question drawn on a line has its label, then its answer, whose width depends on what
    it holds; words about a narrow answer stand at its right.
    """

    nom: str
    largeurs: tuple[float, ...]
    cles: tuple[int, ...]
    libelle: Empan
    large: Empan
    moyen: Empan
    etroit: Empan
    message: Empan
    paysage: bool

    @property
    def etat(self) -> int:
        """The column of states: the last."""
        return len(self.largeurs) - 1

    @property
    def milieu(self) -> int:
        """The last column left of the second column of marks, or of the states."""
        return (self.cles[1] if len(self.cles) > 1 else self.etat) - 1

    def largeur(self, empan: Empan) -> float:
        """Measure columns, hidden ones left out, in characters."""
        debut, fin = empan
        return sum(self.largeurs[c] for c in range(debut, fin + 1) if c not in self.cles)

    def empan(self, case: Case) -> Empan:
        """Give the columns of the answer of a question drawn on a line."""
        if isinstance(case, Question) and case.saisie:
            match case.genre.sorte:
                case Sorte.DATE | Sorte.ANNEE | Sorte.NOMBRE | Sorte.MONTANT | Sorte.TAUX:
                    return self.etroit
                case Sorte.LISTE | Sorte.CODE:
                    return self.moyen
        return self.large


def _portrait(nom: str) -> Grille:
    return Grille(
        nom, (2, 28, 13.5, 13.5, 10, 2, 1.2, 13, 14, 13.5, 13.5, 8, 15.5), (0, 5),
        libelle=(1, 2), large=(3, 11), moyen=(3, 4), etroit=(3, 3), message=(4, 11), paysage=False,
    )  # fmt: skip


CREDITS, PAIEMENTS, DROIT_COMMUN = "Crédits", "Paiements", "Droit commun"
GRILLES: Mapping[ModeleRetour, tuple[Grille, ...]] = {
    ModeleRetour.FICHE: (_portrait("Fiche"),),
    ModeleRetour.DEMANDE: (_portrait("Demande"),),
    ModeleRetour.CREDITS: (
        Grille(
            CREDITS, (2, 50, 14, 14.5, 14.5, 14.5, 14.5, 8, 12, 20, 18), (0,),
            libelle=(1, 1), large=(2, 9), moyen=(2, 3), etroit=(2, 2), message=(3, 9), paysage=True,
        ),
        Grille(
            PAIEMENTS, (2, 82, 14, 11, 12, 12, 15, 20, 18), (0,),
            libelle=(1, 1), large=(2, 7), moyen=(2, 3), etroit=(2, 2), message=(3, 7), paysage=True,
        ),
        Grille(
            DROIT_COMMUN, (2, 17, 28, 18, 24, 15, 8, 18, 22, 18, 9, 22, 16), (0,),
            libelle=(1, 2), large=(3, 8), moyen=(3, 4), etroit=(3, 3), message=(4, 8), paysage=True,
        ),
    ),
}  # fmt: skip

#: The sheet of each block that is not on the first.
AILLEURS = {
    (ModeleRetour.CREDITS, "versements"): PAIEMENTS,
    (ModeleRetour.CREDITS, "themes"): DROIT_COMMUN,
    (ModeleRetour.CREDITS, "droit-commun"): DROIT_COMMUN,
}

#: Columns of the cases of each list, in order; « néant » last where it is asked.
_LISTES: Mapping[tuple[ModeleRetour, str], tuple[Empan, ...]] = {
    (ModeleRetour.FICHE, "quartiers"): ((1, 2), (3, 6), (7, 7), (8, 8)),
    (ModeleRetour.FICHE, "indicateurs"): ((1, 3), (4, 6), (7, 7), (8, 8), (9, 9), (10, 11)),
    (ModeleRetour.FICHE, "charges"): ((1, 1), (2, 2), (3, 3), (4, 4)),
    (ModeleRetour.FICHE, "produits"): ((7, 8), (9, 9), (10, 10), (11, 11)),
    (ModeleRetour.FICHE, "emplois"): ((1, 1), (2, 2), (3, 3), (4, 4)),
    (ModeleRetour.FICHE, "ressources"): ((7, 8), (9, 9), (10, 10), (11, 11)),
    (ModeleRetour.DEMANDE, "quartiers"): ((1, 2), (3, 6), (7, 7)),
    (ModeleRetour.DEMANDE, "indicateurs"): ((1, 2), (3, 3), (4, 6), (7, 7), (8, 9), (10, 10), (11, 11)),
    (ModeleRetour.DEMANDE, "plan"): ((1, 2), (3, 6), (7, 8), (9, 9), (10, 11)),
    (ModeleRetour.DEMANDE, "charges"): ((1, 2), (3, 3), (4, 4)),
    (ModeleRetour.DEMANDE, "produits"): ((7, 9), (10, 10), (11, 11)),
    (ModeleRetour.DEMANDE, "emplois"): ((1, 2), (3, 3), (4, 4)),
    (ModeleRetour.DEMANDE, "ressources"): ((7, 9), (10, 10), (11, 11)),
    (ModeleRetour.CREDITS, "credits"): ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (8, 8), (9, 9), (7, 7)),
    (ModeleRetour.CREDITS, "versements"): tuple((c, c) for c in range(1, 8)),
    (ModeleRetour.CREDITS, "themes"): ((1, 3), (4, 4), (5, 5)),
    (ModeleRetour.CREDITS, "droit-commun"): tuple((c, c) for c in range(1, 12)),
}  # fmt: skip

#: Lines of text that a blank row offers, where one is not enough.
LIGNES_LIBRES = {"indicateurs": 2, "droit-commun": 2}


def find_grille(modele: ModeleRetour, bloc: Bloc) -> Grille:
    """Give the sheet on which a block is drawn."""
    nom = AILLEURS.get((modele, bloc.code))
    return next((g for g in GRILLES[modele] if g.nom == nom), GRILLES[modele][0])


def find_empans(modele: ModeleRetour, bloc: Bloc) -> Mapping[str, Empan]:
    """Give the columns of each case of a block, « néant » included."""
    codes = [case.code for case in bloc.cases]
    if bloc.forme is Forme.FICHE:
        grille = find_grille(modele, bloc)
        return {case.code: grille.empan(case) for case in bloc.cases}
    if bloc.neant:
        codes.append(NEANT)
    return dict(zip(codes, _LISTES[modele, bloc.code], strict=True))
