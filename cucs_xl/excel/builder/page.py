"""Paper: size, orientation, repeated headings and footer, the same on every sheet."""

from xlsxwriter.worksheet import Worksheet

A3, A4 = 8, 9


def set_page(
    feuille: Worksheet,
    *,
    service: str,
    paysage: bool,
    a3: bool = False,
    repete: tuple[int, int] | None = None,
    une_page: bool = False,
    exemple: bool = False,
) -> None:
    """Fit the sheet to one page wide; `une_page` also to one page tall."""
    feuille.set_paper(A3 if a3 else A4)
    if paysage:
        feuille.set_landscape()
    feuille.fit_to_pages(1, 1 if une_page else 0)
    feuille.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    feuille.set_footer(
        f"&L&8{service.replace('&', '&&')}&C&8&F – &A&R&8Imprimé le &D – page &P / &N"
    )
    if exemple:  # for sheets that have no band to say so
        feuille.set_header("&R&8DONNÉES D'EXEMPLE")
    if repete:
        feuille.repeat_rows(*repete)
