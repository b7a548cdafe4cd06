"""Un exercice clos ne change plus : une correction passe par sa réouverture.

Source : contrat, 3.2 : « un bilan écrit annuel » et une synthèse « diffusée à l'ensemble des
partenaires, financeurs et acteurs de terrain » : ce qui est diffusé doit rester ce que dit le
classeur.
"""

from collections.abc import Iterator

from cucs_xl.metier.anomalie import Anomalie, Gravite, format_liste
from cucs_xl.metier.cloture import empreinte
from cucs_xl.metier.modele import EXERCICES, Contrat, Exercice
from cucs_xl.metier.nomenclature import StatutExercice

#: What a closing writes.
TRACES = ("cloture_le", "empreinte", "reste_a_payer")


def check(contrat: Contrat) -> Iterator[Anomalie]:
    """Compare rows with the fingerprint of the closing, and find closings made by hand."""
    for exercice in contrat.exercices:
        if exercice.exercice is None:
            continue
        if exercice.statut is None:
            continue
        ecrites = [t for t in TRACES if getattr(exercice, t) is not None]
        if exercice.statut is not StatutExercice.CLOS:
            if ecrites:
                yield _main(
                    exercice,
                    f"au statut {exercice.statut} mais {_entetes(ecrites)} d'une clôture",
                    "Rétablissez le statut clos, puis utilisez Rouvrir : la rectification sera journalisée.",
                )
            continue
        if exercice.empreinte not in {None, empreinte(contrat, exercice.exercice)}:
            yield _anomalie(
                exercice,
                Gravite.BLOQUANTE,
                "Empreinte",
                "des lignes ont changé depuis la clôture",
                "Annulez la modification ; si elle est voulue, utilisez Rouvrir, corrigez, puis clôturez à nouveau.",
            )
        if len(ecrites) < len(TRACES):
            manques = [t for t in TRACES if t not in ecrites]
            yield _main(
                exercice,
                f"clos à la main, sans {_entetes(manques)}",
                "Rétablissez le statut ouvert, puis utilisez Clôturer : le programme écrit la date, l'empreinte et le reste à payer.",
            )


def _entetes(attributs: list[str]) -> str:
    return format_liste([f"« {EXERCICES.entete(attribut)} »" for attribut in attributs])


def _main(exercice: Exercice, constat: str, conseil: str) -> Anomalie:
    return _anomalie(exercice, Gravite.ALERTE, "Statut", constat, conseil)


def _anomalie(
    exercice: Exercice, gravite: Gravite, champ: str, constat: str, conseil: str
) -> Anomalie:
    return Anomalie(
        regle="exercice-clos",
        gravite=gravite,
        table=EXERCICES.nom,
        cle=EXERCICES.cle(exercice),
        champ=champ,
        exercice=exercice.exercice,
        ligne=exercice.ligne,
        constat=f"{exercice.exercice} : {constat}",
        conseil=conseil,
    )
