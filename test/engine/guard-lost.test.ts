/** Who stands before a lock as the audit files tell it, where some of them are damaged. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pino } from 'pino'
import { lostGuard } from '../../src/engine/lost/guard-lost.ts'

const taken = (run: string, lock: string) => `{"entry":{"events":[{"lock":"${lock}","type":"lock-taken"}],"run":"${run}"}}\n`

test('an audit file that cannot be read keeps no other run from its lock, and is named', async () => {
  const auditDir = mkdtempSync(join(tmpdir(), 'audit-'))
  onTestFinished(() => rmSync(auditDir, { recursive: true }))
  writeFileSync(join(auditDir, 'R-1.jsonl'), taken('R-1', 'db/a'))
  writeFileSync(join(auditDir, 'R-2.jsonl'), taken('R-2', 'db/b').replace('{"entry"', '{"en'))
  mkdirSync(join(auditDir, 'R-3.jsonl'))
  const said: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void said.push((JSON.parse(line) as { file: string }).file) })
  const known = ['R-1', 'R-2', 'R-3']
  const ending = new AbortController()
  const guard = lostGuard()
  const watching = guard.watch({
    auditDir,
    log,
    signal: ending.signal,
    keys: { installation: 'x', chat: '', clock: '', head: '', workers: {} },
    admin: { runs: () => Promise.resolve(known) },
    client: { runs: () => Promise.resolve(known.map((run) => ({ run, title: 'Mend' }) as never)), view: () => Promise.resolve(null) },
    chat: undefined as never,
  })
  expect(await guard.holder('db/a', [])).toBe('R-1 "Mend"')
  expect(await guard.holder('db/b', [])).toBeUndefined()
  expect(said.toSorted()).toEqual([join(auditDir, 'R-2.jsonl'), join(auditDir, 'R-3.jsonl')])
  ending.abort()
  await watching
})
