import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../src/audit/chain.ts'
import type { Entry } from '../../src/audit/entry.ts'
import type { Event } from '../../src/run/event.ts'
import { startPractice, until } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { inEnglish } from './said.ts'
import { refusalOf, touched } from './refused.ts'

/** The same entries with every hash made to fit again: what somebody can do who holds the engine's store, but no key. */
function rehashed(entries: Entry[]): Entry[] {
  let prev = '0'.repeat(64)
  return entries.map((entry, index) => {
    const next = { ...entry, seq: index + 1, prev }
    prev = hashOf(next)
    return { ...next, hash: prev }
  })
}

describe('a worker does not believe', () => {
  test.each<[string, (entries: Entry[]) => Entry[], string]>([
    [
      'an approver who was changed, with all hashes made to fit',
      (entries) =>
        rehashed(
          entries.map((entry) => ({
            ...entry,
            events: entry.events.map((event): Event =>
              event.type === 'approved' ? { ...event, person: { ...event.person, id: 'mallory' } } : event,
            ),
          })),
        ),
      'history-altered',
    ],
    [
      'a command that was changed, though its events fit',
      (entries) =>
        rehashed(
          entries.map((entry) =>
            entry.command.command.type === 'approve'
              ? { ...entry, command: { ...entry.command, command: { ...entry.command.command, reason: 'urgent' } } }
              : entry,
          ),
        ),
      'history-altered',
    ],
    ['an entry that was left out', (entries) => rehashed(entries.filter((_, index) => index !== entries.length - 2)), 'history-altered'],
    [
      'events that the rules did not decide, under another version of the rules',
      (entries) => rehashed(entries.map((entry) => ({ ...entry, rules: 99 }))),
      'other-rules',
    ],
    ['a history that ends before the approvals', (entries) => entries.slice(0, -2), 'history-not-proven'],
    ['no history at all', () => [], 'history-altered'],
  ])('%s', async (_, forge, code) => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.history = forge
    const anna = await practice.start('anna')
    anna.take(order)
    expect(inEnglish(await refusalOf(practice))).toMatchObject({ code })
    expect(touched(practice)).toEqual([])
  })

  test('an order that its run does not call for', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    anna.take({ ...order, fingerprint: 'f'.repeat(64) })
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'not-called-for',
      why: 'R-1, decided again from its signed commands, does not call for this order.',
    })
    expect(touched(practice)).toEqual([])
  })

  test('a document that it does not hold, also when its own copy was changed', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const options = practice.optionsOf('anna')
    const anna = await practice.start('anna')
    const kept = join(options.state, 'documents')
    const [copy] = readdirSync(kept)
    writeFileSync(join(kept, String(copy)), 'DROP DATABASE mgc')
    anna.take(order)
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'document-not-held',
      why: `Worker anna does not hold the document ${order.document.slice(0, 12)}: put the very file that was approved into ${options.documents} on its machine.`,
    })
    expect(touched(practice)).toEqual([])
  })

  test('a history that leads back before an attempt that it has begun, not even after a restart', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const before = practice.run.entries
    const first = await practice.start('anna')
    practice.run.deliver = first.take
    first.take(order)
    await until(() => practice.run.state?.phase === 'done')
    await first.close()
    practice.run.answers.length = 0
    practice.run.history = () => before
    practice.instance.online = false
    const second = await practice.start('anna')
    second.take(order)
    expect(inEnglish(await refusalOf(practice))).toMatchObject({ code: 'performed-before' })
    expect(touched(practice).filter((text) => text.trim() === RESTORE)).toHaveLength(1)
  })

  test('a history that has lost an entry which it has seen', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const before = practice.run.entries
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.faults.inject({ kind: 'drop-before', pattern: '^RESTORE' })
    anna.take(order)
    await until(() => practice.run.state?.phase === 'attention')
    practice.run.history = () => before.slice(0, -1)
    anna.take({
      kind: 'observe',
      key: 'R-1/1/0/99',
      installation: 'test',
      run: 'R-1',
      site: 'berlin',
      document: order.document,
      step: 1,
      item: 0,
      looks: ['check'],
    })
    const said = await until(
      () => practice.run.answers.find(({ command }) => command.type === 'observed' && command.order === 'R-1/1/0/99')?.command,
    )
    expect(said).toMatchObject({ results: [], refused: { code: 'history-altered' } })
  })
})
