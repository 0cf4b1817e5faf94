import { connect } from '@restatedev/restate-sdk-clients'
import type { Logger } from 'pino'
import type { Progress } from '../../run/view/view.ts'
import type { ConversationHandlers } from '../objects.ts'
import type { Inside } from '../proof/inside.ts'
import { engineHttp, type EngineAddress } from '../server/http.ts'

export interface ProgressShower {
  /** To the conversation of this key. What gets lost is followed by the next. */
  show(conversation: string, progress: Progress): void
  close(): Promise<void>
}

/** What attempts say of themselves, on its way from the gateway to their conversations. */
export function progressShower(address: EngineAddress, inside: Pick<Inside, 'sealed'>, log: Logger): ProgressShower {
  const http = engineHttp(address)
  const ingress = connect({ url: http.url, fetch: http.fetch, retry: false })
  return {
    show(conversation, progress) {
      const sealed = inside.sealed('Conversation/progress', conversation, progress)
      ingress
        .objectSendClient<ConversationHandlers>({ name: 'Conversation' }, conversation)
        .progress(sealed)
        .catch((error: unknown) => log.debug({ run: progress.run, err: error }, 'progress was not shown'))
    },
    close: () => http.close(),
  }
}
