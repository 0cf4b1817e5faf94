import { apartFromBot } from '../../../run/clocks.ts'
import { sayInstant } from '../../../text/instant.ts'
import type { GatewayFault, OrderFault, Told } from '../../../run/facts/worker-fault.ts'

/** Said wherever an answer lacks the proof that only the bot can give. */
const WHO_ANSWERS =
  "Either the bot is of another release than this worker, or somebody reached the engine and answers in the bot's place: see what the bot says of it, then restart the bot."

type Known = OrderFault | GatewayFault
type Say = { [Is in Known['is']]: (fault: Extract<Known, { is: Is }>) => string }

/** `told`: says what is told within. */
export const orderFaults = (told: (of: Told) => string): Say => ({
  'worker-restarted': ({ worker }) => `${worker} was started again`,
  'worker-unheard': ({ worker, ms }) => `${worker} has not been heard of for ${Math.round(ms / 1000)} s`,
  'order-unspoken': ({ worker, ms }) => `${worker} lives, but has not spoken of this order for ${Math.round(ms / 1000)} s`,

  'document-not-held': ({ worker, document, folder }) =>
    `Worker ${worker} does not hold the document ${document.slice(0, 12)}: put the very file that was approved into ${folder} on its machine.`,
  'performed-before': ({ worker }) => `Worker ${worker} has begun this attempt before, and begins none twice.`,
  'not-called-for': ({ run }) => `${run}, decided again from its signed commands, does not call for this order.`,
  'no-such-step': ({ run, step }) => `${run} has no step ${step}.`,
  'nothing-to-run': ({ run, step }) => `${run} has no step ${step} with a block to run.`,
  'stopped-while-looking': () => 'The worker was told to stop while it looked.',
  'stopped-before-claim': () => 'The worker was told to stop before it claimed the attempt.',
  'session-lost': ({ target }) => `The session that held the lock on ${target} was lost before anything was sent.`,
  'given-up-meanwhile': ({ run }) =>
    `This process stood still after its claim, and ${run} has given the attempt up meanwhile. Nothing was sent.`,
  'history-unread': ({ run }) => `The worker was stopped before it could read the history of ${run}.`,
  'history-refused': ({ run, why }) => `The history of ${run} is not given: ${why}`,
  'not-for-this-worker': ({ installation, site, worker, ours }) =>
    `The order is for ${installation}, site ${site}; worker ${worker} is of ${ours.installation}, site ${ours.site}.`,
  'entry-lost': ({ run, seq, worker }) =>
    `The history of ${run} has lost or changed entry ${seq}, which worker ${worker} has seen. Compare it with the exported log.`,
  'other-rules': ({ run, seq, rules, worker, ours }) =>
    `Entry ${seq} of ${run} was decided by rules version ${rules}, worker ${worker} has version ${ours}. Let a worker of that version end the run.`,
  'history-altered': ({ run, seq, why }) => `The history of ${run} is not what its commands lead to, from entry ${seq} on: ${why}`,
  'other-history': ({ run, installation, of }) =>
    `The history is of ${of.run} of ${of.installation}, the order of ${run} of ${installation}.`,
  'history-not-proven': ({ run, seq }) =>
    `Nothing proves that the history of ${run} ends with entry ${seq}, where the answer ends. ${WHO_ANSWERS}`,
  'document-differs': ({ run, document }) => `${run} was approved for another document than the order names (${document.slice(0, 12)}).`,
  'claim-not-proven': ({ run }) => `what answered for ${run} cannot prove that the run has recorded this claim. ${WHO_ANSWERS}`,
  'claim-unanswered': ({ why }) => `The claim was not answered, so nothing was sent: ${told(why)}`,
  'not-called-for-now': ({ run }) => `${run} does not call for this attempt any more.`,
  'answer-late': ({ ms }) => `nothing came for ${ms / 1000} s`,
  'stopped-meanwhile': () => 'the worker was told to stop meanwhile',
  'approvals-lapsed': ({ worker, now, gate, until, aheadMs }) => {
    const bot =
      aheadMs === undefined ? 'One of the two machines has a wrong clock' : `At the last heartbeat its clock was ${apartFromBot(aheadMs)}`
    return `By the clock of worker ${worker} it is ${sayInstant(now)}, and the approvals of gate ${gate} were good until ${sayInstant(until ?? 'never')}: nothing was sent. ${bot}: set the wrong one right, then retry.`
  },
  'not-written-down': ({ file, code }) =>
    `The worker could not write down in ${file} that it begins (${code}), so nothing was sent. Make room on that disk, then retry.`,
  'run-breaks': ({ why }) => `The run breaks at what the worker has to say of it: ${why}`,
  'lock-not-held': ({ lock, target, why }) =>
    `The lock ${lock} on ${target} is held by another session, or cannot be taken: ${told(why)}. An earlier attempt may still be acting there.`,
  'block-was-stopped': ({ target }) => `It was stopped on ${target}.`,
  'contact-lost': ({ target, ms, said }) =>
    `The contact to ${target} was lost after ${Math.round(ms / 1000)} s, while the block ran: ${said.map(told).join(' ') || 'no reason given'}`,
  'nothing-sent': ({ target }) => `Nothing was sent to ${target}.`,
})

/** Of a form, which no order is for. */
export function listsCrowded(most: number): string {
  return `This worker is looking for ${most} other lists: what is asked for later is looked for again.`
}
