/** What a button carries, and the command that a press of it becomes. Inputs beside it are named `<act>.<name>`. */
import { z } from 'zod'
import type { Actor, PersonCommand } from '../run/command.ts'
import { RUN_NAME } from '../run/run-name.ts'

const run = z.string().regex(RUN_NAME)
const number = z.int().min(0).max(1_000_000)
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/)
const v = z.literal(1)

const data = z.discriminatedUnion('act', [
  z.object({ v, act: z.literal('answer'), run }),
  /** These look at the plan, and at the runs that are listed after this one: they change nothing and become no command. */
  z.object({ v, act: z.literal('preview'), run }),
  z.object({ v, act: z.literal('older'), run }),
  z.object({ v, act: z.enum(['approve', 'reject']), run, gate: number, fingerprint }),
  z.object({ v, act: z.enum(['retry', 'undo', 'skip', 'mark-done', 'abort']), run, step: number }),
  z.object({ v, act: z.enum(['reopen', 'withdraw', 'cancel']), run }),
  z.object({
    v,
    act: z.literal('confirm'),
    run,
    step: number,
    item: number.exactOptional(),
    question: number.exactOptional(),
    choice: z.string().max(400),
  }),
])

/** A button's data. `v` is raised when a button of an old card could be misread. */
export type ButtonData = z.output<typeof data>

export type Press = ButtonData & { inputs: Record<string, string> }

/** Undefined for what is not a button of ours. */
export function readPress(merged: unknown): Press | undefined {
  const read = data.safeParse(merged)
  if (!read.success || typeof merged !== 'object' || merged === null) return undefined
  // The plan is looked at with what stands in the fields of the answer.
  const prefix = `${read.data.act === 'preview' ? 'answer' : read.data.act}.`
  const inputs = inputsOf(merged, prefix)
  // A list stands beside a text, and counts where nothing is typed.
  const chosen = prefix === 'answer.' ? Object.entries(inputsOf(merged, 'choice.')) : []
  const missing = chosen.filter(([name, value]) => value !== '' && (inputs[name] ?? '').trim() === '')
  return { ...read.data, inputs: { ...inputs, ...Object.fromEntries(missing) } }
}

function inputsOf(merged: object, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(merged)
      .filter(([name, value]) => name.startsWith(prefix) && typeof value === 'string')
      .map(([name, value]): [string, string] => [name.slice(prefix.length), String(value)]),
  )
}

export function toCommand(
  press: Exclude<Press, { act: 'preview' | 'older' }>,
  by: Actor,
  at: { eventId: string; at: string },
): PersonCommand {
  const reason = (press.inputs['reason'] ?? '').trim()
  const base = { run: press.run, by, eventId: at.eventId, at: at.at }
  switch (press.act) {
    case 'answer':
      return { ...base, type: 'answer', answers: press.inputs }
    case 'approve':
    case 'reject':
      // Blanks in a field that was asked for are no reason, and the run says so.
      return {
        ...base,
        type: press.act,
        gate: press.gate,
        fingerprint: press.fingerprint,
        ...(press.inputs['reason'] === undefined ? {} : { reason }),
      }
    case 'retry':
    case 'undo':
    case 'skip':
    case 'mark-done':
    case 'abort': {
      const from = Number(press.inputs['from'])
      const goesBack = press.act === 'retry' || press.act === 'undo'
      const earlier = goesBack && Number.isInteger(from) && from > 0 && from !== press.step ? { from } : {}
      return { ...base, type: 'deviate', kind: press.act, step: press.step, ...earlier, reason }
    }
    case 'withdraw':
      return { ...base, type: 'withdraw', ...(reason ? { reason } : {}) }
    case 'reopen':
    case 'cancel':
      return { ...base, type: press.act, reason }
    case 'confirm':
      return {
        ...base,
        type: 'confirm',
        step: press.step,
        ...(press.item === undefined ? {} : { item: press.item }),
        ...(press.question === undefined ? {} : { question: press.question }),
        choice: press.choice,
      }
  }
}
