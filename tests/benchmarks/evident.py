"""The same job written the obvious way: openpyxl for the cells, pandas for the sums.

Run as a program, it prints what `cucs-xl consolider MASTER --json` does of the year that
the master shows: tidy rows, envelope ledger, tie-out. It checks nothing that it reads.
"""

import json
import sys
from typing import Any

import pandas as pd
from openpyxl import load_workbook

AXES = {
    "partenaire": "Partenaire",
    "theme": "Thème",
    "operateur": "Opérateur",
    "quartier": "Quartier",
    "regime": "Régime",
}
VENTILES = {"quartier", "regime"}
DECISIONS = {"Sollicité": "sollicite", "Proposé": "propose", "Programmé": "programme"}
STADES = {
    "engagement": "engage",
    "dégagement": "engage",
    "mandat": "mandate",
    "paiement": "paye",
    "reversement": "reverse",
}
ETAPES = tuple(dict.fromkeys((*DECISIONS.values(), *STADES.values())))


def read_table(classeur: Any, nom: str) -> Any:
    """Read a table into a frame."""
    for feuille in classeur:
        if nom in feuille.tables:
            entetes, *lignes = feuille[feuille.tables[nom].ref]
            return pd.DataFrame(
                [[cellule.value for cellule in ligne] for ligne in lignes],
                columns=[cellule.value for cellule in entetes],
            )
    raise KeyError(nom)


def consolidate(path: str) -> dict[str, Any]:
    """Consolidate the year that the workbook shows."""
    classeur = load_workbook(path, data_only=True)
    parametres = read_table(classeur, "tParametres").set_index("Paramètre")["Valeur"]
    exercice = int(parametres["Exercice affiché"])
    montants = read_montants(classeur, exercice)
    # The benchmark's master has no key of répartition: nothing is split, and it is told.
    montants["Quartier"] = montants["Régime"] = "non réparti"
    sommes = {
        axe: montants.assign(Clé=montants[colonne])
        .assign(**{"Exercice comptable": None} if axe in VENTILES else {})
        .groupby(["Clé", "Partenaire", "Nature", "Étape", "Exercice comptable"], dropna=False)[
            "Montant"
        ]
        .sum()
        for axe, colonne in AXES.items()
    }
    return {
        "exercice": exercice,
        "lignes": [
            {
                "axe": axe,
                "cle": cle,
                "partenaire": partenaire,
                "nature": nature,
                "etape": etape,
                "montant": format_montant(montant),
                **({"exercice_comptable": int(comptable)} if pd.notna(comptable) else {}),
            }
            for axe, serie in sommes.items()
            for (cle, partenaire, nature, etape, comptable), montant in serie.items()
        ],
        "enveloppes": build_registre(classeur, exercice, montants),
        "ecarts": build_ecarts(montants, sommes),
    }


def read_montants(classeur: Any, exercice: int) -> Any:
    """Put every amount of a year on its row: decisions melted, movements merged."""
    actions = read_table(classeur, "tActions")[["Code", "Exercice", "Thème", "Opérateur"]]
    financements = read_table(classeur, "tFinancements")[
        ["Code", "Action", "Exercice", "Partenaire", "Nature", "Enveloppe", *DECISIONS]
    ].merge(actions.rename(columns={"Code": "Action"}), on=["Action", "Exercice"], how="left")
    financements = financements[financements["Exercice"] == exercice]
    decisions = financements.melt(
        ["Code", "Partenaire", "Thème", "Opérateur", "Nature", "Enveloppe"],
        list(DECISIONS),
        "Étape",
        "Montant",
    ).dropna(subset="Montant")
    decisions["Étape"] = decisions["Étape"].map(DECISIONS)
    mouvements = read_table(classeur, "tMouvements")[
        ["Financement", "Stade", "Exercice comptable", "Montant"]
    ].merge(financements, left_on="Financement", right_on="Code")
    mouvements["Étape"] = mouvements["Stade"].map(STADES)
    return pd.concat([decisions, mouvements])


def build_registre(classeur: Any, exercice: int, montants: Any) -> list[dict[str, Any]]:
    """Build the envelope ledger; an unknown amount is contagious."""
    enveloppes = read_table(classeur, "tEnveloppes")
    enveloppes = enveloppes[enveloppes["Exercice"] == exercice].set_index("Code")
    avenants = read_table(classeur, "tAvenants")
    avenants = avenants[avenants["Statut"] == "signé"].groupby("Enveloppe")["Montant"].sum()
    actualise = (
        enveloppes["Montant"]
        .astype(float)
        .add(avenants.reindex(enveloppes.index).astype(float), fill_value=0)
    )
    dont = actualise.groupby(enveloppes["Dont"]).agg(lambda serie: serie.sum(skipna=False))
    plafond = actualise - dont.reindex(enveloppes.index, fill_value=0)
    consomme = (
        montants.pivot_table("Montant", "Enveloppe", "Étape", aggfunc="sum")
        .reindex(index=enveloppes.index, columns=ETAPES)
        .fillna(0)
    )
    return [
        {
            "code": code,
            "montant": format_montant(actualise[code]),
            "plafond": format_montant(plafond[code]),
            **{e: format_montant(consomme[e][code]) for e in ETAPES[2:6]},
            "disponible": format_montant(plafond[code] - consomme["programme"][code]),
        }
        for code in enveloppes.index
    ]


def build_ecarts(montants: Any, sommes: dict[str, Any]) -> list[dict[str, Any]]:
    """Tie each axis and stage to the source rows."""
    totaux = montants.groupby("Étape")["Montant"].sum().reindex(ETAPES, fill_value=0)
    repartis = {
        axe: serie.groupby("Étape").sum().reindex(ETAPES, fill_value=0)
        for axe, serie in sommes.items()
    }
    return [
        {
            "axe": axe,
            "etape": etape,
            "total": format_montant(totaux[etape]),
            "reparti": format_montant(repartis[axe][etape]),
            "ecart": format_montant(totaux[etape] - repartis[axe][etape]),
        }
        for axe in AXES
        for etape in ETAPES
    ]


def format_montant(montant: float) -> str | None:
    """Spell an amount in euros; zero has no sign."""
    return None if pd.isna(montant) else f"{round(montant, 2) + 0:.2f}"


if __name__ == "__main__":
    print(json.dumps(consolidate(sys.argv[1]), ensure_ascii=False, indent=2))
