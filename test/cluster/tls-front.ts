/** Stands in for stunnel where that is not installed: reads its settings file, as far as docs/cluster.md uses it, and refuses every word beyond. */
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createServer, type Server } from 'node:tls'
import { once } from 'node:events'

const KNOWN = new Set(['foreground', 'pid', 'CAfile', 'requireCert', 'verifyChain', 'sslVersionMin', 'cert', 'key', 'accept', 'connect'])

export async function tlsFront(settings: string): Promise<{ close(): Promise<void> }> {
  const [top = '', ...services] = settings.split(/^\[\w+\]$/m)
  const shared = wordsOf(top)
  if (shared['requireCert'] !== 'yes' || shared['verifyChain'] !== 'yes') throw new Error('this stand-in asks everybody for a certificate')
  const sockets = new Set<Socket>()
  const servers = await Promise.all(services.map((service) => open({ ...shared, ...wordsOf(service) }, sockets)))
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

function wordsOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [word = '', value = ''] = line.split('=').map((part) => part.trim())
      if (!KNOWN.has(word)) throw new Error(`this stand-in does not understand: ${line}`)
      return [word, value]
    }),
  )
}

async function open(words: Record<string, string>, sockets: Set<Socket>): Promise<Server> {
  const file = (word: string): string => readFileSync(words[word] ?? '', 'utf8')
  const server = createServer({
    cert: file('cert'),
    key: file('key'),
    ca: file('CAfile'),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: words['sslVersionMin'] === 'TLSv1.2' ? 'TLSv1.2' : 'TLSv1.3',
  })
  server.on('secureConnection', (caller) => {
    const behind = connect(placeOf(words['connect'] ?? ''))
    for (const [one, other] of [
      [caller, behind],
      [behind, caller],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  server.listen(placeOf(words['accept'] ?? ''))
  await once(server, 'listening')
  return server
}

function placeOf(place: string): { host: string; port: number } {
  const [host = '', port = ''] = place.split(/:(?=\d+$)/)
  return { host, port: Number(port) }
}
