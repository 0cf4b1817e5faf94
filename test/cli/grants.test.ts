/** `countersign grants`: what the documents take, and no more. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSmallHouse } from './small-house.ts'

const DOCUMENT = `---
command: /mend widget
title: Mend the widget
policy: disaster-recovery
lock: widget/{database}
parameters:
  database: { type: database, ask: "Which database?" }
  backup: { type: sql-server, ask: "Which server?" }
---

## Mend it

\`\`\`yaml
gate: disaster-recovery
\`\`\`

\`\`\`sql before on=backup
SELECT ok = CASE WHEN COUNT(*) = 0 THEN 1 ELSE 0 END, detail = @database
FROM msdb.dbo.sysjobactivity a, sys.dm_exec_sessions;
\`\`\`

\`\`\`sql run on=backup database=widgets
BACKUP LOG @database TO DISK = N'NUL';
EXEC dbo.mend @name = @database;
\`\`\`

\`\`\`sql check on=backup database=widgets
SELECT done = 1, detail = t.name FROM dbo.mended t WHERE t.name = @database;
\`\`\`
`

test('given a target with a log-in that looks, prints the GRANTs of both, each with the blocks that take it', async () => {
  using house = openSmallHouse()
  rmSync(join(house.dir, 'commands/failover-persistent-chat.md'))
  house.write('commands/mend.md', DOCUMENT)
  const sql = { kind: 'sql-server', site: 'dc2', host: 'sqlb1.contoso.com', user: 'countersign', password: { env: 'X' }, practice: true }
  house.configure('countersign.yaml', { targets: { SEC: { ...sql, reader: { user: "o'reader", password: { env: 'Y' } } } } })
  expect(await house.run('grants', 'sql')).toEqual({
    code: 0,
    error: '',
    out: `-- SEC: sqlb1.contoso.com
-- countersign acts:
USE [master];
GRANT VIEW SERVER STATE TO [countersign]; -- progress of its own statements
GO
-- widgets can be entered only where it is ONLINE. Where it is restored from a backup, its users come with it: give the rights on the primary.
USE [widgets];
IF USER_ID(N'countersign') IS NULL CREATE USER [countersign] FOR LOGIN [countersign];
GRANT EXECUTE ON OBJECT::[dbo].[mend] TO [countersign]; -- mend.md:24
GO
-- In each database that @database may name: ALTER ROLE [db_backupoperator] ADD MEMBER [countersign]; -- mend.md:23
-- o'reader looks:
USE [master];
GRANT VIEW SERVER STATE TO [o'reader]; -- mend.md:19
GO
USE [msdb];
IF USER_ID(N'o''reader') IS NULL CREATE USER [o'reader] FOR LOGIN [o'reader];
GRANT SELECT ON OBJECT::[dbo].[sysjobactivity] TO [o'reader]; -- mend.md:19
GO
-- widgets can be entered only where it is ONLINE. Where it is restored from a backup, its users come with it: give the rights on the primary.
USE [widgets];
IF USER_ID(N'o''reader') IS NULL CREATE USER [o'reader] FOR LOGIN [o'reader];
GRANT SELECT ON OBJECT::[dbo].[mended] TO [o'reader]; -- mend.md:28
GO
`,
  })
})

test('given a look that takes a right to write, that right is not given to the log-in that looks, and it is said', async () => {
  using house = openSmallHouse()
  rmSync(join(house.dir, 'commands/failover-persistent-chat.md'))
  house.write('commands/mend.md', DOCUMENT.replace('SELECT ok = CASE', "RESTORE HEADERONLY FROM DISK = N'x';\nSELECT ok = CASE"))
  const sql = { kind: 'sql-server', site: 'dc2', host: 'sqlb1.contoso.com', user: 'countersign', password: { env: 'X' }, practice: true }
  house.configure('countersign.yaml', { targets: { SEC: { ...sql, reader: { user: 'reader', password: { env: 'Y' } } } } })
  const { out } = await house.run('grants', 'sql')
  expect(out.split('\n').filter((line) => line.includes('CREATE ANY DATABASE'))).toEqual([
    '-- Not given to reader, because whoever has it can write: CREATE ANY DATABASE (mend.md:18). That look answers with an error.',
  ])
})

test('prints a role capability for what acts and one for what looks', async () => {
  using house = openSmallHouse()
  rmSync(join(house.dir, 'commands/failover-persistent-chat.md'))
  const powershell = DOCUMENT.replace('backup: { type: sql-server', 'backup: { type: powershell')
    .replace(
      /```sql before[^]*?```/,
      '```powershell before on=backup\n@{ Ok = (Get-Service -Name w | Where-Object { $_ }).Count -eq 1; Detail = $database }\n```',
    )
    .replace(/```sql run[^]*?```/, '```powershell run on=backup\nRestart-Service -Name w\nrepadmin.exe /syncall\n```')
    .replace(
      /```sql check[^]*?```/,
      "```powershell check on=backup\n@{ Done = (Get-Service -Name w).Status -eq 'Running'; Detail = '' }\n```",
    )
  house.write('commands/mend.md', powershell)
  expect(await house.run('grants', 'powershell')).toEqual({
    code: 0,
    error: '',
    out: `# Save each part as its own file in a folder RoleCapabilities of a module on the endpoint, and name it in the session configuration.

# countersign.psrc: what acts
@{
  VisibleCmdlets = @(
    'Get-Service' # mend.md:18, mend.md:27
    'Restart-Service' # mend.md:22
  )
  VisibleFunctions = @(
    'Get-Service' # mend.md:18, mend.md:27
    'Restart-Service' # mend.md:22
  )
  VisibleExternalCommands = @(
    'repadmin.exe' # mend.md:23
  )
}

# countersign-reader.psrc: what looks
@{
  VisibleCmdlets = @(
    'Get-Service' # mend.md:18, mend.md:27
  )
  VisibleFunctions = @(
    'Get-Service' # mend.md:18, mend.md:27
  )
}
`,
  })
})

test('refuses what is neither sql nor powershell', async () => {
  using house = openSmallHouse()
  expect(await house.run('grants', 'oracle')).toEqual({
    code: 2,
    out: '',
    error: 'countersign grants: name one of sql, powershell. See "countersign grants --help".\n',
  })
})
