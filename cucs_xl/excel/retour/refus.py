"""Why a return is not read. Raised inside the reader of returns, never out of it."""


class RefusError(Exception):
    """A predicate in French, whose subject is the file, that says what to do.

    « est protégé par un mot de passe : retirez-le, enregistrez et renvoyez la fiche. »
    """


#: How most refusals end: whoever holds the file opens it and saves it anew.
ENREGISTREZ = (
    "ouvrez-le dans Excel ou LibreOffice, enregistrez-le au format .xlsx et importez-le de nouveau."
)


def build_endommage() -> RefusError:
    """Word the refusal of bytes that contradict each other."""
    return RefusError(
        "est endommagé ou incomplet : demandez au partenaire de le renvoyer, "
        f"ou {ENREGISTREZ.removesuffix('.')} s'il s'ouvre encore."
    )


def build_insolite() -> RefusError:
    """Word the refusal of a file that is perhaps right, but written as no spreadsheet does."""
    return RefusError(f"est écrit par un logiciel inhabituel : {ENREGISTREZ}")


def build_dangereux(quoi: str, remede: str) -> RefusError:
    """Word the refusal of what a partner's sheet never needs."""
    return RefusError(
        f"contient {quoi}, que sa fiche n'a pas : {remede}, ou renvoyez-lui sa fiche."
    )


def format_nom(nom: str) -> str:
    """Show a name that a stranger chose, on one line."""
    return "".join(c if c.isprintable() else "?" for c in nom[:60])
