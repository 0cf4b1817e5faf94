/** What goes over the connection between a worker and a bot: one JSON object a frame, judged by its shape on both sides. What is not listed here is no frame. */
import { z } from 'zod'
import type { Entry } from '../audit/entry.ts'
import { toldShape } from '../audit/told-shape.ts'
import * as bounds from '../text/bounds.ts'
import type { SignedCommand } from '../run/command.ts'
import type { ClaimProof } from '../run/command-answer.ts'
import type { Refusal } from '../run/facts/refusal.ts'
import type { Order } from '../run/order.ts'
import { MOST_CHOICES } from '../run/view/offered.ts'
import type { Progress } from '../run/view/view.ts'

/** Under this path the bot takes workers. */
export const GATEWAY_PATH = '/gateway'
/** Under this one it says how they are, to who may reach its socket. */
export const WORKERS_PATH = '/workers'

/** Bytes of a frame: a command is an entry at most, and a history comes in pages that stay below it with what stands around them. */
export const LONGEST_FRAME = 4 * 1024 * 1024
/** Bytes of the entries in one page of a history; a single entry is always given. */
export const HISTORY_PAGE = 1024 * 1024
/** How long a worker looks for what may be chosen, and how long its bot waits for it. */
export const CHOICES_WITHIN_MS = 30_000
/** Who does not say who it is within this time is not waited for. */
export const HANDSHAKE_MS = 5_000

const name = z.string().min(1).max(bounds.LONGEST_NAME)
const text = z.string().max(bounds.LONGEST_TEXT)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const id = z.int().min(1)
const nonce = z.string().min(16).max(100)
const version = z.int().min(0)
const instant = z.iso.datetime()
const documents = z.array(hash).max(100_000)

const attempt = z.strictObject({ step: z.int().min(1), item: z.int().min(0), number: z.int().min(1) })
const ordered = { key: name, installation: name, run: name, site: name, document: hash, step: z.int().min(1), item: z.int().min(0) }
const order = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('observe'),
    ...ordered,
    looks: z
      .array(z.enum(['check', 'read', 'wait-until', 'before']))
      .min(1)
      .max(4),
    attempt: attempt.exactOptional(),
    settleMs: z.int().min(1).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('perform'),
    ...ordered,
    attempt,
    gate: z.int().min(1),
    fingerprint: hash,
    undo: z.literal(true).exactOptional(),
  }),
]) satisfies z.ZodType<Order>

const progress = z.strictObject({
  run: name,
  order: name,
  step: z.int().min(1),
  item: z.int().min(0),
  percent: z.number().min(0).max(100).exactOptional(),
  text: z.string().max(1000),
  at: instant,
}) satisfies z.ZodType<Progress>

/** Who a worker is: all of it is signed, with what the bot has just asked. */
const introduction = z.strictObject({
  stateVersion: version,
  rules: version,
  program: name,
  installation: name,
  site: name,
  worker: name,
  /** New at every start of the process. */
  boot: name,
  /** By the worker's clock: tells how far it is from the bot's, and orders nothing. */
  at: instant,
  /** What the bot has asked, and what it is asked in turn. */
  asked: nonce,
  asks: nonce,
})
export type Introduction = z.output<typeof introduction>

/** Only what the gateway reads of it: the run judges the whole. */
const signed = z.looseObject({
  command: z.looseObject({ run: name, type: name }),
  key: name,
  signature: z.string().max(1000),
}) as unknown as z.ZodType<SignedCommand>
/** Of an entry only that it is an object: the worker decides it again. */
const entries = z.array(z.custom<Entry>((value) => typeof value === 'object' && value !== null))
const refusal = z.union([
  z.looseObject({ code: name, facts: z.looseObject({}) }),
  z.looseObject({ code: name, sentence: text }),
]) as unknown as z.ZodType<Refusal>
const claimed = z.strictObject({ at: instant, signature: z.string().max(1000) }) satisfies z.ZodType<ClaimProof>

/** `unanswered`: it may have arrived or not. `gaveUp`: a final answer that is no refusal; the same words would get it again. */
const noAnswer = { unanswered: z.strictObject({ unanswered: text }), gaveUp: z.strictObject({ gaveUp: text }) }
const answer = z.union([
  z.strictObject({ accepted: z.literal(true), claimed: claimed.exactOptional() }),
  z.strictObject({ refusal }),
  noAnswer.unanswered,
  noAnswer.gaveUp,
])
/** A page of a history, from the entry that was asked for; `newest` stands with the last. */
const page = z.union([
  z.strictObject({ entries, more: z.boolean(), newest: z.string().max(1000).exactOptional() }),
  noAnswer.unanswered,
  noAnswer.gaveUp,
])

/** Which look of which document, and the answers that it needs, as they were written. */
const choicesQuestion = z.strictObject({ document: hash, name, answers: z.record(name, text) })
const choice = z.strictObject({ title: name, value: name })
const choicesAnswer = z.union([
  z.strictObject({ choices: z.array(choice).max(MOST_CHOICES), more: z.boolean() }),
  z.strictObject({ failed: z.array(toldShape).max(100) }),
])

export type ChoicesQuestion = z.output<typeof choicesQuestion>
export type ChoicesAnswer = z.output<typeof choicesAnswer>
export type Answer = z.output<typeof answer>
export type Page = z.output<typeof page>

const fromWorker = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    introduction,
    signature: z.string().max(1000),
    /** SHA-256 of every document that it holds. */
    documents,
    /** Orders that it was given over an earlier connection, and is at. */
    running: z.array(name).max(10_000),
  }),
  z.strictObject({
    type: z.literal('heartbeat'),
    at: instant,
    /** Orders that were taken and not answered yet. */
    running: z.array(z.strictObject({ order: name, progress: progress.exactOptional() })).max(10_000),
    /** How many orders have come over this connection. */
    arrived: z.int().min(0),
    /** Where they are others than at the last word of them. */
    documents: documents.exactOptional(),
    /** It is told to stop: it takes nothing more, and what it has not begun is another's. */
    leaving: z.literal(true).exactOptional(),
  }),
  /** `id`s of one connection rise: one that has come before is the same frame twice. */
  z.strictObject({ type: z.literal('command'), id, signed }),
  z.strictObject({ type: z.literal('history'), id, run: name, from: z.int().min(1), nonce: name }),
  /** `id`: of the question. */
  z.strictObject({ type: z.literal('choices'), id, answer: choicesAnswer }),
])

const fromBot = z.discriminatedUnion('type', [
  /** The first word. Its `stateVersion` is read before anything else: another release may mean something else by the rest. */
  z.strictObject({ type: z.literal('challenge'), stateVersion: version, asks: nonce }),
  /** The signature proves to whoever introduced itself that this is the bot of its installation. */
  z.strictObject({ type: z.literal('welcome'), signature: z.string().max(1000), aheadMs: z.int() }),
  z.strictObject({ type: z.literal('refused'), code: name, sentence: text }),
  /** A heartbeat was heard. `aheadMs`: the worker's clock less the bot's. */
  z.strictObject({ type: z.literal('heard'), aheadMs: z.int() }),
  z.strictObject({ type: z.literal('order'), order }),
  z.strictObject({ type: z.literal('stop'), order: name }),
  z.strictObject({ type: z.literal('answer'), id, answer }),
  z.strictObject({ type: z.literal('page'), id, page }),
  z.strictObject({ type: z.literal('choices'), id, question: choicesQuestion }),
])

export type WorkerFrame = z.output<typeof fromWorker>
export type BotFrame = z.output<typeof fromBot>
export type Heartbeat = Omit<Extract<WorkerFrame, { type: 'heartbeat' }>, 'type'>

export const readWorkerFrame = (data: string) => read(fromWorker, data)
export const readBotFrame = (data: string) => read(fromBot, data)

function read<T>(shape: z.ZodType<T>, data: string): { frame: T } | { fault: string } {
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    return { fault: `what came is no JSON: ${data.slice(0, 80)}` }
  }
  const judged = shape.safeParse(value)
  return judged.success ? { frame: judged.data } : { fault: z.prettifyError(judged.error).slice(0, 1000) }
}
