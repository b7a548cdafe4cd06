"""« importer » and « annuler » on a real master: what is written, journalled, taken back."""

import email
from collections.abc import Mapping, Sequence
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from cucs_xl import commands
from cucs_xl.commands.lecture import read_maitre
from cucs_xl.commands.reponse import build_reponses
from cucs_xl.donnees import read_exemple
from cucs_xl.excel import retour as lecteur
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.formulaire import Formulaire, Source
from cucs_xl.metier.modele import INSTANTANE, JOURNAL, TABLE_PAR_NOM, TABLES
from cucs_xl.metier.nomenclature import Choix, EtatRetour, ModeleRetour
from cucs_xl.metier.retour.depouille import Depouille, Refus
from cucs_xl.metier.schema import Cellule
from tests.metier.retour.partenaire import give_back, send
from tests.montelimar import reduce

REALISE = ("charges", "62", "tBudgets.Réalisé")
FEMMES = ("publics", "1", "tFiches.Femmes")
STATUT, MONTANT = ("droit-commun", "+1", "tDroitCommun.Statut"), ("droit-commun", "+1", "tDroitCommun.Montant")  # fmt: skip
Tables = Mapping[str, Sequence[Sequence[Cellule]]]


class Poste:
    """A master on disk, its folder of returns, and the sheets it sent."""

    def __init__(self, path: Path, fiche: Formulaire, financeur: Formulaire) -> None:
        self.path, self.fiche, self.financeur = path, fiche, financeur
        self.recus: list[Depouille | Refus] = []

    def importer(self, *recus: Depouille | Refus, simulation: bool = False) -> commands.Releve:
        """Take in what the reader of files would give; the files themselves are not there."""
        self.recus[:] = recus
        chemins = [self.path.with_name(recu.fichier) for recu in recus]
        return commands.importer(ClasseurFichier(self.path), chemins, simulation=simulation)

    def tables(self) -> Tables:
        """Give every table but the journal and the memory, raw."""
        classeur = ClasseurFichier(self.path)
        return {
            t.nom: [list(ligne) for ligne in classeur.read(t.nom).lignes]
            for t in TABLES
            if t not in {JOURNAL, INSTANTANE}
        }

    def rows(self, table: str) -> Sequence[Any]:
        declaree = TABLE_PAR_NOM[table]
        return read_maitre(ClasseurFichier(self.path)).contrat.table(declaree)

    def edit(self, table: str, cle: str, **valeurs: Cellule) -> None:
        """Type in the workbook, as an agent would: cells by attribute."""
        declaree = TABLE_PAR_NOM[table]
        classeur = ClasseurFichier(self.path)
        rang = next(li.ligne for li in self.rows(table) if declaree.cle(li) == cle)
        grille = classeur.read(table)
        entetes = [c.entete for c in declaree.saisies]
        lignes = [dict(zip(grille.entetes, ligne, strict=True)) for ligne in grille.lignes]
        lignes[rang - grille.premiere] |= {declaree.entete(a): v for a, v in valeurs.items()}
        with classeur.checkpoint():
            classeur.write(table, [{e: ligne[e] for e in entetes} for ligne in lignes])


@pytest.fixture(scope="module")
def modele() -> tuple[bytes, Formulaire, Formulaire]:
    contrat, fiche = send(
        reduce(read_exemple(), "07-EMP-03"), ModeleRetour.FICHE, 2007, "AIA", "07-EMP-03"
    )
    contrat, credits_ = send(contrat, ModeleRetour.CREDITS, 2007, "DDASS")
    return build_maitre(contrat), fiche, credits_


@pytest.fixture
def poste(
    modele: tuple[bytes, Formulaire, Formulaire], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Poste:
    octets, fiche, credits_ = modele
    path = tmp_path / "maitre.xlsx"
    path.write_bytes(octets)
    poste = Poste(path, fiche, credits_)
    monkeypatch.setattr(lecteur, "read_retours", lambda _: iter(poste.recus))
    return poste


def test_a_return_is_written_and_told(poste: Poste) -> None:
    poste.importer(give_back(poste.fiche, {REALISE: "1 234,50", FEMMES: 12.0}))

    [budget] = [b for b in poste.rows("tBudgets") if poste_cle(b) == "07-EMP-03|2007|62"]
    assert budget.realise == 123450
    [entree] = [e for e in poste.rows("tJournal") if e.champ == "Réalisé"]
    assert (entree.avant, entree.apres) == ("6900,00", "1234,50")
    assert entree.motif.startswith("retour.xlsx, Fiche!")
    assert entree.operation == "relever les retours"


def poste_cle(budget: Any) -> str:
    return TABLE_PAR_NOM["tBudgets"].cle(budget)


def test_a_simulation_tells_the_same_and_writes_nothing(poste: Poste) -> None:
    recu = give_back(poste.fiche, {REALISE: "1 234,50"})
    octets = poste.path.read_bytes()

    prevu = poste.importer(recu, simulation=True)

    assert poste.path.read_bytes() == octets
    assert prevu.changements == poste.importer(recu).changements


def test_the_same_return_twice_leaves_the_file_alone(poste: Poste) -> None:
    recu = give_back(poste.fiche, {REALISE: "1 234,50", FEMMES: "douze"})
    poste.importer(recu)
    octets = poste.path.read_bytes()

    encore = poste.importer(recu, recu._replace(fichier="copie.ods"))

    assert poste.path.read_bytes() == octets
    assert encore.fusion.deja == ("copie.ods", "retour.xlsx")


def test_undo_brings_every_table_back(poste: Poste) -> None:
    """Changed cells, new rows, the follow-up, questions: all of the import, and only it."""
    avant = poste.tables()
    releve = poste.importer(
        give_back(poste.fiche, {REALISE: "1 234,50", FEMMES: 12.0}),
        give_back(
            poste.financeur,
            {STATUT: "déclaré", MONTANT: 500.0},
            sans=[("droit-commun", "07-DC-03")],
            fichier="credits.ods",
        ),
    )
    assert len(releve.bilans) == 2
    assert poste.tables() != avant

    commands.annuler(ClasseurFichier(poste.path))

    assert poste.tables() == avant
    with pytest.raises(CucsError, match="ne garde pas d'import à annuler"):
        commands.annuler(ClasseurFichier(poste.path))


def test_after_an_undo_the_return_can_be_taken_again(poste: Poste) -> None:
    recu = give_back(poste.fiche, {REALISE: "1 234,50"})
    poste.importer(recu)
    apres = poste.tables()
    commands.annuler(ClasseurFichier(poste.path))

    poste.importer(recu)

    assert poste.tables() == apres


def test_undo_refuses_what_somebody_changed_since_and_says_which(poste: Poste) -> None:
    poste.importer(give_back(poste.fiche, {REALISE: "1 234,50"}))
    poste.edit("tBudgets", "07-EMP-03|2007|62", realise=999.0)
    octets = poste.path.read_bytes()

    with pytest.raises(
        CucsError, match=r"Budgets, 07-EMP-03\|2007\|62, Réalisé : « 1234,5 » à l'import, « 999 »"
    ):
        commands.annuler(ClasseurFichier(poste.path))
    assert poste.path.read_bytes() == octets


def test_another_edit_survives_the_undo(poste: Poste) -> None:
    poste.importer(give_back(poste.fiche, {REALISE: "1 234,50"}))
    poste.edit("tBudgets", "07-EMP-03|2007|61", realise=5.0)

    commands.annuler(ClasseurFichier(poste.path))

    realises = {poste_cle(b): b.realise for b in poste.rows("tBudgets")}
    assert realises["07-EMP-03|2007|61"] == 500
    assert realises["07-EMP-03|2007|62"] == 690000


def test_a_double_change_is_asked_then_settled_by_the_sheet(poste: Poste) -> None:
    poste.edit("tBudgets", "07-EMP-03|2007|62", realise=7000.0)

    releve = poste.importer(give_back(poste.fiche, {REALISE: "1 234,50"}))

    [question] = poste.rows("tArbitrages")
    assert (question.envoye, question.maitre, question.partenaire) == (
        "6900,00",
        "7000,00",
        "1234,50",
    )
    assert releve.bilans[0].etat is EtatRetour.A_ARBITRER
    realises = {poste_cle(b): b.realise for b in poste.rows("tBudgets")}
    assert realises["07-EMP-03|2007|62"] == 700000

    poste.edit(
        "tArbitrages", TABLE_PAR_NOM["tArbitrages"].cle(question), choix=Choix.PARTENAIRE.value
    )
    poste.importer()

    realises = {poste_cle(b): b.realise for b in poste.rows("tBudgets")}
    assert realises["07-EMP-03|2007|62"] == 123450
    [retour] = [r for r in poste.rows("tRetours") if r.action == "07-EMP-03"]
    assert retour.etat is EtatRetour.INCOMPLET


def test_an_unreadable_cell_of_the_master_is_never_overwritten(poste: Poste) -> None:
    poste.edit("tBudgets", "07-EMP-03|2007|62", realise="sept mille")

    poste.importer(give_back(poste.fiche, {REALISE: 1234.5}))

    classeur = ClasseurFichier(poste.path)
    grille = classeur.read("tBudgets")
    assert "sept mille" in [ligne[grille.entetes.index("Réalisé")] for ligne in grille.lignes]
    [question] = poste.rows("tArbitrages")
    assert question.maitre == "(illisible dans le classeur)"


def test_a_row_without_readable_key_stops_everything(poste: Poste) -> None:
    """The return would add the same account once more."""
    poste.edit("tBudgets", "07-EMP-03|2007|62", compte="6 2")
    octets = poste.path.read_bytes()

    with pytest.raises(CucsError, match="un retour pourrait doubler cette ligne"):
        poste.importer(give_back(poste.fiche, {REALISE: 5.0}))
    assert poste.path.read_bytes() == octets


def test_a_refused_file_stops_nobody_else(poste: Poste) -> None:
    releve = poste.importer(Refus("x.xlsx", "illisible"), give_back(poste.fiche, {REALISE: 5.0}))

    assert [r.fichier for r in releve.refus] == ["x.xlsx"]
    assert releve.en_attente
    assert len(releve.bilans) == 1


def test_an_import_is_not_undone_in_a_year_closed_since(poste: Poste) -> None:
    poste.importer(give_back(poste.fiche, {REALISE: 7000.0}))
    poste.edit("tExercices", "2007", statut="clos")
    octets = poste.path.read_bytes()

    with pytest.raises(CucsError, match="exercice 2007 est clos : rouvrez-le"):
        commands.annuler(ClasseurFichier(poste.path))

    assert poste.path.read_bytes() == octets


def test_replies_are_named_after_their_sheets(poste: Poste) -> None:
    """Partners give their files any name, often the same; two returns of one sheet are numbered."""
    contrat = read_maitre(ClasseurFichier(poste.path)).contrat
    recus = (
        give_back(poste.fiche, {FEMMES: "beaucoup"}, fichier="a.xlsx"),
        give_back(poste.fiche, {FEMMES: "peu"}, fichier="b.xlsx"),
        give_back(poste.financeur, fichier="c.xlsx"),
    )
    bilans = poste.importer(*recus, simulation=True).bilans
    reponses = build_reponses(Source(contrat), bilans, poste.path.parent)
    noms = {p.name for p in reponses}

    assert {nom for nom in noms if nom.endswith(".eml")} == {
        "reponse_fiche_2007_07-EMP-03_AIA.eml", "reponse_fiche_2007_07-EMP-03_AIA_2.eml",
        "reponse_credits_2007_DDASS.eml",
    }  # fmt: skip


def test_a_draft_quotes_what_was_found_once(poste: Poste) -> None:
    contrat = read_maitre(ClasseurFichier(poste.path)).contrat
    bilans = poste.importer(give_back(poste.fiche, {FEMMES: "beaucoup"}), simulation=True).bilans
    [brouillon] = [
        octets
        for path, octets in build_reponses(Source(contrat), bilans, poste.path.parent).items()
        if path.suffix == ".eml"
    ]
    corps = email.message_from_bytes(brouillon, policy=default).get_body()
    assert corps is not None
    assert corps.get_content().count("beaucoup") == 1


def test_the_undo_of_a_row_copied_by_mistake_takes_both_back(poste: Poste) -> None:
    """Two rows of tRetours bear one key: both are noted, both are as before after an undo."""
    classeur = ClasseurFichier(poste.path)
    grille = classeur.read("tRetours")
    saisies = [c.entete for c in TABLE_PAR_NOM["tRetours"].saisies]
    lignes = [{e: v for e, v in zip(grille.entetes, li, strict=True) if e in saisies} for li in grille.lignes]  # fmt: skip
    with classeur.checkpoint():
        classeur.write(
            "tRetours", [*lignes, next(li for li in lignes if li["Modèle"] == "fiche action")]
        )
    avant = poste.tables()

    poste.importer(give_back(poste.fiche, {REALISE: 7000.0}))
    notees = [r.recu_le for r in poste.rows("tRetours") if r.action == "07-EMP-03"]
    commands.annuler(ClasseurFichier(poste.path))

    assert len(notees) == 2
    assert None not in notees
    assert poste.tables() == avant
