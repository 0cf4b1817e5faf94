/** A document with one step that has an effect, for tests of the worker. */
export function restoreDocument(options = 'timeout: 1m'): string {
  return `---
command: /restore database
title: Bring a restored database online
policy: dba
lock: restore/{database}
parameters:
  database: { type: database, ask: "Which database?" }
  backup: { type: sql-server, ask: "Which SQL Server?" }
---

Use this when a database waits for its recovery.

## Bring the database online

After this no further log can be applied.

\`\`\`yaml
gate: dba
${options}
\`\`\`

\`\`\`sql run on=backup
${RESTORE}
\`\`\`

\`\`\`sql check on=backup
${CHECK}
\`\`\`
`
}

export const RESTORE = 'RESTORE DATABASE @database WITH RECOVERY;'
export const CHECK = `SELECT done = CASE WHEN DATABASEPROPERTYEX(@database, 'Status') = N'ONLINE' THEN 1 WHEN DB_ID(@database) IS NOT NULL THEN 0 END,
       detail = @database + N' is ' + CAST(DATABASEPROPERTYEX(@database, 'Status') AS nvarchar(60));`

export const TAIL = "BACKUP LOG @database TO DISK = N'D:\\tail.trn' WITH NORECOVERY;"

export const WAIT = "SELECT ok = CASE WHEN DATABASEPROPERTYEX(@database, 'Updateability') = N'READ_WRITE' THEN 1 ELSE 0 END, detail = N'x';"

/** The restore says how it is undone; behind it stands a step that waits for what never comes, so that people are called. */
export function undoableDocument(): string {
  const undo = `\`\`\`sql undo on=backup\n${TAIL}\n\`\`\`\n`
  return waitingDocument('1s').replace('\n## Wait until', `\n${undo}\n## Wait until`).replace('timeout: 1m', 'settle: 30s')
}

/** Behind it a step that does nothing but wait. */
export function waitingDocument(wait: string): string {
  return `${restoreDocument()}
## Wait until people can write

\`\`\`yaml
wait: ${wait}
\`\`\`

\`\`\`sql wait-until on=backup
${WAIT}
\`\`\`
`
}
