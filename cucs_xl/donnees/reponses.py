"""What partners of the example answer: for the demonstration only, never in a master."""

import csv
from importlib.resources import files
from typing import NamedTuple

from cucs_xl.donnees import MONTELIMAR
from cucs_xl.metier.nomenclature import ModeleRetour


class Envoyeur(NamedTuple):
    """Who answers, about what, in which file."""

    fichier: str
    modele: ModeleRetour
    destinataire: str
    action: str | None


#: Texts by block, row, case, for each sender.
Reponses = dict[Envoyeur, dict[tuple[str, str, str], str]]


def read_reponses() -> Reponses:
    """Read the answers of the example, sender by sender."""
    texte = (files("cucs_xl.donnees") / MONTELIMAR / "retours.csv").read_text(encoding="utf-8")
    reponses: Reponses = {}
    for ligne in csv.DictReader(texte.splitlines()):
        envoyeur = Envoyeur(
            ligne["Fichier"],
            ModeleRetour(ligne["Modèle"]),
            ligne["Destinataire"],
            ligne["Action"] or None,
        )
        places = reponses.setdefault(envoyeur, {})
        places[ligne["Bloc"], ligne["Ligne"], ligne["Case"]] = ligne["Valeur"]
    return reponses
