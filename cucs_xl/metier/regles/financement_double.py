"""Un partenaire n'a qu'une ligne par action, exercice et nature de crédits.

Source : subventions publiées dans les Pays de la Loire, où 28 lignes sont en double ; contrat, 3.1 :
« le suivi financier et administratif du programme ».
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import FINANCEMENTS, Contrat, Financement
from cucs_xl.metier.nomenclature import Nature


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Find the same funding under two codes.

    On the same envelope, or on none, its money is counted twice: it blocks. Two envelopes
    may be two decisions.
    """
    premiers: dict[tuple[str, int, str, Nature], Financement] = {}
    for financement in contrat.financements:
        action, exercice = financement.action, financement.exercice
        partenaire, nature = financement.partenaire, financement.nature
        if action is None or exercice is None or partenaire is None or nature is None:
            continue
        premier = premiers.setdefault((action, exercice, partenaire, nature), financement)
        if premier is financement:
            continue
        meme = premier.enveloppe == financement.enveloppe
        yield Anomalie(
            regle="financement-double",
            gravite=Gravite.BLOQUANTE if meme else Gravite.ALERTE,
            table=FINANCEMENTS.nom,
            cle=FINANCEMENTS.cle(financement),
            champ="Nature",
            exercice=exercice,
            ligne=financement.ligne,
            constat=(
                f"« {financement.code} » et « {premier.code} » : même action, même exercice, même partenaire ({partenaire}) et même nature ({nature})"
                + ("" if meme else ", sur deux enveloppes")
            ),
            conseil=(
                "Supprimez la ligne saisie deux fois, ou réunissez les deux montants sur une seule."
                if meme
                else "Justifiez si ce sont deux décisions, sinon supprimez la ligne saisie deux fois."
            ),
        )
