"""The ribbon's door: a word from a click, a French dialog back; no logic.

    python -m cucs_xl.ribbon BOUTON --wb=NOM_CODÉ --hwnd=FENÊTRE

On Windows the button works on the workbook open in the Excel of that window. Elsewhere the
live host has no Excel to speak to (it knows COM alone): the door works on the file as it was
last saved, which is what lets LibreOffice click for true on Linux. On a Mac that file is
open in Excel: the buttons that only read do work, the others tell the command to run.

Exit codes: 0 the user was told, whatever happened · 1 nobody could be told (the launcher
then says where the trace is).
"""

import sys
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol

from cucs_xl import __version__, commands
from cucs_xl.console import dialogue
from cucs_xl.console.boite import Ton, show
from cucs_xl.console.decision import tell_programme
from cucs_xl.console.erreurs import JOURNAL, format_excuses, write_trace
from cucs_xl.console.partenaires import (
    tell_annulation,
    tell_campagne,
    tell_import,
    tell_rappels,
)
from cucs_xl.console.preparation import tell_preparation
from cucs_xl.excel.addin.nom import decode_nom
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.parcours import Place

#: The user's own, where the guide is written.
DOSSIER = JOURNAL.parent

#: Beside the workbook: where sheets leave, where they come back, where answers wait.
FICHES, RETOURS, REPONSES = "fiches", "retours", "reponses"

Dire = Callable[[str, Ton], None]


class Hote(Classeur, Protocol):
    """A workbook, and the screen that shows it."""

    messages: list[str]

    @property
    def path(self) -> Path:
        """The file beside which others are written."""

    def show(self, message: str) -> None:
        """Show what goes on."""

    def read_selection(self) -> Place | None:
        """Tell where the cursor is."""

    def select(self, place: Place) -> None:
        """Put the cursor on a cell."""


class Clic(NamedTuple):
    """Which button, on which workbook, in which window of Excel (0: none that answers)."""

    bouton: str
    nom: str
    fenetre: int


class Bouton(NamedTuple):
    """What a button does on a workbook; `commande` does the same, when it writes to it."""

    faire: Callable[[Hote], str]
    commande: str | None = None


def main(
    arguments: Sequence[str] | None = None,
    *,
    dire: Dire | None = None,
    systeme: str = sys.platform,
) -> int:
    """Answer a click; whatever happens, the user reads a French sentence."""
    try:
        clic = _read_clic(sys.argv[1:] if arguments is None else arguments)
        dire = dire or partial(show, fenetre=clic.fenetre, systeme=systeme)
        try:
            texte, ton = _answer(clic, systeme), Ton.FAIT
        except CucsError as erreur:
            texte, ton = _capitalise(str(erreur)), Ton.REFUS
        except Exception:  # noqa: BLE001 - the door: a bug goes to the log, never to the user
            texte, ton = _capitalise(format_excuses(write_trace())), Ton.REFUS
        dire(texte, ton)
    except Exception:  # noqa: BLE001 - no dialog: the launcher tells, by the exit code
        write_trace()
        return 1
    return 0


def _capitalise(phrase: str) -> str:
    """Start a dialog with a capital; the command line starts with its name instead."""
    return phrase[:1].upper() + phrase[1:]


def _read_clic(mots: Sequence[str]) -> Clic:
    """Read what the launcher wrote.

    Raises:
        ValueError: it did not write this.
    """
    bouton, wb, hwnd = mots
    if not (wb.startswith("--wb=") and hwnd.startswith("--hwnd=")):
        raise ValueError(f"not a click: {mots}")
    return Clic(bouton, decode_nom(wb.removeprefix("--wb=")), int(hwnd.removeprefix("--hwnd=")))


def _answer(clic: Clic, systeme: str) -> str:
    if clic.bouton in SANS_CLASSEUR:
        return SANS_CLASSEUR[clic.bouton](systeme)
    bouton = BOUTONS.get(clic.bouton)
    if bouton is None:
        raise CucsError(
            f"le bouton « {clic.bouton} » n'est pas de cette version de cucs_xl : lancez « cucs-xl "
            "complement installer », fermez Excel et rouvrez-le."
        )
    if not clic.nom:
        raise CucsError(
            "aucun classeur n'est ouvert : ouvrez le classeur maître et cliquez à nouveau."
        )
    with _open(clic, bouton, systeme) as hote:
        hote.show("CUCS : travail en cours…")
        texte = bouton.faire(hote)
        return "\n\n".join(dict.fromkeys([texte, *hote.messages]))


def _open(clic: Clic, bouton: Bouton, systeme: str) -> AbstractContextManager[Hote]:
    if systeme == "win32":
        from cucs_xl.excel.live import (  # noqa: PLC0415 - only where Excel is
            ClasseurExcel,
            open_classeur,
            open_fenetre,
        )

        book = open_fenetre(clic.nom, clic.fenetre) if clic.fenetre else open_classeur(clic.nom)
        return ClasseurExcel(book)
    nom = PurePath(clic.nom).name
    if "://" in clic.nom:
        raise CucsError(
            f"« {nom} » est en ligne : enregistrez-en une copie sur ce poste et ouvrez-la."
        )
    if nom == clic.nom:
        raise CucsError(
            f"« {nom} » n'a jamais été enregistré : enregistrez-le et cliquez à nouveau."
        )
    if systeme == "darwin" and bouton.commande:
        commande = bouton.commande.format(clic.nom, dossier=PurePath(clic.nom).parent)
        raise CucsError(
            f"sur Mac, les boutons ne savent pas écrire dans un classeur ouvert. Enregistrez-le, fermez-le "
            f"et lancez dans un terminal : cucs-xl {commande}"
        )
    from cucs_xl.excel.sans_ecran import FichierSansEcran  # noqa: PLC0415 - where Excel is not

    return nullcontext(FichierSansEcran(clic.nom))


def _anomalie_suivante(hote: Hote) -> str:
    etape = commands.anomalie_suivante(hote, hote.read_selection())
    if etape.place:
        hote.select(etape.place)
    return dialogue.tell_etape(etape)


def _nouvelle_action(hote: Hote) -> str:
    ajout = commands.nouvelle_action(hote, depuis=hote.read_selection())
    with suppress(CucsError):  # the action is there, even if the cursor cannot be
        hote.select(ajout.place)
    return dialogue.tell_ajout(ajout)


def _relever(hote: Hote) -> str:
    dossier = hote.path.parent
    return tell_import(commands.importer(hote, [dossier / RETOURS], dossier / REPONSES))


def _guide(systeme: str) -> str:
    path = commands.guide(DOSSIER)
    ouvert = systeme in {"win32", "darwin"} and webbrowser.open(path.as_uri())
    return f"Le guide {'est ouvert dans votre navigateur' if ouvert else 'est écrit'} : {path}"


def _a_propos(systeme: str) -> str:
    return dialogue.tell_version(__version__, sys.executable, commands.read_etat(systeme))


#: By the ids of macros/ribbon.xml.
SANS_CLASSEUR: dict[str, Callable[[str], str]] = {"guide": _guide, "a_propos": _a_propos}
BOUTONS = {
    "verifier": Bouton(
        lambda hote: dialogue.tell_verification(commands.verifier(hote, ecrire=True)),
        'verifier "{}" --ecrire',
    ),
    "anomalie_suivante": Bouton(_anomalie_suivante),
    "nouvelle_action": Bouton(_nouvelle_action, 'nouvelle-action "{}"'),
    "programmer": Bouton(
        lambda hote: dialogue.tell_fusion(commands.programmer(hote)), 'programmer "{}"'
    ),
    "preparer": Bouton(lambda hote: tell_preparation(commands.preparer(hote)), 'preparer "{}"'),
    "decider": Bouton(lambda hote: tell_programme(commands.decider(hote)), 'decider "{}"'),
    "relever": Bouton(_relever, 'importer "{}" "{dossier}/retours" -o "{dossier}/reponses"'),
    "fiches": Bouton(
        lambda hote: tell_campagne(commands.modeles(hote, None, hote.path.parent / FICHES)),
        'modeles "{}" -o "{dossier}/fiches"',
    ),
    "relancer": Bouton(
        lambda hote: tell_rappels(commands.relances(hote, None, hote.path.parent / FICHES)),
        'relances "{}" -o "{dossier}/fiches"',
    ),
    "annuler_import": Bouton(lambda hote: tell_annulation(commands.annuler(hote)), 'annuler "{}"'),
    "consolider": Bouton(
        lambda hote: dialogue.tell_consolidation(commands.consolider(hote, ecrire=True)),
        'consolider "{}" --ecrire',
    ),
    "simuler": Bouton(lambda hote: dialogue.tell_simulation(commands.simuler(hote))),
    "synthese": Bouton(
        lambda hote: dialogue.tell_livraison(commands.synthese(hote, None, hote.path.parent))
    ),
}


if __name__ == "__main__":
    sys.exit(main())
