/** What is said of an error that is no bug of ours: a disk that is full, a file that may not be touched. */
import { EngineFault } from '../engine/engine-fault.ts'
import { Refused } from './refused.ts'

/** The refusal that this error amounts to; undefined for a bug, which keeps its stack trace. */
export function errorSentence(cause: unknown): Refused | undefined {
  if (cause instanceof Refused) return cause
  if (cause instanceof EngineFault) return new Refused(cause.message)
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return undefined
  const { path, syscall } = cause as NodeJS.ErrnoException
  if (syscall === undefined) return undefined
  if (path === undefined) return isFull(cause.code) ? new Refused(noRoom('what was to be written', cause.code)) : undefined
  return new Refused(ofTheFile(cause.code, path))
}

function ofTheFile(code: string, path: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return noRoom(path, code)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be used (${code}): give it to the user that starts Countersign, or name another place in the configuration.`
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return `${path} cannot be used (${code}): see what stands there, or name another place in the configuration or on the command line.`
    case 'EMFILE':
    case 'ENFILE':
      return `${path} cannot be opened (${code}): too many files are open. Raise the limit (ulimit -n), then start again.`
    default:
      return `${path} cannot be used (${code}): see that its disk is well, then start again.`
  }
}

/** A write that fails half-way does not know the name of its file. */
function isFull(code: string): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT'
}

function noRoom(what: string, code: string): string {
  return `There is no room left for ${what} (${code}): free some, then start again.`
}
