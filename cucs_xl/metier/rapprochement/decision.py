"""What becomes of a line that no movement carries: written, proposed, or left to people."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from cucs_xl.metier.modele import GRAND_LIVRE, Contrat, Mouvement
from cucs_xl.metier.nomenclature import EtatRapprochement, Stade, StatutExercice
from cucs_xl.metier.rapprochement import remarque
from cucs_xl.metier.rapprochement.appariement import Libres, accord_date, accord_montant, cle_de
from cucs_xl.metier.rapprochement.candidats import Candidats
from cucs_xl.metier.rapprochement.ecriture import Suivie, numero, piece_pliee
from cucs_xl.metier.rapprochement.remarque import Remarque
from cucs_xl.metier.schema import cle_pliee

#: What a line must tell to become a movement.
_DUS = ("stade", "date", "exercice_comptable", "montant")


class Travail:
    """One pass over the open lines, step by step: what is certain first, proposals last."""

    def __init__(
        self,
        contrat: Contrat,
        suivies: Sequence[Suivie],
        libres: Libres,
        remarques: list[Remarque],
    ) -> None:
        self._contrat, self._suivies = contrat, suivies
        self._libres, self._remarques = libres, remarques
        self._financements = {cle_pliee(f.code): f.code for f in contrat.financements if f.code}
        self._candidats = Candidats(contrat)
        self._clos = {e.exercice for e in contrat.exercices if e.statut is StatutExercice.CLOS}
        self._suivant = numero("M", [m.code for m in contrat.mouvements])
        #: Fundings and accounting years, by number of engagement.
        self._engagements: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
        for mouvement in contrat.mouvements:
            self._note_engagement(mouvement)
        self._mouvements: list[Mouvement] = []
        #: Fundings that written evidence points at without proof.
        self._probables: list[tuple[Suivie, str]] = []

    @property
    def contrat(self) -> Contrat:
        """The contract as the steps taken leave it."""
        return self._contrat._replace(
            grand_livre=tuple(suivie.ligne for suivie in self._suivies),
            mouvements=(*self._contrat.mouvements, *self._mouvements),
        )

    def _note_engagement(self, mouvement: Mouvement) -> None:
        piece = piece_pliee(mouvement.piece)
        if mouvement.stade is Stade.ENGAGEMENT and mouvement.financement and piece:
            self._engagements[piece].add((mouvement.financement, mouvement.exercice_comptable))

    def _ouvertes(self) -> list[Suivie]:
        return [suivie for suivie in self._suivies if not suivie.close]

    def _code(self, code: str | None) -> str | None:
        return self._financements.get(cle_pliee(code.strip())) if code else None

    def _indice(self, suivie: Suivie) -> str | None:
        """Give the funding that the export names."""
        return self._code(suivie.indices.financement) if suivie.indices else None

    def _is_operateur(self, suivie: Suivie, code: str | None) -> bool:
        return self._candidats.is_operateur(code, suivie.ligne.tiers, suivie.siret)

    def _leave(self, suivie: Suivie, *remarques: Remarque) -> None:
        self._remarques.extend(remarques)
        suivie.close = True

    def match_mouvements(self) -> None:
        """Match lines with the movements that people typed."""
        self._libres.match(self._ouvertes(), (self._accord, accord_date, accord_montant))

    def _accord(self, suivie: Suivie, mouvement: Mouvement) -> bool:
        """Tell whether the funding too agrees: the one named, or the payee's."""
        attendu = suivie.ligne.financement or self._indice(suivie)
        if attendu is not None:
            return mouvement.financement == attendu and accord_montant(suivie, mouvement)
        return accord_date(suivie, mouvement) and self._is_operateur(suivie, mouvement.financement)

    def write_decisions(self) -> None:
        """Write the movements that people decided, and tell the decisions that cannot be."""
        for suivie in self._ouvertes():
            rapprochee = suivie.ligne.etat is EtatRapprochement.RAPPROCHEE
            if rapprochee and suivie.ligne.financement is None:
                self._leave(suivie, remarque.sans_financement(suivie.ligne))
            elif suivie.decidee:
                self._decide(suivie)

    def _decide(self, suivie: Suivie) -> None:
        ligne = suivie.ligne
        code = self._code(ligne.financement)
        manque = [GRAND_LIVRE.entete(du) for du in _DUS if getattr(ligne, du) is None]
        if code is None:
            self._leave(suivie, remarque.code_inconnu(ligne, ligne.financement or ""))
        elif manque:
            self._leave(suivie, remarque.incomplete(ligne, manque))
        elif rivaux := self._libres.rivaux(ligne):
            self._leave(suivie, remarque.ecart(ligne, rivaux))
        else:
            self._write(suivie, code)

    def write_engagements(self) -> None:
        """Write the engagements that the export proves: all, before they prove the rest."""
        self._write_certaines([s for s in self._ouvertes() if s.ligne.stade is Stade.ENGAGEMENT])

    def write_suites(self) -> None:
        """Write the other movements that the export proves."""
        self._write_certaines(
            [s for s in self._ouvertes() if s.ligne.stade is not Stade.ENGAGEMENT]
        )

    def _write_certaines(self, ouvertes: Sequence[Suivie]) -> None:
        vues: dict[Hashable, set[str | None]] = defaultdict(set)
        for suivie in self._suivies:
            if suivie.close or suivie.ligne.financement:
                vues[cle_de(suivie.ligne, 2)].add(suivie.ligne.financement)
        libres = [suivie for suivie in ouvertes if suivie.ligne.financement is None]
        for suivie in sorted(libres, key=lambda s: self._indice(s) is None):
            # Two lines alike are two only when the export names two fundings.
            memes, code = vues[cle_de(suivie.ligne, 2)], self._indice(suivie)
            if rivaux := self._libres.of(suivie.piece):
                self._leave(suivie, remarque.ecart(suivie.ligne, rivaux))
            elif memes and (code is None or not memes.isdisjoint({code, None})):
                self._leave(suivie, remarque.repetition(suivie.ligne))
            else:
                self._prove(suivie)
            memes.add(code)

    def _prove(self, suivie: Suivie) -> None:
        """Follow the written evidence of a line, if it has any."""
        indices, ligne = suivie.indices, suivie.ligne
        if indices is None:
            return
        if indices.financement:
            code = self._indice(suivie)
            if code is None:
                self._leave(suivie, remarque.code_inconnu(ligne, indices.financement))
            else:
                self._conclude(suivie, code, certain=True)
            return
        engagements = self._engagements.get(piece_pliee(indices.engagement), set())
        codes = sorted({code for code, _ in engagements})
        if len(codes) > 1:
            self._leave(suivie, remarque.a_affecter(ligne, codes))
        elif codes:
            # Numbers start again each year: another year's needs the payee to agree.
            meme_annee = (codes[0], ligne.exercice_comptable) in engagements
            certain = meme_annee or self._is_operateur(suivie, codes[0])
            self._conclude(suivie, codes[0], certain=certain)

    def _conclude(self, suivie: Suivie, code: str, *, certain: bool) -> None:
        """Write the movement, or keep it for a proposal: a closed year asks for a person."""
        if sosies := self._libres.sosies(suivie.ligne, code):
            self._leave(suivie, remarque.sosie(suivie.ligne, sosies))
        elif certain and suivie.ligne.exercice_comptable not in self._clos:
            self._write(suivie, code)
        else:
            self._probables.append((suivie, code))

    def propose(self) -> None:
        """Propose what is probable, then by the payee's name; remind of all that waits."""
        for suivie, code in self._probables:
            suivie.propose(code)
        attente = [s for s in self._ouvertes() if s.ligne.financement is not None]
        for code, suivies in self._find_seuls().items():
            ensemble = [s.ligne for s in attente if s.ligne.financement == code]
            ensemble += [s.ligne for s in suivies]
            if self._candidats.is_assez(code, ensemble):
                for suivie in suivies:
                    suivie.propose(code)
                attente += suivies
            else:
                for suivie in suivies:
                    trop = remarque.a_affecter(
                        suivie.ligne, [code], "ne suffit pas à tout ce qui lui reviendrait"
                    )
                    self._leave(suivie, trop)
        for suivie in attente:
            rivaux = self._libres.rivaux(suivie.ligne)
            dire = (
                remarque.ecart(suivie.ligne, rivaux)
                if rivaux
                else remarque.a_confirmer(suivie.ligne)
            )
            self._leave(suivie, dire)

    def _find_seuls(self) -> dict[str, list[Suivie]]:
        """Find the lines whose payee has one funding with room; leave the others to people."""
        seuls: dict[str, list[Suivie]] = defaultdict(list)
        for suivie in self._ouvertes():
            if suivie.ligne.financement is not None:
                continue
            # A proposal whose funding was cleared is no longer one.
            suivie.ligne = suivie.ligne._replace(etat=EtatRapprochement.A_AFFECTER)
            codes = self._candidats.find(suivie.ligne, suivie.siret)
            sosies = [m for code in codes for m in self._libres.sosies(suivie.ligne, code)]
            if sosies:
                self._leave(suivie, remarque.sosie(suivie.ligne, sosies))
            elif len(codes) == 1:
                seuls[codes[0]].append(suivie)
            else:
                self._leave(suivie, remarque.a_affecter(suivie.ligne, codes))
        return seuls

    def _write(self, suivie: Suivie, code: str) -> None:
        ligne = suivie.ligne
        mouvement = Mouvement(
            self._suivant(), code, ligne.stade, None, ligne.date, ligne.exercice_comptable,
            ligne.montant, ligne.piece,
        )  # fmt: skip
        self._mouvements.append(mouvement)
        self._note_engagement(mouvement)
        suivie.settle(mouvement)
