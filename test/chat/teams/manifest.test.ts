/** What Teams is told of the app is what Microsoft's schema allows and what the documents give. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import formats from 'ajv-formats'
import Ajv from 'ajv-draft-04'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { starts, teamsManifestOf, type About, type TeamsManifest } from '../../../src/chat/teams/manifest.ts'
import { packageOf } from '../../../src/cli/manifest/teams.ts'
import type { Procedure } from '../../../src/procedure/procedure.ts'
import { en } from '../../../src/words/en.ts'
import { ANY_CHARACTER } from '../../suite/any-character.ts'
import { shipped } from '../shipped.ts'

const ROOT = join(import.meta.dirname, '../../..')
const FOLDER = join(ROOT, 'manifest/teams')
const SCHEMAS = join(ROOT, 'node_modules/@microsoft/app-manifest/build/json-schemas/teams')
const { procedures } = shipped()
const [first] = procedures
if (!first) throw new Error('no procedure is shipped')

const ADDRESS = 'https://contoso.com/countersign'
const about: About = {
  appId: '2b8c1f60-5f1e-4a53-9a0e-1d0a3f6c7e21',
  version: '1.0.0',
  developer: { name: 'Contoso IT', websiteUrl: ADDRESS, privacyUrl: ADDRESS, termsOfUseUrl: ADDRESS },
  targeted: false,
}

const newest = readdirSync(SCHEMAS)
  .flatMap((name) => /^v1\.(\d+)$/.exec(name)?.[1] ?? [])
  .map(Number)
  .toSorted((a, b) => b - a)[0]

const ajv = formats.default(new Ajv.default({ allErrors: true, strict: false }))
const isValid = ajv.compile(
  JSON.parse(readFileSync(join(SCHEMAS, `v1.${newest}`, 'MicrosoftTeams.schema.json'), 'utf8')) as Record<string, unknown>,
)

/** What Microsoft's schema has against it, by its own words. */
function faultsOf(manifest: unknown): string[] {
  isValid(manifest)
  return (isValid.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`)
}

const named = (command: string, title = `Title of ${command}`): Procedure => ({ ...first, id: command, command, title })
const titlesOf = ({ bots: [bot] }: TeamsManifest): string[][] =>
  (bot?.commandLists ?? []).map(({ commands }) => commands.map(({ title }) => title))
const titles = (procedures: Procedure[]): string[][] => titlesOf(teamsManifestOf(en, procedures, about))

const QUESTIONS = ['list', 'runs', 'help', 'whoami', 'status', 'plan', 'audit']

test('manifest/teams is what the documents and the code want', () => {
  const { files } = packageOf(shipped(), FOLDER, 'manifest.json', {
    appId: undefined,
    developer: undefined,
    website: undefined,
    privacy: undefined,
    terms: undefined,
  })
  expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png'])
  for (const [name, bytes] of Object.entries(files)) expect(readFileSync(join(FOLDER, name)).equals(bytes), name).toBe(true)
})

describe("Microsoft's newest published schema", () => {
  test('is the one that it names, and takes it with and without targeted messages', () => {
    const manifest = teamsManifestOf(en, procedures, about)
    expect(manifest.manifestVersion).toBe(`1.${newest}`)
    expect(manifest.$schema).toContain(`/v1.${newest}/`)
    expect(faultsOf(manifest)).toEqual([])
    expect(faultsOf(teamsManifestOf(en, procedures, { ...about, targeted: true }))).toEqual([])
    expect(faultsOf(JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')))).toEqual([])
  })

  test.each<[string, (manifest: TeamsManifest) => unknown]>([
    [' must NOT have additional properties', (manifest) => ({ ...manifest, packageName: 'com.contoso.countersign' })],
    ['/id must match pattern "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"', (manifest) => ({ ...manifest, id: 'countersign' })],
    ['/name/short must NOT have more than 30 characters', (manifest) => ({ ...manifest, name: { short: 'x'.repeat(31) } })],
    ['/bots must NOT have more than 1 items', (manifest) => ({ ...manifest, bots: [...manifest.bots, ...manifest.bots] })],
    [
      '/developer/websiteUrl must match pattern "^[Hh][Tt][Tt][Pp][Ss]?://"',
      (manifest) => ({ ...manifest, developer: { ...manifest.developer, websiteUrl: 'contoso.com' } }),
    ],
  ])('is asked: %s', (fault, broken) => {
    expect(faultsOf(broken(teamsManifestOf(en, procedures, about)))).toEqual([fault])
  })

  test('takes it whatever procedures there are', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/)
    const command = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => `/${words.join(' ')}`)
    const title = fc.string({ unit: ANY_CHARACTER, minLength: 1, maxLength: 3000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(command, title), { maxLength: 40 }), fc.boolean(), (pairs, targeted) => {
        const manifest = teamsManifestOf(
          en,
          pairs.map(([each, says]) => named(each, says)),
          { ...about, targeted },
        )
        expect(faultsOf(manifest)).toEqual([])
      }),
    )
  })
})

describe('the list of commands', () => {
  test('offers every procedure, then the questions; in the personal chat the questions alone', () => {
    expect(titles([named('/failover persistent-chat'), named('/failback persistent-chat')])).toEqual([
      ['failover persistent-chat', 'failback persistent-chat', ...QUESTIONS],
      QUESTIONS,
    ])
  })

  test('with eight procedures four questions are left, and nine stand there by their first words', () => {
    const eight = Array.from({ length: 8 }, (_, index) => named(`/failover pool-${index}`))
    expect(titles(eight)[0]).toEqual([...eight.map(({ command }) => command.slice(1)), ...QUESTIONS.slice(0, 4)])
    const nine = [...eight, named('/failback pool-1', 'Fail back')]
    expect(starts(nine)).toEqual({
      offered: [
        { title: 'failback', description: 'Fail back' },
        { title: 'failover', description: eight.map(({ command }) => command).join(', ') },
      ],
      left: [],
    })
  })

  test('names what has no room, and never cuts a command', () => {
    const many = Array.from({ length: 10 }, (_, index) => named(`/verb${index} it`))
    expect(starts(many).left).toEqual(['verb8', 'verb9'])
    const long = named(`/failover ${'x'.repeat(120)}`)
    expect(starts([long])).toEqual({ offered: [], left: [long.command.slice(1)] })
  })

  test('a description is one line of at most 200 characters, with hidden characters shown', () => {
    const described = (title: string) => starts([named('/failover it', title)]).offered[0]?.description
    expect(described('Fail over\nthe pool\u202e')).toBe('Fail over the pool⟨U+202E⟩')
    expect(described('x'.repeat(300))).toBe(`${'x'.repeat(200)}…`)
  })

  test('targeted messages bring the commands behind a slash, and are off unless they are asked for', () => {
    const [off] = teamsManifestOf(en, procedures, about).bots
    const [on] = teamsManifestOf(en, procedures, { ...about, targeted: true }).bots
    expect([off?.supportsTargetedMessages, off?.commandLists[0]?.triggers]).toEqual([undefined, undefined])
    expect([on?.supportsTargetedMessages, on?.commandLists[0]?.triggers]).toEqual([true, ['mention', 'slash']])
  })
})

describe('the icons', () => {
  test.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s is a PNG of its size', (name, size) => {
    const { width, height, pixels } = decoded(readFileSync(join(FOLDER, name)))
    expect([width, height, pixels.length]).toEqual([size, size, size * size])
    const colours = new Set(pixels.map(([red, green, blue]) => `${red} ${green} ${blue}`))
    const clear = pixels.filter(([, , , alpha]) => alpha === 0).length
    if (name === 'color.png') expect([clear, colours.has('31 58 77'), colours.has('255 255 255')]).toEqual([0, true, true])
    else expect([[...colours], clear > size * size * 0.6, clear < size * size * 0.9]).toEqual([['255 255 255'], true, true])
  })
})

/** Read by what Node has, which is not what wrote it. */
function decoded(file: Buffer): { width: number; height: number; pixels: number[][] } {
  const chunks: Record<string, Buffer> = {}
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    chunks[file.toString('latin1', at + 4, at + 8)] = file.subarray(at + 8, at + 8 + file.readUInt32BE(at))
  }
  const { IHDR = Buffer.alloc(8), IDAT = Buffer.alloc(0) } = chunks
  const [width, height] = [IHDR.readUInt32BE(0), IHDR.readUInt32BE(4)]
  const raw = inflateSync(IDAT)
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const at = Math.floor(index / width) * (width * 4 + 1) + 1 + (index % width) * 4
    return [...raw.subarray(at, at + 4)]
  })
  return { width, height, pixels }
}
