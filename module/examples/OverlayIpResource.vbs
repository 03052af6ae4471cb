' OverlayIpResource.vbs: a generic-script resource of a Windows failover cluster that moves overlay IP addresses.
' It hands every entry point to OverlayIpResource.ps1 beside it, which runs in PowerShell 7 with the module OverlayIp.
' Export-OverlayClusterConfig -For WindowsCluster writes it together with its settings and the script that registers it.
Option Explicit

Const Folder = "C:\ProgramData\OverlayIp\Cluster"

' Answers True when the runbook ends with exit code 0. The cluster service ends the host process when PendingTimeout is over.
Function Runbook(action)
    Dim shell, code
    Set shell = CreateObject("WScript.Shell")
    code = shell.Run("pwsh.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File """ & Folder & "\OverlayIpResource.ps1"" -Action " & action, 0, True)
    Resource.LogInformation "Overlay IP: " & action & " ended with " & code
    Runbook = (code = 0)
End Function

Function Open()
    Open = 0
End Function

Function Online()
    If Runbook("Online") Then
        Online = 0
    Else
        Online = 1
    End If
End Function

Function LooksAlive()
    LooksAlive = Runbook("LooksAlive")
End Function

Function IsAlive()
    IsAlive = Runbook("IsAlive")
End Function

Function Offline()
    If Runbook("Offline") Then
        Offline = 0
    Else
        Offline = 1
    End If
End Function

Function Terminate()
    Runbook "Offline"
    Terminate = 0
End Function

Function Close()
    Close = 0
End Function
