import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { PublicKeys } from '../../audit/entry.ts'
import type { ChatPort } from '../../run/view/chat-port.ts'
import type { EngineAdmin } from '../server/admin.ts'
import type { EngineClient } from '../client.ts'
import { fileOf, openFiles, readLostRun, settledOf, takenIn, type LostRun } from './lost-runs.ts'
import { lostSentence, settledSentence, showLost } from './show-lost.ts'

const AGAIN_MS = 1000
const LOOK_EVERY_MS = 2000

export interface LostOptions {
  auditDir: string
  keys: PublicKeys
  admin: Pick<EngineAdmin, 'runs'>
  client: Pick<EngineClient, 'runs' | 'view'>
  chat: ChatPort
  log: Logger
  signal: AbortSignal
  /** Told the sentences of all that is still lost, whenever that changes. */
  onLost?: (sentences: string[]) => void
}

/**
 * Looks for runs that were lost with the engine's store, and stands before what they protect until people have said what became of them. Of the others it knows from
 * their files who had which lock at the start: whoever reaches the engine's admin interface can put back an older state of a lock while no bot remembers the newest.
 */
export interface LostGuard {
  /** Who stands before this lock besides these runs, as others read it. Answers when the files have been looked through, so that nothing begins before that. */
  holder(lock: string, besides: readonly (string | undefined)[]): Promise<string | undefined>
  /** The run has ended, and gives it back. */
  released(lock: string, run: string): void
  /** Begins to look. Resolves when `signal` is aborted. */
  watch(options: LostOptions): Promise<void>
}

export function lostGuard(): LostGuard {
  let lost: LostRun[] = []
  let owners: Owner[] = []
  const given = new Set<string>()
  const looked = Promise.withResolvers<void>()
  return {
    holder: async (lock, besides) => {
      await looked.promise
      // What a file protects that cannot be believed, nobody knows: it may be this.
      const before = lost.find(({ state, fault }) => fault !== undefined || state?.lock?.name === lock || state?.plan?.lock === lock)
      if (before !== undefined) return holderName(before)
      const owner = owners.find((each) => each.lock === lock && !besides.includes(each.run) && !given.has(givenKey(lock, each.run)))
      return owner && `${owner.run}${quoted(owner.title)}`
    },
    released: (lock, run) => void given.add(givenKey(lock, run)),
    watch: async (options) => {
      const { signal, auditDir, log, onLost } = options
      const found = await findLost(options)
      lost = found.lost
      owners = found.owners
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

/** A run that the engine knows, and the lock that it had when the bot started. */
interface Owner {
  run: string
  lock: string
  title?: string
}

interface Found {
  lost: LostRun[]
  owners: Owner[]
}

async function findLost({ auditDir, keys, admin, client, log, signal }: LostOptions): Promise<Found> {
  while (!signal.aborted) {
    try {
      const listed = new Map((await client.runs()).map(({ run, title }) => [run, title]))
      // The list tells of runs that may have been taken out of the store.
      const stored = new Set(await admin.runs())
      const found: Found = { lost: [], owners: [] }
      for (const run of await openFiles(auditDir)) {
        if ((await settledOf(auditDir, run)) !== undefined) continue
        if ((stored.has(run) && listed.has(run)) || (await isKnown(client, run))) {
          const lock = await ownedBy({ auditDir, log }, run)
          const title = listed.get(run)
          if (lock !== undefined) found.owners.push({ run, lock, ...(title !== undefined && { title }) })
          continue
        }
        const read = await readLostRun(auditDir, run, keys)
        if (read.state?.rehearsal !== true) found.lost.push(read)
      }
      return found
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the audit files could not be compared with the runs of the engine; tried again')
      await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  return { lost: [], owners: [] }
}

/** A file that cannot be read keeps nobody waiting: the engine knows its run, and who has the lock. */
async function ownedBy({ auditDir, log }: Pick<LostOptions, 'auditDir' | 'log'>, run: string): Promise<string | undefined> {
  try {
    return await takenIn(auditDir, run)
  } catch (error) {
    const file = fileOf(auditDir, run)
    log.error({ run, file, err: error }, 'which lock this run has cannot be read in its audit file: of that the engine is believed')
    return undefined
  }
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
  return `${run}${quoted(state?.procedure.title)} (lost with the engine's store; people must say first what became of it, by "countersign settle ${run}")`
}

function quoted(title: string | undefined): string {
  return title === undefined ? '' : ` "${title}"`
}

function givenKey(lock: string, run: string): string {
  return JSON.stringify([lock, run])
}
