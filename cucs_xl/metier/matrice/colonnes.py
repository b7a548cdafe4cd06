"""The columns of the matrix: those it always has, and those a contract calls for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from cucs_xl.metier.anomalie import Anomalie
from cucs_xl.metier.modele import Contrat, Partenaire
from cucs_xl.metier.montant import Centimes
from cucs_xl.metier.nomenclature import Nature, OuiNon, TypePartenaire
from cucs_xl.metier.schema import ANNEE, MONTANT, TEXTE, Calcul, Colonne, Genre

TABLE = "tProgrammation"
FEUILLE = "Programmation"
ACTION, EXERCICE, MEMOIRE = "Action", "Exercice", "Mémoire"

# One line per column reads as the table it declares.
# fmt: off
#: What the sheet computes from the other tables; STATUT is the last before the amounts.
CLE, TOTAL, ECART, STATUT = "Clé", "Total", "Écart au coût", "Statut"
CALCULS = (
    Calcul(CLE, TEXTE, "Action et exercice : identifie la ligne.", EXERCICE, 14),
    Calcul("Intitulé", TEXTE, "Intitulé de l'action.", CLE, 42),
    Calcul("Opérateur", TEXTE, "Qui porte l'action.", "Intitulé", 23),
    Calcul("Thème", TEXTE, "Thème principal.", "Opérateur", 14),
    Calcul("Reconduction", TEXTE, "Nouvelle ou reconduite.", "Thème", 12),
    Calcul("Avis technique", TEXTE, "Avis du comité technique.", "Reconduction", 11),
    Calcul("Année précédente", MONTANT, "Crédits spécifiques et PRE programmés pour la même action un an plus tôt.", "Avis technique", 10),
    Calcul("Sollicité", MONTANT, "Crédits spécifiques et PRE sollicités.", "Année précédente", 10),
    Calcul("Coût prévisionnel", MONTANT, "Total du budget de l'action, hors contributions volontaires.", "Sollicité", 11),
    Calcul(TOTAL, MONTANT, "Somme de la ligne, hors contributions volontaires.", "Coût prévisionnel", 11),
    Calcul(ECART, MONTANT, "Coût prévisionnel moins le total : ce qui reste à financer, ou est financé en trop.", TOTAL, 11),
    Calcul(STATUT, TEXTE, "Décision : se saisit dans la feuille Actions.", ECART, 15),
)
# fmt: on
#: Headings that are never a column of amounts.
FIXES = (ACTION, EXERCICE, MEMOIRE, *(calcul.entete for calcul in CALCULS))


class Paire(NamedTuple):
    """A column: who pays, with which nature of credits."""

    partenaire: str
    nature: Nature

    @property
    def entete(self) -> str:
        """The heading of its column."""
        return f"{self.partenaire} {self.nature}"


#: An action in one year.
Cle: TypeAlias = tuple[str, int]


class Rangee(NamedTuple):
    """A row as it was found.

    `refusees` are the cells that could not be read. `memoire` is what was last written in
    the row, blanks left out; None when nothing says so. `vide`: nothing is typed in it.
    """

    ligne: int
    action: str | None
    exercice: int | None
    cellules: Mapping[Paire, Centimes | None]
    refusees: frozenset[Paire] = frozenset()
    memoire: Mapping[Paire, Centimes] | None = None
    vide: bool = False


class Matrice(NamedTuple):
    """What the sheet holds. `colonnes` gives the heading of each pair, as it is spelled.

    `libres` are the headings that people added beside, when something is typed under them.
    """

    colonnes: Mapping[Paire, str]
    rangees: tuple[Rangee, ...]
    memorisee: bool = True
    libres: tuple[str, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()


#: In the order a COPIL reads: what it decides, then what goes with it.
_BLOCS = {Nature.SPECIFIQUE: 0, Nature.PRE: 0, Nature.DROIT_COMMUN: 1, Nature.VOLONTAIRE: 3}


def choose_paires(contrat: Contrat) -> tuple[Paire, ...]:
    """Choose the columns of a contract: its fundings', its envelopes', and usual ones at first."""
    paires = {
        Paire(f.partenaire, f.nature) for f in contrat.financements if f.partenaire and f.nature
    }
    groupes = {p.code: p.groupe or p.code for p in contrat.partenaires}
    for enveloppe in contrat.enveloppes:
        groupe = groupes.get(enveloppe.partenaire or "")
        if enveloppe.nature and groupe:
            pris = {(groupes.get(p.partenaire), p.nature) for p in paires}
            if (groupe, enveloppe.nature) not in pris:
                paires.add(Paire(_choose_payeur(contrat.partenaires, groupe), enveloppe.nature))
    if not contrat.financements:
        paires |= _usuelles(contrat.partenaires)
    rangs = {p.code: rang for rang, p in enumerate(contrat.partenaires)}
    natures = list(Nature)
    return tuple(
        sorted(
            paires,
            key=lambda p: (
                _BLOCS.get(p.nature, 2),
                rangs.get(p.partenaire, len(rangs)),
                p.partenaire,
                natures.index(p.nature),
            ),
        )
    )


def _choose_payeur(partenaires: Iterable[Partenaire], groupe: str) -> str:
    """Name who pays for a group: a signatory other than its head (the Acsé), else its head."""
    membres = (p.code for p in partenaires if p.groupe == groupe and p.signataire is OuiNon.OUI)
    return next((code for code in membres if code != groupe), groupe)


def _usuelles(partenaires: Sequence[Partenaire]) -> set[Paire]:
    paires = set()
    for partenaire in partenaires:
        tete = partenaire.groupe in {None, partenaire.code}
        if partenaire.signataire is OuiNon.OUI and tete:
            payeur = _choose_payeur(partenaires, partenaire.code)
            paires.add(Paire(payeur, Nature.SPECIFIQUE))
            if partenaire.type is TypePartenaire.ETAT:
                paires.add(Paire(payeur, Nature.PRE))
        if partenaire.type is TypePartenaire.PRIVE:  # the operators themselves
            paires.add(Paire(partenaire.code, Nature.AUTOFINANCEMENT))
        elif partenaire.type is not TypePartenaire.ETAT:
            paires.add(Paire(partenaire.code, Nature.DROIT_COMMUN))
    return paires


def build_colonnes(paires: Iterable[Paire]) -> tuple[Colonne, ...]:
    """Declare the columns of the sheet, in its order; the memory, hidden, comes before amounts."""

    def typee(entete: str, genre: Genre, aide: str, largeur: float) -> Colonne:
        return Colonne(entete, genre, aide, False, False, int(largeur), entete)

    colonnes = [
        typee(ACTION, TEXTE, "Code de l'action : écrit par « Programmer ».", 12),
        typee(EXERCICE, ANNEE, "Année du programme : écrite par « Programmer ».", 8),
        *(Colonne(c.entete, c.genre, c.aide, False, False, c.largeur, None) for c in CALCULS),
    ]
    # Left of the decision, so that typing beside the last amount adds a column of amounts.
    memoire = typee(MEMOIRE, TEXTE, "Écrit par « Programmer » : ne pas modifier.", 10)
    colonnes.insert(len(colonnes) - 1, memoire)
    colonnes += [
        typee(
            paire.entete,
            MONTANT,
            f"Montant décidé par le COPIL : {paire.partenaire}, {paire.nature}. Pas encore décidé : "
            "laisser vide ; 0 : rien n'est accordé. « Programmer » le reporte dans Financements.",
            10,
        )
        for paire in paires
    ]
    return tuple(colonnes)
