"""Un crédit spécifique ou PRE consomme une enveloppe de son partenaire, de son exercice et de sa nature.

Source : contrat, 4.1 : « Outre cette dotation spécifique, l'Etat mobilisera les actions et crédits
de droit commun de ses services ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.modele import FINANCEMENTS, Contrat, Enveloppe, Financement
from cucs_xl.metier.montant import format_euros
from cucs_xl.metier.nomenclature import SPECIFIQUES


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Tell the fundings whose money would escape its ceiling, or weigh on another's."""
    enveloppes = {enveloppe.code: enveloppe for enveloppe in contrat.enveloppes}
    groupes = {partenaire.code: partenaire.groupe for partenaire in contrat.partenaires}
    for financement in contrat.financements:
        nature = financement.nature
        if nature is None:
            continue
        if nature not in SPECIFIQUES:
            if financement.enveloppe is not None:
                yield _anomalie(
                    financement,
                    f"un financement de nature {nature} désigne l'enveloppe « {financement.enveloppe} »",
                    "Videz « Enveloppe », ou corrigez la nature : seuls les crédits spécifiques et le PRE consomment une enveloppe.",
                )
        elif financement.enveloppe is None:
            if financement.programme:
                yield _anomalie(
                    financement,
                    f"{format_euros(financement.programme)} programmés sans enveloppe",
                    f"Choisissez en « Enveloppe » celle qui porte ce crédit de nature {nature}.",
                )
        else:
            enveloppe = enveloppes.get(financement.enveloppe)
            ecarts = _ecarts(financement, enveloppe, groupes) if enveloppe else []
            if ecarts:
                yield _anomalie(
                    financement,
                    f"l'enveloppe « {financement.enveloppe} » est {format_liste(ecarts)}",
                    "Choisissez l'enveloppe du même exercice, de la même nature et du même partenaire, ou corrigez le financement.",
                )


def _ecarts(
    financement: Financement, enveloppe: Enveloppe, groupes: dict[str, str | None]
) -> list[str]:
    """List what differs; what either side does not say does not differ."""
    comparees = (
        ("de l'exercice", enveloppe.exercice, financement.exercice),
        ("de nature", enveloppe.nature, financement.nature),
        (
            "du groupe",
            groupes.get(enveloppe.partenaire or ""),
            groupes.get(financement.partenaire or ""),
        ),
    )
    return [
        f"{nom} {la} et non {ici}"
        for nom, la, ici in comparees
        if la is not None and ici is not None and la != ici
    ]


def _anomalie(financement: Financement, constat: str, conseil: str) -> Anomalie:
    return Anomalie(
        regle="enveloppe-incoherente",
        gravite=Gravite.BLOQUANTE,
        table=FINANCEMENTS.nom,
        cle=FINANCEMENTS.cle(financement),
        champ="Enveloppe",
        exercice=financement.exercice,
        ligne=financement.ligne,
        constat=f"« {financement.code} » : {constat}",
        conseil=conseil,
    )
