import { shortFingerprint } from '../../procedure/fingerprint.ts'
import { sayQuorumFault } from '../../policy/say-quorum-fault.ts'
import { sayDocumentFaults } from '../../procedure/say/document-fault.ts'
import { sayValueFault } from '../../procedure/say/value-fault.ts'
import { formatFault } from '../../text/fault.ts'
import { sayInstant, spoken } from '../../text/instant.ts'
import type { FirstDifferences } from '../../procedure/plan-difference.ts'
import type { RuleRefusal } from '../../run/facts/refusal.ts'
import type { Words } from '../words.ts'
import { attention } from './attentions.ts'
import { firstOnes, planFaults } from './plans.ts'
import { remarks } from './remarks.ts'
import { attempt, barring, either, NO_WAY_BACK, places, toDo } from './parts.ts'

const NEW_APPROVAL = 'that needs a reason and a second person'

/** Why nothing came of what was asked, and what to do instead. */
export const refusals: Words['refusals'] = {
  'no-run': ({ run }) => `There is no run ${run}: start it first.`,
  'other-run': ({ run, meant }) => `This was meant for ${meant}, and this is ${run}: nothing was done.`,
  ended: ({ run, end, at }) => `${run} has ended (${end}) at ${sayInstant(at)}: nothing can be changed any more. Start a new run.`,
  'started-already': ({ run, at, by }) => `${run} was started at ${sayInstant(at)} by ${by}: it is started once.`,
  'bad-document': ({ document, faults }) =>
    `${document} cannot be run:\n${sayDocumentFaults(`commands/${document}.md`, faults).map(formatFault).join('\n')}`,
  'no-policy': ({ command, policy }) => `${command} needs the policy ${policy}, and approvals/ has none of that name.`,
  'may-not-start': ({ person, command, groups }) => `${person} may not start ${command}: that takes somebody of ${either(groups)}.`,
  'quorum-unreachable': (facts) => {
    if (facts.of === 'start')
      return `${facts.command} was not started, because nobody could pass its gates: ${sayQuorumFault(facts.why)} Let somebody else start it, or add people to approvals/people.yaml.`
    const kept = facts.kept.length === 0 ? '' : `, and ${facts.kept.join(' and ')} must not approve here`
    return `Nobody could approve this ${toDo(facts.of)}: ${places(facts.lacks)} too few can approve${kept}. Let somebody else ask for it.`
  },
  'too-old': ({ asked, now, aheadS }) => {
    if (aheadS !== undefined && aheadS > 0)
      return `This was asked at ${sayInstant(asked)}, and it is only ${sayInstant(now)}: the clock of the bot that heard it is ${aheadS} s ahead of the one that decides. Set the wrong one right, then ask again.`
    const late = `This was asked at ${sayInstant(asked)}, and it is ${sayInstant(now)}: ask again if it is still meant.`
    if (aheadS === undefined) return late
    return `${late} If it was asked just now, the clock of the bot that heard it is ${-aheadS} s behind the one that decides: set the wrong one right.`
  },
  replayed: ({ run, eventId }) => `${run} has heard this already (event ${eventId}): it counts once.`,
  'no-reason': () => 'A reason must be given: say in a sentence why.',
  'long-reason': ({ length, most }) => `The reason has ${length} characters; ${most} fit.`,
  'real-target': ({ run, person, targets }) =>
    `This came through the practice console, where anybody can speak as ${person}, and the plan of ${run} names what is real: ${targets.map(({ name, host }) => `${name} (${host})`).join(', ')}. Nothing was done: use Slack or Teams.`,
  'planned-already': ({ run }) => `The plan of ${run} is made: its values cannot be changed any more. Withdraw it and start again.`,
  'may-not-act': ({ person, groups }) => `${person} may neither start nor approve this: that takes somebody of ${groups.join(', ')}.`,
  'bad-answers': ({ command, fields }) => {
    const faults = Object.entries(fields).map(([name, fault]) => `${name}: ${fault === null ? notAsked(command) : sayValueFault(fault)}`)
    return `Nothing was taken. ${faults.join(' ')}`
  },
  'no-answers': ({ asks }) => `Nothing was answered. Still asked for: ${asks.join(' ')}`,
  'no-plan': ({ faults }) => `Nothing was taken, because no plan can be made of it: ${planFaults(faults)}`,
  'plan-impossible': ({ run, faults }) =>
    `${run} cannot go on: ${planFaults(faults).replace(/[.\s]+$/, '')}. Put the configuration right, or abort.`,
  'unknown-gate': ({ run, gate, opened }) => `${run} has no gate ${gate}: it has opened ${opened}.`,
  barred: ({ gate, person, because, needs: lines }) =>
    `${barring(because)}, so ${person} cannot approve gate ${gate}: ${places(lines)} must, and they must be other people.`,
  'already-approved': ({ gate, person, missing, account, as }) => {
    const who =
      as === undefined
        ? `${person} has approved gate ${gate} already, and counts once`
        : `The account ${account ?? ''} has approved gate ${gate} already, as ${as}, and counts once`
    return `${who}: still needed: ${places(missing) || 'nobody'}.`
  },
  'unknown-person': ({ person }) => `${person} is not among the people that this run knows: nothing was counted.`,
  'not-an-approver': ({ gate, person, groups, needs: lines }) =>
    lines === undefined
      ? `${person} is not in ${either(groups)}, so ${person} cannot reject gate ${gate}.`
      : `${person} is not in ${either(groups)}: gate ${gate} needs ${places(lines)}.`,
  'gate-closed': ({ gate, at, because, difference }) =>
    `Gate ${gate} was closed at ${sayInstant(at)} (${because}): nothing is left to decide there.${changed(difference)}`,
  'gate-passed': ({ gate, at }) => `Gate ${gate} passed at ${sayInstant(at)}: nothing is left to decide there.`,
  'gate-expired': ({ gate, at }) => `Gate ${gate} expired at ${sayInstant(at)}: it takes no more decisions.`,
  'stale-plan': ({ gate, step, stands, asked, old }) => {
    const told = `Gate ${gate} asks about ${shortFingerprint(stands)}, and the decision was about ${shortFingerprint(asked)}`
    if (old === undefined) return `${told}, which is no plan of this run. Read the new card before you decide.`
    const where = old.step === step ? '' : ` before step ${old.step}, and this one stands before step ${step}`
    return `${told}: that was gate ${old.gate}${where}. Read the new card before you decide.${changed(old.difference)}`
  },
  'not-the-requester': ({ run, requester }) =>
    `${requester} asked for ${run}, and only ${requester} can withdraw it. Reject it at its gate, or cancel it.`,
  'work-began': ({ run, step }) =>
    `Step ${step} of ${run} has begun, so it cannot be withdrawn any more. Cancel it, or ask for an abort: ${NEW_APPROVAL}.`,
  'not-in-attention': ({ run, kind }) =>
    `${run} is going on as its document says: there is nothing to ${toDo(kind)}. Cancel it first if it must stop.`,
  'gate-open': ({ gate }) => `Gate ${gate} already asks for a way on: approve, reject or withdraw that one first.`,
  'wrong-step': ({ run, waits, asked }) => `${run} waits at step ${waits}, not at step ${asked}: ask for that one.`,
  'log-full': ({ run }) => `The log of ${run} is full: it can only be aborted. Start a new run: its checks find what is done already.`,
  'nothing-begun': ({ run, kind }) =>
    `${run} has begun no step yet: there is nothing to ${toDo(kind)}. Open its gate again, withdraw it or abort it.`,
  'no-check': (facts) =>
    'attempt' in facts
      ? `Nobody knows whether attempt ${facts.attempt} of step ${facts.step} took effect, and the step has no check: it cannot be tried again. Look at the system itself, then mark it done, skip it or abort.`
      : `Step ${facts.step} "${facts.title}" was performed and has no check: a retry from step ${facts.from} would perform it a second time. Begin from a later step, or skip, mark it done or abort.`,
  'wrong-from': (facts) =>
    'kind' in facts
      ? `Only a retry or an undo goes back to an earlier step, not a ${toDo(facts.kind)}.`
      : `${facts.undo ? 'An undo goes back to' : 'A retry begins at'} step 1 to ${facts.step}; ${facts.from} is none of them.`,
  'one-way': ({ step, title }) =>
    `Step ${step} "${title}" is done and cannot be undone: a retry can begin from step ${step} at the earliest.`,
  'no-way-back': ({ step, title, why, to }) =>
    `Step ${step} "${title}" was done, and ${NO_WAY_BACK[why]}: nothing before it can be undone, and not back to step ${to}. Undo back to step ${step + 1} at most, or do it by hand and abort.`,
  'nothing-to-undo': ({ run, to }) => `Nothing that ${run} has done from step ${to} on is still to be undone.`,
  undoing: ({ run, kind, step, to }) =>
    `${run} is being undone back to step ${to}, and step ${step} is half undone: there is nothing to ${toDo(kind)}. Undo again, retry or abort.`,
  'nothing-to-reopen': ({ run, attention }) =>
    `${run} does not wait for a gate to be opened again${attention ? ': retry, skip or abort' : ''}.`,
  'other-question': ({ run, step }) =>
    `This question of step ${step} of ${run} is answered, and another one waits: answer the one that the card shows now.`,
  'nothing-to-confirm': ({ run, step }) => `Step ${step} of ${run} does not wait for anybody's word.`,
  'unknown-choice': ({ step, choices, choice }) => `Step ${step} offers ${choices.join(', ')}; "${choice}" is none of them.`,
  'stopped-already': ({ run, step }) =>
    `${run} is not going on by itself: it waits at step ${step}. To end it ask for an abort: ${NEW_APPROVAL}.`,
  'cancelled-already': ({ run, by }) => `${by} cancelled ${run} already: it stops when what is running has ended.`,
  'shown-already': ({ run, home }) =>
    home ? `${run} was started here: this is where it is shown.` : `${run} is shown here already: this place is one of its mirrors.`,
  'shown-anyhow': ({ run }) => `The console shows every run, and ${run} with them: there is nothing to mirror.`,
  'too-many-mirrors': ({ run, most }) =>
    `${run} has ${most} mirrors, and more it cannot have: follow it in one of them, or on the console.`,
  'may-not-mirror': ({ run, person, groups }) =>
    `${person} is in no group that the policies of ${run} name (${groups.join(', ')}), and did not start it: ask one of them to mirror it here.`,
  'unknown-order': ({ run, order, attempt: id }) => `${run} has given no order ${order} for ${attempt(id)}: nothing may be performed.`,
  'claimed-already': ({ run, attempt: id, worker, at }) =>
    `${attempt(id)} of ${run} was claimed by ${worker} at ${sayInstant(at)}: it is granted once.`,
  'order-void': ({ run, order }) => `The order ${order} of ${run} is void: nothing may be performed for it.`,
  'wrong-site': ({ of, step, site, worker, theirs }) => {
    switch (of) {
      case 'claim':
        return `Step ${step} is performed from ${site}, and ${worker} works at ${theirs}: it may not claim it.`
      case 'result':
        return `Step ${step} is performed from ${site}, not from ${theirs}: the result is not taken.`
      case 'look':
        return `Step ${step} is observed from ${site}, and ${worker} works at ${theirs}: its answer is not taken.`
    }
  },
  'head-moved': ({ run, worker }) => `The log of ${run} has grown since ${worker} replayed it: replay it again, then claim.`,
  'not-as-seen': ({ order, look, detail }) =>
    `${order} is not granted: it is claimed once its looks have just let it begin, and its ${look} did not (${remarks(detail) || 'no detail'}).`,
  'nothing-decided': ({ order }) =>
    `The looks that are told of ${order} neither say that it is done nor that it may not begin: it was to be claimed.`,
  'too-early': ({ order, settleMs, afterMs }) =>
    `${order} was answered ${spoken(afterMs)} after it could begin, and its effect may take ${spoken(settleMs)} to show: before that only *done* is believed.`,
  'approvals-void': ({ because, at }) => attention(because, at),
  'approvals-expired': ({ because, at }) => attention(because, at),
  'unknown-attempt': ({ run }) => `${run} has no such attempt: its result is not taken.`,
  'result-known': ({ run, attempt: id, at }) =>
    `The result of ${attempt(id)} of ${run} was taken ${at === undefined ? 'before' : `at ${sayInstant(at)}`}: a second one changes nothing.`,
  'no-claim': ({ order }) => `${order} was never claimed: a result of it is not taken.`,
  'not-the-claimer': ({ order }) => `${order} was claimed by another process: this result is not taken.`,
  'stale-answer': ({ order }) => `Nobody waits for the answer to ${order} any more: it changes nothing.`,
  'stale-contact': ({ run, order, lost }) => `${order} of ${run} is not out any more${lost ? ': losing its worker changes nothing' : ''}.`,
  known: ({ site }) => `That no worker of ${site} can take it was said already.`,
  'stale-lock': ({ run, lock }) => `${run} does not wait for the lock ${lock}.`,
  'stale-timer': ({ run, key }) => `The timer ${key} of ${run} has nothing to do any more.`,
  'nothing-changed': ({ run }) => `${run} knows this configuration already.`,
  nothing: () => 'This changes nothing.',

  'entry-too-large': ({ command, bytes, most }) =>
    `"${command}" makes an entry of ${kb(bytes)}, and ${kb(most)} fit: nothing was written. Cut the output and keep the whole in a file.`,
  'run-too-large': ({ run, bytes, most }) =>
    `The log of ${run} has ${kb(bytes)}, and ${kb(most)} fit: nothing was written. End the run and start a new one.`,
  'state-altered': ({ run }) =>
    `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`,
  'other-state': ({ run, theirs, ours }) => {
    const named = theirs === undefined ? 'no state version, as of a release up to 0.3.0' : `state version ${theirs}`
    return `The stored state of ${run} names ${named}, and this bot reads version ${ours}: nothing is done on it. The release that wrote it can lead it on; its audit file stands by itself (docs/upgrading.md).`
  },
  'state-older': ({ run, stored, known }) =>
    `The stored state of ${run} ends with entry ${stored}, and entry ${known} is known: nothing is done on it. Compare its audit file with the heads in the channel, and find out who put an older state back.`,
  'other-rules': ({ run, rules, ours, release }) =>
    `${run} was begun by rules version ${rules}, and this bot has version ${ours}: it leads no run on whose log no release could judge. End it with ${release === undefined ? 'the release that began it' : `release ${release}`}, or by hand on the estate, with its audit file beside you.`,
}

function kb(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`
}

/** A rule's refusal in one sentence. */
export function refusal({ code, facts }: RuleRefusal): string {
  return (refusals[code] as (facts: RuleRefusal['facts']) => string)(facts)
}

export function notAsked(command: string): string {
  return `${command} does not ask for it.`
}

function changed(difference: FirstDifferences): string {
  return difference.lines.length === 0 ? '' : `\n${firstOnes(difference)}`
}
