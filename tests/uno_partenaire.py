"""A partner at work in LibreOffice: opens sheets, types in cells, saves them as told.

Run by the system's Python, which has `uno`: reads jobs as JSON on its standard input, each
{source, cible, cellules: {adresse: valeur}}; the format follows the end of the target's name.
"""

import json
import subprocess
import sys
import time
import uuid
from typing import Any

FILTRES = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"}


def connect(profil: str) -> tuple[subprocess.Popen[bytes], Any]:
    """Start LibreOffice and wait until it answers."""
    import uno  # type: ignore[import-not-found]  # noqa: PLC0415 - the system's Python only

    tube = f"cucs{uuid.uuid4().hex}"
    processus = subprocess.Popen(
        [
            "soffice", f"-env:UserInstallation=file://{profil}", "--headless", "--norestore",
            "--nologo", f"--accept=pipe,name={tube};urp;",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolveur = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(240):
        try:
            contexte = resolveur.resolve(f"uno:pipe,name={tube};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - uno's own exceptions: it is not there yet
            time.sleep(0.25)
        else:
            return processus, contexte.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", contexte
            )
    raise TimeoutError("LibreOffice does not answer")


def main() -> None:
    """Do every job, then close LibreOffice."""
    import uno  # noqa: PLC0415

    def propriete(nom: str, valeur: object) -> Any:
        propriete = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        propriete.Name, propriete.Value = nom, valeur
        return propriete

    processus, bureau = connect(sys.argv[1])
    try:
        for travail in json.load(sys.stdin):
            document = bureau.loadComponentFromURL(
                f"file://{travail['source']}", "_blank", 0, (propriete("Hidden", True),)
            )
            for adresse, valeur in travail["cellules"].items():
                feuille, _, cellule = adresse.rpartition("!")
                place = document.Sheets.getByName(feuille).getCellRangeByName(cellule)
                if isinstance(valeur, str):
                    place.setString(valeur)
                elif valeur is None:
                    place.clearContents(1 | 2 | 4)  # values, dates, texts
                else:
                    place.setValue(valeur)
            document.calculateAll()
            filtre = FILTRES[travail["cible"].rpartition(".")[2]]
            document.storeToURL(f"file://{travail['cible']}", (propriete("FilterName", filtre),))
            document.close(True)
        bureau.terminate()
    finally:
        processus.wait(60)


if __name__ == "__main__":
    main()
