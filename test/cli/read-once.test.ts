import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { loadInstallation, type Installation } from '../../src/cli/installation/load-installation.ts'
import { filesAt, followConfiguration } from '../../src/cli/start/follow-configuration.ts'
import { until } from '../engine/until.ts'
import { CONFIGURATION } from './small-installation.ts'
import { ROOT } from '../practice/write-configuration.ts'

let dir: string
let path: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'read-once-'))
  path = join(dir, 'countersign.yaml')
  mkdirSync(join(dir, 'commands'))
  writeFileSync(path, stringify({ ...CONFIGURATION, approvals: join(ROOT, 'approvals') }))
})
afterAll(() => rmSync(dir, { recursive: true }))

/** How often runs were told by the time that they are, and what was read anew until then. */
async function followed(stood: string | undefined): Promise<{ told: number; read: Installation[] }> {
  let told = 0
  const read: Installation[] = []
  const end = followConfiguration({
    path,
    first: loadInstallation(path),
    stood,
    engine: {
      configurationChanged: async () => {
        told++
        return { active: 0, failed: [] }
      },
    },
    log: pino({ level: 'silent' }),
    put: (installation) => read.push(installation),
    say: () => undefined,
  })
  await until('the runs are told', () => told > 0)
  await end()
  return { told, read }
}

test('what a start has read is not read again, and its runs are told of it', async () => {
  expect(await followed(filesAt(path))).toEqual({ told: 1, read: [] })
})

test('files that changed while they were read are read again', async () => {
  expect(await followed(`${filesAt(path)} as they stood before`)).toMatchObject({ told: 1, read: [{ file: path }] })
  expect((await followed(undefined)).read).toHaveLength(1)
})
