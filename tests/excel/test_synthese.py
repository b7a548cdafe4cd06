"""The synthesis workbook as it is handed out."""

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.excel.builder.dossier import build_pages
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.builder.rythme import RYTHME, trimestres_de
from cucs_xl.excel.builder.synthese import build_synthese
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.evaluation import build_sources, evaluate
from tests.excel.dossiers import dossier_de
from tests.excel.recalcul import read_values


def textes(octets: bytes) -> str:
    return parts(octets)["xl/sharedStrings.xml"].decode()


@pytest.mark.parametrize("annee", [2007, 2008])
def test_open_xml_schemas_accept_it(annee: int, tmp_path: Path) -> None:
    """ISO 29500 schemas find nothing to say, whatever the year holds."""
    path = tmp_path / "synthese.xlsx"
    path.write_bytes(build_synthese(dossier_de(read_exemple(), annee)))

    assert [str(erreur) for erreur in OpenXmlValidator().validate(path).errors] == []


def test_a_contract_without_anything_still_has_its_synthesis() -> None:
    """The first day, every table is there and empty."""
    octets = build_synthese(dossier_de(build_vierge("Ville d'essai", "01004", 2011), 2011))

    assert "Synthèse annuelle 2011" in textes(octets)


def test_example_data_say_so_and_real_data_do_not() -> None:
    """The label stands on the sheets for as long as the parameter holds it."""
    exemple = read_exemple()
    reel = exemple._replace(
        parametres=tuple(
            p._replace(valeur=None) if p.parametre == "Données d'exemple" else p
            for p in exemple.parametres
        )
    )

    assert "DONNÉES D'EXEMPLE" in textes(build_synthese(dossier_de(exemple, 2007)))
    assert "DONNÉES D'EXEMPLE" not in textes(build_synthese(dossier_de(reel, 2007)))


def test_unknown_envelope_is_named_on_the_first_page() -> None:
    """Until its avenant the Région is left out by name, and no rate is printed over it."""
    octets = build_synthese(dossier_de(read_exemple()._replace(avenants=()), 2007))

    assert "hors Région (à définir)" in textes(octets)
    assert "non comparable" in textes(octets)


def test_anomalies_are_listed_with_the_figures() -> None:
    """Who reads the figures reads what is wrong with them."""
    anomalie = Anomalie(
        "essai",
        Gravite.BLOQUANTE,
        "constat d'essai",
        "conseil d'essai",
        "tActions",
        "A|2007",
        "Thème",
    )
    octets = build_synthese(dossier_de(read_exemple(), 2007, (anomalie,)))

    assert "constat d'essai" in textes(octets)
    assert "1 anomalie" in textes(octets)


def test_every_axis_adds_up_to_the_same_programme() -> None:
    """Theme, partner, operator and action tables have one total, and nothing off the lists."""
    dossier = dossier_de(read_exemple(), 2007)
    sources = build_sources(dossier.contrat, dossier.faits, dossier.registre)
    tableaux = {
        t.code: evaluate(t, sources) for page in build_pages(dossier) for t in page.tableaux
    }

    totaux = {
        code: tableaux[code]["Total"]["cout"]
        for code in ("financement", "partenaires", "operateurs", "actions")
    }
    assert len(set(totaux.values())) == 1, totaux
    assert all(
        not ecart
        for code in totaux
        for ecart in tableaux[code]["Hors liste (doit être nul)"].values()
    )


def test_the_pace_ends_on_what_is_paid() -> None:
    """Payments cumulated to the end of the next year are those of the consolidation, by theme."""
    dossier = dossier_de(read_exemple(), 2007)
    [tableau] = build_pages(dossier)[0].tableaux
    paye = evaluate(tableau, build_sources(dossier.contrat, dossier.faits, dossier.registre))
    rythme = read_values(build_synthese(dossier))[RYTHME]
    fins = trimestres_de(2007)

    assert [fin.isoformat() for fin in fins][2:5] == ["2007-09-30", "2007-12-31", "2008-03-31"]
    for ligne, (cle, _) in enumerate(tableau.cles, start=1):
        cumuls = [rythme[ligne, place] for place in range(2, 2 + len(fins))]
        assert cumuls == sorted(cumuls, key=float)  # type: ignore[arg-type]
        assert round(float(str(cumuls[-1])) * 100) == paye[str(cle)]["paye"]


def test_the_credits_of_an_unknown_partner_do_not_vanish() -> None:
    """They stand in a column of their own, and the total is that of the other tables."""
    contrat = read_exemple()
    financements = tuple(
        f._replace(partenaire="MAIRIE") if f.code == "07-HAB-01-VILLE-S" else f
        for f in contrat.financements
    )
    dossier = dossier_de(contrat._replace(financements=financements), 2007)
    [tableau] = build_pages(dossier)[0].tableaux
    figures = evaluate(tableau, build_sources(dossier.contrat, dossier.faits, dossier.registre))

    assert figures["HAB"]["non_attribue_total_specifique"] == 8_000_00
    assert figures["Total"]["total_specifique"] == 602_000_00
    assert figures["Total"]["specifique_VILLE"] == 108_500_00
