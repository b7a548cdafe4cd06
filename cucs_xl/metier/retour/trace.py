"""What an import wrote, cell by cell, kept so that it can be taken back as one step.

Cells are raw, as the workbook held them: an amount typed as text comes back as text. Rows
are found by key, so that a sort between the import and its undoing changes nothing.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from cucs_xl.metier.schema import Cellule

#: What this piece of memory is called in tInstantane.
OBJET = "dernier import"

#: The typed cells of a row, by heading.
Rangee: TypeAlias = Mapping[str, Cellule]


class Feuillet(NamedTuple):
    """The rows of a table, raw, each with its key; a blank row has none."""

    lignes: Sequence[Rangee]
    cles: Sequence[str]


class Modif(NamedTuple):
    """A cell that changed."""

    cle: str
    entete: str
    avant: Cellule
    apres: Cellule


class Trace(NamedTuple):
    """What was done to a table: cells changed, rows added, rows emptied with their rank."""

    modifs: tuple[Modif, ...] = ()
    ajouts: tuple[tuple[str, Rangee], ...] = ()
    retraits: tuple[tuple[str, int, Rangee], ...] = ()


#: By table.
Traces: TypeAlias = Mapping[str, Trace]


class Memo(NamedTuple):
    """The last import: when, which files, what it did, what was remembered of returns before."""

    quand: str
    fichiers: tuple[str, ...]
    traces: Traces
    souvenirs: str | None


class Obstacle(NamedTuple):
    """A cell that somebody changed since the import."""

    table: str
    cle: str
    entete: str
    importee: Cellule
    trouvee: Cellule


def build_trace(avant: Feuillet, apres: Feuillet) -> Trace:
    """Compare a table before and after: rows keep their place, new ones are below."""
    modifs, retraits = [], []
    cles_apres = dict(enumerate(apres.cles))
    for rang, (ancienne, cle) in enumerate(zip(avant.lignes, avant.cles, strict=True)):
        if not cle:
            continue
        if cles_apres.get(rang) != cle:  # its place may have been taken by a new row
            retraits.append((cle, rang, ancienne))
            continue
        modifs += [
            Modif(cle, entete, ancienne.get(entete), valeur)
            for entete, valeur in apres.lignes[rang].items()
            if not _is_pareil(ancienne.get(entete), valeur)
        ]
    cles_avant = dict(enumerate(avant.cles))
    ajouts = [
        (cle, ligne)
        for rang, (ligne, cle) in enumerate(zip(apres.lignes, apres.cles, strict=True))
        if cle and cles_avant.get(rang) != cle
    ]
    return Trace(tuple(modifs), tuple(ajouts), tuple(retraits))


def find_obstacles(table: str, trace: Trace, present: Feuillet) -> list[Obstacle]:
    """List the cells of an import that are no longer what it wrote."""
    rangs = {cle: rang for rang, cle in enumerate(present.cles) if cle}
    obstacles = []
    voulues = [(m.cle, m.entete, m.apres) for m in trace.modifs]
    voulues += [(cle, e, valeur) for cle, ligne in trace.ajouts for e, valeur in ligne.items()]
    for cle, entete, valeur in voulues:
        if cle not in rangs:
            obstacles.append(Obstacle(table, cle, entete, valeur, "(ligne absente)"))
            continue
        trouvee = present.lignes[rangs[cle]].get(entete)
        if not _is_pareil(trouvee, valeur):
            obstacles.append(Obstacle(table, cle, entete, valeur, trouvee))
    obstacles += [
        Obstacle(table, cle, "", None, "(ligne ressaisie)")
        for cle, _, _ in trace.retraits
        if cle in rangs
    ]
    return obstacles


def undo(trace: Trace, present: Feuillet) -> list[dict[str, Cellule]]:
    """Give the rows of a table as they were before the import, which nobody changed since."""
    lignes = [dict(ligne) for ligne in present.lignes]
    rangs = {cle: rang for rang, cle in enumerate(present.cles) if cle}
    for modif in trace.modifs:
        lignes[rangs[modif.cle]][modif.entete] = modif.avant
    for cle, _ in trace.ajouts:
        lignes[rangs[cle]] = dict.fromkeys(lignes[rangs[cle]])
    for _, rang, ancienne in trace.retraits:
        lignes += [dict.fromkeys(ancienne) for _ in range(rang + 1 - len(lignes))]
        if _is_vide(lignes[rang]):
            lignes[rang] = dict(ancienne)
        else:
            lignes.append(dict(ancienne))
    retires = {rangs[cle] for cle, _ in trace.ajouts}
    while lignes and len(lignes) - 1 in retires and _is_vide(lignes[-1]):
        lignes.pop()
    return lignes


def spell_memo(memo: Memo) -> str:
    """Spell the memory of an import for the sheet that keeps it."""
    return json.dumps(
        [memo.quand, memo.fichiers, {t: list(trace) for t, trace in memo.traces.items()}, memo.souvenirs],
        ensure_ascii=False, separators=(",", ":"), default=_encode,
    )  # fmt: skip


def read_memo(texte: str | None) -> Memo | None:
    """Read the memory of the last import; None when there is none or it was spoilt."""
    if not texte:
        return None
    try:
        quand, fichiers, traces, souvenirs = json.loads(texte, object_hook=_decode)
        return Memo(
            quand,
            tuple(fichiers),
            {
                table: Trace(
                    tuple(Modif(*m) for m in modifs),
                    tuple((cle, ligne) for cle, ligne in ajouts),
                    tuple((cle, rang, ligne) for cle, rang, ligne in retraits),
                )
                for table, (modifs, ajouts, retraits) in traces.items()
            },
            souvenirs,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _encode(valeur: Any) -> Any:
    if isinstance(valeur, date):
        return {"jour": valeur.isoformat()}
    raise TypeError(valeur)


def _decode(lu: dict[str, Any]) -> Any:
    if lu.keys() != {"jour"}:
        return lu
    texte = lu["jour"]
    return datetime.fromisoformat(texte) if "T" in texte else date.fromisoformat(texte)


def _is_vide(ligne: Rangee) -> bool:
    return all(valeur is None or valeur == "" for valeur in ligne.values())


def _is_pareil(une: Cellule, autre: Cellule) -> bool:
    """Compare cells as a workbook keeps them: an integer is a float, an empty text is blank."""
    une, autre = (None if v == "" and isinstance(v, str) else v for v in (une, autre))
    nombres = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (une, autre))
    return une == autre if nombres else type(une) is type(autre) and une == autre
