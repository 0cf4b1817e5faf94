import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VALUES } from './practice-installation.ts'
import { CONFIGURATION, openSmallHouse, type SmallHouse } from './small-installation.ts'

const BY_HAND = `---
command: /by hand
title: Work by hand
policy: disaster-recovery
lock: by-hand/{server}
parameters:
  server: { type: sql-server, ask: "Where?", example: SEC }
---

## Work on the disk

\`\`\`yaml
when: { server: SEC }
notify: { to: duty-managers, say: "The disk of {server} is changed." }
confirm: { ask: "Is the disk changed?", choices: [Done, Not needed] }
\`\`\`

## Look at it

\`\`\`sql read on=server
SELECT name FROM sys.databases;
\`\`\`
`

let installation: SmallHouse
beforeAll(() => {
  installation = openSmallHouse()
})
afterAll(() => installation[Symbol.dispose]())

test('prints every value, step and block, and what is bound', async () => {
  const { code, out, error } = await installation.run('plan', 'failover-persistent-chat', ...VALUES)
  expect({ code, error }).toEqual({ code: 0, error: '' })
  for (const line of [
    'command /failover persistent-chat',
    'each gate needs 1 of dba and 1 of uc-leads',
    'lock persistent-chat/lyncpc.contoso.com',
    'objective 1 h',
    '  database = mgc',
    '  SEC: SQL Server, sqlb1.contoso.com, NO READER: looks are sent with the log-in that may also write',
    '  SECM: SQL Server, sqlb2.contoso.com',
    '  management: PowerShell, admin2.contoso.com',
    '  activeServers = pc5.contoso.com, pc6.contoso.com, pc7.contoso.com, pc8.contoso.com',
    '2. Stop log shipping to the backup server — gate: disaster-recovery',
    '4. Apply the outstanding logs, oldest first — for each log of logs',
    '5. Bring the backup database online — gate: disaster-recovery — no way back',
    '   run on SEC (sql, database master); bound: database, log',
    '     RESTORE LOG @database FROM DISK = @log WITH NORECOVERY, STATS = 10;',
    '   run on sec-host (powershell); bound: share, database, newest, destination',
  ])
    expect(out.split('\n')).toContain(line)
})

test('a step that is done by hand says so, with its question and its buttons', async () => {
  installation.write('commands/by-hand.md', BY_HAND)
  const { out } = await installation.run('plan', 'by-hand', 'server=SEC')
  rmSync(join(installation.dir, 'commands/by-hand.md'))
  expect(out.slice(out.indexOf('1. '))).toBe(`1. Work on the disk — by hand
   Only when server is SEC; otherwise passed over.
   Once, it tells duty-managers: The disk of {server} is changed.
   Is the disk changed?
   buttons: Done, Not needed; each of them goes on to the next step, and the log keeps which it was

2. Look at it
   read on SEC (sql, database master); bound: nothing
     SELECT name FROM sys.databases;
`)
})

test('a value that is given twice is refused: nobody knows which is meant', async () => {
  expect(await installation.run('plan', 'failover-persistent-chat', ...VALUES, 'pool=other.contoso.com')).toEqual({
    code: 2,
    out: '',
    error: 'countersign plan: pool is given twice. Give it once.\n',
  })
})

test('everything that is missing or wrong is said at once', async () => {
  expect(await installation.run('plan', 'failover-persistent-chat', 'backup=SEC9', 'activeServers=pc5', 'pool')).toEqual({
    code: 2,
    out: '',
    error: [
      '"pool" is not NAME=VALUE.',
      'pool is missing: Which Persistent Chat pool is down? For example pool=lyncpc.contoso.com',
      'backup: `SEC9` is no configured SQL Server; choose SEC, SECM.',
      'mirror is missing: Which SQL Server becomes the mirror of the backup database? For example mirror=SECM',
      "files is missing: Which PowerShell endpoint runs on the backup SQL Server's own host? For example files=sec-host",
      'shell is missing: Which management server runs the Skype for Business cmdlets? For example shell=management',
      'mirrorShare is missing: Through which share is the new mirror seeded? For example mirrorShare=\\\\sqlb1.contoso.com\\csdatabackup',
      'activeServers: `pc5` is no full host name; write it like `lyncpc.contoso.com`.',
      '',
    ]
      .map((sentence) => (sentence === '' ? '' : `countersign plan: ${sentence}`))
      .join('\n'),
  })
})

test('a document has to be named', async () => {
  expect(await installation.run('plan')).toEqual({
    code: 2,
    out: '',
    error: `countersign plan: name a document in ${installation.dir}/commands. It is one of failover-persistent-chat.\n`,
  })
})

test('the log-in under which a target looks is a part of the plan', async () => {
  const { targets } = CONFIGURATION
  const SEC = { ...targets.SEC, reader: { user: 'looks', password: { env: 'SMALL_HOUSE_READER' } } }
  installation.configure('read.yaml', { targets: { ...targets, SEC } })
  const { out } = await installation.run('plan', 'failover-persistent-chat', ...VALUES, '--config', 'read.yaml')
  expect(out.split('\n')).toContain('  SEC: SQL Server, sqlb1.contoso.com, looks as looks')
})
