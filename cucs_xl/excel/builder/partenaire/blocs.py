"""Blocks of partners' sheets: questions one below the other, lists, their totals."""

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel import balise
from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.partenaire.calcul import Expression, Ref, format_formule
from cucs_xl.excel.builder.partenaire.peintre import A_EQUILIBRER, AU_MOINS, Peintre
from cucs_xl.excel.builder.partenaire.plan import RETRAIT, Emprise, base_lines, height, lines
from cucs_xl.excel.builder.partenaire.suivi import NUMERIQUES
from cucs_xl.excel.builder.partenaire.validation import build_coche, build_validation
from cucs_xl.metier.formulaire import NEANT, Case, Question
from cucs_xl.metier.formulaire.coherence import THEME
from cucs_xl.metier.schema import Sorte

Formules = dict[Ref, Expression]


def draw_titre(peintre: Peintre, emprise: Emprise) -> None:
    """Draw the title of a block and its instruction, and hide its row of marks."""
    feuille, fin = peintre.sheet(emprise.feuille), emprise.grille.etat
    feuille.write_string(
        emprise.marques, emprise.cle, balise.BLOC + emprise.bloc.code, peintre.marque
    )
    if emprise.bloc.cote:
        empan = (emprise.gauche, emprise.droite)
        peintre.put(feuille, emprise.titre, empan, emprise.bloc.titre, peintre.bande)
        return
    feuille.set_row(emprise.titre - 1, 6)
    feuille.set_row(emprise.titre, 19)
    feuille.set_row(emprise.marques, None, None, {"hidden": True})
    for colonne in range(1, fin + 1):
        feuille.write_blank(emprise.titre, colonne, None, peintre.bande)
    rang = 1 + sum(
        e.feuille == emprise.feuille and not e.bloc.cote
        for e in peintre.plan.emprises[: emprise.rang]
    )
    droite = emprise.droite if peintre.plan.voisine(emprise) else fin
    titre = f"{rang}. {emprise.bloc.titre}"
    peintre.put(feuille, emprise.titre, (1, droite), titre, peintre.bande)
    if emprise.consigne is not None:
        mot = peintre.styles.get(
            font_size=9, italic=True, font_color=style.ARDOISE, text_wrap=True, align="left", indent=1
        )  # fmt: skip
        peintre.put(feuille, emprise.consigne, (1, fin), emprise.bloc.consigne, mot)
        largeur = emprise.grille.largeur((1, fin)) - RETRAIT
        feuille.set_row(emprise.consigne, height(lines(emprise.bloc.consigne, largeur)))


def draw_fiche(peintre: Peintre, emprise: Emprise, formules: Formules) -> None:
    """Draw questions one below the other: label, answer, words about it, state."""
    grille, feuille = emprise.grille, peintre.sheet(emprise.feuille)
    feuille.write_string(emprise.marques, grille.large[0], balise.REPONSE, peintre.marque)
    largeur = grille.largeur(grille.libelle) - RETRAIT
    for rang, case in enumerate(emprise.bloc.cases):
        ref, lignes = emprise.ref(0, case.code), base_lines(emprise, rang)
        texte = _etoile(case)
        feuille.set_row(ref.ligne, height(max(lignes, lines(texte, largeur))))
        feuille.write_string(ref.ligne, emprise.cle, balise.CASE + case.code, peintre.marque)
        libelle = peintre.styles.get(
            text_wrap=True, align="left", indent=2 if texte.startswith("dont ") else 1,
            bottom=4, bottom_color=style.FILET, valign="top" if lignes > 1 else "vcenter",
        )  # fmt: skip
        peintre.put(feuille, ref.ligne, grille.libelle, texte, libelle)
        peintre.put(feuille, ref.ligne, emprise.empans[case.code], None, peintre.answer(case))
        etat = emprise.etat(0, case.code)
        peintre.state(etat, formules.get(etat))
        message = Ref(emprise.feuille, ref.ligne, grille.message[0])
        if message in formules:
            mot = peintre.styles.get(font_size=9, font_color=style.TEXTE_BLOQUANT, bold=True, indent=1, align="left")  # fmt: skip
            peintre.formula(message, grille.message, formules[message], mot)
        if isinstance(case, Question) and case.saisie:
            _validate_fiche(peintre, emprise, case, etat if etat in formules else None)


def _etoile(case: Case) -> str:
    requise = isinstance(case, Question) and case.saisie and case.requise
    return f"{case.texte} *" if requise else case.texte


def _validate_fiche(
    peintre: Peintre, emprise: Emprise, question: Question, etat: Ref | None
) -> None:
    """Help an answer, name it, and turn it red when the words of its state say why."""
    feuille, ref = peintre.sheet(emprise.feuille), emprise.ref(0, question.code)
    theme = emprise.ref(0, THEME) if THEME in emprise.empans else None
    options = build_validation(question, ref, peintre.listes, theme)
    feuille.data_validation(ref.ligne, ref.colonne, ref.ligne, ref.colonne, options)
    nom = f"{emprise.bloc.code}.{question.champ}".translate(str.maketrans("- '", "___"))
    peintre.dessin.workbook.define_name(nom, f"={format_formule(ref, '')}")
    if etat is not None:
        place = format_formule(etat, etat.feuille)
        regle = f"=AND(ISTEXT({place}),LEN({place})>0)"
        _mark(peintre, feuille, (ref.ligne, ref.colonne, ref.ligne), regle)


def _mark(peintre: Peintre, feuille: Worksheet, place: tuple[int, int, int], critere: str) -> None:
    """Turn red the cells of a column (first row, column, last row) that meet a condition."""
    haut, colonne, bas = place
    regle = {"type": "formula", "criteria": critere, "format": peintre.rouge}
    feuille.conditional_format(haut, colonne, bas, colonne, regle)


def draw_liste(peintre: Peintre, emprise: Emprise, formules: Formules) -> None:
    """Draw a list: headings, rows, total; its states are drawn with the block at its left."""
    feuille, grille = peintre.sheet(emprise.feuille), emprise.grille
    _draw_entetes(peintre, emprise)
    if not emprise.nombre:
        vide = peintre.styles.get(italic=True, font_color=style.ARDOISE, align="left", indent=1)
        empan = (emprise.gauche, emprise.droite)
        peintre.put(feuille, emprise.premiere, empan, "Aucune ligne : rien à remplir ici.", vide)
        return
    for ligne in emprise.lignes:
        feuille.write_blank(ligne, emprise.cle, None, peintre.marque)
        for code, case in emprise.cases():
            forme = peintre.coche if case is None else peintre.answer(case)
            peintre.put(feuille, ligne, emprise.empans[code], None, forme)
    _validate_liste(peintre, emprise)
    if emprise.total is not None:
        _draw_total(peintre, emprise, formules)
    if emprise.bloc.cote:
        return
    voisine = peintre.plan.voisine(emprise)
    emprises = [emprise, *([voisine] if voisine else [])]
    for rang in range(max(len(e.lignes) for e in emprises)):
        etat = emprise.etat(rang)
        feuille.set_row(etat.ligne, height(max(base_lines(e, rang) for e in emprises)))
        peintre.state(etat, formules.get(etat))
    assert emprise.entetes is not None
    etat = Ref(emprise.feuille, emprise.entetes, grille.etat)
    peintre.state(etat, formules.get(etat), AU_MOINS)
    if emprise.total is not None:
        etat = Ref(emprise.feuille, emprise.total, grille.etat)
        peintre.state(etat, formules.get(etat), A_EQUILIBRER)


def _draw_entetes(peintre: Peintre, emprise: Emprise) -> None:
    assert emprise.entetes is not None
    feuille, hauteur = peintre.sheet(emprise.feuille), 1
    for code, case in emprise.cases():
        empan = emprise.empans[code]
        feuille.write_string(emprise.marques, empan[0], balise.CASE + code, peintre.marque)
        texte, alignement = NEANT, "center"
        if case is not None:
            texte, alignement = _etoile(case), style.APPARENCES[case.genre.sorte].alignement
        retrait = {"indent": 1} if alignement == "left" else {}
        forme = peintre.styles.colonne(alignement, font_size=9, **retrait)
        peintre.put(feuille, emprise.entetes, empan, texte, forme)
        hauteur = max(hauteur, lines(texte, emprise.grille.largeur(empan) - RETRAIT / 2))
    if hauteur > 1 or not emprise.bloc.cote:
        feuille.set_row(emprise.entetes, height(hauteur))


def _draw_total(peintre: Peintre, emprise: Emprise, formules: Formules) -> None:
    bloc, feuille, total = emprise.bloc, peintre.sheet(emprise.feuille), emprise.total
    assert total is not None
    feuille.set_row(total, 19)
    base = {"bold": True, "font_color": style.BLANC, "bg_color": style.NUIT}
    for colonne in range(emprise.gauche, emprise.droite + 1):
        feuille.write_blank(total, colonne, None, peintre.styles.get(**base))
    premier = next(empan for code, empan in emprise.empans.items() if code not in bloc.total)
    partage = bloc.cote or peintre.plan.voisine(emprise) is not None
    titre = f"TOTAL {bloc.titre.upper()}" if partage else "TOTAL"
    peintre.put(feuille, total, premier, titre, peintre.styles.get(**base, align="left", indent=1))
    for code in bloc.total:
        sorte = bloc.case(code).genre.sorte
        numero = style.CENTIMES if sorte is Sorte.MONTANT else style.APPARENCES[sorte].format
        ref = Ref(emprise.feuille, total, emprise.empans[code][0])
        forme = peintre.styles.get(**base, num_format=numero, align="right")
        peintre.formula(ref, emprise.empans[code], formules[ref], forme)


def _validate_liste(peintre: Peintre, emprise: Emprise) -> None:
    """Help and limit the answers of a list, all rows at once; mark what cannot be."""
    feuille, bloc = peintre.sheet(emprise.feuille), emprise.bloc
    if not emprise.lignes:
        return
    haut, bas = emprise.lignes[0], emprise.lignes[-1]
    for question in bloc.questions:
        ref = emprise.ref(0, question.code)
        options = build_validation(question, ref, peintre.listes, None)
        feuille.data_validation(haut, ref.colonne, bas, ref.colonne, options)
        if question.genre.sorte in NUMERIQUES:
            _mark(peintre, feuille, (haut, ref.colonne, bas), f"=ISTEXT({_relative(ref)})")
    if bloc.neant:
        question = next(q for q in bloc.questions if q.code == bloc.neant)
        montant, coche = emprise.ref(0, bloc.neant), emprise.ref(0, NEANT)
        options = build_coche(question, coche, peintre.listes)
        feuille.data_validation(haut, coche.colonne, bas, coche.colonne, options)
        regle = f'=AND(${_relative(coche)}<>"",N(${_relative(montant)})<>0)'
        for ref in (montant, coche):
            _mark(peintre, feuille, (haut, ref.colonne, bas), regle)


def _relative(ref: Ref) -> str:
    return format_formule(ref, ref.feuille).replace("$", "")
