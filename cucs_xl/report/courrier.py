"""The words of the campaign: what is asked, reminded, answered; short, polite, complete.

Signed by the service, never by a name. An e-mail and a letter say the same sentences.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cucs_xl.metier.formulaire import Envoi
from cucs_xl.metier.jour import format_jour
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.montant import INSECABLE
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.relance import NIVEAU_MAX, Relance

#: What each sheet is called in a sentence: alone, several, and what it says.
_NOMS = {
    ModeleRetour.DEMANDE: ("demande de financement", "demandes de financement"),
    ModeleRetour.FICHE: ("fiche action", "fiches action"),
    ModeleRetour.CREDITS: ("fiche crédits et droit commun", "fiches crédits et droit commun"),
}
_OBJETS = {
    ModeleRetour.DEMANDE: (
        "Chaque action à reconduire a sa fiche, déjà remplie de ce que nous savons : vérifiez, corrigez, complétez. "
        "La fiche « nouvelle » sert à un projet nouveau : remplissez-en une copie par projet, ou laissez-la de côté."
    ),
    ModeleRetour.FICHE: (
        "Pour chaque action : ce qui a été fait, pour qui, dans quels quartiers, avec quels résultats et à quel coût. "
        "Le bilan annuel du contrat s'appuie sur vos réponses."
    ),
    ModeleRetour.CREDITS: (
        "Pour chaque action : le montant de votre décision, sa date et son numéro, puis vos engagements et paiements. "
        "Ensuite, les moyens de droit commun que vous mobilisez pour les quartiers, en euros ou en ETP, hors des actions du contrat."
    ),
}
_CONSIGNES = (
    "Remplissez les cases bleues ; le reste est verrouillé. Le haut de la fiche dit ce qui manque encore.",
    "Une case vide veut dire « pas encore connu ». Pour un montant nul, cochez « néant » ou saisissez 0.",
    "Excel et LibreOffice conviennent l'un comme l'autre ; il n'y a aucune macro à autoriser.",
    "Pour répondre, renvoyez le fichier en pièce jointe, en .xlsx ou en .ods, même s'il reste des cases vides.",
)
#: What a silence leads to, by kind of sheet: printed from the second reminder on.
_SUITES = {
    ModeleRetour.DEMANDE: "Sans demande complète, l'action ne pourra pas être proposée au comité de pilotage.",
    ModeleRetour.FICHE: (
        "Le compte rendu financier est dû avant toute nouvelle demande (arrêté du 11 octobre 2006) : sans lui, "
        "une reconduction ne peut pas être examinée."
    ),
    ModeleRetour.CREDITS: "Vos crédits ne pourront pas être rapprochés de ceux que la ville connaît.",
}
_NON_COMMUNIQUE = (
    "Sans réponse de votre part, le bilan annuel du contrat, diffusé à tous les partenaires, portera la mention "
    "« non communiqué » (contrat, 3.2)."
)


class Courrier(NamedTuple):
    """What is written to somebody; `lignes` are listed one below the other."""

    sujet: str
    debut: tuple[str, ...]
    lignes: tuple[str, ...]
    suite: tuple[str, ...]
    signature: str

    @property
    def corps(self) -> str:
        """The text of the e-mail."""
        liste = "\n".join(f"– {ligne}" for ligne in self.lignes)
        parties = ("Bonjour,", *self.debut, *filter(None, (liste,)), *self.suite)
        return "\n\n".join((*parties, "Cordialement,", self.signature)) + "\n"


class Fiche(NamedTuple):
    """A sheet that a letter is about: what it is called, the file that is attached, if any."""

    envoi: Envoi
    titre: str
    fichier: str = ""


class Point(NamedTuple):
    """Something to correct in a return: where, what was found, what to type."""

    cellule: str
    trouve: str
    consigne: str


def write_envoi(contrat: Contrat, fiches: Sequence[Fiche]) -> Courrier:
    """Write what goes with the sheets of one recipient and one kind."""
    envoi = fiches[0].envoi
    nom = _name(envoi.modele, len(fiches))
    return _write(
        contrat,
        f"{nom} {envoi.exercice}{_date(', réponse attendue le ', envoi.echeance)}",
        (
            f"Vous trouverez ci-joint {_count(envoi.modele, len(fiches))} pour l'exercice {envoi.exercice} :",
        ),
        [_list(fiche) for fiche in fiches],
        (
            _OBJETS[envoi.modele],
            *_CONSIGNES,
            f"Merci de nous répondre {_date('le ', envoi.echeance) or 'dès que possible'}{' au plus tard' if envoi.echeance else ''}.",
        ),
    )


def write_relance(
    contrat: Contrat, fiches: Sequence[Fiche], relances: Sequence[Relance]
) -> Courrier:
    """Write a reminder to one recipient about one kind of sheet: firmer as the level grows."""
    envoi, niveau = fiches[0].envoi, max(relance.niveau for relance in relances)
    nom = _name(envoi.modele, len(fiches))
    tete = ("Rappel", "Deuxième rappel", "Dernier rappel")[niveau - 1]
    jointes = [fiche.fichier for fiche in fiches if fiche.fichier]
    suite = []
    if niveau > 1:
        if envoi.modele is not ModeleRetour.DEMANDE and any(r.muet for r in relances):
            suite.append(_NON_COMMUNIQUE)
        if envoi.modele is not ModeleRetour.FICHE or not _is_regie(contrat, envoi.destinataire):
            suite.append(_SUITES[envoi.modele])
    if niveau == NIVEAU_MAX:
        suite.append("Ce rappel est le dernier : nous continuerons avec ce que nous avons reçu.")
    suite.append(
        f"{'La fiche est jointe' if len(jointes) == 1 else 'Les fiches sont jointes'} à nouveau à ce message."
        if jointes
        else "Si vous ne retrouvez pas le fichier, dites-le-nous : nous le renverrons."
    )
    suite.append(
        "Une case vide veut dire « pas encore connu » : renvoyez la fiche même incomplète, en .xlsx ou en .ods."
    )
    suite.append("Si votre réponse est déjà partie, merci de ne pas tenir compte de ce rappel.")
    return _write(
        contrat,
        f"{tete} – {nom} {envoi.exercice}{_date(', réponse attendue le ', envoi.echeance)}",
        tuple(_open_relance(relances, niveau)),
        [_list_relance(fiche, relance) for fiche, relance in zip(fiches, relances, strict=True)],
        tuple(suite),
    )


def _open_relance(relances: Sequence[Relance], niveau: int) -> Iterator[str]:
    if all(relance.retard <= 0 for relance in relances):
        yield "L'échéance approche, et nous n'avons pas encore tout reçu de votre part :"
        return
    precedente = max((r.retour.relance_le for r in relances if r.retour.relance_le), default=None)
    if niveau == 1 or precedente is None:
        yield "Sauf erreur de notre part, l'échéance est passée et il nous manque encore :"
    elif niveau < NIVEAU_MAX:
        yield f"Malgré notre rappel du {format_jour(precedente)}, il nous manque encore :"
    else:
        yield f"Malgré nos rappels, dont celui du {format_jour(precedente)}, il nous manque toujours :"


def write_reponse(
    contrat: Contrat, fiche: Fiche, points: Sequence[Point], manques: Sequence[str] = ()
) -> Courrier:
    """Answer a return: thanks, then what to correct, cell by cell; the annotated copy goes with it.

    `manques` name the questions that nobody answered yet.
    """
    envoi = fiche.envoi
    nom = f"{_name(envoi.modele, 1)} {envoi.exercice}"
    if not points and not manques:
        return _write(
            contrat,
            f"{nom} bien reçue",
            (
                f"Merci : nous avons bien reçu votre réponse ({fiche.titre}). Elle est complète, vous n'avez rien à faire.",
            ),
            (),
            (),
        )
    debut = [f"Merci pour votre réponse ({fiche.titre}), que nous avons bien reçue."]
    lignes = []
    if points:
        combien = (
            "un point est à corriger"
            if len(points) == 1
            else f"{len(points)} points sont à corriger"
        )
        debut.append(f"Avant que nous puissions la reprendre en entier, {combien} :")
        lignes = [
            f"{point.cellule} : {f'« {point.trouve} ». ' if point.trouve else ''}{point.consigne[:1].upper()}{point.consigne[1:]}"
            for point in points
        ]
    suite = []
    if manques:
        suite.append(f"Il manque encore : {', '.join(manques)}.")
    if fiche.fichier:
        suite.append(
            "La fiche jointe reprend vos réponses ; les cases à revoir y sont signalées, avec une note. "
            "Corrigez-la et renvoyez-la-nous : inutile de tout ressaisir."
        )
    a_faire = (
        f"{len(points)} point{'s' if len(points) > 1 else ''} à corriger"
        if points
        else "à compléter"
    )
    return _write(contrat, f"{nom}, {a_faire}", tuple(debut), lignes, tuple(suite))


def _write(
    contrat: Contrat,
    sujet: str,
    debut: tuple[str, ...],
    lignes: Iterable[str],
    suite: tuple[str, ...],
) -> Courrier:
    """Head with the contract, sign with the service; example data say so."""
    titre = str(contrat.parametre("Contrat") or "Contrat urbain de cohésion sociale")
    exemple = contrat.parametre("Données d'exemple")
    return Courrier(
        typeset(f"{'EXEMPLE – ' if exemple else ''}{titre} – {sujet}"),
        tuple(map(typeset, debut)),
        tuple(map(typeset, lignes)),
        tuple(map(typeset, suite)),
        typeset(str(contrat.parametre("Service") or titre)),
    )


def typeset(texte: str) -> str:
    r"""Put the spaces of French typography that no line may break.

    >>> typeset("« néant » : 0").count("\u00a0")
    3
    """
    return re.sub(r"(?<=«) | (?=[»:;?!])", INSECABLE, texte)


def _name(modele: ModeleRetour, nombre: int) -> str:
    return _NOMS[modele][nombre > 1]


def _count(modele: ModeleRetour, nombre: int) -> str:
    return f"votre {_name(modele, 1)}" if nombre == 1 else f"vos {nombre} {_name(modele, nombre)}"


def _list(fiche: Fiche) -> str:
    return f"{fiche.titre} ({fiche.fichier})" if fiche.fichier else fiche.titre


def _list_relance(fiche: Fiche, relance: Relance) -> str:
    retour = relance.retour
    etat = (
        f"envoyée{_date(' le ', retour.envoye_le)}, attendue{_date(' le ', retour.echeance)}"
        if relance.muet
        else f"reçue{_date(' le ', retour.recu_le)}, mais {retour.etat}"
    )
    return f"{fiche.titre} ({etat})"


def _is_regie(contrat: Contrat, operateur: str) -> bool:
    """Tell an operator that is also a funder: it owes no financial report to itself."""
    return any(o.code == operateur and o.partenaire_lie for o in contrat.operateurs)


def _date(lien: str, jour: date | None) -> str:
    return f"{lien}{format_jour(jour)}" if jour else ""
