/** The shape of what arrives at the worker's handlers. */
import { z } from 'zod'
import { isProven } from '../audit/signature.ts'
import { STATE_VERSION, twoReleases } from '../audit/state-version.ts'
import type { OrderDelivery } from '../run/heartbeat.ts'
import type { Order } from '../run/order.ts'
import { WHO_ANSWERS } from './not-proven.ts'
import type { WorkerOptions } from './options.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const attempt = z.strictObject({ step: z.int().min(1), item: z.int().min(0), number: z.int().min(1) })
const base = {
  key: z.string().min(1).max(200),
  installation: z.string().min(1).max(100),
  run: z.string().min(1).max(100),
  site: z.string().min(1).max(100),
  document: hash,
  step: z.int().min(1),
  item: z.int().min(0),
}

const order = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('observe'), ...base, role: z.enum(['check', 'read', 'before']), attempt: attempt.exactOptional() }),
  z.strictObject({ kind: z.literal('perform'), ...base, attempt, gate: z.int().min(1), fingerprint: hash }),
]) satisfies z.ZodType<Order>

const delivery = z.strictObject({ stateVersion: z.literal(STATE_VERSION), order }) satisfies z.ZodType<OrderDelivery>

/** The order, or what is wrong with it, as a whole sentence. */
export function readDelivery(body: unknown, { name, site }: Pick<WorkerOptions, 'name' | 'site'>): { order: Order } | { fault: string } {
  const theirs = (body as { stateVersion?: unknown } | null | undefined)?.stateVersion
  if (theirs !== STATE_VERSION) {
    return { fault: twoReleases(`An order for site ${site}`, theirs, `worker ${name}`, 'it is not carried out') }
  }
  const read = delivery.safeParse(body)
  return read.success ? { order: read.data.order } : { fault: `This is no order: ${z.prettifyError(read.error)}` }
}

/** The order that the bot wants stopped, or why nothing is stopped: whoever reaches the engine can call the worker's handlers. */
export function readStop(
  body: unknown,
  { installation, site, publicKeys }: Pick<WorkerOptions, 'installation' | 'site' | 'publicKeys'>,
): { order: string } | { fault: string } {
  const { order, signature } = (body ?? {}) as { order?: unknown; signature?: unknown }
  if (typeof order !== 'string') return { fault: 'This names no order to stop.' }
  if (isProven({ proves: 'stop', installation, site, order }, signature, publicKeys)) return { order }
  return { fault: `Order ${order} goes on: whoever asked to stop it is not the bot. ${WHO_ANSWERS}` }
}
