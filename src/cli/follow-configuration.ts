/** Keeps the bot at what its files say: policies, people and documents that change count from then on. */
import { watch } from 'node:fs'
import type { Logger } from 'pino'
import type { EngineHandle } from '../engine/start-engine.ts'
import { formatFault } from '../procedure/fault.ts'
import { leftOutLines } from './left-out.ts'
import { readHouse, type House } from './load-house.ts'

/** Editors write a file in several steps. */
const SETTLED_MS = 300
const AGAIN_MS = 1000

export interface Following {
  /** The configuration file that was read first. */
  path: string
  first: House
  engine: Pick<EngineHandle, 'configurationChanged'>
  log: Logger
  /** Puts the house in place that was read last. */
  put: (house: House) => void
}

/**
 * Active runs are told what changed, also what changed while no bot was there: who left a group meanwhile must not count at a claim. Until they all know,
 * they are told again. Faults are said, and the old house stays. Answers how to end it.
 */
export function followConfiguration({ path, first, engine, log, put }: Following): () => void {
  let pending: NodeJS.Timeout | undefined
  let ended = false
  let told: string | undefined
  const tell = async ({ policies, people, targets }: House): Promise<void> => {
    const now = JSON.stringify([policies, people, targets])
    if (now === told) return
    const persons = people.map(({ id, name, groups }) => ({ id, name, groups }))
    const runs = await engine.configurationChanged(policies, persons, targets)
    told = now
    log.info({ runs }, `The configuration was read; ${runs} active runs were told.`)
  }
  let house = first
  const reload = async (): Promise<void> => {
    const read = readHouse(path, house)
    if ('faults' in read) {
      for (const fault of read.faults) log.error({}, `not reloaded: ${formatFault(fault)}`)
      return
    }
    house = read.house
    for (const line of leftOutLines(house)) log.error({}, line)
    put(house)
    await tell(house)
  }
  const after = (ms: number, act: () => Promise<void>): void => {
    clearTimeout(pending)
    if (ended) return
    pending = setTimeout(
      () =>
        void act().catch((error: unknown) => {
          log.warn({ err: error }, 'not every active run was told of the configuration; told again')
          after(AGAIN_MS, reload)
        }),
      ms,
    )
  }
  after(0, () => tell(first))
  const watchers = [first.file, first.configuration.approvals, first.configuration.commands].map((file) =>
    watch(file, () => after(SETTLED_MS, reload)),
  )
  return () => {
    ended = true
    clearTimeout(pending)
    for (const watcher of watchers) watcher.close()
  }
}
