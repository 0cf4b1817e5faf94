import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { heartbeatOf } from '../../src/worker/connection/keep-connected.ts'
import type { PlannedBlock } from '../../src/procedure/plan-types.ts'
import { maskOf } from '../../src/worker/mask.ts'
import { RowSink } from '../../src/worker/block/row-sink.ts'
import { runSqlBlock } from '../../src/worker/sql/block.ts'
import { openSession } from '../../src/worker/sql/session.ts'
import { rows } from '../estate/tds/tiny-instance.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { inEnglish } from './said.ts'

const files = mkdtempSync(join(tmpdir(), 'worker-files-'))
afterAll(() => rmSync(files, { recursive: true }))

/** What a cut through an emoji leaves. */
const HALF = '\ud83d'

test('progress that was cut inside a character is said with a sign in its place', () => {
  const progress = { run: 'R-1', order: 'R-1/1/0/1', step: 1, item: 0, text: `30 percent ${HALF}`, at: '2026-11-21T03:00:00.000Z' }
  const beat = heartbeatOf({ running: [{ order: 'R-1/1/0/1', progress }], documents: [], leaving: false })
  expect(beat.running[0]?.progress?.text).toBe('30 percent \ufffd')
})

test('a captured value with half a character is a fault, because what is kept would name something else', () => {
  const sink = new RowSink({ budget: 1000, whole: ['file'] }, files, (text) => text)
  sink.add({ file: 'a.trn', note: HALF })
  expect(sink.fault).toBeUndefined()
  sink.add({ file: `b${HALF}.trn`, note: '' })
  expect(inEnglish(sink.fault)).toBe(
    'The column "file" holds half a character (a lone surrogate), which no log can keep as it is. Rename what bears that name, or leave it out in the document.',
  )
})

test('a block that finds such a value for a capture fails, and names the line of the document', async () => {
  const found = rows([{ name: 'file', type: { name: 'nvarchar', length: 100 } }], [`b${HALF}.trn`])
  await using server = await startTiny({ found })
  const target = { kind: 'sql-server' as const, name: 'SEC', host: 'localhost', address: '127.0.0.1', port: server.port, user: 'dana' }
  const opened = await openSession(
    { ...target, password: { secret: 'p@ss "한국어"' }, ca: server.ca },
    { database: 'mgc', appName: 'countersign/test/R-1/4/1' },
  )
  if ('refusal' in opened) throw new Error(opened.refusal.code)
  const block: PlannedBlock = { role: 'read', language: 'sql', target: 'SEC', database: 'mgc', text: 'found', uses: [], line: 40 }
  const sent = {
    index: 0,
    block,
    file: 'commands/x.md',
    parameters: [],
    captures: ['file'],
    rowsBudget: 200,
    files,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
  }
  const { result } = await runSqlBlock(opened.session, sent, maskOf([]))
  await opened.session.close()
  expect(inEnglish(result)).toMatchObject({
    ok: false,
    errors: [
      {
        message:
          'The column "file" holds half a character (a lone surrogate), which no log can keep as it is. Rename what bears that name, or leave it out in the document.',
        place: 'commands/x.md:40',
      },
    ],
  })
})
