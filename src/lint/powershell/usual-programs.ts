/** Programs that only look, with the arguments by which they do, from Microsoft's command reference for Windows. */
import type { ProgramReader } from '../readers.ts'

/** Words of an argument by blanks, beginnings by commas; `(any)` where the program can do nothing else. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'repadmin.exe':
    '/showrepl, /replsummary, /queue, /showbackup, /showutdvec, /showvector, /bridgeheads, /failcache, /istg, /latency, /showattr, /showcert, /showchanges, /showconn, /showctx, /showism, /showmsg, /showobjmeta, /showproxy, /showsig, /showtime, /showtrust, /showvalue, /viewlist',
  'dsquery.exe': '(any)',
  'dsget.exe': '(any)',
  'nslookup.exe': '(any)',
  'ping.exe': '(any)',
  'tracert.exe': '(any)',
  'pathping.exe': '(any)',
  'whoami.exe': '(any)',
  'systeminfo.exe': '(any)',
  'tasklist.exe': '(any)',
  'quser.exe': '(any)',
  'findstr.exe': '(any)',
  'where.exe': '(any)',
  'netstat.exe': '(any)',
  'getmac.exe': '(any)',
  'driverquery.exe': '(any)',
  'route.exe': 'print',
  'arp.exe': '-a, -g',
  'sc.exe': '\\\\* query, query, queryex, qc, qdescription, qfailure, qfailureflag, qtriggerinfo, enumdepend',
  'setspn.exe': '-L, -Q, -X',
  'netsh.exe': 'interface show, interface ip show, interface ipv4 show, advfirewall show, winhttp show, http show',
  'net.exe': 'view, statistics',
  'vssadmin.exe': 'list',
  'wbadmin.exe': 'get',
  'fsutil.exe': 'volume diskfree, fsinfo',
  'schtasks.exe': '/query',
  'powercfg.exe': '/list, /query, /getactivescheme',
  'dfsutil.exe': 'root view, cache show, diag viewdfspath',
  'dfsrdiag.exe': 'backlog, replicationstate',
  'iscsicli.exe': 'ListTargets, SessionList, ReportTargetMappings',
  'mpclaim.exe': '-s',
  'cluster.exe': '/list',
}

export const USUAL_PROGRAMS: readonly ProgramReader[] = [
  ...Object.entries(PROGRAMS).map(([name, beginnings]) => ({
    name,
    arguments: beginnings === '(any)' ? [[]] : beginnings.split(', ').map((beginning) => beginning.split(' ')),
  })),
  // Each writes a file that other words name: `-store My 1 FILE`, `/x FILE`, `/sbm:FILE`.
  {
    name: 'certutil.exe',
    arguments: [['-ping'], ['-store'], ['-viewstore']],
    words: ['-ping', '-store', '-viewstore', '-user', '-enterprise', 'My', 'Root', 'CA'],
  },
  // A second order is obeyed beside the first one, wherever it stands: `query trust /reset`, `/query /sc_reset:…`.
  {
    name: 'netdom.exe',
    arguments: [['query']],
    words: words('query workstation server dc ou pdc fsmo trust /domain:* /d:* /server:* /s:* /verify /direct'),
  },
  {
    name: 'nltest.exe',
    arguments: [
      ['/dsgetdc:*'],
      ['/dclist:*'],
      ['/dsgetsite'],
      ['/dsgetsitecov'],
      ['/domain_trusts'],
      ['/trusted_domains'],
      ['/sc_query:*'],
      ['/parentdomain'],
      ['/server:*', '/query'],
      ['/server:*', '/sc_query:*'],
      ['/query'],
    ],
    words: words(
      `/dsgetdc:* /dclist:* /dsgetsite /dsgetsitecov /domain_trusts /trusted_domains /sc_query:* /parentdomain /server:* /query /pdc /gc /kdc
      /timeserv /gtimeserv /ws /writable /avoidself /ldaponly /ip /dns /netbios /ret_dns /ret_netbios /force /site:* /account:* /primary /forest
      /direct_out /direct_in /all_trusts /v`,
    ),
  },
  { name: 'hostname.exe', arguments: [[]], words: [] },
  {
    name: 'ipconfig.exe',
    arguments: [['/all'], ['/displaydns'], ['/allcompartments']],
    words: ['/all', '/displaydns', '/allcompartments'],
  },
  { name: 'klist.exe', arguments: [['tickets'], ['tgt'], ['sessions']], words: ['tickets', 'tgt', 'sessions', '-li', '-lh', '0x*'] },
  {
    name: 'w32tm.exe',
    arguments: [['/query'], ['/monitor'], ['/stripchart'], ['/tz'], ['/dumpreg']],
    words: words(
      `/query /status /source /peers /configuration /verbose /computer:* /monitor /computers:* /domain:* /threads:* /ipprotocol:* /nowarn
      /stripchart /dataonly /samples:* /period:* /packetinfo /rdtsc /tz /dumpreg /subkey:*`,
    ),
  },
  {
    name: 'bcdedit.exe',
    arguments: [['/enum']],
    words: words('/enum /v all active firmware bootapp bootmgr osloader resume inherit'),
  },
  { name: 'gpresult.exe', arguments: [[]], words: ['/r', '/v', '/z', '/scope', 'computer', 'user'] },
  {
    name: 'wevtutil.exe',
    arguments: [['gl'], ['el'], ['qe'], ['gli'], ['get-log'], ['enum-logs'], ['query-events'], ['get-log-info']],
    words:
      'gl el qe gli get-log enum-logs query-events get-log-info System Application Security Setup Microsoft-* /rd:* /c:* /f:* /q:* /e:* /r:*'.split(
        ' ',
      ),
  },
  // With /fix it writes, wherever that stands.
  { name: 'dcdiag.exe', arguments: [[]], words: ['/test:*', '/skip:*', '/s:*', '/n:*', '/v', '/q', '/a', '/e', '/c', '/i'] },
]

function words(text: string): string[] {
  return text.split(/\s+/)
}
