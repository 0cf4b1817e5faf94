import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { PublicKeys } from '../audit/entry.ts'
import type { ChatPort } from './chat-port.ts'
import type { EngineClient } from './client.ts'
import { openFiles, readLostRun, settledOf, type LostRun } from './lost-runs.ts'
import { lostSentence, settledSentence, showLost } from './show-lost.ts'

const AGAIN_MS = 1000
const LOOK_EVERY_MS = 2000

export interface LostOptions {
  auditDir: string
  keys: PublicKeys
  client: Pick<EngineClient, 'runs' | 'view'>
  chat: ChatPort
  log: Logger
  signal: AbortSignal
  /** Told the sentences of all that is still lost, whenever that changes. */
  onLost?: (sentences: string[]) => void
}

/** Looks for runs that were lost with the engine's store, and stands before what they protect until people have said what became of them. */
export interface LostGuard {
  /** Who stands before this lock, as others read it. Answers when the files have been looked through, so that nothing begins before that. */
  holder(lock: string): Promise<string | undefined>
  /** Begins to look. Resolves when `signal` is aborted. */
  watch(options: LostOptions): Promise<void>
}

export function lostGuard(): LostGuard {
  let lost: LostRun[] = []
  const looked = Promise.withResolvers<void>()
  return {
    holder: async (lock) => {
      await looked.promise
      // What a file protects that cannot be believed, nobody knows: it may be this.
      const before = lost.find(({ state, fault }) => fault !== undefined || state?.lock?.name === lock || state?.plan?.lock === lock)
      return before && holderName(before)
    },
    watch: async (options) => {
      const { signal, auditDir, log, onLost } = options
      lost = await findLost(options)
      looked.resolve()
      for (const each of lost) log.error({ run: each.run, file: each.file }, lostSentence(each))
      if (lost.length > 0) onLost?.(lost.map(lostSentence))
      const unseen = new Set(lost)
      while (!signal.aborted && (lost.length > 0 || unseen.size > 0)) {
        for (const each of unseen) if (await showLost(options, each)) unseen.delete(each)
        for (const each of lost) {
          const settled = await settledOf(auditDir, each.run)
          if (settled === undefined) continue
          lost = lost.filter((other) => other !== each)
          log.info({ run: each.run, by: settled.by, reason: settled.reason }, settledSentence(each, settled))
          onLost?.(lost.map(lostSentence))
          unseen.add(each)
        }
        await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}

async function findLost({ auditDir, keys, client, log, signal }: LostOptions): Promise<LostRun[]> {
  while (!signal.aborted) {
    try {
      const active = new Set((await client.runs()).map(({ id }) => id))
      const found: LostRun[] = []
      for (const run of (await openFiles(auditDir)).filter((each) => !active.has(each))) {
        if ((await isKnown(client, run)) || (await settledOf(auditDir, run)) !== undefined) continue
        const read = await readLostRun(auditDir, run, keys)
        if (read.state?.rehearsal !== true) found.push(read)
      }
      return found
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the audit files could not be compared with the runs of the engine; tried again')
      await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  return []
}

/** A state that is refused as altered is there all the same. */
async function isKnown(client: Pick<EngineClient, 'view'>, run: string): Promise<boolean> {
  try {
    return (await client.view(run)) !== null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'broken') return true
    throw error
  }
}

function holderName({ run, state }: LostRun): string {
  const title = state === undefined ? '' : ` "${state.procedure.title}"`
  return `${run}${title} (lost with the engine's store; people must say first what became of it, by "countersign settle ${run}")`
}
