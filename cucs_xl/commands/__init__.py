"""What the product does: one function per button and per command.

Each reads through a host, works in `metier`, writes through a host or a builder. No
decision is taken here that a reader of `metier` could not find; no terminal, no dialog.
Builders are imported where they are used: a command that only reads does not pay them.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.anomalie import Anomalie, Gravite, sort_anomalies
from cucs_xl.metier.consolidation import (
    Axe,
    Ecart,
    Fait,
    LigneConsolidee,
    check_ecarts,
    cles_de,
    consolidate,
    faits_de,
    read_faits,
)
from cucs_xl.metier.controle import bloquantes, build_controles
from cucs_xl.metier.enveloppe import LigneEnveloppe, build_registre
from cucs_xl.metier.lecture import Lecture, calcul_ecrase, read_contrat
from cucs_xl.metier.modele import (
    ACTIONS,
    AVENANTS,
    CONTROLES,
    ENVELOPPES,
    EXERCICES,
    FINANCEMENTS,
    MOUVEMENTS,
    OPERATEURS,
    PARAMETRES,
    PARTENAIRES,
    TABLES,
    THEMES,
    Contrat,
)
from cucs_xl.metier.regles import check_lecture
from cucs_xl.metier.schema import Cellule, Remplisseur, Sorte, Table

#: What a consolidation reads; the other tables cannot change an amount.
CONSOLIDEES = (
    PARAMETRES, EXERCICES, THEMES, PARTENAIRES, OPERATEURS,
    ENVELOPPES, AVENANTS, ACTIONS, FINANCEMENTS, MOUVEMENTS,
)  # fmt: skip


class Verification(NamedTuple):
    """All anomalies, the worst first, and those that block and nobody justified."""

    contrat: Contrat
    anomalies: tuple[Anomalie, ...]
    bloquantes: tuple[Anomalie, ...]


class Consolidation(NamedTuple):
    """Tidy rows, ledger and tie-out of one year, or of the whole contract (None)."""

    contrat: Contrat
    exercice: int | None
    faits: Sequence[Fait]
    registre: tuple[LigneEnveloppe, ...]
    lignes: tuple[LigneConsolidee, ...]
    ecarts: tuple[Ecart, ...]
    anomalies: tuple[Anomalie, ...]

    @property
    def fausse(self) -> bool:
        """Tell whether something unread or unattributed falsifies a total."""
        return any(a.gravite is Gravite.BLOQUANTE for a in self.anomalies) or any(
            ecart.ecart for ecart in self.ecarts
        )


def read_maitre(classeur: Classeur, tables: Iterable[Table] = TABLES) -> Lecture:
    """Read the tables of a master into a typed contract.

    Raises:
        CucsError: none of the tables exists.
    """
    tables = tuple(tables)
    presentes = classeur.tables()
    grilles = {table.nom: classeur.read(table.nom) for table in tables if table.nom in presentes}
    if not grilles:
        raise CucsError(
            f"« {classeur.nom} » n'est pas un classeur maître : aucune de ses tables n'y est."
        )
    return read_contrat(grilles, tables)


def exercice_de(contrat: Contrat, exercice: int | None) -> int:
    """Give the year asked for, or the one that the workbook shows.

    Raises:
        CucsError: no such year in the contract.
    """
    declares = [e.exercice for e in contrat.exercices]
    affiche = contrat.parametre("Exercice affiché")
    choisi = exercice or (int(affiche) if isinstance(affiche, int | float) else None)
    if choisi not in declares:
        connus = ", ".join(map(str, declares)) or "aucun"
        trouve = affiche if choisi is None else choisi
        raise CucsError(
            f"l'exercice « {trouve or 'vide'} » n'est pas dans la feuille Exercices (déclarés : {connus}) : "
            "choisissez-en un avec --exercice, ou corrigez « Exercice affiché » dans Paramètres."
        )
    return choisi


def verifier(
    classeur: Classeur, exercice: int | None = None, *, ecrire: bool = False
) -> Verification:
    """Check everything; `ecrire` also fills the sheet Contrôles.

    A year keeps its own anomalies and those that bear on no year.
    """
    lecture = read_maitre(classeur)
    anomalies = sort_anomalies(
        [*check_lecture(lecture, exercice), *_inspect(classeur, lecture.contrat)]
    )
    if ecrire:
        if CONTROLES.nom not in classeur.tables():
            raise CucsError(
                f"« {classeur.nom} » n'a plus de table {CONTROLES.nom} : rétablissez la feuille "
                f"{CONTROLES.feuille} depuis une copie, puis recommencez."
            )
        if any(a.regle in RUINES for a in anomalies):
            # Recalculating formulas whose table is gone would spoil the values they keep.
            classeur.tell(
                f"La feuille {CONTROLES.feuille} n'a pas été remplie : rétablissez d'abord la table "
                "ou la colonne qui manque."
            )
            ecrire = False
    if ecrire:
        controles = build_controles(anomalies, lecture.contrat.controles)
        with classeur.checkpoint():
            classeur.write(CONTROLES.nom, to_cellules(CONTROLES, controles))
    restantes = bloquantes(anomalies, lecture.contrat.controles)
    return Verification(lecture.contrat, tuple(anomalies), tuple(restantes))


def _inspect(classeur: Classeur, contrat: Contrat) -> list[Anomalie]:
    """Find the computed cells that were pasted over, table by table."""
    anomalies = []
    for table in TABLES:
        if table.rempli_par is Remplisseur.PROGRAMME or table.nom not in classeur.tables():
            continue
        lignes = {getattr(ligne, "ligne", 0): ligne for ligne in contrat.table(table)}
        for ecrasement in classeur.inspect(table.nom):
            ligne = lignes.get(ecrasement.ligne)
            if ligne is None:  # a blank row, as inserted: nothing to compute there
                continue
            cle = table.cle(ligne)
            anomalies.append(calcul_ecrase(table, ecrasement.entete, cle, ecrasement.ligne))
    return anomalies


def to_cellules(table: Table, lignes: Iterable[Any]) -> list[dict[str, Cellule]]:
    """Give rows as cells, by heading: euros for cents, text for list values."""
    return [
        {
            colonne.entete: _cellule(colonne.genre.sorte, getattr(ligne, colonne.attribut or ""))
            for colonne in table.saisies
        }
        for ligne in lignes
    ]


def _cellule(sorte: Sorte, valeur: Any) -> Cellule:
    if sorte is Sorte.MONTANT and isinstance(valeur, int):
        return valeur / 100
    cellule: Cellule = str(valeur) if sorte is Sorte.LISTE and valeur is not None else valeur
    return cellule


def consolider(
    classeur: Classeur, exercice: int | None = None, *, tout: bool = False
) -> Consolidation:
    """Consolidate one year (the one the workbook shows by default), or the whole contract."""
    lecture = read_maitre(classeur, CONSOLIDEES)
    return build_consolidation(lecture, None if tout else exercice_de(lecture.contrat, exercice))


def build_consolidation(lecture: Lecture, exercice: int | None) -> Consolidation:
    """Consolidate what was read."""
    contrat = lecture.contrat
    faits = read_faits(contrat)
    retenus = faits_de(faits, exercice)
    lignes = tuple(
        ligne for axe in Axe for ligne in consolidate(retenus, axe, cles_de(contrat, axe))
    )
    registre = build_registre(contrat, faits)
    if exercice is not None:
        registre = tuple(r for r in registre if r.enveloppe.exercice == exercice)
    ecarts = tuple(check_ecarts(contrat, exercice, lignes))
    return Consolidation(contrat, exercice, faits, registre, lignes, ecarts, lecture.anomalies)


class Livraison(NamedTuple):
    """The files of a synthesis, and the blocking anomalies that make it provisional."""

    chemins: tuple[Path, ...]
    bloquantes: tuple[Anomalie, ...]


#: Without them a synthesis would show as nothing what it cannot see.
RUINES = frozenset({"table-absente", "colonne-absente"})


def synthese(classeur: Classeur, exercice: int | None, dossier: Path) -> Livraison:
    """Write the annual synthesis: the workbook and its accessible twin.

    Blocking anomalies are printed on every sheet: such a synthesis is provisional.

    Raises:
        CucsError: the year is unknown, a table or a column is lost, or the folder cannot
            be written.
    """
    from cucs_xl.excel.builder.synthese import Dossier, build_synthese  # noqa: PLC0415 - heavy
    from cucs_xl.report.jumeau import write_jumeau  # noqa: PLC0415

    verification = verifier(classeur)
    ruine = [a for a in verification.bloquantes if a.regle in RUINES]
    if ruine:
        raise CucsError(
            f"« {classeur.nom} » : {ruine[0].constat} ; la synthèse serait fausse, elle n'a pas été "
            "écrite. Lancez « cucs-xl verifier », corrigez, puis recommencez."
        )
    annee = exercice_de(verification.contrat, exercice)
    consolidation = build_consolidation(Lecture(verification.contrat, ()), annee)
    registre = build_registre(verification.contrat, consolidation.faits)
    contenu = Dossier(
        contrat=verification.contrat,
        faits=consolidation.faits,
        registre=registre,
        anomalies=[a for a in verification.anomalies if a.exercice in {None, annee}],
        provisoire=bool(verification.bloquantes),
        ecarts=consolidation.ecarts,
        exercice=annee,
    )
    chemins = (
        write_file(dossier / f"synthese_{annee}.xlsx", build_synthese(contenu)),
        write_file(dossier / f"synthese_{annee}.csv", write_jumeau(contenu)),
    )
    return Livraison(chemins, verification.bloquantes)


def nouveau(path: Path, commune: str, insee: str, debut: int) -> Path:
    """Write the empty master of a commune's contract.

    Raises:
        CucsError: the file exists already or cannot be written; no commune, no INSEE code.
    """
    from cucs_xl.donnees import build_vierge  # noqa: PLC0415 - heavy
    from cucs_xl.excel.builder.maitre import build_maitre  # noqa: PLC0415

    if path.exists():
        raise CucsError(f"« {path} » existe déjà : choisissez un autre nom, rien n'a été écrit.")
    if not commune:
        raise CucsError("le nom de la commune est vide : donnez-le après --commune.")
    if not re.fullmatch(r"\d[\dAB]\d{3}", insee):
        raise CucsError(
            f"« {insee} » n'est pas un code INSEE : cinq caractères, par exemple 01004 ou 2A004."
        )
    if path.suffix.lower() != ".xlsx":
        raise CucsError(f"« {path.name} » doit finir par .xlsx : corrigez le nom.")
    return write_file(path, build_maitre(build_vierge(commune, insee, debut)))


def demo(dossier: Path) -> Path:
    """Write the filled master of the example; give its path."""
    from cucs_xl.donnees import read_exemple  # noqa: PLC0415 - heavy
    from cucs_xl.excel.builder.maitre import build_maitre  # noqa: PLC0415

    return write_file(dossier / "exemple_montelimar.xlsx", build_maitre(read_exemple()))


def write_file(path: Path, contenu: bytes) -> Path:
    """Write a file of ours whole, replacing the previous one; open elsewhere, say so.

    Raises:
        CucsError: the file or its folder cannot be written.
    """
    from cucs_xl.excel.file.sauvegarde import (  # noqa: PLC0415 - only when writing
        format_raison,
        write_atomique,
    )

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomique(path, contenu, None)
    except OSError as erreur:
        raise CucsError(
            f"« {path} » n'a pas pu être écrit ({format_raison(erreur)}) : fermez-le s'il est ouvert, "
            "ou choisissez un autre dossier."
        ) from erreur
    return path
