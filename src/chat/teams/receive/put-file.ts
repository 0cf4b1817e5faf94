/** Brings a file's bytes to the place that Teams named for it. */
import type { FileFault } from '../../../words/teams-note-words.ts'

/** Undefined: it is there. A log goes to its place over TLS and nowhere else; `local`: a stand-in on this machine, over HTTP. */
export async function putFile(url: string, text: string, local: boolean): Promise<FileFault | undefined> {
  if (!mayGoTo(url, local)) return { is: 'place' }
  const bytes = Buffer.from(text, 'utf8')
  try {
    const response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` },
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(WITHIN_MS),
      redirect: 'error',
    })
    await response.body?.cancel()
    return response.ok ? undefined : { is: 'refused', status: response.status }
  } catch {
    return { is: 'unsent' }
  }
}

const WITHIN_MS = 30_000

function mayGoTo(url: string, local: boolean): boolean {
  const read = URL.parse(url)
  if (read === null || read.username !== '' || read.password !== '') return false
  return (
    read.protocol === 'https:' || (local && read.protocol === 'http:' && (read.hostname === '127.0.0.1' || read.hostname === 'localhost'))
  )
}
