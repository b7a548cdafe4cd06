"""A filled sheet of ours: what every hostile file is made from. All answers are examples."""

from datetime import date
from functools import cache
from itertools import cycle

from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille
from cucs_xl.metier.formulaire import Envoi, Question, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import build_memoire, nom_contrat, spell_memoire
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.schema import Cellule, Sorte

#: Texts that a spreadsheet, a CSV or a regular expression could take for something else.
TEXTES = (
    "=1+1",
    "+33 4 75 00 00 00",
    "-5 au lieu de 10",
    "@exemple",
    "Ligne 1\nLigne 2",
    "1 234,50 €",
    "a < b & c > d | e",
    "¤ n'est pas une marque",
    '</v></c> "guillemets"',
    "12,5 %",
    "03/04/2007",
)
#: Kinds of answers that are typed: lists and references stay as the example has them.
_VALEURS: dict[Sorte, Cellule] = {
    Sorte.MONTANT: 1234.56,
    Sorte.NOMBRE: 17.0,
    Sorte.DATE: date(2007, 3, 1),
    Sorte.TAUX: 0.25,
}


@cache
def build_fiche() -> bytes:
    """Build the filled year-end sheet of the first action of the example."""
    contrat = read_exemple()
    source = Source(contrat)
    action = contrat.actions[0]
    assert action.exercice is not None
    envoi = Envoi(
        ModeleRetour.FICHE, 1, nom_contrat(contrat), action.exercice, action.operateur or "",
        action.code, date(2008, 1, 2), date(2008, 2, 29),
    )  # fmt: skip
    formulaire = build_formulaire(source, envoi)
    textes = cycle(TEXTES)
    reponses: dict[tuple[str, str, str], Reponse] = {}
    for bloc in formulaire.modele.blocs:
        for rangee in formulaire.rangees[bloc.code]:
            for case in bloc.cases:
                if isinstance(case, Question) and case.saisie:
                    valeur = _VALEURS.get(case.genre.sorte)
                    if case.genre.sorte is Sorte.TEXTE:
                        valeur = next(textes)
                    if valeur is not None:
                        reponses[bloc.code, rangee.id, case.code] = Reponse(valeur)
    memoire = spell_memoire(envoi, build_memoire(formulaire))
    return build_feuille(formulaire, source, Copie(reponses, memoire))
