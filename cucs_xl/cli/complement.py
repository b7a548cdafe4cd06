"""The add-in's commands: build it, check it, install it, remove it."""

from pathlib import Path
from typing import Annotated

import typer

from cucs_xl import commands
from cucs_xl.cli.application import BLOQUANT, Sortie, app
from cucs_xl.console.usage import Commande, Groupe

complement = typer.Typer(
    name="complement",
    help="Le complément d'Excel : l'onglet CUCS.",
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
)
app.add_typer(complement)


@complement.command(cls=Commande)
def construire(sortie: Sortie = Path()) -> None:
    """Construire cucs.xlam à partir de ses sources."""
    from cucs_xl.console import terminal  # noqa: PLC0415 - only what a command needs

    terminal.say_file("Complément", commands.build_fichier(sortie))


@complement.command(cls=Commande)
def verifier(
    fichier: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FICHIER]",
            help="Complément à vérifier ; par défaut une construction neuve.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Vérifier le complément sans Excel : contenant, macros, ruban, messages, fraîcheur."""
    from cucs_xl.console import terminal  # noqa: PLC0415

    fautes = commands.check_fichier(fichier)
    for faute in fautes:
        terminal.say(faute)
    if fautes:
        terminal.say(f"Complément : {len(fautes)} faute(s).")
        raise typer.Exit(BLOQUANT)
    terminal.say("Complément : aucune faute. Il n'a pas été ouvert dans Excel.")


@complement.command(cls=Commande)
def installer() -> None:
    """Installer l'onglet CUCS dans Excel, pour vous seul, sans droits d'administrateur."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.excel.addin import install  # noqa: PLC0415

    for phrase in install():
        terminal.say(phrase)


@complement.command(cls=Commande)
def desinstaller() -> None:
    """Retirer l'onglet CUCS : ce que l'installation a écrit, rien d'autre."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.excel.addin import uninstall  # noqa: PLC0415

    for phrase in uninstall():
        terminal.say(phrase)
