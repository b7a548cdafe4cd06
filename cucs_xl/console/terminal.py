"""What the terminal shows: tables, anomalies, where files went. French, half-up, aligned."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table as Grille

from cucs_xl.commands import Consolidation, Verification
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.enveloppe import Dotation, format_inconnus, read_dotation
from cucs_xl.metier.evaluation import build_sources, evaluate
from cucs_xl.metier.modele import TABLE_PAR_NOM, TABLES, Contrat
from cucs_xl.metier.montant import INSECABLE, format_euros
from cucs_xl.metier.synthese import HORS_LISTE, TOTAL, Inconnu, Sources, Tableau, Valeur
from cucs_xl.metier.tableaux.execution import EXECUTIONS, annees_de, build_execution
from cucs_xl.metier.tableaux.programme import build_contrat, build_partenaires, build_themes
from cucs_xl.metier.tableaux.registres import build_dotations, build_enveloppes
from cucs_xl.metier.tableaux.territoire import build_quartiers
from cucs_xl.metier.taux import format_pourcent

#: Width of a pipe or a log, which has none of its own.
_LARGEUR = 120
#: Columns that a terminal has room for.
_REGISTRE = ("actualise", "dont", "plafond", "programme", "disponible", "taux", "engage", "paye")
_NATURES = ("specifique", "pre", "droit_commun", "autres", "cout", "engage", "paye", "taux")
_DOTATIONS = ("connu", "reference", "programme", "paye")
_STYLES = {Gravite.BLOQUANTE: "bold red", Gravite.ALERTE: "yellow", Gravite.INFORMATION: "cyan"}


class _Console(Console):
    """A console that leaves a closed pipe to the door."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


_console = _Console(width=None if sys.stdout.isatty() else _LARGEUR, highlight=False)
#: Measures tables as if there were room for anything.
_LARGE = Console(width=10_000)


def say(phrase: str, *, balise: bool = False) -> None:
    """Print a sentence on one line of text; `balise`: its square brackets are rich's."""
    _console.print(phrase if balise else escape(phrase), soft_wrap=balise)


def show_grille(grille: Grille) -> None:
    """Print a table as wide as the terminal; long cells fold."""
    _console.print(grille)


def say_file(quoi: str, path: Path) -> None:
    """Print where a file is."""
    _console.print(f"[bold]{escape(quoi)}[/] : {escape(str(path))}", soft_wrap=True)


@contextmanager
def progress(quoi: str) -> Iterator[None]:
    """Show, on a terminal only, that a long work goes on."""
    erreur = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        console=erreur,
        transient=True,
        disable=not erreur.is_terminal,
    ) as barre:
        barre.add_task(f"{quoi}…", total=None)
        yield


def show_anomalies(verification: Verification, fichier: str = "") -> None:
    """Print every anomaly: where, what, what to do, which rule; then the count."""
    justifiees = {a for a in verification.anomalies if a.gravite is Gravite.BLOQUANTE} - set(
        verification.bloquantes
    )
    say_anomalies(verification.anomalies, fichier, justifiees)
    comptes = [
        f"{nombre} {gravite.value.lower()}{'s' if nombre > 1 else ''}"
        for gravite in Gravite
        if (nombre := sum(a.gravite is gravite for a in verification.anomalies))
    ]
    _console.print(f"Contrôles : {', '.join(comptes) if comptes else 'aucune anomalie'}.")
    if nombre := verification.saisies:
        _console.print(
            f"Journal : {nombre} modification{'s' if nombre > 1 else ''} saisie{'s' if nombre > 1 else ''} "
            "à la main depuis la dernière commande, notée(s) au journal.",
            soft_wrap=True,
        )


def say_anomalies(
    anomalies: Iterable[Anomalie],
    fichier: str = "",
    justifiees: AbstractSet[Anomalie] = frozenset(),
) -> None:
    """Print anomalies: where, what, what to do, which rule."""
    for anomalie in anomalies:
        suite = " (justifiée)" if anomalie in justifiees else ""
        _console.print(
            f"[{_STYLES[anomalie.gravite]}]{anomalie.gravite.value}[/]{suite} "
            f"[bold]{escape(_place(anomalie, fichier))}[/] : {escape(anomalie.constat)}",
            soft_wrap=True,
        )
        _console.print(f"    {escape(anomalie.conseil)} [dim]({anomalie.regle})[/]", soft_wrap=True)


def _place(anomalie: Anomalie, fichier: str) -> str:
    table = TABLE_PAR_NOM.get(anomalie.table)
    feuille = table.feuille if table else anomalie.table
    lieu = " · ".join(filter(None, (feuille, anomalie.cle, anomalie.champ)))
    return f"[{fichier}] {lieu}" if fichier else lieu


def show_consolidation(consolidation: Consolidation) -> None:
    """Print the promise of the year, the ledger, then the sums by theme and partner."""
    contrat, exercice = consolidation.contrat, consolidation.exercice
    if exemple := contrat.parametre("Données d'exemple"):
        _console.print(f"[yellow]DONNÉES D'EXEMPLE – {escape(str(exemple))}[/]", soft_wrap=True)
    sources = build_sources(consolidation.contrat, consolidation.faits, consolidation.registre)
    if exercice is None:
        _show_tableau(build_dotations(contrat), sources, "Dotations", _DOTATIONS)
        _show_tableau(build_contrat(contrat), sources, "Programme et exécution", _NATURES)
        for croisement in EXECUTIONS:
            tableau = build_execution(contrat, croisement, annees_de(contrat))
            _show_tableau(tableau, sources, tableau.titre, [c.nom for c in tableau.colonnes])
    else:
        dotation = read_dotation(consolidation.registre, exercice)
        _console.print(
            f"[bold]Crédits spécifiques {exercice} : {format_dotation(contrat, dotation)}[/]\n"
        )
        _show_tableau(
            build_enveloppes(contrat, exercice), sources, f"Enveloppes {exercice}", _REGISTRE
        )
        _show_tableau(
            build_themes(contrat, exercice), sources, f"Programme {exercice} par thème", _NATURES
        )
        _show_tableau(
            build_partenaires(contrat, exercice),
            sources,
            f"Programme {exercice} par partenaire",
            _NATURES,
        )
        _show_tableau(
            build_quartiers(contrat, exercice),
            sources,
            f"Programme {exercice} par quartier",
            _NATURES,
        )
    fautifs = [ecart for ecart in consolidation.ecarts if ecart.ecart]
    for ecart in fautifs:
        _console.print(
            f"[bold red]Écart[/] {ecart.axe.value}, {ecart.etape.value} : {format_euros(ecart.ecart)} ne sont rattachés à aucune ligne de la liste."
        )
    if not fautifs:
        _console.print(
            "Contrôle : les totaux par partenaire, thème, opérateur, quartier et régime égalent ceux des lignes, au centime, à chaque étape.",
            soft_wrap=True,
        )
    bloquantes = sum(a.gravite is Gravite.BLOQUANTE for a in consolidation.anomalies)
    if bloquantes:
        _console.print(
            f"[bold red]{bloquantes} anomalie(s) de lecture[/] : ces totaux sont incomplets ; lancez « cucs-xl verifier »."
        )


def format_dotation(contrat: Contrat, dotation: Dotation) -> str:
    """Say what is promised and who is left out: « 563 000 € hors Région (à définir) »."""
    if not dotation.inconnus:
        return format_euros(dotation.connu)
    return f"{format_euros(dotation.connu)} {format_inconnus(contrat, dotation)}"


def _show_tableau(tableau: Tableau, sources: Sources, titre: str, noms: Sequence[str]) -> None:
    """Print some columns of a synthesis table; a line without figure is left out."""
    colonnes = [colonne for nom in noms for colonne in tableau.colonnes if colonne.nom == nom]
    grille = Grille(
        title=f"{titre} (en euros)",
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    grille.add_column(tableau.entete, no_wrap=True)
    lignes = {
        cle: [_format(ligne[colonne.nom]) for colonne in colonnes]
        for cle, ligne in evaluate(tableau, sources).items()
        if cle == TOTAL or any(ligne[colonne.nom] for colonne in colonnes)
    }
    for rang, colonne in enumerate(colonnes):
        # Neither a figure nor a word is ever folded: it would read as two.
        libelle = colonne.libelle
        if "spécifique et du PRE" in colonne.bloc:
            libelle += " spéc. PRE"
        insecables = [*libelle.split(), *(textes[rang] for textes in lignes.values())]
        grille.add_column(libelle, justify="right", min_width=max(map(len, insecables)))
    libelles = {str(cle): libelle for cle, libelle in tableau.cles}
    for cle, textes in lignes.items():
        style = "bold" if cle == TOTAL else "red" if cle == HORS_LISTE else None
        grille.add_row(escape(libelles.get(cle, cle)), *textes, style=style)
    # Wider than the terminal, lines fold; they are never cut, for half a figure is another one.
    large = max(_console.width, _LARGEUR, Measurement.get(_LARGE, _LARGE.options, grille).minimum)
    _console.print(grille, width=large, crop=False, no_wrap=True, overflow="ignore", soft_wrap=True)


def _format(valeur: Valeur) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, Inconnu):
        return valeur.value
    if isinstance(valeur, Fraction):
        return f"{format_pourcent(valeur)} %"
    assert isinstance(valeur, int)  # the terminal shows money and rates
    return format_euros(valeur).removesuffix(f"{INSECABLE}€") if valeur else "–"


def show_dictionnaire() -> None:
    """Print every table and column of the master."""
    for table in TABLES:
        grille = Grille(
            title=f"{table.feuille} ({table.nom}) – {table.aide}",
            title_justify="left",
            title_style="bold",
            show_lines=False,
        )
        for entete in ("Colonne", "Genre", "Obligatoire", "Aide"):
            grille.add_column(entete)
        for colonne in table.colonnes:
            genre = "calculée" if colonne.attribut is None else colonne.genre.sorte.value
            if colonne.genre.table:
                genre += f" → {colonne.genre.table}"
            requis = "clé" if colonne.cle else "oui" if colonne.requis else ""
            choix = (
                f" Valeurs : {', '.join(m.value for m in colonne.genre.choix)}."
                if colonne.genre.choix
                else ""
            )
            grille.add_row(colonne.entete, genre, requis, escape(colonne.aide + choix))
        _console.print(grille)
