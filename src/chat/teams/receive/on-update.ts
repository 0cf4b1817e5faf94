/** The bot came into a conversation, or was taken out of it. */
import { en } from '../../../words/en.ts'
import type { TeamsContext } from '../context.ts'
import { channelOf, installationUpdate, isDirect, memberUpdate, type Activity } from './activities.ts'

/** People who come and go are nothing to us: who is there is asked when it matters. */
export function onMembers(context: TeamsContext, raw: unknown): void {
  const read = memberUpdate.safeParse(raw)
  if (!read.success) return
  const { data } = read
  const isBot = ({ id }: { id: string }): boolean => id === data.recipient.id
  if (data.membersAdded?.some(isBot)) {
    added(context, data)
    const at = context.port.referenceOf(raw)
    if (at === undefined) return
    context.remembered.note(at)
    void context.teller.greet(at, context.backend.speak(data.locale ?? undefined))
  }
  if (data.membersRemoved?.some(isBot)) removed(context, data)
}

/** The same for a whole installation; whoever is added hears of it by the other. */
export function onInstallation(context: TeamsContext, raw: unknown): void {
  const read = installationUpdate.safeParse(raw)
  if (!read.success) return
  const { data } = read
  if (data.action === 'add') added(context, data)
  if (data.action === 'remove') removed(context, data)
}

function added({ connection }: TeamsContext, activity: Activity): void {
  connection.up(partOf(activity))
}

function removed({ connection }: TeamsContext, activity: Activity): void {
  connection.down(partOf(activity), en.teams.note.removed({ conversation: channelOf(activity), direct: isDirect(activity) }), SAID_MS)
}

function partOf(activity: Activity): string {
  return `installed/${channelOf(activity)}`
}

/** It may have been meant: after so long it is nobody's trouble any more. */
const SAID_MS = 86_400_000
