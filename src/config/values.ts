/** Values that stand in several places of `countersign.yaml`. */
import { z } from 'zod'
import { PORTS } from '../text/bounds.ts'
import { impossiblePort } from '../text/port.ts'
import { LANGUAGES } from '../words/languages.ts'

/** What is listened on; 0 takes any free one. */
export const port = z.int().min(0).max(65_535)

/** Where something is: text of this shape, whose port a server can have. `message`: what is wrong; what to do. */
export const place = (shape: RegExp, message: string) =>
  z
    .string()
    .regex(shape, message)
    .refine((text) => !shape.test(text) || impossiblePort(text) === undefined, {
      error: ({ input }) =>
        `names the port ${impossiblePort(String(input))}, which no server has; write one from ${PORTS.least} to ${PORTS.most}`,
    })

/** Of cards and threads; whoever reads an answer alone reads their own. */
export const language = z.enum(Object.keys(LANGUAGES) as [keyof typeof LANGUAGES])

/** A secret is never written here: it is named, by environment variable or file. */
export const secret = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  'must say where the secret is, and never the secret itself; write `{ env: NAME }` or `{ file: PATH }`',
)

export type SecretReference = z.output<typeof secret>
