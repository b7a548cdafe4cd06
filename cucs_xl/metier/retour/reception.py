"""Where each return stands once merged: what must be corrected, decided, completed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.cloture import find_clos, is_figee
from cucs_xl.metier.formulaire import A_NAITRE, SOMMES, Envoi
from cucs_xl.metier.formulaire.completude import Completude, check_completude
from cucs_xl.metier.modele import ACTIONS, RETOURS, TABLE_PAR_NOM, Arbitrage, Contrat, Retour
from cucs_xl.metier.nomenclature import EtatRetour, ModeleRetour
from cucs_xl.metier.retour.atelier import Changement, Origine, Repere
from cucs_xl.metier.retour.fusion import Fusion
from cucs_xl.metier.retour.lecture import Faute, Place, RetourLu, read_questions
from cucs_xl.metier.retour.memoire import Souvenir
from cucs_xl.metier.retour.nom import PLACE_ACTION, nom_retour


class Bilan(NamedTuple):
    """A return after the merge.

    `fautes` are cells to type again, `remarques` what the rules say of what it changed, each
    with its place when the sheet has it; `changements`, what the master took of it;
    `litiges`, how many answers await the officer.
    """

    retour: RetourLu
    fautes: tuple[Faute, ...]
    remarques: tuple[Faute, ...]
    changements: tuple[Changement, ...]
    litiges: int
    completude: Completude
    etat: EtatRetour


def build_bilans(fusion: Fusion, nouvelles: Sequence[Anomalie]) -> tuple[Bilan, ...]:
    """Judge each return merged; `nouvelles` are anomalies that the master did not have."""
    par_fichier: dict[str, list[Changement]] = {}
    for changement in fusion.changements:
        par_fichier.setdefault(changement.origine.fichier, []).append(changement)
    en_attente: dict[str, int] = {}
    for litige in fusion.litiges:
        fichier = litige.origine.fichier
        en_attente[fichier] = en_attente.get(fichier, 0) + 1
    return tuple(
        _build_bilan(
            retour,
            fusion,
            nouvelles,
            par_fichier.get(retour.fichier, []),
            en_attente.get(retour.fichier, 0),
        )
        for retour in fusion.pris
    )


def _build_bilan(
    retour: RetourLu,
    fusion: Fusion,
    nouvelles: Sequence[Anomalie],
    changements: list[Changement],
    litiges: int,
) -> Bilan:
    fautes = (*retour.fautes, *fusion.fautes.get(retour.fichier, ()))
    touches = {(c.repere.table, c.repere.cle) for c in changements}
    siennes = [a for a in nouvelles if (a.table, a.cle) in touches]
    valeurs = {
        place: {case: reponse.valeur for case, reponse in reponses.items()}
        for place, reponses in retour.reponses.items()
    }
    nes = fusion.souvenirs.get(nom_retour(retour, fusion.souvenirs), Souvenir()).nes
    completude = check_completude(retour.modele, retour.lignes, valeurs)
    places = list(_place(retour, nes, siennes))
    bloque = any(anomalie.gravite is Gravite.BLOQUANTE for anomalie, _ in places)
    if fautes or bloque or retour.perdues:
        etat = EtatRetour.A_CORRIGER
    elif litiges or _is_attendu(retour, nes, fusion.arbitrages):
        etat = EtatRetour.A_ARBITRER
    else:
        etat = EtatRetour.COMPLET if not completude.manques else EtatRetour.INCOMPLET
    return Bilan(
        retour,
        fautes,
        tuple(faute for _, faute in places),
        tuple(changements),
        litiges,
        completude,
        etat,
    )


def _place(
    retour: RetourLu,
    nes: Mapping[tuple[str, str], Mapping[str, str]],
    anomalies: Iterable[Anomalie],
) -> Iterator[tuple[Anomalie, Faute]]:
    """Find the cell of the sheet that an anomaly is about, else its row.

    What the sheet does not ask is the officer's to see to: the sheet Contrôles will tell.
    """
    rangees: dict[tuple[str, str], tuple[str, str]] = {}
    cellules: dict[tuple[str, str, str], Place] = {}
    for place, reponses in retour.reponses.items():
        cles = _read_cles(retour, nes, place)
        for question in read_questions(retour.envoi.modele, place[0]):
            cle = (question.table.nom, cles.get(question.table.nom, ""))
            if question.code in reponses and place[0] != SOMMES:
                rangees.setdefault(cle, place)
                cellules[*cle, question.champ] = (*place, question.code)
    for anomalie in anomalies:
        vise = cellules.get((anomalie.table, anomalie.cle, anomalie.champ))
        rangee = rangees.get((anomalie.table, anomalie.cle))
        if vise is None and rangee is not None and not anomalie.champ:
            vise = (*rangee, "")
        if vise is not None:
            constat = f"{anomalie.constat}. {anomalie.conseil}"
            yield anomalie, Faute(vise, _find_adresse(retour, vise), "", constat)


def _read_cles(
    retour: RetourLu, nes: Mapping[tuple[str, str], Mapping[str, str]], place: tuple[str, str]
) -> Mapping[str, str]:
    """Give the master's rows that a row of the sheet is about, those of a new action included."""
    action = nes.get(PLACE_ACTION, {}).get(ACTIONS.nom, A_NAITRE).partition("|")[0]
    cles = {
        table: cle.replace(A_NAITRE, action, 1)
        for table, cle in retour.lignes[place[0]][place[1]].cles.items()
    }
    if RETOURS.nom in cles and action != A_NAITRE:
        cles[RETOURS.nom] = retour.envoi._replace(action=action).cle
    return {**cles, **nes.get(place, {})}


def _is_attendu(
    retour: RetourLu,
    nes: Mapping[tuple[str, str], Mapping[str, str]],
    arbitrages: Iterable[Arbitrage],
) -> bool:
    """Tell whether the officer still has something to decide of what this sender said before."""
    rangees = {
        (TABLE_PAR_NOM[table].feuille, cle)
        for bloc, lignes in retour.lignes.items()
        for id_ in lignes
        for table, cle in _read_cles(retour, nes, (bloc, id_)).items()
    }
    return any(
        a.tranche_le is None
        and a.destinataire == retour.envoi.destinataire
        and (a.feuille, a.cle) in rangees
        for a in arbitrages
    )


def _find_adresse(retour: RetourLu, place: Place) -> str:
    """Give the cell of a place; of a row, that of its first answer."""
    reponses = retour.reponses[place[:2]]
    remplies = (r for r in reponses.values() if r.valeur is not None)
    reponse = reponses.get(place[2]) or next(remplies, next(iter(reponses.values())))
    return reponse.adresse


def record(
    contrat: Contrat, bilans: Sequence[Bilan], jour: date, illisibles: Collection[Repere] = ()
) -> tuple[Contrat, tuple[Changement, ...]]:
    """Note the returns in tRetours, and the day of a complete compte rendu in its action.

    `illisibles` are cells of the master that nobody can read: they are never overwritten.
    """
    recus = {
        cle: bilan
        for bilan in bilans
        for cle in (
            bilan.retour.envoi.cle,
            *(c.repere.cle for c in bilan.changements if c.repere.table == RETOURS.nom),
        )
    }
    connus = {RETOURS.cle(retour) for retour in contrat.retours}
    inattendus = {b.retour.envoi.cle: b.retour.envoi for b in bilans}
    retours = [
        *contrat.retours,
        *(_open(envoi) for cle, envoi in inattendus.items() if cle not in connus),
    ]
    recues = [
        _receive(retour, recus[cle], jour) if (cle := RETOURS.cle(retour)) in recus else retour
        for retour in retours
    ]
    reglees = _settle(recues, contrat.arbitrages)
    # A compte rendu is complete at once, or once what it asked was decided.
    rendus = {
        (suivi.action, suivi.exercice): suivi.fichier or ""
        for suivi, avant in zip(reglees, [*contrat.retours, *([None] * len(reglees))], strict=False)
        if suivi.modele is ModeleRetour.FICHE
        and suivi.etat is EtatRetour.COMPLET
        and suivi != avant
    }
    contrat = contrat._replace(retours=reglees)
    changements, actions, clos = [], [], find_clos(contrat)
    for action in contrat.actions:
        fichier = rendus.get((action.code, action.exercice or 0))
        repere = Repere(ACTIONS.nom, ACTIONS.cle(action), "Compte rendu le")
        libre = (
            action.compte_rendu_le is None
            and repere not in illisibles
            and not is_figee(ACTIONS, action, clos)
        )
        if fichier is not None and libre:
            changements.append(Changement(repere, None, jour, Origine(fichier, "")))
            actions.append(action._replace(compte_rendu_le=jour))
        else:
            actions.append(action)
    return contrat._replace(actions=tuple(actions)), tuple(changements)


def _open(envoi: Envoi) -> Retour:
    """Follow a sheet that nobody noted having sent."""
    return Retour(
        envoi.modele, envoi.destinataire, envoi.action, envoi.exercice, envoi.envoye_le, envoi.echeance
    )  # fmt: skip


def _receive(retour: Retour, bilan: Bilan, jour: date) -> Retour:
    return retour._replace(
        recu_le=jour,
        etat=bilan.etat,
        completude=bilan.completude.taux,
        fichier=bilan.retour.fichier,
    )


def _settle(retours: Iterable[Retour], arbitrages: Sequence[Arbitrage]) -> tuple[Retour, ...]:
    """Close the returns whose questions were all decided."""
    attendus = {a.destinataire for a in arbitrages if a.feuille and a.tranche_le is None}
    return tuple(
        retour._replace(
            etat=EtatRetour.COMPLET if (retour.completude or 0) >= 1 else EtatRetour.INCOMPLET
        )
        if retour.etat is EtatRetour.A_ARBITRER and retour.destinataire not in attendus
        else retour
        for retour in retours
    )
