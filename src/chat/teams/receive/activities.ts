/** What Teams sends, as far as we read it. Everything else of it is ignored; what does not fit is refused. */
import { z } from 'zod'

const id = z.string().min(1).max(500)
/** `29:…`, `28:…` or an object id. */
const party = z.object({ id })

/** Whose it is, is judged elsewhere; the name is for a mention only. */
const from = z.object({ id, name: z.string().max(300).nullish() })

/** Whatever kind of activity it is. */
const base = z.object({
  type: z.string().max(100),
  id: id.nullish(),
  from,
  recipient: party,
  conversation: z.object({ id: z.string().min(1).max(1000), conversationType: z.string().max(40).nullish() }),
  /** BCP 47: the language of the client. */
  locale: z.string().max(35).nullish(),
})

export type Activity = z.output<typeof base>

/** A typed line, or an Action.Submit of a client that does not know Action.Execute. */
export const messageActivity = base.extend({
  text: z.string().max(100_000).nullish(),
  value: z.unknown().optional(),
  /** Mentions and others; each is looked at by itself. */
  entities: z.array(z.unknown()).max(200).nullish(),
})

export type MessageActivity = z.output<typeof messageActivity>

export const mentionEntity = z.object({ type: z.literal('mention'), mentioned: party })

/** `adaptiveCard/action`. `data`: the button's, merged with what stands in the fields. */
export const cardAction = base.extend({
  value: z.object({
    action: z.object({ verb: z.string().max(100).nullish(), data: z.record(z.string().max(200), z.unknown()) }),
    /** `automatic`: the client refreshes by itself. */
    trigger: z.string().max(40).nullish(),
  }),
})

export const fileConsent = base.extend({
  value: z.object({
    type: z.literal('fileUpload'),
    action: z.enum(['accept', 'decline']),
    context: z.object({ file: z.string().max(100) }),
    uploadInfo: z
      .object({
        name: z.string().max(500),
        uploadUrl: z.string().max(8000),
        contentUrl: z.string().max(8000),
        uniqueId: z.string().max(500),
        fileType: z.string().max(100).nullish(),
      })
      .nullish(),
  }),
})

export type FileConsent = z.output<typeof fileConsent>['value']

/** Who came and who went; the bot itself may be among them. */
export const memberUpdate = base.extend({
  membersAdded: z.array(party).max(2000).nullish(),
  membersRemoved: z.array(party).max(2000).nullish(),
})

export const installationUpdate = base.extend({ action: z.string().max(40) })

/** The conversation without the thread in it: what a run's conversation is called by. */
export function channelOf({ conversation }: Pick<Activity, 'conversation'>): string {
  return conversation.id.split(';')[0] ?? conversation.id
}

export function isDirect({ conversation }: Pick<Activity, 'conversation'>): boolean {
  return conversation.conversationType === 'personal'
}
