"""The sheet Retours of a synthesis: what partners were asked and never sent, what they sent."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.liste import Pastille, Rubrique, absente, draw_liste
from cucs_xl.metier.nomenclature import EtatRetour
from cucs_xl.metier.schema import Sorte
from cucs_xl.metier.tableaux.retours import NON_COMMUNIQUE, LigneRetour, SuiviRetours

RETOURS = "Retours"
#: Widths of the sheet, in characters, margin first.
LARGEURS = (2, 46, 15, 62, 12, 12, 13, 11, 12, 19)
_COMPTES = (
    Rubrique("Ce qui est demandé", 1, 1),
    Rubrique("Demandées", 2, 2, Sorte.NOMBRE),
    Rubrique("Reçues et complètes", 3, 3),
)
_SILENCES = (
    Rubrique("Destinataire", 1, 1),
    Rubrique("Modèle", 2, 2),
    Rubrique("Action", 3, 3),
    Rubrique("Envoyée le", 4, 4, Sorte.DATE),
    Rubrique("Attendue le", 5, 5, Sorte.DATE),
    Rubrique("Retard en jours", 6, 6, Sorte.NOMBRE),
    Rubrique("Relances", 7, 7, Sorte.NOMBRE),
    Rubrique("Dernière le", 8, 8, Sorte.DATE),
    Rubrique("État", 9, 9),
)
_RECUS = (
    *_SILENCES[:4],
    Rubrique("Attendue le", 5, 5, Sorte.DATE),
    Rubrique("Reçue le", 6, 6, Sorte.DATE),
    Rubrique("Relances", 7, 7, Sorte.NOMBRE),
    Rubrique("Complétude", 8, 8, Sorte.TAUX),
    Rubrique("État", 9, 9),
)
_NOTE = (
    "Une fiche demandée et restée sans réponse est « non communiqué » : ce silence n'est pas un zéro. "
    "Le retard se compte à la date de la situation."
)


def draw_retours(dessin: Dessin, feuille: Worksheet, suivi: SuiviRetours, ligne: int) -> None:
    """Draw the counts by kind of sheet, then what did not come, then what came."""
    for place, largeur in enumerate(LARGEURS):
        feuille.set_column(place, place, largeur)
    titre = dessin.styles.get(font_size=13, bold=True, font_color=style.NUIT)
    note = dessin.styles.get(font_size=9, font_color=style.ARDOISE, align="left")
    if not suivi.comptes:
        feuille.write_string(ligne, 1, "Aucune fiche n'a été demandée aux partenaires", titre)
        return
    comptes = [
        (str(c.modele).capitalize(), c.demandes, f"{_accord(c.recus, 'reçue')}, dont {_accord(c.complets, 'complète')}")
        for c in suivi.comptes
    ]  # fmt: skip
    ligne = draw_liste(dessin, feuille, ligne, _COMPTES, comptes, LARGEURS)
    nombre = len(suivi.silences)
    texte = (
        f"Sans réponse : {_accord(nombre, 'fiche')}"
        if nombre
        else "Sans réponse : aucune, toutes sont revenues"
    )
    feuille.write_string(ligne + 1, 1, texte, titre)
    ligne += 2
    if nombre:
        silences = [_spell_silence(une) for une in suivi.silences]
        ligne = draw_liste(dessin, feuille, ligne, _SILENCES, silences, LARGEURS)
        feuille.write_string(ligne, 1, _NOTE, note)
        ligne += 1
    if suivi.recus:
        feuille.write_string(ligne + 1, 1, f"Reçues : {_accord(len(suivi.recus), 'fiche')}", titre)
        recus = [_spell_recu(une) for une in suivi.recus]
        draw_liste(dessin, feuille, ligne + 2, _RECUS, recus, LARGEURS)


def _spell_silence(ligne: LigneRetour) -> Sequence[Any]:
    retour = ligne.retour
    return (
        ligne.nom, retour.modele, ligne.sujet, retour.envoye_le, retour.echeance, ligne.retard,
        retour.relances or 0, retour.relance_le, absente(NON_COMMUNIQUE.capitalize()),
    )  # fmt: skip


def _spell_recu(ligne: LigneRetour) -> Sequence[Any]:
    retour = ligne.retour
    etat = str(retour.etat).capitalize()
    complet = retour.etat is EtatRetour.COMPLET
    return (
        ligne.nom, retour.modele, ligne.sujet, retour.envoye_le, retour.echeance, retour.recu_le,
        retour.relances or 0, retour.completude,
        Pastille(etat, style.FOND_FAIT, style.TEXTE_FAIT) if complet else absente(etat),
    )  # fmt: skip


def _accord(nombre: int, mot: str) -> str:
    return f"{nombre} {mot}{'s' if nombre > 1 else ''}"
