import { beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../../src/audit/entry.ts'
import { doubledEffects, estateFaults } from '../../chaos/judge-estate.ts'
import { needsIn } from '../../words/said.ts'
import { entriesIn } from '../audit-entries.ts'
import { playToTheEnd, WORDS, type Shown } from '../players.ts'
import type { AtWork } from './installation.ts'

export function rulesOfDroppedConnections(house: () => AtWork): void {
  let shown: Shown
  let entries: Entry[]

  beforeAll(async () => {
    const { estate, client } = house()
    estate.faults.inject({ kind: 'drop-before', pattern: 'sp_delete_log_shipping' })
    estate.faults.inject({ kind: 'drop-before', pattern: '^RESTORE LOG' })
    estate.faults.inject({ kind: 'drop-after', pattern: 'RESTORE DATABASE @database WITH RECOVERY' })
    const { run = '' } = await client.type('dana', WORDS)
    shown = await playToTheEnd(() => Promise.resolve(client), run)
    entries = entriesIn(await client.text(`/api/runs/${run}/log?as=file`))
  })

  /** How the attempts at an item ended, as their worker said it, and what the run made of it. */
  const attempts = (step: number, item: number) =>
    entries
      .flatMap(({ events }) => events)
      .flatMap((event) => {
        if ((event.type !== 'attempt-ended' && event.type !== 'attempt-judged') || event.attempt.step !== step) return []
        if (event.attempt.item !== item) return []
        return [`${event.attempt.number}: ${event.type === 'attempt-ended' ? event.end.type : `${event.fate} by ${event.by}`}`]
      })
  const sent = (text: string) =>
    house()
      .estate.log.all.filter((one) => one.text.includes(text))
      .map(({ outcome }) => outcome)

  test('dropped after RESTORE … WITH RECOVERY took effect: the check finds it done, and it is not sent again', () => {
    expect(attempts(5, 0)).toEqual(['1: unknown', '1: done by check'])
    expect(sent('WITH RECOVERY;')).toEqual(['dropped after'])
  })

  test('dropped before a statement that is safe to repeat: it is sent again without asking anybody', () => {
    expect(attempts(4, 1)).toEqual(['1: unknown', '1: not-done by check', '2: ran', '2: done by check'])
    expect(sent('RESTORE LOG')).toEqual(['dropped before', ...Array.from({ length: 6 }, () => 'done')])
  })

  test('dropped before one that is not: people are called, with what is known, and lead it on', () => {
    // How a socket says that it was cut differs from machine to machine.
    expect(needsIn(entries).map((sentence) => sentence.replace(/\(The contact to SEC .*?\)\./, '(WHY).'))).toEqual([
      'Step 2 "Stop log shipping to the backup server": nobody knows how attempt 1 ended (WHY). Its check says: log shipping secondaries of mgc on this server: 1; nothing is acting any more, but the step is not safe to repeat by itself. Look at the system itself, then retry, skip, mark it done or abort: each needs a reason and a second person.',
    ])
    expect(attempts(2, 0)).toEqual(['1: unknown', '1: not-done by check', '2: ran', '2: done by check'])
    expect(sent('sp_delete_log_shipping')).toEqual(['dropped before', 'done'])
  })

  test('the run comes to its end, and nothing took effect twice', () => {
    expect(shown.shown.state).toBe('Done')
    expect(estateFaults(house().estate)).toEqual([])
    expect(doubledEffects(house().estate.state.effects)).toEqual([])
  })
}
