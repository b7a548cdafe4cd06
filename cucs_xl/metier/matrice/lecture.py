"""From the raw grid of the sheet to the matrix: what cannot be read is told, and stays."""

from collections.abc import Mapping

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.lecture import Grille
from cucs_xl.metier.matrice.colonnes import (
    ACTION,
    EXERCICE,
    FEUILLE,
    FIXES,
    MEMOIRE,
    TABLE,
    Matrice,
    Paire,
    Rangee,
)
from cucs_xl.metier.matrice.memoire import read_memoire
from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.montant import Centimes, euros
from cucs_xl.metier.nomenclature import Nature
from cucs_xl.metier.schema import ANNEE, TEXTE, Cellule, cle_pliee


def read_matrice(grille: Grille, contrat: Contrat) -> Matrice:
    """Read the sheet; what cannot be read is told and stays where it is."""
    anomalies = list[Anomalie]()
    colonnes, libres = _read_entetes(grille, contrat, anomalies)
    codes = {cle_pliee(action.code): action.code for action in contrat.actions}
    rangs = {entete: i for i, entete in enumerate(grille.entetes)}
    perdues = [entete for entete in (ACTION, EXERCICE) if entete not in rangs]
    if perdues:
        anomalies += [
            build_anomalie(
                "", entete, 0,
                f"la colonne « {entete} » manque : la matrice n'a pas été lue",
                f"Rétablissez l'en-tête exact « {entete} » dans la feuille {FEUILLE}.",
            )
            for entete in perdues
        ]  # fmt: skip
        return Matrice(colonnes, (), MEMOIRE in rangs, (), tuple(anomalies))
    rangees = []
    for i, ligne in enumerate(grille.lignes):
        valeurs = dict(zip(grille.entetes, ligne, strict=True))
        fautives = {entete for rang, entete in grille.erreurs if rang == i}
        rangees.append(
            _read_rangee(valeurs, fautives, grille.premiere + i, colonnes, codes, anomalies)
        )
    for rang in grille.dessous:
        anomalies.append(
            build_anomalie(
                "", "", rang,
                f"la ligne {rang} est saisie sous la table : elle n'est pas lue",
                "Étirez la table jusqu'à elle par son coin, ou effacez-la.",
            )
        )  # fmt: skip
    remplies = [e for e in libres if any(not _is_vide(ligne[rangs[e]]) for ligne in grille.lignes)]
    return Matrice(
        colonnes, tuple(rangees), MEMOIRE in rangs, tuple(remplies), tuple(anomalies)
    )  # fmt: skip


def _normalise(texte: str) -> str:
    return " ".join(texte.split())


def _read_entetes(
    grille: Grille, contrat: Contrat, anomalies: list[Anomalie]
) -> tuple[dict[Paire, str], list[str]]:
    """Find the columns of amounts, tell those that only look like one, list the others."""
    codes = {cle_pliee(p.code): p.code for p in contrat.partenaires}
    colonnes: dict[Paire, str] = {}
    libres = []
    for entete in grille.entetes:
        if entete in FIXES:
            continue
        texte = _normalise(entete)
        nature = next((n for n in Nature if texte.casefold().endswith(f" {n}".casefold())), None)
        debut = texte[: -len(nature) - 1] if nature else texte
        code = codes.get(cle_pliee(debut))
        if nature is not None and code is not None and Paire(code, nature) not in colonnes:
            colonnes[Paire(code, nature)] = entete
            continue
        libres.append(entete)
        if nature is not None and code is not None:
            constat = f"deux colonnes disent « {texte} » : la seconde n'est pas lue"
            conseil = "Gardez-en une seule."
        elif nature is not None:
            constat = f"« {debut} » n'est pas un partenaire : la colonne « {texte} » n'est pas lue"
            conseil = "Corrigez l'en-tête, ou ajoutez ce code à la feuille Partenaires."
        elif cle_pliee(texte.partition(" ")[0]) in codes:
            constat = f"la colonne « {texte} » ne finit pas par une nature : elle n'est pas lue"
            conseil = f"Corrigez l'en-tête : un code de partenaire puis {', '.join(Nature)}."
        else:
            continue
        anomalies.append(build_anomalie("", entete, 0, constat, conseil))
    return colonnes, libres


def _is_vide(valeur: Cellule) -> bool:
    return valeur is None or (isinstance(valeur, str) and not valeur.strip())


def _read_rangee(
    valeurs: Mapping[str, Cellule],
    fautives: set[str],
    ligne: int,
    colonnes: Mapping[Paire, str],
    codes: Mapping[str, str],
    anomalies: list[Anomalie],
) -> Rangee:
    typees = [valeurs[entete] for entete in (ACTION, EXERCICE, *colonnes.values())]
    if all(map(_is_vide, typees)) and not fautives.intersection(colonnes.values()):
        return Rangee(ligne, None, None, {}, vide=True)
    action, exercice = _read_cle(valeurs, codes)
    cle = f"{action}|{exercice}" if action and exercice else f"ligne {ligne}"
    cellules: dict[Paire, Centimes | None] = {}
    refusees = set()
    for paire, entete in colonnes.items():
        valeur: object = valeurs[entete]
        if entete in fautives:
            message = "la cellule affiche une erreur"
        elif _is_vide(valeurs[entete]):
            cellules[paire] = None
            continue
        else:
            try:
                cellules[paire] = euros(valeur)  # type: ignore[arg-type]  # it refuses what is no amount
            except ValueError as erreur:
                message = str(erreur)
            else:
                continue
        refusees.add(paire)
        anomalies.append(
            build_anomalie(
                cle, entete, ligne, f"« {entete} » : {message}",
                "Saisissez un montant ; la cellule est laissée telle quelle.", exercice=exercice,
            )
        )  # fmt: skip
    memoire = read_memoire(valeurs.get(MEMOIRE), cle, colonnes)
    return Rangee(ligne, action, exercice, cellules, frozenset(refusees), memoire)


def _read_cle(
    valeurs: Mapping[str, Cellule], codes: Mapping[str, str]
) -> tuple[str | None, int | None]:
    brute = valeurs[ACTION]
    action = None if _is_vide(brute) else _normalise(str(TEXTE.read(brute)))
    try:
        exercice = None if _is_vide(valeurs[EXERCICE]) else ANNEE.read(valeurs[EXERCICE])
    except ValueError:
        exercice = None
    return codes.get(cle_pliee(action), action) if action else None, exercice


def build_anomalie(
    cle: str, champ: str, ligne: int, constat: str, conseil: str, *, exercice: int | None = None
) -> Anomalie:
    """Tell what concerns the matrix: nothing there falsifies a total, fundings are summed."""
    return Anomalie(
        regle="programmation",
        gravite=Gravite.ALERTE,
        table=TABLE,
        cle=cle,
        champ=champ,
        exercice=exercice,
        ligne=ligne,
        constat=constat,
        conseil=conseil,
    )
