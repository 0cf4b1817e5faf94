import { z } from 'zod'
import * as bounds from '../text/bounds.ts'
import type { Command, EngineWord, SignedCommand } from '../run/command.ts'
import { policyShape, resultShape, targetShape } from './shapes.ts'
import { toldShape } from './told-shape.ts'

const text = z.string().max(bounds.LONGEST_TEXT)
const name = z.string().min(1).max(bounds.LONGEST_NAME)
const count = z.int().min(0).max(1_000_000)
const person = { id: name, name, groups: z.array(name).max(bounds.MOST_GROUPS_OF_PERSON) }
const people = z.array(z.strictObject(person)).max(bounds.MOST_PEOPLE)
const policies = z.record(name, policyShape)
const targets = z.record(name, targetShape)
const secretNames = z.array(name).min(1).max(bounds.MOST_SECRETS).exactOptional()
const conversation = z.strictObject({ platform: name, channel: name })
const attempt = z.strictObject({ step: count, item: count, number: count })

const asked = { run: name, by: z.strictObject({ ...person, via: name, account: name }), eventId: name, at: z.iso.datetime() }
const worked = { run: name, worker: name, site: name, boot: name }
const decided = { gate: count, fingerprint: name, reason: text.exactOptional() }

const results = z.array(resultShape).max(bounds.MOST_BLOCKS)
const outcome = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ran'), result: resultShape, tookMs: z.number().min(0), check: results.exactOptional() }),
  z.strictObject({ type: z.literal('looked'), results }),
  z.strictObject({ type: z.literal('failed'), result: resultShape, tookMs: z.number().min(0), check: results.exactOptional() }),
  z.strictObject({ type: z.literal('unknown'), why: toldShape, tookMs: z.number().min(0) }),
  z.strictObject({ type: z.literal('refused'), code: name, why: toldShape }),
])

const passedOver = z.discriminatedUnion('why', [
  z.strictObject({ worker: name, why: z.enum(['document', 'leaving']) }),
  z.strictObject({ worker: name, why: z.literal('clock'), aheadMs: z.int() }),
])

/** A closed list: what is not here, no object of the engine and no clock can say to a run. */
const engineWordShape = z.discriminatedUnion('type', [
  z.strictObject({ run: name, type: z.literal('timer'), key: name }),
  z.strictObject({ run: name, type: z.literal('lock-granted'), lock: name }),
  z.strictObject({ run: name, type: z.literal('lock-refused'), lock: name, holder: name }),
  z.strictObject({ run: name, type: z.literal('lost-contact'), order: name, worker: name, why: toldShape }),
  z.strictObject({
    run: name,
    type: z.literal('no-worker'),
    order: name,
    site: name,
    known: z.array(name).max(1000),
    passedOver: z.array(passedOver).max(1000).exactOptional(),
  }),
]) satisfies z.ZodType<EngineWord>

const commandShape = z.discriminatedUnion('type', [
  z.strictObject({
    ...asked,
    type: z.literal('start'),
    installation: name,
    document: z.strictObject({ id: name, text: z.string().max(bounds.LONGEST_DOCUMENT) }),
    targets,
    secretNames,
    policies,
    people,
    conversation,
    rehearsal: z.boolean(),
    answers: z.record(name, text),
  }),
  z.strictObject({ ...asked, type: z.literal('answer'), answers: z.record(name, text) }),
  z.strictObject({ ...asked, type: z.literal('approve'), ...decided }),
  z.strictObject({ ...asked, type: z.literal('reject'), ...decided }),
  z.strictObject({ ...asked, type: z.literal('withdraw'), reason: text.exactOptional() }),
  z.strictObject({
    ...asked,
    type: z.literal('deviate'),
    kind: z.enum(['retry', 'undo', 'skip', 'mark-done', 'abort']),
    step: count,
    from: count.exactOptional(),
    reason: text,
  }),
  z.strictObject({ ...asked, type: z.literal('reopen'), reason: text }),
  z.strictObject({
    ...asked,
    type: z.literal('confirm'),
    step: count,
    item: z.exactOptional(count),
    question: count.exactOptional(),
    choice: text,
  }),
  z.strictObject({ ...asked, type: z.literal('cancel'), reason: text }),
  z.strictObject({ ...asked, type: z.literal('mirror'), conversation }),
  z.strictObject({ ...worked, type: z.literal('claim'), order: name, attempt, nonce: name, head: name, looked: results }),
  // Who turns an order down before claiming it has no nonce to show.
  z.strictObject({ ...worked, type: z.literal('result'), attempt, nonce: z.string().max(300), outcome }),
  z.strictObject({
    ...worked,
    type: z.literal('observed'),
    order: name,
    results,
    lockHeld: z.boolean().exactOptional(),
    refused: z.strictObject({ code: name, why: toldShape }).exactOptional(),
    missing: z
      .array(z.strictObject({ target: name, why: toldShape }))
      .min(1)
      .max(bounds.MOST_MISSING)
      .exactOptional(),
  }),
  ...engineWordShape.options,
  z.strictObject({ run: name, type: z.literal('configuration-changed'), policies, people, targets, secretNames }),
]) satisfies z.ZodType<Command>

const signedShape = z.strictObject({ command: commandShape, key: name, signature: name }) satisfies z.ZodType<SignedCommand>

/** What arrives from outside, as a signed command of a known kind; or every fault of its shape in one sentence. Signatures are checked elsewhere. */
export function readCommand(value: unknown): { signed: SignedCommand } | { fault: string } {
  const read = signedShape.safeParse(value)
  if (read.success) return { signed: read.data }
  return { fault: `This is no command that the product knows: ${faultsOf(read.error)}.` }
}

/** What arrives as the word of one of the engine's objects or of the clock. */
export function readEngineWord(value: unknown): { word: EngineWord } | { fault: string } {
  const read = engineWordShape.safeParse(value)
  return read.success ? { word: read.data } : { fault: `This is nothing that the engine or the clock can say: ${faultsOf(read.error)}.` }
}

function faultsOf(error: z.ZodError): string {
  const faults = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`)
  return faults.join('; ')
}
