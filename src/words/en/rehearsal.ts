/** A rehearsal's three lists in sentences: the same on the card, in the thread, in the console and beside the log. */
import type { Found, FoundPlace, RehearsalLists, Says } from '../../run/rehearsal/lists.ts'
import type { SaidList } from '../words.ts'
import { spoken } from '../../text/instant.ts'
import { counted } from '../../text/counted.ts'
import { remarks } from './remarks.ts'
import { inWords, short } from '../../text/excerpt.ts'

/** Stands before everything that is said of a rehearsal where there is no other mark: nobody may take a line of it for the real run's. */
export const rehearsalMark = 'REHEARSAL · '

const LONGEST_DETAIL = 600
const LONG_WORDS = 80

/** Three lists, also where nothing is in them, and one of what is waited for, where something is. Long words that were said once are not said again. */
export function rehearsalLists(lists: RehearsalLists): SaidList[] {
  const told = new Map<string, number>()
  return [
    { heading: headed('Would stop today', lists.stops), lines: lists.stops.map((found) => `${sayPlace(found)} ${sayFound(found, told)}.`) },
    ...(lists.waits.length === 0
      ? []
      : [
          {
            heading: headed('Would wait today', lists.waits),
            lines: lists.waits.map((found) => `${sayPlace(found)} ${sayFound(found, told)}; it may take ${spoken(found.waitMs)}.`),
          },
        ]),
    {
      heading: headed('Cannot be known before an earlier step is done', lists.unknown),
      lines: lists.unknown.map((found) => sayUnknown(found, told)),
    },
    { heading: headed('Done already', lists.already), lines: lists.already.map(sayAlready) },
  ]
}

/** One finding in the thread, as it is found. */
export function finding({ before, ...found }: Found & { before?: FoundPlace }): string {
  if (before === undefined && found.says.every(({ asked }) => asked === 'wait-until'))
    return `The real run would wait here today: ${sayPlace(found)} ${sayFound(found, new Map())}.`
  return before === undefined
    ? `This would stop the real run today: ${sayPlace(found)} ${sayFound(found, new Map())}.`
    : `This cannot be known yet. ${sayUnknown({ ...found, before }, new Map())}`
}

/** What the rehearsal came to, in numbers. */
export function rehearsed(lists: RehearsalLists): string {
  const { stops, waits, unknown, already } = lists
  const waiting = waits.length === 0 ? '' : ` Would wait today: ${count(waits)}.`
  return `${reached(lists)} Would stop today: ${count(stops)}.${waiting} Cannot be known before an earlier step is done: ${count(unknown)}. Done already: ${count(already)}.`
}

/** How far it came; the three lists stand beside it. */
export function reached({ steps, notReached }: RehearsalLists): string {
  return notReached.length === 0
    ? `${steps === 1 ? 'The only step is' : `All ${steps} steps are`} rehearsed, and nothing was changed.`
    : sayNotReached(notReached)
}

/** `Steps 4 to 8 were not rehearsed: nothing is known of them.` */
function sayNotReached(steps: readonly number[]): string {
  const [first, ...more] = steps
  const last = more.at(-1)
  return last === undefined
    ? `Step ${first ?? 0} was not rehearsed: nothing is known of it.`
    : `Steps ${first ?? 0} to ${last} were not rehearsed: nothing is known of them.`
}

/** `Step 4 "Apply the logs", item 2 of 5 (x.trn),` */
function sayPlace({ step, title, item, substep }: FoundPlace): string {
  const named = `Step ${step} "${title}"`
  return item === undefined
    ? named
    : `${named}, item ${item.number} of ${item.of} (${inWords(item.name)}),${substep === undefined ? '' : ` "${substep.title}",`}`
}

function headed(what: string, found: readonly unknown[]): string {
  return found.length === 0 ? `${what}: nothing.` : `${what} (${found.length}):`
}

function count(found: readonly unknown[]): string {
  return found.length === 0 ? 'nothing' : String(found.length)
}

function sayUnknown(found: Found & { before: FoundPlace }, told: Map<string, number>): string {
  const { before, says } = found
  const where = before.item === undefined ? `step ${before.step}` : `item ${before.item.number} of step ${before.step}`
  const needs = [...new Set(says.flatMap((each) => each.needs ?? []))]
  const until = needs.length > 0 ? `has found ${listed(needs)}` : 'is done'
  const away = [...new Set(says.flatMap((each) => each.elsewhere ?? []))]
  const look = away.length === 0 ? '' : ` No step before it acts on ${listed(away)}: look there today.`
  return `Before ${where} ${until}: ${sayPlace(found).replace(/^S/, 's')} ${sayFound(found, told)}.${look}`
}

function sayFound({ step, says }: Found, told: Map<string, number>): string {
  return says.map((each) => saySays(each, step, told)).join(', and ')
}

/** `told`: long words that were said, with the step where. */
function saySays({ asked, reason, detail, needs = [] }: Says, step: number, told: Map<string, number>): string {
  const found = remarks(detail)
  const before = told.get(found)
  if (before === undefined && found.length > LONG_WORDS) told.set(found, step)
  const words = before === undefined ? short(found, LONGEST_DETAIL) : `the same as at step ${before}`
  if (reason === 'refused' || reason === 'lost-contact') return `could not be looked at: ${words}`
  switch (asked) {
    case 'needs':
      return `is not asked about, because it uses ${needs.length === 1 ? 'this' : 'these'}`
    case 'when':
      return `may be passed over: that hangs on ${listed(needs)}`
    case 'list':
      return needs.length === 0 ? 'has nothing on its list today' : `works through the list ${listed(needs)}`
    case 'read':
      return `does not find what it must record: ${words}`
    case 'wait-until':
      return `waits until it may begin: ${words || 'it does not hold yet'}`
    case 'before':
      return `may not begin: ${words || 'its precondition does not hold'}`
    case 'check':
      return `has a check that cannot tell: ${words || 'no detail'}`
  }
}

/** `a`, `a and b`, `a, b and c` */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

function sayAlready({ detail, items, before, ...place }: RehearsalLists['already'][number]): string {
  const list =
    items === undefined ? '' : items.of === 0 ? 'nothing is on its list' : `${items.done} of ${counted(items.of, 'item', 'items')}`
  const found = list || short(remarks(detail), LONGEST_DETAIL)
  if (before === undefined) return `${sayPlace(place)}${found === '' ? '' : `: ${found}`}.`
  const acts = before.on.length === 0 ? 'is done by hand' : `acts on ${listed(before.on)}`
  return `${sayPlace(place)}: ${found === '' ? '' : `${found} `}today; step ${before.step} ${acts} before it, so it is asked again then.`
}
