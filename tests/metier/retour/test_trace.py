"""What an import did to a table is exactly what undoing it takes back."""

import json
from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cucs_xl.metier.retour.trace import (
    Feuillet,
    Memo,
    build_trace,
    find_obstacles,
    read_memo,
    spell_memo,
    undo,
)
from cucs_xl.metier.schema import Cellule

CELLULES: st.SearchStrategy[Cellule] = st.one_of(
    st.none(), st.sampled_from(["", "x", "12 000"]), st.sampled_from([0.0, 1.5]), st.booleans(),
    st.just(date(2008, 1, 2)), st.just(datetime.fromisoformat("2008-01-02T03:04")),
)  # fmt: skip


@st.composite
def imports(draw: Any) -> tuple[Feuillet, Feuillet]:
    """Draw a table of unique keys, blank rows here and there, and what an import makes of it."""
    cles = draw(
        st.lists(
            st.sampled_from(["", "A", "B", "C", "D"]), max_size=5, unique_by=lambda c: c or object()
        )
    )
    avant = [{"Code": c or None, "V": draw(CELLULES) if c else None} for c in cles]
    apres: list[dict[str, Cellule]] = []
    cles_apres = []
    for ligne, cle in zip(avant, cles, strict=True):
        quoi = draw(st.sampled_from(["garde", "change", "retire"])) if cle else "garde"
        if quoi == "retire":
            apres.append({"Code": None, "V": None})
        else:
            apres.append({**ligne, "V": draw(CELLULES)} if quoi == "change" else dict(ligne))
        cles_apres.append("" if quoi == "retire" else cle)
    while apres and draw(st.booleans()) and not any(apres[-1].values()):  # as build_edition does
        apres.pop()
        cles_apres.pop()
    for neuf in draw(st.lists(st.sampled_from(["X", "Y"]), unique=True)):
        apres.append({"Code": neuf, "V": draw(CELLULES)})
        cles_apres.append(neuf)
    return Feuillet(avant, cles), Feuillet(apres, cles_apres)


def pleines(lignes: Any) -> list[Any]:
    """Give the rows that say something, blanks of every kind alike."""
    nues = [{e: None if v == "" else v for e, v in ligne.items()} for ligne in lignes]
    return [ligne for ligne in nues if any(v is not None for v in ligne.values())]


@given(imports())
def test_undo_is_the_inverse(importe: tuple[Feuillet, Feuillet]) -> None:
    avant, apres = importe
    trace = build_trace(avant, apres)

    assert not find_obstacles("t", trace, apres)
    rendues = undo(trace, apres)
    assert pleines(rendues) == pleines(avant.lignes)
    rangs = {str(li["Code"]): i for i, li in enumerate(avant.lignes) if li["Code"]}
    assert all(rendues[i]["Code"] == cle for cle, i in rangs.items())


@given(imports(), CELLULES)
def test_a_cell_changed_since_is_an_obstacle(
    importe: tuple[Feuillet, Feuillet], valeur: Cellule
) -> None:
    avant, apres = importe
    trace = build_trace(avant, apres)
    for modif in trace.modifs:
        rang = apres.cles.index(modif.cle)
        lignes = [dict(ligne) for ligne in apres.lignes]
        lignes[rang][modif.entete] = valeur
        obstacles = find_obstacles("t", trace, Feuillet(lignes, apres.cles))
        pareil = pleines([lignes[rang]]) == pleines([apres.lignes[rang]])
        assert bool(obstacles) != pareil or (type(valeur) is not type(apres.lignes[rang]["V"]))


@given(imports())
def test_a_sort_since_changes_nothing(importe: tuple[Feuillet, Feuillet]) -> None:
    avant, apres = importe
    trace = build_trace(avant, apres)
    triee = Feuillet(list(reversed(apres.lignes)), list(reversed(apres.cles)))

    assert not find_obstacles("t", trace, triee)
    rendues = pleines(undo(trace, triee))
    assert sorted(map(repr, rendues)) == sorted(map(repr, pleines(avant.lignes)))


@given(imports())
def test_a_memory_read_again_is_the_same(importe: tuple[Feuillet, Feuillet]) -> None:
    trace = build_trace(*importe)
    memo = Memo("2008-01-02 03:04", ("a.xlsx",), {"tBudgets": trace}, "{}")

    lu = read_memo(spell_memo(memo))

    assert lu is not None
    assert lu == memo


def test_a_spoilt_memory_is_none() -> None:
    for texte in (None, "", "x", "[]", json.dumps(["q", [], {"t": [1]}, None])):
        assert read_memo(texte) is None


def test_a_cell_typed_since_stands_in_the_way() -> None:
    avant = Feuillet([{"Code": "A", "V": 1.0}], ["A"])
    apres = Feuillet([{"Code": "A", "V": 2.0}], ["A"])
    retouche = Feuillet([{"Code": "A", "V": 3.0}], ["A"])
    trace = build_trace(avant, apres)

    assert find_obstacles("tT", trace, apres) == []
    [obstacle] = find_obstacles("tT", trace, retouche)
    assert (obstacle.cle, obstacle.entete, obstacle.importee, obstacle.trouvee) == (
        "A",
        "V",
        2.0,
        3.0,
    )
