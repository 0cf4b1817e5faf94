/** What workers and their gateway say, for checking what arrives from outside: others' words as a text, theirs as a code with facts. */
import { z } from 'zod'
import type { Told, WorkerFault } from '../run/facts/worker-fault.ts'
import * as bounds from '../text/bounds.ts'

const text = z.string().max(bounds.LONGEST_TEXT)
const count = z.number()
const instant = z.iso.datetime()
const whose = { installation: text, site: text }
const several = z.array(text).max(100)
const at = z.strictObject({ name: text, host: text, port: count })
const reached = z.enum(['nothing', 'connection', 'log-in'])
const place = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sql-server'),
    host: text,
    instance: text.exactOptional(),
    port: count,
    names: several.exactOptional(),
    reader: text.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('powershell'), host: text, practice: z.boolean(), names: several.exactOptional() }),
])

const secret = {
  of: z.discriminatedUnion('what', [
    z.strictObject({ what: z.enum(['password', 'reader-password']), target: text }),
    z.strictObject({ what: z.literal('variable'), target: text, name: text }),
    z.strictObject({ what: z.literal('named'), name: text }),
  ]),
  from: z.union([z.strictObject({ env: text }), z.strictObject({ file: text, how: z.enum(['empty', 'unreadable']) })]),
}

const shellEnd = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('not-started'), message: text }),
  z.strictObject({ how: z.literal('exit'), code: count, as: text.exactOptional() }),
  z.strictObject({ how: z.literal('signal'), signal: text }),
  z.strictObject({ how: z.literal('unkilled'), ms: count }),
])
const shellPart = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('module'), name: text }),
  z.strictObject({ what: z.literal('initialise') }),
  z.strictObject({ what: z.literal('readers') }),
])
const why: z.ZodType<Told> = z.lazy(() => toldShape)

type Facts<Fault> = { [Name in Exclude<keyof Fault, 'is'>]-?: z.ZodType<Exclude<Fault[Name], undefined>> }

const FACTS: { [Is in WorkerFault['is']]: Facts<Extract<WorkerFault, { is: Is }>> } = {
  'no-item': { name: text, of: text },
  'no-value': { name: text },
  'target-not-configured': { name: text, target: text },

  'stopped-before-sent': {},
  'wrong-language': { target: text, language: z.enum(['sql', 'powershell']) },
  'http-no-address': { url: text },
  'http-closed': { url: text, address: text },
  'http-silent': { url: text, ms: count },
  'http-unreachable': { url: text, code: text },
  'no-target': { worker: text, target: text },
  'unknown-secret': { worker: text, name: text },
  'other-target': { worker: text, target: text, here: place, there: place.exactOptional() },
  'half-character': { column: text },
  'secret-in-capture': { column: text },
  'whole-not-kept': { what: z.enum(['rows', 'words', 'lines']), folder: text, code: text },
  'more-messages': { count },
  'more-errors': { count },
  'too-long-for-log': {},
  'no-secret': secret,
  'secret-needed': secret,

  'sql-silent': { at, reached, ms: count },
  'sql-stopped': { at },
  'sql-not-encrypted': { at, answer: z.union([count, z.enum(['no-server', 'cut', 'nothing'])]) },
  'sent-on': { at },
  'log-in-refused': { at, logIn: text, said: z.array(z.strictObject({ number: count, message: text })).max(100) },
  'sql-trouble': {
    at,
    trouble: z.enum([
      'unreachable',
      'unnamed',
      'cut-off',
      'old-tls',
      'no-tls',
      'weak-key',
      'no-cipher',
      'bad-certificate',
      'untimely',
      'other-name',
      'stranger',
      'unknown-tls',
    ]),
    code: text,
    reason: text.exactOptional(),
  },
  'sql-unknown': { at, met: text, reached },
  'other-server': { at, calls: text, host: text, instance: text.exactOptional(), names: several.exactOptional() },
  'database-stopped': { at, database: text },
  'database-silent': { at, database: text, ms: count },
  'database-refused': { at, database: text, message: text, number: count },
  'session-lost-at-once': { at },
  'session-silent': { ms: count },
  'session-stopped': {},
  'applock-answer': { got: text },
  'value-too-long': { name: text, length: count, type: text, most: count },
  'same-columns': { column: text },
  'inexact-column': { column: text, kind: z.enum(['decimal', 'money', 'float', 'offset', 'variant', 'lsn', 'unknown']), type: text },
  'in-procedure': { message: text, procedure: text, line: count.exactOptional() },
  'driver-hangs': { ms: count },
  'no-program': { target: text, program: text },
  'no-powershell': { target: text },
  'other-machine': { target: text, machine: text, dnsName: text, host: text, names: several.exactOptional() },
  'shell-not-started': { target: text, why },
  'shell-silent': { ms: count },
  'shell-ended': { end: shellEnd, stderr: several },
  'shell-part-failed': { target: text, part: shellPart, why },
  'shell-part-ended': { how: z.enum(['completed', 'failed', 'stopped', 'lost', 'not-started']) },
  'shell-closed': { target: text },
  'shell-busy': { target: text, ms: count },
  'cancelled-before-sent': {},
  'no-variable': { name: text },
  'one-variable': { names: z.tuple([text, text]) },
  'inexact-number': { name: text },
  'no-json-line': { text, more: count },
  'no-message-line': { at: text, text, more: count },
  'objects-left': { dropped: count, outputs: count },
  'block-stopped': { by: z.enum(['timeout', 'asked']), allowedMs: count },
  'block-killed': { allowedMs: count, stderr: several },
  'block-unstopped': { graceMs: count, by: z.enum(['timeout', 'asked']), stderr: several },
  'shell-lost': { end: shellEnd, stderr: several },

  'worker-restarted': { worker: text },
  'worker-unheard': { worker: text, ms: count },
  'order-unspoken': { worker: text, ms: count },

  'document-not-held': { worker: text, document: text, folder: text },
  'performed-before': { worker: text },
  'not-called-for': { run: text },
  'no-such-step': { run: text, step: count },
  'nothing-to-run': { run: text, step: count },
  'stopped-while-looking': {},
  'stopped-before-claim': {},
  'session-lost': { target: text },
  'given-up-meanwhile': { run: text },
  'history-unread': { run: text },
  'history-refused': { run: text, why: text },
  'not-for-this-worker': { ...whose, worker: text, ours: z.strictObject(whose) },
  'entry-lost': { run: text, seq: count, worker: text },
  'other-rules': { run: text, seq: count, rules: count, worker: text, ours: count },
  'history-altered': { run: text, seq: count, why: text },
  'other-history': { run: text, installation: text, of: z.strictObject({ run: text, installation: text }) },
  'history-not-proven': { run: text, seq: count },
  'document-differs': { run: text, document: text },
  'claim-not-proven': { run: text },
  'claim-unanswered': { why },
  'not-called-for-now': { run: text },
  'answer-late': { ms: count },
  'stopped-meanwhile': {},
  'approvals-lapsed': { worker: text, now: instant, gate: count, until: instant.exactOptional(), aheadMs: count.exactOptional() },
  'not-written-down': { file: text, code: text },
  'run-breaks': { why: text },
  'lock-not-held': { lock: text, target: text, why },
  'block-was-stopped': { target: text },
  'contact-lost': { target: text, ms: count, said: z.array(why).max(100) },
  'nothing-sent': { target: text },

  'statement-stopped': { by: z.enum(['timeout', 'asked']), allowedMs: count, fate: z.enum(['lost', 'stopped', 'done']) },
}

const shapes = Object.entries(FACTS).map(([is, facts]) => z.strictObject({ is: z.literal(is), ...facts }))
const [first, ...others] = shapes as [(typeof shapes)[number], ...typeof shapes]

/** A code of this table with its own facts, and nothing else. */
const faultShape = z.discriminatedUnion('is', [first, ...others]) as unknown as z.ZodType<WorkerFault>

export const toldShape: z.ZodType<Told> = z.union([text, faultShape])
