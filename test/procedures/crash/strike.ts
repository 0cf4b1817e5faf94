/** What becomes in the estate of a block whose worker is gone while it runs. */
import type { Estate } from '../../estate/estate.ts'
import type { Fault } from '../../estate/faults.ts'
import { instanceNamed, type Effect } from '../../estate/state/estate-state.ts'
import type { Outcome } from '../../estate/statement-log.ts'
import { INSTALLATION } from '../bot.ts'
import type { Death } from './deaths.ts'

/** Cmdlets that only look have no effect that could come or not. */
const ACTS = '^(?!Get-|Test-)'

const KINDS: Partial<Record<Death['when'], Fault['kind']>> = { without: 'drop-before', with: 'drop-after' }

export interface Struck {
  release: () => void
}

/** Lays it, before the block is sent. `release`: what still runs may go on; it must be called. */
export function strikeAt(estate: Estate, death: Death): Struck {
  if (death.when === 'running') return heldAt(estate, death, (outcome) => outcome === 'running' && death.begun.resolve())
  const kind = KINDS[death.when]
  if (death.when === 'half') cutAtFirstEffect(estate, death)
  if (kind !== undefined) lay(estate, death, { kind, ...meant(death) })
  return { release: () => undefined }
}

/** The block stands still as it begins, and `hear` is told how it goes on. */
export function heldAt(estate: Estate, death: Death, hear: (outcome: Outcome) => void): Struck {
  const held = Promise.withResolvers<void>()
  if (death.when !== 'with') lay(estate, death, { kind: 'slow', ...meant(death), until: held.promise })
  const [app, acts, start] = [sessionOf(death), new RegExp(ACTS), startOf(death)]
  estate.log.watch = ({ app: by, kind, text, outcome }) => {
    if (kind === 'cmdlet' ? acts.test(text) : by === app && text.includes(start)) hear(outcome)
  }
  return { release: () => held.resolve() }
}

function lay({ faults }: Estate, death: Death, fault: Fault): void {
  faults.inject(fault)
  void death.over.promise.then(() => faults.withdraw(fault))
}

/** The one statement of the attempt's session that is its block, or the first cmdlet of it that acts: a shell runs nothing else meanwhile. */
function meant(death: Death): Pick<Fault, 'app' | 'instance' | 'pattern'> {
  const { language, target } = death.block
  return language === 'powershell'
    ? { instance: target, pattern: ACTS }
    : { app: `^${sessionOf(death)}$`, pattern: escaped(startOf(death)) }
}

function startOf({ block }: Death): string {
  return block.text.trim().slice(0, 60)
}

/** What the worker calls the session of an attempt. */
function sessionOf({ run, attempt: { step, item, number } }: Death): string {
  return `countersign/${INSTALLATION}/${run}/${step}${item === 0 ? '' : `.${item}`}/${number}`
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}

/** A batch of several statements has done the first of them. */
function cutAtFirstEffect({ state }: Estate, death: Death): void {
  const program = sessionOf(death)
  const { effects } = state
  const keep = effects.push.bind(effects)
  effects.push = (...came: Effect[]) => {
    const length = keep(...came)
    for (const { where, spid } of came.filter((effect) => effect.program === program)) {
      effects.push = keep
      if (spid !== undefined) instanceNamed(state, where).sessions.get(spid)?.end()
    }
    return length
  }
}
