"""The airlock, in the worker: from the bytes of a stranger to what their file answers."""

from typing import Any

from cucs_xl.excel.balise import FEUILLES_ANNEXES
from cucs_xl.excel.retour import ooxml
from cucs_xl.excel.retour.archive import inflate, read_entrees
from cucs_xl.excel.retour.contenu import Contenu
from cucs_xl.excel.retour.format import check_format
from cucs_xl.excel.retour.marques import find_reponses, read_identite
from cucs_xl.excel.retour.refus import ENREGISTREZ, RefusError
from cucs_xl.excel.retour.texte_xml import is_xml, read_xml

_MIMETYPE = "mimetype"
_OPENDOCUMENT = b"application/vnd.oasis.opendocument."


def read_fichier(octets: bytes) -> dict[str, Any]:
    """Read a return into plain values, ready for JSON (a date is the list of its ISO text).

    Raises:
        RefusError: the file is not read, and why.
    """
    contenu = _read_contenu(octets)
    defauts: dict[str, str] = {}
    egarees: list[str] = []
    reponses = [r for feuille in contenu.feuilles for r in find_reponses(feuille, defauts, egarees)]
    identite, memoire = read_identite(contenu.identite)
    if not reponses and not identite:
        raise _build_etranger(contenu)
    return {
        "identite": identite,
        "memoire": memoire,
        "reponses": reponses,
        "defauts": defauts,
        "egarees": egarees,
        "etrangeres": [nom for nom in contenu.etrangeres if nom not in FEUILLES_ANNEXES],
    }


def _read_contenu(octets: bytes) -> Contenu:
    check_format(octets)
    entrees = read_entrees(octets)
    parts: dict[str, bytes] = {}
    for nom, brut in inflate(octets, entrees):
        # Pictures are unpacked to be measured, and forgotten.
        parts[nom] = read_xml(brut) if is_xml(nom, brut) else brut if nom == _MIMETYPE else b""
    sorte = parts.get(_MIMETYPE)
    if sorte is None:
        return ooxml.read_contenu(parts)
    if not sorte.startswith(_OPENDOCUMENT + b"spreadsheet"):
        raise RefusError(f"est un document OpenDocument, mais pas un tableau : {ENREGISTREZ}")
    # The rarer format: a worker starts a sixth sooner without.
    from cucs_xl.excel.retour import ods  # noqa: PLC0415

    return ods.read_contenu(parts)


def _build_etranger(contenu: Contenu) -> RefusError:
    if contenu.maitre:
        return RefusError(
            "est le classeur maître, et non une fiche : importez les fiches que les partenaires "
            "ont renvoyées."
        )
    return RefusError(
        "n'est pas une fiche de cucs_xl : importez la fiche envoyée au partenaire, pas une copie "
        "de ses chiffres dans un autre classeur."
    )
