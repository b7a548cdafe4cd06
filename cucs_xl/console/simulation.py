"""What the terminal shows of a simulation."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grille

from cucs_xl.console.dialogue import conclude_simulation
from cucs_xl.console.terminal import say
from cucs_xl.metier.montant import Centimes, format_euros
from cucs_xl.metier.simulation import Simulation

_COLONNES = ("Plafond", "Programmé", "Proposé en plus", "Disponible ensuite")
#: Wide enough for any amount: a figure is never cut.
_LARGEUR = 120


def show_simulation(simulation: Simulation) -> None:
    """Print the envelopes as they would be, then what to know."""
    grille = Grille(
        title=f"Si tout le « Proposé » de {simulation.exercice} était programmé",
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    grille.add_column("Enveloppe", no_wrap=True)
    for entete in _COLONNES:
        grille.add_column(entete, justify="right", no_wrap=True)
    for ligne in simulation.lignes:
        montants = (ligne.plafond, ligne.programme, ligne.propose, ligne.disponible)
        style = "bold red" if ligne.manque else None
        grille.add_row(ligne.enveloppe.code, *map(_format, montants), style=style)
    Console(width=_LARGEUR, highlight=False).print(grille)
    for phrase in conclude_simulation(simulation):
        say(phrase)


def _format(montant: Centimes | None) -> str:
    return "à définir" if montant is None else format_euros(montant)
