"""The tables of the envelope ledger, declared: by partner, by envelope, over the contract."""

from cucs_xl.metier.modele import Contrat
from cucs_xl.metier.nomenclature import StatutEnveloppe
from cucs_xl.metier.synthese import (
    Champ,
    Colonne,
    Difference,
    Dimension,
    Niveau,
    Registre,
    Somme,
    Tableau,
    Taux,
)


def build_dotations(contrat: Contrat) -> Tableau:
    """Credits promised over the contract, by year; a reference is told apart."""
    en_reference = ((Dimension.STATUT, (StatutEnveloppe.REFERENCE.value,)),)
    return Tableau(
        "dotations", "Dotations sur la durée du contrat", Dimension.EXERCICE, "Exercice",
        tuple((e.exercice, str(e.exercice)) for e in contrat.exercices),
        (
            Colonne("montant", "Ferme ou notifié", Registre(Champ.MONTANT, niveau=Niveau.TETES), "Acquis"),
            Colonne("avenants", "Avenants signés", Registre(Champ.AVENANTS, niveau=Niveau.TETES), "Acquis"),
            Colonne("connu", "Total acquis", Somme(("montant", "avenants")), "Acquis"),
            Colonne("reference", "En référence seulement", Registre(Champ.REFERENCE, en_reference, Niveau.TETES), "Non acquis"),
            Colonne("programme", "Programmé", Registre(Champ.PROGRAMME), "Usage"),
            Colonne("paye", "Payé", Registre(Champ.PAYE), "Usage"),
        ),
        None,
        "Une dotation en référence n'est pas un engagement : elle ne s'ajoute pas à l'acquis. Une "
        "enveloppe à définir n'y figure pas.",
    )  # fmt: skip


def build_maquette(contrat: Contrat, exercice: int) -> Tableau:
    """Envelope ledger of a year, by partner; the *dont* is counted once, inside."""
    cles = tuple((p.code, p.court or p.code) for p in contrat.partenaires)
    return Tableau(
        "maquette", "Maquette financière", Dimension.PARTENAIRE, "Partenaire", cles,
        _registre(), exercice,
        "Le « dont » (PRE) est compris dans l'enveloppe. Une référence n'est pas un engagement : "
        "seul un montant ferme, notifié ou fixé par avenant compte dans l'actualisé.",
    )  # fmt: skip


def build_enveloppes(contrat: Contrat, exercice: int) -> Tableau:
    """Envelope ledger of a year, one line per envelope; `plafond` excludes the *dont*."""
    courts = {p.code: p.court or p.code for p in contrat.partenaires}
    cles = tuple(
        (
            e.code,
            f"{'   dont ' if e.dont else ''}{courts.get(e.partenaire or '', e.partenaire)} – {e.nature.value if e.nature else ''}",
        )
        for e in contrat.enveloppes
        if e.exercice == exercice
    )
    return Tableau(
        "enveloppes", "Registre des enveloppes", Dimension.ENVELOPPE, "Enveloppe", cles,
        (
            Colonne("reference", "Référence", Registre(Champ.REFERENCE, niveau=Niveau.TETES), "Dotation"),
            Colonne("montant", "Montant", Registre(Champ.MONTANT, niveau=Niveau.TETES), "Dotation"),
            Colonne("avenants", "Avenants", Registre(Champ.AVENANTS, niveau=Niveau.TETES), "Dotation"),
            Colonne("actualise", "Actualisé", Registre(Champ.ACTUALISE, niveau=Niveau.TETES), "Dotation"),
            Colonne("dont", "dont compris", Registre(Champ.ACTUALISE, niveau=Niveau.DONT), "Dotation"),
            Colonne("plafond", "Plafond de la ligne", Registre(Champ.PLAFOND), "Programmation"),
            Colonne("programme", "Programmé", Registre(Champ.PROGRAMME), "Programmation"),
            Colonne("disponible", "Disponible", Difference("plafond", ("programme",)), "Programmation"),
            Colonne("taux", "Programmé sur plafond", Taux("programme", "plafond"), "Programmation"),
            Colonne("engage", "Engagé", Registre(Champ.ENGAGE), "Exécution"),
            Colonne("mandate", "Mandaté", Registre(Champ.MANDATE), "Exécution"),
            Colonne("paye", "Payé", Registre(Champ.PAYE), "Exécution"),
            Colonne("ae", "AE ouvertes", Registre(Champ.AE, niveau=Niveau.TETES), "LOLF"),
            Colonne("cp", "CP ouverts", Registre(Champ.CP, niveau=Niveau.TETES), "LOLF"),
        ),
        exercice,
        "Plafond de la ligne : l'actualisé moins les « dont », pour qu'aucun crédit ne compte deux "
        "fois. Le total ne retient que les montants connus ; rien n'est déduit d'un total incomplet.",
    )  # fmt: skip


def _registre() -> tuple[Colonne, ...]:
    return (
        Colonne("reference", "Référence", Registre(Champ.REFERENCE, niveau=Niveau.TETES), "Dotation"),
        Colonne("montant", "Montant", Registre(Champ.MONTANT, niveau=Niveau.TETES), "Dotation"),
        Colonne("avenants", "Avenants", Registre(Champ.AVENANTS, niveau=Niveau.TETES), "Dotation"),
        Colonne("actualise", "Actualisé", Registre(Champ.ACTUALISE, niveau=Niveau.TETES), "Dotation"),
        Colonne("dont", "dont PRE", Registre(Champ.ACTUALISE, niveau=Niveau.DONT), "Dotation"),
        Colonne("programme", "Programmé", Registre(Champ.PROGRAMME), "Programmation"),
        Colonne("disponible", "Disponible", Difference("actualise", ("programme",)), "Programmation"),
        Colonne("taux", "Programmé sur actualisé", Taux("programme", "actualise"), "Programmation"),
        Colonne("engage", "Engagé", Registre(Champ.ENGAGE), "Exécution"),
        Colonne("mandate", "Mandaté", Registre(Champ.MANDATE), "Exécution"),
        Colonne("paye", "Payé", Registre(Champ.PAYE), "Exécution"),
    )  # fmt: skip
