"""Commands that start from nothing: the demonstration, a new master, the dictionary."""

from pathlib import Path
from typing import Annotated

import typer

from cucs_xl import commands
from cucs_xl.cli.application import BLOQUANT, Json, app, print_json
from cucs_xl.console.usage import Commande


@app.command(cls=Commande)
def demo(
    dossier: Annotated[Path, typer.Argument(metavar="[DOSSIER]", help="Dossier où écrire.")] = Path(
        "demo"
    ),
) -> None:
    """Dérouler l'année de Montélimar 2007 : du classeur maître aux fiches des partenaires et à la synthèse."""
    from cucs_xl.console import importation, partenaires, terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415 - only what a command needs

    with terminal.progress("Construction du classeur maître"):
        maitre = commands.demo(dossier)
    terminal.say_file("Classeur maître", maitre)
    classeur = ClasseurFichier(maitre, dire=terminal.say)
    annee = commands.exercice_de(commands.read_maitre(classeur).contrat, None)
    with terminal.progress("Fiches des partenaires"):
        campagne = commands.modeles(classeur, annee, dossier / "fiches")
    fiches = partenaires.count(campagne.fiches, "fiche partenaire", "fiches partenaires")
    terminal.say_file(fiches, dossier / "fiches")
    with terminal.progress("Retours d'exemple"):
        retours = commands.simuler_retours(classeur, annee, dossier / "retours")
        releve = commands.importer(classeur, retours, dossier / "reponses")
    importation.show_retours(releve)
    terminal.say(partenaires.conclude(releve, simulation=False))
    with terminal.progress("Vérification"):
        verification = commands.verifier(classeur, ecrire=True)
    terminal.show_anomalies(verification)
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
def dictionnaire(*, en_json: Json = False) -> None:
    """Décrire les tables et les colonnes du classeur maître."""
    if en_json:
        from cucs_xl.console.echange import json_dictionnaire  # noqa: PLC0415

        print_json(json_dictionnaire())
    else:
        from cucs_xl.console import terminal  # noqa: PLC0415

        terminal.show_dictionnaire()
