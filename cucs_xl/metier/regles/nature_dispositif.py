"""Les crédits PRE vont aux actions du PRE, et l'État n'y apporte que des crédits PRE.

Source : contrat, 4.1 : « dont 290 000 euros pour le programme de réussite éducative de la ville ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import FINANCEMENTS, Contrat
from cucs_xl.metier.nomenclature import Dispositif, Nature, TypePartenaire


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Keep the PRE's credits together; other partners may add theirs to a PRE action."""
    dispositifs = {
        (action.code, action.exercice): action.dispositif
        for action in contrat.actions
        if action.dispositif
    }
    etat = {p.code for p in contrat.partenaires if p.type is TypePartenaire.ETAT}
    for financement in contrat.financements:
        dispositif = dispositifs.get((financement.action or "", financement.exercice))
        if dispositif is None:
            continue
        sur_pre = dispositif is Dispositif.PRE
        if financement.nature is Nature.PRE and not sur_pre:
            constat = (
                f"crédits PRE sur l'action « {financement.action} », du dispositif {dispositif}"
            )
        elif financement.nature is Nature.SPECIFIQUE and sur_pre and financement.partenaire in etat:
            constat = f"crédits spécifiques de l'État sur l'action « {financement.action} », du dispositif PRE"
        else:
            continue
        yield Anomalie(
            regle="nature-dispositif",
            gravite=Gravite.BLOQUANTE,
            table=FINANCEMENTS.nom,
            cle=FINANCEMENTS.cle(financement),
            champ="Nature",
            exercice=financement.exercice,
            ligne=financement.ligne,
            constat=f"« {financement.code} » : {constat}",
            conseil="Corrigez la nature et l'enveloppe du financement, ou le dispositif de l'action.",
        )
