"""The partners of the demonstration: they fill some of the sheets that were sent to them."""

from collections.abc import Mapping
from pathlib import Path

from cucs_xl.commands.fichier import write_file
from cucs_xl.commands.lecture import read_maitre
from cucs_xl.excel.classeur import Classeur
from cucs_xl.metier.formulaire import MODELES, Envoi, Formulaire, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import build_memoire, nom_contrat, spell_memoire
from cucs_xl.metier.modele import RETOURS
from cucs_xl.metier.schema import Cellule, Sorte


def simuler_retours(classeur: Classeur, exercice: int, dossier: Path) -> tuple[Path, ...]:
    """Write down, in a folder, the returns of the example; one holds a mistake on purpose."""
    from cucs_xl.donnees.reponses import read_reponses  # noqa: PLC0415 - heavy
    from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille  # noqa: PLC0415

    contrat = read_maitre(classeur).contrat
    source = Source(contrat)
    fichiers = []
    for envoyeur, textes in read_reponses().items():
        envoi = Envoi(
            envoyeur.modele, MODELES[envoyeur.modele].version, nom_contrat(contrat), exercice,
            envoyeur.destinataire, envoyeur.action,
        )  # fmt: skip
        envoye = source.row(RETOURS, envoi.cle)
        assert envoye is not None, "only sheets that were sent come back"
        envoi = envoi._replace(envoye_le=envoye.envoye_le, echeance=envoye.echeance)
        formulaire = build_formulaire(source, envoi)
        reponses = {place: Reponse(valeur) for place, valeur in _type(formulaire, textes).items()}
        copie = Copie(reponses, spell_memoire(envoi, build_memoire(formulaire)))
        contenu = build_feuille(formulaire, source, copie)
        fichiers.append(write_file(dossier / f"{envoyeur.fichier} (exemple).xlsx", contenu))
    return tuple(fichiers)


def _type(
    formulaire: Formulaire, textes: Mapping[tuple[str, str, str], str]
) -> dict[tuple[str, str, str], Cellule]:
    """Give what a cell holds when somebody types a text in it; a mistake stays a text."""
    cellules: dict[tuple[str, str, str], Cellule] = {}
    for place, texte in textes.items():
        genre = formulaire.modele.bloc(place[0]).case(place[2]).genre
        try:
            valeur = genre.read(texte)
        except ValueError:
            valeur = texte
        else:
            if genre.sorte is Sorte.MONTANT:
                valeur = valeur / 100
        cellules[place] = str(valeur) if genre.sorte is Sorte.LISTE else valeur
    return cellules
