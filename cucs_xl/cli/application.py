"""The command line: its name, the options that commands share, how they answer."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cucs_xl import __version__
from cucs_xl.console.usage import Groupe

BLOQUANT, INUTILISABLE, BOGUE = 3, 2, 1

app = typer.Typer(
    name="cucs-xl",
    help="Suivre un contrat urbain de cohésion sociale : enveloppes, financements, consolidation au centime.",
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--aide", "--help", "-h"]},
)

Maitre = Annotated[
    Path, typer.Argument(metavar="MAITRE", help="Le classeur maître (.xlsx).", show_default=False)
]
Annee = Annotated[
    int | None,
    typer.Option(
        "--exercice",
        metavar="ANNÉE",
        help="Année du programme ; par défaut celle qu'affiche le classeur.",
        show_default=False,
    ),
]
AnneeObligatoire = Annotated[
    int,
    typer.Option("--exercice", metavar="ANNÉE", help="Année du programme.", show_default=False),
]
Sortie = Annotated[
    Path, typer.Option("-o", "--sortie", metavar="DOSSIER", help="Dossier où écrire.")
]
Json = Annotated[
    bool, typer.Option("--json", help="Écrire un seul document JSON sur la sortie standard.")
]


def print_json(document: Any) -> None:
    """Write one JSON document and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _version(*, demandee: bool) -> None:
    if demandee:
        typer.echo(f"cucs-xl {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Afficher la version.",
            callback=lambda v: _version(demandee=v),
            is_eager=True,
        ),
    ] = False,
) -> None:
    del version
