"""The sheet Contrôles of a synthesis: what ties to the cent, what remains to correct."""

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from cucs_xl.excel.builder import style
from cucs_xl.excel.builder.dessin import Dessin
from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.consolidation import LIBELLES_AXES, Ecart
from cucs_xl.metier.controle import Lieu, lieu
from cucs_xl.metier.faits import LIBELLES_ETAPES
from cucs_xl.metier.modele import TABLE_PAR_NOM
from cucs_xl.metier.montant import format_euros


def draw_controles(
    dessin: Dessin,
    feuille: Worksheet,
    ecarts: Iterable[Ecart],
    anomalies: Sequence[Anomalie],
    justifications: Mapping[Lieu, str],
) -> None:
    """Say what ties and what does not: the totals over each axis, then the anomalies."""
    styles = dessin.styles
    for place, largeur in enumerate((14, 26, 22, 22, 84, 62, 44), start=1):
        feuille.set_column(place, place, largeur)
    entete = styles.colonne("left")
    texte = styles.get(bottom=1, bottom_color=style.FILET, text_wrap=True, align="left")
    montant = styles.get(
        bottom=1, bottom_color=style.FILET, num_format=style.CENTIMES, align="right"
    )
    titre = styles.get(font_size=12, bold=True, font_color=style.NUIT)
    feuille.write_string(
        4,
        1,
        "Les totaux par partenaire, thème, opérateur, quartier et régime (toutes natures, contributions volontaires comprises) égalent ceux des lignes",
        titre,
    )
    for place, nom in enumerate(
        ("État", "Axe et étape", "Total des lignes", "Réparti sur l'axe", "Écart"), start=1
    ):
        feuille.write_string(5, place, nom, entete)
    ligne = 6
    for ecart in ecarts:
        if not ecart.total and not ecart.reparti:
            continue
        conforme = not ecart.ecart
        fond, encre = (
            (style.FOND_FAIT, style.TEXTE_FAIT)
            if conforme
            else (style.FOND_BLOQUANT, style.TEXTE_BLOQUANT)
        )
        feuille.write_string(
            ligne,
            1,
            "Conforme" if conforme else "Écart",
            styles.get(bg_color=fond, font_color=encre, bold=True, align="center"),
        )
        feuille.write_string(
            ligne, 2, f"{LIBELLES_AXES[ecart.axe]} – {LIBELLES_ETAPES[ecart.etape]}", texte
        )
        feuille.write_number(ligne, 3, ecart.total / 100, montant)
        feuille.write_number(ligne, 4, ecart.reparti / 100, montant)
        feuille.write_string(ligne, 5, "aucun" if conforme else format_euros(ecart.ecart), texte)
        ligne += 1
    ligne += 1
    nombre = len(anomalies)
    feuille.write_string(
        ligne,
        1,
        "Anomalies relevées dans le classeur maître"
        if nombre
        else "Aucune anomalie relevée dans le classeur maître",
        titre,
    )
    if nombre:
        for place, nom in enumerate(
            ("Gravité", "Feuille", "Ligne", "Colonne", "Constat", "Conseil", "Justification"),
            start=1,
        ):
            feuille.write_string(ligne + 1, place, nom, entete)
    for i, anomalie in enumerate(anomalies, start=ligne + 2):
        table = TABLE_PAR_NOM.get(anomalie.table)
        bloquante = anomalie.gravite is Gravite.BLOQUANTE
        fond, encre = (
            (style.FOND_BLOQUANT, style.TEXTE_BLOQUANT)
            if bloquante
            else (style.FOND_ALERTE, style.TEXTE_ALERTE)
        )
        feuille.write_string(
            i,
            1,
            anomalie.gravite.value,
            styles.get(bg_color=fond, font_color=encre, bold=True, align="center"),
        )
        cellules = (
            table.feuille if table else "",
            anomalie.cle,
            anomalie.champ,
            anomalie.constat,
            anomalie.conseil,
            justifications.get(lieu(anomalie), ""),
        )
        for place, valeur in enumerate(cellules, start=2):
            feuille.write_string(i, place, valeur, texte)
