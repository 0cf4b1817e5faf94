/** One document, played by people who know what they want: a requester, approvers, and somebody for each question. */
import { verifyLog } from '../../src/audit/verify.ts'
import type { Entry, LogLine } from '../../src/audit/entry.ts'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { DeviationKind } from '../../src/run/command.ts'
import { hasEnded, openGate, plannedStep } from '../../src/run/where.ts'
import type { RunState } from '../../src/run/state.ts'
import { askedByHand, awaitsConfirmation, numbered } from '../../src/run/step/confirm.ts'
import type { EstateState } from '../estate/state/estate-state.ts'
import { needSaid, refusalSaid } from '../words/said.ts'
import type { BotRun } from './bot.ts'
import type { Crash } from './crash/deaths.ts'
import { actor, approversOf, PEOPLE, POLICIES, starter } from './people.ts'
import { seenIn, undoneIn, type Seen } from './seen.ts'

export interface PlayOptions {
  /** Changes the estate before the play, after it was set back to its first day. */
  given?: (state: EstateState) => void
  /** The estate stays as the play before left it. */
  goesOn?: boolean
  /** Changes the estate when the step of this id begins, before any of its blocks is asked. */
  at?: Record<string, (state: EstateState) => void>
  /** What is pressed at a `confirm`, by the step's id, question by question where it asks several; the first choice where nothing is said. */
  choices?: Record<string, string | string[]>
  /** What somebody does by hand before the button of that step is pressed. */
  byHand?: Record<string, (state: EstateState) => void>
  rehearse?: boolean
  /** The worker dies there, and another one goes on. */
  crash?: Crash
  /** Nobody approves the gate of this step: the play ends there. */
  stopAt?: string
  /** What people ask for at attention, once for each time, or as they find it; the play ends where it says nothing. */
  ways?: Way[] | ((state: RunState) => Promise<Way | undefined>)
  /** Told of every entry before its orders go out. */
  heard?: (entry: Entry, run: BotRun) => void
}

export interface Way {
  kind: DeviationKind
  step?: number
  from?: number
}

export interface Played {
  run: BotRun
  state: RunState
  /** `done`, another end, `attention`, or `waiting` where it was told to stop. */
  phase: RunState['phase']
  /** Why it waits for people: the reason, the step's id, and the whole sentence. */
  need?: { reason: string; step: string; sentence: string }
  /** What was asked of the estate and answered, oldest first. */
  seen: Seen[]
  /** The ids of the steps that had a gate opened, in their order. */
  gates: string[]
  /** `countersign audit verify` says of the log: `intact` after an end. */
  verdict: string
  log: LogLine[]
  /** What changed in the estate meanwhile, as `where: what`, oldest first. */
  effects: string[]
}

interface Scene {
  document: { id: string; text: string }
  policy: string
  values: Record<string, string>
  targets: Record<string, Target>
  secretNames: string[]
  state: EstateState
}

export async function playOn(run: BotRun, scene: Scene, options: PlayOptions): Promise<Played> {
  const { document, values, targets, secretNames } = scene
  const seen = watch(run, scene, options)
  const effectsBefore = scene.state.effects.length
  const requester = starter(scene.policy)
  const refusal = run.ask({
    type: 'start',
    by: actor(requester),
    installation: 'contoso-practice',
    document,
    targets,
    policies: POLICIES,
    people: PEOPLE,
    conversation: { platform: 'practice', channel: 'incident' },
    rehearsal: options.rehearse ?? false,
    ...(secretNames.length > 0 && { secretNames }),
    answers: values,
  })
  if (refusal !== undefined) throw new Error(`${document.id} was not started: ${refusalSaid(refusal).sentence}`)
  await lead(run, scene.state, requester, options)
  const state = stateOf(run)
  const verification = verifyLog(run.log, run.keys)
  return {
    run,
    state,
    phase: state.phase,
    ...(state.attention && {
      need: { reason: state.attention.reason, step: idOf(state, state.attention.step), sentence: needSaid(state) ?? '' },
    }),
    seen,
    gates: [...new Set(state.gates.map(({ step }) => idOf(state, step)))],
    verdict: verification.verdict === 'altered' ? `altered at ${verification.at}: ${verification.why}` : verification.verdict,
    log: run.log,
    effects: scene.state.effects.slice(effectsBefore).map(({ where, what }) => `${where}: ${what}`),
  }
}

/** Looks over the run's shoulder. */
function watch(run: BotRun, { state: estate }: Scene, options: PlayOptions): Seen[] {
  const seen: Seen[] = []
  const performed = new Set<string>()
  run.heard = (entry, before) => {
    const { command, events } = { ...entry, command: entry.command.command }
    options.heard?.(entry, run)
    seen.push(...seenIn(before, command, performed))
    for (const event of events) {
      seen.push(...undoneIn(before, event))
      if (event.type === 'claimed') performed.add(`${event.attempt.step}/${event.attempt.item}`)
      if (event.type === 'step-begun') options.at?.[idOf(stateOf(run), event.step)]?.(estate)
    }
  }
  return seen
}

async function lead(run: BotRun, estate: EstateState, requester: string, options: PlayOptions): Promise<void> {
  const { ways = [] } = options
  const left = typeof ways === 'function' ? [] : [...ways]
  for (;;) {
    const state = stateOf(run)
    const gate = openGate(state)
    const next = run.next()
    if (hasEnded(state)) return
    if (state.phase === 'gathering') throw new Error(`the answers are not enough: ${JSON.stringify(missing(run))}`)
    if (gate !== undefined) {
      if (idOf(state, gate.step) === options.stopAt) return
      const { number, fingerprint } = gate
      const taken = approversOf(gate).some((id) => run.ask({ type: 'approve', by: actor(id), gate: number, fingerprint }) === undefined)
      if (!taken) throw new Error(`nobody is left to approve gate ${number} of ${idOf(state, gate.step)}`)
    } else if (awaitsConfirmation(state)) {
      const { id } = plannedStep(state, state.step)
      const asked = askedByHand(state, state)
      const [item, number] = [state.item, asked?.number ?? 1]
      if (!state.rehearsal && number === 1) options.byHand?.[id]?.(estate)
      const choice = [options.choices?.[id] ?? []].flat()[number - 1] ?? asked?.choices[0] ?? ''
      const which = { step: state.step, ...(item > 0 && { item }), ...numbered(number) }
      must(run, { type: 'confirm', by: actor(requester), ...which, choice })
    } else if (state.phase === 'attention') {
      const way = typeof ways === 'function' ? await ways(state) : left.shift()
      if (way === undefined) return
      must(run, { type: 'deviate', by: actor(requester), step: state.attention?.step ?? state.step, reason: 'we looked', ...way })
    } else await next
  }
}

function must(run: BotRun, asked: Parameters<BotRun['ask']>[0]): void {
  const refusal = run.ask(asked)
  if (refusal !== undefined) throw new Error(`${asked.by.name} may not ${asked.type}: ${refusalSaid(refusal).sentence}`)
}

function missing(run: BotRun): unknown {
  return run.entries.at(-1)?.events
}

function stateOf(run: BotRun): RunState {
  if (run.state === undefined) throw new Error('the run was not started')
  return run.state
}

function idOf(state: RunState, step: number): string {
  return plannedStep(state, step).id
}
