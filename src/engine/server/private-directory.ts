import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { codeOf } from './directory.ts'
import { EngineFault } from '../engine-fault.ts'

const WRITE_OF_OTHERS = 0o022
const STICKY = 0o1000

/**
 * Refuses a state directory that somebody else could write to, or put another one in the place of: keys, logs and sockets lie in it.
 * The directory itself must be ours alone to write; of those above it each must be ours or the system's, and where others may write (as in /tmp), sticky.
 * @throws EngineFault
 */
export function refuseSharedDirectory(stateDir: string): void {
  if (process.platform === 'win32') return
  const own = process.geteuid?.() ?? 0
  const path = realPathOf(resolve(stateDir))
  for (let at = path; ; at = dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false })
    const fault = stat === undefined ? undefined : faultOf(at, at === path, stat, own)
    if (fault !== undefined) throw new EngineFault('shared-directory', fault)
    if (at === dirname(at)) return
  }
}

function faultOf(at: string, itself: boolean, { uid, mode }: Stats, own: number): string | undefined {
  const what = itself ? `The state directory ${at}` : `${at}, which the state directory lies in,`
  if (uid !== own && (itself || uid !== 0)) {
    return `${what} belongs to another user (id ${uid}, and this process runs as ${own}): start Countersign as the user that it belongs to, or name a state directory of its own.`
  }
  if ((mode & WRITE_OF_OTHERS) === 0 || (!itself && (mode & STICKY) !== 0)) return undefined
  const octal = `0${(mode & 0o7777).toString(8)}`
  return `Others may write to ${itself ? 'the state directory ' : ''}${at} (mode ${octal})${itself ? '' : ', which the state directory lies in'}, and could put their own keys and runs in its place: run \`chmod go-w ${at}\`, or name another state directory.`
}

/** What does not exist yet will be made by us: then the nearest one above it that exists counts, by its real name. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    if (dirname(path) === path || codeOf(cause) !== 'ENOENT' || lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path
    return join(realPathOf(dirname(path)), basename(path))
  }
}
