/** What was found, or why something did not go on: pieces of sentences, without a full stop. */
import { inWords, type Excerpt } from '../../text/excerpt.ts'
import { counted } from '../../text/counted.ts'
import { sayValueFault } from '../../procedure/say/value-fault.ts'
import type { Condition, Value } from '../../procedure/procedure.ts'
import type { How } from '../../run/facts/reasons.ts'
import type { Remark } from '../../run/facts/remark.ts'
import type { WorkerFault } from '../../run/facts/worker-fault.ts'
import { workerFault } from './worker/worker.ts'

/** `a; b; and 3 more`; empty where nothing was found. */
export function remarks(found: readonly Remark[]): string {
  return found.map(remark).join('; ')
}

/** Others' words inside a sentence of ours: without a full stop of their own. */
export function excerpt({ text, of }: Excerpt): string {
  return of === undefined ? text.replace(/[.\s]+$/, '') : inWords({ text, of })
}

function remark(found: Remark): string {
  switch (found.is) {
    case 'said':
      return excerpt(found)
    case 'fault':
      return fault(found.fault)
    case 'error':
      return `${at(found.target)}${'is' in found.message ? fault(found.message) : excerpt(found.message)}${marks(found)}`
    case 'no-error':
      return `${at(found.target)}it failed without an error`
    case 'blocks-answered':
      return `${found.answered} of ${counted(found.asked, 'block', 'blocks')} answered`
    case 'no-answer':
      return `block ${found.block} did not answer`
    case 'row-count':
      return `${found.rows} rows, not one`
    case 'target-rows':
      return `${found.target} gave ${counted(found.rows, 'row', 'rows')}`
    case 'target-says-no':
      return `${found.target} says no`
    case 'no-column':
      return `no block gave a column ${found.name}`
    case 'rows-cut':
      return `${found.name} was cut: of ${counted(found.rows, 'row', 'rows')} only ${found.came} came`
    case 'bad-value':
      return `${found.name}: ${excerpt({ text: sayValueFault(found.fault) })}`
    case 'recorded':
      return 'what it found is recorded'
    case 'found':
      return `found ${found.names.join(', ')}`
    case 'confirmed':
      return `${found.by} says: ${found.choice}`
    case 'no-check':
      return 'it ended without error; the step has no check'
    case 'despite':
      return `it is done although it reported: ${remarks(found.errors)}`
    case 'items':
      return items(found)
    case 'condition':
      return `${found.name} is ${found.value === undefined ? 'not known' : shown(found.value)}${wanted(found)}`
    case 'rule':
      return `rule ${found.rule}: ${remarks(found.why)}`
    case 'not-looked':
      return `${found.worker} did not look: ${remarks(found.why)}`
    case 'put-off':
      return `${found.worker ?? 'the worker'} said (${found.code}): ${remarks(found.why)}`
    case 'more':
      return `and ${found.count} more`
  }
}

/** A worker's own sentence within one. */
function fault(of: WorkerFault): string {
  return excerpt({ text: workerFault(of) })
}

function at(target: string | undefined): string {
  return target === undefined ? '' : `${target}: `
}

function marks({ code, severity }: Extract<Remark, { is: 'error' }>): string {
  const known = [...(code === undefined ? [] : [`error ${code}`]), ...(severity === undefined ? [] : [`level ${severity}`])]
  return known.length === 0 ? '' : ` (${known.join(', ')})`
}

const WAYS: Record<How, string> = {
  skipped: 'skipped',
  marked: 'marked done',
  rehearsed: 'rehearsed',
  run: 'done',
  told: 'said',
  confirmed: 'confirmed',
  read: 'read',
  already: 'done already',
}

function items({ count, ways }: Extract<Remark, { is: 'items' }>): string {
  if (count === 0) return 'the list is empty: nothing to do'
  return `${counted(count, 'item', 'items')}: ${ways.map((way) => `${way.count} ${WAYS[way.how]}`).join(', ')}`
}

/** What it should have been; nothing where that was any other value. */
function wanted({ equals, in: among, atLeast, atMost }: Condition): string {
  const tests = [
    ...(equals === undefined ? [] : [shown(equals)]),
    ...(among === undefined ? [] : [`one of ${among.map(shown).join(', ')}`]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ]
  return tests.length === 0 ? '' : `, not ${tests.join(' and ')}`
}

function shown(value: Value): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
