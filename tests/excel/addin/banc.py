"""The bench: LibreOffice opens the add-in's own modules and clicks, a workbook in front.

Nothing of ours is changed. Only what Office alone has is doubled, at its own name: the COM
object WScript.Shell (a class of that name, which CreateObject finds) and AppleScriptTask.
The double of Run notes the command, then starts the program for true, without a shell.

A compile error in LibreOffice is silent: every call comes back empty. So each call answers
something, and the tests read it.
"""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from cucs_xl.excel.addin.paquet import build_paquet
from cucs_xl.excel.addin.projet import Genre, Module
from cucs_xl.excel.addin.ruban import read_ruban
from cucs_xl.excel.addin.sources import Sources, read_sources
from tests.excel.recalcul import find_soffice

#: What a double answers for: the exit code of Python.
SHELL = """Attribute VB_Name = "WScript.Shell"
Option Explicit

Public Function Run(commande As String, style As Long, attendre As Boolean) As Long
    Dim fin As Long
    Banc.Commande = commande & "|" & style & "|" & attendre
    fin = InStr(2, commande, Chr$(34))
    Shell Left$(commande, fin), 0, Mid$(commande, fin + 2), True
    Run = Banc.Code
End Function
"""

RUBAN = """Attribute VB_Name = "FauxRuban"
Option Explicit
Public Fois As Long

Public Sub Invalidate()
    Fois = Fois + 1
End Sub
"""

BANC = """Attribute VB_Name = "Banc"
Option Explicit
Public Commande As String
Public Mac As String
Public Code As Long

Public Function AppleScriptTask(fichier As String, gestionnaire As String, texte As String) As String
    Mac = fichier & "|" & gestionnaire & "|" & texte
End Function

Public Function Actif() As String
    Dim reponse As Variant
    CucsRuban.GetActif Nothing, reponse
    Actif = CStr(reponse)
End Function

Public Function Invalider() As String
    Dim ruban As Object
    Set ruban = New FauxRuban
    CucsRuban.Refresh
    CucsRuban.OnChargement ruban
    CucsRuban.Refresh
    CucsRuban.Refresh
    Invalider = CStr(ruban.Fois)
End Function

Public Function Coder(points As String) As String
    Dim point As Variant, texte As String
    For Each point In Split(points, " ")
        texte = texte & ChrW(CLng(point))
    Next point
    Coder = CucsLanceur.EncodeNom(texte)
End Function

Public Function Juger(python As String, separateur As String) As String
    Juger = "[" & CucsLanceur.CheckPython(python, separateur) & "]"
End Function

Public Function Lancer(sortie As String) As String
    Commande = ""
    Code = CLng(sortie)
    Lancer = "[" & CucsLanceur.StartPython("verifier") & "]" & Commande
    Code = 0
End Function
"""

CLIC = """
Public Function Clic_{id}() As String
    Commande = ""
    Mac = ""
    {macro} Nothing
    Clic_{id} = Commande & "|" & Mac
End Function
"""

_PILOTE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Pilote"
 script:language="StarBasic">
Sub Main
  Dim canal As Integer, options(0) As New com.sun.star.beans.PropertyValue, i As Integer
  Dim lecture(0) As New com.sun.star.beans.PropertyValue
  lecture(0).Name = "ReadOnly"
  lecture(0).Value = True
  options(0).Name = "MacroExecutionMode"
  options(0).Value = 4
  Dim reponses
  banc = StarDesktop.loadComponentFromURL("{banc}", "_blank", 0, options())
  {devant}
  reponses = Array({appels})
  canal = FreeFile
  Open "{sortie}" For Output As #canal
  For i = 0 To UBound(reponses)
    Print #canal, reponses(i)
  Next
  Close #canal
  StarDesktop.terminate()
End Sub

Function Appeler(banc, nom As String, arguments)
  On Error Goto Mal
  script = banc.getScriptProvider().getScript("vnd.sun.star.script:CUCS.Banc." &amp; nom &amp; "?language=Basic&amp;location=document")
  Appeler = script.invoke(arguments, Array(), Array())
  Exit Function
Mal:
  Appeler = "ERREUR " &amp; Error$
End Function
</script:module>
"""

Appel = tuple[str, ...]


def build_banc(sources: Sources | None = None) -> bytes:
    """Build the macro workbook: our modules, and a module that clicks each button declared."""
    sources = sources or read_sources()
    boutons = [bouton for groupe in read_ruban(sources.ruban) for bouton in groupe.boutons]
    clics = "".join(CLIC.format(id=bouton.id, macro=bouton.macro) for bouton in boutons)
    doubles = (
        Module("Banc", Genre.STANDARD, BANC + clics),
        Module("WScript.Shell", Genre.CLASSE, SHELL),
        Module("FauxRuban", Genre.CLASSE, RUBAN),
    )
    return build_paquet(sources._replace(modules=sources.modules + doubles), complement=False)


def run(
    banc: bytes,
    appels: Sequence[Appel],
    dossier: Path,
    *,
    foyer: Path,
    devant: Path | None = None,
) -> list[str]:
    """Call functions of Banc, by name and text arguments, and give what each answered.

    `foyer` is the home of the user, `devant` the workbook in front (the bench by default),
    which LibreOffice only reads: it would lock the file against its own buttons.
    Skips with its reason where LibreOffice is absent, except under CI.
    """
    soffice = find_soffice()
    (dossier / "banc.xlsm").write_bytes(banc)
    sortie = dossier / "sortie.txt"
    profil = dossier / "profil"
    commande = [soffice, f"-env:UserInstallation={profil.as_uri()}", "--headless", "--norestore"]
    # The first start lays the profile out, and would overwrite what we put there.
    _start([*commande, "--terminate_after_init"], foyer)
    ouvrir = (
        f'StarDesktop.loadComponentFromURL("{devant.as_uri()}", "_blank", 0, lecture())'
        if devant
        else ""
    )
    pilote = _PILOTE.format(
        sortie=sortie,
        banc=(dossier / "banc.xlsm").as_uri(),
        devant=ouvrir,
        appels=escape(", _\n".join(map(_format_appel, appels))),
    )
    basic = profil / "user" / "basic" / "Standard"
    (basic / "Pilote.xba").write_text(pilote, encoding="utf-8")
    index = basic / "script.xlb"
    element = '<library:element library:name="Pilote"/></library:library>'
    index.write_text(index.read_text().replace("</library:library>", element))
    _start([*commande, "macro:///Standard.Pilote.Main"], foyer)
    return sortie.read_text(encoding="utf-8").splitlines()


def _format_appel(appel: Appel) -> str:
    nom, *arguments = (f'"{texte.replace(chr(34), chr(34) * 2)}"' for texte in appel)
    return f"Appeler(banc, {nom}, Array({', '.join(arguments)}))"


def _start(commande: list[str], foyer: Path) -> None:
    """Run LibreOffice to its end; one that waits for somebody is ended, children included."""
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "USERPROFILE": str(foyer)}
    with subprocess.Popen(
        commande, env=environ, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as soffice:  # fmt: skip
        try:
            assert soffice.wait(timeout=60) == 0
        except subprocess.TimeoutExpired:
            os.killpg(soffice.pid, signal.SIGKILL)
            pytest.fail("LibreOffice ne rend pas la main : une boîte de dialogue ou une boucle")
