"""« Relever les retours »: partners' sheets taken in, merged with the master, answered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from cucs_xl.commands.depot import deposit
from cucs_xl.commands.ecriture import build_plan
from cucs_xl.commands.enregistrement import write_tables
from cucs_xl.commands.lecture import read_entier, sans_ramassage
from cucs_xl.commands.verification import situate
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.formulaire import MODELES, Source
from cucs_xl.metier.lecture import Lecture
from cucs_xl.metier.memoire import unpack_blocs
from cucs_xl.metier.modele import TABLE_PAR_NOM, Contrat
from cucs_xl.metier.regles import check_contrat
from cucs_xl.metier.retour import memoire, trace
from cucs_xl.metier.retour.atelier import Changement, Repere
from cucs_xl.metier.retour.depouille import Depouille, Refus
from cucs_xl.metier.retour.fusion import Fusion, merge_retours
from cucs_xl.metier.retour.lecture import RetourLu, read_retour
from cucs_xl.metier.retour.reception import Bilan, build_bilans, record

#: What sheets ask about, by key.
FUSIONNEES = frozenset(
    question.table
    for modele in MODELES.values()
    for bloc in modele.blocs
    for question in bloc.questions
)


class Releve(NamedTuple):
    """What an import did, or would do: files refused, returns merged, answers written."""

    fusion: Fusion
    bilans: tuple[Bilan, ...]
    refus: tuple[Refus, ...]
    changements: tuple[Changement, ...]
    reponses: tuple[Path, ...] = ()

    @property
    def en_attente(self) -> bool:
        """Tell whether something of it awaits somebody: a refusal, a fault, a choice."""
        return bool(
            self.refus
            or self.fusion.refusees
            or any(bilan.fautes or bilan.retour.perdues for bilan in self.bilans)
            or any(arbitrage.tranche_le is None for arbitrage in self.fusion.arbitrages)
        )


@sans_ramassage()
def importer(
    classeur: Classeur,
    chemins: Iterable[Path],
    reponses: Path | None = None,
    *,
    simulation: bool = False,
) -> Releve:
    """Apply the choices of the sheet Arbitrages, then take in files, or folders of files.

    `reponses` is the folder of the annotated copies and of the drafts that go with them,
    written before the master. A simulation writes nothing at all.

    Raises:
        CucsError: the master has lost a table or a column, a row of it cannot be told from
            another, or it cannot be written; it is then as it was.
    """
    from cucs_xl.excel.retour import list_fichiers, read_retours  # noqa: PLC0415

    lecture = read_entier(classeur)
    _check_cles(lecture)
    contrat, jour = lecture.contrat, date.today()  # noqa: DTZ011 - the office's day
    source, fichiers = Source(contrat), list_fichiers(chemins)
    lus = [
        depouille if isinstance(depouille, Refus) else read_retour(source, depouille)
        for depouille in _name(fichiers, read_retours(fichiers))
    ]
    illisibles = _find_illisibles(lecture)
    souvenirs = unpack_blocs(contrat.instantane, memoire.OBJET)
    fusion = merge_retours(
        source,
        [lu for lu in lus if isinstance(lu, RetourLu)],
        memoire.read_souvenirs(souvenirs),
        jour,
        illisibles,
    )
    fusionne = fusion.contrat._replace(arbitrages=fusion.arbitrages)
    bilans = build_bilans(fusion, _compare_anomalies(lecture, fusionne) if fusion.pris else ())
    apres, rendus = record(fusionne, bilans, jour, illisibles)
    fait = Releve(
        fusion,
        bilans,
        tuple(lu for lu in lus if isinstance(lu, Refus)),
        (*fusion.changements, *rendus),
    )
    if simulation:
        return fait
    contenus: Mapping[Path, bytes] = {}
    if reponses is not None and bilans:
        from cucs_xl.commands.reponse import build_reponses  # noqa: PLC0415 - heavy

        contenus = build_reponses(Source(apres), bilans, reponses)
    with deposit(contenus):
        _write(classeur, contrat, apres, fait, souvenirs)
    return fait._replace(reponses=tuple(contenus))


def _check_cles(lecture: Lecture) -> None:
    """Refuse a master of which a row cannot be identified: a return would add it once more."""
    for anomalie in lecture.anomalies:
        table = TABLE_PAR_NOM[anomalie.table]
        cles = {table.entete(cle) for cle in table.cles}
        sous = anomalie.regle == "lignes-sous-table"
        if (
            table in FUSIONNEES
            and anomalie.gravite is Gravite.BLOQUANTE
            and (sous or anomalie.champ in cles)
        ):
            raise CucsError(
                f"feuille {table.feuille}, {anomalie.cle or anomalie.champ or 'table'} : {anomalie.constat} ; un "
                f"retour pourrait doubler cette ligne, rien n'a été écrit. {anomalie.conseil}"
            )


def _name(
    fichiers: Sequence[Path], lus: Iterable[Depouille | Refus]
) -> Iterator[Depouille | Refus]:
    """Tell apart, by their folders, files that bear one name."""
    homonymes = {nom for nom, nombre in Counter(f.name for f in fichiers).items() if nombre > 1}
    vus: Counter[str] = Counter()
    for fichier, lu in zip(fichiers, lus, strict=True):
        nom = f"{fichier.parent.name}/{lu.fichier}" if fichier.name in homonymes else lu.fichier
        vus[nom] += 1
        yield lu._replace(fichier=nom if vus[nom] == 1 else f"{nom} ({vus[nom]})")


def _write(
    classeur: Classeur, contrat: Contrat, apres: Contrat, fait: Releve, souvenirs: str | None
) -> None:
    """Write what changed, with what takes it back; `souvenirs` is what was remembered before."""
    plan = build_plan(classeur, contrat, apres)
    nouveaux = memoire.spell_souvenirs(fait.fusion.souvenirs)
    if plan.ecritures:
        memo = trace.Memo(
            f"{datetime.now():%Y-%m-%d %H:%M}",  # noqa: DTZ005 - the clock of the office
            tuple(retour.fichier for retour in fait.fusion.pris),
            plan.traces,
            souvenirs,
        )
        memoires = {
            memoire.OBJET: nouveaux,
            trace.OBJET: trace.spell_memo(memo),
        }
        origines = _origines(fait.changements)
        write_tables(
            classeur, contrat, apres, plan.ecritures, "relever les retours",
            lambda m: origines.get((m.feuille, m.cle, m.champ), ""), memoires,
        )  # fmt: skip


def _find_illisibles(lecture: Lecture) -> set[Repere]:
    """List the cells of the master that nobody can read: a return never overwrites them."""
    return {Repere(a.table, a.cle, a.champ) for a in lecture.anomalies if a.ligne and a.champ}


def _compare_anomalies(lecture: Lecture, apres: Contrat) -> list[Anomalie]:
    """Give the anomalies that a merge brings."""

    def check(contrat: Contrat) -> list[Anomalie]:
        return check_contrat(situate(Lecture(contrat, ())).contrat)

    connues = {(a.regle, a.table, a.cle, a.champ, a.constat) for a in check(lecture.contrat)}
    return [a for a in check(apres) if (a.regle, a.table, a.cle, a.champ, a.constat) not in connues]


def _origines(changements: Iterable[Changement]) -> Mapping[tuple[str, str, str], str]:
    """Say, for the journal, from which file and cell each change comes."""
    return {
        (TABLE_PAR_NOM[c.repere.table].feuille, c.repere.cle, c.repere.champ): str(c.origine)
        for c in changements
    }
