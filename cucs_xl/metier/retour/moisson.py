"""What returns propose, gathered field by field before anything is decided.

A blank row that was filled becomes a row of the master here, under the next free code, so
that its fields merge like any others.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cucs_xl.metier.anomalie import format_liste
from cucs_xl.metier.formulaire import A_NAITRE, SOMMES, Bloc, Envoi, Question
from cucs_xl.metier.formulaire.identite import Ligne
from cucs_xl.metier.instantane import spell_valeur
from cucs_xl.metier.modele import ACTIONS, INDICATEURS, RETOURS
from cucs_xl.metier.nomenclature import ModeleRetour
from cucs_xl.metier.nouvelle import propose_code
from cucs_xl.metier.retour.arbitrage import RETIREE, Litige
from cucs_xl.metier.retour.atelier import Atelier, Origine, Repere
from cucs_xl.metier.retour.lecture import Faute, Place, RetourLu, read_questions
from cucs_xl.metier.retour.memoire import Souvenir, Souvenirs
from cucs_xl.metier.retour.nom import INTITULE, PLACE_ACTION, nom_retour
from cucs_xl.metier.retour.reponse import INCONNU, Reponse, changed
from cucs_xl.metier.schema import Table

_THEME = (*PLACE_ACTION, "tActions.Thème")
_SANS_THEME = (
    "choisissez le thème : sans lui la nouvelle action n'a pas de code, et rien de cette fiche "
    "n'est repris"
)
_SANS_TITRE = "donnez un intitulé à la nouvelle action : sans lui rien de cette fiche n'est repris"


class Avance(NamedTuple):
    """A change that a return proposes for a field; `bases`: see `champ.Proposition`."""

    retour: RetourLu
    reponse: Reponse
    question: Question
    bases: tuple[Any, ...]


class _Releve(NamedTuple):
    """One return being gathered; `envoi` names its action, even new."""

    retour: RetourLu
    nom: str
    envoi: Envoi
    souvenir: Souvenir


class Moisson:
    """The changes proposed by all the returns of an import."""

    def __init__(self, atelier: Atelier, souvenirs: Souvenirs) -> None:
        self.avances: dict[Repere, list[Avance]] = defaultdict(list)
        self.retraits: list[Litige] = []
        self.fautes: dict[str, list[Faute]] = defaultdict(list)
        self._atelier, self._souvenirs = atelier, souvenirs
        self._rangees_redites: list[tuple[Repere, str]] = []
        self._nees_avant = {
            rangee
            for souvenir in souvenirs.values()
            for cles in souvenir.nes.values()
            for rangee in cles.items()
        }
        self._pris: dict[str, set[str]] = defaultdict(set)
        self._presentes: dict[str, frozenset[tuple[str, str]]] = {}
        self._nes: dict[str, dict[tuple[str, str], Mapping[str, str]]] = {}
        self._dits: dict[str, dict[Place, str]] = {}

    def gather(self, retour: RetourLu) -> None:
        """Gather the changes of one return."""
        nom = nom_retour(retour, self._souvenirs)
        souvenir = self._souvenirs.get(nom, Souvenir())
        self._nes.setdefault(nom, dict(souvenir.nes))
        self._dits.setdefault(nom, dict(souvenir.dits))
        self._pris[nom].add(retour.empreinte)
        envoi = self._name_action(retour, nom)
        if envoi is None:
            return
        releve = _Releve(retour, nom, envoi, souvenir)
        for code, lignes in retour.lignes.items():
            bloc = None if code == SOMMES else retour.modele.bloc(code)
            questions = read_questions(retour.envoi.modele, code)
            for id_, ligne in lignes.items():
                self._gather_ligne(releve, bloc, questions, (code, id_), ligne)

    def is_disparue(self, repere: Repere) -> bool:
        """Tell whether the master had a row when a sheet that changes it left, or since."""
        rangee = (repere.table, repere.cle)
        return rangee in self._nees_avant or any(
            len(avance.bases) > 1 or rangee in self._read_presentes(avance.retour)
            for avance in self.avances[repere]
        )

    def _read_presentes(self, retour: RetourLu) -> frozenset[tuple[str, str]]:
        """List the rows, by table and key, of which a sheet said something when it left."""
        if retour.fichier not in self._presentes:
            self._presentes[retour.fichier] = frozenset(
                (table, ligne.cles[table])
                for lignes in retour.lignes.values()
                for ligne in lignes.values()
                for table in [code.partition(".")[0] for code in ligne.textes]
                if table in ligne.cles
            )
        return self._presentes[retour.fichier]

    def list_redites(self) -> Iterator[tuple[Repere, str]]:
        """List the fields of which a sender speaks again, and the sender.

        What was asked about its former answer awaits nobody.
        """
        yield from self._rangees_redites
        for repere, avances in self.avances.items():
            for avance in avances:
                yield repere, avance.retour.envoi.destinataire

    def build_souvenirs(self) -> Souvenirs:
        """Remember what these returns said, beside what was known."""
        souvenirs = dict(self._souvenirs)
        for nom, empreintes in self._pris.items():
            connues = souvenirs.get(nom, Souvenir()).empreintes
            souvenirs[nom] = Souvenir(connues | empreintes, self._dits[nom], self._nes[nom])
        return souvenirs

    def _name_action(self, retour: RetourLu, nom: str) -> Envoi | None:
        """Give a code to a new action; without theme nor title it has none, and awaits them."""
        envoi, place = retour.envoi, PLACE_ACTION
        if envoi.action or envoi.modele is not ModeleRetour.DEMANDE:
            return envoi
        cle = self._nes[nom].get(place, {}).get(ACTIONS.nom)
        if cle is None:
            dites = retour.reponses.get(place, {})
            for voulue, constat in ((INTITULE, _SANS_TITRE), (_THEME, _SANS_THEME)):
                reponse = dites.get(voulue[2])
                if reponse is None or reponse.valeur is None:
                    self._refuse(retour, voulue, reponse.adresse if reponse else "", constat)
            if self.fautes.get(retour.fichier):
                return None
            theme = dites[_THEME[2]]
            code = propose_code(self._atelier.grown(), envoi.exercice, theme.valeur)
            cle = f"{code}|{envoi.exercice}"
            self._atelier.open(ACTIONS, cle, envoi, Origine(retour.fichier, theme.adresse))
            for champ in ("Thème", "Objectif"):  # what its indicators take from it
                dite = retour.reponses[place].get(f"{ACTIONS.nom}.{champ}")
                if dite is not None:
                    origine = Origine(retour.fichier, dite.adresse)
                    self._atelier.set(Repere(ACTIONS.nom, cle, champ), dite.valeur, origine)
            self._nes[nom][place] = {ACTIONS.nom: cle}
        return envoi._replace(action=cle.split("|")[0])

    def _gather_ligne(
        self,
        releve: _Releve,
        bloc: Bloc | None,
        questions: Sequence[Question],
        place: tuple[str, str],
        ligne: Ligne,
    ) -> None:
        cles = self._find_cles(releve, bloc, place, ligne)
        if bloc is not None and bloc.retirable and cles:
            table = bloc.questions[0].table
            rangee = Repere(table.nom, cles[table.nom], "")
            if self._is_retiree(releve, bloc, place, ligne):
                self._ask_retrait(releve, bloc, place, rangee)
                return
            if self._dits[releve.nom].pop((*place, ""), None):
                self._rangees_redites.append((rangee, releve.envoi.destinataire))
        reponses = releve.retour.reponses.get(place, {})
        for question in questions:
            reponse = reponses.get(question.code)
            if reponse is not None and question.table.nom in cles:
                self._propose(releve, place, question, reponse, cles[question.table.nom])

    def _propose(
        self,
        releve: _Releve,
        place: tuple[str, str],
        question: Question,
        reponse: Reponse,
        cle: str,
    ) -> None:
        """Propose an answer that is new: neither what was sent, nor what was last told."""
        dit = releve.souvenir.dits.get((*place, question.code))
        if dit is None and not changed(reponse):
            return
        texte = spell_valeur(question.genre, reponse.valeur)
        if dit == texte:
            return
        self._dits[releve.nom][(*place, question.code)] = texte
        repere = Repere(question.table.nom, cle, question.champ)
        envoyee = None if reponse.envoyee is INCONNU else reponse.envoyee
        bases = [envoyee]
        if dit is not None:
            bases.append(question.genre.read(dit) if dit else None)
        self.avances[repere].append(Avance(releve.retour, reponse, question, tuple(bases)))

    def _find_cles(
        self, releve: _Releve, bloc: Bloc | None, place: tuple[str, str], ligne: Ligne
    ) -> Mapping[str, str]:
        """Give the master's rows that a row of the sheet is about; none for a blank one."""
        if not ligne.nouvelle:
            if releve.envoi is releve.retour.envoi:
                return ligne.cles
            code = releve.envoi.action or ""
            # The attestation of a new action is that of its own request.
            return {
                table: releve.envoi.cle if table == RETOURS.nom else cle.replace(A_NAITRE, code, 1)
                for table, cle in ligne.cles.items()
            }
        nes = self._nes[releve.nom]
        if place not in nes and bloc is not None and bloc.naitre is not None:
            reponses = releve.retour.reponses.get(place, {})
            dites = {case: r for case, r in reponses.items() if r.valeur is not None}
            siennes = [
                c
                for c in bloc.questions
                if c.code in dites and not _is_suggeree(ligne, c, dites[c.code])
            ]
            if siennes:
                valeurs = {case: reponse.valeur for case, reponse in dites.items()}
                premiere = dites[siennes[0].code]
                try:
                    neuves = bloc.naitre(self._atelier.grown(), releve.envoi, valeurs)
                except ValueError as erreur:
                    manque = next(
                        (c.code for c in bloc.questions if c.code not in dites), siennes[0].code
                    )
                    self._refuse(releve.retour, (*place, manque), premiere.adresse, str(erreur))
                    return {}
                origine = Origine(releve.retour.fichier, premiere.adresse)
                nes[place] = {
                    table.nom: self._atelier.add(table, _strip(bloc, table, neuve), origine)
                    for table, neuve in neuves
                }
        return nes.get(place, {})

    def _is_retiree(
        self, releve: _Releve, bloc: Bloc, place: tuple[str, str], ligne: Ligne
    ) -> bool:
        """Tell a row that the partner emptied or removed, when it had something to lose."""
        retour = releve.retour
        codes = [question.code for question in bloc.questions]
        avait = any(c in ligne.textes or releve.souvenir.dits.get((*place, c)) for c in codes)
        if not retour.fiable or not avait:
            return False
        if place in retour.absentes:
            return True
        reponses = retour.reponses.get(place, {})
        return all(code in reponses and reponses[code].valeur is None for code in codes)

    def _ask_retrait(
        self, releve: _Releve, bloc: Bloc, place: tuple[str, str], rangee: Repere
    ) -> None:
        dits = self._dits[releve.nom]
        if (
            dits.get((*place, "")) == RETIREE
            or self._atelier.row(rangee.declaree, rangee.cle) is None
        ):
            return
        dits[(*place, "")] = RETIREE
        self._rangees_redites.append((rangee, releve.envoi.destinataire))
        absente = place in releve.retour.absentes
        ou = "n'est plus dans le retour" if absente else "est vide dans le retour"
        avec = self._tell_mesures(rangee)
        self.retraits.append(
            Litige(
                rangee, releve.envoi.destinataire,
                f"La ligne {rangee.cle} {ou} : faut-il la supprimer du classeur{avec} ?",
                "", "", RETIREE, Origine(releve.retour.fichier, f"partie « {bloc.titre} »"),
            )
        )  # fmt: skip

    def _tell_mesures(self, rangee: Repere) -> str:
        """Say what goes with an indicator: its measures, of whatever year."""
        mesures = self._atelier.source.contrat.mesures
        annees = {m.exercice for m in mesures if m.indicateur == rangee.cle and m.exercice}
        if rangee.declaree is not INDICATEURS or not annees:
            return ""
        return f" avec ses mesures ({format_liste(sorted(annees))})"

    def refuse(self, avance: Avance, constat: str) -> None:
        """Note why what a return proposes of a field is not taken: it may be proposed again."""
        retour, code = avance.retour, avance.question.code
        nom = nom_retour(retour, self._souvenirs)
        place = next(
            (place for place, reponses in retour.reponses.items() if reponses.get(code) is avance.reponse),
            ("", ""),
        )  # fmt: skip
        self._pris[nom].discard(retour.empreinte)
        self._dits[nom].pop((*place, code), None)
        dit = self._souvenirs.get(nom, Souvenir()).dits.get((*place, code))
        if dit is not None:
            self._dits[nom][(*place, code)] = dit
        self._refuse(retour, (*place, code), avance.reponse.adresse, constat)

    def _refuse(self, retour: RetourLu, place: Place, adresse: str, constat: str) -> None:
        self.fautes[retour.fichier].append(Faute(place, adresse, "", constat))


def _is_suggeree(ligne: Ligne, question: Question, reponse: Reponse) -> bool:
    return ligne.suggeres.get(question.code) == spell_valeur(question.genre, reponse.valeur)


def _strip(bloc: Bloc, table: Table, ligne: Any) -> Any:
    """Leave blank what the partner is asked: its answers merge like those of any row."""
    demandes = [q.colonne for q in bloc.questions if q.table is table and not q.colonne.cle]
    return ligne._replace(**{colonne.attribut or "": None for colonne in demandes})
