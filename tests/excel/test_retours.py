"""What partners were asked and never sent, as the synthesis prints it."""

import csv
from datetime import date

import pytest

from cucs_xl.donnees import read_exemple
from cucs_xl.excel.builder.retours import RETOURS
from cucs_xl.excel.builder.synthese import build_synthese
from cucs_xl.metier.enveloppe import build_registre
from cucs_xl.metier.evaluation import build_sources, evaluate
from cucs_xl.metier.faits import read_faits
from cucs_xl.metier.modele import Contrat, Retour
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour
from cucs_xl.metier.regles.droit_commun_silence import check
from cucs_xl.metier.tableaux.mobilisation import build_droit_commun
from cucs_xl.metier.tableaux.retours import Compte, build_suivi
from cucs_xl.report.jumeau import write_jumeau
from tests.excel.dossiers import dossier_de
from tests.excel.recalcul import read_values

ENVOI, ECHEANCE, RELANCE = date(2009, 1, 12), date(2009, 2, 11), date(2009, 4, 2)


def demande(
    modele: ModeleRetour, code: str, action: str | None, etat: EtatRetour, exercice: int = 2008
) -> Retour:
    recu = None if etat in {EtatRetour.ENVOYE, EtatRetour.RELANCE} else date(2009, 2, 9)
    return Retour(
        modele, code, action, exercice, ENVOI, ECHEANCE, recu, etat,
        completude=0.8 if recu else None, relances=2.0 if etat is EtatRetour.RELANCE else None,
        relance_le=RELANCE if etat is EtatRetour.RELANCE else None, signataire="Exemple de nom",
    )  # fmt: skip


SUIVI = (
    demande(ModeleRetour.FICHE, "AIA", "07-EMP-03", EtatRetour.RELANCE),
    demande(ModeleRetour.FICHE, "CSO", "07-REU-05", EtatRetour.INCOMPLET),
    demande(ModeleRetour.FICHE, "DSU", "07-EMP-02", EtatRetour.COMPLET),
    demande(ModeleRetour.CREDITS, "CAF", None, EtatRetour.ENVOYE),
    demande(ModeleRetour.DEMANDE, "CSO", None, EtatRetour.ENVOYE),
    demande(ModeleRetour.FICHE, "AIA", "07-EMP-03", EtatRetour.ENVOYE, 2007),
)


def contrat() -> Contrat:
    """The example, in which the CAF says nothing of 2008."""
    de = read_exemple()
    dits = tuple(d for d in de.droits_communs if (d.partenaire, d.exercice) != ("CAF", 2008))
    return de._replace(retours=SUIVI, droits_communs=dits)


def test_what_came_is_parted_from_what_did_not() -> None:
    """An optional sheet is neither; another year's is elsewhere; lateness is that of the situation."""
    suivi = build_suivi(contrat(), 2008)

    assert suivi.comptes == (
        Compte(ModeleRetour.FICHE, 3, 2, 1),
        Compte(ModeleRetour.CREDITS, 1, 0, 0),
    )
    assert [(x.nom, x.retard) for x in suivi.silences] == [
        ("Ville de Montélimar – régie d'insertion (exemple)", 139),
        ("CAF de la Drôme", 139),
    ]
    assert [x.sujet for x in suivi.recus] == [
        "REAAP : groupes de parole et rencontres de parents (07-REU-05)",
        "Forum de l'emploi : troisième session (07-EMP-02)",
    ]


def test_the_sheet_lists_the_silences_and_no_signatory() -> None:
    """Who, what, since when, reminded when: and « Non communiqué », never a zero."""
    valeurs = read_values(build_synthese(dossier_de(contrat(), 2008)))
    lignes: dict[int, list[object]] = {}
    for (i, _), valeur in sorted(valeurs[RETOURS].items()):
        lignes.setdefault(i, []).append(valeur)
    muettes = [ligne for ligne in lignes.values() if "Non communiqué" in ligne]

    assert muettes == [
        [
            "Ville de Montélimar – régie d'insertion (exemple)", "fiche action",
            "Accompagnement renforcé vers l'emploi des personnes qui en sont les plus éloignées (07-EMP-03)",
            ENVOI, ECHEANCE, 139.0, 2.0, RELANCE, "Non communiqué",
        ],
        ["CAF de la Drôme", "crédits", ENVOI, ECHEANCE, 139.0, 0.0, "Non communiqué"],
    ]  # fmt: skip
    assert ["Sans réponse : 2 fiches"] in lignes.values()
    assert "Exemple de nom" not in {v for feuille in valeurs.values() for v in feuille.values()}


@pytest.mark.parametrize(
    ("retours", "phrase"),
    [
        ((), "Aucune fiche n'a été demandée aux partenaires"),
        (SUIVI[2:3], "Sans réponse : aucune, toutes sont revenues"),
    ],
)
def test_a_year_without_silence_says_so(retours: tuple[Retour, ...], phrase: str) -> None:
    octets = build_synthese(dossier_de(contrat()._replace(retours=retours), 2008))

    assert phrase in read_values(octets)[RETOURS].values()


def test_the_twin_says_the_same() -> None:
    texte = write_jumeau(dossier_de(contrat(), 2008)).decode("utf-8-sig")
    lignes = [
        li
        for li in csv.DictReader(texte.splitlines(), delimiter=";")
        if li["Tableau"] == "Retours des partenaires"
    ]
    etats = {li["Ligne"]: li["Valeur"] for li in lignes if li["Colonne"] == "État"}

    assert list(etats.values()) == ["non communiqué", "non communiqué", "incomplet", "complet"]
    assert "CAF de la Drôme : crédits" in etats
    assert all(all(li.values()) for li in lignes)
    assert {li["Valeur"] for li in lignes if li["Colonne"] == "Complétude"} == {"80%"}


def test_the_table_and_the_rule_agree_on_a_silence() -> None:
    """
    Crédits of the CAF | Droit commun of the CAF | Table            | Rule
    sent, no answer    | nothing                 | non communiqué   | silent
    came incomplete    | nothing                 | aucune déclaration | names the CAF
    never sent         | nothing                 | aucune déclaration | names the CAF
    """

    def juger(etat: EtatRetour | None) -> tuple[object, bool]:
        suivi = () if etat is None else (SUIVI[3]._replace(etat=etat),)
        de = contrat()._replace(retours=suivi)
        faits = read_faits(de)
        tableau = build_droit_commun(de, 2008)
        lignes = evaluate(tableau, build_sources(de, faits, build_registre(de, faits)))
        nomme = any("CAF" in a.constat for a in check(de) if a.exercice == 2008)
        return lignes["CAF"]["etat"], nomme

    assert juger(EtatRetour.RELANCE) == ("non communiqué", False)
    assert juger(EtatRetour.INCOMPLET) == ("aucune déclaration", True)
    assert juger(None) == ("aucune déclaration", True)


def test_the_formula_reads_the_follow_up_too() -> None:
    """The CAF's cell of the sheet Droit commun, as the workbook computes it."""
    valeurs = read_values(build_synthese(dossier_de(contrat(), 2008)))["Droit commun"]
    [rang] = {i for (i, j), v in valeurs.items() if v == "CAF" and j == 1}

    assert "non communiqué" in [v for (i, _), v in valeurs.items() if i == rang]
