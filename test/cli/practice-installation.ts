import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEstate, type Estate } from '../estate/estate.ts'
import { writeConfiguration, type PracticeConfiguration } from '../practice/write-configuration.ts'
import { countersign, type Ended } from './countersign.ts'

export interface PracticeHouse extends AsyncDisposable {
  dir: string
  estate: Estate
  practice: PracticeConfiguration
  /** The program, started in the practice house. */
  run(...words: string[]): Promise<Ended>
}

/** A practice estate and a house for it. `documents` by file name, beside those of the product. */
export async function openPracticeHouse(documents: Record<string, string> = {}, standInOnly = true): Promise<PracticeHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'cli-house-'))
  const estate = await startEstate({ dir: join(dir, 'estate') })
  const practice = await writeConfiguration(estate, { dir, standInOnly })
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(dir, 'commands', name), text)
  return {
    dir,
    estate,
    practice,
    run: (...words) => countersign(words, { cwd: dir, environment: practice.environment }),
    [Symbol.asyncDispose]: async () => {
      await estate.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The values of the practice failover. */
export const VALUES = [
  'pool=lyncpc.contoso.com',
  'backup=SEC',
  'mirror=SECM',
  'files=sec-host',
  'shell=management',
  'mirrorShare=\\\\sqlb1.contoso.com\\csdatabackup',
  'activeServers=pc5.contoso.com,pc6.contoso.com,pc7.contoso.com,pc8.contoso.com',
]
