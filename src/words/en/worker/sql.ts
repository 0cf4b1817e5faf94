import { INEXACT } from '../../../procedure/say/inexact.ts'
import type { Reached, SqlFault, SqlPlace, SqlTrouble } from '../../../run/facts/sql-fault.ts'
import { inSentence } from '../../../text/in-sentence.ts'

type Say = { [Is in SqlFault['is']]: (fault: Extract<SqlFault, { is: Is }>) => string }

export const sqlFaults: Say = {
  'sql-silent': ({ at, reached, ms }) => `${place(at)} ${SILENT[reached]} for ${ms / 1000} s. ${WHEN_SILENT[reached]}`,
  'sql-stopped': ({ at }) => `The worker was told to stop before it had a session on ${place(at)}.`,
  'sql-not-encrypted': ({ at, answer }) =>
    `${place(at)} offers no encryption: ${typeof answer === 'number' ? `its PRELOGIN answer says ${answer}` : PRELOGIN[answer]}. The password was not sent. Give the server a certificate, or correct its address.`,
  'sent-on': ({ at }) =>
    `${place(at)} sends whoever logs in on to another server, and a target is one server: nothing was asked of either. Write the server that is meant as host, instance and port of the target.`,
  'log-in-refused': ({ at, logIn, said }) => {
    const texts = said.map(({ message, number }) => `${inSentence(message)} (error ${number}).`)
    const next = WHEN_REFUSED[said[0]?.number ?? 0] ?? 'Look that error up: the log of the server says more about it.'
    return `${place(at)} refuses the log-in of "${logIn}": ${texts.join(' ')} ${next}`
  },
  'sql-trouble': ({ at, trouble, code, reason }) => {
    const { what, next } = TROUBLES[trouble]
    return `${what(place(at), reason === undefined ? '' : `: ${reason}`)} (${code}). ${next}`
  },
  'sql-unknown': ({ at, met, reached }) =>
    `No session came about on ${place(at)}, and this program does not know why: ${met}, ${REACHED[reached]}. Look into the log of the server, and connect from this machine with another client.`,
  'other-server': ({ at, calls, host, instance, names }) => {
    const wanted = names === undefined ? `host ${host}, instance ${instance ?? '(default)'}` : `serverName ${names.join(', ')}`
    return `${place(at)} calls itself ${calls}, and its target says ${wanted}: nothing more was asked of it. If the way is wrong, correct host, instance, port or address of the target. If ${calls} is meant, because the host is a listener or another name of it, write serverName: '${calls}' under the target, for the bot and for this worker.`
  },
  'database-stopped': ({ at, database }) => `The worker was told to stop before it was in ${database} on ${place(at)}.`,
  'database-silent': ({ at, database, ms }) =>
    `${place(at)} let the worker in and did not open ${database} for ${ms / 1000} s. ${WHEN_SILENT['log-in']}`,
  'database-refused': ({ at, database, message, number }) =>
    `${place(at)} does not open ${database} for the worker: ${inSentence(message)} (error ${number}). ${WHEN_REFUSED[4060]}`,
  'session-lost-at-once': ({ at }) =>
    `${place(at)} let the worker in and ended the connection without saying why. See that the server is not being stopped, and what lies between it and this worker.`,
  'session-silent': ({ ms }) => `it did not answer within ${ms / 1000} s`,
  'session-stopped': () => 'the worker was told to stop',
  'applock-answer': ({ got }) => `sp_getapplock answered ${got}`,
  'value-too-long': ({ name, length, type, most }) =>
    `The value of @${name} has ${length} characters, ${type} takes ${most}: it was not sent. Correct the value.`,
  'same-columns': ({ column }) => `Two columns are named "${column}": give each its own name.`,
  'inexact-column': ({ column, kind, type }) => {
    const { is, write } =
      kind === 'unknown'
        ? { is: `of a type (${type}) that this program does not keep exactly`, write: 'CAST it to nvarchar' }
        : INEXACT[kind]
    return `The column "${column}" is ${is}: ${write} in the document.`
  },
  'in-procedure': ({ message, procedure, line }) => `${message} (in ${procedure}, line ${line ?? '?'})`,
  'driver-hangs': ({ ms }) => `The driver did not end what it was told to stop for ${ms / 1000} s.`,
  'statement-stopped': ({ by, allowedMs, fate }) => {
    const why =
      by === 'timeout' ? `It took longer than the ${Math.round(allowedMs / 1000)} s that the document allows` : 'It was told to stop'
    return `${why}${FATES[fate]}`
  },
}

/** Of a look that no plan has: a form's, or one of `check --live`. */
export function builtWithoutReader(target: string): string {
  return `This look puts a statement together, and ${target} has no reader, whose rights alone would keep that from writing: it was not sent. Give the target a \`reader\`.`
}

const place = ({ name, host, port }: SqlPlace): string => `${name} (${host}:${port})`

const FATES = {
  lost: ', and the server did not confirm the stop.',
  stopped: ', and the server confirmed the stop; what it had done until then stays.',
  done: ', but had ended by then.',
}

const PRELOGIN = {
  'no-server': 'it does not answer like a SQL Server',
  cut: 'its PRELOGIN answer is cut',
  nothing: 'its PRELOGIN answer does not speak of encryption',
}

const SILENT: Record<Reached, string> = {
  nothing: 'does not answer: no connection came about',
  connection: 'took the connection and did not let anybody in',
  'log-in': 'let the worker in and did not say who it is',
}
const WHEN_SILENT: Record<Reached, string> = {
  nothing: 'See that the server runs, and that no firewall stands between it and this worker.',
  connection: 'See that a SQL Server listens on that port, that it is not overloaded, and what lies between it and this worker.',
  'log-in': 'See that the server is not overloaded, and what lies between it and this worker.',
}
const REACHED: Record<Reached, string> = {
  nothing: 'before a connection came about',
  connection: 'after the connection, before the log-in',
  'log-in': 'after the log-in',
}

const PASSWORD = 'Give the user a new password on the server, and write it where the configuration names it.'
const WHEN_REFUSED: Record<number, string> = {
  4060: 'See that this database is there and online, and that the user may open it.',
  4064: 'See that the default database of the user is there and online.',
  18456: 'Correct the user or the password that the configuration names.',
  18470: 'The user is disabled on the server: enable it there.',
  18486: 'The user is locked out on the server: unlock it there.',
  18487: PASSWORD,
  18488: PASSWORD,
}

const badCertificate = (place: string, reason: string): string => `The certificate of ${place} is not good${reason}`

const TROUBLES: Record<SqlTrouble, { what: (place: string, reason: string) => string; next: string }> = {
  unreachable: {
    what: (place, reason) => `${place} cannot be reached${reason}`,
    next: 'See that the server runs, that its SQL Server listens on this port, and that this worker may reach it.',
  },
  unnamed: {
    what: (place, reason) => `The name of ${place} leads nowhere from this machine${reason}`,
    next: 'Correct the host or the address of the target, or the DNS of this machine.',
  },
  'cut-off': {
    what: (place) => `${place} took the connection and ended it before anybody was let in, without saying why`,
    next: 'See that a SQL Server listens on that port; its log, and that of what lies between, say more.',
  },
  'old-tls': {
    what: (place) => `${place} speaks no TLS that is safe enough: it is older than 1.2`,
    next: 'Enable TLS 1.2 on the server, with the update of SQL Server that it needs. The password was not sent.',
  },
  'no-tls': {
    what: (place) => `${place} promised encryption and then spoke no TLS`,
    next: 'See what listens on that port. The password was not sent.',
  },
  'weak-key': {
    what: (place) => `The keys that ${place} uses for TLS are too small or too weak`,
    next: 'Give the server a certificate with an RSA key of 2048 bits, or an elliptic one, signed with SHA-256. The password was not sent.',
  },
  'no-cipher': {
    what: (place) => `${place} and this worker have no way of encryption in common`,
    next: 'Allow the server a cipher of today (ECDHE with AES-GCM). The password was not sent.',
  },
  'bad-certificate': { what: badCertificate, next: 'Give the server another certificate. The password was not sent.' },
  untimely: { what: badCertificate, next: 'Renew it, or set the clock of the machine that is wrong. The password was not sent.' },
  'other-name': {
    what: (place, reason) => `The certificate of ${place} is for another name${reason}`,
    next: 'Correct the host of the target to a name that the certificate has, or give the server one for this host. The password was not sent.',
  },
  stranger: {
    what: (place) => `Nobody that this worker trusts has signed the certificate of ${place}`,
    next: `Name its authority's file as "ca" of this target. The password was not sent.`,
  },
  'unknown-tls': {
    what: (place) => `TLS with ${place} failed, and this program does not know why`,
    next: 'Look that code of OpenSSL up; the log of the server may say more. The password was not sent.',
  },
}
