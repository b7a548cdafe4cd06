"""How two ways of doing a job are compared: turn by turn, in one run, by ratios."""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

Travail = Callable[[], object]


class Rapport(NamedTuple):
    """Median of the ratios of paired runs, with the least and the greatest."""

    median: float
    bas: float
    haut: float


def compare(mesure: Travail, repere: Travail, repetitions: int) -> Rapport:
    """Time `mesure` over `repere`; both run once before, and take turns to start.

    A pair is run within the same second: whatever else the machine does weighs on both.
    """
    mesure(), repere()
    rapports = []
    for tour in range(repetitions):
        if tour % 2:
            durees = _time(mesure), _time(repere)
        else:
            durees = (_time(repere), _time(mesure))[::-1]
        rapports.append(durees[0] / durees[1])
    return Rapport(median(rapports), min(rapports), max(rapports))


def _time(travail: Travail) -> float:
    gc.collect()  # nobody pays for the other's garbage
    debut = perf_counter()
    travail()
    return perf_counter() - debut
