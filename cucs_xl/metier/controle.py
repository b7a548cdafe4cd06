"""From anomalies to the sheet Contrôles and back: justifications outlive verifications."""

from collections.abc import Iterable

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import Controle

#: A justification is tied to the rule and to the place, never to an address.
Lieu = tuple[str, str, str, str]


def lieu(porteur: Anomalie | Controle) -> Lieu:
    """Identify an anomaly from one verification to the next."""
    return (porteur.regle, porteur.table or "", porteur.cle or "", porteur.champ or "")


def build_controles(anomalies: Iterable[Anomalie], anciens: Iterable[Controle]) -> list[Controle]:
    """Write anomalies as rows, each with the justification it already had."""
    connus = {lieu(ancien): ancien for ancien in anciens}
    controles = []
    for anomalie in anomalies:
        ancien = connus.get(lieu(anomalie))
        controles.append(
            Controle(
                gravite=anomalie.gravite,
                regle=anomalie.regle,
                table=anomalie.table or None,
                cle=anomalie.cle or None,
                champ=anomalie.champ or None,
                exercice=anomalie.exercice,
                constat=anomalie.constat,
                conseil=anomalie.conseil,
                justification=ancien.justification if ancien else None,
                auteur=ancien.auteur if ancien else None,
                date=ancien.date if ancien else None,
            )
        )
    return controles


def bloquantes(anomalies: Iterable[Anomalie], controles: Iterable[Controle]) -> list[Anomalie]:
    """Keep the blocking anomalies that nobody has justified."""
    justifies = read_justifications(controles)
    return [
        anomalie
        for anomalie in anomalies
        if anomalie.gravite is Gravite.BLOQUANTE and lieu(anomalie) not in justifies
    ]


def read_justifications(controles: Iterable[Controle]) -> dict[Lieu, str]:
    """Give what people answered to anomalies, with who answered."""
    return {
        lieu(
            controle
        ): f"{controle.justification}{f' ({controle.auteur})' if controle.auteur else ''}"
        for controle in controles
        if controle.justification
    }
