/** One port for the engine, whatever the platform of a conversation is. */
import type { ChatPort, Shown } from '../../run/view/chat-port.ts'
import { isSameConversation } from '../../run/view/conversations-of.ts'
import type { Words } from '../../words/words.ts'
import type { SaidPort, SaidRequest } from '../../words/said-port.ts'
import { sayLines, sayView, type SaidLine, type SaidView } from '../../words/said-view.ts'
import type { SpokenIn } from './spoken-in.ts'

/** By platform. */
export interface OpenPorts {
  console?: SaidPort
  slack?: SaidPort
  teams?: SaidPort
}

const PLATFORMS = { slack: true, teams: true } satisfies Record<Exclude<keyof OpenPorts, 'console'>, true>

/** The engine starts first; what it wants shown before a platform is open is asked for again. The console shows every run, as its home does: it is what is left when a platform is down. */
export function chatPorts(
  ports: () => OpenPorts,
  channel: { remember(view: SaidView, lines: SaidLine[]): void },
  spoken: Pick<SpokenIn, 'conversation'>,
): ChatPort {
  return {
    // Runs of the platforms come back into the channel when they have news: that is what a restart of the console brings, too.
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
      const { platform } = request.conversation
      const open = ports()
      if (platform === 'console') return shownBy('console', open.console, request)
      // Once is enough for the one page, and in the words of the home.
      if (isSameConversation(request.conversation, asked.view.conversation)) await open.console?.show(request)
      if (!isPlatform(platform)) throw new Error(`nothing here serves ${platform}: its conversation waits until the configuration names it`)
      return shownBy(platform, open[platform], request)
    },
  }
}

function isPlatform(name: string): name is keyof typeof PLATFORMS {
  return Object.hasOwn(PLATFORMS, name)
}

function shownBy(name: string, port: SaidPort | undefined, request: SaidRequest): Promise<Shown> {
  return port?.show(request) ?? Promise.reject(Object.assign(new Error(`${name} is not open yet`), { retryAfterMs: 200 }))
}
