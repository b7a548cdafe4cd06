"""The live formulas of a partner's sheet: what is missing, what contradicts itself.

What is required is declared by `metier/formulaire/completude`; the hidden sheet `_suivi`
lists it, one row each, whether it counts for this recipient, and whether it is said. States
beside answers and cards only look there. A state is a number (1 said, 0 missing) or, when
answers contradict each other, words.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cucs_xl.excel.builder.partenaire.calcul import Expression, Plage, Ref, call, op
from cucs_xl.excel.builder.partenaire.choix import THEMES_OBJECTIFS
from cucs_xl.excel.builder.partenaire.plan import DEBUT, Emprise, Plan
from cucs_xl.metier.formulaire import NEANT, Equilibre, Forme, Question
from cucs_xl.metier.formulaire.coherence import HORS_THEME, OBJECTIF, ORDRES, SUITES, THEME
from cucs_xl.metier.formulaire.completude import requises
from cucs_xl.metier.modele import OBJECTIFS
from cucs_xl.metier.schema import Sorte

FEUILLE = "_suivi"
#: Columns of the hidden list: words, 1 when it counts, 1 when said, missing so far.
LIBELLE, COMPTE, DIT, CUMUL = range(4)
#: States in words.
INCOMPLETE, PAS_UN_NOMBRE, PAS_UNE_DATE, NEANT_ET_MONTANT, INEGAUX, PAS_CENT = (
    "à compléter", "nombre attendu", "date attendue", "néant ou montant", "à égaliser", "pas 100 %",
)  # fmt: skip
#: Told beside words typed for a number or a date.
_DIRE = {
    PAS_UN_NOMBRE: "ce n'est pas un nombre : saisissez des chiffres",
    PAS_UNE_DATE: "ce n'est pas une date : saisissez jj/mm/aaaa",
}

NUMERIQUES = (Sorte.MONTANT, Sorte.DATE, Sorte.ANNEE, Sorte.NOMBRE, Sorte.TAUX)


#: Where the hidden list says whether an answer is said: by block, rank, case.
Dits: TypeAlias = dict[tuple[str, int, str], Ref]


class Exigence(NamedTuple):
    """A row of the hidden list; blank parts as in `completude.Requis`."""

    bloc: str
    rang: int
    case: str
    dite: Expression


class Suivi(NamedTuple):
    """The formulas of a sheet, and the hidden list they look into."""

    exigences: tuple[Exigence, ...]
    formules: dict[Ref, Expression]


def build_suivi(plan: Plan, listes: dict[str, Plage]) -> Suivi:
    """Build every formula of a sheet, cards left out."""
    exigences = tuple(_build_exigences(plan))
    dits = {
        (e.bloc, e.rang, e.case): Ref(FEUILLE, i, DIT) for i, e in enumerate(exigences, start=1)
    }
    formules: dict[Ref, Expression] = {}
    for i, exigence in enumerate(exigences, start=1):
        compte, dit = Ref(FEUILLE, i, COMPTE), Ref(FEUILLE, i, DIT)
        formules[dit] = call("IF", op(compte, "=", 0), "", call("IF", exigence.dite, 1, 0))
        manque = call("IF", call("ISNUMBER", dit), call("IF", op(dit, "=", 0), 1, 0), 0)
        formules[Ref(FEUILLE, i, CUMUL)] = op(manque, "+", call("N", Ref(FEUILLE, i - 1, CUMUL)))
    for emprise in plan.emprises:
        if emprise.bloc.forme is Forme.FICHE:
            formules |= _build_fiche(emprise, dits, listes)
        elif not emprise.bloc.cote:
            formules |= _build_liste(plan, emprise, dits)
        if emprise.total is not None:
            for case in emprise.bloc.total:
                total = Ref(emprise.feuille, emprise.total, emprise.empans[case][0])
                formules[total] = call("SUM", emprise.plage(case))
    return Suivi(exigences, formules)


def _build_exigences(plan: Plan) -> Iterator[Exigence]:
    """List what may be required, in the order of `build_requis`."""
    for emprise in plan.emprises:
        bloc = emprise.bloc
        if not bloc.retirable:
            for rang in range(emprise.pleines):
                for question in requises(bloc):
                    yield Exigence(bloc.code, rang, question.code, said(emprise, rang, question))
        if bloc.minimum:
            lignes = [call("IF", _complete(emprise, rang), 1, 0) for rang in range(emprise.nombre)]
            suffit = op(op(call("SUM", *lignes), "+", 1), ">", bloc.minimum)
            yield Exigence(bloc.code, 0, "", suffit)
    for equilibre in plan.modele.equilibres:
        if equilibre.requis:
            gauche, droite = sides(plan, equilibre)
            egaux = _balanced(plan, equilibre)
            yield Exigence("", 0, equilibre.libelle, call("AND", gauche, droite, egaux))


def said(emprise: Emprise, rang: int, question: Question) -> Expression:
    """Tell whether a row answers a question: `completude.remplie`, live."""
    ref = emprise.ref(rang, question.code)
    simple = (
        call("ISNUMBER", ref)
        if question.genre.sorte in NUMERIQUES
        else op(call("LEN", call("TRIM", ref)), ">", 0)
    )
    if not emprise.bloc.neant:
        return simple
    montant, coche = emprise.ref(rang, emprise.bloc.neant), _ticked(emprise, rang)
    nul = call("AND", op(call("N", montant), "=", 0), call("NOT", call("ISTEXT", montant)))
    if question.code == emprise.bloc.neant:
        return call("IF", coche, nul, call("ISNUMBER", montant))
    rien = call("AND", nul, call("OR", coche, call("ISNUMBER", montant)))
    return call("OR", simple, rien)


def _ticked(emprise: Emprise, rang: int) -> Expression:
    return op(emprise.ref(rang, NEANT), "<>", "")


def _complete(emprise: Emprise, rang: int) -> Expression:
    return call("AND", *(said(emprise, rang, question) for question in requises(emprise.bloc)))


def sides(plan: Plan, equilibre: Equilibre) -> tuple[Expression, Expression]:
    """Tell, of each side of a balance, whether it says something."""
    cotes: list[Expression] = []
    for bloc, _ in (equilibre.gauche, equilibre.droite):
        emprise = plan.emprise(bloc)
        question = next(q for q in emprise.bloc.questions if q.code == equilibre.case)
        rangs = range(emprise.nombre)
        cotes.append(call("OR", *(said(emprise, rang, question) for rang in rangs)))
    return cotes[0], cotes[1]


def _balanced(plan: Plan, equilibre: Equilibre) -> Expression:
    """Tell whether sides are equal; an amount beside a tick is not believed."""
    sommes: list[Expression] = []
    for bloc, _ in (equilibre.gauche, equilibre.droite):
        emprise = plan.emprise(bloc)
        montants: list[Expression] = []
        for rang in range(emprise.nombre):
            montant: Expression = call("N", emprise.ref(rang, equilibre.case))
            if emprise.bloc.neant == equilibre.case:
                montant = call("IF", _ticked(emprise, rang), 0, montant)
            montants.append(montant)
        sommes.append(call("SUM", *montants))
    return op(call("ROUND", op(sommes[0], "-", sommes[1]), 2), "=", 0)


def difference(plan: Plan, equilibre: Equilibre) -> Expression:
    """Give left minus right, to the cent."""
    gauche, droite = (
        call("SUM", plan.emprise(bloc).plage(equilibre.case))
        for bloc, _ in (equilibre.gauche, equilibre.droite)
    )
    return call("ROUND", op(gauche, "-", droite), 2)


def _chain(tests: list[tuple[Expression, str]], sinon: Expression) -> Expression:
    """Give the words of the first test that holds."""
    for test, mot in reversed(tests):
        sinon = call("IF", test, mot, sinon)
    return sinon


def _build_fiche(emprise: Emprise, dits: Dits, listes: dict[str, Plage]) -> dict[Ref, Expression]:
    formules: dict[Ref, Expression] = {}
    codes = [case.code for case in emprise.bloc.cases]
    for question in emprise.bloc.questions:
        fautes: list[tuple[Expression, str, str]] = []
        ref = emprise.ref(0, question.code)
        if question.genre.sorte in NUMERIQUES:
            mot = PAS_UNE_DATE if question.genre.sorte is Sorte.DATE else PAS_UN_NOMBRE
            fautes.append((call("ISTEXT", ref), mot, _DIRE[mot]))
        for ordre in ORDRES:
            if ordre.petit == question.code and ordre.grand in codes:
                grand = emprise.ref(0, ordre.grand)
                depasse = call(
                    "AND", call("ISNUMBER", ref), call("ISNUMBER", grand),
                    op(call("N", ref), ">", call("N", grand)),
                )  # fmt: skip
                fautes.append((depasse, ordre.mot, ordre.phrase))
        if question.code == OBJECTIF:
            theme = emprise.ref(0, THEME)
            sien = call(
                "IFERROR",
                call(
                    "INDEX", listes[THEMES_OBJECTIFS], call("MATCH", ref, listes[OBJECTIFS.nom], 0)
                ),
                theme,
            )
            ailleurs = call("AND", op(call("LEN", ref), ">", 0), op(sien, "<>", theme))
            fautes.append((ailleurs, "autre thème", HORS_THEME))
        dit = dits.get((emprise.bloc.code, 0, question.code))
        if fautes or dit:
            mots = [(test, mot) for test, mot, _ in fautes]
            formules[emprise.etat(0, question.code)] = _chain(mots, dit or "")
        if fautes and emprise.empans[question.code] == emprise.grille.etroit:
            message = Ref(emprise.feuille, ref.ligne, emprise.grille.message[0])
            formules[message] = _chain([(test, phrase) for test, _, phrase in fautes], "")
    return formules


def _build_liste(plan: Plan, emprise: Emprise, dits: Dits) -> dict[Ref, Expression]:
    """Build the states of a list and of the one beside it: they share the column."""
    formules: dict[Ref, Expression] = {}
    voisine = plan.voisine(emprise)
    emprises = [emprise, *([voisine] if voisine else [])]
    inegaux: list[tuple[Expression, str]] = [
        (op(difference(plan, equilibre), "<>", 0), INEGAUX)
        for equilibre in plan.modele.equilibres
        if not equilibre.requis and equilibre.gauche[0] == emprise.bloc.code
    ]
    for rang in range(max(e.nombre for e in emprises)):
        presentes = [e for e in emprises if rang < e.nombre]
        fautes = [faute for e in presentes for faute in _find_fautes(e, rang)] + inegaux
        base = _build_base(presentes, rang, dits)
        if fautes or base != "":
            formules[emprise.etat(rang)] = _chain(fautes, base)
    if emprise.bloc.minimum:
        assert emprise.entetes is not None
        etat = Ref(emprise.feuille, emprise.entetes, emprise.grille.etat)
        formules[etat] = dits[emprise.bloc.code, 0, ""]
    return formules | _build_total(plan, emprise, dits)


def _build_base(emprises: list[Emprise], rang: int, dits: Dits) -> Expression:
    """Build the state of a row that says nothing wrong; blank when nothing is asked of it."""
    siens = [
        dits[cle]
        for e in emprises
        for question in requises(e.bloc)
        if (cle := (e.bloc.code, rang, question.code)) in dits
    ]
    if siens:
        return call("IF", op(call("COUNT", *siens), "=", 0), "", call("MIN", *siens))
    for e in emprises:
        if requises(e.bloc) and (e.bloc.retirable or rang >= e.pleines):
            saisies = [e.ref(rang, question.code) for question in e.bloc.questions]
            vide = op(call("COUNTA", *saisies), "=", 0)
            return call("IF", vide, "", call("IF", _complete(e, rang), 1, INCOMPLETE))
    return ""


def _build_total(plan: Plan, emprise: Emprise, dits: Dits) -> dict[Ref, Expression]:
    """Build the state of a total: a balance, or shares that make a whole."""
    if emprise.total is None:
        return {}
    etat = Ref(emprise.feuille, emprise.total, emprise.grille.etat)
    for equilibre in plan.modele.equilibres:
        if equilibre.requis and equilibre.gauche[0] == emprise.bloc.code:
            return {etat: dits["", 0, equilibre.libelle]}
    for question in emprise.bloc.questions:
        if question.code in emprise.bloc.total and question.genre.sorte is Sorte.TAUX:
            plage = emprise.plage(question.code)
            cent = call("IF", op(call("ROUND", call("SUM", plage), 4), "=", 1), 1, PAS_CENT)
            return {etat: call("IF", op(call("COUNT", plage), "=", 0), "", cent)}
    return {}


def _find_fautes(emprise: Emprise, rang: int) -> Iterator[tuple[Expression, str]]:
    """Give what a row of a list may not say, with its words."""
    bloc = emprise.bloc
    if bloc.neant:
        montant = emprise.ref(rang, bloc.neant)
        rempli = call("OR", call("ISTEXT", montant), op(call("N", montant), "<>", 0))
        yield call("AND", _ticked(emprise, rang), rempli), NEANT_ET_MONTANT
    numeriques = [q for q in bloc.questions if q.genre.sorte in NUMERIQUES]
    if numeriques:
        textes = [call("ISTEXT", emprise.ref(rang, question.code)) for question in numeriques]
        yield (call("OR", *textes) if len(textes) > 1 else textes[0]), PAS_UN_NOMBRE
    codes = [question.code for question in bloc.questions]
    for suite in SUITES:
        if suite.case in codes:
            seul: Expression = op(call("COUNTA", emprise.ref(rang, suite.avec)), "=", 0)
            if suite.avec == bloc.neant:
                seul = call("AND", seul, call("NOT", _ticked(emprise, rang)))
            dite = op(call("LEN", emprise.ref(rang, suite.case)), ">", 0)
            yield call("AND", dite, seul), suite.mot


def states(plan: Plan) -> tuple[Plage, ...]:
    """Give the columns of states, one a sheet."""
    return tuple(Plage(g.nom, DEBUT, g.etat, plan.fins[g.nom], g.etat) for g in plan.grilles)
