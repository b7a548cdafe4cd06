"""What partners are asked: each sheet declared once, then drawn, read back and merged."""

from cucs_xl.metier.formulaire import demande, fiche_action, financeur
from cucs_xl.metier.formulaire.communs import cle_action
from cucs_xl.metier.formulaire.langage import (
    A_NAITRE,
    NEANT,
    UNIQUE,
    Bloc,
    Case,
    Envoi,
    Equilibre,
    Forme,
    Formulaire,
    Modele,
    Question,
    Rangee,
    Rappel,
    Role,
    Somme,
    Source,
    build_rangee,
)
from cucs_xl.metier.modele import ACTIONS
from cucs_xl.metier.nomenclature import ModeleRetour

__all__ = [
    "A_NAITRE",
    "MODELES",
    "NEANT",
    "SOMMES",
    "UNIQUE",
    "Bloc",
    "Case",
    "Envoi",
    "Equilibre",
    "Forme",
    "Formulaire",
    "Modele",
    "Question",
    "Rangee",
    "Rappel",
    "Role",
    "Somme",
    "Source",
    "build_formulaire",
]

#: The rows, drawn nowhere, of the fields that a sheet sums.
SOMMES = "sommes"
#: Every kind of sheet, by its name.
MODELES: dict[ModeleRetour, Modele] = {
    modele.code: modele for modele in (demande.MODELE, fiche_action.MODELE, financeur.MODELE)
}


def build_formulaire(source: Source, envoi: Envoi) -> Formulaire:
    """Fill a sheet from the master: what it says today, then the blank rows of its lists."""
    modele = MODELES[envoi.modele]
    rangees = {}
    for bloc in modele.blocs:
        pleines = tuple(bloc.remplir(source, envoi))
        libres = (
            Rangee(f"+{rang}", {}, {}, nouvelle=True, facultative=True)
            for rang in range(1, bloc.libres + 1)
        )
        rangees[bloc.code] = (*pleines, *libres)
    if modele.sommes:
        questions = [somme.question for somme in modele.sommes]
        rangees[SOMMES] = (
            build_rangee(source, questions, UNIQUE, {ACTIONS.nom: cle_action(envoi)}),
        )
    return Formulaire(modele, envoi, rangees)
