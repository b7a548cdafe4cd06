"""The page for the client and auditors: each requirement and where it is answered.

`python -m tests.exigences.page` rewrites workbook/EXIGENCES.md; a test fails when it is stale.
"""

from collections.abc import Iterable, Iterator

from tests.exigences.declaration import Etat, Exigence, Famille, read_exigences, read_familles
from tests.exigences.existant import TESTS, read_feuilles, read_regles, read_syntheses

PAGE = TESTS.parent / "workbook" / "EXIGENCES.md"
CATALOGUE = "../tests/anomalies/README.md"
PREAMBULE = """\
# Ce que le contrat demande, et ce qui y répond

Chaque phrase du contrat qui engage le suivi, le financement, l'évaluation ou la gouvernance a un
code : F (financement), R (suivi et évaluation), G (gouvernance), C (contrôles). Cette page dit où
le classeur y répond, quelle règle le vérifie et quel test le prouve.

- **répondu** : le classeur et les commandes y répondent.
- **en partie** : une part manque, et elle est dite.
- **à venir** : rien encore qu'on puisse remettre à un partenaire.

Le *maître* est le classeur de l'année ; la *synthèse annuelle* est celui que remet
`cucs-xl synthese`. Les messages exacts des règles sont au [catalogue](../tests/anomalies/README.md).

Page écrite par `python -m tests.exigences.page` ; ne pas la modifier à la main. Un test vérifie que
tout ce qu'elle nomme existe, et que chaque feuille et chaque règle répondent à une exigence.
"""


def render_page() -> str:
    """Write the whole page."""
    familles = read_familles()
    return "\n".join(
        [
            PREAMBULE,
            _render_bilan(familles),
            _render_manques(read_exigences()),
            *(_render_famille(famille) for famille in familles),
            _render_index(read_exigences()),
        ]
    )


def _render_bilan(familles: Iterable[Famille]) -> str:
    lignes = [
        (famille.titre, *(_count(famille.exigences, etat) for etat in Etat)) for famille in familles
    ]
    total = ("Ensemble", *(_count(read_exigences(), etat) for etat in Etat))
    return f"## Bilan\n\n{_table(('', *Etat), [*lignes, total])}"


def _render_manques(exigences: Iterable[Exigence]) -> str:
    lignes = [(_lien(e.code), e.etat, e.manque) for e in exigences if e.manque]
    return f"## Ce qui manque\n\n{_table(('Code', 'État', 'Ce qui manque'), lignes)}"


def _render_famille(famille: Famille) -> str:
    lignes = [
        (_lien(e.code), e.enonce, e.etat, _join(_lieux(e)), _join(_regle(r) for r in e.regles))
        for e in famille.exigences
    ]
    entetes = ("Code", "Exigence", "État", "Feuilles", "Règles")
    details = "\n".join(_render_exigence(exigence) for exigence in famille.exigences)
    return f"## {famille.titre}\n\n{famille.presentation}\n\n{_table(entetes, lignes)}\n{details}"


def _render_exigence(exigence: Exigence) -> str:
    """Write the details of a requirement; what it does not use is left out."""
    citations = [f"> « {citation} »" for citation in exigence.citations]
    if citations:
        citations[-1] += f" ({exigence.source})"
    quoi = {
        "État": exigence.etat,
        "Manque": exigence.manque,
        "À savoir": exigence.note,
        "Colonnes": " ; ".join(_colonnes(exigence)),
        "Paramètres": _join(exigence.parametres),
        "Synthèses": " ; ".join(_syntheses(exigence)),
        "Règles": _join(_regle(slug) for slug in exigence.regles),
        "Commandes": _join(f"`cucs-xl {commande}`" for commande in exigence.commandes),
        "Tests": _join(_test(noeud) for noeud in exigence.tests),
    }
    lignes = [f"- {nom} : {texte}" for nom, texte in quoi.items() if texte]
    bloc = "\n>\n".join(citations) + "\n\n" if citations else ""
    titre = f"### {exigence.code}\n\n{exigence.enonce}\n\n"
    return titre + bloc + "\n".join(lignes) + "\n"


def _render_index(exigences: tuple[Exigence, ...]) -> str:
    feuilles = {
        feuille: [e.code for e in exigences if table in e.colonnes]
        for table, feuille in read_feuilles().items()
    }
    regles = {slug: [e.code for e in exigences if slug in e.regles] for slug in read_regles()}
    par_feuille = _table(
        ("Feuille du maître", "Répond à"), [(f, _join(codes)) for f, codes in feuilles.items()]
    )
    par_regle = _table(
        ("Règle", "Ce qu'elle vérifie", "Répond à"),
        [(_regle(s), read_regles()[s], _join(codes)) for s, codes in regles.items()],
    )
    return f"## À quoi sert chaque feuille\n\n{par_feuille}\n## À quoi sert chaque règle\n\n{par_regle}"


def _lieux(exigence: Exigence) -> Iterator[str]:
    """Name every sheet once: those typed, then those of synthesis."""
    yield from dict.fromkeys(read_feuilles()[table] for table in exigence.colonnes)
    tableaux = [read_syntheses()[code] for code in exigence.syntheses]
    yield from dict.fromkeys(lieux.maitre for lieux in tableaux if lieux.maitre)
    annuelles = [lieux.annuelle for lieux in tableaux if lieux.annuelle]
    yield from (f"*{nom}*" for nom in dict.fromkeys([*annuelles, *exigence.feuilles]))


def _colonnes(exigence: Exigence) -> Iterator[str]:
    for table, entetes in exigence.colonnes.items():
        yield f"{read_feuilles()[table]} ({_join(entetes)})"


def _syntheses(exigence: Exigence) -> Iterator[str]:
    tableaux = [read_syntheses()[code] for code in exigence.syntheses]
    maitre = dict.fromkeys(lieux.maitre for lieux in tableaux if lieux.maitre)
    annuelles = [lieux.annuelle for lieux in tableaux if lieux.annuelle]
    if maitre:
        yield f"maître ({_join(maitre)})"
    if annuelles or exigence.feuilles:
        yield f"synthèse annuelle ({_join(dict.fromkeys([*annuelles, *exigence.feuilles]))})"


def _regle(slug: str) -> str:
    return f"[{slug}]({CATALOGUE}#{slug})"


def _test(noeud: str) -> str:
    chemin, _, nom = noeud.partition("::")
    return f"[{nom}](../tests/{chemin})"


def _lien(code: str) -> str:
    return f"[{code}](#{code.lower()})"


def _count(exigences: Iterable[Exigence], etat: Etat) -> str:
    return str(sum(exigence.etat is etat for exigence in exigences))


def _join(mots: Iterable[str]) -> str:
    return ", ".join(mots)


def _table(entetes: Iterable[str], lignes: Iterable[Iterable[str]]) -> str:
    titres = tuple(entetes)
    rangees = [titres, ("---",) * len(titres), *lignes]
    return "".join(f"| {' | '.join(rangee)} |\n" for rangee in rangees)


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
