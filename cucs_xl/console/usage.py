"""The command line's own words in French: mistyped requests, help headings.

Typer speaks English and exports few of its exceptions: they are told by their names.
"""

from collections.abc import Callable
from typing import Any

from typer.core import TyperCommand, TyperGroup

_AIDE = "Afficher cette aide."


class Commande(TyperCommand):
    """One verb, whose help option is described in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Describe the help option in French."""
        return _describe(super().get_help_option(ctx))


class Groupe(TyperGroup):
    """The program, whose help option is described in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Describe the help option in French."""
        return _describe(super().get_help_option(ctx))


def _describe(option: Any) -> Any:
    if option is not None:
        option.help = _AIDE
    return option


def set_rubriques() -> None:
    """Name the panels of the help in French; imports rich, so only when help is asked."""
    from typer import rich_utils  # noqa: PLC0415 - heavy

    rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
    rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
    rich_utils.DEFAULT_STRING = "[par défaut : {}]"


def translate(erreur: Any) -> str:
    """Say what is wrong with the request and how to get help."""
    contexte = getattr(erreur, "ctx", None)
    commande = f"{contexte.info_name} " if contexte is not None and contexte.parent else ""
    return f"{_constat(erreur)} Voir « cucs-xl {commande}--aide »."


def _constat(erreur: Any) -> str:
    parle = _PHRASES.get(type(erreur).__name__)
    if parle:
        return parle(erreur)
    message = str(erreur)
    if message.startswith("No such command"):
        return f"la commande {message.removeprefix('No such command').partition('. ')[0].strip(' .')} n'existe pas."
    if "unexpected extra argument" in message:
        return "il y a un argument de trop."
    return "la demande n'est pas comprise."


def _inconnue(erreur: Any) -> str:
    proches = " ou ".join(erreur.possibilities or ())
    suite = f" Vouliez-vous dire {proches} ?" if proches else ""
    return f"l'option {erreur.option_name} n'existe pas.{suite}"


def _parametre(erreur: Any) -> str:
    parametre = erreur.param
    if parametre is None:
        return "un argument"
    option = next((o for o in parametre.opts if o.startswith("--")), "")
    return option or str(parametre.metavar or parametre.human_readable_name)


_PHRASES: dict[str, Callable[[Any], str]] = {
    "NoSuchOption": _inconnue,
    "MissingParameter": lambda erreur: f"il manque {_parametre(erreur)}.",
    "BadParameter": lambda erreur: (
        f"la valeur donnée à {_parametre(erreur)} est refusée : vérifiez son type et ses bornes."
    ),
    "BadOptionUsage": lambda erreur: f"l'option {erreur.option_name} attend une valeur.",
}
