import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { forbiddenImports, idleKeepers } from './boundaries.ts'

const root = join(import.meta.dirname, '..')

const above = mkdtempSync(join(tmpdir(), 'boundaries-'))
afterAll(() => rmSync(above, { recursive: true }))

/** A source tree with these files, for planting violations. */
function plant(files: Record<string, string>): string {
  const dir = mkdtempSync(join(above, 'b-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(dir, 'src', name, '..'), { recursive: true })
    writeFileSync(join(dir, 'src', name), text)
  }
  return dir
}

describe('the direction of imports', () => {
  test('every file of src imports only what its room may know', () => {
    expect(forbiddenImports(root).violations).toEqual([])
  })

  test('whoever alone may know a package knows it', () => {
    expect(idleKeepers(root)).toEqual([])
    expect(idleKeepers(plant({ 'chat/teams/bot-framework.ts': "import { CloudAdapter } from 'botbuilder'" }))).toEqual([
      'src/chat/teams/app-token.ts',
    ])
  })

  test('is judged over the files that are there', () => {
    expect(forbiddenImports(root).files).toBeGreaterThan(8)
    expect(() => forbiddenImports(plant({}))).toThrow('no TypeScript files')
  })

  test.each([
    ['run/decide.ts', "import { x } from '../engine/run.ts'", 'src/run/decide.ts:1: run may not import engine'],
    ['procedure/read.ts', "import { readFileSync } from 'node:fs'", 'src/procedure/read.ts:1: procedure may not import node:fs'],
    ['run/due.ts', "const x = await import('node:timers')", 'src/run/due.ts:1: run may not import node:timers'],
    ['chat/card.ts', "export { x } from '../worker/sql.ts'", 'src/chat/card.ts:1: chat may not import worker'],
    ['engine/run.ts', '\nconst home = process.env.HOME', 'src/engine/run.ts:2: process.env is read in src/config.ts only'],
    ['run/now.ts', 'export const now = Date.now()', 'src/run/now.ts:1: run reads no clock and makes no ids'],
    [
      'audit/id.ts',
      "import { createHash } from 'node:crypto'\nexport const id = crypto.randomUUID()",
      'src/audit/id.ts:2: audit reads no clock and makes no ids',
    ],
    ['procedure/at.ts', 'export const at = new Date()', 'src/procedure/at.ts:1: procedure reads no clock and makes no ids'],
    [
      'chat/teams/endpoint.ts',
      "import type { Activity } from 'botbuilder'",
      'src/chat/teams/endpoint.ts:1: chat may not import botbuilder, which src/chat/teams/bot-framework.ts alone may know',
    ],
    [
      'cli/start/start-teams.ts',
      "const { CloudAdapter } = await import('botbuilder-core/lib/cloudAdapterBase.js')",
      'src/cli/start/start-teams.ts:1: cli may not import botbuilder-core, which src/chat/teams/bot-framework.ts alone may know',
    ],
    [
      'chat/teams/call.ts',
      "export { ConnectorClient } from 'botframework-connector'",
      'src/chat/teams/call.ts:1: chat may not import botframework-connector, which src/chat/teams/bot-framework.ts alone may know',
    ],
    [
      'chat/teams/bot-framework.ts',
      "import { ManagedIdentityApplication } from '@azure/msal-node'",
      'src/chat/teams/bot-framework.ts:1: chat may not import @azure/msal-node, which src/chat/teams/app-token.ts alone may know',
    ],
    ['run/log.ts', "import pino from 'pino'", 'src/run/log.ts:1: run may not import pino'],
  ])('refuses %s with %s', (file, text, violation) => {
    expect(forbiddenImports(plant({ [file]: text })).violations).toEqual([violation])
  })

  test.each([
    [
      'two files',
      { 'run/a.ts': "import { b } from './b.ts'", 'run/b.ts': "import { a } from './a.ts'" },
      'src/run/a.ts:1: these import each other in a circle: src/run/a.ts, src/run/b.ts',
    ],
    [
      'types, over three files',
      {
        'run/a.ts': "import {\n  b,\n  c,\n} from './b.ts'",
        'run/b.ts': "export type { C } from './c.ts'",
        'run/c.ts': "import type { A } from './a.ts'",
      },
      'src/run/a.ts:1: these import each other in a circle: src/run/a.ts, src/run/b.ts, src/run/c.ts',
    ],
    [
      'a file alone',
      { 'chat/a.ts': "import { a } from './a.ts'", 'chat/b.ts': "import { a } from './a.ts'" },
      'src/chat/a.ts:1: these import each other in a circle: src/chat/a.ts',
    ],
  ])('refuses a circle of %s', (_, files, violation) => {
    expect(forbiddenImports(plant(files)).violations).toEqual([violation])
  })
})
