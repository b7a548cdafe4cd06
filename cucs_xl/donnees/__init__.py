"""The contents we ship: the Montélimar example and what any new contract starts from.

One CSV per table, headed as the sheets are, so that a person can read and correct them.
They are read by the same readers as a workbook. What every contract shares, the thresholds
and the catalogue of the law of 1 August 2003, is in `commun`, once.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.jour import jour
from cucs_xl.metier.lecture import Grille, read_contrat
from cucs_xl.metier.modele import (
    TABLES,
    Contrat,
    Enveloppe,
    Exercice,
    Parametre,
    Partenaire,
    Quartier,
)
from cucs_xl.metier.montant import euros
from cucs_xl.metier.nomenclature import Nature, OuiNon, Regime, StatutEnveloppe, StatutExercice
from cucs_xl.metier.schema import Cellule, Table

COMMUN = "commun"
MONTELIMAR = "montelimar"
VIERGE = "vierge"

#: Years that a new contract opens with.
DUREE = 3

#: A shipped row, as text by heading.
Texte = Mapping[str, str]


def read_exemple() -> Contrat:
    """Read the CUCS of Montélimar 2007: real envelopes, example actions."""
    return build_contrat({table.nom: read_textes(MONTELIMAR, table) for table in TABLES})


def build_vierge(commune: str, insee: str, debut: int) -> Contrat:
    """Build the starting contents of any commune's contract.

    The five national fields, the usual partners, the thresholds and the catalogue are
    proposed. So are the envelopes that each signatory owes each year, of unknown amount;
    amounts, actions and quartiers are for the commune to type.
    """
    annees = range(debut, debut + DUREE)
    contrat = build_contrat(
        {
            table.nom: [
                {entete: texte.replace("{commune}", commune) for entete, texte in ligne.items()}
                for ligne in read_textes(VIERGE, table)
            ]
            for table in TABLES
        }
    )
    return contrat._replace(
        parametres=(
            Parametre("Contrat", f"Contrat urbain de cohésion sociale – {commune}"),
            Parametre("Commune", commune),
            Parametre("Code INSEE", insee),
            Parametre("Service", f"{commune} – service DSU"),
            Parametre("Premier exercice", debut, "année"),
            Parametre("Durée", DUREE, "ans"),
            Parametre("Exercice affiché", debut, "année"),
            Parametre("Situation au", None, "date"),
            Parametre("Données d'exemple", None),
            *contrat.parametres,
        ),
        exercices=tuple(Exercice(annee, StatutExercice.PREPARATION) for annee in annees),
        enveloppes=tuple(_build_enveloppes(contrat.partenaires, annees)),
        quartiers=(
            Quartier("HG", "Hors géographie prioritaire", commune, insee, Regime.HORS_GEOGRAPHIE),
        ),
    )


def _build_enveloppes(
    partenaires: Sequence[Partenaire], annees: Iterable[int]
) -> Iterator[Enveloppe]:
    """Build the envelope of each signatory and year; the Acsé spends that of its head, the State.

    Source: contract, 4.1: « L'Etat apportera chaque année une enveloppe de crédits ».
    """
    for annee in annees:
        for partenaire in partenaires:
            if partenaire.signataire is OuiNon.OUI and partenaire.groupe == partenaire.code:
                yield Enveloppe(
                    code=f"{annee % 100:02d}-{partenaire.code}",
                    exercice=annee,
                    partenaire=partenaire.code,
                    nature=Nature.SPECIFIQUE,
                    statut=StatutEnveloppe.A_DEFINIR,
                )


def read_textes(dossier: str, table: Table) -> list[Texte]:
    """Read the rows of a table: the folder's own, then the common ones it does not replace."""
    propres = _read_csv(dossier, table)
    # A common table has a key of one column, its first.
    connus = {next(iter(ligne.values())) for ligne in propres}
    communs = _read_csv(COMMUN, table)
    return [*propres, *(ligne for ligne in communs if next(iter(ligne.values())) not in connus)]


def build_contrat(textes: Mapping[str, Sequence[Texte]]) -> Contrat:
    """Type the rows of every table, as a sheet would hold them: computed columns empty."""
    grilles = {}
    for table in TABLES:
        entetes = tuple(colonne.entete for colonne in table.colonnes)
        lignes = [[_read_cellule(ligne, e) for e in entetes] for ligne in textes[table.nom]]
        grilles[table.nom] = Grille(entetes, lignes, 2)
    lecture = read_contrat(grilles)
    fautes: list[Anomalie] = list(lecture.anomalies)
    if fautes:  # ours to correct, never the user's
        raise ValueError(f"données livrées illisibles : {fautes[0]}")
    return lecture.contrat


def _read_csv(dossier: str, table: Table) -> list[Texte]:
    chemin = files(__name__) / dossier / f"{table.nom}.csv"
    if not chemin.is_file():
        return []
    return list(csv.DictReader(chemin.read_text(encoding="utf-8").splitlines()))


def _read_cellule(ligne: Texte, entete: str) -> Cellule:
    texte = ligne.get(entete) or None
    if entete != "Valeur" or texte is None:
        return texte
    # A free value has the type its unit says; anything else stays text, zeros included.
    match ligne["Unité"]:
        case "date":
            return jour(texte)
        case "année" | "ans" | "mois" | "jours":
            return int(texte) if texte.isdecimal() else texte
        case "%" | "€" | "M€":
            return euros(texte) / 100
    return texte
