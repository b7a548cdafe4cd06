Attribute VB_Name = "CucsLanceur"
' Starts the user's Python on the active workbook. Which Python: the user's own cucs.conf and
' nothing else; a workbook or its folder is never asked. No shell: the program is started
' directly, and what it is given holds only [A-Za-z0-9._/\:~-].
Option Explicit

Public Sub RunBouton(bouton As String)
    Dim ennui As String
    ennui = StartPython(bouton)
    If ennui <> "" Then MsgBox ennui, vbExclamation, "CUCS"
End Sub

Public Function IsMaitre() As Boolean
    Dim version As Object
    On Error Resume Next
    Set version = ActiveWorkbook.Names("cucs_version")
    IsMaitre = Not version Is Nothing
End Function

' Gives what went wrong, in French, or nothing. Windows waits for Python, as only its exit code
' tells that it could not start; Excel answers Python meanwhile. On a Mac Excel answers nobody
' while VBA runs: cucs.applescript starts Python in the background.
Public Function StartPython(bouton As String) As String
    Dim python As String, arguments As String, code As Long
    arguments = EncodeNom(bouton) & " --wb=" & EncodeNom(ReadClasseur()) & " --hwnd=" & ReadFenetre()
#If Mac Then
    On Error GoTo Absent
    StartPython = FormatMessage(AppleScriptTask("cucs.applescript", "lancer", arguments), "")
#Else
    python = ReadPython()
    StartPython = CheckPython(python, Application.PathSeparator)
    If StartPython <> "" Then Exit Function
    On Error GoTo Absent
    code = CreateObject("WScript.Shell").Run("""" & python & """ -E -P -m cucs_xl.ribbon " & arguments, 0, True)
    If code <> 0 Then StartPython = FormatMessage("echec", CStr(code))
#End If
    Exit Function
Absent:
    StartPython = FormatMessage("python_introuvable", python)
End Function

' Every other character becomes ~ and the four digits of its UTF-16 code.
Public Function EncodeNom(nom As String) As String
    Dim rang As Long, lettre As String
    For rang = 1 To Len(nom)
        lettre = Mid$(nom, rang, 1)
        If lettre Like "[A-Za-z0-9._/\:-]" Then
            EncodeNom = EncodeNom & lettre
        Else
            EncodeNom = EncodeNom & "~" & Right$("000" & Hex$(AscW(lettre) And &HFFFF&), 4)
        End If
    Next rang
End Function

Private Function ReadClasseur() As String
    If ActiveWorkbook Is Nothing Then Exit Function
    ReadClasseur = ActiveWorkbook.FullName
    ' LibreOffice gives the name alone.
    If ActiveWorkbook.Path <> "" And ReadClasseur = ActiveWorkbook.Name Then
        ReadClasseur = ActiveWorkbook.Path & Application.PathSeparator & ReadClasseur
    End If
End Function

Private Function ReadFenetre() As String
    Dim hote As Object
    ReadFenetre = "0"
    On Error Resume Next
    Set hote = Application
    ReadFenetre = CStr(hote.Hwnd)
End Function

' Reads "INTERPRETER_WIN","C:\...\python.exe" from .cucs\cucs.conf of the user.
Private Function ReadPython() As String
    Dim chemin As String, ligne As String, morceaux() As String, canal As Integer
    chemin = Environ$("USERPROFILE") & Application.PathSeparator & ".cucs" & Application.PathSeparator & "cucs.conf"
    On Error GoTo Fin
    canal = FreeFile
    Open chemin For Input As #canal
    Do While Not EOF(canal)
        Line Input #canal, ligne
        morceaux = Split(ligne, """")
        If UBound(morceaux) = 4 Then
            If morceaux(1) = "INTERPRETER_WIN" Then ReadPython = morceaux(3)
        End If
    Loop
    Close #canal
Fin:
End Function

' Gives why this program is refused, or nothing.
Public Function CheckPython(python As String, separateur As String) As String
    Dim absolu As Boolean
    If separateur = "\" Then
        absolu = Mid$(python, 2, 2) = ":\" Or Left$(python, 2) = "\\"
    Else
        absolu = Left$(python, 1) = "/"
    End If
    If python = "" Then
        CheckPython = FormatMessage("conf_absente", "")
    ElseIf Not absolu Or InStr(python, """") > 0 Or InStr(python, "%") > 0 Then
        CheckPython = FormatMessage("python_refuse", python)
    ElseIf IsVoisin(python, separateur) Then
        CheckPython = FormatMessage("python_voisin", python)
    End If
End Function

Private Function IsVoisin(python As String, separateur As String) As Boolean
    If ActiveWorkbook Is Nothing Then Exit Function
    IsVoisin = LCase$(Left$(python, InStrRev(python, separateur) - 1)) = LCase$(ActiveWorkbook.Path)
End Function

Private Function FormatMessage(cle As String, detail As String) As String
    Dim rang As Long
    If cle = "" Then Exit Function
    FormatMessage = cle
    With ThisWorkbook.Worksheets("Messages")
        For rang = 1 To .UsedRange.Rows.Count
            If .Cells(rang, 1).Value = cle Then FormatMessage = Replace(.Cells(rang, 2).Value, "{}", detail)
        Next rang
    End With
End Function
