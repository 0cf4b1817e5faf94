/** What Slack sends, as far as we read it. Everything else of it is ignored; what does not fit is refused. */
import { z } from 'zod'
import type { SlackAccount } from '../account.ts'

const id = z.string().min(1).max(100)
const enterprise = z.object({ id }).nullish()
const person = z.object({ id, team_id: id.nullish() })
const team = z.object({ id, enterprise_id: id.nullish() }).nullish()

export const commandBody = z.object({
  command: z.string().max(100),
  text: z.string().max(8000).default(''),
  team_id: id,
  enterprise_id: id.nullish(),
  user_id: id,
  channel_id: id,
  trigger_id: id,
})

const pressedOn = z.object({ type: z.literal('block_actions'), user: person, team, enterprise, trigger_id: id })

export const actionBody = pressedOn.extend({
  channel: z.object({ id }).nullish(),
  container: z.object({ channel_id: id.nullish(), message_ts: id.nullish() }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: id,
        block_id: z.string().max(255).default(''),
        action_ts: id.optional(),
        value: z.string().max(2000).optional(),
      }),
    )
    .min(1),
})

/** A field of a form was filled in that is to tell. */
export const formChangeBody = z.object({
  type: z.literal('block_actions'),
  user: person,
  team,
  enterprise,
  view: z.object({
    id,
    hash: z.string().min(1).max(200),
    callback_id: z.string().max(255),
    private_metadata: z.string().max(3000).default(''),
    state: z.object({ values: z.unknown() }),
  }),
})

export const viewBody = z.object({
  type: z.literal('view_submission'),
  user: person,
  team,
  enterprise,
  trigger_id: id.nullish(),
  view: z.object({
    id,
    hash: z.string().max(200).nullish(),
    callback_id: z.string().max(255),
    private_metadata: z.string().max(3000).default(''),
    state: z.object({ values: z.unknown() }),
  }),
})

export const optionsBody = z.object({
  type: z.literal('block_suggestion'),
  user: person,
  team,
  enterprise,
  action_id: z.string().max(255),
  value: z.string().max(400).default(''),
})

export const homeEvent = z.object({ user: id, tab: z.string().optional() })

/** Somebody of another workspace in a shared channel carries that workspace's id: it is theirs that counts. */
export function accountOf(body: {
  user: z.output<typeof person>
  team?: z.output<typeof team>
  enterprise?: z.output<typeof enterprise>
}): SlackAccount {
  const enterpriseId = body.enterprise?.id ?? body.team?.enterprise_id ?? undefined
  return {
    platform: 'slack',
    team: body.user.team_id ?? body.team?.id ?? 'unknown',
    user: body.user.id,
    ...(enterpriseId ? { enterprise: enterpriseId } : {}),
  }
}
