"""The files that the repository keeps: rewritten by `make build`, checked by CI.

A committed file is compared with a fresh build part by part, since two zlib builds may
deflate the same bytes differently.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from cucs_xl.donnees import build_vierge, read_exemple
from cucs_xl.donnees.fautes import build_fautif
from cucs_xl.excel.builder.maitre import build_maitre
from cucs_xl.excel.builder.paquet import parts
from cucs_xl.excel.builder.partenaire import build_feuille
from cucs_xl.metier.controle import build_controles
from cucs_xl.metier.formulaire import MODELES, Envoi, Source, build_formulaire
from cucs_xl.metier.formulaire.identite import nom_contrat
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


def build_modeles() -> dict[str, bytes]:
    """Build the partners' sheets, empty and for nobody: to be looked at, not to be sent."""
    contrat = build_vierge(COMMUNE, INSEE, DEBUT)
    source = Source(contrat)
    return {
        f"{modele.fichier}.xlsx": build_feuille(
            build_formulaire(
                source, Envoi(modele.code, modele.version, nom_contrat(contrat), DEBUT, "")
            ),
            source,
        )
        for modele in MODELES.values()
    }


#: What is kept in each folder.
DOSSIERS: Mapping[str, Callable[[], dict[str, bytes]]] = {
    "workbook": build_livraison,
    "templates": build_modeles,
}


def check_fraiche(
    dossier: Path, construire: Callable[[], dict[str, bytes]] = build_livraison
) -> list[str]:
    """Name the committed parts that differ from a fresh build."""
    differentes = []
    for nom, octets in construire().items():
        livre = parts((dossier / nom).read_bytes())
        neuf = parts(octets)
        differentes += [
            f"{nom}!{part}" for part in sorted(livre | neuf) if livre.get(part) != neuf.get(part)
        ]
    return differentes


def main() -> None:
    """Write the files of folders, or check them with --verifier."""
    dossiers = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("--")]
    for dossier in dossiers:
        construire = DOSSIERS[dossier.name]
        if "--verifier" in sys.argv:
            if differentes := check_fraiche(dossier, construire):
                sys.exit("à reconstruire (make build) : " + ", ".join(differentes))
            continue
        for nom, octets in construire().items():
            (dossier / nom).write_bytes(octets)


if __name__ == "__main__":
    main()
