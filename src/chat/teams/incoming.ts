/** What an activity says of where it came from and of its text, read and not believed. */
import { z } from 'zod'
import type { Reference } from './bot-port.ts'

const id = z.string().min(1).max(1000)
const placeSchema = z.looseObject({
  serviceUrl: z.url({ protocol: /^https?$/ }).max(1000),
  conversation: z.looseObject({
    id,
    tenantId: id.optional().catch(undefined),
    conversationType: z.enum(['channel', 'groupChat', 'personal']),
  }),
  channelData: z
    .looseObject({
      tenant: z
        .looseObject({ id: id.optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})

/** Undefined where the activity does not say where it came from. */
export function referenceOf(activity: unknown): Reference | undefined {
  const read = placeSchema.safeParse(activity)
  if (!read.success) return undefined
  const { serviceUrl, conversation, channelData } = read.data
  const tenant = conversation.tenantId ?? channelData?.tenant?.id
  if (tenant === undefined) return undefined
  return { serviceUrl, tenant: tenant.toLowerCase(), conversation: conversation.id, kind: conversation.conversationType }
}

/** The id of the channel or chat that a thread is in. */
export function withoutThread(conversation: string): string {
  return conversation.split(';', 1)[0] ?? ''
}

const mentionSchema = z.looseObject({ type: z.literal('mention'), text: z.string().min(1), mentioned: z.looseObject({ id: z.string() }) })
const saidSchema = z.looseObject({
  text: z.string().catch(''),
  recipient: z.looseObject({ id }).optional().catch(undefined),
  entities: z.array(z.unknown()).catch([]),
})

/** The text as it came, and the mentions of this bot in it. */
export function mentionsOf(activity: unknown): { text: string; recipient: unknown; mentions: unknown[] } {
  const read = saidSchema.safeParse(activity)
  if (!read.success) return { text: '', recipient: undefined, mentions: [] }
  const { text, recipient, entities } = read.data
  const mentions = entities.flatMap((entity) => {
    const mention = mentionSchema.safeParse(entity)
    return mention.success && mention.data.mentioned.id === recipient?.id ? [mention.data] : []
  })
  return { text, recipient, mentions }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", nbsp: ' ' }

/** Teams escapes what people type; each entity is decoded once. */
export function decodedText(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|apos|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole).trim()
}
