"""The workbooks that the repository keeps: rewritten by `make build`, checked by CI.

A committed file is compared with a fresh build part by part, since two zlib builds may
deflate the same bytes differently.
"""

import io
import sys
import zipfile
from pathlib import Path

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.donnees.fautes import build_fautif
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.metier.controle import build_controles
from cucs_xl.metier.regles import check_contrat

#: The empty master carries placeholders that its owner replaces in Paramètres.
COMMUNE, INSEE, DEBUT = "Commune à préciser", "00000", 2007


def build_livraison() -> dict[str, bytes]:
    """Build every committed workbook, by file name.

    The last one is to learn on: each control fails in it, and its sheet Contrôles says so.
    """
    fautif = build_fautif()
    releves = build_controles(check_contrat(fautif), ())
    return {
        "suivi_cucs.xlsx": build_maitre(build_vierge(COMMUNE, INSEE, DEBUT)),
        "exemple_montelimar.xlsx": build_maitre(read_exemple()),
        "exemple_a_corriger.xlsx": build_maitre(fautif._replace(controles=tuple(releves))),
    }


def parts(octets: bytes) -> dict[str, bytes]:
    """Unzip a package: its parts, by name."""
    with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
        return {nom: paquet.read(nom) for nom in paquet.namelist()}


def check_fraiche(dossier: Path) -> list[str]:
    """Name the committed parts that differ from a fresh build."""
    differentes = []
    for nom, octets in build_livraison().items():
        livre = parts((dossier / nom).read_bytes())
        neuf = parts(octets)
        differentes += [
            f"{nom}!{part}" for part in sorted(livre | neuf) if livre.get(part) != neuf.get(part)
        ]
    return differentes


def main() -> None:
    """Write the workbooks in a folder, or check them with --verifier."""
    dossier = Path(sys.argv[1])
    if "--verifier" in sys.argv:
        if differentes := check_fraiche(dossier):
            sys.exit("à reconstruire (make build) : " + ", ".join(differentes))
        return
    for nom, octets in build_livraison().items():
        (dossier / nom).write_bytes(octets)


if __name__ == "__main__":
    main()
