"""Commands of the campaign, on a master: what partners are asked, and reminded of."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cucs_xl import commands
from cucs_xl.cli.application import BLOQUANT, Annee, Json, Maitre, app, print_json
from cucs_xl.console.usage import Commande
from cucs_xl.excel.classeur import CucsError
from cucs_xl.metier.jour import jour
from cucs_xl.metier.nomenclature import ModeleRetour

Campagne = Annotated[
    Path,
    typer.Option(
        "-o", "--sortie", metavar="DOSSIER", help="Dossier de la campagne.", show_default=False
    ),
]


@app.command(cls=Commande)
def modeles(
    maitre: Maitre,
    sortie: Campagne,
    exercice: Annee = None,
    modele: Annotated[
        list[ModeleRetour] | None,
        typer.Option(
            "--modele",
            help="Ce qui est demandé ; par défaut la demande d'un exercice en préparation, sinon la fiche action et les crédits. Peut être répété.",
            show_default=False,
        ),
    ] = None,
    echeance: Annotated[
        str | None,
        typer.Option(
            "--echeance",
            metavar="JJ/MM/AAAA",
            help="Date limite de réponse ; par défaut d'après « Délai de réponse » (feuille Paramètres).",
            show_default=False,
        ),
    ] = None,
    *,
    en_json: Json = False,
) -> None:
    """Préparer une fiche préremplie par destinataire, et les courriels qui les envoient."""
    from cucs_xl.console import campagne, terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    messages: list[str] = []
    classeur = ClasseurFichier(maitre, dire=messages.append)
    limite = _read_echeance(echeance)
    with campagne.progress_fiches() as avance:
        prete = commands.modeles(classeur, exercice, sortie, modele or None, limite, avance)
    if en_json:
        print_json(campagne.json_campagne(prete))
        return
    campagne.show_campagne(prete)
    for message in messages:
        terminal.say(message)


@app.command(cls=Commande)
def relances(
    maitre: Maitre,
    sortie: Campagne,
    exercice: Annee = None,
    lettre: Annotated[
        Path | None,
        typer.Option(
            "--lettre",
            metavar="FICHIER",
            help="Modèle de lettre (.docx) ; par défaut celui du programme.",
            show_default=False,
        ),
    ] = None,
    *,
    simulation: Annotated[
        bool, typer.Option("--simulation", help="Dire qui serait relancé, sans rien écrire.")
    ] = False,
    en_json: Json = False,
) -> None:
    """Préparer le rappel suivant de chaque partenaire en retard : courriel et lettre."""
    from cucs_xl.console import campagne, terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    messages: list[str] = []
    classeur = ClasseurFichier(maitre, dire=messages.append)
    rappels = commands.relances(classeur, exercice, sortie, lettre, simulation=simulation)
    if en_json:
        print_json(campagne.json_rappels(rappels))
        return
    campagne.show_rappels(rappels)
    for message in messages:
        terminal.say(message)


@app.command(cls=Commande)
def importer(
    maitre: Maitre,
    retours: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[RETOUR]...",
            help="Fiches revenues, ou dossiers qui en contiennent ; sans elles, seuls les arbitrages sont appliqués.",
            show_default=False,
        ),
    ] = None,
    sortie: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--sortie",
            metavar="DOSSIER",
            help="Dossier des réponses (copies annotées et brouillons) ; par défaut « reponses », à côté du classeur.",
            show_default=False,
        ),
    ] = None,
    *,
    simulation: Annotated[
        bool, typer.Option("--simulation", help="Dire tout ce qui changerait, sans rien écrire.")
    ] = False,
    en_json: Json = False,
) -> None:
    """Relever les retours des partenaires : contrôle, fusion à trois voies, réponses."""
    from cucs_xl.console import importation, terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    messages: list[str] = []
    classeur = ClasseurFichier(maitre, dire=messages.append)
    with terminal.progress("Relève des retours"):
        releve = commands.importer(
            classeur, retours or [], sortie or maitre.parent / "reponses", simulation=simulation
        )
    if en_json:
        from cucs_xl.console.echange_retours import json_import  # noqa: PLC0415

        print_json(json_import(releve, simulation=simulation))
    else:
        importation.show_import(releve, simulation=simulation)
        for message in messages:
            terminal.say(message)
    if releve.en_attente:
        raise typer.Exit(BLOQUANT)


@app.command(cls=Commande)
def annuler(maitre: Maitre) -> None:
    """Annuler le dernier import d'un coup, si personne n'a changé ses cellules depuis."""
    from cucs_xl.console import partenaires, terminal  # noqa: PLC0415
    from cucs_xl.excel.file import ClasseurFichier  # noqa: PLC0415

    memo = commands.annuler(ClasseurFichier(maitre, dire=terminal.say))
    terminal.say(partenaires.tell_annulation(memo))


def _read_echeance(texte: str | None) -> date | None:
    if texte is None:
        return None
    try:
        return jour(texte)
    except ValueError as erreur:
        raise CucsError(f"--echeance : {erreur}.") from erreur
