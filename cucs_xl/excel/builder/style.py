"""How workbooks look: one palette, one font, one place."""

from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from cucs_xl.metier.schema import Sorte
from cucs_xl.metier.synthese import Unite

POLICE = "Calibri"

# Fills carry white or dark text at 4.5:1 or better; graphics are at 3:1 on white.
NUIT = "#1B2B4B"
BLEU = "#1F4E79"
AZUR = "#4A8BC9"
SARCELLE = "#0F6E73"
TURQUOISE = "#0F8B8D"
OCRE = "#C77700"
ARDOISE = "#5A6472"
GRIS = "#7A8793"
ENCRE = "#1F2A37"
BLANC = "#FFFFFF"

FOND_SAISIE, TEXTE_SAISIE = "#EAF2FB", "#1F4E79"
FOND_CALCUL, TEXTE_CALCUL = "#F0F2F5", "#3D4753"
FOND_ALERTE, TEXTE_ALERTE = "#FFF0C8", "#7A4B00"
FOND_BLOQUANT, TEXTE_BLOQUANT = "#F8D7DA", "#8E0A20"
FOND_FAIT, TEXTE_FAIT = "#DDF1E2", "#1B5E32"
FOND_ENTETE = "#E9EEF4"
FILET = "#C9D1DB"
LIEN = "#0B4F9E"

#: Series colours, in order, for charts that compare partners or stages.
SERIES = (BLEU, AZUR, TURQUOISE, OCRE, GRIS, NUIT, "#8A4F7D", "#5B7F2B")

EUROS = '#,##0\\ "€"_-;\\-#,##0\\ "€"_-;"–"_-'
CENTIMES = '#,##0.00\\ "€"_-;\\-#,##0.00\\ "€"_-;"–"_-'
#: In entry tables a typed zero stays visible: it is not an empty cell.
CENTIMES_SAISIS = '#,##0.00\\ "€"_-;\\-#,##0.00\\ "€"_-'
KILO = "#,##0,"
POURCENT = "0.0\\ %_-"
JOUR = "dd/mm/yyyy"
ANNEE = "0"
TEXTE = "@"


#: How the figures of a synthesis column are shown.
UNITES = {
    Unite.EUROS: CENTIMES,
    Unite.NOMBRE: '#,##0_-;\\-#,##0_-;"–"_-',
    Unite.ETP: '#,##0.00_-;\\-#,##0.00_-;"–"_-',
    Unite.TAUX: POURCENT,
    Unite.EUROS_PAR_HABITANT: CENTIMES,
    Unite.EUROS_POUR_UN: CENTIMES,
    Unite.TEXTE: "General",
}


class Apparence(NamedTuple):
    """How a kind of value is shown."""

    format: str
    alignement: str
    largeur: int


APPARENCES = {
    Sorte.TEXTE: Apparence(TEXTE, "left", 24),
    Sorte.CODE: Apparence(TEXTE, "left", 11),
    Sorte.MONTANT: Apparence(CENTIMES_SAISIS, "right", 15),
    Sorte.DATE: Apparence(JOUR, "center", 12),
    Sorte.ANNEE: Apparence(ANNEE, "center", 10),
    Sorte.NOMBRE: Apparence("General_-", "right", 12),
    Sorte.TAUX: Apparence("0.00\\ %_-", "right", 11),
    Sorte.LISTE: Apparence(TEXTE, "left", 12),
    Sorte.REFERENCE: Apparence(TEXTE, "left", 12),
    Sorte.LIBRE: Apparence("General", "left", 24),
}


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **proprietes: Any) -> Format:
        """Give the format with these properties over the common ones."""
        completes = {
            "font_name": POLICE, "font_size": 10, "font_color": ENCRE, "valign": "vcenter",
        } | proprietes  # fmt: skip
        cle = tuple(sorted(completes.items()))
        if cle not in self._formats:
            self._formats[cle] = self._workbook.add_format(completes)
        return self._formats[cle]

    def rule(self, **bordures: Any) -> Format:
        """Give a differential format that only draws borders."""
        cle = (("rule", ""), *sorted(bordures.items()))
        if cle not in self._formats:
            self._formats[cle] = self._workbook.add_format(bordures)
        return self._formats[cle]

    def mark(self, fond: str, texte: str, **proprietes: Any) -> Format:
        """Give a differential format for a conditional rule."""
        cle = (("mark", fond + texte), *sorted(proprietes.items()))
        if cle not in self._formats:
            self._formats[cle] = self._workbook.add_format(
                {"bg_color": fond, "font_color": texte} | proprietes
            )
        return self._formats[cle]

    @property
    def titre(self) -> Format:
        """Title of a sheet, in its band."""
        return self.get(
            font_size=18, bold=True, font_color=BLANC, bg_color=NUIT, indent=1, align="left"
        )

    @property
    def sous_titre(self) -> Format:
        """Second line of the band."""
        return self.get(font_size=10, font_color=BLANC, bg_color=NUIT, indent=1, align="left")

    @property
    def entete(self) -> Format:
        """Heading of a table, drawn directly: LibreOffice draws no table style."""
        return self.get(
            bold=True, font_color=BLANC, bg_color=BLEU, text_wrap=True, border=1, border_color=BLANC
        )

    def colonne(self, alignement: str, **proprietes: Any) -> Format:
        """Heading of a synthesis column, under its block."""
        base = {
            "bold": True, "font_color": NUIT, "bg_color": FOND_ENTETE, "align": alignement,
            "text_wrap": True, "bottom": 2, "bottom_color": NUIT,
        }  # fmt: skip
        return self.get(**(base | proprietes))

    @property
    def lien(self) -> Format:
        """A link."""
        return self.get(font_color=LIEN, underline=1)
