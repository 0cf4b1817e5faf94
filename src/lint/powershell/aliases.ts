/** The aliases that PowerShell 7.6 and Windows PowerShell 5.1 come with, in small letters (`Get-Alias`). */
const ALIASES = `%=ForEach-Object ?=Where-Object ac=Add-Content asnp=Add-PSSnapin cat=Get-Content cd=Set-Location chdir=Set-Location clc=Clear-Content
  clear=Clear-Host clhy=Clear-History cli=Clear-Item clp=Clear-ItemProperty cls=Clear-Host clv=Clear-Variable cnsn=Connect-PSSession
  compare=Compare-Object copy=Copy-Item cp=Copy-Item cpi=Copy-Item cpp=Copy-ItemProperty curl=Invoke-WebRequest cvpa=Convert-Path
  dbp=Disable-PSBreakpoint del=Remove-Item diff=Compare-Object dir=Get-ChildItem dnsn=Disconnect-PSSession ebp=Enable-PSBreakpoint
  echo=Write-Output epal=Export-Alias epcsv=Export-Csv epsn=Export-PSSession erase=Remove-Item etsn=Enter-PSSession exsn=Exit-PSSession
  fc=Format-Custom fhx=Format-Hex fl=Format-List foreach=ForEach-Object ft=Format-Table fw=Format-Wide gal=Get-Alias gbp=Get-PSBreakpoint
  gc=Get-Content gci=Get-ChildItem gcim=Get-CimInstance gcm=Get-Command gcs=Get-PSCallStack gdr=Get-PSDrive gerr=Get-Error ghy=Get-History
  gi=Get-Item gin=Get-ComputerInfo gjb=Get-Job gl=Get-Location gm=Get-Member gmo=Get-Module gp=Get-ItemProperty gps=Get-Process
  gpv=Get-ItemPropertyValue group=Group-Object gsn=Get-PSSession gsv=Get-Service gu=Get-Unique gv=Get-Variable gwmi=Get-WmiObject
  h=Get-History history=Get-History icim=Invoke-CimMethod icm=Invoke-Command iex=Invoke-Expression ihy=Invoke-History ii=Invoke-Item
  ipal=Import-Alias ipcsv=Import-Csv ipmo=Import-Module ipsn=Import-PSSession irm=Invoke-RestMethod iwmi=Invoke-WmiMethod
  iwr=Invoke-WebRequest kill=Stop-Process lp=Out-Printer ls=Get-ChildItem man=Get-Help measure=Measure-Object mi=Move-Item mount=New-PSDrive
  move=Move-Item mp=Move-ItemProperty mv=Move-Item nal=New-Alias ncim=New-CimInstance ndr=New-PSDrive ni=New-Item nmo=New-Module
  npssc=New-PSSessionConfigurationFile nsn=New-PSSession nv=New-Variable ogv=Out-GridView oh=Out-Host popd=Pop-Location ps=Get-Process
  pushd=Push-Location pwd=Get-Location r=Invoke-History rbp=Remove-PSBreakpoint rcim=Remove-CimInstance rcjb=Receive-Job
  rcsn=Receive-PSSession rd=Remove-Item rdr=Remove-PSDrive ren=Rename-Item ri=Remove-Item rjb=Remove-Job rm=Remove-Item rmdir=Remove-Item
  rmo=Remove-Module rni=Rename-Item rnp=Rename-ItemProperty rp=Remove-ItemProperty rsn=Remove-PSSession rujb=Resume-Job rv=Remove-Variable
  rvpa=Resolve-Path rwmi=Remove-WmiObject sajb=Start-Job sal=Set-Alias saps=Start-Process sasv=Start-Service sbp=Set-PSBreakpoint
  scim=Set-CimInstance select=Select-Object set=Set-Variable shcm=Show-Command si=Set-Item sl=Set-Location sleep=Start-Sleep sls=Select-String
  sort=Sort-Object sp=Set-ItemProperty spjb=Stop-Job spps=Stop-Process spsv=Stop-Service start=Start-Process sujb=Suspend-Job sv=Set-Variable
  swmi=Set-WmiInstance tee=Tee-Object trcm=Trace-Command type=Get-Content wget=Invoke-WebRequest where=Where-Object wjb=Wait-Job
  write=Write-Output`

/** The full name of a command that an alias stands for. */
export const FULL_NAMES: Readonly<Record<string, string>> = Object.assign(
  Object.create(null) as Record<string, string>,
  Object.fromEntries(ALIASES.split(/\s+/).map((pair) => pair.split('=') as [string, string])),
)

/** Those that everybody reads and that only look or pass on. Where PowerShell has none of that name (`sort` outside Windows), the host makes it. */
const PLAIN = new Set(
  `% ? where foreach select sort ft fl fw measure group compare diff gm gu gci dir ls gi gp gpv gc cat type gps ps gsv gcim gwmi sls gcm gmo gdr
  ipcsv irm iwr rvpa pwd cd echo write sleep`.split(/\s+/),
)

/** Programs of Windows that everybody calls without `.exe`, and whose names mean nothing else in any PowerShell: `sc` is Set-Content in Windows PowerShell. */
const WINDOWS_PROGRAMS: ReadonlySet<string> = new Set(
  `arp attrib auditpol bcdedit bcp bitsadmin cacls certreq certutil chkdsk cipher cluster csvde dcdiag defrag dfsrdiag dfsutil diskpart
  dfsrmig diskshadow dism dnscmd driverquery dsadd dsget dsmod dsmove dsquery dsrm eseutil expand findstr fsutil getmac gpresult gpupdate hostname icacls
  iisreset ipconfig iscsicli klist ksetup ldifde logman logoff manage-bde mountvol mpclaim msiexec nbtstat net netdom netsh netstat nltest nslookup
  ntdsutil openfiles pathping ping pnputil powercfg query quser qwinsta reg relog repadmin robocopy route rwinsta schtasks secedit setspn
  sfc shutdown systeminfo takeown taskkill tasklist tracert tsdiscon typeperf tzutil vssadmin w32tm wbadmin wevtutil whoami wusa xcopy`.split(
    /\s+/,
  ),
)

/** The cmdlet that a plain alias stands for, and a program of Windows with its `.exe`; any other name as it is. */
export function fullName(name: string): string {
  const small = name.toLowerCase()
  if (PLAIN.has(small)) return FULL_NAMES[small] ?? name
  return WINDOWS_PROGRAMS.has(small) ? `${name}.exe` : name
}
