import { open, type FileHandle } from 'node:fs/promises'
import type { Entry, LogLine, SignedHead } from '../../audit/entry.ts'

/** How an audit file ends. */
export interface FileEnd {
  /** Bytes up to the last line feed: what a crash has torn off behind it says nothing. */
  bytes: number
  torn: boolean
  /** The last entry; absent where there is none, or the line cannot be read. */
  entry?: Entry
  /** The heads behind it. */
  heads: SignedHead[]
}

/** Most files end with less; each run's is read at a start. */
const AT_FIRST = 16 * 1024
/** Longer than an entry and its heads. */
const AT_MOST = 512 * 1024

/** Reads no more of the file than its end. `null`: there is no file. */
export async function readFileEnd(file: string): Promise<FileEnd | null> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (handle === null) return null
  try {
    const { size } = await handle.stat()
    const end = await readFrom(handle, size, AT_FIRST)
    return end.entry === undefined && size > AT_FIRST ? await readFrom(handle, size, AT_MOST) : end
  } finally {
    await handle.close()
  }
}

async function readFrom(handle: FileHandle, size: number, atMost: number): Promise<FileEnd> {
  const from = Math.max(0, size - atMost)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
  const end = buffer.subarray(0, bytesRead)
  const whole = end.lastIndexOf('\n') + 1
  const lines = end.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)
  return { bytes: from + whole, torn: whole < bytesRead, ...lastOf(lines) }
}

function lastOf(lines: readonly string[]): Pick<FileEnd, 'entry' | 'heads'> {
  const heads: SignedHead[] = []
  for (const text of lines.toReversed()) {
    const line = lineOf(text)
    if (line === undefined) return { heads: [] }
    if ('entry' in line) return { entry: line.entry, heads: heads.toReversed() }
    heads.push(line.head)
  }
  return { heads: [] }
}

function lineOf(text: string): LogLine | undefined {
  try {
    const line = JSON.parse(text) as LogLine | null
    return line !== null && typeof line === 'object' && ('entry' in line || 'head' in line) ? line : undefined
  } catch {
    return undefined
  }
}
