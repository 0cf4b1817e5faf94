/** Keeps the bot at what its files say: policies, people, documents and targets that change count from then on. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { loadConfiguration, type Folders } from '../../config.ts'
import { asRunning } from '../../config/restart.ts'
import { codeOf } from '../../engine/server/directory.ts'
import type { EngineHandle } from '../../engine/start-engine.ts'
import { formatFault } from '../../text/fault.ts'
import { leftOutLines } from '../installation/left-out.ts'
import { readInstallation, type Installation } from '../installation/load-installation.ts'
import { tellRuns } from './tell-runs.ts'

/**
 * Files are looked at by name, again and again: a watch follows the one file that bore the name when it began, and goes deaf when an editor, git, or a
 * mounted volume puts another one in its place.
 */
const LOOK_EVERY_MS = 500

export interface Following {
  /** The configuration file that was read first. */
  path: string
  first: Installation
  /** How the files stood before that was read, by `filesAt`. */
  stood: string | undefined
  engine: Pick<EngineHandle, 'configurationChanged'>
  log: Logger
  /** Puts the house in place that was read last. */
  put: (installation: Installation) => void
  /** Tells people at the terminal and at the console all that is wrong with the files now, in place of what was said before. */
  say: (troubles: string[]) => void
}

/**
 * Active runs are told what changed, also what changed while no bot was there: who left a group meanwhile must not count at a claim. Until they all know,
 * they are told again. Faults are said, and the old house stays. Answers how to end it.
 */
export function followConfiguration({ path, first, stood, engine, log, put, say }: Following): () => Promise<void> {
  const ending = new AbortController()
  const telling = tellRuns(engine, log)
  let installation = first
  let said = JSON.stringify(leftOutLines(first))
  const following = follow()
  return async () => {
    ending.abort()
    await following
    await telling.end()
  }

  async function follow(): Promise<void> {
    let read: string | undefined
    let before: string | undefined
    let folders = foldersOf(path, first.configuration)
    while (!ending.signal.aborted) {
      const now = stateOf(path, folders)
      // Editors write a file in several steps: it is read when it has stood for a moment.
      if (now !== read && now === before) {
        // What was read at the start need not be read again; runs that began before it have to hear of it.
        if (read === undefined && now === stood) telling.tell(first)
        else reload()
        read = now
        folders = foldersOf(path, folders)
      }
      before = now
      await pause(LOOK_EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }

  function reload(): void {
    const read = readInstallation(path, installation, (loaded) => asRunning(loaded, first.configuration))
    if ('faults' in read) {
      for (const fault of read.faults) log.error({}, `not reloaded: ${formatFault(fault)}`)
      const [fault] = read.faults.map(formatFault)
      const others = read.faults.length > 1 ? ` And ${read.faults.length - 1} more: "countersign check" prints them all.` : ''
      return sayNow([`The files that changed are not taken in, and the bot goes on with what it read before: ${fault ?? ''}${others}`])
    }
    installation = read.installation
    const leftOut = leftOutLines(installation)
    for (const line of leftOut) log.error({}, line)
    put(installation)
    const waits = `${path} says something else than this bot was started with (${read.waiting.join(', ')}). That counts from its next start: until then it goes on as it was.`
    sayNow([...(read.waiting.length === 0 ? [] : [waits]), ...leftOut])
    telling.tell(read.installation)
  }

  function sayNow(troubles: string[]): void {
    if (JSON.stringify(troubles) === said) return
    said = JSON.stringify(troubles)
    say(troubles)
  }
}

/** How the files stand, to be asked before they are read: what changes after it is read again. `undefined`: nobody can say. */
export function filesAt(path: string): string | undefined {
  const loaded = loadConfiguration(path)
  return 'faults' in loaded ? undefined : stateOf(path, loaded.configuration)
}

/** Where documents and policies lie now, as far as the file says it. */
function foldersOf(path: string, before: Folders): Folders {
  const loaded = loadConfiguration(path)
  return 'faults' in loaded ? (loaded.folders ?? before) : loaded.configuration
}

/** Changes whenever one of the files is another one, is written to, comes or goes. */
function stateOf(path: string, { commands, approvals }: Folders): string {
  const inside = [commands, approvals].flatMap((folder) => filesIn(folder).map((name) => join(folder, name)))
  return [path, ...inside].map((file) => `${file} ${stamp(file)}`).join('\n')
}

/** What else lies there, an editor's own files for example, is nobody's business. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(md|yaml)$/.test(name))
      .toSorted()
  } catch (cause) {
    return [codeOf(cause)]
  }
}

function stamp(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs, mode } = statSync(file, { bigint: true })
    return [ino, size, mtimeNs, ctimeNs, mode].join('/')
  } catch (cause) {
    return codeOf(cause)
  }
}
