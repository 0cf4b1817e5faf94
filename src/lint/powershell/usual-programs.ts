/** Programs that only look, with the arguments by which they do, from Microsoft's command reference for Windows. */
import type { ProgramReader } from '../readers.ts'

/** Words of an argument by blanks, beginnings by commas; `(any)` where the program can do nothing else. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'reg.exe': 'query',
  'query.exe': 'user, session, process, termserver',
  'qwinsta.exe': '(any)',
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
  'sc.exe': '\\\\* query, query, queryex, qc, qdescription, qfailure, qfailureflag, qtriggerinfo, enumdepend',
  'netsh.exe':
    'interface show, interface ip show, interface ipv4 show, interface ipv6 show, interface tcp show, int ip show, int ipv4 show, int tcp show, advfirewall show, advfirewall firewall show, winhttp show, http show, dns show, dhcp show, winsock show',
  'net.exe':
    'view, statistics, share <end>, use <end>, start <end>, accounts <end>, config <end>, session <end>, file <end>, time <word> <end>, user <end>, user <word> <end>, user <word> /domain <end>, localgroup <end>, localgroup <word> <end>, group <word> /domain <end>',
  'vssadmin.exe': 'list',
  'wbadmin.exe': 'get',
  'fsutil.exe': 'volume diskfree, fsinfo, dirty query',
  'schtasks.exe': '/query',
  'powercfg.exe': '/list, /query, /getactivescheme',
  'dfsutil.exe': 'root view, cache show, diag viewdfspath',
  'dfsrdiag.exe': 'backlog, replicationstate',
  'iscsicli.exe': 'ListTargets, SessionList, ReportTargetMappings',
  'mpclaim.exe': '-s',
  'auditpol.exe': '/get, /list',
  'openfiles.exe': '/query',
  'manage-bde.exe': '-status',
  'logman.exe': 'query',
}

const REPADMIN = words(
  `/showrepl /replsummary /queue /showbackup /showutdvec /showvector /bridgeheads /failcache /istg /latency /showattr /showcert /showchanges
  /showconn /showctx /showism /showmsg /showobjmeta /showproxy /showsig /showtime /showtrust /showvalue /viewlist`,
)

/** What is no option: a word, and a value that is only known later. */
const NO_OPTION = ['<word>', '<value>']

export const USUAL_PROGRAMS: readonly ProgramReader[] = [
  ...Object.entries(PROGRAMS).map(([name, listed]) => ({ name, arguments: listed === '(any)' ? [[]] : beginnings(listed) })),
  // Each writes a file that other words name: `-store My 1 FILE`, `/x FILE`, `/sbm:FILE`.
  {
    name: 'certutil.exe',
    arguments: [['-ping'], ['-store']],
    words: ['-ping', '-store', '-user', '-enterprise', 'My', 'Root', 'CA'],
  },
  // A second order is obeyed beside the first one, wherever it stands: `query trust /reset`, `/query /sc_reset:…`.
  {
    name: 'netdom.exe',
    arguments: [['query']],
    words: words('query workstation server dc ou pdc fsmo trust /domain:* /d:* /server:* /s:* /verify /direct'),
  },
  {
    name: 'nltest.exe',
    arguments: beginnings(
      `/dsgetdc:*, /dclist:*, /dsgetsite, /dsgetsitecov, /domain_trusts, /trusted_domains, /sc_query:*, /parentdomain, /query, /server:* /query,
      /server:* /sc_query:*, /server:* /dsgetdc:*, /server:* /dsgetsite, /server:* /domain_trusts, /server:* /trusted_domains`,
    ),
    words: words(
      `/dsgetdc:* /dclist:* /dsgetsite /dsgetsitecov /domain_trusts /trusted_domains /sc_query:* /parentdomain /server:* /query /pdc /gc /kdc
      /timeserv /gtimeserv /ws /writable /avoidself /ldaponly /ip /dns /netbios /ret_dns /ret_netbios /force /site:* /account:* /primary /forest
      /direct_out /direct_in /all_trusts /v`,
    ),
  },
  {
    name: 'repadmin.exe',
    arguments: REPADMIN.map((order) => [order]),
    words: [
      ...REPADMIN,
      ...words(
        '/csv /errorsonly /all /verbose /v /intersite /repsto /conn /bysrc /bydest /sort:* /statistics /nocache /cache /long /oos /homeserver',
      ),
      ...NO_OPTION,
    ],
  },
  {
    name: 'setspn.exe',
    arguments: beginnings('-L, -Q, -X, -T * -X, -T * -Q, -F -Q, -F -X'),
    words: [...words('-L -Q -X -T -F -P -U -C'), ...NO_OPTION],
  },
  {
    name: 'cluster.exe',
    arguments: beginnings(
      '/list, node, group, resource, network, netinterface, <word> node, <word> group, <word> resource, <word> network',
    ),
    words: ['/list', '/status', '/stat', '<word>'],
  },
  {
    name: 'w32tm.exe',
    arguments: beginnings('/query, /monitor, /stripchart, /tz, /dumpreg'),
    words: words(
      `/query /status /source /peers /configuration /verbose /computer:* /monitor /computers:* /domain:* /threads:* /ipprotocol:* /nowarn
      /stripchart /dataonly /samples:* /period:* /packetinfo /rdtsc /tz /dumpreg /subkey:*`,
    ),
  },
  { name: 'route.exe', arguments: [['print']], words: ['print', ...NO_OPTION] },
  { name: 'arp.exe', arguments: [['-a'], ['-g']], words: ['-a', '-g', '-v', '-N', ...NO_OPTION] },
  { name: 'dfsrmig.exe', arguments: beginnings('/getglobalstate <end>, /getmigrationstate <end>') },
  {
    name: 'dnscmd.exe',
    arguments: beginnings(
      '/enumzones, /info, /statistics, /zoneinfo, <value> /enumzones, <value> /info, <value> /statistics, <value> /zoneinfo',
    ),
    words: [...words('/enumzones /info /statistics /zoneinfo /primary /secondary /forward /reverse'), ...NO_OPTION],
  },
  // Alone it shows who has which rights.
  { name: 'icacls.exe', arguments: beginnings('<word> <end>, <value> <end>') },
  // Without a word they show; one that is not listed may change.
  { name: 'hostname.exe', arguments: [[]], words: [] },
  { name: 'ipconfig.exe', arguments: [[]], words: words('/all /displaydns /allcompartments') },
  { name: 'klist.exe', arguments: [[]], words: words('tickets tgt sessions kcd_cache query_bind -li -lh 0x*') },
  { name: 'bcdedit.exe', arguments: [[]], words: words('/enum /v all active firmware bootapp bootmgr osloader resume inherit') },
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

function beginnings(listed: string): string[][] {
  return listed.split(/,\s+/).map((beginning) => beginning.split(' '))
}
