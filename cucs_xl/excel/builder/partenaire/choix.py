"""The lists from which partners choose: closed words, and codes shown with their label."""

from collections.abc import Iterator, Mapping
from typing import Any

from cucs_xl.metier.formulaire import MODELES, NEANT, Envoi, Formulaire, Question, Source
from cucs_xl.metier.jour import serie
from cucs_xl.metier.modele import ACTIONS, FINANCEMENTS, OBJECTIFS, TABLE_PAR_NOM, THEMES
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.schema import Genre, Sorte

#: Parts a code from its label; the reader of returns cuts there (`retour.lecture`).
SEPARATEUR = " – "
#: The list that holds, beside each objective, its theme as the list of themes shows it.
THEMES_OBJECTIFS = "tObjectifs.thème"


def format_code(code: str, libelle: str | None) -> str:
    """Show a code with its label."""
    return f"{code}{SEPARATEUR}{libelle}" if libelle else code


def nom_liste(genre: Genre) -> str | None:
    """Name the list of a kind of answer; None when it has none."""
    if genre.choix is not None:
        return genre.choix.__name__
    return genre.table


def build_libelles(source: Source, table: str, envoi: Envoi) -> dict[str, str]:
    """Give what stands for each code of a table: « EMP – L'accès à l'emploi »."""
    contrat = source.contrat
    if table == FINANCEMENTS.nom:
        return {
            f.code: format_code(f.code, _nommer(source, f))
            for f in contrat.financements
            if f.code and f.exercice == envoi.exercice and f.partenaire == envoi.destinataire
        }
    declaree = TABLE_PAR_NOM[table]
    code, libelle = declaree.cles[0], _LIBELLES.get(table)
    return {
        str(cle): format_code(str(cle), getattr(ligne, libelle) if libelle else None)
        for ligne in contrat.table(declaree)
        if (cle := getattr(ligne, code)) is not None and cle != ""
    }


_LIBELLES = {
    "tThemes": "theme", "tObjectifs": "objectif", "tPartenaires": "partenaire", "tQuartiers": "quartier",
}  # fmt: skip


def _nommer(source: Source, financement: Any) -> str:
    action = source.row(ACTIONS, f"{financement.action}|{financement.exercice}")
    intitule = action.intitule if action and action.intitule else financement.action
    return f"{intitule} ({financement.nature})"


def questions_de(modele: ModeleRetour) -> Iterator[Question]:
    """Give every question of a sheet."""
    for bloc in MODELES[modele].blocs:
        yield from bloc.questions


class Choix:
    """The lists of one sheet, and how it shows a code."""

    def __init__(self, source: Source, formulaire: Formulaire) -> None:
        envoi = formulaire.envoi
        self.listes: dict[str, list[str]] = {NEANT: [NEANT]}
        self._libelles: dict[str, Mapping[str, str]] = {}
        for question in questions_de(envoi.modele):
            genre = question.genre
            nom = nom_liste(genre)
            if nom is None or nom in self.listes:
                continue
            if genre.choix is not None:
                self.listes[nom] = [membre.value for membre in genre.choix]
                continue
            libelles = self._libelles[nom] = build_libelles(source, nom, envoi)
            self.listes[nom] = list(libelles.values())
            if nom == OBJECTIFS.nom:
                self._sort_objectifs(source, envoi)

    def _sort_objectifs(self, source: Source, envoi: Envoi) -> None:
        """Put the objectives of a theme together: their list is a part of the whole."""
        themes = build_libelles(source, THEMES.nom, envoi)
        par_code = {o.code: themes.get(o.theme or "", "") for o in source.contrat.objectifs}
        libelles = self._libelles[OBJECTIFS.nom]
        codes = sorted(
            libelles,
            key=lambda code: list(themes.values()).index(par_code[code]) if par_code[code] else -1,
        )
        self.listes[OBJECTIFS.nom] = [libelles[code] for code in codes]
        self.listes[THEMES_OBJECTIFS] = [par_code[code] for code in codes]

    def show(self, genre: Genre, valeur: Any) -> str | float | None:
        """Give what a cell shows of a value: euros for cents, a label beside its code."""
        if valeur is None or isinstance(valeur, bool):
            return None if valeur is None else str(valeur)
        if genre.sorte is Sorte.MONTANT:
            return int(valeur) / 100
        if genre.sorte is Sorte.REFERENCE:
            return self._libelles.get(genre.table or "", {}).get(str(valeur), str(valeur))
        return build_cellule(valeur)


def build_cellule(valeur: Any) -> str | float | bool | None:
    """Give what a cell stores: a date is its serial, a member of a list its word."""
    if valeur is None or isinstance(valeur, bool):
        return valeur
    if hasattr(valeur, "year"):
        return serie(valeur)
    return valeur if isinstance(valeur, int | float) else str(valeur)
