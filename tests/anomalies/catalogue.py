"""The catalogue: each anomaly with its source, its gravity and its real message.

`python -m tests.anomalies.catalogue` rewrites README.md; a test fails when it is stale.
"""

import inspect
from collections.abc import Iterator
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.constats import CONSTATS
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.regles import REGLES
from tests.anomalies.feuille import DOSSIER, check_specimen, lisible

README = DOSSIER / "README.md"
PREAMBULE = """\
# Catalogue des anomalies

Ce que « Vérifier » peut signaler, avec le message exact. Chaque anomalie a un spécimen dans ce
dossier : un petit classeur dessiné en texte, complété par `contexte.txt`, qui la déclenche.

- **Bloquante** : continuer fausserait un total.
- **Alerte** : à corriger ou à justifier dans la feuille Contrôles.
- **Information** : rien à corriger.

Page écrite par `python -m tests.anomalies.catalogue` ; ne pas la modifier à la main.
"""


class Entree(NamedTuple):
    """What the catalogue says of a slug, before its messages."""

    slug: str
    phrase: str
    source: str


def read_entrees() -> tuple[Entree, ...]:
    """List the slugs: what reading tells, then the rules."""
    return (
        *(_entree(constat.__name__, constat.__doc__) for constat in CONSTATS),
        *(_entree(regle.__name__.rpartition(".")[2], regle.__doc__) for regle in REGLES),
    )


def render_catalogue() -> str:
    """Write the whole page."""
    return "\n".join([PREAMBULE, *(_render(entree) for entree in read_entrees())])


def _entree(nom: str, docstring: str | None) -> Entree:
    phrase, _, reste = inspect.cleandoc(docstring or "").partition("\n")
    _, _, source = reste.partition("Source : ")
    return Entree(nom.replace("_", "-"), phrase, " ".join(source.split()))


def _render(entree: Entree) -> str:
    anomalies = check_specimen(entree.slug)
    presentes = {anomalie.gravite for anomalie in anomalies}
    gravites = ", ".join(gravite for gravite in Gravite if gravite in presentes)
    messages = "\n".join(ligne for anomalie in anomalies for ligne in _message(anomalie))
    return (
        f"## {entree.slug}\n\n{entree.phrase}\n\n"
        f"- Gravité : {gravites}\n- Source : {entree.source}\n"
        f"- Spécimen : [{entree.slug}.txt]({entree.slug}.txt)\n\n```text\n{messages}\n```\n"
    )


def _message(anomalie: Anomalie) -> Iterator[str]:
    lieu = TABLE_PAR_NOM[anomalie.table].feuille
    if anomalie.ligne:
        lieu += f", ligne {anomalie.ligne}"
    if anomalie.champ:
        lieu += f", « {anomalie.champ} »"
    yield f"[{lieu}] {lisible(anomalie.constat)}"
    yield f"    {lisible(anomalie.conseil)} ({anomalie.regle})"


if __name__ == "__main__":
    README.write_text(render_catalogue(), encoding="utf-8")
