import { z } from 'zod'
import type { ShellFault } from '../../run/facts/worker-fault.ts'
import type { PlainValue } from './outcome.ts'

const plain: z.ZodType<PlainValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(plain), z.record(z.string(), plain)]),
)
const id = z.string()
const text = z.string()

const line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), version: text, edition: text, pid: z.number(), standIn: z.boolean(), machine: text, dnsName: text }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('fault'), text }),
  z.object({ type: z.literal('soils'), id }),
  z.object({ type: z.literal('output'), id, value: plain }),
  z.object({ type: z.literal('progress'), id, activity: text, status: text, percent: z.number() }),
  z.object({ type: z.enum(['warning', 'verbose', 'information']), id, text }),
  z.object({
    type: z.literal('error'),
    id,
    message: text,
    code: text,
    category: text,
    line: z.number().nullable(),
    column: z.number().nullable(),
  }),
  z.object({
    type: z.literal('done'),
    id,
    state: z.enum(['completed', 'failed', 'stopped']),
    outputs: z.number(),
    dropped: z.number(),
    exitCode: z.number().nullable(),
    memory: z.number(),
    soiled: z.boolean(),
  }),
])

/** One line of the host's protocol. */
export type ShellLine = z.infer<typeof line>

/** The line read, or what came instead, cut. */
export function readShellLine(raw: string): ShellLine | { type: 'garbage'; fault: ShellFault } {
  let json: unknown
  try {
    json = JSON.parse(raw)
  } catch {
    return { type: 'garbage', fault: { is: 'no-json-line', ...cut(raw) } }
  }
  const read = line.safeParse(json)
  if (read.success) return read.data
  return { type: 'garbage', fault: { is: 'no-message-line', at: read.error.issues[0]?.path.join('.') ?? '', ...cut(raw) } }
}

function cut(raw: string): { text: string; more: number } {
  return { text: raw.slice(0, SHOWN), more: Math.max(0, raw.length - SHOWN) }
}

const SHOWN = 120
