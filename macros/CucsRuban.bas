Attribute VB_Name = "CucsRuban"
' The tab CUCS (ribbon.xml): one callback per button, and what greys those that
' need a master. No logic here.
Option Explicit

Private ruban As Object
Private evenements As CucsEvenements

Public Sub OnChargement(ribbon As IRibbonUI)
    Set ruban = ribbon
    Set evenements = New CucsEvenements
    evenements.Watch Application
End Sub

' Excel keeps what GetActif answered until told otherwise.
Public Sub Refresh()
    If Not ruban Is Nothing Then ruban.Invalidate
End Sub

Public Sub GetActif(control As IRibbonControl, ByRef returnedVal)
    returnedVal = CucsLanceur.IsMaitre()
End Sub

Public Sub OnVerifier(control As IRibbonControl)
    CucsLanceur.RunBouton "verifier"
End Sub

Public Sub OnAnomalieSuivante(control As IRibbonControl)
    CucsLanceur.RunBouton "anomalie_suivante"
End Sub

Public Sub OnNouvelleAction(control As IRibbonControl)
    CucsLanceur.RunBouton "nouvelle_action"
End Sub

Public Sub OnPreparer(control As IRibbonControl)
    CucsLanceur.RunBouton "preparer"
End Sub

Public Sub OnDecider(control As IRibbonControl)
    CucsLanceur.RunBouton "decider"
End Sub

Public Sub OnProgrammer(control As IRibbonControl)
    CucsLanceur.RunBouton "programmer"
End Sub

Public Sub OnRelever(control As IRibbonControl)
    CucsLanceur.RunBouton "relever"
End Sub

Public Sub OnFiches(control As IRibbonControl)
    CucsLanceur.RunBouton "fiches"
End Sub

Public Sub OnRelancer(control As IRibbonControl)
    CucsLanceur.RunBouton "relancer"
End Sub

Public Sub OnAnnulerImport(control As IRibbonControl)
    CucsLanceur.RunBouton "annuler_import"
End Sub

Public Sub OnConsolider(control As IRibbonControl)
    CucsLanceur.RunBouton "consolider"
End Sub

Public Sub OnSimuler(control As IRibbonControl)
    CucsLanceur.RunBouton "simuler"
End Sub

Public Sub OnSynthese(control As IRibbonControl)
    CucsLanceur.RunBouton "synthese"
End Sub

Public Sub OnGuide(control As IRibbonControl)
    CucsLanceur.RunBouton "guide"
End Sub

Public Sub OnAPropos(control As IRibbonControl)
    CucsLanceur.RunBouton "a_propos"
End Sub
