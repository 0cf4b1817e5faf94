/** What may be chosen where a parameter is asked for: one look of a document that this worker holds, on targets of its own. No order, no run, and nothing of it is kept. */
import { CHOICES_WITHIN_MS, type ChoicesAnswer, type ChoicesQuestion } from '../connection/frames.ts'
import { readProcedure } from '../procedure/document/read-procedure.ts'
import { needsOf } from '../procedure/choices.ts'
import { planBlock } from '../procedure/plan-block.ts'
import type { PlannedStep, Target } from '../procedure/plan-types.ts'
import type { Procedure, Value } from '../procedure/procedure.ts'
import { readWritten } from '../procedure/value/read-answer.ts'
import type { BlockResult, Row } from '../run/order.ts'
import { MOST_CHOICES, type Offered } from '../run/view/offered.ts'
import { listsCrowded } from '../words/en/worker/order.ts'
import { runBlock } from './block/run-block.ts'
import { documentNotHeld } from './attempt/observe.ts'
import type { WorkerContext } from './context.ts'
import type { WorkerOptions, WorkerTarget } from './options.ts'

/** More than its bots ask for: each opens a session of the target. */
const MOST_AT_ONCE = 16
/** Bytes of rows; few of them are offered. */
const ROWS_BUDGET = 256_000
/** Characters of what is offered: what is longer is typed. */
const LONGEST_CHOICE = 300

export interface Choosing {
  /** Never rejects. */
  answer(question: ChoicesQuestion): Promise<ChoicesAnswer>
  /** Ends what is looked for. */
  close(): Promise<void>
}

export function openChoosing(context: WorkerContext): Choosing {
  const closing = new AbortController()
  const looking = new Set<Promise<ChoicesAnswer>>()
  return {
    answer: (question) => {
      if (looking.size >= MOST_AT_ONCE) return Promise.resolve({ failed: [listsCrowded(MOST_AT_ONCE)] })
      const look = findChoices(context, question, AbortSignal.any([closing.signal, AbortSignal.timeout(CHOICES_WITHIN_MS)])).catch(
        (error: unknown): ChoicesAnswer => {
          context.logger.error({ worker: context.options.name, err: error }, 'Looking for choices met a fault of the worker itself.')
          return { failed: [{ is: 'stopped-while-looking' }] }
        },
      )
      looking.add(look)
      return look.finally(() => looking.delete(look))
    },
    close: async () => {
      closing.abort()
      await Promise.all(looking)
    },
  }
}

async function findChoices(
  context: WorkerContext,
  { document, name, answers }: ChoicesQuestion,
  signal: AbortSignal,
): Promise<ChoicesAnswer> {
  const text = context.documents.text(document)
  const read = text === undefined ? undefined : readProcedure(`${document}.md`, text)
  if (read === undefined || 'faults' in read) return { failed: [documentNotHeld(context, document)] }
  const { procedure } = read
  const found = procedure.choices?.find((block) => block.name === name)
  if (found === undefined) return { failed: [{ is: 'no-value', name }] }
  const { name: _name, ...block } = found
  const values = valuesOf(procedure, answers)
  const lacks = needsOf(block, procedure.parameters).find((needed) => !Object.hasOwn(values, needed))
  if (lacks !== undefined) return { failed: [{ is: 'no-value', name: lacks }] }
  const targets = targetsOf(context.options)
  const asked: PlannedStep = { ...LOOK, blocks: [planBlock(block, values)] }
  const [planned] = asked.blocks
  if (planned === undefined) return { failed: [] }
  const { result } = await runBlock(
    context,
    { index: 0, block: planned },
    {
      state: { procedure, values, captures: {}, targets, plan: { targets } },
      order: { item: 0 },
      step: asked,
      rowsBudget: ROWS_BUDGET,
      timeoutMs: CHOICES_WITHIN_MS,
      signal,
    },
  )
  return result.ok ? offeredBy(result) : { failed: result.errors.map(({ message }) => message) }
}

/** What is no step of any plan. */
const LOOK: Omit<PlannedStep, 'blocks'> = {
  id: 'choices',
  number: 0,
  title: '',
  oneWay: false,
  timeoutMs: CHOICES_WITHIN_MS,
  settleMs: 0,
  repeatable: false,
  captures: {},
  site: '',
}

/** What cannot be read is not there, and whoever needs it says so. */
function valuesOf({ parameters }: Procedure, answers: Record<string, string>): Record<string, Value> {
  return Object.fromEntries(
    parameters.flatMap((parameter): [string, Value][] => {
      const written = Object.hasOwn(answers, parameter.name) ? answers[parameter.name] : undefined
      const read = written === undefined ? undefined : readWritten(parameter, written, undefined)
      return read === undefined || 'fault' in read ? [] : [[parameter.name, read.value]]
    }),
  )
}

/** The first column that is no `label` is what is answered, and `label` what people choose by. Each once, in the order of the rows. */
export function offeredBy({ rows, rowCount }: Pick<BlockResult, 'rows' | 'rowCount'>): Offered {
  const found = new Map<string, string>()
  for (const row of rows) {
    const value = String(Object.entries(row).find(([name]) => !isLabel(name))?.[1] ?? '').trim()
    if (value !== '' && value.length <= LONGEST_CHOICE && !found.has(value)) found.set(value, labelOf(row) ?? value)
  }
  const choices = [...found].map(([value, title]) => ({ value, title }))
  return { choices: choices.slice(0, MOST_CHOICES), more: choices.length > MOST_CHOICES || rows.length < rowCount }
}

function labelOf(row: Row): string | undefined {
  const [, label] = Object.entries(row).find(([name]) => isLabel(name)) ?? []
  return label === undefined || label === null || label === '' ? undefined : String(label).slice(0, LONGEST_CHOICE)
}

/** A table of PowerShell has no order. */
function isLabel(name: string): boolean {
  return name.toLowerCase() === 'label'
}

/** As a plan would hold them. */
function targetsOf({ targets, site }: WorkerOptions): Record<string, Target> {
  return Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, plannedTarget(target, site)]))
}

function plannedTarget(target: WorkerTarget, site: string): Target {
  if (target.kind === 'powershell') {
    const { kind, name, host, machineName, practice = false } = target
    return { kind, name, host, site, practice, ...(machineName && { machineName }) }
  }
  const { kind, name, host, instance = '', port, serverName, reader } = target
  return {
    kind,
    name,
    host,
    instance,
    port,
    site,
    practice: false,
    ...(serverName && { serverName }),
    ...(reader && { reader: reader.user }),
  }
}
