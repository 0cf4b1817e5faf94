/** Rehearsals of the first document by real programs on the practice estate: whole, and with one thing damaged. The lists are what a person would write. */
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { countersign } from '../../cli/countersign.ts'
import { lateLog } from '../../estate/state/seed.ts'
import { shareDirectory } from '../../estate/state/windows-path.ts'
import { playToTheEnd, WORDS, type Shown } from '../players.ts'
import type { AtWork } from './installation.ts'

const NOTHING_STOPS = 'Would stop today: nothing.'
const NOTHING_UNKNOWN = 'Cannot be known before an earlier step is done: nothing.'
const NOTHING_DONE = 'Done already: nothing.'
const unknown = (count: number): string => `Cannot be known before an earlier step is done (${count}):`
const stops = (count: number): string => `Would stop today (${count}):`

/** What hangs on the restore of the database, whatever else is damaged. */
const recover = (logs: number): string =>
  `– Before step 4 is done: step 5 "Bring the backup database online" may not begin: copied log backups not applied: 2; the first is mgc_….trn; log backups on the share not copied: ${logs}; go back to the copy step.`
const MIRROR = '– Before step 6 is done: step 7 "Mirror the backup database" may not begin: mgc is RESTORING.'
const ACTIVE = `– Before step 7 is done: step 8 "Choose the active servers" has a check that cannot tell: SEC: Database 'mgc' cannot be opened. It is in the middle of a restore (error 927, level 14).`
const HEALTHY = [NOTHING_STOPS, unknown(3), recover(4), MIRROR, ACTIVE, NOTHING_DONE]

interface Rehearsed {
  shown: Shown
  /** Steps before which a gate was asked. */
  gates: number[]
  /** What its last line says after its first sentence. */
  lists: string[]
}

export function rulesOfRehearsals(house: () => AtWork): void {
  let mend: () => void = () => undefined
  afterEach(() => {
    mend()
    mend = () => undefined
    house().estate.faults.clear()
  })

  async function rehearse(words = WORDS): Promise<Rehearsed> {
    const { run = '' } = await house().client.type('dana', `${words} --rehearse`)
    const shown = await playToTheEnd(() => Promise.resolve(house().client), run, { patienceMs: 240_000 })
    const { lines } = await house().client.get<{ lines: { text: string }[] }>(`/api/runs/${run}`)
    const gates = lines.flatMap(({ text }) => /Gate \d+ waits before step (\d+)/.exec(text)?.[1] ?? []).map(Number)
    const last = lines.findLast(({ text }) => text.includes('The rehearsal'))?.text ?? ''
    return { shown, gates, lists: withoutNames(last).split('\n').slice(1) }
  }

  test('a healthy estate: nothing would stop, every gate is asked, and what hangs on the restore is said to', async () => {
    const { shown, gates, lists } = await rehearse()
    expect(shown.shown.state).toBe('REHEARSAL · Over')
    expect(shown.steps.map(({ state }) => state)).toEqual(Array<string>(8).fill('rehearsed'))
    expect({ gates, lists }).toEqual({ gates: [2, 5, 6], lists: HEALTHY })
  }, 300_000)

  test('a log backup came late: there is one more to be copied', async () => {
    const late = join(share(), lateLog(house().estate.state))
    mend = () => rmSync(late)
    const { gates, lists } = await rehearse()
    expect({ gates, lists }).toEqual({ gates: [2, 5, 6], lists: [NOTHING_STOPS, unknown(3), recover(5), MIRROR, ACTIVE, NOTHING_DONE] })
  }, 300_000)

  test('the share is lost: nothing that is rehearsed before could have done that, so it would stop today', async () => {
    renameSync(share(), `${share()}-lost`)
    mend = () => renameSync(`${share()}-lost`, share())
    const { gates, lists } = await rehearse()
    expect({ gates, lists }).toEqual({
      gates: [2, 5, 6],
      lists: [
        stops(1),
        '– Step 3 "Copy the log backups that are still on the share" has a check that cannot tell: the share or the destination cannot be read.',
        unknown(3),
        '– Before step 4 is done: step 5 "Bring the backup database online" may not begin: copied log backups not applied: 2; the first is mgc_….trn.',
        MIRROR,
        ACTIVE,
        NOTHING_DONE,
      ],
    })
  }, 300_000)

  test('the database is online already: the first step would stop, and the step with no way back is done', async () => {
    const database = house()
      .estate.state.instances.find(({ name }) => name === 'SEC')
      ?.databases.find(({ name }) => name === 'mgc')
    if (database === undefined) throw new Error('SEC has no mgc')
    const { status } = database
    database.status = 'ONLINE'
    mend = () => (database.status = status)
    const { gates, lists } = await rehearse()
    expect({ gates, lists }).toEqual({
      gates: [2, 5, 6],
      lists: [
        stops(1),
        '– Step 1 "Record what the next step deletes" may not begin: mgc is ONLINE; it must be RESTORING to take more logs.',
        NOTHING_UNKNOWN,
        'Done already (1):',
        '– Step 5 "Bring the backup database online": mgc is ONLINE today; step 4 acts on SEC before it, so it is asked again then.',
      ],
    })
  }, 300_000)

  test('a right is missing: the check of the second step cannot tell', async () => {
    const text = "The SELECT permission was denied on the object 'log_shipping_secondary_databases', database 'msdb', schema 'dbo'."
    const error = { number: 229, severity: 14, text }
    house().estate.faults.inject({
      kind: 'error',
      instance: 'SEC',
      pattern: 'FROM msdb.dbo.log_shipping_secondary_databases',
      times: 'always',
      error,
    })
    const { gates, lists } = await rehearse()
    const stopped = `– Step 2 "Stop log shipping to the backup server" has a check that cannot tell: SEC: ${text.slice(0, -1)} (error 229, level 14).`
    expect({ gates, lists }).toEqual({ gates: [2, 5, 6], lists: [stops(1), stopped, unknown(3), recover(4), MIRROR, ACTIVE, NOTHING_DONE] })
  }, 300_000)

  test('the management server does not answer: no step before acts there, so it would stop today', async () => {
    const error = { number: 0, text: 'The Central Management store cannot be found.' }
    house().estate.faults.inject({ kind: 'error', instance: 'management', pattern: '.', times: 'always', error })
    const { gates, lists } = await rehearse()
    const says = 'management: The Central Management store cannot be found (error AskedForByTest,Get-CsService)'
    expect({ gates, lists }).toEqual({
      gates: [2, 5, 6],
      lists: [
        stops(1),
        `– Step 6 "Switch the pool to the backup database" has a check that cannot tell: ${says}.`,
        unknown(3),
        recover(4),
        MIRROR,
        '– Before step 7 is done: step 8 "Choose the active servers" has a check that cannot tell: the same as at step 6.',
        NOTHING_DONE,
      ],
    })
  }, 300_000)

  test('the backup server is dead: the first step would stop, and what it should have found is missing from then on', async () => {
    const { gates, lists } = await rehearse(WORDS.replace('backup=SEC', 'backup=DEAD'))
    const says = `DEAD: DEAD (127.0.0.1:${house().deadPort}) cannot be reached: connect ECONNREFUSED 127.0.0.1:${house().deadPort} (ECONNREFUSED). See that the server runs, that its SQL Server listens on this port, and that this worker may reach it`
    expect({ gates, lists }).toEqual({
      gates: [2, 5, 6],
      lists: [
        stops(5),
        `– Step 1 "Record what the next step deletes" does not find what it must record: ${says}.`,
        '– Step 2 "Stop log shipping to the backup server" has a check that cannot tell: the same as at step 1.',
        '– Step 5 "Bring the backup database online" has a check that cannot tell: the same as at step 1.',
        '– Step 7 "Mirror the backup database" has a check that cannot tell: the same as at step 1.',
        '– Step 8 "Choose the active servers" has a check that cannot tell: the same as at step 1.',
        unknown(3),
        '– Before step 1 has found share, destination and newest: step 3 "Copy the log backups that are still on the share" is not asked about, because it uses these.',
        '– Before step 1 has found destination and newest: step 4 "Apply the outstanding logs, oldest first" is not asked about, because it uses these.',
        '– Before step 1 has found newest, destination and share: step 5 "Bring the backup database online" is not asked about, because it uses these.',
        NOTHING_DONE,
      ],
    })
  }, 300_000)

  test('no rehearsal changed or locked anything, and its log says that it is one', async () => {
    expect(house().estate.state.effects).toEqual([])
    expect(
      house()
        .estate.log.all.filter(({ text }) => CHANGES.test(text))
        .map(({ text }) => text),
    ).toEqual([])
    const runs = (await printed('runs', '--config', house().practice.file)).split('\n')
    expect(runs.map((line) => line.split('\t').slice(0, 2).join(' '))).toEqual(
      [7, 6, 5, 4, 3, 2, 1].map((number) => `R-${number} rehearsal, over`),
    )
    const said = ['REHEARSAL · This is the log of a rehearsal: it asked servers and changed nothing on them.', ...HEALTHY]
    expect(
      withoutNames(await printed('audit', 'export', 'R-1', '--out', house().dir, '--config', house().practice.file))
        .split('\n')
        .slice(1),
    ).toEqual(said)
    const verdict = withoutNames(
      await printed('audit', 'verify', join(house().dir, 'R-1.jsonl'), '--keys', join(house().dir, 'keys.json')),
    ).split('\n')
    expect(verdict[0]).toMatch(/R-1\.jsonl: intact: \d+ entries decided again, 4 signed heads, the last one ends the run\.$/)
    expect(verdict.slice(1)).toEqual(said)
  })

  function share(): string {
    return shareDirectory(house().estate.state.dir, 'files', 'pchatlogs')
  }

  async function printed(...words: string[]): Promise<string> {
    return (await countersign(words, { environment: house().practice.environment })).out.trim()
  }
}

const CHANGES = /\b(RESTORE (LOG|DATABASE)|sp_delete_|sp_getapplock|KILL |ALTER |Set-Cs|Install-Cs)/i

/** Names of log backups hold the time at which the estate began. */
function withoutNames(said: string): string {
  return said.replaceAll(/mgc_\d{14}\.trn/g, 'mgc_….trn')
}
