/** `npm run test:teams-playground` where Microsoft's Playground is not: it says so, and how to get it, and is no failure. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ROOT } from '../practice/write-configuration.ts'
import { findPlayground, VERSION } from './playground/find-playground.ts'

test('where it is not installed it says so, how to install it, and ends well', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    join(ROOT, 'test/teams/playground/main.ts'),
    '--playground',
    join(ROOT, 'no-such-folder'),
  ])
  expect([stdout, stderr]).toEqual([
    `Skipped. Microsoft's Playground is not installed, so nothing was tried. It is a page that acts as Teams, under a licence for trying things out,
and never installed by us. To use it: npm i --prefix .countersign/playground @microsoft/m365agentsplayground@${VERSION}
then again: npm run test:teams-playground. One that stands elsewhere: npm run test:teams-playground -- --playground DIR, the folder that was its --prefix.
`,
    '',
  ])
})

test('it is found in the folder that is named, and among the programs of the path', () => {
  const dir = mkdtempSync(join(tmpdir(), 'find-playground-'))
  const inside = join(dir, 'node_modules/@microsoft/m365agentsplayground')
  mkdirSync(inside, { recursive: true })
  expect(findPlayground(dir, '')).toBeUndefined()
  writeFileSync(join(inside, 'cli.js'), '')
  expect(findPlayground(dir, '')).toBe(join(inside, 'cli.js'))
  writeFileSync(join(dir, 'agentsplayground'), '')
  chmodSync(join(dir, 'agentsplayground'), 0o755)
  // Whoever tries this test has perhaps installed it as it says.
  expect([
    join(dir, 'agentsplayground'),
    join(ROOT, '.countersign/playground/node_modules/@microsoft/m365agentsplayground/cli.js'),
  ]).toContain(findPlayground(undefined, `/nowhere:${dir}`))
  rmSync(dir, { recursive: true })
})
