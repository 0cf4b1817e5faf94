import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startControl } from '../estate/control/control-server.ts'

export interface Asked {
  endpoint: string
  name: string
  parameters: Record<string, unknown>
}

export type Answer = Promise<never> | { output?: unknown; error?: unknown; warnings?: string[]; verbose?: string[] }

/** Just enough of an estate to see what a shell asks of it and what it makes of the answers: what it was asked with, until `answer` is another. */
export async function startSmallEstate() {
  const dir = mkdtempSync(join(tmpdir(), 'small-estate-'))
  const places = { share: join(dir, 'share'), disk: join(dir, 'disk') }
  for (const place of Object.values(places)) mkdirSync(place)
  const asked: Asked[] = []
  let closed = false
  const answer = { to: ({ parameters }: Asked): Answer => ({ output: parameters }) }
  const mapping: Record<string, string> = { '\\\\files.contoso.com\\pchatlogs': places.share, 'D:\\LSCopy': places.disk }
  const control = await startControl({
    'POST /cmdlet': (_query, body) => {
      asked.push(body as Asked)
      return answer.to(body as Asked)
    },
    'GET /files': () => mapping,
  })
  return {
    url: control.url,
    token: control.token,
    /** What was asked, oldest first. */
    asked,
    answer,
    mapping,
    put: (place: keyof typeof places, name: string, text: string) => writeFileSync(join(places[place], name), text),
    names: (place: keyof typeof places) => readdirSync(places[place]).toSorted(),
    empty: () => {
      asked.length = 0
      for (const place of Object.values(places)) for (const name of readdirSync(place)) rmSync(join(place, name))
    },
    /** Once is enough. */
    close: async () => {
      if (closed) return
      closed = true
      await control.close()
      rmSync(dir, { recursive: true })
    },
  }
}

export type SmallEstate = Awaited<ReturnType<typeof startSmallEstate>>
