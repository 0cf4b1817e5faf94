import { z } from 'zod'
import type { ShellFault } from '../../run/facts/worker-fault.ts'
import type { Mask } from '../mask.ts'
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

/** One line of a stream: `left` characters of its end were not kept. */
export interface RawLine {
  text: string
  left: number
}

/** The line read, or what came instead: masked, and then cut. */
export function readShellLine({ text: raw, left }: RawLine, mask: Mask): ShellLine | { type: 'garbage'; fault: ShellFault } {
  const shown = (): { text: string; more: number } => {
    const whole = mask(raw, left > 0 ? 'cut' : undefined)
    return { text: whole.slice(0, SHOWN), more: Math.max(0, whole.length - SHOWN) + left }
  }
  let json: unknown
  try {
    json = JSON.parse(raw)
  } catch {
    return { type: 'garbage', fault: { is: 'no-json-line', ...shown() } }
  }
  const read = line.safeParse(json)
  if (read.success) return read.data
  return { type: 'garbage', fault: { is: 'no-message-line', at: read.error.issues[0]?.path.join('.') ?? '', ...shown() } }
}

const SHOWN = 120
