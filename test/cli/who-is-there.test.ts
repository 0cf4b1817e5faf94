/** Policies that the people who are there could never meet are refused at their line. */
import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installationIn, served, writeGoodInstallation } from './good-installation.ts'

let dir: string
beforeEach(() => {
  dir = writeGoodInstallation()
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const { change, faultsOf, installation, read } = installationIn(() => dir)

test.each<[string, () => void, string[]]>([
  [
    'who may start',
    () => change('approvals/nightly.yaml', '[operators]', '[operators, operaters]'),
    ['approvals/nightly.yaml:1: nobody is in the group `operaters`; did you mean `operators`?'],
  ],
  [
    'a line of approvers',
    () => change('approvals/nightly.yaml', 'from: uc-leads,', 'from: [dba, uc-lead],'),
    ['approvals/nightly.yaml:4: nobody is in the group `uc-lead`; did you mean `uc-leads`?'],
  ],
  [
    'who is called',
    () => change('approvals/nightly.yaml', 'to: duty-managers', 'to: managers'),
    ['approvals/nightly.yaml:6: nobody is in the group `managers`; put people into it in people.yaml, or name another group'],
  ],
  [
    'deviations',
    () => change('approvals/nightly.yaml', '[dba, uc-leads]', '[dba, uc-laeds]'),
    ['approvals/nightly.yaml:7: nobody is in the group `uc-laeds`; did you mean `uc-leads`?'],
  ],
])('a group that nobody is in is said at the line of %s', (_, spoil, faults) => {
  spoil()
  expect(faultsOf(read())).toEqual(faults)
  expect(served(installation())).toEqual(['/mend one'])
})

test('deviations that too few could approve are refused: a run that stops would never end', () => {
  change('approvals/nightly.yaml', 'uc-leads], count: 1', 'uc-leads], count: 3')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:7: a deviation needs 3 of dba or uc-leads, and 2 are there: a run that stops could never be led on. Put people into these groups in people.yaml, or ask for fewer.',
  ])
})

test('an escalation that reaches nobody but who started the run is refused', () => {
  change('approvals/people.yaml', 'groups: [operators]', 'groups: [operators, night]')
  change('approvals/nightly.yaml', 'to: duty-managers', 'to: night')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:6: only dana would be called, who may have started the run alone. Name a group with somebody else in it.',
  ])
})

test('a policy that only its starters could meet lets nobody through', () => {
  change('approvals/people.yaml', 'groups: [dba]', 'groups: [operators, dba]')
  change('approvals/people.yaml', 'groups: [operators]', 'groups: [duty-managers]')
  expect(faultsOf(read())).toEqual(
    ['careful', 'nightly'].map(
      (id) =>
        `approvals/${id}.yaml:2: whoever starts, ${id} needs 1 of dba; nobody of dba but the requester is left. Put people into these groups in people.yaml, or ask for fewer.`,
    ),
  )
})

test('a gate of another policy that no starter of the document could pass is said at its line', () => {
  change('commands/mend-two.md', 'gate: nightly', 'gate: careful')
  change('approvals/nightly.yaml', 'start: [operators]', 'start: [dba]')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:2: whoever starts, nightly needs 1 of dba; nobody of dba but the requester is left. Put people into these groups in people.yaml, or ask for fewer.',
    'commands/mend-two.md:13: whoever starts this, nobody could pass this gate: careful needs 1 of dba; nobody of dba but the requester is left. Let others start it (`start` of nightly), put people into these groups in people.yaml, or ask for fewer.',
  ])
  // One who may start it and is in no line is enough.
  change('approvals/nightly.yaml', 'start: [dba]', 'start: [dba, operators]')
  expect(faultsOf(read())).toEqual([])
})

test('deviations that nobody but who started the run could approve are refused', () => {
  change('approvals/nightly.yaml', 'from: [dba, uc-leads], count: 1', 'from: operators, count: 1')
  expect(faultsOf(read())).toEqual([
    'approvals/nightly.yaml:7: a deviation needs 1 of operators, and whoever starts is not counted: a run that stops could never be led on. Put people into these groups in people.yaml, or ask for fewer.',
  ])
})
