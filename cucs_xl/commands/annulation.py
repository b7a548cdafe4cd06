"""« Annuler le dernier import »: taken back as one step, unless somebody changed its cells since."""

from cucs_xl.commands.ecriture import build_feuillet
from cucs_xl.commands.enregistrement import write_tables
from cucs_xl.commands.lecture import check_ouvert, read_entier
from cucs_xl.excel.classeur import Classeur, CucsError
from cucs_xl.metier.cloture import empreinte, find_clos
from cucs_xl.metier.lecture import Grille, read_contrat
from cucs_xl.metier.memoire import unpack_blocs
from cucs_xl.metier.modele import TABLE_PAR_NOM, TABLES, Contrat
from cucs_xl.metier.retour import memoire, trace
from cucs_xl.metier.retour.reponse import format_brut
from cucs_xl.metier.retour.trace import Memo, Obstacle, find_obstacles, undo
from cucs_xl.metier.schema import Cellule

#: Cells named in one message.
_CITEES = 5


def annuler(classeur: Classeur) -> Memo:
    """Give the workbook back what it said before the last import; tell which that was.

    Raises:
        CucsError: no import to take back, or cells of it were changed since: they are named;
            or a year that it changed was closed since.
    """
    contrat = read_entier(classeur).contrat
    memo = trace.read_memo(unpack_blocs(contrat.instantane, trace.OBJET))
    if memo is None:
        raise CucsError(
            f"« {classeur.nom} » ne garde pas d'import à annuler : il n'y en a pas eu, ou il est déjà annulé. "
            "Une copie d'avant chaque écriture est dans le dossier sauvegardes."
        )
    feuillets = {
        nom: build_feuillet(
            TABLE_PAR_NOM[nom], classeur.read(nom), contrat.table(TABLE_PAR_NOM[nom])
        )
        for nom in memo.traces
    }
    obstacles = [
        o for nom, t in memo.traces.items() for o in find_obstacles(nom, t, feuillets[nom])
    ]
    if obstacles:
        raise CucsError(_tell_obstacles(obstacles))
    ecritures = {nom: undo(t, feuillets[nom]) for nom, t in memo.traces.items()}
    apres = _read_apres(classeur, ecritures)
    for exercice in find_clos(contrat):
        if empreinte(contrat, exercice) != empreinte(apres, exercice):
            check_ouvert(contrat, exercice)
    write_tables(
        classeur, contrat, apres, ecritures,
        "annuler l'import", f"import du {memo.quand} : {', '.join(memo.fichiers) or 'arbitrages'}",
        {trace.OBJET: None, memoire.OBJET: memo.souvenirs},
    )  # fmt: skip
    return memo


def _read_apres(classeur: Classeur, ecritures: dict[str, list[dict[str, Cellule]]]) -> Contrat:
    """Read the contract that these rows will make, for the journal and the snapshot."""
    grilles = {}
    for table in TABLES:
        grille = classeur.read(table.nom)
        if table.nom in ecritures:
            lignes = [
                [ligne.get(entete) for entete in grille.entetes] for ligne in ecritures[table.nom]
            ]
            grille = Grille(grille.entetes, lignes, grille.premiere, tableur=grille.tableur)
        grilles[table.nom] = grille
    return read_contrat(grilles).contrat


def _tell_obstacles(obstacles: list[Obstacle]) -> str:
    cites = [
        f"{TABLE_PAR_NOM[o.table].feuille}, {o.cle}{f', {o.entete}' if o.entete else ''} : "
        f"« {format_brut(o.importee)} » à l'import, « {format_brut(o.trouvee)} » maintenant"
        for o in obstacles[:_CITEES]
    ]
    reste = len(obstacles) - _CITEES
    suite = f" ; et {reste} autres" if reste > 0 else ""
    return (
        f"l'import ne peut pas être annulé d'un coup, {len(obstacles)} cellule(s) ont changé depuis : "
        f"{' ; '.join(cites)}{suite}. Remettez-y la valeur de l'import et recommencez, ou corrigez à la main. "
        "Rien n'a été écrit."
    )
