/** What is wrong between files is said at the line of the name. */
import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { document, installationIn, served, writeGoodInstallation } from './good-installation.ts'

let dir: string
beforeEach(() => {
  dir = writeGoodInstallation()
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const { change, faultsOf, installation, read, write } = installationIn(() => dir)

test('a gate without its policy is said at its line', () => {
  change('commands/mend-one.md', 'gate: careful', 'gate: nighty')
  expect(faultsOf(read())).toEqual(['commands/mend-one.md:13: there is no policy `nighty`; did you mean `nightly`?'])
})

test('a command of two documents belongs to the one that is called like it, else to none', () => {
  write('commands/copy.md', document('/mend one'))
  expect(served(installation())).toEqual(['/mend one', '/mend two'])
  expect(faultsOf(read())).toEqual([
    'commands/copy.md:2: the command /mend one is that of commands/mend-one.md too. Give each document a command of its own.',
  ])
  change('commands/mend-two.md', '/mend two', '/mend three')
  write('commands/third.md', document('/mend three'))
  expect(served(installation())).toEqual(['/mend one'])
})

test.each(['/countersign mend', '/list', '/mirror databases', '/cancel all'])(
  '%s is no command of a document: it is asked of Countersign',
  (command) => {
    write('commands/third.md', document(command))
    expect(served(installation())).toEqual(['/mend one', '/mend two'])
    const verb = command.slice(1).split(' ')[0]
    expect(faultsOf(read())).toEqual([
      `commands/third.md:2: the command ${command} begins with \`${verb}\`, which is asked of Countersign itself; begin it with another word`,
    ])
  },
)

test('a parameter that nothing uses keeps its document out, and no other', () => {
  change('commands/mend-two.md', '  server:', '  pool: { type: fqdn, ask: "Which?" }\n  server:')
  expect(faultsOf(read())).toEqual([
    'commands/mend-two.md:7: `pool` is asked for and used nowhere; use it in a block, `lock`, `when` or `each`, point at it as `{pool}` in the text where a person needs it, or remove it',
  ])
  expect(served(installation())).toEqual(['/mend one'])
})

test('a default that is no configured target, and a question that no target answers, are said', () => {
  change('commands/mend-one.md', 'ask: "Where?"', 'ask: "Where?", default: SEM')
  change('commands/mend-two.md', '  server:', '  shell: { type: powershell, ask: "Which?" }\n  server:')
  change('commands/mend-two.md', '## Mend it', '## Mend it\n\nOn `shell` nothing is to be done.')
  expect(faultsOf(read())).toEqual([
    'commands/mend-one.md:7: the default does not fit: `SEM` is no configured SQL Server; choose SEC; write one that does',
    'commands/mend-two.md:7: nobody could answer `shell`: no target of the kind powershell is configured; add one under `targets` in the configuration',
  ])
})

test('a default that is made of another answer is judged when that is given', () => {
  change('commands/mend-one.md', '  server:', '  other: { type: sql-server, ask: "And?", default: "{server}" }\n  server:')
  change('commands/mend-one.md', '## Mend it', '## Mend it\n\nAs on `other`, {other}.')
  expect(faultsOf(read())).toEqual([])
})

test('a group that is told something, and in which nobody is, is said at its line', () => {
  change('commands/mend-one.md', 'gate: careful', 'gate: careful\nnotify: { to: nobody, say: "It is mended." }')
  expect(faultsOf(read())).toEqual([
    'commands/mend-one.md:14: nobody is in the group `nobody`; put people into it in people.yaml, name another group, or write `to: conversation`',
  ])
  change('commands/mend-one.md', 'to: nobody', 'to: conversation')
  expect(faultsOf(read())).toEqual([])
})
