"""The frame of a contract: parameters, years, territory, themes, partners, operators."""

from datetime import date as Jour  # noqa: N812 - « Date » is also a column
from typing import Annotated, NamedTuple

from cucs_xl.metier.modele.colonnes import libelle
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import (
    OuiNon,
    Regime,
    StatutAxe,
    StatutExercice,
    StatutJuridique,
    TypePartenaire,
)
from cucs_xl.metier.schema import (
    ANNEE,
    CODE,
    DATE,
    LIBRE,
    MONTANT,
    NOMBRE,
    TEXTE,
    Calcul,
    Cellule,
    Champ,
    Remplisseur,
    Table,
    liste,
    reference,
)

# One line per column reads as the table it declares.
# fmt: off

class Parametre(NamedTuple):
    """A value that may change: never written in a formula nor in code."""

    parametre: Annotated[str, Champ("Paramètre", TEXTE, "Nom lu par le programme : ne pas renommer.", requis=True, cle=True, largeur=34)]
    valeur: Annotated[Cellule, Champ("Valeur", LIBRE, "La valeur en vigueur.", largeur=48)] = None
    unite: Annotated[str | None, Champ("Unité", TEXTE, "Unité de la valeur.", largeur=12)] = None
    effet: Annotated[Jour | None, Champ("Effet", DATE, "Date à partir de laquelle la valeur s'applique.")] = None
    source: Annotated[str | None, Champ("Source", TEXTE, "Texte ou décision d'où vient la valeur.", largeur=60)] = None
    ligne: int = 0


class Exercice(NamedTuple):
    """A year of the contract."""

    exercice: Annotated[int, Champ("Exercice", ANNEE, "Année du programme, sur quatre chiffres.", requis=True, cle=True)]
    statut: Annotated[StatutExercice | None, Champ("Statut", liste(StatutExercice), "Un exercice clos ne se modifie plus que par rectification.", requis=True, largeur=18)] = None
    cloture_le: Annotated[Jour | None, Champ("Clôturé le", DATE, "Date de clôture ; vide tant que l'exercice est ouvert.", rempli_par=Remplisseur.PROGRAMME)] = None
    empreinte: Annotated[str | None, Champ("Empreinte", TEXTE, "Écrite à la clôture par le programme.", largeur=22, rempli_par=Remplisseur.PROGRAMME)] = None
    reste_a_payer: Annotated[Centimes | None, Champ("Reste à payer", MONTANT, "Engagé moins payé à la clôture, écrit par le programme : ce que reprend l'exercice suivant.", rempli_par=Remplisseur.PROGRAMME)] = None
    diffusee_le: Annotated[Jour | None, Champ("Synthèse diffusée le", DATE, "Date d'envoi de la synthèse annuelle aux partenaires, financeurs et acteurs de terrain (contrat, 3.2).", largeur=13)] = None
    ligne: int = 0


class Quartier(NamedTuple):
    """A priority quartier, with the reporting regime it falls under."""

    code: Annotated[str, Champ("Code", CODE, "Deux à quatre lettres, par exemple QO.", requis=True, cle=True)]
    quartier: Annotated[str | None, Champ("Quartier", TEXTE, "Nom du quartier.", requis=True, largeur=34)] = None
    commune: Annotated[str | None, Champ("Commune", TEXTE, "Commune du quartier.", largeur=22)] = None
    insee: Annotated[str | None, Champ("INSEE", CODE, "Code INSEE de la commune, en texte : garder le zéro initial.")] = None
    regime: Annotated[Regime | None, Champ("Régime", liste(Regime), "Décide du rapport annuel dû (contrat, 3.2).", requis=True, largeur=26)] = None
    population: Annotated[float | None, Champ("Population", NOMBRE, "Habitants, pour les euros par habitant.")] = None
    valide_du: Annotated[Jour | None, Champ("Valide du", DATE, "Entrée dans la géographie du contrat.")] = None
    valide_au: Annotated[Jour | None, Champ("Valide au", DATE, "Sortie ; vide si toujours valide.")] = None
    ligne: int = 0


class Theme(NamedTuple):
    """A theme of the contract; each action has one, so that sums tie."""

    code: Annotated[str, Champ("Code", CODE, "Trois lettres, par exemple EMP.", requis=True, cle=True)]
    theme: Annotated[str | None, Champ("Thème", TEXTE, "Intitulé complet, tel qu'au contrat.", requis=True, largeur=58)] = None
    court: Annotated[str | None, Champ("Libellé court", TEXTE, "Pour les graphiques et les tableaux.", requis=True, largeur=24)] = None
    champ_etat: Annotated[str | None, Champ("Champ État", TEXTE, "Champ d'intervention de l'État correspondant.", largeur=52)] = None
    ligne: int = 0


class Objectif(NamedTuple):
    """An objective within a theme."""

    code: Annotated[str, Champ("Code", CODE, "Thème puis numéro, par exemple EMP1.", requis=True, cle=True)]
    theme: Annotated[str | None, Champ("Thème", reference("tThemes"), "Code du thème. Garder ensemble les objectifs d'un thème.", requis=True)] = None
    objectif: Annotated[str | None, Champ("Objectif", TEXTE, "Intitulé de l'objectif, tel qu'au contrat.", requis=True, largeur=90)] = None
    ligne: int = 0


class Partenaire(NamedTuple):
    """Who funds. Several may sit under one heading: their `groupe`."""

    code: Annotated[str, Champ("Code", CODE, "Court et stable, par exemple ETAT.", requis=True, cle=True)]
    partenaire: Annotated[str | None, Champ("Partenaire", TEXTE, "Nom complet.", requis=True, largeur=46)] = None
    court: Annotated[str | None, Champ("Libellé court", TEXTE, "Pour les colonnes des tableaux, par exemple État.", requis=True, largeur=24)] = None
    groupe: Annotated[str | None, Champ("Groupe", reference("tPartenaires"), "Partenaire de tête : l'Acsé et les services relèvent de ETAT. Un chef de file porte son propre code.", requis=True)] = None
    type: Annotated[TypePartenaire | None, Champ("Type", liste(TypePartenaire), "Catégorie de financeur.", requis=True, largeur=18)] = None
    signataire: Annotated[OuiNon | None, Champ("Signataire", liste(OuiNon), "Signe le contrat : oui ou non.")] = None
    public: Annotated[OuiNon | None, Champ("Public", liste(OuiNon), "Compte dans les aides publiques : oui ou non.")] = None
    siret: Annotated[str | None, Champ("SIRET", CODE, "14 chiffres, en texte.", largeur=18)] = None
    courriel: Annotated[str | None, Champ("Courriel", TEXTE, "Adresse du service qui répond.", largeur=38)] = None
    diffusion: Annotated[str | None, Champ("Diffusion", TEXTE, "Liste de diffusion de la synthèse : partenaires, financeurs, acteurs de terrain.", largeur=20)] = None
    ligne: int = 0


class Operateur(NamedTuple):
    """Who carries actions."""

    code: Annotated[str, Champ("Code", CODE, "Court et stable, par exemple CCAS.", requis=True, cle=True)]
    operateur: Annotated[str | None, Champ("Opérateur", TEXTE, "Nom complet.", requis=True, largeur=52)] = None
    statut_juridique: Annotated[StatutJuridique | None, Champ("Statut juridique", liste(StatutJuridique), "Forme juridique.", largeur=20)] = None
    partenaire_lie: Annotated[str | None, Champ("Partenaire lié", reference("tPartenaires"), "Quand l'opérateur est aussi un financeur, par exemple la ville.")] = None
    siret: Annotated[str | None, Champ("SIRET", CODE, "14 chiffres, en texte.", largeur=18)] = None
    rna: Annotated[str | None, Champ("RNA", CODE, "W suivi de 9 caractères.", largeur=14)] = None
    courriel: Annotated[str | None, Champ("Courriel", TEXTE, "Adresse où envoyer la fiche.", largeur=30)] = None
    diffusion: Annotated[str | None, Champ("Diffusion", TEXTE, "Liste de diffusion de la synthèse.", largeur=20)] = None
    ligne: int = 0


class AxeRegion(NamedTuple):
    """A correspondence between a theme and an axis of the Région's urban policy."""

    theme: Annotated[str | None, Champ("Thème", reference("tThemes"), "Code du thème.", requis=True, cle=True)]
    axe: Annotated[str | None, Champ("Axe Région", TEXTE, "Axe de la politique urbaine de la Région.", requis=True, cle=True, largeur=52)] = None
    principal: Annotated[OuiNon | None, Champ("Principal", liste(OuiNon), "oui : les crédits du thème comptent sous cet axe ; un seul par thème.", requis=True)] = None
    statut: Annotated[StatutAxe | None, Champ("Statut", liste(StatutAxe), "proposé tant que la Région ne l'a pas validé.", requis=True)] = None
    ligne: int = 0


PARAMETRES = Table("tParametres", "Paramètres", Parametre, etape=1, aide="Ce qui définit le contrat et les seuils des contrôles.")
EXERCICES = Table("tExercices", "Exercices", Exercice, etape=1, aide="Les années du contrat.")
QUARTIERS = Table("tQuartiers", "Quartiers", Quartier, etape=1, aide="La géographie prioritaire et son régime de rapport.")
THEMES = Table("tThemes", "Thèmes", Theme, etape=1, aide="Un thème principal par action : c'est lui qui totalise.")
OBJECTIFS = Table("tObjectifs", "Objectifs", Objectif, etape=1, aide="Les objectifs du contrat, groupés par thème.", calculs=(libelle("Libellé thème", "Thème", "Intitulé du thème."),))
PARTENAIRES = Table("tPartenaires", "Partenaires", Partenaire, etape=1, aide="Les financeurs et leur partenaire de tête.")
OPERATEURS = Table("tOperateurs", "Opérateurs", Operateur, etape=1, aide="Les porteurs d'actions.")
AXES = Table(
    "tAxes", "Axes", AxeRegion, etape=1,
    aide="Correspondance entre les thèmes et les axes de la Région. Un axe principal par thème.",
    calculs=(
        Calcul("Clé", TEXTE, "Thème et axe : identifie la ligne.", "Axe Région", 40),
        libelle("Libellé thème", "Thème", "Libellé court du thème.", 24),
    ),
)
# fmt: on
