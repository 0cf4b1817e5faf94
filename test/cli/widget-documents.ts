/** Documents that say everything that `show` can say, by their names. */

const head = (command: string, title: string, parameters: string, more = ''): string => `---
command: ${command}
title: ${title}
policy: disaster-recovery
lock: widgets/{pool}
${more}parameters:
  pool: { type: fqdn, ask: "Which pool?", example: pool1.contoso.com }
${parameters}---
`

const SHORT = `${head('/look at-it', 'Look at the widgets', '')}
## Look

\`\`\`yaml
confirm: { ask: "Does {pool} answer?", choices: [Yes, No] }
\`\`\`
`

const INNER = `${head('/move widgets', 'Move the widgets', '  shell: { type: powershell, ask: "Which server?" }\n').replaceAll('pool', 'site')}
## Move them

They are gone for a minute.

\`\`\`yaml
gate: disaster-recovery
\`\`\`

\`\`\`powershell run on=shell
Stop-Service -Name $site
\`\`\`

\`\`\`powershell check on=shell
@{ Done = (Get-Service -Name $site).Status -eq 'Stopped'; Detail = 'stopped' }
\`\`\`

\`\`\`powershell undo on=shell
Start-Service -Name $site
\`\`\`
`

const LONG = `${head(
  '/mend widgets',
  'Mend the widgets of a pool that has been lost',
  `  mode: { type: choice, ask: "Lost, or planned?", choices: [lost, planned], default: lost }
  back: { type: sql-server, ask: "Which SQL Server?" }
  console: { type: powershell, ask: "Which server?" }
  nodes: { type: list of powershell, ask: "Which machines?", min: 1, max: 4, optional: false }
`,
  'source: "Widgets (2015)"\nobjective:\n  recovery-time: 60m\n',
)}
Use this when **nothing** answers any more, and nobody knows why it does not. It takes long, and the people of the pool
are told nothing by it.

A second paragraph.

## See where it stands

\`\`\`yaml
captures: { version: text }
rules: [{ R01: { shell: console } }]
wait: 30m
\`\`\`

\`\`\`sql read on=back database=msdb
SELECT version = N'1' + @pool;
\`\`\`

\`\`\`sql wait-until on=back
SELECT ok = 1, detail = N'it is quiet';
\`\`\`

## Move

\`\`\`yaml
include: move-widgets
with: { site: pool, shell: console }
when: { mode: lost }
\`\`\`

## Erase the old ones

**They never come back.**

\`\`\`yaml
gate: disaster-recovery
one-way: true
timeout: 2h
settle: 20m
when: { mode: { not: planned } }
check: none
because: nothing keeps a list of them
\`\`\`

\`\`\`powershell run on=console
Remove-Item -Path $pool
\`\`\`

## Look at each machine

\`\`\`yaml
each: node of nodes
gate: disaster-recovery
\`\`\`

### Ask it

\`\`\`http before on=node url="https://{node}/health"
text: good
\`\`\`

\`\`\`powershell run on=node
Start-Service -Name Widgets
\`\`\`

\`\`\`powershell check after on=node
@{ Done = (Get-Service -Name Widgets).Status -eq 'Running'; Detail = 'running' }
\`\`\`

### Go there

\`\`\`yaml
confirm: { ask: "Is the light of {node} green?", choices: [Green] }
\`\`\`
`

const RULES = `Rules for all.

## R01: Somebody must be there

\`\`\`yaml
source: "Widgets (2015)"
names: { shell: powershell }
\`\`\`

\`\`\`powershell before on=shell
@{ Ok = $true; Detail = 'somebody is there, at ' + $shell }
\`\`\`
`

export const WIDGET_DOCUMENTS = { rules: RULES, 'look-at-it': SHORT, 'move-widgets': INNER, 'mend-widgets': LONG }
