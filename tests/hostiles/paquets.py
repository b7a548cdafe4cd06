"""Zips that lie, swell, or are cut."""

import random
import re
import struct
import zipfile
from collections.abc import Iterator

from tests.hostiles.atelier import Entree, Fiche, build_zip, write_zip
from tests.hostiles.attente import Attente, Hostile

_MO = 2**20
_FEUILLE_VIDE = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)


def build(fiche: Fiche) -> Iterator[Hostile]:
    yield from _bombes(fiche)
    yield from _mensonges(fiche)
    yield from _noms(fiche)
    yield from _degats(fiche)


def _bombes(fiche: Fiche) -> Iterator[Hostile]:
    def bombe(nom: str, part: str, contenu: bytes, attente: Attente = Attente.REFUS) -> Hostile:
        classe = "bombe zip dans une feuille" if "sheet" in part else "bombe zip ailleurs"
        octets = build_zip({**fiche.parts, part: contenu}, niveau=1)
        mot = "dilate" if attente is Attente.REFUS else ""
        return Hostile(classe, nom, octets, attente, mot)

    blancs = b" " * (130 * _MO)
    yield bombe("blancs.xlsx", fiche.part, fiche.parts[fiche.part] + blancs)
    cellules = b"".join(b'<c r="A%d"><v>1</v></c>' % i for i in range(200))
    rangees = (b'<row r="1">' + cellules + b"</row>") * 40_000
    feuille = _FEUILLE_VIDE.replace(b"<sheetData/>", b"<sheetData>" + rangees + b"</sheetData>")
    yield bombe("rangees.xlsx", "xl/worksheets/sheet88.xml", feuille)
    yield bombe("theme.xlsx", "xl/theme/theme1.xml", b"<a/>" * (30 * _MO))
    yield bombe("image.xlsx", "xl/media/image1.png", bytes(120 * _MO))
    yield bombe("proprietes.xlsx", "docProps/core.xml", b"<a>" + blancs + b"</a>")
    hasard = random.Random(5).randbytes(20_000)  # noqa: S311 - a corpus, not a secret
    morceaux = {f"customXml/item{i}.bin": hasard * 2000 for i in range(5)}
    yield Hostile(
        "bombe zip ailleurs", "cinq-parts.xlsx", build_zip({**fiche.parts, **morceaux}, 1),
        Attente.REFUS, "dilate",
    )  # fmt: skip
    poupee = build_zip({"0.bin": bytes(30 * _MO)})
    for _ in range(4):
        poupee = build_zip({f"{i}.zip": poupee for i in range(10)})
    yield Hostile(
        "bombe zip imbriquée", "poupee.xlsx", build_zip({**fiche.parts, "xl/media/a.zip": poupee}),
        Attente.IDENTIQUE,
    )  # fmt: skip
    yield Hostile("bombe zip imbriquée", "zip-de-zips.xlsx", poupee, Attente.REFUS, "archive")
    parts = {f"xl/vide{i}.xml": b"<a/>" for i in range(3000)}
    yield Hostile(
        "bombe zip ailleurs", "trois-mille-parts.xlsx", build_zip({**fiche.parts, **parts}),
        Attente.REFUS, "archive",
    )  # fmt: skip


def _mensonges(fiche: Fiche) -> Iterator[Hostile]:
    entrees = [Entree(nom, contenu) for nom, contenu in fiche.parts.items()]

    def autre(nom: str, **champs: object) -> bytes:
        return write_zip(
            [e._replace(**champs) if e.nom == nom else e for e in entrees]  # type: ignore[arg-type]
        )

    mensonge = "tailles menteuses"
    yield Hostile(mensonge, "petite.xlsx", autre(fiche.part, taille=10), Attente.REFUS)
    yield Hostile(mensonge, "grande.xlsx", autre(fiche.part, taille=2**31), Attente.REFUS)
    enorme = fiche.parts[fiche.part] + b" " * (130 * _MO)
    yield Hostile(
        mensonge, "bombe-cachee.xlsx", autre(fiche.part, contenu=enorme, taille=1000),
        Attente.REFUS, "dilate",
    )  # fmt: skip
    yield Hostile(mensonge, "zip64.xlsx", autre(fiche.part, taille=0xFFFFFFFF), Attente.REFUS)
    yield Hostile(
        "entrées contradictoires", "deux-noms.xlsx", autre(fiche.part, nom_local="xl/autre.xml"),
        Attente.REFUS,
    )  # fmt: skip
    yield Hostile(
        "entrées chevauchantes", "meme-corps.xlsx", _overlap(build_zip(fiche.parts)), Attente.REFUS
    )
    yield Hostile(
        "entrées chevauchantes", "repertoire.xlsx", _shift(build_zip(fiche.parts)), Attente.REFUS
    )
    yield Hostile("chiffré", "zip.xlsx", autre(fiche.part, drapeaux=1), Attente.REFUS, "chiffrée")
    yield Hostile(
        "méthode de compression", "bzip2.xlsx", autre(fiche.part, methode=12), Attente.REFUS
    )
    yield Hostile(
        "méthode de compression", "sans.xlsx", autre(fiche.part, methode=zipfile.ZIP_STORED),
        Attente.IDENTIQUE,
    )  # fmt: skip
    vide = fiche.part, _FEUILLE_VIDE
    for nom, entree in (
        ("meme.xlsx", Entree(*vide)),
        ("casse.xlsx", Entree(vide[0].upper(), vide[1])),
    ):
        yield Hostile(
            "entrées en double", nom, write_zip([*entrees, entree]), Attente.REFUS, "deux fois"
        )
    yield Hostile(
        "entrées en double", "avant.xlsx", write_zip([Entree(*vide), *entrees]), Attente.REFUS,
        "deux fois",
    )  # fmt: skip


def _overlap(octets: bytes) -> bytes:
    """Make the second entry of the directory point to the first one's bytes."""
    centrales = [m.start() for m in re.finditer(rb"PK\x01\x02", octets)]
    (premiere,) = struct.unpack_from("<L", octets, centrales[0] + 42)
    place = centrales[1] + 42
    return octets[:place] + struct.pack("<L", premiere) + octets[place + 4 :]


def _shift(octets: bytes) -> bytes:
    """Make the directory begin inside the last part."""
    fin = octets.rindex(b"PK\x05\x06")
    taille, debut = struct.unpack_from("<2L", octets, fin + 12)
    return octets[: fin + 12] + struct.pack("<2L", taille + 40, debut - 40) + octets[fin + 20 :]


def _noms(fiche: Fiche) -> Iterator[Hostile]:
    entrees = [Entree(nom, contenu) for nom, contenu in fiche.parts.items()]
    for i, nom in enumerate(
        ("../../evade.txt", "/tmp/evade.txt", "xl\\..\\evade.txt", "C:/evade.txt", "xl/a\nb.txt")  # noqa: S108
    ):
        yield Hostile(
            "noms qui s'évadent", f"evasion-{i}.xlsx", write_zip([*entrees, Entree(nom, b"x")]),
            Attente.REFUS, "ailleurs",
        )  # fmt: skip


def _degats(fiche: Fiche) -> Iterator[Hostile]:
    octets = fiche.octets
    longueur = len(octets)
    for fin in (4, 30, longueur // 10, longueur // 2, longueur - 200, longueur - 22, longueur - 1):
        yield Hostile("tronqué", f"tronque-{fin}.xlsx", octets[:fin], Attente.REFUS)
    yield Hostile("tronqué", "queue.xlsx", octets + b"\0" * 100, Attente.REFUS)
    yield Hostile("tronqué", "tete.xlsx", b"\0" * 100 + octets, Attente.REFUS)
    yield Hostile("tronqué", "trou.xlsx", octets[:3000] + octets[3500:], Attente.REFUS)
    hasard = random.Random(2007)  # noqa: S311 - a corpus, not a secret
    for rang in range(24):
        abimes = bytearray(octets)
        for _ in range(1 + rang // 8):
            abimes[hasard.randrange(longueur)] ^= 1 << hasard.randrange(8)
        yield Hostile("bits inversés", f"bit-{rang:02}.xlsx", bytes(abimes), Attente.LIBRE)
