/** Programs of Windows that everybody calls without `.exe`, and whose names mean nothing else in any PowerShell: `sc` is Set-Content in Windows PowerShell. */
export const WINDOWS_PROGRAMS: ReadonlySet<string> = new Set(
  `arp attrib auditpol bcdedit bcp bitsadmin cacls certreq certutil chkdsk cipher cluster csvde dcdiag defrag dfsrdiag dfsutil diskpart
  dfsrmig diskshadow dism dnscmd driverquery dsadd dsget dsmod dsmove dsquery dsrm eseutil expand findstr fsutil getmac gpresult gpupdate hostname icacls
  iisreset ipconfig iscsicli klist ksetup ldifde logman logoff manage-bde mountvol mpclaim msiexec nbtstat net netdom netsh netstat nltest nslookup
  ntdsutil openfiles pathping ping pnputil powercfg query quser qwinsta reg relog repadmin robocopy route rwinsta schtasks secedit setspn
  sfc shutdown systeminfo takeown taskkill tasklist tracert tsdiscon typeperf tzutil vssadmin w32tm wbadmin wevtutil whoami wusa xcopy`.split(
    /\s+/,
  ),
)
