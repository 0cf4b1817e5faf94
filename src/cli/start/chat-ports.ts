/** One port for the engine, whatever the platform of a conversation is. */
import type { ChatPort, Shown } from '../../run/view/chat-port.ts'
import type { Words } from '../../words/words.ts'
import type { SaidPort, SaidRequest } from '../../words/said-port.ts'
import { sayLines, sayView, type SaidLine, type SaidView } from '../../words/said-view.ts'
import type { SpokenIn } from './spoken-in.ts'

export interface OpenPorts {
  console?: SaidPort
  slack?: SaidPort
}

/** The engine starts first; what it wants shown before a platform is open is asked for again. The console mirrors every run: it is what is left when a platform is down. */
export function chatPorts(
  ports: () => OpenPorts,
  channel: { remember(view: SaidView, lines: SaidLine[]): void },
  spoken: Pick<SpokenIn, 'conversation'>,
): ChatPort {
  return {
    // Slack's runs come back into the channel when they have news: that is what a restart of the console brings, too.
    remember: (view, lines) => {
      const words = spoken.conversation(view.conversation)
      if (view.conversation.platform === 'console') channel.remember(sayView(words, view), sayLines(words, lines))
    },
    // Each platform keeps to its own limits.
    intervalMs: 100,
    show: async (asked) => {
      const words = spoken.conversation(asked.conversation)
      const request = {
        ...asked,
        view: sayView(words, asked.view),
        lines: sayLines(words, asked.lines),
        viewIn: (others: Words) => sayView(others, asked.view),
      }
      const { console: mirror, slack } = ports()
      const { platform } = request.conversation
      if (platform === 'console') return shownBy('console', mirror, request)
      if (platform !== 'slack') throw new Error(`nothing here serves ${platform}: its conversation waits until the configuration names it`)
      await mirror?.show(request)
      return shownBy('slack', slack, request)
    },
  }
}

function shownBy(name: string, port: SaidPort | undefined, request: SaidRequest): Promise<Shown> {
  return port?.show(request) ?? Promise.reject(Object.assign(new Error(`${name} is not open yet`), { retryAfterMs: 200 }))
}
