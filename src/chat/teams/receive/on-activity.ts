/** Everything that Teams sends, after it was proved that Teams sent it. */
import { z } from 'zod'
import type { InvokeAnswer } from '../bot-port.ts'
import type { TeamsContext } from '../context.ts'
import { errorAnswer } from './invoke-answer.ts'
import { onCardAction } from './on-card-action.ts'
import { onFileConsent } from './on-file-consent.ts'
import { onMessage } from './on-message.ts'
import { onInstallation, onMembers } from './on-update.ts'

const kind = z.object({ type: z.string().max(100), name: z.string().max(200).nullish() })

/** Never rejects. Undefined: nothing to be answered; what is no activity of a known kind is nothing to us, as Teams wants it. */
export async function onActivity(context: TeamsContext, activity: unknown): Promise<InvokeAnswer | undefined> {
  const read = kind.safeParse(activity)
  if (!read.success) return undefined
  const { type, name } = read.data
  try {
    switch (type) {
      case 'message':
        await onMessage(context, activity)
        return undefined
      case 'invoke':
        return await onInvoke(context, name ?? '', activity)
      case 'conversationUpdate':
        onMembers(context, activity)
        return undefined
      case 'installationUpdate':
        onInstallation(context, activity)
        return undefined
    }
    return undefined
  } catch (cause) {
    context.log.error({ err: cause, type }, 'something that Teams sent could not be answered')
    return type === 'invoke' ? errorAnswer(500, 'InternalError', context.backend.speak().notes.notKnown) : undefined
  }
}

async function onInvoke(context: TeamsContext, name: string, activity: unknown): Promise<InvokeAnswer> {
  if (name === 'adaptiveCard/action') return onCardAction(context, activity)
  if (name === 'fileConsent/invoke') return onFileConsent(context, activity)
  return errorAnswer(501, 'NotImplemented', context.backend.speak().live.notRead('Teams'))
}
