/** Shapes that several commands carry, for checking what arrives from outside. */
import { z } from 'zod'
import * as bounds from '../text/bounds.ts'
import { toldShape } from './told-shape.ts'

const text = z.string().max(bounds.LONGEST_TEXT)
const name = z.string().min(1).max(bounds.LONGEST_NAME)
const whole = z.int().min(0)
const groups = z.array(name).max(bounds.MOST_GROUPS)
const line = z.strictObject({ from: groups.min(1), count: z.int().min(1).max(bounds.MOST_APPROVERS) })
const duration = ({ least, most }: bounds.DurationBounds) => z.int().min(least).max(most)

export const policyShape = z.strictObject({
  id: name,
  start: groups,
  approve: z.array(line).min(1).max(bounds.MOST_LINES),
  expiresMs: duration(bounds.EXPIRES),
  escalate: z.strictObject({ afterMs: duration(bounds.ESCALATES), to: groups }).exactOptional(),
  deviate: line,
  breakGlass: z.strictObject({ from: z.array(name), count: whole, waitMs: whole, reviewWithinMs: whole }).exactOptional(),
})

const place = { name, host: name, site: name, practice: z.boolean() }

export const targetShape = z.discriminatedUnion('kind', [
  z.strictObject({
    ...place,
    kind: z.literal('sql-server'),
    instance: z.string().max(bounds.LONGEST_NAME),
    port: z.int().min(bounds.PORTS.least).max(bounds.PORTS.most).exactOptional(),
    serverName: z.array(name).min(1).max(20).exactOptional(),
    reader: name.exactOptional(),
  }),
  z.strictObject({ ...place, kind: z.literal('powershell'), machineName: z.array(name).min(1).max(20).exactOptional() }),
])

const cell = z.union([text, z.number(), z.boolean(), z.null()])

const file = z.strictObject({ sha256: name, bytes: whole })

export const resultShape = z.strictObject({
  block: whole,
  target: name,
  ok: z.boolean(),
  notSent: z.literal(true).exactOptional(),
  rows: z.array(z.record(z.string().max(300), cell)).max(10_000),
  rowCount: whole,
  last: whole.exactOptional(),
  file: file.exactOptional(),
  messages: z.array(toldShape).max(10_000),
  said: z.strictObject({ messages: whole, errors: whole, file: file.exactOptional() }).exactOptional(),
  ranIn: name.exactOptional(),
  errors: z
    .array(
      z.strictObject({ message: toldShape, code: text.exactOptional(), severity: z.number().exactOptional(), place: text.exactOptional() }),
    )
    .max(1000),
  tookMs: z.number().min(0),
})
