"""The terminal's door: arguments in, sentences and exit codes out; no logic.

Exit codes: 0 done · 1 bug · 2 unusable request or file · 3 blocking anomalies.
"""

import json
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from cucs_xl import __version__, commands
from cucs_xl.console.usage import Commande, Groupe, set_rubriques, translate
from cucs_xl.excel.classeur import CucsError

BLOQUANT, INUTILISABLE, BOGUE = 3, 2, 1
#: Where the trace of a bug goes; the user gets an apology and this path.
JOURNAL = Path.home() / ".cucs" / "erreurs.log"

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
Sortie = Annotated[
    Path, typer.Option("-o", "--sortie", metavar="DOSSIER", help="Dossier où écrire.")
]
Json = Annotated[
    bool, typer.Option("--json", help="Écrire un seul document JSON sur la sortie standard.")
]


@app.command(cls=Commande)
def demo(
    dossier: Annotated[Path, typer.Argument(metavar="[DOSSIER]", help="Dossier où écrire.")] = Path(
        "demo"
    ),
) -> None:
    """Dérouler l'année de Montélimar 2007 : classeur maître, contrôles, consolidation, synthèse."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415 - only what a command needs

    with terminal.progress("Construction du classeur maître"):
        maitre = commands.demo(dossier)
    terminal.say_file("Classeur maître", maitre)
    classeur = ClasseurFichier(maitre, dire=terminal.say)
    with terminal.progress("Vérification"):
        verification = commands.verifier(classeur, ecrire=True)
    terminal.show_anomalies(verification)
    annee = commands.exercice_de(verification.contrat, None)
    with terminal.progress("Consolidation"):
        consolidation = commands.consolider(classeur, annee)
    terminal.show_consolidation(consolidation)
    with terminal.progress("Synthèse annuelle"):
        livraison = commands.synthese(classeur, annee, dossier)
    for chemin in livraison.chemins:
        terminal.say_file("Synthèse", chemin)
    if verification.bloquantes or consolidation.fausse:
        raise typer.Exit(BLOQUANT)


@app.command(cls=Commande)
def nouveau(
    fichier: Annotated[
        Path,
        typer.Argument(metavar="FICHIER", help="Classeur à créer (.xlsx).", show_default=False),
    ],
    commune: Annotated[
        str, typer.Option("--commune", help="Nom de la commune.", show_default=False)
    ],
    insee: Annotated[
        str,
        typer.Option(
            "--insee", help="Code INSEE de la commune, cinq caractères.", show_default=False
        ),
    ],
    debut: Annotated[
        int,
        typer.Option(
            "--debut", help="Premier exercice du contrat.", min=1990, max=2099, show_default=False
        ),
    ],
) -> None:
    """Créer le classeur maître vide d'une commune."""
    from cucs_xl.console import terminal  # noqa: PLC0415

    chemin = commands.nouveau(fichier, commune.strip(), insee.strip(), debut)
    terminal.say_file("Classeur maître", chemin)
    terminal.say("Ouvrez-le : la feuille Accueil donne les étapes, en commençant par le cadre.")


@app.command(cls=Commande)
def verifier(
    maitre: Maitre,
    exercice: Annee = None,
    *,
    ecrire: Annotated[
        bool, typer.Option("--ecrire", help="Remplir la feuille Contrôles du classeur.")
    ] = False,
    en_json: Json = False,
) -> None:
    """Relever toutes les anomalies du classeur."""
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    messages: list[str] = []
    classeur = ClasseurFichier(maitre, dire=messages.append)
    verification = commands.verifier(classeur, exercice, ecrire=ecrire)
    if en_json:
        from cucs_xl.console.echange import json_verification  # noqa: PLC0415

        _print_json(json_verification(maitre, verification))
    else:
        from cucs_xl.console import terminal  # noqa: PLC0415

        terminal.show_anomalies(verification, maitre.name)
        if ecrire and not messages:
            terminal.say(f"La feuille Contrôles de {maitre.name} est à jour.")
        for message in messages:
            terminal.say(message)
    if verification.bloquantes:
        raise typer.Exit(BLOQUANT)


@app.command(cls=Commande)
def consolider(
    maitre: Maitre,
    exercice: Annee = None,
    *,
    contrat: Annotated[
        bool, typer.Option("--contrat", help="Consolider toute la durée du contrat.")
    ] = False,
    en_json: Json = False,
) -> None:
    """Consolider les crédits par partenaire, thème, opérateur, nature et étape."""
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    if contrat and exercice is not None:
        raise CucsError("--contrat et --exercice s'excluent : gardez l'un des deux.")
    consolidation = commands.consolider(ClasseurFichier(maitre), exercice, tout=contrat)
    if en_json:
        from cucs_xl.console.echange import json_consolidation  # noqa: PLC0415

        _print_json(json_consolidation(consolidation))
    else:
        from cucs_xl.console import terminal  # noqa: PLC0415

        terminal.show_consolidation(consolidation)
    if consolidation.fausse:
        raise typer.Exit(BLOQUANT)


@app.command(cls=Commande)
def synthese(maitre: Maitre, exercice: Annee = None, sortie: Sortie = Path()) -> None:
    """Produire les tableaux annuels : classeur avec graphiques et jumeau accessible (.csv)."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    with terminal.progress("Synthèse annuelle"):
        livraison = commands.synthese(ClasseurFichier(maitre), exercice, sortie)
    for chemin in livraison.chemins:
        terminal.say_file("Synthèse", chemin)
    if livraison.bloquantes:
        terminal.say(
            f"Synthèse provisoire : {len(livraison.bloquantes)} anomalie(s) bloquante(s) dans "
            f"{maitre.name} ; lancez « cucs-xl verifier »."
        )
        raise typer.Exit(BLOQUANT)


@app.command(cls=Commande)
def dictionnaire(*, en_json: Json = False) -> None:
    """Décrire les tables et les colonnes du classeur maître."""
    if en_json:
        from cucs_xl.console.echange import json_dictionnaire  # noqa: PLC0415

        _print_json(json_dictionnaire())
    else:
        from cucs_xl.console import terminal  # noqa: PLC0415

        terminal.show_dictionnaire()


def _print_json(document: Any) -> None:
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


def main() -> None:
    """Run the command line; whatever happens, the user reads a French sentence."""
    for flux in (sys.stdout, sys.stderr):
        if hasattr(flux, "reconfigure"):
            flux.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:] or ["--aide"]
    if not {"--aide", "--help", "-h"}.isdisjoint(arguments):
        set_rubriques()
    try:
        code = app(arguments, standalone_mode=False)
    except CucsError as erreur:
        _complain(str(erreur))
        code = INUTILISABLE
    except (typer.Abort, KeyboardInterrupt):
        _complain("interrompu : rien n'a été écrit à moitié.")
        code = INUTILISABLE
    except TyperException as erreur:
        _complain(translate(erreur))
        code = INUTILISABLE
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception:  # noqa: BLE001 - the door: a bug goes to the log, never to the user
        _complain(
            f"une erreur interne est survenue, et nous en sommes désolés. Détail à transmettre : {_log()}"
        )
        code = BOGUE
    sys.exit(code if isinstance(code, int) else 0)


def _complain(phrase: str) -> None:
    sys.stderr.write(f"cucs-xl : {phrase}\n")


def _log() -> Path:
    JOURNAL.parent.mkdir(parents=True, exist_ok=True)
    with JOURNAL.open("a", encoding="utf-8") as journal:
        journal.write(
            f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z} {' '.join(sys.argv)}\n{traceback.format_exc()}\n"
        )
    return JOURNAL
