/** A whole practice session, as somebody at the console plays it: what goes wrong there goes wrong on the estate, and is seen in the runs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsoleClient, type ConsoleClient } from '../console-client.ts'
import { buttonsOf, WORDS, type Shown } from '../players.ts'
import { untilShown } from '../what-stands.ts'
import { Opened } from './opened.ts'
import { startSession, type Session } from './session.ts'

const dir = mkdtempSync(join(tmpdir(), 'practice-session-'))
const opened = new Opened()
let session: Session
let client: ConsoleClient
beforeAll(async () => {
  session = await startSession({
    dir,
    opened,
    speed: 4,
    standInOnly: true,
    pace: { speed: 10, shortestS: 3 },
    documents: ['failover-persistent-chat', 'check-pairing'],
  })
  client = await openConsoleClient(session.address)
})
afterAll(async () => {
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})

interface Panel {
  said?: string
  mishaps: { id: string; title: string; does: string; see: string; away: string; begins: string; ends?: string; on: boolean }[]
}
const wish = async (body: object): Promise<string> => (await client.post<Panel>('/api/practice', body)).said ?? ''
const begin = (mishap: string): Promise<string> => wish({ do: 'begin', mishap })
const end = (mishap: string): Promise<string> => wish({ do: 'end', mishap })
const standing = async (): Promise<string[]> =>
  (await client.get<Panel>('/api/practice')).mishaps.filter(({ on }) => on).map(({ id }) => id)

const shown = (run: string): Promise<Shown & { lines: { text: string }[] }> => client.get(`/api/runs/${run}`)
const lines = async (run: string): Promise<string> => (await shown(run)).lines.map(({ text }) => text).join('\n')
const failOver = async (): Promise<string> => {
  const { run, note } = await client.type('dana', WORDS)
  if (run === undefined) throw new Error(`no run began: ${note.title}`)
  return run
}
/** The machine may have much else to do. */
const until = <T>(what: string, ask: () => T | Promise<T>): Promise<NonNullable<T>> =>
  untilShown(what, ask, { client, log: join(dir, 'programs.log') })
const sent = (begins: string): string[] =>
  session.estate
    .now()
    .log.all.filter(({ text }) => text.startsWith(begins))
    .map(({ outcome }) => outcome)
const stepIs = (run: string, step: number, state: string): Promise<boolean> =>
  until(`step ${step} of ${run} is ${state}`, async () => (await shown(run)).steps[step - 1]?.state === state)
const says = (run: string, words: RegExp): Promise<boolean> => until(`${run} says ${words}`, async () => words.test(await lines(run)))

const gate = (run: string): Promise<boolean> =>
  until(`a gate of ${run} waits`, async () => buttonsOf((await shown(run)).shown.card).some(({ act }) => act === 'approve'))

async function countersign(run: string): Promise<void> {
  await gate(run)
  const approve = buttonsOf((await shown(run)).shown.card).find(({ act }) => act === 'approve')
  for (const by of ['amir', 'carol']) await client.press(by, approve ?? {})
}

test('the panel says of each mishap what it does, what is to be seen of it, and how it goes away', async () => {
  const { mishaps } = await client.get<Panel>('/api/practice')
  expect(mishaps.map(({ id, on }) => `${id} ${on}`)).toEqual(
    ['late-log', 'lost-share', 'slow-restore', 'dropped-connection', 'dead-worker', 'rights-to-act', 'rights-to-look'].map(
      (id) => `${id} false`,
    ),
  )
  for (const mishap of mishaps) expect([mishap.does, mishap.see, mishap.away].every((sentence) => sentence.endsWith('.'))).toBe(true)
  await expect(begin('earthquake')).rejects.toThrow('There is no such mishap; there are late-log, lost-share')
})

test('a run that meets a dropped connection, a slow restore and a dead worker goes on by itself, until a reset ends it in the middle', async () => {
  expect(await begin('dropped-connection')).toBe('The connection of the next statement that changes a database will be cut.')
  expect(await standing()).toEqual(['dropped-connection'])
  const run = await failOver()
  await countersign(run)
  await stepIs(run, 2, 'done')
  expect(await standing()).toEqual([])
  expect(await lines(run)).toContain('attempt 1: its end was not seen (The contact to SEC was lost')
  expect(sent('EXEC master.dbo.sp_delete')).toEqual(['dropped after'])

  expect(await begin('slow-restore')).toBe('Every RESTORE is slow from now on.')
  await until('a restore is at work', () => sent('RESTORE LOG').includes('running'))
  expect(await begin('dead-worker')).toBe('The worker dc2-a is dead.')
  expect(await standing()).toEqual(['slow-restore', 'dead-worker'])
  expect(await end('slow-restore')).toBe('The next RESTORE is as fast as before.')
  await says(run, /Contact with dc2-a was lost/)
  expect(await end('dead-worker')).toBe('The worker dc2-a is back.')
  await says(run, /item 1 of 6 .*: done/)

  expect(await wish({ do: 'reset' })).toBe(`The practice estate is as new, and no mishap stands. Ended before it: ${run}.`)
  expect([(await shown(run)).shown.state, await standing()]).toEqual(['Aborted', []])
  // Whatever it was at: between two items, or in the middle of one.
  expect(await lines(run)).toMatch(/Dana Whitfield cancelled(?: at step 4|: The practice estate is reset\. Step 4)/)
  expect(await lines(run)).toMatch(
    /Aborted at step 4 "Apply the outstanding logs, oldest first", item \d of 6 .*: The practice estate is reset\./,
  )
  expect(session.estate.now().state.effects).toEqual([])
}, 300_000)

test('a lost share stops a run; a reset ends that run, brings the share back, and the estate is as on its first day', async () => {
  expect(await begin('late-log')).toMatch(/^mgc_\d{14}\.trn has turned up on \\\\files\.contoso\.com\\pchatlogs\.$/)
  expect(await wish({ do: 'reset' })).toBe('The practice estate is as new, and no mishap stands. No run was active.')
  expect(await begin('lost-share')).toBe('\\\\files.contoso.com\\pchatlogs is gone.')
  await expect(begin('late-log')).rejects.toThrow('The share is lost: bring it back first, then a log backup can turn up on it.')
  const run = await failOver()
  await countersign(run)
  await says(run, /ATTENTION.*its check cannot tell whether it is done already \(the share or the destination cannot be read\)/)
  expect(await wish({ do: 'reset' })).toBe(`The practice estate is as new, and no mishap stands. Ended before it: ${run}.`)
  expect([(await shown(run)).shown.state, await standing()]).toEqual(['Aborted', []])
  expect(await lines(run)).toContain('Aborted at step 3 "Copy the log backups that are still on the share": The practice estate is reset.')
}, 300_000)

test('rights that are missing stop a run with the words of the server', async () => {
  expect(await begin('rights-to-look')).toBe('The log-in that looks sees nothing of msdb on SEC.')
  const looking = await failOver()
  await says(
    looking,
    /ATTENTION.*did not find what it must record: SEC: The SELECT permission was denied on the object .*\(error 229, level 14\)/,
  )
  expect(await end('rights-to-look')).toBe('The log-in that looks sees everything on SEC again.')
  await wish({ do: 'reset' })
  expect(await begin('rights-to-act')).toBe('The log-in that acts may change nothing on SEC.')
  const acting = await failOver()
  await countersign(acting)
  await says(acting, /ATTENTION.*failed on SEC after .*sysadmin.*\(error 21089, level 16\)/)
  expect(await standing()).toEqual(['rights-to-act'])
  expect(await wish({ do: 'reset' })).toBe(`The practice estate is as new, and no mishap stands. Ended before it: ${acting}.`)
}, 300_000)

test('after the reset the next run begins at once, and one that waits at its gate is ended by the next reset', async () => {
  const run = await failOver()
  await gate(run)
  expect(await wish({ do: 'reset' })).toBe(`The practice estate is as new, and no mishap stands. Ended before it: ${run}.`)
  expect((await shown(run)).shown.state).toBe('Withdrawn')
}, 300_000)

test('a form offers what the management server knows, asked of the worker while people fill it in; others than who may start get nothing', async () => {
  const { run } = await client.type('dana', '/check pairing')
  const ask = (as: string, name: string, answers: Record<string, string>) => client.post('/api/choices', { as, run, name, answers })
  const given = { shell: 'management' }
  expect(await ask('dana', 'pool', {})).toEqual({ choices: [], says: 'There is something to choose from once shell is answered.' })
  expect(await ask('dana', 'pool', given)).toEqual({
    choices: [{ title: 'pool2.contoso.com, Site:Site2', value: 'pool2.contoso.com' }],
    says: '1 found; another one can be typed.',
  })
  expect(await ask('dana', 'backup', { ...given, pool: 'pool1.contoso.com' })).toEqual({
    choices: [],
    says: 'Nothing to choose from: management did not answer it. Cannot find a pool with the identity "pool1.contoso.com" in the topology. Type it.',
  })
  for (const other of ['amir', 'nobody']) expect(await ask(other, 'pool', given)).toEqual({ choices: [], says: '' })
})
