import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startControl } from '../estate/control/control-server.ts'

export interface Asked {
  endpoint: string
  name: string
  parameters: Record<string, unknown>
}

type Answer = Promise<never> | { output?: unknown; error?: unknown; warnings?: string[]; verbose?: string[] }

/** Just enough of an estate to see what a shell asks of it and what it makes of the answers. */
export async function startSmallEstate(answer: (asked: Asked) => Answer) {
  const dir = mkdtempSync(join(tmpdir(), 'small-estate-'))
  const places = { share: join(dir, 'share'), disk: join(dir, 'disk') }
  for (const place of Object.values(places)) mkdirSync(place)
  const asked: Asked[] = []
  const mapping: Record<string, string> = { '\\\\files.contoso.com\\pchatlogs': places.share, 'D:\\LSCopy': places.disk }
  const control = await startControl({
    'POST /cmdlet': (_query, body) => {
      asked.push(body as Asked)
      return answer(body as Asked)
    },
    'GET /files': () => mapping,
  })
  return {
    url: control.url,
    token: control.token,
    /** What was asked, oldest first. */
    asked,
    mapping,
    put: (place: keyof typeof places, name: string, text: string) => writeFileSync(join(places[place], name), text),
    names: (place: keyof typeof places) => readdirSync(places[place]).toSorted(),
    empty: () => {
      asked.length = 0
      for (const place of Object.values(places)) for (const name of readdirSync(place)) rmSync(join(place, name))
    },
    close: async () => {
      await control.close()
      rmSync(dir, { recursive: true })
    },
  }
}

export type SmallEstate = Awaited<ReturnType<typeof startSmallEstate>>
