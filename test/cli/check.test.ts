import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../practice/write-configuration.ts'
import { openSmallHouse } from './small-installation.ts'

const DOCUMENT = readFileSync(join(ROOT, 'commands/failover-persistent-chat.md'), 'utf8')

/** The line on which this text stands. */
const lineOf = (text: string): number => DOCUMENT.slice(0, DOCUMENT.indexOf(text)).split('\n').length

test('a good house is counted', async () => {
  using installation = openSmallHouse()
  expect(await installation.run('check')).toEqual({ code: 0, out: '1 procedure, 1 policy, 5 people, 4 targets: no faults.\n', error: '' })
  expect(await installation.run('check', '--json')).toEqual({ code: 0, out: '{"faults":[]}\n', error: '' })
})

test('every fault of every kind of file is reported at once, each at its place', async () => {
  using installation = openSmallHouse()
  installation.configure('countersign.yaml', { installation: '7', slak: 1 })
  installation.write(
    'commands/failover-persistent-chat.md',
    DOCUMENT.replace('@secondary_database = @database', '@secondary_database = @databse').replace('one-way: true', 'one-way: maybe'),
  )
  installation.write('commands/second.md', 'nothing\n')
  installation.write(
    'approvals/disaster-recovery.yaml',
    'start: [operators]\napprove:\n  - { from: dba, count: 0 }\nexpires: soon\ndeviate: { from: dba, count: 1 }\n',
  )
  installation.write('approvals/people.yaml', 'people:\n  dana: { name: Dana, language: en, groups: [operators] }\n')
  const faults = [
    'approvals/disaster-recovery.yaml:3: `count` must be a whole number from 1 to 20; write it like `2`',
    'approvals/disaster-recovery.yaml:4: `expires` must be a whole number with its unit; write it like `30s`, `60m` or `2h`',
    'approvals/people.yaml:2: `email` is missing; add `email: …`',
    `commands/failover-persistent-chat.md:${lineOf('@secondary_database = @database')}: \`@databse\` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean \`@database\`?`,
    `commands/failover-persistent-chat.md:${lineOf('one-way: true')}: \`one-way\` must be true or false; write \`true\` or \`false\``,
    'commands/second.md:1: this document has no front matter; begin it with `---`, the keys `command`, `title`, `policy`, `lock`, `parameters`, and `---`',
    'countersign.yaml:1: `installation` is no name; write a letter, then letters, digits, `_`, `.` or `-`, at most 63 in all',
    'countersign.yaml:37: `slak` is no key that is known here; did you mean `slack`?',
  ]
  const nothing = 'Nothing starts until the configuration and people.yaml have no faults.'
  expect(await installation.run('check')).toEqual({ code: 1, out: '', error: `${[...faults, nothing].join('\n')}\n` })
  const { code, out } = await installation.run('check', '--json')
  expect(code).toBe(1)
  const read = JSON.parse(out) as { faults: { file: string; line: number }[] }
  expect(read.faults.map(({ file, line }) => `${file}:${line}`)).toEqual(faults.map((fault) => fault.split(': ')[0]))
  // What cannot be loaded cannot be started either, and says the same.
  const started = await installation.run('start')
  expect(started).toEqual({ code: 2, out: '', error: `${faults.map((fault) => `countersign start: ${fault}`).join('\n')}\n` })
})

test('what is wrong between good files is reported too', async () => {
  using installation = openSmallHouse()
  installation.write('commands/second.md', DOCUMENT.replace('policy: disaster-recovery', 'policy: nightly'))
  installation.write(
    'approvals/disaster-recovery.yaml',
    readFileSync(join(ROOT, 'approvals/disaster-recovery.yaml'), 'utf8').replace('count: 1', 'count: 9'),
  )
  const { code, error } = await installation.run('check')
  expect(code).toBe(1)
  expect(error).toBe(
    [
      'approvals/disaster-recovery.yaml:3: disaster-recovery needs 9 of dba; only Amir Haddad, Carol Jiménez are left, 7 too few. Put people into these groups in people.yaml, or ask for fewer.',
      'commands/second.md:2: the command /failover persistent-chat is that of commands/failover-persistent-chat.md too. Give each document a command of its own.',
      'commands/second.md:5: there is no policy `nightly`; write approvals/nightly.yaml, or name one of disaster-recovery',
      'Out of service until that is mended: /failover persistent-chat (commands/failover-persistent-chat.md).',
      'Out of service until that is mended: /failover persistent-chat (commands/second.md).',
      '',
    ].join('\n'),
  )
})

test('folders that are not there are named once', async () => {
  using installation = openSmallHouse()
  installation.configure('countersign.yaml', { commands: 'nowhere', approvals: 'nowhere' })
  expect((await installation.run('check')).error).toBe(
    [
      'nowhere:1: this folder cannot be read (ENOENT). Correct `commands` or `approvals` in the configuration.',
      'Nothing starts until the configuration and people.yaml have no faults.',
      '',
    ].join('\n'),
  )
})
