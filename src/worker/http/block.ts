/** Asks one address, once, and judges its answer by what the document expects. */
import { isIP, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { addressOf, type HttpLook } from '../../procedure/http-look.ts'
import type { PlannedBlock } from '../../procedure/plan-types.ts'
import type { Value } from '../../procedure/procedure.ts'
import type { WorkerFault } from '../../run/facts/worker-fault.ts'
import { blockFault, blockResult, type BlockEnding } from '../block/block-result.ts'
import { cutText } from '../block/cut-text.ts'
import { RowSink } from '../block/row-sink.ts'
import { causesOf } from '../causes.ts'
import type { BlockContext } from '../context.ts'
import type { Mask } from '../mask.ts'
import { ClosedAddress, guardedLookup, isClosed } from './address-guard.ts'

const LONGEST_MS = 30_000
const LONGEST_ANSWER = 256 * 1024
const LONGEST_EXCERPT = 200
const DAY_MS = 86_400_000

interface HttpBlock {
  index: number
  block: PlannedBlock
  file: string
  values: Record<string, Value>
  rowsBudget: number
  files: string
  timeoutMs: number
  signal: AbortSignal
  /** The target is practice by this worker's own configuration. */
  practice: boolean
  /** Where names lead on the target, as `host` or `host:port`. */
  names: Record<string, string>
}

/** What was answered. `ends`: of the certificate, as an instant. */
interface Answer {
  status: number
  body: string
  /** The body was read no further. */
  cut: boolean
  ends?: string
}

export async function runHttpBlock(context: Pick<BlockContext, 'mask'>, sent: HttpBlock): Promise<BlockEnding> {
  const { block, index, values } = sent
  const of = { block: index, target: block.target }
  const place = `${sent.file}:${block.line}`
  const look = block.http
  const url = look && addressOf(look.url, values)
  if (look === undefined || url === undefined)
    return { how: 'not-sent', result: blockFault(of, { is: 'http-no-address', url: look?.url ?? '' }, context.mask, place) }
  const began = performance.now()
  const answer = await ask(url, sent)
  const tookMs = Math.round(performance.now() - began)
  if ('is' in answer) {
    const { notSent: _reached, ...result } = blockFault(of, answer, context.mask, place)
    return { how: sent.signal.aborted ? 'stopped' : 'error', result: { ...result, tookMs } }
  }
  const { holds, detail } = judge(look, answer, context.mask)
  const sink = new RowSink({ budget: sent.rowsBudget, whole: [] }, sent.files, context.mask)
  sink.add({ [block.role === 'check' ? 'done' : 'ok']: holds ? 1 : 0, detail })
  return { how: 'done', result: blockResult(of, { ok: true, rows: sink.end(), words: { messages: [], errors: [] }, tookMs }) }
}

async function ask(url: URL, { signal, timeoutMs, practice, names }: HttpBlock): Promise<Answer | WorkerFault> {
  const ms = Math.min(timeoutMs, LONGEST_MS)
  const late = AbortSignal.timeout(ms)
  const { named, ...place } = placeOf(url.hostname, names)
  const host = place.hostname
  const allowed = { practice, named }
  // An address that is written out is looked up nowhere.
  if (isIP(host) !== 0 && isClosed(host, allowed)) return { is: 'http-closed', url: url.href, address: host }
  const seen: { ends?: string } = {}
  // A tenth of what a worker loads, and most documents ask no address.
  const { Agent, buildConnector, request } = await import('undici')
  const agent = new Agent({ connect: watched(buildConnector({ lookup: guardedLookup(allowed) }), place, seen) })
  try {
    const { statusCode, body } = await request(url, {
      dispatcher: agent,
      signal: AbortSignal.any([signal, late]),
      headers: { 'user-agent': 'countersign' },
    })
    return { status: statusCode, ...(await beginning(body)), ...seen }
  } catch (error) {
    if (late.aborted) return { is: 'http-silent', url: url.href, ms }
    const causes = causesOf(error)
    const closed = causes.find((cause) => cause instanceof ClosedAddress)
    if (closed) return { is: 'http-closed', url: url.href, address: closed.address }
    const code = causes.findLast((cause) => typeof cause.code === 'string')?.code
    return { is: 'http-unreachable', url: url.href, code: typeof code === 'string' ? code : 'unknown' }
  } finally {
    await agent.destroy()
  }
}

interface Place {
  hostname: string
  port?: string
}

/** Where a name of an address leads on the target; `named`: because the configuration says so. */
function placeOf(name: string, names: Record<string, string>): Place & { named: boolean } {
  const place = Object.hasOwn(names, name) ? (names[name] ?? '') : ''
  const led = URL.parse(`http://${place}`)
  if (led === null) return { hostname: unwrapped(name), named: false }
  // The URL itself forgets the port that is usual.
  const [, port] = /:(\d+)$/.exec(place) ?? []
  return { hostname: unwrapped(led.hostname), named: true, ...(port !== undefined && { port }) }
}

/** `[::1]` as it is dialled. */
const unwrapped = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Dials the place, and notes the end of the certificate that was verified: it must be that of the name in the address, wherever that leads. */
function watched(connect: buildConnector.connector, place: Place, seen: { ends?: string }): buildConnector.connector {
  return (options, done) => {
    connect({ ...options, ...place }, (...answer) => {
      const socket: Socket | null = answer[1]
      if (socket instanceof TLSSocket) seen.ends = new Date(socket.getPeerCertificate().valid_to).toISOString()
      done(...answer)
    })
  }
}

async function beginning(body: AsyncIterable<Buffer>): Promise<Pick<Answer, 'body' | 'cut'>> {
  const parts: Buffer[] = []
  let left = LONGEST_ANSWER
  for await (const part of body) {
    parts.push(part.subarray(0, left))
    left -= part.length
    if (left <= 0) break
  }
  return { body: Buffer.concat(parts).toString('utf8'), cut: left <= 0 }
}

/** In marks rather than words: it stands in the log, as does the beginning of what was answered. */
function judge({ status, text, certificateMs }: HttpLook, answer: Answer, mask: Mask): { holds: boolean; detail: string } {
  const said: { holds: boolean; detail: string }[] = [
    { holds: answer.status === status, detail: answer.status === status ? `HTTP ${status}` : `HTTP ${answer.status} ≠ ${status}` },
  ]
  if (text !== undefined) {
    const holds = answer.body.includes(text)
    said.push({ holds, detail: holds ? `"${text}" ✓` : `"${text}" ✗` })
  }
  if (certificateMs !== undefined) {
    const leftMs = answer.ends === undefined ? 0 : Date.parse(answer.ends) - Date.now()
    const holds = leftMs >= certificateMs
    const days = `${(leftMs / DAY_MS).toFixed(1)} d ${holds ? '≥' : '<'} ${(certificateMs / DAY_MS).toFixed(1)} d`
    said.push({ holds, detail: `TLS ${answer.ends ?? '∅'}, ${days}` })
  }
  const holds = said.every((each) => each.holds)
  // Covered before its blanks are: a secret may hold some.
  const shown = mask(answer.body, answer.cut ? 'cut' : undefined)
  const rest = holds || shown === '' ? [] : [cutText(mask, shown.replaceAll(/\s+/g, ' ').trim(), LONGEST_EXCERPT)]
  return { holds, detail: [...said.map(({ detail }) => detail), ...rest].join('; ') }
}
