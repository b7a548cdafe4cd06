"""Returns of partners: files of strangers, read by a worker that they may crash.

`dossier` lists files, `gardien` keeps the worker (`ouvrier`) and its `limites`; in the worker,
`ouverture` opens a file, `sas` passes it through `format`, `archive` and `texte_xml`, then
`ooxml` or `ods`, and `marques` finds the answers. `reponse` believes the worker in its shape
only.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cucs_xl.metier.retour.depouille import Depouille, Refus


def list_fichiers(chemins: "Iterable[Path]") -> "list[Path]":
    """Turn folders into their direct files, sorted; lock files and hidden ones left out.

    A path that cannot be listed or found stays as it is: `read_retours` will say why.
    """
    # The worker imports this package too, and must start light: hence imports where used.
    from cucs_xl.excel.retour import dossier  # noqa: PLC0415

    return dossier.list_fichiers(chemins)


def read_retours(chemins: "Iterable[Path]") -> "Iterator[Depouille | Refus]":
    """Read files in order; a bad one gives its `Refus`, whose reason has the file as subject.

    Raises:
        CucsError: reading cannot start on this machine.
    """
    from cucs_xl.excel.retour import lecture  # noqa: PLC0415

    return lecture.read_retours(chemins)
