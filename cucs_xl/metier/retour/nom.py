"""What a return is called in the memory of the master: by its sheet, or by what it asks for.

A request for a new action has no code yet; its operator may send several, then correct one.
"""

from collections.abc import Mapping

from cucs_xl.metier.formulaire import SOMMES
from cucs_xl.metier.instantane import spell_valeur
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.retour.lecture import Place, RetourLu, read_questions
from cucs_xl.metier.retour.memoire import Souvenirs
from cucs_xl.metier.retour.reponse import changed
from cucs_xl.metier.schema import Sorte

#: The row of a request that makes a new action, and where its title is asked.
PLACE_ACTION = ("action", "1")
INTITULE = (*PLACE_ACTION, "tActions.Intitulé")
#: What all the requests of an operator have in common.
_COMMUNS = frozenset(("identite", "attestation", SOMMES))
#: Share of its answers that a request repeats when only its title was corrected.
_PROCHE = 0.75


def nom_retour(retour: RetourLu, souvenirs: Souvenirs) -> str:
    """Name a return; two requests for a new action are told apart by their titles.

    One whose title was corrected has the same words as the one remembered, and three answers
    out of four.
    """
    if retour.envoi.action or retour.envoi.modele is not ModeleRetour.DEMANDE:
        return retour.envoi.cle
    debut = f"{retour.envoi.cle}|"
    lue = retour.reponses.get(INTITULE[:2], {}).get(INTITULE[2])
    nom = f"{debut}{' '.join(str(lue.valeur if lue else '').casefold().split())}"
    if nom in souvenirs:
        return nom
    dits = _spell_dits(retour)
    proches = [
        connu
        for connu, souvenir in souvenirs.items()
        if connu.startswith(debut) and _is_proche(dits, souvenir.dits)
    ]
    return proches[0] if len(proches) == 1 else nom


def _spell_dits(retour: RetourLu) -> dict[Place, tuple[Sorte, str]]:
    """Spell what a request says of its action; not who asks, nor what does not exist."""
    return {
        (*place, question.code): (question.genre.sorte, texte)
        for place, reponses in retour.reponses.items()
        if place[0] not in _COMMUNS
        for question in read_questions(retour.envoi.modele, place[0])
        if question.code in reponses and changed(reponses[question.code])
        for texte in [spell_valeur(question.genre, reponses[question.code].valeur)]
        if (*place, question.code) != INTITULE and texte.strip("0,")
    }


def _is_proche(dits: Mapping[Place, tuple[Sorte, str]], connus: Mapping[Place, str]) -> bool:
    """Tell whether two requests say nearly the same, in their own words to begin with."""
    communs = [sorte for place, (sorte, texte) in dits.items() if connus.get(place) == texte]
    propres = [
        p for p, t in connus.items() if p[0] not in _COMMUNS and p != INTITULE and t.strip("0,")
    ]
    mots = [p for p, (sorte, _) in dits.items() if sorte is Sorte.TEXTE]
    return (
        bool(mots)
        and all(connus.get(place) == dits[place][1] for place in mots)
        and len(communs) >= _PROCHE * max(len(dits), len(propres))
    )
