/** A worker keeps sessions to look with; a server that goes away between two looks, or in the middle of one, takes them along. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { PlannedBlock, PlannedStep, Target } from '../../src/procedure/plan-types.ts'
import { maskOf } from '../../src/worker/mask.ts'
import type { SqlTarget } from '../../src/worker/options.ts'
import type { BlockEnding } from '../../src/worker/block/block-result.ts'
import { runBlock } from '../../src/worker/block/run-block.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { estateTarget } from './estate-target.ts'

let estate: Estate
let target: SqlTarget
let sessions: SessionPool
const dir = mkdtempSync(join(tmpdir(), 'kept-session-'))
const shells = openShells(maskOf([]))
beforeEach(async () => {
  estate = await startEstate({ dir: join(dir, 'estate') })
  target = estateTarget(estate, 'SEC')
  sessions = new SessionPool('countersign/test/look')
})
afterEach(async () => {
  await sessions.close()
  await estate.close()
})
afterAll(async () => {
  await shells.close()
  rmSync(dir, { recursive: true, force: true })
})

const WHO = 'SELECT spid = CAST(@@SPID AS int)'

interface Look {
  text?: string
  role?: 'read' | 'before' | 'check'
  timeoutMs?: number
}

function look({ text = WHO, role = 'check', timeoutMs = 20_000 }: Look = {}): Promise<BlockEnding> {
  const block: PlannedBlock = { role, language: 'sql', target: 'SEC', database: 'master', text, uses: [], line: 1 }
  const step = { number: 1, captures: {}, blocks: [block] } as unknown as PlannedStep
  const { host, instance = '', port, reader } = target
  const planned: Target = { kind: 'sql-server', name: 'SEC', host, instance, port, reader: reader?.user ?? '', site: 'dc2', practice: true }
  const state = { procedure: { id: 'x', parameters: [] }, values: {}, captures: {}, targets: {}, plan: { targets: { SEC: planned } } }
  return runBlock(
    { options: { name: 'anna', targets: { SEC: target }, files: dir }, mask: maskOf([]), sessions, shells },
    { index: 0, block },
    {
      state: state as unknown as Parameters<typeof runBlock>[2]['state'],
      order: { item: 0 },
      step,
      rowsBudget: 4000,
      timeoutMs,
      signal: new AbortController().signal,
    },
  )
}

async function restart(): Promise<void> {
  const { certificate, state, instances } = estate
  await estate.close()
  const ports = Object.fromEntries(instances.flatMap(({ name, port, up }) => (up ? [[name, port]] : [])))
  estate = await startEstate({ dir: join(dir, 'estate'), ports, login: state.login, reader: state.reader, certificate })
}

const looks = (): string[] => estate.log.all.filter(({ text }) => text === WHO).map(({ outcome }) => outcome)

test.each(['read', 'before', 'check'] as const)('a %s right after its server was started again is answered', async (role) => {
  // Several at once leave several sessions behind.
  await Promise.all([look(), look(), look()])
  await restart()
  expect(await look({ role })).toMatchObject({ how: 'done', result: { ok: true, rows: [{}], errors: [] } })
  expect(looks()).toHaveLength(1)
})

test('a look whose kept session is cut in the middle is asked once more, on a session of its own', async () => {
  const { result: first } = await look()
  estate.faults.inject({ kind: 'drop-before', pattern: 'AS int' })
  const { how, result } = await look()
  expect({ how, ok: result.ok, same: result.rows[0]?.['spid'] === first.rows[0]?.['spid'] }).toEqual({ how: 'done', ok: true, same: false })
})
