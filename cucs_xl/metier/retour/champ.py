"""The heart of the merge: one field, what it was, what the master says, what came back."""

from collections.abc import Collection, Sequence
from enum import Enum
from typing import Any, NamedTuple


class Issue(Enum):
    """What becomes of a field."""

    RIEN = "rien à faire"
    PRISE = "la valeur du retour est prise"
    CONFLIT = "l'agent décide, le classeur garde sa valeur"


class Proposition(NamedTuple):
    """What a return says of a field that it changed.

    `bases` are the values with which the master is unchanged since: what was sent, what
    the same partner last told.
    """

    valeur: Any
    bases: Collection[Any]


class Decision(NamedTuple):
    """What becomes of a field, and the value it will have."""

    issue: Issue
    valeur: Any
    disputees: tuple[Any, ...] = ()


def merge_champ(maitre: Any, propositions: Sequence[Proposition]) -> Decision:
    """Keep whichever side changed; a double change is a conflict, the master kept.

    Returns that disagree are a conflict too, whatever the master says: so that their order
    never matters. `disputees` are the values among which somebody must choose.

    >>> merge_champ(1, [Proposition(2, [1])]).valeur
    2
    >>> merge_champ(3, [Proposition(2, [1])]).issue.name, merge_champ(2, [Proposition(2, [1])]).issue.name
    ('CONFLIT', 'RIEN')
    """
    autres = [p.valeur for p in propositions if p.valeur != maitre]
    if not autres:
        return Decision(Issue.RIEN, maitre)
    valeur = autres[0]
    if autres.count(valeur) == len(propositions):
        for proposition in propositions:
            if maitre in proposition.bases:
                return Decision(Issue.PRISE, valeur)
    return Decision(Issue.CONFLIT, maitre, tuple(dict.fromkeys(autres)))
