"""What the terminal shows once the matrix and the fundings were brought together."""

from rich.markup import escape

from cucs_xl.console.terminal import say, say_anomalies
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.programmation import Fusion


def show_fusion(fusion: Fusion) -> None:
    """Print what the matrix decided, what it took back from the fundings, what waits."""
    for decision in fusion.decisions:
        nouveau = " (nouveau)" if decision.nouveau else ""
        say(
            f"[bold]{escape(decision.financement)}[/]{nouveau} : "
            f"{_decide(decision.avant)} → {_decide(decision.apres)}",
            balise=True,
        )
    say_anomalies(fusion.anomalies)
    say(
        f"Programmation {fusion.exercice} : {_compte(len(fusion.decisions), 'décision reportée', 'décisions reportées')}, "
        f"{_compte(fusion.rafraichies, 'case reprise', 'cases reprises')} des financements, "
        f"{_compte(fusion.conflits, 'point à trancher', 'points à trancher')}.",
        balise=True,
    )


def _decide(montant: Centimes | None) -> str:
    return "pas encore décidé" if montant is None else format_euros(montant)


def _compte(nombre: int, un: str, plusieurs: str) -> str:
    return f"{nombre} {plusieurs if nombre > 1 else un}"
