"""Commands of the year, on a master: check, consolidate, programme, close, report."""

from pathlib import Path
from typing import Annotated

import typer

from cucs_xl import commands
from cucs_xl.cli.application import (
    BLOQUANT,
    Annee,
    AnneeObligatoire,
    Json,
    Maitre,
    Sortie,
    app,
    print_json,
)
from cucs_xl.console.usage import Commande
from cucs_xl.excel.classeur import CucsError
from cucs_xl.metier.montant import format_euros


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

        print_json(json_verification(maitre, verification))
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
    ecrire: Annotated[
        bool,
        typer.Option("--ecrire", help="Mettre à jour la répartition par quartier du classeur."),
    ] = False,
    en_json: Json = False,
) -> None:
    """Consolider les crédits par partenaire, thème, opérateur, quartier, nature et étape."""
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    if contrat and exercice is not None:
        raise CucsError("--contrat et --exercice s'excluent : gardez l'un des deux.")
    messages: list[str] = []
    classeur = ClasseurFichier(maitre, dire=messages.append)
    consolidation = commands.consolider(classeur, exercice, tout=contrat, ecrire=ecrire)
    if en_json:
        from cucs_xl.console.echange import json_consolidation  # noqa: PLC0415

        print_json(json_consolidation(consolidation))
    else:
        from cucs_xl.console import terminal  # noqa: PLC0415

        terminal.show_consolidation(consolidation)
        if ecrire:
            terminal.say(f"La feuille Ventilation de {maitre.name} est à jour.")
        for message in messages:
            terminal.say(message)
    if consolidation.fausse:
        raise typer.Exit(BLOQUANT)


@app.command(cls=Commande)
def programmer(maitre: Maitre, exercice: Annee = None) -> None:
    """Reporter la feuille Programmation dans les financements, et l'inverse."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.console.programmation import show_fusion  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    fusion = commands.programmer(ClasseurFichier(maitre, dire=terminal.say), exercice)
    show_fusion(fusion)
    if fusion.conflits:
        raise typer.Exit(BLOQUANT)


@app.command("nouvelle-action", cls=Commande)
def nouvelle_action(
    maitre: Maitre,
    theme: Annotated[
        str | None,
        typer.Option(
            "--theme",
            metavar="CODE",
            help="Code du thème ; par défaut celui de la dernière action de l'exercice.",
            show_default=False,
        ),
    ] = None,
    exercice: Annee = None,
) -> None:
    """Ajouter une action à la feuille Actions, sous le prochain code libre de son thème."""
    from cucs_xl.console import dialogue, terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    classeur = ClasseurFichier(maitre, dire=terminal.say)
    terminal.say(dialogue.tell_ajout(commands.nouvelle_action(classeur, theme, exercice)))


@app.command(cls=Commande)
def preparer(maitre: Maitre, exercice: Annee = None) -> None:
    """Ajouter les lignes qui manquent aux actions : répartition, indicateur, mesure."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.console.preparation import tell_preparation  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    classeur = ClasseurFichier(maitre, dire=terminal.say)
    terminal.say(tell_preparation(commands.preparer(classeur, exercice)))


@app.command(cls=Commande)
def decider(maitre: Maitre, exercice: Annee = None) -> None:
    """Programmer les actions proposées et financées, à la date du dernier COPIL tenu."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.console.decision import tell_programme  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    classeur = ClasseurFichier(maitre, dire=terminal.say)
    terminal.say(tell_programme(commands.decider(classeur, exercice)))


@app.command(cls=Commande)
def simuler(maitre: Maitre, exercice: Annee = None) -> None:
    """Dire ce qu'il resterait des enveloppes si tout le « Proposé » était programmé, sans rien écrire."""
    from cucs_xl.console.simulation import show_simulation  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    show_simulation(commands.simuler(ClasseurFichier(maitre), exercice))


@app.command("grand-livre", cls=Commande)
def grand_livre(
    maitre: Maitre,
    fichier: Annotated[
        Path,
        typer.Argument(
            metavar="EXPORT", help="Export du logiciel financier (.csv).", show_default=False
        ),
    ],
    correspondance: Annotated[
        Path | None,
        typer.Option(
            "--correspondance",
            metavar="FICHIER",
            help="Noms des colonnes de l'export (.toml) ; par défaut les plus courants.",
            show_default=False,
        ),
    ] = None,
    *,
    simulation: Annotated[
        bool, typer.Option("--simulation", help="Dire ce qui serait fait, sans rien écrire.")
    ] = False,
) -> None:
    """Reprendre les pièces du grand livre de la ville, sans jamais les doubler."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.console.grand_livre import show_import  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    classeur = ClasseurFichier(maitre, dire=terminal.say)
    fait = commands.grand_livre(classeur, fichier, correspondance, simulation=simulation)
    show_import(fait, simulation=simulation)
    if fait.export.refus:
        raise typer.Exit(BLOQUANT)


@app.command(cls=Commande)
def cloturer(maitre: Maitre, exercice: AnneeObligatoire) -> None:
    """Clore un exercice : son empreinte et son reste à payer sont figés."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    clos = commands.cloturer(ClasseurFichier(maitre, dire=terminal.say), exercice)
    terminal.say(
        f"L'exercice {exercice} est clos : reste à payer {format_euros(clos.reste_a_payer or 0)} au "
        f"31 décembre {exercice}, tous programmes, "
        f"empreinte {clos.empreinte}."
    )


@app.command(cls=Commande)
def rouvrir(
    maitre: Maitre,
    exercice: AnneeObligatoire,
    motif: Annotated[
        str,
        typer.Option(
            "--motif", help="Raison de la rectification, gardée au journal.", show_default=False
        ),
    ],
) -> None:
    """Rouvrir un exercice clos, pour une rectification journalisée."""
    from cucs_xl.console import terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    commands.rouvrir(ClasseurFichier(maitre, dire=terminal.say), exercice, motif)
    terminal.say(f"L'exercice {exercice} est rouvert : corrigez, puis clôturez à nouveau.")


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
