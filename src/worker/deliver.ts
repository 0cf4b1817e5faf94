/** Sends what the worker has to say until the run has answered. */
import type { WorkerCommand } from '../run/command.ts'
import { en } from '../words/en.ts'
import { sayRefusal } from '../words/say.ts'
import type { WorkerContext } from './context.ts'
import { inOtherWords, inShort } from './in-short.ts'
import { pause } from './pause.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

/** Of what a worker says only texts and lists can be too long for the shape of a command. */
const TOO_LONG: ReadonlySet<string> = new Set(['entry-too-large', 'bad-command'])

/** Resolves when the run accepted or refused it, gave up over it, or when `signal` ends the trying. A command that arrives twice changes nothing. */
export async function deliver(
  context: WorkerContext,
  command: WorkerCommand,
  signal: AbortSignal,
): Promise<'accepted' | 'refused' | 'given-up'> {
  let signed = context.signer.command(command)
  let shortened = false
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const answer = await context.bots.command(signed)
    if ('accepted' in answer) return 'accepted'
    if ('refusal' in answer) {
      const why = sayRefusal(en, answer.refusal)
      context.logger.warn({ run: command.run, code: answer.refusal.code }, `${command.run} refuses what was said (${command.type}): ${why}`)
      if (!TOO_LONG.has(answer.refusal.code) || shortened) return 'refused'
      // Silence would be taken for lost contact, and the same question asked for ever.
      shortened = true
      signed = context.signer.command(inShort(command, why, context.mask))
      continue
    }
    if ('gaveUp' in answer) {
      context.logger.error(
        { run: command.run },
        `${command.run} gives up over what was said (${command.type})${shortened ? ' for good: silence will call people' : ', and is told in other words'}: ${answer.gaveUp}`,
      )
      if (shortened) return 'refused'
      shortened = true
      signed = context.signer.command(inOtherWords(command, answer.gaveUp, context.mask))
      continue
    }
    if (signal.aborted) return 'given-up'
    context.logger.warn(
      { run: command.run },
      `${command.run} has not taken what was said (${command.type}), it is said again: ${answer.unanswered}`,
    )
    await pause(pauseMs, signal)
  }
}
