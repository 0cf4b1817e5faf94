import { setTimeout as pause } from 'node:timers/promises'
import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import { EngineFault } from '../engine-fault.ts'
import type { BotHandlers, BotProcess, Sealed } from '../objects.ts'
import type { BotToken } from '../proof/bot-token.ts'

/** The key under which the one bot of an installation is asked who it is. */
export const BOT_KEY = 'one'

/** The engine tries a handler again and again: who has not answered by then is dead, or as good as that for every run. */
const LIVES_WITHIN_MS = 5000
const LOOK_EVERY_MS = 5000

/** `Bot`: whoever the engine calls says which process it is. It keeps nothing. */
export function botObject({ bot, self }: { bot: BotToken; self: BotProcess }) {
  return restate.object({
    name: 'Bot',
    handlers: {
      who: restate.handlers.object.shared(async (ctx: restate.ObjectSharedContext): Promise<BotProcess | Sealed> => {
        bot.refuseOthers(ctx, 'Bot/who')
        return bot.answer(ctx, 'Bot/who', self)
      }),
    } satisfies BotHandlers,
  })
}

/** Who asks which bot the engine calls. */
interface Asking {
  who(withinMs: number): Promise<BotProcess | null>
}

/**
 * Only one bot may stand behind an engine: what its gateway and its guard against older states know lies in its memory, and its audit files on its machine. Of an engine elsewhere
 * several could be registered, each over the last. The engine itself is asked who it calls: one that it cannot reach serves nobody, and is taken over.
 * @throws EngineFault for a bot that lives, and for one that is no bot of this installation
 */
export async function refuseOtherBot(client: Asking, self: BotProcess): Promise<void> {
  const other = await whoLives(client)
  if (other === undefined || other.boot === self.boot) return
  throw new EngineFault(
    'already-running',
    `A bot of this installation serves this engine already (process ${other.pid} on ${other.host}, since ${other.since}): end it first. When it is dead, the next start takes over by itself.`,
  )
}

/** After one's own registration: of two that started at the same moment the later one is called. @throws EngineFault */
export async function refuseOvertaken(client: Asking, self: BotProcess): Promise<void> {
  const called = await whoLives(client)
  if (called !== undefined && called.boot !== self.boot) throw replacedBy(called)
}

/** Resolves with what happened when the engine calls another bot. Until then, or until `signal` is aborted, it only looks. */
export async function untilReplaced(
  client: Asking,
  self: BotProcess,
  log: Logger,
  signal: AbortSignal,
  everyMs = LOOK_EVERY_MS,
): Promise<EngineFault | undefined> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return undefined
    try {
      const called = await client.who(LIVES_WITHIN_MS)
      if (called !== null && called.boot !== self.boot) return replacedBy(called)
    } catch (error) {
      // The engine's trouble, or a stranger's answer, which has been told of already.
      if (!signal.aborted) log.debug({ err: error }, 'the engine could not be asked which bot it calls; asked again')
    }
  }
  return undefined
}

function replacedBy({ pid, host, since }: BotProcess): EngineFault {
  return new EngineFault(
    'replaced',
    `Another bot of this installation has taken over this engine (process ${pid} on ${host}, since ${since}): this one ends. Start only one, and let the other machine's service start only when this one is dead.`,
  )
}

async function whoLives(client: Asking): Promise<BotProcess | undefined> {
  try {
    return (await client.who(LIVES_WITHIN_MS)) ?? undefined
  } catch (fault) {
    if (!(fault instanceof EngineFault) || (fault.code !== 'not-ours' && fault.code !== 'broken')) return undefined
    const sentence =
      'Something that is no bot of this installation answers for this engine: give each installation an engine of its own. Where there is no other, somebody reached the engine: find out who, and unregister their `Bot`.'
    throw new EngineFault('not-ours', sentence, fault)
  }
}
