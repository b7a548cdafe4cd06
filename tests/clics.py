"""What tests of the ribbon share: a master with work to do, and each button's command."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from cucs_xl import commands
from cucs_xl.cli.application import app
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.builder.partenaire import Copie, Reponse, build_feuille
from cucs_xl.excel.classeur import Classeur
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.formulaire import Formulaire, Source
from cucs_xl.metier.formulaire.identite import build_memoire, spell_memoire
from cucs_xl.metier.matrice import TABLE
from cucs_xl.metier.memoire import unpack_blocs
from cucs_xl.metier.modele import FINANCEMENTS, INSTANTANE, JOURNAL, TABLE_PAR_NOM, Contrat
from cucs_xl.metier.nomenclature import ModeleRetour, StatutAction
from cucs_xl.metier.retour import trace
from cucs_xl.metier.retour.lecture import Place
from cucs_xl.metier.schema import Cellule
from cucs_xl.ribbon import RETOURS
from tests.metier.retour.partenaire import send
from tests.montelimar import reduce

#: What does on the command line what a button does on a workbook.
COMMANDES: dict[str, list[str]] = {
    "verifier": ["verifier", "{}", "--ecrire"],
    "anomalie_suivante": ["verifier", "{}"],
    "nouvelle_action": ["nouvelle-action", "{}"],
    "programmer": ["programmer", "{}"],
    "preparer": ["preparer", "{}"],
    "decider": ["decider", "{}"],
    "relever": ["importer", "{}", "{dossier}/retours", "-o", "{dossier}/reponses"],
    "fiches": ["modeles", "{}", "-o", "{dossier}/fiches"],
    "relancer": ["relances", "{}", "-o", "{dossier}/fiches"],
    "annuler_import": ["annuler", "{}"],
    "consolider": ["consolider", "{}", "--ecrire"],
    "simuler": ["simuler", "{}"],
    "synthese": ["synthese", "{}", "-o", "{dossier}"],
}


#: When an import was made, as the reason of its undo says.
HEURE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
A_DECIDER = ("07-SAN-04", 2007)
#: Those that something happens to, and the last of a theme; the rest would only slow clicks.
ACTIONS = (
    "07-EMP-01", "07-EMP-02", "07-EMP-03", "07-EMP-06", "07-HAB-01", "07-HAB-04", "07-SAN-04",
    "07-ING-02",
)  # fmt: skip

Reponses = Mapping[Place, Cellule]
#: What partners answer: the first was taken in already, the others wait in their folder,
#: so that an import writes in nearly every table that it may.
RECUS: tuple[tuple[ModeleRetour, int, str, str | None, Reponses], ...] = (
    (
        ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03",
        {
            ("publics", "1", "tFiches.Femmes"): 12.0,
            ("attestation", "1", "tRetours.Signataire"): "La présidence",
            ("attestation", "1", "tRetours.Signé le"): date(2008, 2, 1),
        },
    ),
    (
        ModeleRetour.CREDITS, 2007, "DDASS", None,
        {
            ("droit-commun", "+1", "tDroitCommun.Statut"): "estimé",
            ("droit-commun", "+1", "tDroitCommun.Montant"): 12500.5,
            ("droit-commun", "07-DC-03", "tDroitCommun.ETP"): 0.5,
        },
    ),
    (
        ModeleRetour.FICHE, 2007, "AIA", "07-HAB-04",
        {
            ("charges", "62", "tBudgets.Réalisé"): 7100.0,
            ("publics", "1", "tFiches.Femmes"): 12.0,
        },
    ),
    (
        ModeleRetour.DEMANDE, 2009, "CSO", None,
        {
            ("action", "1", "tActions.Intitulé"): "Jardin partagé",
            ("action", "1", "tActions.Thème"): "HAB",
            ("plan", "+1", "tFinancements.Partenaire"): "VILLE",
            ("plan", "+1", "tFinancements.Nature"): "spécifique",
            ("plan", "+1", "tFinancements.Sollicité"): 4000.0,
            ("charges", "60", "tBudgets.Prévu"): 4000.0,
            ("indicateurs", "+1", "tIndicateurs.Indicateur"): "Parcelles cultivées",
            ("indicateurs", "+1", "tMesures.Cible"): 12.0,
        },
    ),
)  # fmt: skip
#: Asked, never answered, its deadline past.
SILENCIEUX = (ModeleRetour.CREDITS, 2007, "REGION")
ECHEANCE = date(2008, 3, 1)


def build_travail(path: Path) -> Path:
    """Build the example with work for every button, as people leave it.

    A funding is not decided, one names an unknown partner, an amount waits in the matrix,
    another was typed since the last command. A sheet came back and was taken in, others
    wait in the folder of returns, a partner is late.
    """
    path.write_bytes(build_maitre(_build_contrat()))
    classeur = ClasseurFichier(path)
    premier, *_ = write_retours(path.parent)
    commands.importer(classeur, [premier])
    lignes: list[dict[str, Cellule]] = [{} for _ in classeur.read(TABLE).lignes]
    lignes[1]["VILLE spécifique"] = 1234.5
    saisies: list[dict[str, Cellule]] = [{} for _ in classeur.read(FINANCEMENTS.nom).lignes]
    saisies[7]["Proposé"] = 4321.0
    with classeur.checkpoint():
        classeur.write(TABLE, lignes)
        classeur.write(FINANCEMENTS.nom, saisies)
    return path


def _build_contrat() -> Contrat:
    contrat = _build_envois()[0]
    fautes = {
        "07-EMP-01-ACSE-S": {"programme": None, "propose": 990_000_00},
        "07-HAB-01-VILLE-S": {"partenaire": "MAIRIE"},
    }
    financements = tuple(f._replace(**fautes.get(f.code, {})) for f in contrat.financements)  # type: ignore[arg-type]
    # An action lost its keys, another waits for the comité de pilotage's decision.
    repartitions = tuple(
        r for r in contrat.repartitions if (r.action, r.exercice) != ("07-EMP-02", 2007)
    )
    actions = tuple(
        a._replace(statut=StatutAction.PROPOSEE) if (a.code, a.exercice) == A_DECIDER else a
        for a in contrat.actions
    )
    return contrat._replace(financements=financements, repartitions=repartitions, actions=actions)


@lru_cache(1)
def _build_envois() -> tuple[Contrat, tuple[Formulaire, ...]]:
    """Send every sheet of the example; one partner will keep silent."""
    contrat, _ = send(reduce(read_exemple(), *ACTIONS), *SILENCIEUX)
    contrat = contrat._replace(
        retours=(*contrat.retours[:-1], contrat.retours[-1]._replace(echeance=ECHEANCE))
    )
    formulaires = []
    for modele, exercice, destinataire, action, _ in RECUS:
        contrat, formulaire = send(contrat, modele, exercice, destinataire, action)
        formulaires.append(formulaire)
    return contrat, tuple(formulaires)


@lru_cache(1)
def _build_recus() -> tuple[bytes, ...]:
    contrat, formulaires = _build_envois()
    return tuple(
        build_feuille(
            formulaire,
            Source(contrat),
            Copie(
                {place: Reponse(valeur) for place, valeur in dites.items()},
                spell_memoire(formulaire.envoi, build_memoire(formulaire)),
            ),
        )
        for formulaire, (*_, dites) in zip(formulaires, RECUS, strict=True)
    )


def write_retours(dossier: Path) -> list[Path]:
    """Put what came back in the folder of returns, beside a master."""
    (dossier / RETOURS).mkdir(exist_ok=True)
    ecrits = []
    for rang, octets in enumerate(_build_recus(), start=1):
        ecrits.append(dossier / RETOURS / f"retour {rang}.xlsx")
        ecrits[-1].write_bytes(octets)
    return ecrits


def run_commande(bouton: str, maitre: Path) -> int:
    """Run the command of a button on a file; give its exit code."""
    mots = [mot.format(maitre, dossier=maitre.parent) for mot in COMMANDES[bouton]]
    return int(app(mots, standalone_mode=False) or 0)


def read_tables(classeur: Classeur) -> dict[str, list[dict[str, Cellule]]]:
    """Give all that a workbook holds, by table; the hours of the journal and of imports apart."""
    tables = {nom: _read(classeur, nom) for nom in sorted(classeur.tables())}
    blocs = tables[INSTANTANE.nom]
    memo = trace.read_memo(
        unpack_blocs(commands.read_maitre(classeur, [INSTANTANE]).contrat.instantane, trace.OBJET)
    )
    if memo is not None:
        sans_heure: Cellule = trace.spell_memo(memo._replace(quand=""))
        autres = [bloc for bloc in blocs if bloc["Objet"] != trace.OBJET]
        tables[INSTANTANE.nom] = [*autres, {"Objet": trace.OBJET, "Contenu": sans_heure}]
    return tables


def _read(classeur: Classeur, nom: str) -> list[dict[str, Cellule]]:
    grille = classeur.read(nom)
    table = TABLE_PAR_NOM.get(nom)
    # Formulas are computed by Excel alone; the matrix computes its first columns.
    retenues = (
        {colonne.entete for colonne in table.saisies}
        - ({"Horodatage"} if table is JOURNAL else set())
        if table
        else {e for e in grille.entetes if " " in e or e in {"Action", "Exercice", "Mémoire"}}
        - {"Avis technique", "Année précédente", "Coût prévisionnel", "Écart au coût"}
    )
    return [
        {
            e: HEURE.sub("", v) if e == "Motif" and isinstance(v, str) else v
            for e, v in zip(grille.entetes, ligne, strict=True)
            if e in retenues
        }
        for ligne in grille.lignes
    ]
