"""Who is asked what, and what the follow-up keeps of it."""

from datetime import date

import pytest

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.metier.formulaire import Envoi, Source
from cucs_xl.metier.formulaire.identite import nom_contrat
from cucs_xl.metier.modele import RETOURS, Contrat, Retour
from cucs_xl.metier.nomenclature import (
    DECIDEES,
    SILENCIEUX,
    EtatRetour,
    ModeleRetour,
    StatutExercice,
)
from cucs_xl.metier.retour.suivi import (
    build_echeance,
    build_envois,
    choose_modeles,
    clean_nom,
    name_fichier,
    read_correspondant,
    read_orphelines,
    spell_sujet,
    update_retours,
)

ENVOI, ECHEANCE = date(2008, 1, 14), date(2008, 2, 15)


def envois_de(contrat: Contrat, modele: ModeleRetour, exercice: int) -> list[tuple[str, str]]:
    envois = build_envois(Source(contrat), modele, exercice, ENVOI, ECHEANCE)
    assert {e.exercice for e in envois} <= {exercice}
    return [(envoi.destinataire, envoi.action or "") for envoi in envois]


def test_each_action_decided_is_asked_to_its_operator() -> None:
    """A refused action, an abandoned one, another year's are not."""
    contrat = read_exemple()

    assert envois_de(contrat, ModeleRetour.FICHE, 2007) == [
        (a.operateur, a.code)
        for a in contrat.actions
        if a.exercice == 2007 and a.statut in DECIDEES
    ]
    assert ("BAI", "07-HAB-06") not in envois_de(contrat, ModeleRetour.FICHE, 2007)


def test_a_request_renews_what_ran_and_follows_what_is_examined() -> None:
    """
    07-EMP-02 is proposed for 2009, 07-EMP-04 ran in 2008 and is not seen since, 07-EMP-01 ran
    in 2007 only; each operator also has a blank sheet.
    """
    contrat = read_exemple()
    demandes = envois_de(contrat, ModeleRetour.DEMANDE, 2009)

    assert ("DSU", "07-EMP-02") in demandes
    assert ("AFL", "07-EMP-04") in demandes
    assert ("DSU", "07-EMP-01") not in demandes
    assert ("TEMPO", "08-SAN-01") not in demandes  # ajournée en 2008
    assert [d for d, action in demandes if not action] == [o.code for o in contrat.operateurs]
    assert len(demandes) == len(set(demandes))


def test_a_decided_or_dropped_action_is_asked_no_request() -> None:
    """Of 2008, only blank sheets remain: everything is decided, dropped or not renewed."""
    contrat = read_exemple()
    avec = [action for _, action in envois_de(contrat, ModeleRetour.DEMANDE, 2008) if action]
    de_2008 = {a.code for a in contrat.actions if a.exercice == 2008}

    assert avec
    assert not set(avec) & de_2008


def test_public_funders_are_asked_their_credits_but_the_commune() -> None:
    """The commune fills the master; operators' own funds and a private landlord answer elsewhere."""
    assert [d for d, _ in envois_de(read_exemple(), ModeleRetour.CREDITS, 2007)] == [
        "ETAT", "ACSE", "DDASS", "DDTEFP", "IA", "REGION", "DEPT", "CAF",
    ]  # fmt: skip


def test_a_funder_of_no_action_still_owes_its_droit_commun() -> None:
    """Heads of groups and signatories are asked; the Acsé, which funds nothing then, is not."""
    sans = read_exemple()._replace(financements=())

    assert [d for d, _ in envois_de(sans, ModeleRetour.CREDITS, 2007)] == [
        "ETAT", "REGION", "DEPT", "CAF",
    ]  # fmt: skip


def test_an_action_without_operator_is_named_and_not_asked() -> None:
    contrat = read_exemple()
    actions = tuple(
        a._replace(operateur="PARTI") if a.code == "07-EMP-01" else a for a in contrat.actions
    )
    source = Source(contrat._replace(actions=actions))

    assert read_orphelines(source, ModeleRetour.FICHE, 2007) == ("07-EMP-01",)
    assert "07-EMP-01" not in {
        e.action for e in build_envois(source, ModeleRetour.FICHE, 2007, ENVOI, ECHEANCE)
    }
    assert read_orphelines(Source(contrat), ModeleRetour.FICHE, 2007) == ()


@pytest.mark.parametrize(
    ("exercice", "attendus"),
    [
        (2007, (ModeleRetour.FICHE, ModeleRetour.CREDITS)),
        (2009, (ModeleRetour.DEMANDE,)),
    ],
)
def test_the_status_of_the_year_says_what_it_awaits(
    exercice: int, attendus: tuple[ModeleRetour, ...]
) -> None:
    contrat = read_exemple()
    statuts = {e.exercice: e.statut for e in contrat.exercices}

    assert (statuts[exercice] is StatutExercice.PREPARATION) is (len(attendus) == 1)
    assert choose_modeles(contrat, exercice) == attendus


def test_the_deadline_is_a_parameter() -> None:
    """Thirty days by default; none when the cell is empty."""
    contrat = build_vierge("Valence", "26362", 2007)
    vide = tuple(
        p._replace(valeur=None) if p.parametre == "Délai de réponse" else p
        for p in contrat.parametres
    )

    assert build_echeance(contrat, ENVOI) == date(2008, 2, 13)
    assert build_echeance(contrat._replace(parametres=vide), ENVOI) is None


def envoi_de(action: str = "07-EMP-03") -> Envoi:
    nom = nom_contrat(read_exemple())
    return Envoi(ModeleRetour.FICHE, 1, nom, 2007, "AIA", action, ENVOI, ECHEANCE)


def test_a_sheet_sent_again_keeps_its_earlier_fingerprints() -> None:
    """A partner may still fill the older copy; the same content is not counted twice."""
    envoi = envoi_de()
    retours: tuple[Retour, ...] = ()
    for empreinte in ("aaaa", "bbbb", "bbbb", "aaaa"):
        retours = update_retours(retours, [envoi], {envoi.cle: empreinte})
    [retour] = retours

    assert RETOURS.cle(retour) == envoi.cle
    assert retour.empreinte == "aaaa bbbb"
    assert (retour.envoye_le, retour.echeance, retour.etat) == (ENVOI, ECHEANCE, EtatRetour.ENVOYE)


@pytest.mark.parametrize("etat", EtatRetour)
def test_what_was_received_keeps_its_state(etat: EtatRetour) -> None:
    """A reminded sheet is awaited anew; nothing else of the row is lost."""
    envoi, autre = envoi_de(), envoi_de("07-HAB-04")
    recu = None if etat in SILENCIEUX else date(2008, 2, 1)
    ancien = Retour(
        ModeleRetour.FICHE, "AIA", "07-EMP-03", 2007, recu_le=recu, etat=etat, relances=2.0,
        completude=0.5, empreinte="aaaa", ligne=7,
    )  # fmt: skip
    garde, neuf = update_retours([ancien], [envoi, autre], {envoi.cle: "bbbb", autre.cle: "cccc"})

    assert garde.etat is (EtatRetour.ENVOYE if etat in SILENCIEUX else etat)
    assert (garde.relances, garde.completude, garde.recu_le, garde.ligne) == (2.0, 0.5, recu, 7)
    assert garde.empreinte == "bbbb aaaa"
    assert (neuf.action, neuf.ligne) == ("07-HAB-04", 0)


def test_a_renewal_is_named_as_last_year() -> None:
    source = Source(read_exemple())
    envoi = envoi_de("07-EMP-04")._replace(modele=ModeleRetour.DEMANDE, exercice=2009)

    assert spell_sujet(source, envoi) == "07-EMP-04 – Ateliers de savoirs de base et de français"
    assert spell_sujet(source, envoi._replace(action=None)) == "nouvelle action"


def test_files_are_named_for_people_and_never_alike() -> None:
    assert name_fichier(envoi_de()) == "fiche_2007_07-EMP-03_AIA.xlsx"
    nouvelle = envoi_de()._replace(modele=ModeleRetour.DEMANDE, action=None)
    assert name_fichier(nouvelle) == "demande_2007_nouvelle_AIA.xlsx"
    assert name_fichier(nouvelle._replace(modele=ModeleRetour.CREDITS)) == "credits_2007_AIA.xlsx"
    assert "/" not in clean_nom("../A/B")
    assert len({clean_nom(code) for code in ("A/B", "A-B", "A B", "A:B", "A.B")}) == 5


def test_credits_go_to_the_funder_of_that_code() -> None:
    """A code may be both a funder's and an operator's."""
    contrat = read_exemple()
    operateurs = (*contrat.operateurs, contrat.operateurs[0]._replace(code="CAF", courriel=None))
    source = Source(contrat._replace(operateurs=operateurs))

    assert read_correspondant(source, ModeleRetour.CREDITS, "CAF").courriel == "caf@example.org"
    assert read_correspondant(source, ModeleRetour.FICHE, "CAF").courriel is None
    assert read_correspondant(source, ModeleRetour.FICHE, "PARTI").nom == "PARTI"
