"""The brush of partners' sheets: how their cells are written, how they look."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.excel.builder.partenaire.calcul import Expression, Plage, Ref, format_formule
from cucs_xl.excel.builder.partenaire.grille import Empan
from cucs_xl.excel.builder.partenaire.plan import Plan
from cucs_xl.metier.formulaire import Case, Question
from cucs_xl.metier.modele import FICHES
from cucs_xl.metier.schema import Sorte

#: How states show: 1, 0, or their own words.
A_REMPLIR = '"✔";;"à remplir"'
A_EQUILIBRER = '"✔";;"à équilibrer"'
AU_MOINS = '"✔";;"1 ligne ou plus"'
#: People are counted whole.
_PERSONNES = "#,##0_-"


class Peintre:
    """Draws on the sheets of one structure."""

    def __init__(self, dessin: Dessin, plan: Plan, listes: dict[str, Plage]) -> None:
        self.dessin, self.plan, self.listes = dessin, plan, listes
        self.styles = dessin.styles
        self._answers: dict[Case, Format] = {}

    def sheet(self, nom: str) -> Worksheet:
        """Find a sheet."""
        return self.dessin.workbook.get_worksheet_by_name(nom)

    def put(
        self, feuille: Worksheet, ligne: int, empan: Empan, texte: str | None, forme: Format
    ) -> None:
        """Write over columns: merged, since a number does not spill over."""
        debut, fin = empan
        if fin > debut:
            feuille.merge_range(ligne, debut, ligne, fin, "", forme)
        if texte:
            feuille.write_string(ligne, debut, texte, forme)
        else:
            feuille.write_blank(ligne, debut, None, forme)

    def formula(self, ref: Ref, empan: Empan, formule: Expression, forme: Format) -> None:
        """Write a formula over columns; its value comes with the recipient's."""
        feuille = self.sheet(ref.feuille)
        self.put(feuille, ref.ligne, empan, None, forme)
        texte = "=" + format_formule(formule, ref.feuille)
        feuille.write_formula(ref.ligne, empan[0], texte, forme, "")

    def state(self, ref: Ref, formule: Expression | None, numero: str = A_REMPLIR) -> None:
        """Write a state, where there is one."""
        if formule is not None:
            forme = self.styles.get(font_size=9, align="center", num_format=numero, text_wrap=True)
            self.formula(ref, (ref.colonne, ref.colonne), formule, forme)

    @property
    def bande(self) -> Format:
        """Title of a block."""
        return self.styles.get(
            font_size=11, bold=True, font_color=style.BLANC, bg_color=style.SARCELLE, align="left", indent=1
        )  # fmt: skip

    @property
    def marque(self) -> Format:
        """Marks, in hidden rows and columns."""
        return self.styles.get(font_size=8, font_color=style.ARDOISE)

    @property
    def rouge(self) -> Format:
        """What contradicts itself, by rule."""
        return self.styles.mark(style.FOND_BLOQUANT, style.TEXTE_BLOQUANT, bold=True)

    @property
    def coche(self) -> Format:
        """A cell where « néant » is ticked."""
        return self.styles.get(
            font_size=9, align="center", border=1, border_color=style.AZUR, bg_color=style.FOND_SAISIE,
            font_color=style.TEXTE_SAISIE, num_format=style.TEXTE, locked=False,
        )  # fmt: skip

    def answer(self, case: Case) -> Format:
        """Give the look of an answer, blue and open, or of a recall, grey and locked."""
        if case not in self._answers:
            self._answers[case] = self._build_answer(case)
        return self._answers[case]

    def _build_answer(self, case: Case) -> Format:
        apparence = style.APPARENCES[case.genre.sorte]
        gauche = apparence.alignement == "left"
        proprietes: dict[str, Any] = {
            "num_format": apparence.format, "align": apparence.alignement, "border": 1, "text_wrap": gauche,
        }  # fmt: skip
        if gauche:
            proprietes["indent"] = 1
        if isinstance(case, Question):
            if case.table is FICHES and case.genre.sorte is Sorte.NOMBRE:
                proprietes["num_format"] = _PERSONNES
            if case.saisie and case.lignes > 1:
                proprietes["valign"] = "top"
        if case.saisie:
            couleurs = (style.FOND_SAISIE, style.TEXTE_SAISIE, style.AZUR)
        else:
            couleurs = (style.FOND_CALCUL, style.TEXTE_CALCUL, style.FILET)
        fond, encre, bord = couleurs
        return self.styles.get(
            **proprietes, bg_color=fond, font_color=encre, border_color=bord, locked=not case.saisie
        )
