"""The flat data of a synthesis workbook: what its formulas sum, one table a sheet.

They bear the headings of the master's tables, so that the same expressions compile
against either. They are also the accessible twin: one table, one heading line, no merge.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.expression import Noms
from cucs_xl.excel.builder.page import set_page
from cucs_xl.metier.derivees import axes_region, build_lecteur, champs_etat, derivees_de
from cucs_xl.metier.enveloppe import LigneEnveloppe
from cucs_xl.metier.faits import Etape, Fait
from cucs_xl.metier.modele import (
    DROIT_COMMUN,
    EVALUATION_ACTIONS,
    INDICATEURS,
    MESURES,
    QUARTIERS,
    RETOURS,
    VENTILATION,
    Action,
    Contrat,
    Financement,
)
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.schema import Sorte, Table
from cucs_xl.metier.ventilation import build_ventilations

NOMS = Noms("tDonnees")


class Plat(NamedTuple):
    """A flat table: its sheet, its name, its columns (heading, kind, width), its rows."""

    feuille: str
    nom: str
    colonnes: tuple[tuple[str, Sorte, int], ...]
    lignes: list[tuple[Any, ...]]


def build_plats(
    contrat: Contrat, faits: Iterable[Fait], registre: Sequence[LigneEnveloppe]
) -> tuple[Plat, ...]:
    """Flatten the contract: fundings with their sums, movements, envelopes, what they cross.

    The split over quartiers is made anew: what the workbook holds may be stale.
    """
    faits = list(faits)
    contrat = contrat._replace(ventilations=build_ventilations(contrat, faits))
    return (
        _build_financements(contrat, faits),
        _build_mouvements(contrat),
        _build_enveloppes(registre),
        *(_build_table(contrat, table) for table in COPIEES),
        _build_retours(contrat),
    )


#: Tables copied as they are, with the computed columns that formulas sum by.
COPIEES = (VENTILATION, QUARTIERS, DROIT_COMMUN, INDICATEURS, MESURES, EVALUATION_ACTIONS)


#: The follow-up goes out without the names of who signed, nor those of files.
_SUIVI = ("Modèle", "Destinataire", "Action", "Exercice", "Envoyé le", "Échéance", "Reçu le", "État", "Relances")  # fmt: skip


def _build_retours(contrat: Contrat) -> Plat:
    return _build_table(contrat, RETOURS, _SUIVI)


def _build_table(contrat: Contrat, table: Table, retenues: Sequence[str] = ()) -> Plat:
    entetes = retenues or (*(c.entete for c in table.saisies), *derivees_de(table))
    colonnes = [next(c for c in table.colonnes if c.entete == entete) for entete in entetes]
    lecteurs = [build_lecteur(contrat, table, entete) for entete in entetes]
    return Plat(
        f"Données {table.feuille.lower()}",
        NOMS.de(table.nom),
        tuple(
            (c.entete, c.genre.sorte, c.largeur or style.APPARENCES[c.genre.sorte].largeur)
            for c in colonnes
        ),
        [tuple(lire(ligne) for lire in lecteurs) for ligne in contrat.table(table)],
    )


_ETAPES = (Etape.ENGAGE, Etape.MANDATE, Etape.PAYE, Etape.REVERSE)


def _build_financements(contrat: Contrat, faits: Iterable[Fait]) -> Plat:
    cumuls: dict[tuple[str, Etape], Centimes] = defaultdict(int)
    for fait in faits:
        cumuls[fait.financement, fait.etape] += fait.montant
    actions = {(a.code, a.exercice): a for a in contrat.actions}
    groupes = {p.code: p.groupe for p in contrat.partenaires}
    champs, axes = champs_etat(contrat), axes_region(contrat)
    lignes = []
    for f in contrat.financements:
        action = actions.get((f.action or "", f.exercice))
        lignes.append(
            (
                f.code, f.action, action.intitule if action else None, f.exercice,
                action.theme if action else None, action.operateur if action else None,
                f.partenaire, groupes.get(f.partenaire or ""), f.nature, f.enveloppe,
                champs.get((action.theme if action else "") or ""),
                axes.get((action.theme if action else "") or ""),
                f.sollicite, f.propose, f.programme,
                *(cumuls[f.code, etape] for etape in _ETAPES),
            )
        )  # fmt: skip
    montants = ("Sollicité", "Proposé", "Programmé", "Engagé", "Mandaté", "Payé", "Reversé")
    return Plat(
        "Données", NOMS.de("tFinancements"),
        (
            ("Code", Sorte.CODE, 22), ("Action", Sorte.CODE, 12), ("Intitulé", Sorte.TEXTE, 70),
            ("Exercice", Sorte.ANNEE, 9), ("Thème", Sorte.CODE, 8), ("Opérateur", Sorte.CODE, 11),
            ("Partenaire", Sorte.CODE, 11), ("Groupe", Sorte.CODE, 9), ("Nature", Sorte.TEXTE, 21),
            ("Enveloppe", Sorte.CODE, 11), ("Champ État", Sorte.TEXTE, 36),
            ("Axe Région", Sorte.TEXTE, 36), *((m, Sorte.MONTANT, 14) for m in montants),
        ),
        lignes,
    )  # fmt: skip


def _build_mouvements(contrat: Contrat) -> Plat:
    financements = {f.code: f for f in contrat.financements}
    actions = {(a.code, a.exercice): a for a in contrat.actions}
    lignes = []
    for m in contrat.mouvements:
        f = financements.get(m.financement or "")
        lignes.append(
            (
                m.code, m.financement, f.exercice if f else None, f.partenaire if f else None,
                f.nature if f else None, _theme(actions, f), m.stade, m.type, m.date, m.exercice_comptable, m.montant,
                m.piece,
            )
        )  # fmt: skip
    return Plat(
        "Données mouvements", NOMS.de("tMouvements"),
        (
            ("Code", Sorte.CODE, 9), ("Financement", Sorte.CODE, 22), ("Programme", Sorte.ANNEE, 11),
            ("Partenaire", Sorte.CODE, 11), ("Nature", Sorte.TEXTE, 21), ("Thème", Sorte.CODE, 8), ("Stade", Sorte.TEXTE, 13),
            ("Type", Sorte.TEXTE, 10), ("Date", Sorte.DATE, 12), ("Exercice comptable", Sorte.ANNEE, 12),
            ("Montant", Sorte.MONTANT, 15), ("Pièce", Sorte.TEXTE, 16),
        ),
        lignes,
    )  # fmt: skip


def _theme(
    actions: Mapping[tuple[str, int | None], Action], financement: Financement | None
) -> str | None:
    """Give the theme of a funding's action, None when either is unknown."""
    if financement is None:
        return None
    action = actions.get((financement.action or "", financement.exercice))
    return action.theme if action else None


def _build_enveloppes(registre: Iterable[LigneEnveloppe]) -> Plat:
    lignes = [
        (
            r.enveloppe.code, r.enveloppe.exercice, r.enveloppe.partenaire, r.groupe,
            r.enveloppe.nature, r.enveloppe.dont, r.enveloppe.statut, r.enveloppe.reference,
            r.enveloppe.montant, r.avenants, r.actualise, r.plafond, r.programme, r.engage,
            r.mandate, r.paye, r.enveloppe.ae, r.enveloppe.cp, r.enveloppe.source,
        )
        for r in registre
    ]  # fmt: skip
    montants = (
        "Référence",
        "Montant",
        "Avenants",
        "Actualisé",
        "Plafond",
        "Programmé",
        "Engagé",
        "Mandaté",
        "Payé",
        "AE",
        "CP",
    )
    return Plat(
        "Données enveloppes", NOMS.de("tEnveloppes"),
        (
            ("Code", Sorte.CODE, 11), ("Exercice", Sorte.ANNEE, 9), ("Partenaire", Sorte.CODE, 11),
            ("Groupe", Sorte.CODE, 9), ("Nature", Sorte.TEXTE, 12), ("Dont", Sorte.CODE, 11),
            ("Statut", Sorte.TEXTE, 12), *((m, Sorte.MONTANT, 14) for m in montants),
            ("Source", Sorte.TEXTE, 44),
        ),
        lignes,
    )  # fmt: skip


def draw_plat(dessin: Dessin, plat: Plat, service: str, *, exemple: bool) -> None:
    """Draw a flat table at the top of its sheet, headed and filterable."""
    feuille, styles = dessin.workbook.get_worksheet_by_name(plat.feuille), dessin.styles
    formats = [
        styles.get(
            num_format=style.APPARENCES[sorte].format, align=style.APPARENCES[sorte].alignement
        )
        for _, sorte, _ in plat.colonnes
    ]
    feuille.add_table(
        0, 0, max(len(plat.lignes), 1), len(plat.colonnes) - 1,
        {
            "name": plat.nom, "style": None, "description": f"{plat.feuille} : lignes que somment les tableaux.",
            "columns": [{"header": entete, "format": f} for (entete, _, _), f in zip(plat.colonnes, formats, strict=True)],
        },
    )  # fmt: skip
    feuille.set_row(0, 30)
    for rang, (entete, _, largeur) in enumerate(plat.colonnes):
        feuille.set_column(rang, rang, largeur, formats[rang])
        feuille.write_string(0, rang, entete, styles.entete)
    for i, ligne in enumerate(plat.lignes, start=1):
        for rang, valeur in enumerate(ligne):
            montant = plat.colonnes[rang][1] is Sorte.MONTANT and valeur is not None
            dessin.write(feuille, i, rang, valeur / 100 if montant else valeur, formats[rang])
    feuille.freeze_panes(1, 1)
    set_page(feuille, service=service, paysage=True, a3=True, repete=(0, 0), exemple=exemple)
