/** `countersign grants`: what the documents take, and no more. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSmallHouse } from './small-installation.ts'

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

const SQL_HEAD = `-- What the documents take, and no more. Any target of SQL Server may be chosen for any parameter of that type, so each of them gets the rights of every block.
-- Run each part on its own server, as somebody who may give these rights. Afterwards "countersign check --live DOC NAME=VALUE …" proves that what looks may only look.
`
const PSRC_HEAD =
  '# What the documents take, and no more. Any target of PowerShell may be chosen for any parameter of that type, so each endpoint gets what every block calls.'
const SAVE = `# Save each part as its own file in a folder RoleCapabilities of a module on the endpoint, and name it in the session configuration.
# Each cmdlet is named as a function, too: what a module brings from a further machine (Import-PSSession) are functions of the same names.`

test('given a target with a log-in that looks, prints the GRANTs of both, each with the blocks that take it', async () => {
  using installation = openSmallHouse()
  rmSync(join(installation.dir, 'commands/failover-persistent-chat.md'))
  installation.write('commands/mend.md', DOCUMENT)
  const sql = { kind: 'sql-server', site: 'dc2', host: 'sqlb1.contoso.com', user: 'countersign', password: { env: 'X' }, practice: true }
  installation.configure('countersign.yaml', { targets: { SEC: { ...sql, reader: { user: "o'reader", password: { env: 'Y' } } } } })
  expect(await installation.run('grants', 'sql')).toEqual({
    code: 0,
    error: '',
    out: `${SQL_HEAD}
-- SEC: sqlb1.contoso.com
-- countersign acts:
-- Where this log-in does not exist yet: CREATE LOGIN [countersign] WITH PASSWORD = N'…';
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
-- Where this log-in does not exist yet: CREATE LOGIN [o'reader] WITH PASSWORD = N'…';
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
  using installation = openSmallHouse()
  rmSync(join(installation.dir, 'commands/failover-persistent-chat.md'))
  installation.write('commands/mend.md', DOCUMENT.replace('SELECT ok = CASE', "RESTORE HEADERONLY FROM DISK = N'x';\nSELECT ok = CASE"))
  const sql = { kind: 'sql-server', site: 'dc2', host: 'sqlb1.contoso.com', user: 'countersign', password: { env: 'X' }, practice: true }
  installation.configure('countersign.yaml', { targets: { SEC: { ...sql, reader: { user: 'reader', password: { env: 'Y' } } } } })
  const { out } = await installation.run('grants', 'sql')
  expect(out.split('\n').filter((line) => line.includes('CREATE ANY DATABASE'))).toEqual([
    '-- Not given to reader, because whoever has it can write: CREATE ANY DATABASE (mend.md:18). That look answers with an error.',
  ])
})

test('prints a role capability for what acts and one for what looks', async () => {
  using installation = openSmallHouse()
  rmSync(join(installation.dir, 'commands/failover-persistent-chat.md'))
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
  installation.write('commands/mend.md', powershell)
  expect(await installation.run('grants', 'powershell')).toEqual({
    code: 0,
    error: '',
    out: `${PSRC_HEAD}
# No target uses an endpoint today: that takes \`initialise\`, which opens a session to it (docs/powershell.md).
# Without \`initialise\` a block runs on the worker's own machine with what the worker's account may do, and uses no endpoint: sec-host, management.
${SAVE}

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

test('says for which targets role capabilities are, and makes the file system visible where a block goes by paths', async () => {
  using installation = openSmallHouse()
  rmSync(join(installation.dir, 'commands/failover-persistent-chat.md'))
  const powershell = DOCUMENT.replace('backup: { type: sql-server', 'backup: { type: powershell')
    .replace(/```sql before[^]*?```/, '```powershell before on=backup\n@{ Ok = Test-Path -LiteralPath $database; Detail = $database }\n```')
    .replace(/```sql run[^]*?```/, '```powershell run on=backup\nRestart-Service -Name $database\n```')
    .replace(
      /```sql check[^]*?```/,
      "```powershell check on=backup\n@{ Done = (Get-Service -Name w).Status -eq 'Running'; Detail = '' }\n```",
    )
  installation.write('commands/mend.md', powershell)
  const shell = { kind: 'powershell', site: 'dc2', host: 'admin2.contoso.com', practice: true }
  installation.configure('countersign.yaml', { targets: { far: { ...shell, initialise: 'New-PSSession' }, near: shell } })
  const { out } = await installation.run('grants', 'powershell')
  const [head, ...parts] = out.split('\n\n')
  expect(head).toBe(`${PSRC_HEAD}
# For the endpoint of each target that opens a session by its \`initialise\`: far.
# Without \`initialise\` a block runs on the worker's own machine with what the worker's account may do, and uses no endpoint: near.
${SAVE}`)
  expect(parts.map((part) => part.split('\n').filter((line) => line.includes('VisibleProviders')))).toEqual([
    ["  VisibleProviders = 'FileSystem' # for the paths of Test-Path"],
    ["  VisibleProviders = 'FileSystem' # for the paths of Test-Path"],
  ])
})

test('refuses what is neither sql nor powershell', async () => {
  using installation = openSmallHouse()
  expect(await installation.run('grants', 'oracle')).toEqual({
    code: 2,
    out: '',
    error: 'countersign grants: name one of sql, powershell. See "countersign grants --help".\n',
  })
})
