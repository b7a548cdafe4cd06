"""The snapshot: what the workbook said at the last command, kept inside it.

Spelled as people read it, keyed as rows are, compressed into a few cells of a very hidden
sheet: it travels with the file, and a hand edit is seen wherever the file went.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from cucs_xl.metier.modele import CONTROLES, SAISIES, Bloc, Contrat
from cucs_xl.metier.montant import decimal_euros
from cucs_xl.metier.schema import Colonne, Sorte, Table

#: Texts by table, then key of the row, then heading; a blank field is absent.
Instantane: TypeAlias = Mapping[str, Mapping[str, Mapping[str, str]]]

#: Characters of a block: a cell holds 32 767, but an array of Excel no text beyond 8 000.
_TAILLE = 8_000
#: A snapshot larger than that is not ours: ten times the largest master measured.
_TAILLE_MAX = 200_000_000
#: What a person types on the sheet Contrôles.
JUSTIFICATION = ("Justification", "Auteur", "Date")


def build_instantane(contrat: Contrat) -> Instantane:
    """Spell everything that people type, justifications included."""
    instantane = {table.nom: _spell_lignes(table, contrat.table(table)) for table in SAISIES}
    justifies = [controle for controle in contrat.controles if controle.justification]
    instantane[CONTROLES.nom] = _spell_lignes(CONTROLES, justifies, JUSTIFICATION)
    return instantane


def build_blocs(contrat: Contrat) -> tuple[Bloc, ...]:
    """Compress the snapshot of a contract into the rows of tInstantane."""
    texte = json.dumps(build_instantane(contrat), ensure_ascii=False, separators=(",", ":"))
    contenu = base64.b64encode(zlib.compress(texte.encode(), 9)).decode()
    morceaux = (contenu[i : i + _TAILLE] for i in range(0, len(contenu), _TAILLE))
    return tuple(Bloc(float(rang), morceau) for rang, morceau in enumerate(morceaux, start=1))


def read_blocs(blocs: Iterable[Bloc]) -> Instantane | None:
    """Give back a snapshot; None when there is none, or when it was tampered with."""
    contenu = "".join(b.contenu or "" for b in sorted(blocs, key=lambda bloc: bloc.rang or 0))
    if not contenu:
        return None
    try:
        lecteur = zlib.decompressobj()
        octets = lecteur.decompress(base64.b64decode(contenu, validate=True), _TAILLE_MAX)
        lu = json.loads(octets)
    except (binascii.Error, zlib.error, ValueError):
        return None
    return lu if _is_instantane(lu) else None


def _is_instantane(lu: Any) -> bool:
    return isinstance(lu, dict) and all(
        isinstance(lignes, dict)
        and all(
            isinstance(champs, dict) and all(isinstance(texte, str) for texte in champs.values())
            for champs in lignes.values()
        )
        for lignes in lu.values()
    )


def _spell_lignes(
    table: Table, lignes: Iterable[Any], entetes: tuple[str, ...] = ()
) -> dict[str, dict[str, str]]:
    """Spell rows by key; a key borne twice is told apart by its rank."""
    colonnes = [c for c in table.saisies if not entetes or c.entete in entetes]
    rangees: dict[str, dict[str, str]] = {}
    for ligne in lignes:
        champs = {
            colonne.entete: texte
            for colonne in colonnes
            if (texte := spell_champ(colonne, getattr(ligne, colonne.attribut or "")))
        }
        if not champs:
            continue
        cle = table.cle(ligne)
        rang = 2
        while cle in rangees:
            cle = f"{table.cle(ligne)} ({rang})"
            rang += 1
        rangees[cle] = champs
    return rangees


def spell_champ(colonne: Colonne, valeur: Any) -> str:
    """Spell a value as the journal shows it: « 1234,50 », « 15/03/2007 », blank if unknown."""
    if valeur is None:
        return ""
    if colonne.genre.sorte is Sorte.MONTANT:
        return decimal_euros(valeur).replace(".", ",")
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, float):
        return f"{valeur:.15g}".replace(".", ",")
    return str(valeur)
