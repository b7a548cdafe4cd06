"""Sheets moved, sorted, merged, doubled, stretched; cells that lie or say nothing."""

import random
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from cucs_xl.excel.adresse import format_adresse, read_adresse
from cucs_xl.excel.balise import BLOC, LIGNE
from tests.hostiles.atelier import Fiche
from tests.hostiles.attente import Attente, Hostile
from tests.hostiles.reperes import Reperes

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PLEINE = f'<worksheet {_NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Mes notes</t></is></c></row></sheetData></worksheet>'
#: Days between the two origins of dates.
_1904 = 1462


def build(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    yield from _etendues(fiche)
    yield from _chaines(fiche, reperes)
    yield from _valeurs(fiche, reperes)
    yield from _fusions(fiche, reperes)
    yield from _classeurs(fiche)
    yield from _deplacements(fiche)
    yield from _doubles(fiche, reperes)


def _etendues(fiche: Fiche) -> Iterator[Hostile]:
    def lointaine(adresse: str) -> bytes:
        ligne, _ = read_adresse(adresse)
        return fiche.with_xml(
            fiche.add_lignes(f'<row r="{ligne}"><c r="{adresse}"><v>1</v></c></row>')
        )

    classe, mot = "une cellule lointaine", "très loin"
    for adresse in ("XFD1048576", "A1048576", "ZZZ2000000", "AAA99999"):
        yield Hostile(classe, f"{adresse}.xlsx", lointaine(adresse), Attente.REFUS, mot)
    yield Hostile(classe, "XFD400.xlsx", lointaine("XFD400"), Attente.REFUS, mot)
    yield Hostile(classe, "XFD95.xlsx", lointaine("XFD95"), Attente.IDENTIQUE)
    cachee = fiche.xml.replace(
        "<sheetData>", '<sheetData><row r="1"><c r="XFD1048576"><v>1</v></c></row>', 1
    )
    yield Hostile(classe, "ligne-menteuse.xlsx", fiche.with_xml(cachee), Attente.REFUS, mot)
    for signe, nom in (("\t", "tabulation"), ("\n", "a-la-ligne")):
        ligne = f'<row r="1048576"><c{signe}r="XFD1048576"><v>1</v></c></row>'
        xml = fiche.with_xml(fiche.add_lignes(ligne))
        yield Hostile(classe, f"{nom}.xlsx", xml, Attente.REFUS, "inhabituel")
    loin = _PLEINE.replace("A1", "XFD1048576").encode()
    yield Hostile(
        classe, "feuille-ajoutee.xlsx", fiche.build(fiche.add_feuille("Notes", loin)),
        Attente.IDENTIQUE,
    )  # fmt: skip
    mille = "".join(f'<row r="{i}" s="1" customFormat="1" ht="15"/>' for i in range(900, 1_048_577))
    cellules = "".join(
        f'<row r="{i}"><c r="A{i}" s="1"/><c r="B{i}" s="1"/></row>' for i in range(900, 400_000)
    )
    classe = "1 048 576 lignes mises en forme"
    yield Hostile(classe, "lignes.xlsx", fiche.with_xml(fiche.add_lignes(mille)), Attente.IDENTIQUE)
    yield Hostile(
        classe, "cellules.xlsx", fiche.with_xml(fiche.add_lignes(cellules)), Attente.IDENTIQUE
    )
    large = "".join(f'<c r="{format_adresse(900, i)}" s="1"/>' for i in range(1, 16_385))
    classe = "16 384 colonnes"
    yield Hostile(
        classe, "cellules.xlsx", fiche.with_xml(fiche.add_lignes(f'<row r="900">{large}</row>')),
        Attente.IDENTIQUE,
    )  # fmt: skip
    colonnes = fiche.edit(
        fiche.part,
        "<cols>.*?</cols>",
        '<cols><col min="1" max="16384" width="9" style="1"/></cols>',
    )
    yield Hostile(classe, "format.xlsx", colonnes, Attente.IDENTIQUE)
    yield Hostile(
        "étendue menteuse", "dimension.xlsx",
        fiche.edit(fiche.part, '<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'),
        Attente.IDENTIQUE,
    )  # fmt: skip


def _chaines(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    part, classe = "xl/sharedStrings.xml", "faux compte de chaînes"
    for nom, compte in (
        ("enorme", "4294967295"),
        ("negatif", "-1"),
        ("zero", "0"),
        ("texte", "abc"),
        ("infini", "9" * 40),
    ):
        octets = fiche.edit(
            part, r'count="\d+" uniqueCount="\d+"', f'count="{compte}" uniqueCount="{compte}"'
        )
        yield Hostile(classe, f"{nom}.xlsx", octets, Attente.IDENTIQUE)
    classe = "indice de chaîne hors limites"
    for indice in ("99999", "4294967296", "-1", "1.5"):
        xml = fiche.set_cellule(reperes.textes[1], f"<v>{indice}</v>", ' t="s"')
        yield Hostile(classe, f"{indice}.xlsx", fiche.with_xml(xml), Attente.REFUS)
    yield Hostile(classe, "sans-chaines.xlsx", fiche.build({part: None}), Attente.REFUS)


def _valeurs(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    nombre, texte, jour = reperes.nombres[0], reperes.textes[1], reperes.dates[0]

    def avec(adresse: str, contenu: str, attributs: str = "") -> bytes:
        return fiche.with_xml(fiche.set_cellule(adresse, contenu, attributs))

    for erreur in ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!"):
        nom = re.sub(r"\W", "", erreur)
        octets = avec(nombre, f"<f>1/0</f><v>{erreur}</v>", ' t="e"')
        yield Hostile("valeurs d'erreur", f"{nom}.xlsx", octets, Attente.DEFAUT, erreur)
    yield Hostile(
        "valeurs d'erreur",
        "sans-formule.xlsx",
        avec(texte, "<v>#REF!</v>", ' t="e"'),
        Attente.DEFAUT,
        "#REF!",
    )
    for nom, contenu, attributs in (
        ("simple", "<f>1+1</f>", ""),
        ("vide", "<f>1+1</f><v/>", ""),
        ("vide-2", "<f>1+1</f><v></v>", ""),
        ("partagee", '<f t="shared" si="0"/>', ""),
        ("texte", '<f>"a"</f>', ' t="str"'),
    ):
        octets = avec(nombre, contenu, attributs)
        yield Hostile(
            "formule sans valeur", f"{nom}.xlsx", octets, Attente.DEFAUT, "formule sans valeur"
        )
    yield Hostile(
        "formule avec valeur",
        "somme.xlsx",
        avec(nombre, "<f>5+5</f><v>10</v>"),
        Attente.CHANGE,
        valeur=10.0,
    )
    for nom, brut in (
        ("espaces", "1 234,50"),
        ("insecable", "1\u202f234,50\u00a0€"),
        ("virgule", "17,0"),
    ):
        octets = avec(nombre, f"<is><t>{brut}</t></is>", ' t="inlineStr"')
        yield Hostile(
            "nombres en texte français", f"{nom}.xlsx", octets, Attente.CHANGE, valeur=brut
        )
    for nom, brut in (
        ("egal", '=HYPERLINK("http://exemple.invalid";"x")'),
        ("plus", "+1+1"),
        ("moins", "-2+3"),
        ("arobase", "@SUM(1)"),
        ("barre", "=cmd|' /c calc'!A0"),
        ("tabulation", "\t=1+1"),
    ):
        octets = avec(texte, f'<is><t xml:space="preserve">{brut}</t></is>', ' t="inlineStr"')
        yield Hostile("injection de formule", f"{nom}.xlsx", octets, Attente.CHANGE, valeur=brut)
    for nom, brut, lu in (("retour", "a_x000D_\nb", "a\nb"), ("accents", "é à œ €", "é à œ €")):
        octets = avec(texte, f'<is><t xml:space="preserve">{brut}</t></is>', ' t="inlineStr"')
        yield Hostile("textes", f"{nom}.xlsx", octets, Attente.CHANGE, valeur=lu)
    long = "x" * 1_000_000
    yield Hostile(
        "textes",
        "long.xlsx",
        avec(texte, f"<is><t>{long}</t></is>", ' t="inlineStr"'),
        Attente.CHANGE,
        valeur=long,
    )
    hasard = random.Random(3)  # noqa: S311 - a corpus, not a secret
    barres = "|".join(hasard.choices("abcdefghij", k=2_000_000))
    yield Hostile(
        "textes qui épuisent", "barres.xlsx",
        avec(texte, f"<is><t>{barres}</t></is>", ' t="inlineStr"'), Attente.CHANGE,
        valeur=barres,
    )  # fmt: skip
    erreurs = "".join(f'<row r="{i}"><c r="A{i}" t="e"><v>' for i in range(900, 30_000))
    yield Hostile(
        "textes qui épuisent", "erreurs.xlsx", fiche.with_xml(fiche.add_lignes(erreurs)),
        Attente.LIBRE,
    )  # fmt: skip
    riche = "<is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is>"
    yield Hostile(
        "textes", "riche.xlsx", avec(texte, riche, ' t="inlineStr"'), Attente.CHANGE, valeur="ab"
    )
    yield Hostile(
        "nombres démesurés", "infini.xlsx", avec(nombre, "<v>1e999</v>"), Attente.DEFAUT, "démesuré"
    )
    yield Hostile(
        "nombres démesurés",
        "pas-un-nombre.xlsx",
        avec(nombre, "<v>abc</v>"),
        Attente.CHANGE,
        valeur="abc",
    )
    yield Hostile(
        "nombres démesurés", "date.xlsx", avec(jour, "<v>1e15</v>"), Attente.CHANGE, valeur=1e15
    )
    yield Hostile(
        "nombres démesurés",
        "date-negative.xlsx",
        avec(jour, "<v>-5</v>"),
        Attente.CHANGE,
        valeur=-5.0,
    )
    yield Hostile(
        "nombres démesurés",
        "bool.xlsx",
        avec(nombre, "<v>1</v>", ' t="b"'),
        Attente.CHANGE,
        valeur=True,
    )
    iso = avec(jour, "<v>2007-06-15</v>", ' t="d"')
    yield Hostile("dates", "iso.xlsx", iso, Attente.CHANGE, valeur=date(2007, 6, 15))

    def recule(trouvee: re.Match[str]) -> str:
        return trouvee[0].replace(trouvee[1], str(float(trouvee[1]) - _1904))

    xml = fiche.xml
    for adresse in reperes.dates:
        xml = re.sub(rf'<c r="{adresse}"[^>]*><v>([^<]*)</v>', recule, xml)
    classeur = (
        fiche.parts["xl/workbook.xml"].decode().replace("<workbookPr ", '<workbookPr date1904="1" ')
    )
    octets = fiche.build({fiche.part: xml.encode(), "xl/workbook.xml": classeur.encode()})
    yield Hostile("dates de 1904", "1904.xlsx", octets, Attente.IDENTIQUE)


def _fusions(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    haute, basse = reperes.voisines

    def fusion(ref: str, *videes: str) -> bytes:
        xml = fiche.xml
        for adresse in videes:
            xml = fiche.set_cellule(adresse, "", xml=xml)
        balise = f'<mergeCell ref="{ref}"/></mergeCells>'
        assert "</mergeCells>" in xml
        return fiche.with_xml(xml.replace("</mergeCells>", balise, 1))

    classe = "cellules fusionnées sur des réponses"
    yield Hostile(
        classe, "verticale.xlsx", fusion(f"{haute}:{basse}", basse), Attente.DEFAUT, "fusionnée"
    )
    ligne, colonne = read_adresse(haute)
    bloc = f"{format_adresse(ligne, colonne - 1)}:{format_adresse(ligne + 1, colonne + 1)}"
    yield Hostile(classe, "rectangle.xlsx", fusion(bloc), Attente.DEFAUT, "fusionnée")
    classe = "fusion lointaine"
    yield Hostile(classe, "XFD.xlsx", fusion("A900:XFD1048576"), Attente.IDENTIQUE)
    yield Hostile(classe, "inverse.xlsx", fusion("XFD1048576:A900"), Attente.IDENTIQUE)
    yield Hostile(classe, "tout.xlsx", fusion("A1:XFD1048576"), Attente.DEFAUT, "fusionnée")
    beaucoup = "".join(f'<mergeCell ref="A{i}:XFD{i}"/>' for i in range(900, 100_900))
    xml = fiche.xml.replace("</mergeCells>", f"{beaucoup}</mergeCells>", 1)
    yield Hostile(classe, "cent-mille.xlsx", fiche.with_xml(xml), Attente.IDENTIQUE)


def _classeurs(fiche: Fiche) -> Iterator[Hostile]:
    classeur = "xl/workbook.xml"
    feuilles = re.findall(r"<sheet [^>]*/>", fiche.parts[classeur].decode())
    carte = next(f for f in feuilles if "_cucs" in f)
    premiere = feuilles[0]
    nom = re.search(r'name="([^"]*)"', premiere)
    assert nom is not None
    for fichier, neuf in (
        ("accents", "Été 2007 – réponses"),
        ("apostrophe", "L&apos;année"),
        ("pieges", "a&gt;b &amp; &lt;c!"),
        ("controle", "a&#10;b\u202eb"),
    ):
        octets = fiche.edit(classeur, f'name="{nom[1]}"', f'name="{neuf}"')
        yield Hostile("feuilles renommées", f"{fichier}.xlsx", octets, Attente.IDENTIQUE)
    octets = fiche.edit(classeur, 'name="_cucs"', 'name="Feuil1"')
    yield Hostile("feuilles renommées", "identite.xlsx", octets, Attente.IDENTIQUE)
    classe = "feuilles cachées ou réordonnées"
    cachee = premiere.replace("<sheet ", '<sheet state="veryHidden" ')
    for fichier, texte in (
        ("cachee", fiche.parts[classeur].decode().replace(premiere, cachee)),
        ("montree", re.sub(r' state="\w+"', "", fiche.parts[classeur].decode())),
        (
            "ordre",
            fiche.parts[classeur].decode().replace("".join(feuilles), "".join(reversed(feuilles))),
        ),
    ):
        yield Hostile(
            classe, f"{fichier}.xlsx", fiche.build({classeur: texte.encode()}), Attente.IDENTIQUE
        )
    classe = "feuilles manquantes"
    sans_carte = fiche.parts[classeur].decode().replace(carte, "")
    yield Hostile(
        classe,
        "sans-identite.xlsx",
        fiche.build({classeur: sans_carte.encode()}),
        Attente.IDENTIQUE,
    )
    sans = fiche.parts[classeur].decode().replace(premiere, "")
    yield Hostile(classe, "sans-fiche.xlsx", fiche.build({classeur: sans.encode()}), Attente.ABSENT)
    yield Hostile(
        classe,
        "ni-l-une-ni-l-autre.xlsx",
        fiche.build({classeur: sans.replace(carte, "").encode()}),
        Attente.REFUS,
        "n'est pas une fiche",
    )
    aucune = re.sub("<sheets>.*</sheets>", "<sheets/>", fiche.parts[classeur].decode())
    yield Hostile(classe, "aucune.xlsx", fiche.build({classeur: aucune.encode()}), Attente.REFUS)
    yield Hostile(classe, "part-absente.xlsx", fiche.build({fiche.part: None}), Attente.REFUS)
    yield Hostile(
        "feuilles ajoutées",
        "notes.xlsx",
        fiche.build(fiche.add_feuille("Notes", _PLEINE.encode())),
        Attente.IDENTIQUE,
    )
    vide = f"<worksheet {_NS}><sheetData/></worksheet>".encode()
    yield Hostile(
        "feuilles ajoutées",
        "vide.xlsx",
        fiche.build(fiche.add_feuille("Feuil1", vide, ' state="hidden"')),
        Attente.IDENTIQUE,
    )
    memoire = next(
        n
        for n, c in fiche.parts.items()
        if n.startswith("xl/worksheets/") and b"eN" in c and n != fiche.part
    )
    texte = fiche.parts[memoire].decode().replace("eN", "eM", 1).replace("2007", "2008")
    yield Hostile(
        "mémoire falsifiée",
        "memoire.xlsx",
        fiche.build({memoire: texte.encode()}),
        Attente.IDENTIQUE,
    )


def _deplacements(fiche: Fiche) -> Iterator[Hostile]:
    lignes = sorted(int(n) for n in re.findall(r'<row r="(\d+)"', fiche.xml))
    yield Hostile(
        "lignes insérées",
        "dix.xlsx",
        fiche.with_xml(fiche.move(lambda r: r + 10)),
        Attente.IDENTIQUE,
    )
    yield Hostile(
        "lignes insérées",
        "partout.xlsx",
        fiche.with_xml(fiche.move(lambda r: r * 2)),
        Attente.IDENTIQUE,
    )
    yield Hostile(
        "colonnes insérées",
        "trois.xlsx",
        fiche.with_xml(fiche.move(lambda r: r, lambda c: c + 3)),
        Attente.IDENTIQUE,
    )
    yield Hostile(
        "colonnes insérées",
        "partout.xlsx",
        fiche.with_xml(fiche.move(lambda r: r, lambda c: c * 2)),
        Attente.IDENTIQUE,
    )
    for nom, graine in (("tri.xlsx", 1), ("tri-2.xlsx", 2)):
        ordre = _shuffle(fiche, lignes, graine)
        yield Hostile(
            "lignes triées",
            nom,
            fiche.with_xml(fiche.move(ordre.__getitem__)),
            Attente.IDENTIQUE,
        )


def _shuffle(fiche: Fiche, lignes: list[int], graine: int) -> dict[int, int]:
    """Sort rows anew between two rows of blocks: marks must stay under theirs."""
    blocs = _find_lignes(fiche, BLOC)
    rangees = [r for r in lignes if r in _find_lignes(fiche, LIGNE) and r not in blocs]
    ordre = {r: r for r in lignes}
    hasard = random.Random(graine)  # noqa: S311 - a corpus, not a secret
    bornes = [0, *sorted(blocs), 10**7]
    for debut, fin in pairwise(bornes):
        groupe = [r for r in rangees if debut < r < fin]
        melange = hasard.sample(groupe, len(groupe))
        ordre.update(zip(groupe, melange, strict=True))
    return ordre


def _find_lignes(fiche: Fiche, marque: str) -> set[int]:
    """Find the rows that hold a kind of mark, shared or inline."""
    chaines = re.findall(r"<si>(.*?)</si>", fiche.parts["xl/sharedStrings.xml"].decode(), re.DOTALL)
    rangs = {str(i) for i, chaine in enumerate(chaines) if marque in chaine}
    lignes = set()
    for numero, contenu in re.findall(r'<row r="(\d+)"[^>]*>(.*?)</row>', fiche.xml, re.DOTALL):
        partagees = re.findall(r't="s"[^>]*><v>(\d+)</v>', contenu)
        if marque in contenu or rangs.intersection(partagees):
            lignes.add(int(numero))
    return lignes


def _doubles(fiche: Fiche, reperes: Reperes) -> Iterator[Hostile]:
    copie = fiche.parts[fiche.part]
    yield Hostile(
        "feuille copiée",
        "pareille.xlsx",
        fiche.build(fiche.add_feuille("Fiche (2)", copie)),
        Attente.IDENTIQUE,
    )
    autre = fiche.set_cellule(reperes.nombres[0], "<v>777</v>").encode()
    yield Hostile(
        "feuille copiée",
        "autre.xlsx",
        fiche.build(fiche.add_feuille("Fiche (2)", autre)),
        Attente.DOUBLE,
    )
    premiere = min(_find_lignes(fiche, LIGNE))
    trouvee = re.search(rf'<row r="{premiere}"[^>]*>.*?</row>', fiche.xml, re.DOTALL)
    assert trouvee is not None
    ligne = re.sub(rf'r="([A-Z]*){premiere}"', rf'r="\g<1>{premiere}"', trouvee[0])
    bas = max(int(n) for n in re.findall(r'<row r="(\d+)"', fiche.xml))

    def recopiee(place: int, texte: str) -> str:
        return re.sub(rf'r="([A-Z]*){premiere}"', rf'r="\g<1>{place}"', texte)

    nombre = re.search(rf'<c r="[A-Z]+{premiere}"[^>]*><v>0\.\d+</v>', ligne)
    assert nombre is not None
    changee = ligne.replace(nombre[0], re.sub(r"<v>.*", "<v>0.99</v>", nombre[0]))
    # Just below, pushing the others: under the same block.
    xml = fiche.move(lambda r: r if r <= premiere else r + 1)
    fin = re.search(rf'<row r="{premiere}"[^>]*>.*?</row>', xml, re.DOTALL)
    assert fin is not None
    assert bas > premiere
    for nom, texte, attente in (
        ("pareille", ligne, Attente.IDENTIQUE),
        ("autre", changee, Attente.DOUBLE),
    ):
        neuve = xml.replace(fin[0], fin[0] + recopiee(premiere + 1, texte), 1)
        yield Hostile("lignes en double", f"{nom}.xlsx", fiche.with_xml(neuve), attente)
    yield from _colonne_double(fiche, premiere)
    sosie = fiche.edit("xl/sharedStrings.xml", "Quartier</t>", "Part réalisée</t>")
    yield Hostile("en-têtes sosies", "titres.xlsx", sosie, Attente.IDENTIQUE)


def _colonne_double(fiche: Fiche, rangee: int) -> Iterator[Hostile]:
    """Copy the last column of answers of the first list further right, marks included."""
    chaines = re.findall(r"<si>(.*?)</si>", fiche.parts["xl/sharedStrings.xml"].decode(), re.DOTALL)
    rang = next(i for i, c in enumerate(chaines) if "¤case:tRepartition.Part réalisée" in c)
    tete = re.search(rf'<c r="([A-Z]+)(\d+)"([^>]*t="s"[^>]*)><v>{rang}</v></c>', fiche.xml)
    assert tete is not None
    haut = int(tete[2])

    def copy(xml: str, numero: int, cellule: str) -> str:
        return re.sub(
            rf'(<row r="{numero}"[^>]*>.*?)</row>',
            rf"\g<1>{cellule}</row>",
            xml,
            count=1,
            flags=re.DOTALL,
        )

    xml = copy(fiche.xml, haut, f'<c r="ZZ{haut}" t="s"><v>{rang}</v></c>')
    autre = copy(xml, rangee, f'<c r="ZZ{rangee}"><v>0.99</v></c>')
    yield Hostile(
        "colonne de marques en double", "autre.xlsx", fiche.with_xml(autre), Attente.DOUBLE
    )
    yield Hostile("colonne de marques en double", "vide.xlsx", fiche.with_xml(xml), Attente.DOUBLE)
