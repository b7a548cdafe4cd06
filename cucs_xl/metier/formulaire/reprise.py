"""A sheet as it was sent, rebuilt from its memory: what an annotated copy is drawn on.

The master may have gained the partner's new rows since; the copy must still show the rows
that its memory names, so that it can be filled and sent back.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cucs_xl.metier.formulaire import MODELES, SOMMES, Case, Envoi, Formulaire, Rangee
from cucs_xl.metier.formulaire.identite import Memoire


def rebuild_formulaire(envoi: Envoi, memoire: Memoire) -> Formulaire:
    """Rebuild a sheet: its rows, in their order, with what they said."""
    modele = MODELES[envoi.modele]
    cases: dict[str, Iterable[Case]] = {bloc.code: bloc.cases for bloc in modele.blocs}
    cases[SOMMES] = [somme.question for somme in modele.sommes]
    rangees: dict[str, tuple[Rangee, ...]] = {bloc.code: () for bloc in modele.blocs}
    for bloc, lignes in memoire.items():
        rangees[bloc] = tuple(
            Rangee(
                id_, ligne.cles, _read(cases[bloc], ligne.textes), ligne.nouvelle,
                ligne.facultative, _read(cases[bloc], ligne.suggeres),
            )
            for id_, ligne in lignes.items()
        )  # fmt: skip
    return Formulaire(modele, envoi, rangees)


def _read(cases: Iterable[Case], textes: Mapping[str, str]) -> dict[str, Any]:
    """Type spelled values again."""
    return {c.code: c.genre.read(texte) for c in cases if (texte := textes.get(c.code))}
