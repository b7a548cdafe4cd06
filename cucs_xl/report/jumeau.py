"""The accessible twin of the synthesis: every figure, one line each, no merge, no blank.

A screen reader, a spreadsheet of any make or a program reads it from top to bottom.
"""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction

from cucs_xl.excel.builder.dossier import Dossier, build_pages
from cucs_xl.metier.attente import is_muet
from cucs_xl.metier.bilan import build_bilan
from cucs_xl.metier.evaluation import build_sources, evaluate
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.synthese import Nombre, Unite, Valeur
from cucs_xl.metier.tableaux.retours import NON_COMMUNIQUE, build_suivi
from cucs_xl.metier.taux import format_pourcent, round_demi

ENTETES = (
    "Exercice",
    "Tableau",
    "Code",
    "Ligne",
    "Bloc",
    "Colonne",
    "Valeur",
    "Unité",
    "Données d'exemple",
    "État",
)

#: UTF-8 with its mark, semicolons and decimal commas: what a French Excel opens right.
_MARQUE = "\ufeff"


def write_jumeau(dossier: Dossier) -> bytes:
    """Spell the synthesis tables as CSV; a figure that does not exist has no line."""
    sortie = io.StringIO()
    graphe = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    graphe.writerow(ENTETES)
    sources = build_sources(dossier.contrat, dossier.faits, dossier.registre)
    etat = "provisoire" if dossier.provisoire else "définitif"
    exemple = "oui" if dossier.contrat.parametre("Données d'exemple") else "non"
    for page in build_pages(dossier):
        for tableau in page.tableaux:
            libelles = {str(cle): libelle.strip() for cle, libelle in tableau.cles}
            portee = tableau.exercice or "contrat"
            for cle, ligne in evaluate(tableau, sources).items():
                code = cle if cle in libelles else "-"
                for colonne in tableau.colonnes:
                    valeur = ligne.get(colonne.nom)
                    if valeur is not None:
                        graphe.writerow(
                            (
                                portee, tableau.titre, code, libelles.get(cle, cle),
                                colonne.bloc or "-", colonne.libelle, *_spell(valeur, colonne.unite), exemple, etat,
                            )
                        )  # fmt: skip
    for textes in (*_spell_bilan(dossier), *_spell_retours(dossier)):
        graphe.writerow((dossier.exercice, *textes, "-", exemple, etat))
    return (_MARQUE + sortie.getvalue()).encode()


def _spell_bilan(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    """Spell the evaluation of actions and of governance: table, code, line, block, column, value."""
    bilan = build_bilan(dossier.contrat, dossier.faits, dossier.exercice)
    for ligne in bilan.actions:
        note = ligne.evaluation
        textes = {
            "Indicateurs renseignés": f"{ligne.renseignees} sur {ligne.attendues}",
            "Cibles atteintes": str(ligne.atteintes),
            "Efficacité": note.efficacite if note else "à évaluer",
            "Droit commun": note and note.droit_commun,
            "Égalité des chances": note and note.egalite,
            "Participation": note and note.participation,
            "Ce qu'il faut retenir": note and note.commentaire,
            "Avis des habitants": note and note.habitants,
            "Suite à donner": note and note.suite,
        }
        action = ligne.action
        for colonne, texte in textes.items():
            if texte:
                yield (
                    "Évaluation des actions",
                    action.code,
                    action.intitule or "",
                    "-",
                    colonne,
                    str(texte),
                )
    for critere, jugement in bilan.gouvernance:
        avis = {
            "Appréciation": jugement.note if jugement else "à évaluer",
            "Constat": jugement and jugement.constat,
            "Préconisation": jugement and jugement.preconisation,
        }
        for colonne, texte in avis.items():
            if texte:
                yield ("Évaluation de la gouvernance", "-", critere.value, "-", colonne, str(texte))


def _spell_retours(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    """Spell the follow-up of partners' sheets: what is silent is said so, as on its sheet."""
    suivi = build_suivi(dossier.contrat, dossier.exercice)
    for ligne in (*suivi.silences, *suivi.recus):
        retour = ligne.retour
        textes = {
            "État": NON_COMMUNIQUE if is_muet(retour) else str(retour.etat),
            "Envoyée le": format_jour(retour.envoye_le),
            "Attendue le": format_jour(retour.echeance),
            "Reçue le": format_jour(retour.recu_le),
            "Relances": f"{retour.relances or 0:g}",
            "Complétude": "" if retour.completude is None else f"{retour.completude:.0%}",
        }
        sujet = f"{retour.modele} {retour.action or ''}".strip()
        for colonne, texte in textes.items():
            if texte:
                yield (
                    "Retours des partenaires",
                    retour.destinataire or "-",
                    f"{ligne.nom} : {sujet}",
                    "-",
                    colonne,
                    texte,
                )


def _spell(valeur: Valeur, unite: Unite) -> tuple[str, str]:
    """Give a figure and its unit."""
    if isinstance(valeur, str):
        return str(valeur), "-"
    if isinstance(valeur, Nombre):
        return f"{valeur:.15g}".replace(".", ","), unite.value
    if isinstance(valeur, Fraction):
        if unite in {Unite.EUROS_PAR_HABITANT, Unite.EUROS_POUR_UN}:
            return _virgule(round_demi(valeur * 100)), unite.value
        return format_pourcent(valeur), Unite.TAUX.value
    assert isinstance(valeur, int)
    return _virgule(valeur), unite.value


def _virgule(centimes: Centimes) -> str:
    unites, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{unites},{reste:02d}"
