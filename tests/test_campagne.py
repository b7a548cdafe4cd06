"""« Fiches partenaires » and « Relancer » on files: what leaves, what the master knows of it."""

import email
import json
import sys
from datetime import date
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import ModuleType

import pytest

from cucs_xl import cli, commands
from cucs_xl.commands import depot
from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file import ClasseurFichier
from cucs_xl.metier.formulaire import Formulaire, Source
from cucs_xl.metier.modele import RETOURS, Contrat, Retour
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour, StatutExercice

JOUR = date(2008, 1, 14)
PARTENAIRE = "cucs_xl.excel.builder.partenaire"


class Horloge:
    """Stands for `date` in commands: the day is the one that tests choose."""

    jour = JOUR

    @classmethod
    def today(cls) -> date:
        return cls.jour


@pytest.fixture(autouse=True)
def campagne(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock, and draw sheets as their identity: how they look is judged elsewhere."""
    dessinateur = ModuleType(PARTENAIRE)

    def build_feuille(formulaire: Formulaire, _source: Source) -> bytes:
        return f"fiche {formulaire.envoi.cle}".encode()

    dessinateur.__dict__["build_feuille"] = build_feuille
    monkeypatch.setitem(sys.modules, PARTENAIRE, dessinateur)
    monkeypatch.setattr(Horloge, "jour", JOUR)
    for nom in ("modeles", "relances"):
        monkeypatch.setattr(sys.modules[f"cucs_xl.commands.{nom}"], "date", Horloge)


def read_leger() -> Contrat:
    """Give the example without what no campaign looks at: its master is quick to write."""
    return read_exemple()._replace(
        catalogue=(), mouvements=(), grand_livre=(), mesures=(), evaluations=(), gouvernances=(),
        budgets=(), repartitions=(), instances=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def octets() -> bytes:
    return build_maitre(read_leger()._replace(retours=()))


@pytest.fixture
def maitre(octets: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "maître.xlsx"
    path.write_bytes(octets)
    return path


def write(path: Path, contrat: Contrat) -> Path:
    path.write_bytes(build_maitre(contrat))
    return path


def retours(path: Path) -> tuple[Retour, ...]:
    return commands.read_maitre(ClasseurFichier(path)).contrat.retours


def lire(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def envoyer(maitre: Path, exercice: int = 2007, *modeles: ModeleRetour) -> commands.Campagne:
    return commands.modeles(
        ClasseurFichier(maitre), exercice, maitre.parent / "campagne", modeles or None
    )


def relancer(maitre: Path, jour: date, *, simulation: bool = False) -> commands.Rappels:
    Horloge.jour = jour
    return commands.relances(
        ClasseurFichier(maitre), 2007, maitre.parent / "campagne", simulation=simulation
    )


def test_each_recipient_gets_a_draft_and_its_sheets(maitre: Path) -> None:
    """Drafts stand in the folder; the same sheets are in a folder of the recipient's."""
    faite = envoyer(maitre)
    dossier = maitre.parent / "campagne"
    [aia] = [c for c in faite.colis if c.destinataire == "AIA"]
    message = lire(aia.brouillon)

    assert aia.brouillon == dossier / "AIA_fiche_2007.eml"
    assert [p.relative_to(dossier).as_posix() for p in aia.fichiers] == [
        "AIA/fiche_2007_07-EMP-03_AIA.xlsx",
        "AIA/fiche_2007_07-HAB-04_AIA.xlsx",
    ]
    assert message["To"] == "insertion@example.org"
    assert [(p.get_filename(), p.get_content()) for p in message.iter_attachments()] == [
        (path.name, path.read_bytes()) for path in aia.fichiers
    ]
    assert {c.modele for c in faite.colis} == {ModeleRetour.FICHE, ModeleRetour.CREDITS}
    assert sorted(dossier.rglob("*.nouveau")) == []
    assert len(list(dossier.rglob("*.xlsx"))) == faite.fiches == 38


def test_the_master_knows_every_sheet(maitre: Path) -> None:
    faite = envoyer(maitre)
    suivi = retours(maitre)

    assert len(suivi) == faite.fiches
    assert {r.etat for r in suivi} == {EtatRetour.ENVOYE}
    assert {(r.envoye_le, r.echeance) for r in suivi} == {(JOUR, date(2008, 2, 13))}
    assert len({r.empreinte for r in suivi}) == faite.fiches
    journal = commands.read_maitre(ClasseurFichier(maitre)).contrat.journal
    assert {(e.operation, e.feuille) for e in journal} == {("modèles", "Retours")}


def test_sent_again_the_earlier_fingerprints_stay(maitre: Path) -> None:
    """What was corrected in the master meanwhile is in the new sheet; complete returns are left."""
    envoyer(maitre)
    premiers = {RETOURS.cle(r): r.empreinte for r in retours(maitre)}
    contrat = commands.read_maitre(ClasseurFichier(maitre)).contrat
    suivi = tuple(
        r._replace(etat=EtatRetour.COMPLET) if r.destinataire == "CAF" else r
        for r in contrat.retours
    )
    write(maitre, contrat._replace(retours=suivi))
    Horloge.jour = date(2008, 1, 21)
    faite = envoyer(maitre)

    assert faite.completes == 1
    assert "CAF" not in {c.destinataire for c in faite.colis}
    for retour in retours(maitre):
        assert (retour.empreinte or "").endswith(premiers[RETOURS.cle(retour)] or "absente")
        complet = retour.destinataire == "CAF"
        assert retour.envoye_le == (JOUR if complet else date(2008, 1, 21))
        assert len((retour.empreinte or "").split()) == (1 if complet else 2)


def test_a_recipient_without_address_has_its_draft(tmp_path: Path) -> None:
    """No To:, and the officer is told."""
    contrat = read_leger()
    adresses = {"AFL": None, "MED": "voir le standard"}
    operateurs = tuple(
        o._replace(courriel=adresses.get(o.code, o.courriel)) for o in contrat.operateurs
    )
    maitre = write(tmp_path / "m.xlsx", contrat._replace(operateurs=operateurs))
    colis = {c.destinataire: c for c in envoyer(maitre).colis}

    assert lire(colis["AFL"].brouillon)["To"] is None
    assert "sans courriel" in colis["AFL"].remarque
    assert lire(colis["MED"].brouillon)["To"] is None
    assert "« voir le standard » n'est pas une adresse" in colis["MED"].remarque
    assert colis["AIA"].remarque == ""


def test_a_master_that_cannot_be_written_sends_nothing(
    maitre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet that the master does not know never reaches the folder."""
    octets = maitre.read_bytes()

    def refuser(*_: object) -> None:
        raise CucsError("le classeur est ouvert ailleurs")

    monkeypatch.setattr(depot, "write_tables", refuser)

    with pytest.raises(CucsError, match="ouvert ailleurs"):
        envoyer(maitre)
    assert [p for p in (maitre.parent / "campagne").rglob("*") if p.is_file()] == []
    assert maitre.read_bytes() == octets


def test_a_folder_that_cannot_be_written_changes_no_master(maitre: Path) -> None:
    octets = maitre.read_bytes()
    (maitre.parent / "campagne").write_text("un fichier à la place du dossier")

    with pytest.raises(CucsError, match="n'a pas pu être écrit"):
        envoyer(maitre)
    assert maitre.read_bytes() == octets


def test_a_deadline_of_yesterday_or_a_closed_year_is_refused(tmp_path: Path, maitre: Path) -> None:
    contrat = read_leger()
    clos = tuple(e._replace(statut=StatutExercice.CLOS) for e in contrat.exercices)
    ferme = write(tmp_path / "clos.xlsx", contrat._replace(exercices=clos))

    with pytest.raises(CucsError, match=r"l'échéance du 13/01/2008 est passée"):
        commands.modeles(ClasseurFichier(maitre), 2007, tmp_path / "c", echeance=date(2008, 1, 13))
    with pytest.raises(CucsError, match="2007 est clos"):
        envoyer(ferme)
    with pytest.raises(CucsError, match="2007 est clos"):
        relancer(ferme, JOUR)


def test_a_year_without_anybody_to_ask_is_told(tmp_path: Path) -> None:
    contrat = read_leger()._replace(actions=(), operateurs=(), financements=(), retours=())
    maitre = write(tmp_path / "m.xlsx", contrat)

    with pytest.raises(CucsError, match="aucune fiche « fiche action » à préparer pour 2007"):
        envoyer(maitre, 2007, ModeleRetour.FICHE)


def test_reminders_follow_the_calendar(maitre: Path) -> None:
    """
    Day      | drafts and letters | level | state
    01/02    |                    |       | envoyé
    14/02    | 21                 | 1     | relancé
    20/02    |                    |       | relancé
    29/02    | 21                 | 2     | relancé
    """
    envoyer(maitre)
    for jour, niveau in (
        (date(2008, 2, 1), 0),
        (date(2008, 2, 14), 1),
        (date(2008, 2, 20), 0),
        (date(2008, 2, 29), 2),
    ):
        rappels = relancer(maitre, jour)
        assert len(rappels.colis) == (21 if niveau else 0), jour
        assert {c.niveau for c in rappels.colis} <= {niveau}
        assert len(rappels.muets) == 38
        for colis in rappels.colis:
            assert colis.lettre is not None
            assert colis.lettre.is_file()
            assert colis.brouillon.is_file()
    suivi = retours(maitre)
    assert {(r.relances, r.relance_le, r.etat) for r in suivi} == {
        (2.0, date(2008, 2, 29), EtatRetour.RELANCE)
    }


def test_the_sheets_go_again_when_they_are_in_the_folder(maitre: Path) -> None:
    """Only the file of that very sheet; without it the reminder says so."""
    envoyer(maitre)
    (maitre.parent / "campagne" / "AIA" / "fiche_2007_07-HAB-04_AIA.xlsx").unlink()
    colis = {c.destinataire: c for c in relancer(maitre, date(2008, 2, 14)).colis}
    aia, caf = lire(colis["AIA"].brouillon), lire(colis["CAF"].brouillon)

    assert [p.get_filename() for p in aia.iter_attachments()] == ["fiche_2007_07-EMP-03_AIA.xlsx"]
    assert [p.get_content() for p in caf.iter_attachments()] == ["fiche crédits|CAF||2007".encode()]


def test_a_simulation_writes_nothing(maitre: Path) -> None:
    envoyer(maitre)
    octets = maitre.read_bytes()
    fichiers = sorted((maitre.parent / "campagne").rglob("*"))
    rappels = relancer(maitre, date(2008, 2, 14), simulation=True)

    assert len(rappels.colis) == 21
    assert maitre.read_bytes() == octets
    assert sorted((maitre.parent / "campagne").rglob("*")) == fichiers


def test_the_last_reminder_suggests_a_copy(maitre: Path) -> None:
    envoyer(maitre)
    for jour in (date(2008, 2, 14), date(2008, 2, 29)):
        assert {c.remarque for c in relancer(maitre, jour).colis} == {""}

    assert all("copie" in c.remarque for c in relancer(maitre, date(2008, 3, 20)).colis)


def lancer(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["cucs-xl", *map(str, arguments)])
    with pytest.raises(SystemExit) as sortie:
        cli.main()
    assert isinstance(sortie.value.code, int)
    return sortie.value.code


def test_the_terminal_says_who_is_asked_by_when(
    maitre: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = maitre.parent / "campagne"
    base = (maitre, "--exercice", "2007", "-o", dossier)

    assert (
        lancer(monkeypatch, "modeles", *base, "--modele", "crédits", "--echeance", "29/02/2008")
        == 0
    )
    dit = capsys.readouterr().out
    assert "8 fiches prêtes, 8 brouillons de courriel, réponse attendue le 29/02/2008" in dit
    assert "caf@example.org" in dit
    Horloge.jour = date(2008, 3, 3)
    assert lancer(monkeypatch, "relances", *base, "--simulation") == 0
    assert "8 rappels seraient à préparer ; 8 fiches sans aucune réponse" in capsys.readouterr().out


def test_both_commands_speak_json(
    maitre: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = (maitre, "--exercice", "2007", "-o", maitre.parent / "campagne", "--json")

    assert lancer(monkeypatch, "modeles", *base, "--modele", "crédits") == 0
    campagne = json.loads(capsys.readouterr().out)
    assert (campagne["exercice"], campagne["fiches"], campagne["echeance"]) == (
        2007,
        8,
        "2008-02-13",
    )
    assert campagne["colis"][-1] == {
        "modele": "crédits", "destinataire": "CAF", "adresses": ["caf@example.org"], "niveau": 0,
        "brouillon": "CAF_credits_2007.eml", "lettre": None,
        "fiches": ["CAF/credits_2007_CAF.xlsx"], "remarque": "",
    }  # fmt: skip
    Horloge.jour = date(2008, 2, 14)
    assert lancer(monkeypatch, "relances", *base) == 0
    rappels = json.loads(capsys.readouterr().out)
    assert rappels["colis"][-1]["lettre"] == "CAF_credits_2007_relance1.docx"
    assert len(rappels["muets"]) == 8


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("modeles", "m.xlsx"), "il manque --sortie"),
        (("modeles", "m.xlsx", "-o", "d", "--modele", "bilan"), "--modele est refusée"),
        (("modeles", "m.xlsx", "-o", "d", "--echeance", "demain"), "--echeance : « demain » ne contient aucune date"),
    ],
)  # fmt: skip
def test_a_mistyped_request_is_told(
    arguments: tuple[str, ...],
    phrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    maitre: Path,
) -> None:
    monkeypatch.chdir(maitre.parent)
    maitre.rename("m.xlsx")

    assert lancer(monkeypatch, *arguments) == 2
    assert phrase in capsys.readouterr().err


def test_a_sheet_held_by_excel_is_told_and_no_reminder_leaves(
    maitre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    envoyer(maitre)
    octets, avant = maitre.read_bytes(), sorted(maitre.parent.rglob("*"))
    vraie = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name.startswith("fiche_"):
            raise PermissionError(13, "tenu")
        return vraie(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(CucsError, match=r"ne peut pas être lu.*fermez-la si elle est ouverte"):
        relancer(maitre, date(2008, 2, 14))
    monkeypatch.undo()

    assert maitre.read_bytes() == octets
    assert sorted(maitre.parent.rglob("*")) == avant
