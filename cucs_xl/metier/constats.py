"""What reading tells: one constructor per slug, as `regles` has one module per slug.

The first line of each docstring and its source are printed in the catalogue.
"""

from cucs_xl.metier.anomalie import Anomalie, Gravite
from cucs_xl.metier.schema import MONTANT, Colonne, Remplisseur, Sorte, Table


def table_absente(table: Table) -> Anomalie:
    """Chaque table du classeur est présente.

    Source : contrat, 3.1 : « le suivi financier et administratif du programme ».
    """
    return Anomalie(
        regle="table-absente",
        gravite=Gravite.ALERTE if table.rempli_par is Remplisseur.PROGRAMME else Gravite.BLOQUANTE,
        table=table.nom,
        constat=f"la table {table.nom} (feuille {table.feuille}) est introuvable",
        conseil="Reprenez la feuille dans une copie du dossier sauvegardes, ou annulez la suppression.",
    )


def colonne_absente(table: Table, colonne: Colonne, proche: str | None) -> Anomalie:
    """Chaque colonne garde son en-tête.

    Source : exports GISPRO 2018-2023, où le numéro d'engagement porte cinq en-têtes
    différents (betagouv/api-subventions-asso, gispro.parser.ts).
    """
    detail = f", peut-être renommée « {proche} »" if proche else ""
    return Anomalie(
        regle="colonne-absente",
        gravite=Gravite.BLOQUANTE if colonne.attribut else Gravite.ALERTE,
        table=table.nom,
        champ=colonne.entete,
        constat=f"la colonne « {colonne.entete} » manque{detail}",
        conseil=f"Rétablissez l'en-tête exact « {colonne.entete} » dans la feuille {table.feuille}.",
    )


def colonne_deplacee(table: Table, entete: str) -> Anomalie:
    """Une colonne déplacée est lue quand même.

    Source : exports GISPRO 2018-2023, dont la présentation change chaque année
    (betagouv/api-subventions-asso, gispro.parser.ts).
    """
    return Anomalie(
        regle="colonne-deplacee",
        gravite=Gravite.INFORMATION,
        table=table.nom,
        champ=entete,
        constat=f"la colonne « {entete} » n'est plus à sa place",
        conseil="Rien n'est perdu : les colonnes sont lues par leur en-tête. Remettez-la en place si cela gêne.",
    )


def lignes_sous_table(table: Table, ligne: int) -> Anomalie:
    """Rien n'est saisi sous une table : ces lignes ne seraient pas comptées.

    Source : subventions publiées par le département de la Sarthe, notes sous les données.
    """
    return Anomalie(
        regle="lignes-sous-table",
        gravite=Gravite.BLOQUANTE,
        table=table.nom,
        cle=f"ligne {ligne}",
        ligne=ligne,
        constat=f"la ligne {ligne} de la feuille {table.feuille} est saisie sous la table : elle n'est pas comptée",
        conseil="Étirez la table par le coin inférieur droit jusqu'à cette ligne, ou effacez la ligne.",
    )


def cellule_refusee(table: Table, colonne: Colonne, cle: str, ligne: int, message: str) -> Anomalie:
    """Say that a cell was refused; a reader's message is « constat : conseil »."""
    tell = valeur_hors_liste if colonne.genre.sorte is Sorte.LISTE else valeur_illisible
    constat, _, conseil = message.rpartition(" : ")
    return tell(table, colonne.entete, cle, ligne)._replace(
        constat=constat, conseil=f"{conseil[:1].upper()}{conseil[1:]}."
    )


def valeur_illisible(table: Table, entete: str, cle: str, ligne: int) -> Anomalie:
    """Un montant, une date, une année ou un code se lit sans hésitation, au centime près.

    Source : contrat, 4.1 à 4.3, où tout engagement est un montant en euros pour une année.
    """
    return Anomalie(
        "valeur-illisible", Gravite.BLOQUANTE, "", "", table.nom, cle, entete, ligne=ligne
    )


def nombre_en_texte(table: Table, colonne: Colonne, cle: str, ligne: int, valeur: str) -> Anomalie:
    """Un montant, une année ou une date est un nombre, pas un texte qui lui ressemble.

    Source : Excel, SOMME.SI.ENS : une cellule de texte n'est pas additionnée, sans avertissement.
    """
    return Anomalie(
        regle="nombre-en-texte",
        gravite=Gravite.ALERTE if colonne.genre.sorte is Sorte.DATE else Gravite.BLOQUANTE,
        table=table.nom,
        cle=cle,
        champ=colonne.entete,
        ligne=ligne,
        constat=f"« {valeur} » est un texte : les formules du classeur ne le comptent pas",
        conseil="Ressaisissez la valeur dans la cellule ; un nombre s'aligne à droite, un texte à gauche.",
    )


def valeur_hors_liste(table: Table, entete: str, cle: str, ligne: int) -> Anomalie:
    """Une colonne à liste ne contient que les valeurs de la liste.

    Source : subventions publiées dans les Pays de la Loire, « nature » en sept graphies.
    """
    return Anomalie(
        "valeur-hors-liste", Gravite.BLOQUANTE, "", "", table.nom, cle, entete, ligne=ligne
    )


def erreur_excel(table: Table, entete: str, cle: str, ligne: int, erreur: str) -> Anomalie:
    """Aucune cellule n'affiche une erreur d'Excel.

    Source : contrat, 3.2 : le bilan est « adossé aux éléments de suivi physique et financier ».
    """
    return Anomalie(
        regle="erreur-excel",
        gravite=Gravite.BLOQUANTE,
        table=table.nom,
        cle=cle,
        champ=entete,
        ligne=ligne,
        constat=f"la cellule affiche {erreur}",
        conseil="Corrigez la formule ou saisissez la valeur.",
    )


def calcul_ecrase(table: Table, entete: str, cle: str, ligne: int) -> Anomalie:
    """Une colonne calculée garde sa formule sur toutes les lignes.

    Source : contrat, 3.2 : le bilan est « adossé aux éléments de suivi physique et financier ».
    """
    montant = any(c.entete == entete and c.genre is MONTANT for c in table.colonnes)
    return Anomalie(
        regle="calcul-ecrase",
        # An amount typed over falsifies the sheets that add it; a label misleads only.
        gravite=Gravite.BLOQUANTE if montant else Gravite.ALERTE,
        table=table.nom,
        cle=cle,
        champ=entete,
        ligne=ligne,
        constat=f"la colonne « {entete} » est calculée, mais cette cellule ne contient plus sa formule",
        conseil="Recopiez la formule d'une cellule voisine de la même colonne ; la valeur saisie n'est pas lue.",
    )


#: Every slug that reading tells, in the order of the catalogue.
CONSTATS = (
    table_absente,
    colonne_absente,
    colonne_deplacee,
    lignes_sous_table,
    valeur_illisible,
    nombre_en_texte,
    valeur_hors_liste,
    erreur_excel,
    calcul_ecrase,
)
