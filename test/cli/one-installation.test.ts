/** A fault of one file keeps out what depends on it, and nothing else. */
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { leftOutLines } from '../../src/cli/installation/left-out.ts'
import { document, installationIn, PEOPLE, POLICY, saidOut, served, shown, writeGoodInstallation } from './good-installation.ts'

let dir: string
beforeEach(() => {
  dir = writeGoodInstallation()
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const { change, faultsOf, installation, read, write } = installationIn(() => dir)

test('a good house serves all', () => {
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(leftOutLines(installation())).toEqual([])
})

test('a document with faults is left out and said with its command, and the others serve', () => {
  change('commands/mend-one.md', 'CHECKPOINT', 'SELECT @nothing')
  expect(served(installation())).toEqual(['/mend two'])
  const fault =
    'commands/mend-one.md:19: `@nothing` is neither a parameter, nor captured by an earlier step, nor declared before in this block; declare it, or ask for it as a parameter'
  expect(leftOutLines(installation()).map(shown)).toEqual(
    [fault, 'Out of service until that is mended: /mend one (commands/mend-one.md).'].map((line) => line),
  )
})

test('a document of which nothing can be read is left out by the name of its file', () => {
  write('commands/notes.md', 'notes\n')
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(leftOutLines(installation()).map(shown).at(-1)).toBe('Out of service until that is mended: commands/notes.md.')
})

test('a policy with faults puts those documents out of service that name it', () => {
  change('approvals/nightly.yaml', 'expires: 30m', 'expires: soon')
  expect(served(installation())).toEqual(['/mend one'])
  expect(installation().leftOut.map(saidOut).map(shown)).toEqual([
    '/mend two (commands/mend-two.md) is out of service: approvals/nightly.yaml:5: `expires` must be a whole number with its unit; write it like `30s`, `60m` or `2h`',
  ])
  expect(Object.keys(installation().policies)).toEqual(['careful'])
})

test('a policy that can no longer be read stays what it was for the runs under it', () => {
  const before = installation()
  change('approvals/nightly.yaml', 'expires: 30m', 'expires: soon')
  const after = installation(before)
  expect(after.policies).toEqual(before.policies)
  expect(served(after)).toEqual(['/mend one'])
  rmSync(join(dir, 'approvals/nightly.yaml'))
  expect(Object.keys(installation(before).policies)).toEqual(['careful'])
})

test('several faults are counted where one is said', () => {
  change('commands/mend-one.md', 'CHECKPOINT', 'SELECT @nothing, @more')
  const [out] = installation().leftOut.map(saidOut)
  expect(out).toMatch(/ \(and 1 more: "countersign check" lists them\)$/)
})

test('without people or a configuration nothing goes, and every fault of every file is said beside theirs', () => {
  change('countersign.yaml', 'installation', 'instalation')
  change('approvals/people.yaml', 'language: en', 'language: 7')
  change('approvals/nightly.yaml', 'expires: 30m', 'expires: soon')
  change('commands/mend-one.md', 'policy: careful', 'policy: carful')
  change('commands/mend-two.md', 'CHECKPOINT', 'USE master')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:5: `expires` must be a whole number with its unit; write it like `30s`, `60m` or `2h`',
    'approvals/people.yaml:2: `language` must be a language; write it like `en` or `ko`',
    'commands/mend-one.md:4: there is no policy `carful`; did you mean `careful`?',
    'commands/mend-two.md:19: USE changes the database behind the back of the fence; write `database=` in the fence',
    'countersign.yaml:1: `installation` is missing; add `installation: …`',
    'countersign.yaml:1: `instalation` is no key that is known here; did you mean `installation`?',
  ])
})

test('a file that cannot be read is said, and the others serve', () => {
  mkdirSync(join(dir, 'commands/folder.md'))
  symlinkSync(join(dir, 'nowhere'), join(dir, 'commands/gone.md'))
  writeFileSync(join(dir, 'commands/latin.md'), Buffer.from(document('/mend three').replace('Where', 'Wo läuft es'), 'latin1'))
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(faultsOf(read())).toEqual([
    'commands/folder.md:1: this file cannot be read (EISDIR). Give it to the user that starts Countersign, or remove it.',
    'commands/gone.md:1: this file cannot be read (ENOENT). Give it to the user that starts Countersign, or remove it.',
    'commands/latin.md:1: this is not plain UTF-8 text; save it as UTF-8 without a byte order mark',
  ])
})

test.skipIf(process.getuid?.() === 0)('people who may not be read are no people', () => {
  chmodSync(join(dir, 'approvals/people.yaml'), 0)
  expect(faultsOf(read())).toEqual([
    'approvals/people.yaml:1: this file cannot be read (EACCES). Give it to the user that starts Countersign, or remove it.',
  ])
})

test('only people.yaml itself holds the people, and a policy whose name ends otherwise is said', () => {
  write('approvals/old-people.yaml', PEOPLE.replaceAll('amir', 'mallory'))
  write('approvals/weekly.yml', POLICY)
  write('approvals/second.YAML', POLICY)
  write('commands/MEND.MD', document('/mend three'))
  expect(installation().people.map(({ id }) => id)).toEqual(['dana', 'amir', 'bob', 'erin'])
  const faults = faultsOf(read())
  expect(faults[0]).toBe(
    'approvals/old-people.yaml:1: `people` is no key of a policy; the keys are `start`, `approve`, `expires`, `escalate`, `deviate`, `break-glass`',
  )
  expect(faults.filter((fault) => fault.includes('not read'))).toEqual([
    'approvals/second.YAML:1: this file is not read; let its name end in `.yaml`',
    'approvals/weekly.yml:1: this file is not read; let its name end in `.yaml`',
    'commands/MEND.MD:1: this file is not read; let its name end in `.md`',
  ])
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
})
