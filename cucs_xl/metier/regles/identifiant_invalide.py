"""Un SIRET ou un RNA a la bonne longueur et la bonne clé.

Source : arrêté du 17 novembre 2017 relatif aux conventions de subvention, schéma des données
essentielles (SIRET du bénéficiaire, RNA) ; subventions publiées dans les Pays de la Loire, où
25 SIRET ont une clé fausse et 18 052 bénéficiaires ne donnent que leur SIREN.
"""

import re
from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import OPERATEURS, PARTENAIRES, Contrat, Operateur, Partenaire
from cucs_xl.metier.schema import Table

_CHIFFRES = re.compile(r"[0-9]+")
_RNA = re.compile(r"W[0-9][A-Z0-9][0-9]{7}", re.IGNORECASE | re.ASCII)
SIREN, SIRET = 9, 14
#: Its establishments are too many for Luhn: the sum of their digits is a multiple of five.
LA_POSTE = "356000000"


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Judge what is typed; an empty identifier is another rule's matter."""
    for table, lignes in ((PARTENAIRES, contrat.partenaires), (OPERATEURS, contrat.operateurs)):
        for ligne in lignes:
            if ligne.siret is not None and (faute := _check_siret(ligne.siret)):
                yield _anomalie(
                    table,
                    ligne,
                    "SIRET",
                    f"le SIRET « {ligne.siret} » {faute}",
                    "Recopiez les 14 chiffres sans espace, ou les 9 du SIREN, depuis l'avis de l'Insee.",
                )
    for operateur in contrat.operateurs:
        if operateur.rna is not None and not _RNA.fullmatch(operateur.rna):
            yield _anomalie(
                OPERATEURS,
                operateur,
                "RNA",
                f"le RNA « {operateur.rna} » n'est pas un W suivi de 9 caractères",
                "Recopiez-le depuis le récépissé de la préfecture.",
            )


def _check_siret(siret: str) -> str:
    """Say what is wrong with a SIRET, or a SIREN alone; nothing when it is right."""
    if not _CHIFFRES.fullmatch(siret):
        return "ne contient pas que des chiffres"
    if len(siret) not in {SIREN, SIRET}:
        return f"a {len(siret)} chiffre{'s' * (len(siret) > 1)} et non 14"
    if not _luhn(siret[:SIREN]):
        return "a une clé fausse : un de ses neuf premiers chiffres est mal recopié"
    postal = siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0
    if not _luhn(siret) and not postal:
        return "a une clé fausse : un chiffre est mal recopié"
    return ""


def _luhn(chiffres: str) -> bool:
    """Tell whether the weighted sum of the digits is a multiple of ten.

    >>> _luhn("21260198300019"), _luhn("21260198300091")
    (True, False)
    """
    doubles = "0246813579"  # twice a digit, its own digits added
    pairs = sum(int(doubles[int(c)]) for c in chiffres[-2::-2])
    return (sum(map(int, chiffres[::-2])) + pairs) % 10 == 0


def _anomalie(
    table: Table, ligne: Partenaire | Operateur, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="identifiant-invalide",
        gravite=Gravite.ALERTE,
        table=table.nom,
        cle=table.cle(ligne),
        champ=champ,
        ligne=ligne.ligne,
        constat=f"« {ligne.code} » : {constat}",
        conseil=conseil,
    )
