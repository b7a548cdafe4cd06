"""What « modeles » and « relances » answer: who is asked what, by when, and what to do next."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as Grille

from cucs_xl.commands import Campagne, Colis, Rappels
from cucs_xl.console.echange import Document
from cucs_xl.console.terminal import say, say_file, show_grille
from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.jour import format_jour


@contextmanager
def progress_fiches() -> Iterator[Callable[[int, int], None]]:
    """Show, on a terminal only, how many sheets are ready."""
    erreur = Console(stderr=True)
    colonnes = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *colonnes, console=erreur, transient=True, disable=not erreur.is_terminal
    ) as barre:
        tache = barre.add_task("Fiches partenaires", total=None)

        def avance(faites: int, total: int) -> None:
            barre.update(tache, completed=faites, total=total)

        yield avance


def show_campagne(campagne: Campagne) -> None:
    """Print a line per draft, then what remains to be done by hand."""
    grille = _grille("Destinataire", "Modèle", "Fiches", "Courriel")
    for colis in campagne.colis:
        grille.add_row(
            escape(f"{colis.destinataire} – {colis.nom}"), colis.modele.value,
            str(len(colis.fichiers)), escape(_adresses(colis)),
        )  # fmt: skip
    if campagne.colis:
        show_grille(grille)
    limite = (
        f"réponse attendue le {format_jour(campagne.echeance)}"
        if campagne.echeance
        else "sans échéance"
    )
    say(
        f"Exercice {campagne.exercice} : {_count(campagne.fiches, 'fiche prête', 'fiches prêtes')}, "
        f"{_count(len(campagne.colis), 'brouillon de courriel', 'brouillons de courriel')}, {limite}."
    )  # fmt: skip
    if campagne.completes:
        say(
            f"{_count(campagne.completes, 'fiche n’est pas renvoyée', 'fiches ne sont pas renvoyées')} : "
            "leur retour est complet."
        )  # fmt: skip
    for remarque in (*campagne.remarques, *_remarques(campagne.colis)):
        say(f"[yellow]À voir[/] : {escape(remarque)}", balise=True)
    if campagne.colis:
        say_file("Dossier", campagne.dossier)
        say("Ouvrez chaque brouillon (.eml), relisez, envoyez. La feuille Retours est à jour.")


def show_rappels(rappels: Rappels) -> None:
    """Print a line per reminder, and who is still silent."""
    grille = _grille("Destinataire", "Modèle", "Niveau", "Fiches jointes", "Courriel")
    for colis in rappels.colis:
        grille.add_row(
            escape(f"{colis.destinataire} – {colis.nom}"), colis.modele.value, str(colis.niveau),
            str(len(colis.fichiers)), escape(_adresses(colis)),
        )  # fmt: skip
    if rappels.colis:
        show_grille(grille)
    verbe = (
        ("serait à préparer", "seraient à préparer") if rappels.simulation else ("prêt", "prêts")
    )
    muets = _count(len(rappels.muets), "fiche", "fiches")
    say(
        f"Exercice {rappels.exercice} : {len(rappels.colis)} rappel{'s' if len(rappels.colis) > 1 else ''} "
        f"{verbe[len(rappels.colis) > 1]} ; {muets} sans aucune réponse à ce jour."
    )  # fmt: skip
    for remarque in _remarques(rappels.colis):
        say(f"[yellow]À voir[/] : {escape(remarque)}", balise=True)
    if rappels.colis and not rappels.simulation:
        say_file("Dossier", rappels.dossier)
        say(
            "Chaque rappel est un brouillon (.eml) et une lettre à imprimer (.docx). La feuille Retours est à jour."
        )


def json_campagne(campagne: Campagne) -> Document:
    """Give what was prepared, file by file."""
    return {
        "exercice": campagne.exercice,
        "echeance": campagne.echeance.isoformat() if campagne.echeance else None,
        "fiches": campagne.fiches,
        "completes": campagne.completes,
        "colis": [_json_colis(colis, campagne.dossier) for colis in campagne.colis],
        "remarques": list(campagne.remarques),
    }


def json_rappels(rappels: Rappels) -> Document:
    """Give the reminders and what is still silent."""
    return {
        "exercice": rappels.exercice,
        "simulation": rappels.simulation,
        "colis": [_json_colis(colis, rappels.dossier) for colis in rappels.colis],
        "muets": [
            {
                "modele": retour.modele, "destinataire": retour.destinataire, "action": retour.action,
                "echeance": retour.echeance.isoformat() if retour.echeance else None,
                "relances": int(retour.relances or 0),
            }
            for retour in rappels.muets
        ],
    }  # fmt: skip


def _json_colis(colis: Colis, dossier: Path) -> Document:
    def relatif(path: Path | None) -> str | None:
        return path.relative_to(dossier).as_posix() if path else None

    return {
        "modele": colis.modele.value,
        "destinataire": colis.destinataire,
        "adresses": list(colis.adresses),
        "niveau": colis.niveau,
        "brouillon": relatif(colis.brouillon),
        "lettre": relatif(colis.lettre),
        "fiches": [relatif(path) for path in colis.fichiers],
        "remarque": colis.remarque,
    }


def _grille(*entetes: str) -> Grille:
    grille = Grille(box=SIMPLE_HEAD, pad_edge=False)
    for entete in entetes:
        chiffres = entete in {"Fiches", "Niveau", "Fiches jointes"}
        grille.add_column(entete, justify="right" if chiffres else "left", overflow="fold")
    return grille


def _adresses(colis: Colis) -> str:
    return ", ".join(colis.adresses) or "à saisir"


def _remarques(colis: Sequence[Colis]) -> Iterable[str]:
    """Say each remark once, for all whom it concerns."""
    concernes: dict[str, dict[str, None]] = defaultdict(dict)
    for un in colis:
        if un.remarque:
            concernes[un.remarque][un.destinataire] = None
    return (f"{format_liste(list(codes))} : {remarque}." for remarque, codes in concernes.items())


def _count(nombre: int, un: str, plusieurs: str) -> str:
    return f"{nombre} {plusieurs if nombre > 1 else un}"
