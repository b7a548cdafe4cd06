"""What the terminal shows of an import: each file's fate, each change, what awaits somebody."""

from rich.markup import escape

from cucs_xl.commands import Releve
from cucs_xl.console.partenaires import (
    conclude,
    spell_changement,
    tell_bilan,
    tell_choix_refuses,
    tell_reserves,
    tell_sautes,
)
from cucs_xl.console.terminal import say, say_file
from cucs_xl.metier.nomenclature import EtatRetour
from cucs_xl.metier.retour.reception import Bilan

_STYLES = {
    EtatRetour.COMPLET: "green",
    EtatRetour.INCOMPLET: "yellow",
    EtatRetour.A_ARBITRER: "bold red",
    EtatRetour.A_CORRIGER: "bold red",
}


def show_retours(fait: Releve) -> None:
    """Print each file's fate: refused and why, or read and what of it is to be seen to."""
    for refus in fait.refus:
        say(
            f"[bold red]Refusé[/] « [bold]{escape(refus.fichier)}[/] » {escape(refus.raison)}",
            balise=True,
        )
    for bilan in fait.bilans:
        _show_bilan(bilan)
    for phrase in tell_sautes(fait):
        say(phrase)


def show_import(fait: Releve, *, simulation: bool) -> None:
    """Print the files, then each change with its two values, and what awaits the officer."""
    show_retours(fait)
    if fait.changements:
        say("[bold]Ce qui changerait[/]" if simulation else "[bold]Ce qui a changé[/]", balise=True)
        for changement in fait.changements:
            say(f"  {escape(spell_changement(changement))}", balise=True)
    for litige in fait.fusion.litiges:
        say(
            f"[bold red]À arbitrer[/] {escape(litige.repere.declaree.feuille)} · {escape(litige.repere.cle)} : "
            f"{escape(litige.question)} Classeur « {escape(litige.maitre)} », retour « {escape(litige.partenaire)} » "
            f"[dim]({escape(str(litige.origine))})[/]",
            balise=True,
        )
    for phrase in tell_choix_refuses(fait):
        say(phrase)
    say(conclude(fait, simulation=simulation))
    for path in fait.reponses[:1]:
        say_file("Réponses à envoyer", path.parent)


def _show_bilan(bilan: Bilan) -> None:
    say(f"[{_STYLES[bilan.etat]}]{escape(tell_bilan(bilan))}[/]", balise=True)
    for faute in (*bilan.fautes, *bilan.remarques):
        lieu = f"{faute.adresse} : " if faute.adresse else ""
        say(f"    {escape(lieu + faute.constat)}", balise=True)
    for reserve in tell_reserves(bilan):
        say(f"    {escape(reserve)}", balise=True)
