import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { ConversationAt } from '../../run/command.ts'
import type { RunState } from '../../run/state.ts'
import type { RunView } from '../../run/view/view.ts'
import { conversationsOf } from '../../run/view/conversations-of.ts'
import { placeOf } from '../../run/view/place.ts'
import { viewOf } from '../../run/view/view-of.ts'
import type { ChatPort } from '../../run/view/chat-port.ts'
import { conversationKey } from '../conversation/conversation-object.ts'
import { settledOf, type LostRun, type Settled } from './lost-runs.ts'

/** What was shown of it in each of its conversations, so that the next start neither shows it again nor makes a second card: `R-n.shown.json`, beside the audit file. */
const shownShape = z.record(z.string(), z.object({ card: z.string().optional(), lines: z.array(z.number()) }))

export function lostSentence({ run, file, state, fault }: LostRun): string {
  const how = `Look at what it did (${file}), then say what became of it: countersign settle ${run} --reason "…".`
  if (state === undefined) {
    return `The audit file of ${run} has no end, the engine does not know the run, and the file cannot be believed (${fault ?? ''}): nothing that takes a lock is begun. ${how}`
  }
  const lock = state.lock?.name ?? state.plan?.lock
  const held = lock === undefined ? 'It had taken no lock.' : `Nothing else that takes the lock ${lock} is begun.`
  return `${run} "${state.procedure.title}" is lost: its audit file ends with entry ${state.seq} (${state.phase}), and the engine does not know the run. ${held} ${how}`
}

export function settledSentence({ run }: LostRun, { by, at, reason }: Settled): string {
  return `${run} was lost with the engine's store. ${by} settled it at ${at} by "countersign settle": ${reason}`
}

/** Says in every conversation of the run that it is lost, or what people said became of it. True when that stands there, or can stand nowhere. */
export async function showLost(at: { chat: ChatPort; auditDir: string; log: Logger }, lost: LostRun): Promise<boolean> {
  const { run, state } = lost
  // What a file says that cannot be believed is shown to nobody.
  if (state === undefined) return true
  let everywhere = true
  for (const conversation of conversationsOf(state)) {
    try {
      everywhere = (await showLostIn(at, { ...lost, state }, conversation)) && everywhere
    } catch (error) {
      everywhere = false
      at.log.warn({ run, conversation, err: error }, 'it could not be shown that this run is lost; tried again')
    }
  }
  return everywhere
}

async function showLostIn(
  { chat, auditDir }: { chat: ChatPort; auditDir: string },
  lost: LostRun & { state: RunState },
  conversation: ConversationAt,
): Promise<boolean> {
  const { run, state } = lost
  const file = join(auditDir, `${run}.shown.json`)
  const settled = await settledOf(auditDir, run)
  const all = await readShown(file)
  const key = conversationKey(conversation)
  const shown = all[key] ?? { lines: [] }
  const text = settled === undefined ? lostSentence(lost) : settledSentence(lost, settled)
  const n = (state.seq + 1) * 1000 + (settled === undefined ? 0 : 1)
  if (shown.lines.includes(n)) return true
  const { posted } = await chat.show({
    conversation,
    view: viewOfLost(state, text, settled?.at),
    lines: [{ n, at: settled?.at ?? new Date().toISOString(), says: { line: 'text' as const, text } }],
    notices: [],
    ...(shown.card !== undefined && { card: shown.card }),
  })
  const card = posted.card ?? shown.card
  const after = { ...all, [key]: { ...(card !== undefined && { card }), lines: [...shown.lines, ...posted.lines] } }
  await writeFile(file, JSON.stringify(after), { mode: 0o600 })
  return posted.lines.includes(n)
}

/** Nothing can be pressed on it: no engine would hear it. */
function viewOfLost(state: RunState, sentence: string, settledAt: string | undefined): RunView {
  const { gate: _gate, confirm: _confirm, running: _running, attention: _attention, ...view } = viewOf(state)
  const step = state.step
  return {
    ...view,
    status: { is: 'text', text: sentence },
    questions: [],
    ...(settledAt === undefined
      ? {
          phase: 'attention',
          attention: {
            reason: 'lost',
            because: { code: 'lost', text: sentence },
            at: placeOf(state, step, 0),
            step,
            offers: [],
            mayBeginFrom: [],
          },
        }
      : { phase: 'aborted', endedAt: settledAt }),
  }
}

async function readShown(file: string): Promise<z.output<typeof shownShape>> {
  try {
    return shownShape.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return {}
  }
}
