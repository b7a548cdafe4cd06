"""The grand livre against the movements: matched, proposed, never doubled.

What the sheet « Grand livre » says, and who says it:

- « rapprochée » with a Mouvement: settled, whatever comes later.
- « rapprochée » without Mouvement, or « à affecter » with a Financement: the officer has
  decided; the next import writes the movement. The programme leaves neither behind.
- « proposée »: the programme found one likely Financement. It waits; the officer keeps or
  corrects the Financement and sets the state to « rapprochée ».
- « à affecter » without Financement: nothing certain; the remark names the candidates.
- « ignorée »: for ever.

A movement is written without asking only on written evidence: the export carries the
funding's code, or the number of an engagement already in Mouvements. A name alone only
proposes. A document that Mouvements holds already for another amount, or the same money
under another number, is told and left to the officer. Filled cells are never replaced, rows
never removed; the same lines in another order, twice, or in a longer export give the same rows.

What is written may prove more: an import goes on until nothing changes. Its last pass reads the
workbook as it leaves it, so a second import of the same lines finds nothing to do.

A line is known again by its document, stage, accounting year, amount and date: these cells
of the sheet are the software's and must stay as they are.

Source: contract, 3.1, « le suivi financier et administratif du programme ».
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cucs_xl.metier.modele import Contrat, LigneGrandLivre, Mouvement
from cucs_xl.metier.nomenclature import EtatRapprochement
from cucs_xl.metier.rapprochement.appariement import Libres, recognise
from cucs_xl.metier.rapprochement.candidats import plie_nom
from cucs_xl.metier.rapprochement.decision import Travail
from cucs_xl.metier.rapprochement.ecriture import Ecriture, piece_pliee, rang
from cucs_xl.metier.rapprochement.remarque import Remarque, Sujet

__all__ = [
    "Ecriture",
    "Rapprochement",
    "Remarque",
    "Sujet",
    "build_rapprochement",
    "piece_pliee",
    "plie_nom",
]


class Rapprochement(NamedTuple):
    """What an import does: rows to add, rows to complete (their `ligne` kept), remarks."""

    nouvelles: tuple[LigneGrandLivre, ...]
    modifiees: tuple[LigneGrandLivre, ...]
    mouvements: tuple[Mouvement, ...]
    remarques: tuple[Remarque, ...]
    #: Lines of the export that the sheet held already.
    connues: int
    #: The whole table after the import: the rows of the sheet in their order, then the new.
    lignes: tuple[LigneGrandLivre, ...]

    def count(self, etat: EtatRapprochement) -> int:
        """Count the lines of the sheet in a state, after the import."""
        return sum(ligne.etat is etat for ligne in self.lignes)


def build_rapprochement(contrat: Contrat, ecritures: Iterable[Ecriture] = ()) -> Rapprochement:
    """Bring the lines of an export into the contract; without any, settle what people decided."""
    export = sorted(ecritures, key=rang)
    apres, (suite, remarques) = contrat, _advance(contrat, export)
    while suite != apres:
        apres, (suite, remarques) = suite, _advance(suite, export)
    nouvelles = apres.grand_livre[len(contrat.grand_livre) :]
    return Rapprochement(
        nouvelles=nouvelles,
        modifiees=tuple(
            ligne
            for ligne, avant in zip(apres.grand_livre, contrat.grand_livre, strict=False)
            if ligne != avant
        ),
        mouvements=apres.mouvements[len(contrat.mouvements) :],
        remarques=tuple(remarques),
        connues=len(export) - len(nouvelles),
        lignes=apres.grand_livre,
    )


def _advance(contrat: Contrat, export: Sequence[Ecriture]) -> tuple[Contrat, list[Remarque]]:
    """Take the first step that changes something; when none does, the remarks tell what waits.

    A step only settles open lines or proposes a funding, never the reverse: steps come to an end.
    """
    suivies = recognise(contrat, export)
    remarques: list[Remarque] = []
    travail = Travail(contrat, suivies, Libres(contrat, suivies, remarques), remarques)
    for step in (
        travail.match_mouvements,
        travail.write_decisions,
        travail.write_engagements,
        travail.write_suites,
        travail.propose,
    ):
        step()
        if travail.contrat != contrat:
            break
    return travail.contrat, remarques
