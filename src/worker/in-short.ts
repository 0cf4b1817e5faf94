/** What is said instead of something that does not fit into an entry of the run. */
import type { AttemptOutcome, WorkerCommand } from '../run/command.ts'
import type { BlockResult } from '../run/order.ts'
import { shortened } from '../run/facts/shorten-fault.ts'
import type { Told } from '../run/facts/worker-fault.ts'
import { cutText } from './block/cut-text.ts'
import type { Mask } from './mask.ts'
import { LONGEST_ERROR } from './block/word-sink.ts'

/** `why`: the run's own sentence. Nothing of it is a guess: an answer that cannot be given is none, and a result keeps how it ended. */
export function inShort(command: WorkerCommand, why: string, mask: Mask): WorkerCommand {
  switch (command.type) {
    case 'claim':
      return command
    case 'observed': {
      const refused = { code: command.refused?.code ?? 'answer-too-large', why: inShortOf(command.refused?.why ?? why, mask) }
      return { ...command, results: [], refused }
    }
    case 'result':
      return { ...command, outcome: outcomeInShort(command.outcome, why, mask) }
  }
}

/** What is said when the run breaks at an answer: that it was none, so that its check or people tell. What the worker saw stays true, but is not in the log. */
export function inOtherWords(command: WorkerCommand, gaveUp: string, mask: Mask): WorkerCommand {
  const why: Told = { is: 'run-breaks', why: cutText(mask, gaveUp, LONGEST_ERROR) }
  switch (command.type) {
    case 'claim':
      return command
    case 'observed':
      return { ...command, results: [], refused: { code: 'run-breaks', why } }
    case 'result': {
      const { outcome } = command
      const tookMs = 'tookMs' in outcome ? outcome.tookMs : 0
      // Without a claim nothing was sent, and that can be said.
      return { ...command, outcome: command.nonce === '' ? { type: 'refused', code: 'run-breaks', why } : { type: 'unknown', why, tookMs } }
    }
  }
}

function outcomeInShort(outcome: AttemptOutcome, why: string, mask: Mask): AttemptOutcome {
  switch (outcome.type) {
    case 'ran':
    case 'failed': {
      // Its check is asked again by itself.
      const { check: _check, ...ended } = outcome
      return { ...ended, result: resultInShort(outcome.result, mask) }
    }
    case 'looked':
      return { type: 'refused', code: 'answer-too-large', why: cutText(mask, why, LONGEST_ERROR) }
    case 'unknown':
    case 'refused':
      return { ...outcome, why: inShortOf(outcome.why, mask) }
  }
}

function resultInShort(result: BlockResult, mask: Mask): BlockResult {
  const errors = result.errors.slice(0, 1).map((error) => ({ ...error, message: inShortOf(error.message, mask) }))
  return { ...result, rows: [], messages: [{ is: 'too-long-for-log' }], errors }
}

function inShortOf(told: Told, mask: Mask): Told {
  return typeof told === 'string' ? cutText(mask, told, LONGEST_ERROR) : shortened(told)
}
