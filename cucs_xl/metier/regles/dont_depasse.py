"""Un « dont » est compris dans l'enveloppe qu'il désigne, et n'en dépasse pas le montant.

Source : contrat, 4.1 : « cette enveloppe est d'un montant de 442 000 euros dont 290 000 euros
pour le programme de réussite éducative de la ville ».
"""

from collections import defaultdict
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.enveloppe import LigneEnveloppe, build_registre
from cucs_xl.metier.modele import ENVELOPPES, Contrat
from cucs_xl.metier.montant import format_euros


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Check each *dont* against its parent, then each parent against its known *dont*."""
    registre = build_registre(contrat, ())
    par_code = {ligne.enveloppe.code: ligne for ligne in registre}
    enfants: dict[str, list[LigneEnveloppe]] = defaultdict(list)
    for enfant in registre:
        mere = par_code.get(enfant.enveloppe.dont or "")
        if mere is None:
            continue
        enfants[mere.enveloppe.code].append(enfant)
        if constat := _lien(enfant, mere):
            yield Anomalie(
                regle="dont-depasse",
                gravite=Gravite.BLOQUANTE,
                table=ENVELOPPES.nom,
                cle=ENVELOPPES.cle(enfant.enveloppe),
                champ="Dont",
                exercice=enfant.enveloppe.exercice,
                ligne=enfant.enveloppe.ligne,
                constat=f"« {enfant.enveloppe.code} » : {constat}",
                conseil="Désignez en « Dont » l'enveloppe du même exercice et du même partenaire qui comprend celle-ci, ou videz « Dont ».",
            )
    for mere in par_code.values():
        yield from _check_somme(mere, enfants[mere.enveloppe.code])


def _lien(enfant: LigneEnveloppe, mere: LigneEnveloppe) -> str | None:
    """Say why an envelope cannot be inside another; None when it can or when unsure."""
    la, ici = mere.enveloppe, enfant.enveloppe
    if la.code == ici.code:
        return "l'enveloppe se désigne elle-même en « Dont »"
    if la.dont is not None:
        return f"« {la.code} » est elle-même un « dont » de « {la.dont} »"
    if None not in {la.exercice, ici.exercice} and la.exercice != ici.exercice:
        return f"de l'exercice {ici.exercice}, ne peut être comprise dans « {la.code} », de l'exercice {la.exercice}"
    if None not in {mere.groupe, enfant.groupe} and mere.groupe != enfant.groupe:
        return f"du groupe {enfant.groupe}, ne peut être comprise dans « {la.code} », du groupe {mere.groupe}"
    return None


def _check_somme(mere: LigneEnveloppe, enfants: list[LigneEnveloppe]) -> Iterator[Anomalie]:
    connus = [enfant for enfant in enfants if enfant.actualise is not None]
    total = sum(enfant.actualise or 0 for enfant in connus)
    if mere.actualise is None or not connus or total <= mere.actualise:
        return
    codes = format_liste([f"« {enfant.enveloppe.code} »" for enfant in connus])
    yield Anomalie(
        regle="dont-depasse",
        gravite=Gravite.BLOQUANTE,
        table=ENVELOPPES.nom,
        cle=ENVELOPPES.cle(mere.enveloppe),
        champ="Montant",
        exercice=mere.enveloppe.exercice,
        ligne=mere.enveloppe.ligne,
        constat=(
            f"« {mere.enveloppe.code} » : {format_euros(mere.actualise)}, mais {codes}, qu'elle comprend, "
            f"en {'font' if len(connus) > 1 else 'fait'} {format_euros(total)} : {format_euros(total - mere.actualise)} de trop"
        ),
        conseil="Le « dont » ne s'ajoute pas à l'enveloppe : saisissez en « Montant » le total, ou réduisez le « dont ».",
    )
