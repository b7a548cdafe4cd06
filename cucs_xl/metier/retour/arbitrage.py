"""What the officer must decide, and what becomes of the choices made."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cucs_xl.metier.modele import INDICATEURS, MESURES, TABLES, Arbitrage
from cucs_xl.metier.nomenclature import Choix
from cucs_xl.metier.retour.atelier import Atelier, Origine, Repere
from cucs_xl.metier.schema import Table

#: What a return says of a row that it left out.
RETIREE = "ligne retirée"
_PAR_FEUILLE = {table.feuille: table for table in TABLES}


class Litige(NamedTuple):
    """A field, or a whole row, on which the master and a return disagree; values are spelled."""

    repere: Repere
    destinataire: str
    question: str
    envoye: str
    maitre: str
    partenaire: str
    origine: Origine


def update_arbitrages(
    connus: Sequence[Arbitrage],
    litiges: Iterable[Litige],
    redites: Iterable[tuple[Repere, str]],
) -> tuple[Arbitrage, ...]:
    """Add what must be decided; what its sender has said otherwise since awaits nobody.

    What was decided stays; decided alike on the same values, a question is not asked again.
    """
    dites = {(_feuille(r), r.cle, r.champ, qui) for r, qui in redites} if connus else frozenset()
    litiges = list(litiges)
    poses = {(*_lieu(litige), litige.partenaire) for litige in litiges}
    gardes = [
        a for a in connus
        if a.tranche_le or (a.feuille, a.cle, a.champ or "", a.destinataire) not in dites
        or (a.feuille, a.cle, a.champ or "", a.destinataire, a.partenaire or "") in poses
    ]  # fmt: skip
    deja = {_spell(a) for a in gardes if not a.tranche_le}
    regles = {(_spell(a), _issue(a)) for a in gardes if a.tranche_le}
    neufs = []
    for litige in litiges:
        cle = (*_lieu(litige), litige.partenaire)
        if cle in deja or (cle, litige.maitre) in regles:
            continue
        deja.add(cle)
        neufs.append(
            Arbitrage(
                feuille=_feuille(litige.repere), cle=litige.repere.cle,
                champ=litige.repere.champ or None, destinataire=litige.destinataire,
                question=litige.question, envoye=litige.envoye or None,
                maitre=litige.maitre or None, partenaire=litige.partenaire or None,
                origine=str(litige.origine),
            )
        )  # fmt: skip
    return (*gardes, *neufs)


def _feuille(repere: Repere) -> str:
    return repere.declaree.feuille


def _lieu(litige: Litige) -> tuple[str, str, str, str]:
    return (
        _feuille(litige.repere),
        litige.repere.cle,
        litige.repere.champ,
        litige.destinataire,
    )


def _spell(arbitrage: Arbitrage) -> tuple[str | None, str | None, str, str | None, str]:
    return (
        arbitrage.feuille,
        arbitrage.cle,
        arbitrage.champ or "",
        arbitrage.destinataire,
        arbitrage.partenaire or "",
    )


def _issue(arbitrage: Arbitrage) -> str:
    """Give what the master said once the choice was applied."""
    if arbitrage.choix is Choix.PARTENAIRE:
        return arbitrage.partenaire or ""
    return (arbitrage.autre if arbitrage.choix is Choix.AUTRE else arbitrage.maitre) or ""


def apply_choix(
    atelier: Atelier, jour: date
) -> tuple[tuple[Arbitrage, ...], tuple[tuple[Arbitrage, str], ...]]:
    """Apply the choices made in the sheet; give its rows, and the choices refused with why."""
    arbitrages: list[Arbitrage] = []
    refuses: list[tuple[Arbitrage, str]] = []
    contraires = _find_contraires(atelier.source.contrat.arbitrages)
    for arbitrage in atelier.source.contrat.arbitrages:
        if arbitrage.choix is None or arbitrage.tranche_le is not None:
            arbitrages.append(arbitrage)
            continue
        if _spell(arbitrage)[:3] in contraires:
            refuses.append(
                (arbitrage, "deux choix se contredisent pour cette cellule : n'en gardez qu'un")
            )
            arbitrages.append(arbitrage)
            continue
        try:
            _apply(atelier, arbitrage)
        except ValueError as erreur:
            refuses.append((arbitrage, str(erreur)))
            arbitrages.append(arbitrage)
        else:
            arbitrages.append(arbitrage._replace(tranche_le=jour))
    return tuple(arbitrages), tuple(refuses)


def _find_contraires(arbitrages: Iterable[Arbitrage]) -> set[tuple[str | None, str | None, str]]:
    """Find the cells for which two pending choices give different values."""
    voulues: dict[tuple[str | None, str | None, str], set[str]] = {}
    for arbitrage in arbitrages:
        if arbitrage.choix not in (None, Choix.MAITRE) and arbitrage.tranche_le is None:
            voulues.setdefault(_spell(arbitrage)[:3], set()).add(_issue(arbitrage))
    return {place for place, valeurs in voulues.items() if len(valeurs) > 1}


def _apply(atelier: Atelier, arbitrage: Arbitrage) -> None:
    if arbitrage.choix is Choix.MAITRE:
        return
    table = _PAR_FEUILLE.get(arbitrage.feuille or "")
    if table is None or not arbitrage.cle:
        raise ValueError(
            "cette ligne n'a plus de feuille ou de clé : effacez-la et relevez à nouveau"
        )
    repere = Repere(table.nom, arbitrage.cle, arbitrage.champ or "")
    texte = arbitrage.autre if arbitrage.choix is Choix.AUTRE else arbitrage.partenaire
    valeur = _read(table, repere, texte) if repere.champ else None
    if atelier.is_figee(repere, valeur):
        raise ValueError("cette ligne est d'un exercice clos : rouvrez-le (« cucs-xl rouvrir »)")
    origine = Origine(f"arbitrage, {arbitrage.origine or 'origine inconnue'}", "")
    if not repere.champ:
        _remove(atelier, repere, arbitrage, origine)
        return
    if arbitrage.choix is Choix.AUTRE and not texte:
        raise ValueError("saisissez la valeur dans la colonne « Autre valeur »")
    if atelier.row(table, repere.cle) is None:
        atelier.open(table, repere.cle, None, origine)
    atelier.set(repere, valeur, origine)


def _remove(atelier: Atelier, repere: Repere, arbitrage: Arbitrage, origine: Origine) -> None:
    if arbitrage.choix is Choix.AUTRE:
        raise ValueError(
            "pour une ligne entière, choisissez « maître » (garder) ou « partenaire » (supprimer)"
        )
    atelier.remove(repere, origine)
    if repere.declaree is INDICATEURS:  # its measures would measure nothing
        for mesure in atelier.source.contrat.mesures:
            if mesure.indicateur == repere.cle:
                atelier.remove(Repere(MESURES.nom, MESURES.cle(mesure), ""), origine)


def _read(table: Table, repere: Repere, texte: str | None) -> Any:
    colonne = next((c for c in table.saisies if c.entete == repere.champ), None)
    if colonne is None:
        raise ValueError(f"la colonne « {repere.champ} » n'existe plus")
    return colonne.genre.read(texte) if texte else None
