/** Answers `/countersign …`. */
import type { Actor } from '../run/command.ts'
import { isShownIn } from '../run/view/conversations-of.ts'
import { answerAudit } from './ask/audit.ts'
import { askCancel, type Cancel } from './ask/cancel.ts'
import { answerHelp, answerList } from './ask/help.ts'
import { answerPageOfRuns } from './ask/page-of-runs.ts'
import { answerPlan } from './ask/plan.ts'
import { answerRuns, answerStatus } from './ask/runs.ts'
import { answerShow } from './ask/show.ts'
import { answerWhoami } from './ask/whoami.ts'
import type { ChatBackend } from './backend.ts'
import type { ChatEvent, Reply } from './chat-event.ts'
import type { Words } from '../words/words.ts'
import { said, type Note } from './note.ts'
import { sendCommand } from './send.ts'
import type { Typed } from './typed.ts'
import { isOver } from './tone.ts'

export async function answerQuestion(
  backend: ChatBackend,
  words: Words,
  typed: Exclude<Typed, { type: 'start' }>,
  by: Actor,
  at: ChatEvent,
): Promise<Reply> {
  switch (typed.type) {
    case 'list':
      return { note: answerList(words, backend.loaded(), by) }
    case 'help':
      return { note: answerHelp(words, backend.loaded(), by) }
    case 'whoami':
      return { note: answerWhoami(words, by, at) }
    case 'show':
      return { note: answerShow(words, typed.procedure, backend.loaded()) }
    case 'runs':
      return { note: await answerPageOfRuns(backend, words) }
    case 'status':
      return { note: typed.run === undefined ? answerRuns(words, await active(backend)) : await answerStatus(backend, words, typed.run) }
    case 'plan':
    case 'audit': {
      const run = typed.run ?? (await onlyRun(backend, words, at))
      if (typeof run !== 'string') return { note: run }
      return { note: typed.type === 'plan' ? await answerPlan(backend, words, run) : await answerAudit(backend, words, run) }
    }
    case 'mirror': {
      if (!(await backend.view(typed.run, words))) return { note: said('refused', words.notes.noRun(typed.run)) }
      const conversation = { platform: at.platform, channel: at.channel }
      return sendCommand(backend, words, { type: 'mirror', run: typed.run, by, eventId: at.eventId, at: at.at, conversation })
    }
    case 'cancel':
      return cancel(backend, words, typed, by, at)
  }
}

async function cancel(backend: ChatBackend, words: Words, { run: named, asked, reason }: Cancel, by: Actor, at: ChatEvent): Promise<Reply> {
  const run = named ?? (await onlyRun(backend, words, at))
  if (typeof run !== 'string') return { note: run }
  const view = await backend.view(run, words)
  if (!view) return { note: said('refused', words.notes.noRun(run)) }
  if (asked) return { note: askCancel(words, view, reason) }
  return sendCommand(backend, words, { type: 'cancel', run, by, eventId: at.eventId, at: at.at, reason })
}

async function active(backend: ChatBackend): ReturnType<ChatBackend['runs']> {
  return (await backend.runs()).filter(({ phase }) => !isOver(phase))
}

/** The one run that is active and shown where this was typed: nobody should have to look up its number. */
async function onlyRun(backend: ChatBackend, words: Words, at: ChatEvent): Promise<string | Note> {
  const here = (await active(backend)).filter((run) => isShownIn(run, at))
  const [only] = here
  if (here.length === 1 && only) return only.run
  return here.length === 0
    ? said('refused', words.notes.noneActive)
    : said('refused', words.notes.severalActive(here.map(({ run }) => run)))
}
