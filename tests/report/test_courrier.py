"""The words: what is asked, by when, how; firmer each time; never a name."""

from datetime import date

import pytest

from cucs_xl.donnees import read_exemple
from cucs_xl.metier.formulaire import Envoi
from cucs_xl.metier.modele import Contrat, Retour
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour
from cucs_xl.metier.retour.relance import Relance
from cucs_xl.report.courrier import (
    Courrier,
    Fiche,
    Point,
    write_envoi,
    write_relance,
    write_reponse,
)
from tests.anomalies.feuille import lisible

ENVOI, ECHEANCE = date(2008, 1, 14), date(2008, 2, 15)


def fiche(
    modele: ModeleRetour = ModeleRetour.FICHE, destinataire: str = "AFL", fichier: str = "f.xlsx"
) -> Fiche:
    action = None if modele is ModeleRetour.CREDITS else "07-EMP-04"
    envoi = Envoi(modele, 1, "26198-2007", 2007, destinataire, action, ENVOI, ECHEANCE)
    return Fiche(envoi, "07-EMP-04 – Ateliers", fichier)


def relance(niveau: int, retard: int = 20, etat: EtatRetour = EtatRetour.RELANCE) -> Relance:
    le = date(2008, 2, 20) if niveau > 1 else None
    recu = date(2008, 2, 10) if etat is EtatRetour.INCOMPLET else None
    retour = Retour(
        ModeleRetour.FICHE, "AFL", "07-EMP-04", 2007, ENVOI, ECHEANCE, recu, etat,
        relances=float(niveau - 1), relance_le=le,
    )  # fmt: skip
    return Relance(retour, niveau, retard)


def reel() -> Contrat:
    contrat = read_exemple()
    return contrat._replace(
        parametres=tuple(
            p._replace(valeur=None) if p.parametre == "Données d'exemple" else p
            for p in contrat.parametres
        )
    )


def corps(courrier: Courrier) -> str:
    return lisible(courrier.corps)


@pytest.mark.parametrize("modele", ModeleRetour)
def test_a_sheet_comes_with_all_that_its_reader_needs(modele: ModeleRetour) -> None:
    """Which contract, which year, which file, by when, how to fill, how to answer, who asks."""
    courrier = write_envoi(reel(), [fiche(modele)])
    texte = corps(courrier)

    assert lisible(courrier.sujet).startswith("Contrat urbain de cohésion sociale de Montélimar – ")
    assert "2007" in courrier.sujet
    assert "15/02/2008" in courrier.sujet
    for dit in (
        "f.xlsx",
        "le 15/02/2008 au plus tard",
        "« néant »",
        "macro",
        "LibreOffice",
        "pièce jointe",
    ):
        assert dit in texte
    assert texte.startswith("Bonjour,")
    assert texte.endswith("Cordialement,\n\nVille de Montélimar – service DSU\n")


def test_several_sheets_are_all_named() -> None:
    autre = fiche()._replace(titre="07-HAB-04 – Chantier", fichier="g.xlsx")
    texte = corps(write_envoi(reel(), [fiche(), autre]))

    assert "vos 2 fiches action" in texte
    assert "f.xlsx" in texte
    assert "g.xlsx" in texte


def test_without_deadline_none_is_printed() -> None:
    sans = fiche()._replace(envoi=fiche().envoi._replace(echeance=None))

    assert "dès que possible." in corps(write_envoi(reel(), [sans]))
    assert write_envoi(reel(), [sans]).sujet.endswith("fiche action 2007")


def test_example_data_say_so_in_the_subject() -> None:
    """Nobody must answer an exercise by mistake."""
    assert write_envoi(read_exemple(), [fiche()]).sujet.startswith("EXEMPLE – ")
    assert "EXEMPLE" not in write_envoi(reel(), [fiche()]).sujet


def test_reminders_grow_firmer() -> None:
    """
    Level | head            | « non communiqué » | financial report | last
    1     | Rappel          |                    |                  |
    2     | Deuxième rappel | yes                | yes              |
    3     | Dernier rappel  | yes                | yes              | yes
    """
    lus = []
    for niveau in (1, 2, 3):
        courrier = write_relance(reel(), [fiche()], [relance(niveau)])
        texte = corps(courrier)
        tete = courrier.sujet.split(" – ")[1]
        lus.append(
            (
                tete,
                "non communiqué" in texte,
                "compte rendu financier" in texte,
                "le dernier" in texte,
            )
        )

    assert lus == [
        ("Rappel", False, False, False),
        ("Deuxième rappel", True, True, False),
        ("Dernier rappel", True, True, True),
    ]


def test_a_reminder_before_the_deadline_accuses_nobody() -> None:
    avant = corps(write_relance(reel(), [fiche()], [relance(1, retard=-3, etat=EtatRetour.ENVOYE)]))
    apres = corps(write_relance(reel(), [fiche()], [relance(1, etat=EtatRetour.ENVOYE)]))

    assert "L'échéance approche" in avant
    assert "l'échéance est passée" in apres
    assert "l'échéance est passée" not in avant


def test_the_consequences_are_those_of_the_sheet() -> None:
    """A request leads to no bilan; what came in part is not silent; the city owes itself no report."""
    demande = corps(write_relance(reel(), [fiche(ModeleRetour.DEMANDE)], [relance(2)]))
    incomplete = corps(write_relance(reel(), [fiche()], [relance(2, etat=EtatRetour.INCOMPLET)]))
    regie = corps(write_relance(reel(), [fiche(destinataire="DSU")], [relance(2)]))

    assert "non communiqué" not in demande
    assert "comité de pilotage" in demande
    assert "non communiqué" not in incomplete
    assert "reçue le 10/02/2008, mais incomplet" in incomplete
    assert "non communiqué" in regie
    assert "compte rendu financier" not in regie


def test_what_is_attached_is_said_and_nothing_else() -> None:
    assert "La fiche est jointe" in corps(write_relance(reel(), [fiche()], [relance(1)]))
    sans = corps(write_relance(reel(), [fiche(fichier="")], [relance(1)]))
    assert "jointe" not in sans
    assert "nous le renverrons" in sans


def test_a_complete_return_is_thanked_for() -> None:
    courrier = write_reponse(reel(), fiche(fichier=""), [])

    assert courrier.sujet.endswith("fiche action 2007 bien reçue")
    assert "Elle est complète" in corps(courrier)
    assert courrier.lignes == ()


def test_each_point_says_where_what_and_what_to_type() -> None:
    points = [
        Point("D12", "abc", "saisissez un montant, par exemple 1 250,50"),
        Point("C4", "", "choisissez le thème"),
    ]
    courrier = write_reponse(reel(), fiche(), points, ["Bilan", "Date"])

    assert courrier.sujet.endswith("2 points à corriger")
    assert [lisible(ligne) for ligne in courrier.lignes] == [
        "D12 : « abc ». Saisissez un montant, par exemple 1 250,50",
        "C4 : Choisissez le thème",
    ]
    assert "Il manque encore : Bilan, Date." in corps(courrier)
    assert "La fiche jointe reprend vos réponses" in corps(courrier)
    assert write_reponse(reel(), fiche(), [], ["Bilan"]).sujet.endswith("à compléter")
