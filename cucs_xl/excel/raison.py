"""Why the system refused a file, in French."""

import errno

_RAISONS = {
    errno.ENOENT: "introuvable",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.ENAMETOOLONG: "nom trop long",
}


def format_raison(erreur: OSError) -> str:
    """Say in French why the system refused; its own words are in the language of the machine."""
    return _RAISONS.get(erreur.errno or 0, f"erreur {erreur.errno} du système")
