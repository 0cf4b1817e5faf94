/** An estate that outlives its process, and can be made as new without its clients noticing more than a restart of its servers. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEstate, type Estate } from '../../estate/estate.ts'
import { keptState } from '../../estate/state/kept-state.ts'

const KEEP_EVERY_MS = 2000

export interface KeptEstate {
  /** The one that runs now. */
  now(): Estate
  reset(): Promise<void>
  close(): Promise<void>
}

/** The servers listen where they did before (`ports`, by name), and their state is that of `dir`, where one was kept. */
export async function keepEstate(dir: string, speed: number, ports: Partial<Record<string, number>>): Promise<KeptEstate> {
  const file = join(dir, 'state.bin')
  mkdirSync(dir, { recursive: true })
  let estate = await startEstate({ dir, speed, ports, ...(existsSync(file) && { kept: readFileSync(file) }) })
  const keep = (): void => {
    writeFileSync(`${file}.new`, keptState(estate.state))
    renameSync(`${file}.new`, file)
  }
  // Whoever kills this process finds an estate that is two seconds old, and not one from this morning.
  const keeping = setInterval(keep, KEEP_EVERY_MS)
  return {
    now: () => estate,
    reset: async () => {
      const { certificate, state, control } = estate
      const again = { ...portsOf(estate), control: Number(new URL(control.url).port) }
      await estate.close()
      rmSync(dir, { recursive: true, force: true })
      estate = await startEstate({ dir, speed, ports: again, login: state.login, reader: state.reader, certificate, token: control.token })
      keep()
    },
    close: async () => {
      clearInterval(keeping)
      await estate.close()
      keep()
    },
  }
}

/** Of the servers that are up, by name. */
export function portsOf({ instances }: Pick<Estate, 'instances'>): Record<string, number> {
  return Object.fromEntries(instances.filter(({ up }) => up).map(({ name, port }) => [name, port]))
}
