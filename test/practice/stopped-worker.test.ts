import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PublicKeys } from '../../src/audit/entry.ts'
import { verifyText } from '../../src/audit/verify.ts'
import { countersign } from '../cli/countersign.ts'
import { doubledEffects, estateFaults } from '../chaos/judge-estate.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import type { LoggedStatement } from '../estate/statement-log.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { auditEntries } from './audit-entries.ts'
import { openConsoleClient, type ConsoleClient } from './console-client.ts'
import { playToTheEnd, WORDS, type Shown } from './players.ts'
import { startProgram, type Program } from './program.ts'
import { stopAt, type StopPoint, type Stops } from './stop-points.ts'
import { tampered } from './tampered.ts'
import { writeConfiguration, type PracticeConfiguration } from './write-configuration.ts'

/** Of what is done to the log, the first of each kind and then every so manyth: test/audit does it to every line of logs of its own. */
const EVERY = shortOrLong({ short: 7, long: 1 })

const program = (attempt: string) => `countersign/contoso-practice/R-1/${attempt}`
const begins = (statement: LoggedStatement) => statement.outcome === 'running'

/** One run meets them all, one after the other. */
const POINTS: StopPoint[] = [
  {
    name: 'after its order, before its claim',
    attempt: { step: 2, item: 0, number: 1 },
    at: (statement) => begins(statement) && statement.app === program('2/1') && statement.text.includes('sp_getapplock'),
  },
  {
    name: 'after its claim, before its statement',
    attempt: { step: 4, item: 1, number: 1 },
    at: (statement) => begins(statement) && statement.app === program('4.1/1') && statement.text.includes('APPLOCK_MODE'),
  },
  {
    name: 'after a statement took effect, before its answer',
    attempt: { step: 4, item: 2, number: 1 },
    at: (statement) => statement.outcome === 'done' && statement.app === program('4.2/1') && statement.text.startsWith('RESTORE LOG'),
  },
  {
    name: 'while its statement runs',
    attempt: { step: 5, item: 0, number: 1 },
    at: (statement) => begins(statement) && statement.app === program('5/1') && statement.text.includes('WITH RECOVERY'),
    held: /WITH RECOVERY/,
  },
  {
    name: 'after a cmdlet took effect, before its result',
    attempt: { step: 6, item: 0, number: 1 },
    at: (statement) => statement.outcome === 'done' && statement.text.startsWith('Set-CsPersistentChatState'),
  },
]

const dir = mkdtempSync(join(tmpdir(), 'stopped-worker-'))
let estate: Estate
let practice: PracticeConfiguration
let stops: Stops
let shown: Shown
let client: ConsoleClient
let run: string
const open: Program[] = []
const supported = process.platform !== 'win32'

describe.skipIf(!supported)('workers that are stopped, believed lost, and wake up again, on the practice estate', () => {
  beforeAll(async () => {
    estate = await startEstate({ dir: join(dir, 'estate'), speed: 10 })
    practice = await writeConfiguration(estate, { dir, workers: ['dc2-a', 'dc2-b'], standInOnly: true, pace: { speed: 10, shortestS: 3 } })
    const start = async (...words: string[]) => {
      const started = await startProgram(practice, words, join(dir, 'programs.log'))
      open.push(started)
      return started
    }
    const bot = await start('start')
    client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
    const workers = new Map([['dc2-a', await start('worker', 'dc2-a')]])
    const asked = await client.type('dana', WORDS)
    run = asked.run ?? ''
    stops = stopAt(POINTS, {
      estate,
      workers,
      entries: () => auditEntries(practice, run),
      stopped: async () => {
        if (workers.size === 1) workers.set('dc2-b', await start('worker', 'dc2-b'))
      },
    })
    shown = await playToTheEnd(() => stops.calm().then(() => client), run, { patienceMs: 300_000 })
    // Nothing may come late either: the workers end before anything is judged.
    for (const worker of workers.values()) await worker.end()
  }, 360_000)

  afterAll(async () => {
    for (const one of open.toReversed()) {
      one.kill('SIGCONT')
      await one.end()
    }
    await estate?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  const next = 'Look at the system itself, then retry, skip, mark it done or abort: each needs a reason and a second person.'
  const lock = `The lock contoso-practice/R-1/2/0 on SEC is held by another session, or cannot be taken: sp_getapplock answered -1`
  test.each(
    [
      [
        `Step 2 "Stop log shipping to the backup server" was refused by the worker before anything was sent (lock-not-held): ${lock}. An earlier attempt may still be acting there. Put it right and retry, or skip or abort: each needs a reason and a second person.`,
        // The second where its wait for the lock was over, too, by the time that it woke up.
        'nothing|refused: lock-not-held',
      ],
      [
        `Step 4 "Apply the outstanding logs, oldest first", item 1 of 6 (LOG): contact with attempt 1 was lost (WORKER has not been heard of for N s). Its check says: LOG is not applied; but its session on the server may still be working. ${next}`,
        'refused: too-late',
      ],
      ['done', 'ran'],
      [
        `Step 5 "Bring the backup database online": contact with attempt 1 was lost (WORKER has not been heard of for N s). Its check says: mgc is RESTORING; but its session on the server may still be working. ${next}`,
        'ran',
      ],
      ['done', 'ran'],
    ].map(([led, said], index) => ({ point: POINTS[index]?.name, led, said })),
  )('$point: another worker finds out, and the late one changes nothing', ({ point, led, said }) => {
    const story = stops.stories.find((one) => one.point === point)
    expect({ ...story, lost: plain(story?.lost), led: plain(story?.led) }).toMatchObject({
      lost: 'WORKER has not been heard of for N s',
      led,
      said: expect.stringMatching(`^(${said})$`),
    })
    expect(new Set([story?.stopped, story?.by])).toEqual(new Set(['dc2-a', 'dc2-b']))
  })

  test('the run is led on to its end, and nothing took effect twice', () => {
    expect(shown.shown.state).toBe('Done')
    expect(estateFaults(estate)).toEqual([])
    expect(doubledEffects(estate.state.effects)).toEqual([])
    const effects = estate.log.all.filter(({ text, outcome }) => outcome === 'done' && RUN_STATEMENT.test(text))
    const sent = effects.map(({ text, parameters }) => `${text.slice(0, 30)} ${JSON.stringify(parameters)}`)
    expect(new Set(sent).size).toBe(sent.length)
    expect(effects.filter(({ kind }) => kind === 'rpc')).toHaveLength(1 + 6 + 1)
    expect(effects.flatMap(({ kind, text }) => (kind === 'cmdlet' ? [text.split(' ')[0]] : []))).toEqual([
      'Set-CsPersistentChatState',
      'Install-CsMirrorDatabase',
      'Set-CsPersistentChatActiveServer',
    ])
  })

  test('its exported log is intact, and every entry of it is guarded', async () => {
    expect(await countersign(['audit', 'export', run, '--out', dir, '--config', practice.file])).toMatchObject({ code: 0 })
    const words = ['audit', 'verify', join(dir, 'R-1.jsonl'), '--keys', join(dir, 'keys.json')]
    const sentence = /: intact: \d+ entries decided again, \d+ signed heads, the last one ends the run\.\n$/
    expect(await countersign(words)).toMatchObject({ code: 0, out: expect.stringMatching(sentence) })
    const keys = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8')) as PublicKeys
    const seen = new Map<string, number>()
    for (const { what, text, at } of tampered(readFileSync(join(dir, 'R-1.jsonl'), 'utf8'))) {
      const before = seen.get(what) ?? 0
      seen.set(what, before + 1)
      if (before % EVERY !== 0) continue
      expect(verifyText(text, keys), `${what} at entry ${at}`).toMatchObject({ verdict: 'altered', at })
    }
    expect(seen.size).toBe(5)
  })
})

/** The statements of the document that change something, and nothing else that is sent. */
const RUN_STATEMENT = /^(EXEC master\.dbo\.sp_delete_log_shipping|RESTORE LOG|DECLARE @kill|Set-Cs|Install-Cs)/

function plain(sentence = ''): string {
  return sentence
    .replaceAll(/\bdc2-[ab]\b/g, 'WORKER')
    .replaceAll(/for \d+ s/g, 'for N s')
    .replaceAll(/D:\\LSCopy\\mgc_\d+\.trn/g, 'LOG')
}
