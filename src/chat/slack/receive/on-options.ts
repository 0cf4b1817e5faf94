/** The choices of a target field, as they are configured at this moment. */
import { hostOf } from '../../../run/view/facts.ts'
import { accountOf, optionsBody } from './bodies.ts'
import type { Ack, SlackContext } from '../context.ts'
import { optionOf } from '../forms/render-modal.ts'

/** Slack shows at most so many; typing narrows them. */
const MOST = 100

export async function onOptions(context: Pick<SlackContext, 'backend'>, body: unknown, ack: Ack): Promise<void> {
  const read = optionsBody.safeParse(body)
  if (!read.success || 'refusal' in context.backend.findPerson(accountOf(read.data))) return ack({ options: [] })
  const kind = read.data.action_id.replace(/^targets:/, '')
  const sought = read.data.value.trim().toLowerCase()
  const found = Object.values(context.backend.loaded().targets)
    .filter((target) => target.kind === kind)
    .map((target) => ({ name: target.name, says: `${target.name} · ${hostOf(target)}` }))
    .filter(({ says }) => says.toLowerCase().includes(sought))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  await ack({ options: found.slice(0, MOST).map(({ name, says }) => optionOf(says, name)) })
}
