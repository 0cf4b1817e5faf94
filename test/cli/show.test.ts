import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSmallHouse, type SmallHouse } from './small-installation.ts'
import { WIDGET_DOCUMENTS } from './widget-documents.ts'

const AS_LIST = `failover
  /failover persistent-chat  Fail over Persistent Chat Server to the backup data centre

look
  /look at-it                Look at the widgets

mend
  /mend widgets              Mend the widgets of a pool that has been lost

move
  /move widgets              Move the widgets

commands/out.md is out of service: commands/out.md:1: this document has no front matter; begin it with \`---\`, the keys \`command\`, \`title\`, \`policy\`, \`lock\`, \`parameters\`, and \`---\`
`

const AS_SHORT = `Look at the widgets
===================

  Command    /look at-it
  Policy     disaster-recovery
  May start  operators
  Lock       widgets/{pool}

What is asked

  pool  Which pool? (fqdn; e.g. pool1.contoso.com)

1. Look — by hand

  A person does this by hand and says so: Does {pool} answer? Buttons: Yes, No.
`

const AS_LONG = `Mend the widgets of a pool that has been lost
=============================================

  Command          /mend widgets
  Source           Widgets (2015)
  Policy           disaster-recovery
  May start        operators
  Each gate needs  1 of dba and 1 of uc-leads
  Lock             widgets/{pool}
  Objective        1 h

What is asked

  pool     Which pool? (fqdn; e.g. pool1.contoso.com)
  mode     Lost, or planned? (one of lost, planned; otherwise lost)
  back     Which SQL Server? (sql-server)
  console  Which server? (powershell)
  nodes    Which machines? (list of powershell; at least 1; at most 4)

  Use this when nothing answers any more, and nobody knows why it does not. It takes long, and the
  people of the pool are told nothing by it.

  A second paragraph.

1. See where it stands

  Finds version (text). Waits up to 30m until it may begin.

  before on console (powershell), rule R01, its shell is console here

      @{ Ok = $true; Detail = 'somebody is there, at ' + $shell }

  read on back (sql, database msdb)

      SELECT version = N'1' + @pool;

  wait-until on back (sql, database master)

      SELECT ok = 1, detail = N'it is quiet';

2. Move: Move them — gate: disaster-recovery — can be undone

  They are gone for a minute.

  From move-widgets.md, which this document includes. Only when mode is lost; otherwise passed over.
  May take 10m.

  run on console (powershell), its site is pool here

      Stop-Service -Name $site

  check on console (powershell), its site is pool here

      @{ Done = (Get-Service -Name $site).Status -eq 'Stopped'; Detail = 'stopped' }

  undo on console (powershell), its site is pool here

      Start-Service -Name $site

3. Erase the old ones — gate: disaster-recovery — no way back

  They never come back.

  Only when mode is not planned; otherwise passed over. May take 2h, and its effect 20m more to
  show. Nothing tells whether it is done: nothing keeps a list of them.

  run on console (powershell)

      Remove-Item -Path $pool

4. Look at each machine — gate: disaster-recovery — for each node of nodes

4.1 Ask it

  May take 10m.

  before on node (http)

      GET https://{node}/health
      text: good

  run on node (powershell)

      Start-Service -Name Widgets

  check after on node (powershell)

      @{ Done = (Get-Service -Name Widgets).Status -eq 'Running'; Detail = 'running' }

4.2 Go there

  A person does this by hand and says so: Is the light of {node} green? Buttons: Green.
`

let installation: SmallHouse
beforeAll(() => {
  installation = openSmallHouse()
  installation.write('commands/out.md', 'nothing\n')
  for (const [name, text] of Object.entries(WIDGET_DOCUMENTS)) installation.write(`commands/${name}.md`, text)
})
afterAll(() => installation[Symbol.dispose]())

test('list names what can be started by verb, each command with its title, and what is out of service', async () => {
  expect(await installation.run('list')).toEqual({ code: 0, out: AS_LIST, error: '' })
})

test('a short document is shown as people read it', async () => {
  expect(await installation.run('show', 'look', 'at-it')).toEqual({ code: 0, out: AS_SHORT, error: '' })
})

test('a long one says at each step its gate, what it waits for, what includes it, and every block', async () => {
  expect(await installation.run('show', '/mend widgets')).toEqual({ code: 0, out: AS_LONG, error: '' })
})

test.each([
  ['mend widgts', 'there is no procedure "mend widgts". Did you mean "mend widgets"? "countersign list" lists them.', 2],
  ['nothing of it', 'there is no procedure "nothing of it". "countersign list" lists them.', 2],
  ['', 'name a procedure: countersign show failover-persistent-chat. "countersign list" lists them.', 2],
  ['out', `${AS_LIST.trim().split('\n').at(-1)}`, 1],
])('%j is refused', async (named, says, code) => {
  const error = `countersign show: ${says}\n`
  expect(await installation.run('show', ...named.split(' ').filter(Boolean))).toEqual({ code, out: '', error })
})
