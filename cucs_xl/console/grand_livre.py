"""What the terminal shows of an import of the grand livre."""

from rich.markup import escape

from cucs_xl.commands import Import
from cucs_xl.console.terminal import say
from cucs_xl.metier.nomenclature import EtatRapprochement


def show_import(fait: Import, *, simulation: bool) -> None:
    """Print what an export became, line by line where somebody must act."""
    export, rapprochement = fait
    for refus in export.refus:
        say(
            f"[bold red]Ligne {refus.ligne}[/] · {escape(refus.entete)} : {escape(refus.message)}",
            balise=True,
        )
    for remarque in rapprochement.remarques:
        say(
            f"[yellow]{escape(remarque.cle)}[/] · {escape(remarque.champ)} : {escape(remarque.constat)}",
            balise=True,
        )
        say(f"    {escape(remarque.conseil)}", balise=True)
    sautees = ", ".join(f"{nombre} {raison}" for raison, nombre in export.sautees.items())
    if sautees:
        say(f"Laissées de côté : {escape(sautees)}.", balise=True)
    verbe = "seraient ajoutées" if simulation else "ajoutées"
    say(
        f"{escape(export.fichier)} : {len(export.ecritures)} lignes lues, {rapprochement.connues} déjà connues, "
        f"{len(rapprochement.nouvelles)} {verbe}, {len(rapprochement.mouvements)} mouvements créés ; "
        + ", ".join(_spell_etat(etat, rapprochement.count(etat)) for etat in EtatRapprochement)
        + ".",
        balise=True,
    )


def _spell_etat(etat: EtatRapprochement, nombre: int) -> str:
    accord = "s" if nombre > 1 and etat.value.endswith("e") else ""
    return f"{nombre} {etat.value}{accord}"
