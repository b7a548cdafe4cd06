"""The JSON document of an import, for other programs."""

from cucs_xl.commands import Releve
from cucs_xl.console.echange import Document
from cucs_xl.console.partenaires import spell_valeurs
from cucs_xl.metier.retour.atelier import Changement
from cucs_xl.metier.retour.reception import Bilan


def json_import(fait: Releve, *, simulation: bool) -> Document:
    """Give everything an import did, for another program."""
    return {
        "simulation": simulation,
        "refus": [refus._asdict() for refus in fait.refus],
        "deja": list(fait.fusion.deja),
        "pareils": [list(paire) for paire in fait.fusion.pareils],
        "retours": [_json_bilan(bilan) for bilan in fait.bilans],
        "changements": [_json_changement(c) for c in fait.changements],
        "arbitrages": [
            {
                "feuille": a.feuille, "cle": a.cle, "champ": a.champ, "destinataire": a.destinataire,
                "question": a.question, "envoye": a.envoye, "maitre": a.maitre, "partenaire": a.partenaire,
                "origine": a.origine,
            }
            for a in fait.fusion.arbitrages
            if a.tranche_le is None
        ],
        "reponses": [path.as_posix() for path in fait.reponses],
    }  # fmt: skip


def _json_bilan(bilan: Bilan) -> Document:
    envoi = bilan.retour.envoi
    return {
        "fichier": bilan.retour.fichier,
        "modele": envoi.modele.value,
        "destinataire": envoi.destinataire,
        "action": envoi.action,
        "exercice": envoi.exercice,
        "etat": bilan.etat.value,
        "completude": bilan.completude.taux,
        "manques": [requis.libelle for requis in bilan.completude.manques],
        "fautes": [
            {"cellule": f.adresse, "trouve": f.trouve, "constat": f.constat} for f in bilan.fautes
        ],
        "remarques": [{"cellule": f.adresse, "constat": f.constat} for f in bilan.remarques],
        "alterations": [
            {"cellule": a.adresse, "envoye": a.envoye, "trouve": a.trouve}
            for a in bilan.retour.alterations
        ],
        "a_arbitrer": bilan.litiges,
    }


def _json_changement(changement: Changement) -> Document:
    avant, apres = spell_valeurs(changement)
    return {
        "feuille": changement.repere.declaree.feuille,
        "cle": changement.repere.cle,
        "champ": changement.repere.champ or None,
        "avant": avant or None,
        "apres": apres or None,
        "origine": str(changement.origine),
    }
