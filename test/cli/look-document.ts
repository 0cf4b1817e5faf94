/** A document of which every block answers otherwise. */
export const LOOK = `---
command: /look around
title: Look around
policy: disaster-recovery
lock: look/{server}
parameters:
  server: { type: sql-server, ask: "Where?", example: SEC }
  other:  { type: sql-server, ask: "Where else?", example: SECM }
  mode:   { type: choice, choices: [full, short], ask: "How much?", default: short }
---

Nothing is done.

## Find what is there

\`\`\`yaml
captures: { names: list of text, none: text }
\`\`\`

\`\`\`sql read on=server
SELECT names = name FROM sys.databases WHERE name IN (N'master', N'msdb') ORDER BY name;
\`\`\`

\`\`\`sql read on=server
SELECT none = name FROM sys.databases WHERE name = N'nowhere';
\`\`\`

## Look at each

\`\`\`yaml
each: name of names
gate: disaster-recovery
\`\`\`

\`\`\`sql run on=server
EXEC msdb.dbo.sp_delete_job @job_name = @name;
\`\`\`

\`\`\`sql check on=server
SELECT done = CASE WHEN @name = N'master' THEN 1 WHEN @name = N'msdb' THEN 0 END, detail = @name;
\`\`\`

## Ask what nobody can say

\`\`\`sql before on=server
SELECT ok = 0, detail = N'never';
\`\`\`

\`\`\`sql before on=other
SELECT ok = 1, detail = N'always';
\`\`\`

\`\`\`sql before on=server
SELECT ok = CASE WHEN @none = N'x' THEN 1 ELSE 0 END, detail = @none;
\`\`\`

\`\`\`sql run on=server
EXEC msdb.dbo.sp_delete_job @job_name = @mode;
\`\`\`

\`\`\`sql check on=server
SELECT done = 1, detail = name FROM sys.databases WHERE name IN (N'master', N'msdb');
\`\`\`

\`\`\`sql check on=server
SELECT done = 1, detail = N'fine'
FROM nowhere.dbo.nothing;
\`\`\`

## Only in full

\`\`\`yaml
when: { mode: full }
\`\`\`

\`\`\`sql read on=server
SELECT name FROM sys.databases;
\`\`\`
`
