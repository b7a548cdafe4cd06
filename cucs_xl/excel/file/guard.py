"""Nothing is lost: a rewritten package is re-read and compared before it replaces a file."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cucs_xl.excel.adresse import format_adresse
from cucs_xl.excel.classeur import CucsError
from cucs_xl.excel.file.edition import Edition, is_same
from cucs_xl.excel.file.engine import Rendu
from cucs_xl.excel.file.livre import Livre
from cucs_xl.excel.file.sheet import read_cellules, read_erreurs, read_formule
from cucs_xl.metier.schema import Cellule

#: Excel rebuilds it; cellrune drops it rather than leave it stale.
CALCUL = "xl/calcChain.xml"
_BALISE = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_DONNEES = re.compile(rb"<sheetData\b.*</sheetData>", re.DOTALL)
_CALCULEE = re.compile(rb"<c [^>]*><f\b.*?</c>|<dimension [^>]*>", re.DOTALL)


def check_perte(avant: Livre, apres: Livre, editions: Sequence[Edition], rendu: Rendu) -> None:
    """Compare the new package with the old one.

    Raises:
        CucsError: something that no edit asked for has changed.
    """
    ecart = next(_parts(avant, apres, editions, rendu), None)
    ecart = ecart or next(_tables(avant, apres, editions), None)
    if ecart is not None:
        raise CucsError(
            f"« {avant.nom} » n'a pas été modifié : l'écriture aurait changé {ecart}. Ouvrez-le "
            "dans Excel, passez par le ruban CUCS, et signalez ce message."
        )


def read_nouvelles_erreurs(avant: Livre, apres: Livre, parts: frozenset[str]) -> Iterator[str]:
    """Name the cells that show an Excel error which they did not show before."""
    for feuille, part in apres.paquet.feuilles.items():
        if part in parts:
            anciennes = read_erreurs(avant.paquet.part(part))
            for place, texte in read_erreurs(apres.paquet.part(part)).items():
                if place not in anciennes:
                    yield f"{feuille}!{format_adresse(*place)} ({texte})"


def _parts(avant: Livre, apres: Livre, editions: Sequence[Edition], rendu: Rendu) -> Iterator[str]:
    disparues = avant.paquet.parts - apres.paquet.parts - {CALCUL}
    yield from (f"la liste des éléments ({part})" for part in disparues)
    yield from (
        f"la liste des éléments ({part})" for part in apres.paquet.parts - avant.paquet.parts
    )
    editees = {edition.cadre.part for edition in editions}
    oubli = CALCUL in avant.paquet.parts - apres.paquet.parts
    for part in avant.paquet.parts & apres.paquet.parts:
        ancienne, nouvelle = avant.paquet.part(part), apres.paquet.part(part)
        if ancienne == nouvelle:
            continue
        if part not in rendu.parts:
            yield f"l'élément {part}"
        perdues = _balises(ancienne) - _balises(nouvelle)
        if oubli:
            perdues -= Counter((b"Override", b"Relationship"))
        if perdues:
            noms = ", ".join(sorted(balise.decode() for balise in perdues))
            yield f"l'élément {part} ({noms})"
        if part not in editees and not _same_saisie(ancienne, nouvelle):
            yield f"une saisie de l'élément {part}"


def _balises(xml: bytes) -> Counter[bytes]:
    """Count the tags outside the cells: validations, formats, drawings, extensions…"""
    return Counter(_BALISE.findall(_DONNEES.sub(b"", xml)))


def _same_saisie(ancienne: bytes, nouvelle: bytes) -> bool:
    """Tell whether a sheet nobody edited is the same but for the values of its formulas.

    A spilling formula rewrites plain cells: such a sheet is only compared by its formulas.
    """
    if b"<sheetData" not in ancienne:
        return True
    if b't="array"' in ancienne:
        return ancienne.count(b"<f") == nouvelle.count(b"<f")
    return _CALCULEE.sub(b"", ancienne) == _CALCULEE.sub(b"", nouvelle)


def _tables(avant: Livre, apres: Livre, editions: Sequence[Edition]) -> Iterator[str]:
    """Compare the typed cells of every table with what they were or had to become."""
    par_table: Mapping[str, Edition] = {edition.cadre.nom: edition for edition in editions}
    for nom, cadre in avant.paquet.cadres.items():
        edition = par_table.get(nom)
        attendues: Sequence[Sequence[Cellule]]
        attendues = edition.expected(avant) if edition else avant.read(nom).lignes
        lue = apres.read(nom)
        if lue.entetes != cadre.entetes or lue.premiere != cadre.haut:
            yield f"les colonnes de la table {nom}"
        elif len(lue.lignes) != len(attendues):
            yield f"le nombre de lignes de la table {nom}"
        calculees = avant.calculees(nom)
        saisies = [i for i, entete in enumerate(cadre.entetes) if entete not in calculees]
        for rang, (voulue, ligne) in enumerate(zip(attendues, lue.lignes, strict=False)):
            for i in saisies:
                place = (cadre.haut + rang, cadre.gauche + i)
                if not is_same(voulue[i], ligne[i]) and not _is_formule(apres, nom, place):
                    yield f"la cellule {cadre.feuille}!{format_adresse(*place)}"


def _is_formule(livre: Livre, table: str, place: tuple[int, int]) -> bool:
    """Tell whether a typed cell holds a formula of the user's: its value may move."""
    return any(
        read_formule(cellule.contenu) is not None
        for cellule in read_cellules(livre.xml(livre.cadre(table)), place[0], place[0])
        if cellule.colonne == place[1]
    )
