/** Answers `/countersign …`. */
import type { Actor } from '../run/command.ts'
import { answerAudit } from './ask/audit.ts'
import { askCancel, type Cancel } from './ask/cancel.ts'
import { answerHelp, answerList } from './ask/help.ts'
import { answerPlan } from './ask/plan.ts'
import { answerRuns, answerStatus } from './ask/runs.ts'
import { answerShow } from './ask/show.ts'
import { answerWhoami } from './ask/whoami.ts'
import type { ChatBackend } from './backend.ts'
import type { ChatEvent, Reply } from './chat-event.ts'
import { said, type Note } from './note.ts'
import { sendCommand } from './send.ts'
import type { Typed } from './typed.ts'
import { isOver } from './words.ts'

export async function answerQuestion(
  backend: ChatBackend,
  typed: Exclude<Typed, { type: 'start' }>,
  by: Actor,
  at: ChatEvent,
): Promise<Reply> {
  switch (typed.type) {
    case 'list':
      return { note: answerList(backend.loaded(), by) }
    case 'help':
      return { note: answerHelp(backend.loaded(), by) }
    case 'whoami':
      return { note: answerWhoami(by, at) }
    case 'show':
      return { note: answerShow(typed.procedure, backend.loaded()) }
    case 'runs':
      return { note: answerRuns(await backend.runs()) }
    case 'status':
      return { note: typed.run === undefined ? answerRuns(await active(backend)) : await answerStatus(backend, typed.run) }
    case 'plan':
    case 'audit': {
      const run = typed.run ?? (await onlyRun(backend, at))
      if (typeof run !== 'string') return { note: run }
      return { note: typed.type === 'plan' ? await answerPlan(backend, run) : await answerAudit(backend, run) }
    }
    case 'cancel':
      return cancel(backend, typed, by, at)
  }
}

async function cancel(backend: ChatBackend, { run: named, asked, reason }: Cancel, by: Actor, at: ChatEvent): Promise<Reply> {
  const run = named ?? (await onlyRun(backend, at))
  if (typeof run !== 'string') return { note: run }
  const view = await backend.view(run)
  if (!view) return { note: said('refused', `There is no run ${run}. /countersign runs lists them.`) }
  if (asked) return { note: askCancel(view, reason) }
  return sendCommand(backend, { type: 'cancel', run, by, eventId: at.eventId, at: at.at, reason })
}

async function active(backend: ChatBackend): ReturnType<ChatBackend['runs']> {
  return (await backend.runs()).filter(({ phase }) => !isOver(phase))
}

/** The one run that is active where this was typed: nobody should have to look up its number. */
async function onlyRun(backend: ChatBackend, at: ChatEvent): Promise<string | Note> {
  const here = (await active(backend)).filter(
    ({ conversation }) => conversation.platform === at.platform && conversation.channel === at.channel,
  )
  const [only] = here
  if (here.length === 1 && only) return only.run
  return here.length === 0
    ? said('refused', 'No run is active here. Name one: /countersign runs lists them.')
    : said('refused', `${here.length} runs are active here: ${here.map(({ run }) => run).join(', ')}. Name one of them.`)
}
