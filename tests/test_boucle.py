"""The real loop: sheets made, filled in LibreOffice by a partner, taken in, taken back."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from cucs_xl import commands
from cucs_xl.commands.lecture import read_maitre
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.excel.retour import read_retours
from cucs_xl.metier.modele import INSTANTANE, JOURNAL, TABLES, Contrat
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour, StatutAction
from cucs_xl.metier.retour.depouille import Depouille
from cucs_xl.metier.retour.lecture import Place
from cucs_xl.metier.schema import Cellule
from tests.montelimar import build_exemple

pytestmark = pytest.mark.libreoffice

SCRIPT = Path(__file__).with_name("uno_partenaire.py")
#: The operator's Python is not ours: Debian's has `uno`.
PYTHON = "/usr/bin/python3"

ATTESTATION: Mapping[Place, Cellule] = {
    ("attestation", "1", "tRetours.Signataire"): "La présidence",
    ("attestation", "1", "tRetours.Qualité"): "présidence",
    ("attestation", "1", "tRetours.Signé le"): 39460.0,
}
#: What each partner types; each is sent back in both formats, from two different sheets.
FICHE: Mapping[Place, Cellule] = {
    ("charges", "62", "tBudgets.Réalisé"): 7100.0,
    ("charges", "60", "tBudgets.Réalisé"): 11800.0,
    ("publics", "1", "tFiches.Femmes"): 0.0,
    ("compte-rendu", "1", "tFiches.Bilan"): "=Deux chantiers menés à bien\nun troisième reporté",
    **ATTESTATION,
}
CREDITS: Mapping[Place, Cellule] = {
    ("droit-commun", "+1", "tDroitCommun.Statut"): "estimé",
    ("droit-commun", "+1", "tDroitCommun.Dispositif"): "Consultations avancées",
    ("droit-commun", "+1", "tDroitCommun.Montant"): "12 500,50",
    ("droit-commun", "07-DC-03", "tDroitCommun.ETP"): 0.5,
    **ATTESTATION,
}
NOUVELLE: Mapping[Place, Cellule] = {
    ("action", "1", "tActions.Intitulé"): "Jardin partagé des quartiers Ouest",
    ("action", "1", "tActions.Thème"): "HAB",
    ("plan", "+1", "tFinancements.Partenaire"): "VILLE",
    ("plan", "+1", "tFinancements.Nature"): "spécifique",
    ("plan", "+1", "tFinancements.Sollicité"): 4000.0,
    ("charges", "60", "tBudgets.Prévu"): 4000.0,
    ("indicateurs", "+1", "tIndicateurs.Indicateur"): "Parcelles cultivées",
    ("indicateurs", "+1", "tMesures.Cible"): 12.0,
    **ATTESTATION,
}


class Boucle:
    """A master that sent its sheets, and the folder where they come back."""

    def __init__(self, dossier: Path, maitre: Path, avant: Contrat) -> None:
        self.dossier, self.maitre, self.avant = dossier, maitre, avant

    def contrat(self) -> Contrat:
        return read_maitre(ClasseurFichier(self.maitre)).contrat


@pytest.fixture(scope="module")
def boucle(tmp_path_factory: pytest.TempPathFactory) -> Boucle:
    dossier = tmp_path_factory.mktemp("boucle")
    maitre = dossier / "maitre.xlsx"
    maitre.write_bytes(build_exemple())
    commands.modeles(ClasseurFichier(maitre), 2007, dossier / "fiches")
    commands.modeles(ClasseurFichier(maitre), 2009, dossier / "fiches")
    avant = read_maitre(ClasseurFichier(maitre)).contrat
    (dossier / "retours").mkdir()
    travaux = [
        build_travail(dossier, motif, reponses, cible)
        for motif, reponses, cible in (
            ("fiche_2007_07-EMP-03*", FICHE, "AIA.xlsx"),
            ("fiche_2007_07-HAB-04*", FICHE, "renommée, par AIA.ods"),
            ("credits_2007_DDASS*", CREDITS, "DDASS.ods"),
            ("credits_2007_DDTEFP*", {**CREDITS, ("droit-commun", "07-DC-03", "tDroitCommun.ETP"): None}, "DDTEFP.xlsx"),
            ("demande_2009*nouvelle*CSO*", NOUVELLE, "CSO.ods"),
        )
    ]  # fmt: skip
    subprocess.run(
        [PYTHON, SCRIPT, str(dossier / "profil")],
        input=json.dumps(travaux), text=True, check=True, timeout=300,
    )  # fmt: skip
    return Boucle(dossier, maitre, avant)


def build_travail(
    dossier: Path, motif: str, reponses: Mapping[Place, Cellule], cible: str
) -> Mapping[str, Any]:
    """Find the sheet, and the cell of each answer."""
    [source] = (dossier / "fiches").rglob(f"{motif}.xlsx")
    [lu] = read_retours([source])
    assert isinstance(lu, Depouille), lu
    cellules = {
        lu.cellules[bloc][id_][case].adresse: valeur
        for (bloc, id_, case), valeur in reponses.items()
        if id_ in lu.cellules[bloc]
    }
    assert len(cellules) >= len(reponses) - 1
    return {"source": str(source), "cible": str(dossier / "retours" / cible), "cellules": cellules}


def tables(maitre: Path) -> Mapping[str, Sequence[Sequence[Cellule]]]:
    classeur = ClasseurFichier(maitre)
    return {
        t.nom: [list(ligne) for ligne in classeur.read(t.nom).lignes]
        for t in TABLES
        if t not in {JOURNAL, INSTANTANE}
    }


def test_what_partners_typed_is_in_the_master_then_taken_back(boucle: Boucle) -> None:
    intactes = tables(boucle.maitre)

    releve = commands.importer(
        ClasseurFichier(boucle.maitre), [boucle.dossier / "retours"], boucle.dossier / "reponses"
    )

    assert not releve.refus
    assert [b.retour.alterations for b in releve.bilans] == [()] * 5
    assert not [b.fautes for b in releve.bilans if b.fautes]
    contrat = boucle.contrat()
    budgets = {f"{b.action} {b.exercice} {b.compte}": b for b in contrat.budgets}
    for action in ("07-EMP-03", "07-HAB-04"):
        assert budgets[f"{action} 2007 62"].realise == 710000
        [fiche] = [f for f in contrat.fiches if (f.action, f.exercice) == (action, 2007)]
        assert fiche.femmes == 0
        assert fiche.bilan == "=Deux chantiers menés à bien\nun troisième reporté"
    nes = [d for d in contrat.droits_communs if d.dispositif == "Consultations avancées"]
    assert {(d.partenaire, d.montant) for d in nes} == {("DDASS", 1250050), ("DDTEFP", 1250050)}
    assert len({d.code for d in contrat.droits_communs}) == len(contrat.droits_communs)
    [modifie] = [d for d in contrat.droits_communs if d.code == "07-DC-03"]
    assert modifie.etp == 0.5
    [nee] = [a for a in contrat.actions if a.intitule == "Jardin partagé des quartiers Ouest"]
    assert (nee.theme, nee.statut, nee.operateur) == ("HAB", StatutAction.DEPOSEE, "CSO")
    [financement] = [f for f in contrat.financements if f.action == nee.code]
    assert (financement.partenaire, financement.sollicite) == ("VILLE", 400000)
    [indicateur] = [i for i in contrat.indicateurs if i.action == nee.code]
    assert [m.cible for m in contrat.mesures if m.indicateur == indicateur.code] == [12.0]
    recus = [r for r in contrat.retours if r.recu_le]
    assert {r.modele for r in recus} == set(ModeleRetour)
    assert EtatRetour.COMPLET in {r.etat for r in recus}
    assert all(e.motif for e in contrat.journal if e.operation == "relever les retours")

    encore = commands.importer(ClasseurFichier(boucle.maitre), [boucle.dossier / "retours"])
    assert (len(encore.fusion.deja), encore.changements) == (5, ())

    commands.annuler(ClasseurFichier(boucle.maitre))
    assert tables(boucle.maitre) == intactes


def test_answers_are_ready_for_every_return(boucle: Boucle) -> None:
    """A draft each; a copy for what is not complete, which can be sent back as it is."""
    releve = commands.importer(
        ClasseurFichier(boucle.maitre), [boucle.dossier / "retours"], boucle.dossier / "reponses"
    )
    brouillons = sorted((boucle.dossier / "reponses").glob("*.eml"))
    copies = sorted((boucle.dossier / "reponses").glob("*.xlsx"))

    assert len(brouillons) == 5
    incomplets = [b for b in releve.bilans if b.etat is not EtatRetour.COMPLET]
    assert len(copies) == len(incomplets) > 0
    rendues = commands.importer(ClasseurFichier(boucle.maitre), copies)
    assert not rendues.refus
    assert all(b.retour.fiable for b in rendues.bilans)
    assert not [c for c in rendues.changements if c.repere.champ]
