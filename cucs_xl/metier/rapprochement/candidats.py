"""Which funding of the city a payee may be paid from: a name, a SIRET, and room left."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from cucs_xl.metier.faits import ETAPE_DU_STADE, Etape
from cucs_xl.metier.modele import Contrat, Financement, LigneGrandLivre, Operateur
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import NUMERAIRES, TypePartenaire

#: No stage goes beyond the one before it (see the rule « ordre-des-stades »).
ORDRE = (Etape.PROGRAMME, Etape.ENGAGE, Etape.MANDATE, Etape.PAYE, Etape.REVERSE)

#: Words that a finance software shortens or drops.
_FORMES = frozenset({"association", "assoc", "asso", "ass"})


@lru_cache(maxsize=10_000)
def plie_nom(texte: str | None) -> str:
    """Fold a text for comparison: no accent, no case, no sign.

    >>> plie_nom("Caisse des Écoles – Montélimar")
    'caisse des ecoles montelimar'
    """
    nu = unicodedata.normalize("NFKD", texte or "").casefold()
    lettres = "".join(c for c in nu if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", lettres))


@lru_cache(maxsize=10_000)
def _plie_tiers(texte: str | None) -> str:
    """Fold the name of a body: its legal form does not count.

    >>> _plie_tiers("ASSOC. TEMPO") == _plie_tiers("Association Tempo")
    True
    """
    return " ".join(mot for mot in plie_nom(texte).split() if mot not in _FORMES)


def _siret(texte: str | None) -> str:
    """Give the fourteen digits that a text is made of, empty when it is not."""
    nu = re.sub(r"\s", "", texte or "")
    return nu if re.fullmatch(r"[0-9]{14}", nu) else ""


class Candidats:
    """The fundings of a contract, searched by payee."""

    def __init__(self, contrat: Contrat) -> None:
        communes = {p.code for p in contrat.partenaires if p.type is TypePartenaire.COMMUNE}
        porteurs = {(a.code, a.exercice): a.operateur for a in contrat.actions}
        operateurs = {o.code: o for o in contrat.operateurs}
        self._financements = {f.code: f for f in contrat.financements}
        self._operateurs: dict[str, Operateur] = {}
        self._villes: list[Financement] = []
        self._par_tiers: dict[tuple[str | None, str | None], list[Financement]] = {}
        for financement in contrat.financements:
            porteur = porteurs.get((financement.action or "", financement.exercice))
            if porteur in operateurs:
                self._operateurs[financement.code] = operateurs[porteur]
            if financement.partenaire in communes and financement.nature in NUMERAIRES:
                self._villes.append(financement)
        self._cumuls: dict[tuple[str | None, Etape], Centimes] = defaultdict(int)
        for mouvement in contrat.mouvements:
            if mouvement.stade is not None:
                etape = ETAPE_DU_STADE[mouvement.stade]
                self._cumuls[mouvement.financement, etape] += mouvement.montant or 0

    def is_operateur(self, code: str | None, tiers: str | None, siret: str | None) -> bool:
        """Tell whether a payee is the operator of a funding's action.

        Two known SIRET decide; otherwise the name, or the operator's code, must be the same.
        """
        operateur = self._operateurs.get(code or "")
        if operateur is None:
            return False
        attendu, lu = _siret(operateur.siret), _siret(siret) or _siret(tiers)
        if attendu and lu:
            return attendu == lu
        nom = _plie_tiers(tiers)
        return bool(nom) and nom in {_plie_tiers(operateur.operateur), plie_nom(operateur.code)}

    def find(self, ligne: LigneGrandLivre, siret: str | None) -> list[str]:
        """List the city's fundings whose operator is the payee and that have room enough."""
        if ligne.exercice_comptable is None:
            return []
        # A ledger names the same payees over and over.
        cle = (ligne.tiers, siret)
        if cle not in self._par_tiers:
            self._par_tiers[cle] = [f for f in self._villes if self.is_operateur(f.code, *cle)]
        return [
            f.code
            for f in self._par_tiers[cle]
            if f.exercice is not None
            and f.exercice <= ligne.exercice_comptable
            and self.is_assez(f.code, [ligne])
        ]

    def is_assez(self, code: str, lignes: Sequence[LigneGrandLivre]) -> bool:
        """Tell whether lines, all together, keep the stages of a funding in their order."""
        financement = self._financements[code]
        cumuls = {etape: self._cumuls[code, etape] for etape in ORDRE}
        cumuls[Etape.PROGRAMME] = financement.programme or 0
        touchees = set()
        for ligne in lignes:
            if ligne.stade is None or ligne.montant is None:
                return False
            touchees.add(ETAPE_DU_STADE[ligne.stade])
            cumuls[ETAPE_DU_STADE[ligne.stade]] += ligne.montant
        for avant, apres in zip(ORDRE, (*ORDRE[1:], None), strict=True):
            haut, bas = cumuls[avant], cumuls[apres] if apres else 0
            if (avant in touchees or apres in touchees) and haut < bas:
                return False
        return True
