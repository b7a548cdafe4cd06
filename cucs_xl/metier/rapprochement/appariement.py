"""Lines that the sheet holds already, movements that a line carries already."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence

from cucs_xl.metier.modele import Contrat, LigneGrandLivre, Mouvement
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import EtatRapprochement
from cucs_xl.metier.rapprochement import remarque
from cucs_xl.metier.rapprochement.candidats import plie_nom
from cucs_xl.metier.rapprochement.ecriture import Ecriture, Suivie, numero, piece_de, piece_pliee
from cucs_xl.metier.rapprochement.remarque import Remarque
from cucs_xl.metier.schema import cle_pliee


def cle_de(ligne: LigneGrandLivre | Ecriture, precision: int) -> Hashable:
    """Identify a line: its document, amount and date, then what tells twins apart."""
    details = (plie_nom(ligne.tiers), plie_nom(ligne.libelle), cle_pliee(ligne.financement or ""))
    return (*piece_de(ligne), ligne.montant, ligne.date, *details[:precision])


def recognise(contrat: Contrat, ecritures: Sequence[Ecriture]) -> list[Suivie]:
    """Follow the rows of the sheet, then those that the export adds.

    Each line recognises one row. Among lines that one document repeats, those most alike
    recognise each other first.
    """
    suivies = [Suivie(ligne) for ligne in contrat.grand_livre]
    restantes, libres = list(ecritures), list(suivies)
    for precision in (3, 2, 0):
        par_cle: dict[Hashable, deque[Suivie]] = defaultdict(deque)
        for suivie in libres:
            par_cle[cle_de(suivie.ligne, precision)].append(suivie)
        encore = []
        for ecriture in restantes:
            if memes := par_cle[cle_de(ecriture, precision)]:
                memes.popleft().indices = ecriture
            else:
                encore.append(ecriture)
        restantes = encore
        libres = [suivie for suivie in libres if suivie.indices is None]
    suivant = numero("GL", [ligne.code for ligne in contrat.grand_livre])
    return suivies + [Suivie(_build_ligne(suivant(), e), e) for e in restantes]


def _build_ligne(code: str, e: Ecriture) -> LigneGrandLivre:
    return LigneGrandLivre(
        code, e.piece, e.date, e.exercice_comptable, e.stade, e.tiers, e.libelle, e.montant,
        None, EtatRapprochement.A_AFFECTER, None, e.fichier,
    )  # fmt: skip


#: States in which nothing is left to write.
_ACHEVES = (EtatRapprochement.RAPPROCHEE, EtatRapprochement.IGNOREE)


def _argent(ligne: LigneGrandLivre | Mouvement, code: str | None) -> tuple[Hashable, ...]:
    return (code, ligne.stade, ligne.exercice_comptable, ligne.montant)


class Libres:
    """The movements that no line of the ledger carries yet, by document."""

    def __init__(
        self, contrat: Contrat, suivies: Sequence[Suivie], remarques: list[Remarque]
    ) -> None:
        self._par_piece: dict[tuple[Hashable, ...], list[Mouvement]] = defaultdict(list)
        self._semblables: dict[tuple[Hashable, ...], list[Mouvement]] = defaultdict(list)
        self._portes = {suivie.ligne.mouvement for suivie in suivies}
        for mouvement in contrat.mouvements:
            self._semblables[_argent(mouvement, mouvement.financement)].append(mouvement)
            if piece_pliee(mouvement.piece):
                self._par_piece[piece_de(mouvement)].append(mouvement)
        mouvements = {m.code: m for m in contrat.mouvements}
        portees: dict[tuple[Hashable, ...], list[Suivie]] = defaultdict(list)
        for suivie in suivies:
            if suivie.ligne.mouvement is None:
                continue
            porte = mouvements.get(suivie.ligne.mouvement)
            if porte is None:
                remarques.append(remarque.mouvement_absent(suivie.ligne))
            else:
                portees[piece_de(porte)].append(suivie)
                if suivie.ligne.etat not in _ACHEVES:  # a person typed the movement
                    suivie.settle(porte, commun=suivie.ligne.financement is None)
        for piece, groupe in portees.items():
            lignes: dict[str, list[LigneGrandLivre]] = defaultdict(list)
            for suivie in groupe:
                lignes[suivie.ligne.mouvement or ""].append(suivie.ligne)
            self._remove(piece, [(mouvements[code], lignes[code]) for code in lignes], remarques)

    def _remove(
        self,
        piece: tuple[Hashable, ...],
        portes: Sequence[tuple[Mouvement, list[LigneGrandLivre]]],
        remarques: list[Remarque],
    ) -> None:
        """Set apart what settled lines carry: their movement, or all that is left of a document.

        Lines that do not make their movement's amount were matched sum to sum.
        """
        inexacts = [(m, lignes) for m, lignes in portes if not _is_egal(lignes, [m])]
        lignes = [ligne for _, siennes in inexacts for ligne in siennes]
        exacts = {m.code for m, _ in portes} - {m.code for m, _ in inexacts}
        libres = [m for m in self.of(piece) if m.code not in exacts]
        if lignes and _is_egal(lignes, libres):
            libres = []
        elif lignes:
            siens = [m for m, _ in inexacts]
            libres = [m for m in libres if m not in siens]
            if not _is_egal(lignes, siens):
                remarques.append(remarque.ecart(lignes[0], siens))
        self._par_piece[piece] = libres

    def of(self, piece: tuple[Hashable, ...]) -> list[Mouvement]:
        """Give the free movements of a document."""
        return self._par_piece.get(piece, [])

    def rivaux(self, ligne: LigneGrandLivre) -> list[Mouvement]:
        """Give those that a new movement would repeat: same document, and amount or funding."""
        return [
            m
            for m in self.of(piece_de(ligne))
            if m.montant == ligne.montant or m.financement == ligne.financement
        ]

    def sosies(self, ligne: LigneGrandLivre, code: str) -> list[Mouvement]:
        """Give those of the same money under another number: perhaps the same document."""
        return [
            m
            for m in self._semblables.get(_argent(ligne, code), [])
            if m.code not in self._portes
            and (not piece_pliee(m.piece) or m in self.of(piece_de(m)))
        ]

    def match(
        self, suivies: Sequence[Suivie], accords: Sequence[Callable[[Suivie, Mouvement], bool]]
    ) -> None:
        """Match lines with movements: one to one, the best agreements first, then sum to sum."""
        par_piece: dict[tuple[Hashable, ...], list[Suivie]] = defaultdict(list)
        for suivie in suivies:
            if self.of(suivie.piece):
                par_piece[suivie.piece].append(suivie)
        for piece, groupe in par_piece.items():
            libres = self.of(piece)
            for accord in accords:
                for suivie in groupe:
                    trouve = next((m for m in libres if accord(suivie, m)), None)
                    if trouve is not None and not suivie.close:
                        libres.remove(trouve)
                        suivie.settle(trouve)
            self._match_somme([suivie for suivie in groupe if not suivie.close], libres)

    @staticmethod
    def _match_somme(restes: Sequence[Suivie], libres: list[Mouvement]) -> None:
        """Tie what is left of a document when both sides make the same sum."""
        if not _is_egal([suivie.ligne for suivie in restes], libres):
            return
        codes = {m.financement for m in libres}
        if all(s.ligne.financement is None or {s.ligne.financement} == codes for s in restes):
            for suivie in restes:
                suivie.settle(libres[0], commun=len(codes) == 1)
            libres.clear()


def accord_montant(suivie: Suivie, mouvement: Mouvement) -> bool:
    """Tell whether a movement is of a line's amount, and not of another funding."""
    return (
        mouvement.montant is not None
        and mouvement.montant == suivie.ligne.montant
        and suivie.ligne.financement in {None, mouvement.financement}
    )


def accord_date(suivie: Suivie, mouvement: Mouvement) -> bool:
    """Tell whether it is also of the same day."""
    return mouvement.date == suivie.ligne.date and accord_montant(suivie, mouvement)


def _is_egal(lignes: Sequence[LigneGrandLivre], mouvements: Sequence[Mouvement]) -> bool:
    """Tell whether both sides make the same sum; an unknown amount makes none."""
    somme = _somme(lignes)
    return somme is not None and somme == _somme(mouvements)


def _somme(montants: Sequence[LigneGrandLivre | Mouvement]) -> Centimes | None:
    somme = 0
    for ligne in montants:
        if ligne.montant is None:
            return None
        somme += ligne.montant
    return somme if montants else None
