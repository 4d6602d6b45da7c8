# SPDX-License-Identifier: Apache-2.0
# chaperone-hook.ps1 TOOL EVENT: as chaperone-hook.sh, for Windows PowerShell 5.1 and PowerShell 7. The same
# environment: CHAPERONE_GATEWAY, CHAPERONE_TOKEN_FILE, CHAPERONE_PLAN, CHAPERONE_FAIL_OPEN.
param([string]$Tool = '', [string]$HookEvent = '')
$ErrorActionPreference = 'Stop'

# An answer with REASON in it goes to standard output; 'exit' stops the assistant by the exit code 2.
# Names differ by case, which tables of PowerShell usually do not see.
$denials = New-Object Collections.Hashtable ([StringComparer]::Ordinal)
@DENIALS@

function Complete-Unanswered([string]$Why) {
    $reason = "Chaperone: $Why"
    if ($env:CHAPERONE_FAIL_OPEN -eq '1') {
        [Console]::Error.WriteLine("$reason It went on unchecked, because CHAPERONE_FAIL_OPEN is 1.")
        exit 0
    }
    $denial = $denials["$Tool $HookEvent"]
    if ($null -eq $denial) {
        [Console]::Error.WriteLine($reason)
        exit 1
    }
    if ($denial -ceq 'exit') {
        [Console]::Error.WriteLine($reason)
        exit 2
    }
    [Console]::Out.Write($denial.Replace('REASON', $reason))
    exit 0
}

if ("$Tool" -notmatch '^[A-Za-z0-9_.-]+$' -or "$HookEvent" -notmatch '^[A-Za-z0-9_.-]+$') {
    [Console]::Error.WriteLine("Chaperone: call it as 'chaperone-hook.ps1 TOOL EVENT'.")
    exit 2
}
$gateway = "$env:CHAPERONE_GATEWAY"
$noted = Join-Path $HOME '.chaperone/gateway'
if (-not $gateway -and (Test-Path $noted)) { $gateway = ([IO.File]::ReadAllText($noted)).Trim() }
if ($gateway -notmatch '^https?://\S+$') {
    Complete-Unanswered 'CHAPERONE_GATEWAY does not say where the gateway is.'
}
$status = 0
$mark = ''
$body = ''
try {
    $file = $env:CHAPERONE_TOKEN_FILE
    if (-not $file) { $file = Join-Path $HOME '.chaperone/token' }
    $token = ([IO.File]::ReadAllText($file)).Trim()
    if ($token -notmatch '^[A-Za-z0-9_-]+$') { throw 'no token' }
} catch {
    Complete-Unanswered 'there is no token in the token file (~/.chaperone/token).'
}
try {
    Add-Type -AssemblyName System.Net.Http
    $given = New-Object IO.MemoryStream
    [Console]::OpenStandardInput().CopyTo($given)
    $handler = New-Object Net.Http.HttpClientHandler
    $handler.AllowAutoRedirect = $false
    $client = New-Object Net.Http.HttpClient($handler)
    $client.Timeout = [TimeSpan]::FromSeconds(2)
    $content = New-Object Net.Http.ByteArrayContent(, $given.ToArray())
    $content.Headers.ContentType = New-Object Net.Http.Headers.MediaTypeHeaderValue('application/json')
    $client.DefaultRequestHeaders.Add('x-chaperone-token', $token)
    if ($env:CHAPERONE_PLAN) { $client.DefaultRequestHeaders.Add('x-chaperone-plan', $env:CHAPERONE_PLAN) }
    $address = $gateway.TrimEnd('/') + "/hooks/$Tool/$HookEvent"
    $answer = $client.PostAsync($address, $content).GetAwaiter().GetResult()
    $status = [int]$answer.StatusCode
    $mark = "$($answer.Content.Headers.ContentType)"
    $body = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
} catch {
    Complete-Unanswered 'the gateway did not answer in time, so this was not let through. Try again; if that does not help, ask your administrator.'
}
if ($mark.EndsWith('@MARK@') -and $status -eq 200) {
    [Console]::Out.Write($body)
    exit 0
}
if ($mark.EndsWith('@MARK@') -and $status -eq 451) {
    [Console]::Error.WriteLine($body)
    exit 2
}
Complete-Unanswered 'something else than Chaperone answered at its address, so this was not let through. Ask your administrator.'
