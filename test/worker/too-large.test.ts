import { expect, test } from 'vitest'
import type { WorkerCommand } from '../../src/run/command.ts'
import type { BlockResult } from '../../src/run/order.ts'
import { deliver } from '../../src/worker/deliver.ts'
import { maskOf } from '../../src/worker/mask.ts'
import type { WorkerContext } from '../../src/worker/context.ts'
import { claimOf, stepOf } from '../run/acts.ts'
import { running } from '../run/given.ts'
import { WORKER, type PracticeRun } from '../run/practice-run.ts'
import { attentionSaid, needSaid } from '../words/said.ts'

/** As much of a worker as it takes to say something to a run that decides by the real rules. */
function workerOf(run: PracticeRun): WorkerContext {
  return {
    signer: { command: (command: WorkerCommand) => ({ command, key: 'b1', signature: '' }) },
    logger: { warn: () => undefined },
    mask: maskOf([]),
    bots: {
      command: async ({ command }: { command: WorkerCommand }) => {
        run.send(command)
        return run.last.refusal === undefined ? { accepted: true } : { refusal: run.last.refusal }
      },
    },
  } as unknown as WorkerContext
}

const LARGE: BlockResult = {
  block: 1,
  target: 'SEC',
  ok: true,
  rows: Array.from({ length: 300 }, (_, row) => ({ text: String(row).padEnd(100, 'x') })),
  rowCount: 300,
  messages: [],
  errors: [],
  tookMs: 40,
}
const forever = new AbortController().signal

test('an answer that does not fit into an entry ends in attention, not in silence', async () => {
  const { run } = running(stepOf(2))
  const command: WorkerCommand = { ...WORKER, type: 'observed', order: run.order.key, results: [LARGE] }
  expect(await deliver(workerOf(run), command, forever)).toBe('accepted')
  expect(attentionSaid(run.made)).toEqual({
    reason: 'refused',
    sentence:
      'Step 2 "Stop" could not be looked at: b1 at b refused (answer-too-large): "observed" makes an entry of 34 KB, and 32 KB fit: nothing was written. Cut the output and keep the whole in a file. Put it right and retry, or skip or abort: each needs a reason and a second person.',
  })
})

test('nor does an answer that the engine does not take for a command at all', async () => {
  const { run } = running(stepOf(2))
  const said: WorkerCommand[] = []
  const worker = workerOf(run)
  const send = worker.bots.command.bind(worker.bots)
  worker.bots.command = async (signed) => {
    said.push(signed.command as WorkerCommand)
    return said.length === 1 ? { refusal: { code: 'bad-command', sentence: 'It is too long.' } } : send(signed)
  }
  const command: WorkerCommand = { ...WORKER, type: 'observed', order: run.order.key, results: [LARGE] }
  expect(await deliver(worker, command, forever)).toBe('accepted')
  expect(needSaid(run.made)).toContain('b1 at b refused (answer-too-large): It is too long. Put it right')
})

test('a result that does not fit is told without its output, and the check decides as ever', async () => {
  const { run } = running(claimOf(2))
  const attempt = run.made.steps[1]?.items[0]?.attempts[0]
  if (attempt?.claim === undefined) throw new Error('nothing was claimed')
  const outcome = { type: 'ran' as const, result: LARGE, tookMs: 40 }
  const command: WorkerCommand = { ...WORKER, type: 'result', attempt: attempt.id, nonce: attempt.claim.nonce, outcome }
  expect(await deliver(workerOf(run), command, forever)).toBe('accepted')
  expect(run.made.steps[1]?.items[0]?.attempts[0]?.end).toMatchObject({ type: 'ran' })
  expect(run.made.question).toMatchObject({ looks: ['check'], purpose: 'settle' })
})
