"""JSON documents that other programs read; field names are public (DESIGN §5)."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from cucs_xl.commands import Consolidation, Verification
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.modele import TABLES
from cucs_xl.metier.montant import Centimes, decimal_euros

Document = dict[str, Any]


def json_verification(maitre: Path, verification: Verification) -> Document:
    """Give all anomalies and their counts by severity."""
    return {
        "classeur": maitre.name,
        "bloquantes": len(verification.bloquantes),
        "comptes": {
            gravite.value: sum(a.gravite is gravite for a in verification.anomalies)
            for gravite in Gravite
        },
        "anomalies": [_anomalie(anomalie) for anomalie in verification.anomalies],
        "saisies": verification.saisies,
    }


def _anomalie(anomalie: Anomalie) -> Document:
    return {
        "gravite": anomalie.gravite.value,
        "regle": anomalie.regle,
        "table": anomalie.table,
        "cle": anomalie.cle,
        "champ": anomalie.champ,
        "exercice": anomalie.exercice,
        "constat": anomalie.constat,
        "conseil": anomalie.conseil,
    }


def json_consolidation(consolidation: Consolidation) -> Document:
    """Give tidy rows, ledger and tie-out; an unknown amount is null, never zero."""
    return {
        "exercice": consolidation.exercice,
        "exemple": bool(consolidation.contrat.parametre("Données d'exemple")),
        "lignes": [
            {
                "axe": ligne.axe.value,
                "cle": ligne.cle,
                "partenaire": ligne.partenaire,
                "nature": ligne.nature,
                "etape": ligne.etape.value,
                "montant": decimal_euros(ligne.montant),
                **(
                    {"exercice_comptable": ligne.exercice_comptable}
                    if ligne.exercice_comptable is not None
                    else {}
                ),
            }
            for ligne in consolidation.lignes
        ],
        "enveloppes": [
            {
                "code": ligne.enveloppe.code,
                "exercice": ligne.enveloppe.exercice,
                "partenaire": ligne.enveloppe.partenaire,
                "nature": ligne.enveloppe.nature,
                "dont": ligne.enveloppe.dont,
                "statut": ligne.enveloppe.statut,
                "reference": _montant(ligne.enveloppe.reference),
                "avenants": _montant(ligne.avenants),
                "montant": _montant(ligne.actualise),
                "plafond": _montant(ligne.plafond),
                "programme": _montant(ligne.programme),
                "engage": _montant(ligne.engage),
                "mandate": _montant(ligne.mandate),
                "paye": _montant(ligne.paye),
                "disponible": _montant(ligne.disponible),
                "taux": _taux(ligne.programme, ligne.plafond),
            }
            for ligne in consolidation.registre
        ],
        "ecarts": [
            {
                "axe": ecart.axe.value,
                "etape": ecart.etape.value,
                "total": decimal_euros(ecart.total),
                "reparti": decimal_euros(ecart.reparti),
                "ecart": decimal_euros(ecart.ecart),
            }
            for ecart in consolidation.ecarts
        ],
        "anomalies": [_anomalie(anomalie) for anomalie in consolidation.anomalies],
    }


def _montant(centimes: Centimes | None) -> str | None:
    return None if centimes is None else decimal_euros(centimes)


def _taux(programme: Centimes, plafond: Centimes | None) -> str | None:
    """Give a rate with four decimals, half up; None when there is nothing to divide by."""
    if not plafond:
        return None
    taux = Decimal(programme) / Decimal(plafond)
    return str(taux.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def json_dictionnaire() -> Document:
    """Give the data dictionary, from the schema."""
    return {
        "tables": [
            {
                "table": table.nom,
                "feuille": table.feuille,
                "etape": table.etape,
                "aide": table.aide,
                "rempli_par": table.rempli_par.value,
                "colonnes": [
                    {
                        "entete": colonne.entete,
                        "genre": colonne.genre.sorte.value,
                        "obligatoire": colonne.requis,
                        "cle": colonne.cle,
                        "calculee": colonne.attribut is None,
                        "choix": [m.value for m in colonne.genre.choix]
                        if colonne.genre.choix
                        else None,
                        "reference": colonne.genre.table,
                        "aide": colonne.aide,
                    }
                    for colonne in table.colonnes
                ],
            }
            for table in TABLES
        ]
    }
