"""Three-way merge of returns: every change of a partner is taken, or asked about; no other is made.

The returns of one import are merged together, so that their order never matters.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cucs_xl.metier.formulaire import Source
from cucs_xl.metier.instantane import spell_valeur
from cucs_xl.metier.modele import Arbitrage, Contrat
from cucs_xl.metier.retour.arbitrage import Litige, apply_choix, update_arbitrages
from cucs_xl.metier.retour.atelier import (
    DISPARUE,
    Atelier,
    Changement,
    Origine,
    Repere,
    Sentinelle,
)
from cucs_xl.metier.retour.champ import Issue, Proposition, merge_champ
from cucs_xl.metier.retour.lecture import Faute, RetourLu
from cucs_xl.metier.retour.memoire import Souvenir, Souvenirs
from cucs_xl.metier.retour.moisson import Avance, Moisson
from cucs_xl.metier.retour.nom import nom_retour
from cucs_xl.metier.retour.reponse import INCONNU, unify

_CLOS = "porte sur un exercice clos : cette valeur n'est pas reprise, voyez avec le service DSU"


class Fusion(NamedTuple):
    """What an import does, before anything is written.

    `pris` are the returns merged; `fautes`, what was found wrong in them meanwhile, by
    file. `deja` are the files that say what was already taken in, `pareils` those that
    repeat another file of the same import. `refusees` are choices of the officer that could
    not be applied, with the reason; `tranches` counts those that were.
    """

    contrat: Contrat
    changements: tuple[Changement, ...]
    litiges: tuple[Litige, ...]
    arbitrages: tuple[Arbitrage, ...]
    souvenirs: Souvenirs
    pris: tuple[RetourLu, ...]
    fautes: Mapping[str, tuple[Faute, ...]]
    deja: tuple[str, ...]
    pareils: tuple[tuple[str, str], ...]
    refusees: tuple[tuple[Arbitrage, str], ...]
    tranches: int


def merge_retours(
    source: Source,
    retours: Sequence[RetourLu],
    souvenirs: Souvenirs,
    jour: date,
    illisibles: Iterable[Repere] = (),
) -> Fusion:
    """Apply the officer's choices, then merge returns into the contract that they were read with.

    `jour` dates the choices applied; `illisibles` are fields of the master that cannot be
    read: they are asked about, never overwritten. A file that says what was already taken
    changes nothing.
    """
    atelier = Atelier(source, frozenset(illisibles))
    tranches, refusees = apply_choix(atelier, jour)
    neufs, deja, pareils = _sort(retours, souvenirs)
    moisson = Moisson(atelier, souvenirs)
    for retour in neufs:
        moisson.gather(retour)
    litiges = [*_merge(atelier, moisson), *moisson.retraits]
    return Fusion(
        atelier.build(), tuple(atelier.changements), tuple(litiges),
        update_arbitrages(tranches, litiges, moisson.list_redites()), moisson.build_souvenirs(),
        tuple(neufs), {nom: tuple(fautes) for nom, fautes in moisson.fautes.items()},
        deja, pareils, refusees,
        sum(a != b for a, b in zip(source.contrat.arbitrages, tranches, strict=True)),
    )  # fmt: skip


def _sort(
    retours: Sequence[RetourLu], souvenirs: Souvenirs
) -> tuple[list[RetourLu], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Set aside what was taken before and what is there twice; order the rest by content."""
    neufs: dict[tuple[str, str], RetourLu] = {}
    deja, pareils = [], []
    for retour in sorted(retours, key=lambda r: (nom_retour(r, souvenirs), r.empreinte, r.fichier)):
        cle = (nom_retour(retour, souvenirs), retour.empreinte)
        if retour.empreinte in souvenirs.get(cle[0], Souvenir()).empreintes:
            deja.append(retour.fichier)
        elif cle in neufs:
            pareils.append((retour.fichier, neufs[cle].fichier))
        else:
            neufs[cle] = retour
    return list(neufs.values()), tuple(deja), tuple(pareils)


def _merge(atelier: Atelier, moisson: Moisson) -> list[Litige]:
    """Decide field by field; what is taken is written in the working copy."""
    litiges: list[Litige] = []
    for repere, avances in moisson.avances.items():
        trouve = atelier.value(repere)
        # A row that the master never had says nothing.
        maitre = None if trouve is DISPARUE and not moisson.is_disparue(repere) else trouve
        decision = merge_champ(
            maitre, [Proposition(a.reponse.valeur, _unify_bases(maitre, a.bases)) for a in avances]
        )
        if decision.issue is Issue.PRISE:
            retour, reponse, *_ = avances[0]
            if atelier.is_figee(repere, decision.valeur):
                for avance in avances:
                    moisson.refuse(avance, _CLOS)
                continue
            origine = Origine(retour.fichier, reponse.adresse)
            if trouve is DISPARUE:
                atelier.open(repere.declaree, repere.cle, retour.envoi, origine)
            atelier.set(repere, decision.valeur, origine)
        elif decision.issue is Issue.CONFLIT:
            litiges += [
                _build_litige(repere, avance, maitre)
                for avance in avances
                if avance.reponse.valeur in decision.disputees
            ]
    return litiges


def _unify_bases(maitre: Any, bases: tuple[Any, ...]) -> Collection[Any]:
    """Take for the master's number one that differs by the last digits, which no text keeps."""
    return [unify(maitre, base) for base in bases] if isinstance(maitre, float) else bases


def _build_litige(repere: Repere, avance: Avance, maitre: Any) -> Litige:
    genre, reponse = avance.question.genre, avance.reponse
    return Litige(
        repere, avance.retour.envoi.destinataire, _ask(avance, maitre),
        "" if reponse.envoyee is INCONNU else spell_valeur(genre, reponse.envoyee),
        maitre.texte if isinstance(maitre, Sentinelle) else spell_valeur(genre, maitre),
        spell_valeur(genre, reponse.valeur),
        Origine(avance.retour.fichier, reponse.adresse),
    )  # fmt: skip


def _ask(avance: Avance, maitre: Any) -> str:
    champ = avance.question.champ
    if maitre is DISPARUE:
        return f"« {champ} » a changé dans le retour, et sa ligne n'est plus dans le classeur : la reprendre ?"
    if avance.reponse.envoyee is INCONNU:
        return (
            f"« {champ} » diffère, et rien ne dit ce qui avait été envoyé : quelle valeur garder ?"
        )
    if maitre in avance.bases:
        return f"Deux retours donnent « {champ} » différemment : quelle valeur garder ?"
    return f"« {champ} » a changé dans le classeur et dans le retour depuis l'envoi : quelle valeur garder ?"
