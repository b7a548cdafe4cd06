"""Each mistake that a hand may make in ribbon.xml or in its callbacks is found."""

import re

import pytest

from cucs_xl.excel.addin.projet import Module
from cucs_xl.excel.addin.ruban import read_ruban
from cucs_xl.excel.addin.ruban_check import check_ruban
from cucs_xl.excel.addin.sources import read_sources

SOURCES = read_sources()


def check(ancien: str, nouveau: str) -> list[str]:
    """Change one thing, once, in the ribbon or in its module."""
    textes = [SOURCES.ruban, *(module.texte for module in SOURCES.modules)]
    assert any(ancien in texte for texte in textes), "the mutant changes nothing"
    modules = [Module(m.nom, m.genre, m.texte.replace(ancien, nouveau, 1)) for m in SOURCES.modules]
    return check_ruban(SOURCES.ruban.replace(ancien, nouveau, 1), modules)


def test_the_ribbon_is_right() -> None:
    assert check_ruban(SOURCES.ruban, SOURCES.modules) == []


MUTANTS = {
    "xml": ("</customUI>", "", "XML mal formé"),
    "espace de noms": ("2009/07", "2006/01", "la racine n'est pas customUI"),
    "id double": ('id="consolider"', 'id="simuler"', "est donné 2 fois"),
    "id de groupe double": ('id="grp_aide"', 'id="guide"', "est donné 2 fois"),
    "id mal fait": ('id="guide"', 'id="le guide"', "n'est pas fait de a-z"),
    "attribut inconnu": ('keytip="V"', 'keytip="V" couleur="bleu"', "couleur est inconnu"),
    "attribut manquant": (' screentip="Vérifier le classeur"', "", "screentip manque"),
    "jamais grisé": (' getEnabled="CucsRuban.GetActif"', "", "getEnabled manque"),
    "aide grisée": ('onAction="CucsRuban.OnGuide"', 'onAction="CucsRuban.OnGuide" getEnabled="CucsRuban.GetActif"', "getEnabled est inconnu"),
    "libellé vide": ('label="Simuler"', 'label=" "', "label est vide"),
    "trop long": ('label="Simuler"', f'label="{"x" * 1025}"', "dépasse 1024"),
    "taille": ('size="large"', 'size="huge"', "la taille « huge »"),
    "touche double": ('keytip="A"', 'keytip="V"', "« V » et « V » se masquent"),
    "touche préfixe": ('keytip="A"', 'keytip="VA"', "« V » et « VA » se masquent"),
    "touche longue": ('keytip="A"', 'keytip="AAAA"', "« AAAA » n'est pas faite"),
    "touche minuscule": ('keytip="A"', 'keytip="a"', "« a » n'est pas faite"),
    "icône": ('imageMso="About"', 'imageMso="Abouut"', "l'icône « Abouut »"),
    "élément": ('<button id="guide"', '<bouton id="guide"', "n'a pas sa place"),
    "mauvaise place": ("<tabs>", "<tabs><group/>", "n'a pas sa place"),
    "groupe vide": ('<group id="grp_aide" label="Aide">', '<group id="g" label="G"/><group id="grp_aide" label="Aide">', "est vide"),
    "rappel absent": ('"CucsRuban.OnGuide"', '"CucsRuban.OnGuido"', "pas de Public Sub"),
    "rappel non qualifié": ('"CucsRuban.OnGuide"', '"OnGuide"', "onAction doit être CucsRuban.OnGuide"),
    "rappel d'un autre": ('"CucsRuban.OnGuide"', '"CucsRuban.OnAPropos"', "OnGuide n'est appelée"),
    "rappel privé": ("Public Sub OnGuide(", "Private Sub OnGuide(", "pas de Public Sub"),
    "rappel fonction": ("Public Sub OnGuide(", "Public Function OnGuide(", "pas de Public Sub"),
    "signature": ("OnGuide(control As IRibbonControl)", "OnGuide()", "pas de Public Sub"),
    "type": ("OnGuide(control As IRibbonControl)", "OnGuide(control As Object)", "pas de Public Sub"),
    "actif sans ByRef": (", ByRef returnedVal)", ")", "getEnabled « CucsRuban.GetActif »"),
    "chargement": ("OnChargement(ribbon As IRibbonUI)", "OnChargement()", "onLoad « CucsRuban.OnChargement »"),
    "autre chargement": ('onLoad="CucsRuban.OnChargement"', 'onLoad="CucsRuban.OnGuide"', "ce n'est pas la macro prévue"),
    "orphelin": ("Public Sub Refresh()", "Public Sub OnRien(control As IRibbonControl)\nEnd Sub\n\nPublic Sub Refresh()", "OnRien n'est appelée"),
    "double": ("Public Sub Refresh()", "Public Sub OnGuide(control As IRibbonControl)\nEnd Sub\n\nPublic Sub Refresh()", "OnGuide est écrite 2 fois"),
    "ne fait rien": ('    CucsLanceur.RunBouton "guide"\n', "", "ne se réduit pas"),
    "fait autre chose": ('RunBouton "guide"', 'RunBouton "simuler"', "ne se réduit pas"),
}  # fmt: skip


@pytest.mark.parametrize(("ancien", "nouveau", "faute"), list(MUTANTS.values()), ids=list(MUTANTS))
def test_a_mistake_is_found(ancien: str, nouveau: str, faute: str) -> None:
    fautes = check(ancien, nouveau)

    assert any(faute in trouvee for trouvee in fautes), fautes


@pytest.mark.parametrize("bouton", [b.id for g in read_ruban(SOURCES.ruban) for b in g.boutons])
def test_a_button_goes_with_one_element_and_one_callback(bouton: str) -> None:
    """Dropping both leaves a ribbon without fault: nothing else names a button."""
    xml = re.sub(rf'<button id="{bouton}".*?/>', "", SOURCES.ruban, flags=re.DOTALL)
    xml = re.sub(r"<group [^>]*>\s*</group>", "", xml)
    modules = [
        m._replace(texte=re.sub(rf'\nPublic Sub \w+\(.*\)\n.*"{bouton}"\nEnd Sub\n', "", m.texte))
        for m in SOURCES.modules
    ]

    assert check_ruban(xml, modules) == []
    assert len(check_ruban(xml, SOURCES.modules)) == 1
    assert check_ruban(SOURCES.ruban, modules)
