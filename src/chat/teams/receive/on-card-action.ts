/** A press in a card, or a client that asks for its person's view of one: answered in the card's place. */
import type { Words } from '../../../words/words.ts'
import { drawActs } from '../../adaptive/acts.ts'
import type { Action, RefreshData } from '../../adaptive/element.ts'
import { said, type Note } from '../../note.ts'
import type { Press } from '../../press.ts'
import type { Taken } from '../../receive/take-action.ts'
import type { InvokeAnswer } from '../bot-port.ts'
import type { TeamsContext } from '../context.ts'
import { executeAction, renderNote, withNote } from '../render/note.ts'
import { cardAction } from './activities.ts'
import { cardAnswer, errorAnswer, sentenceAnswer } from './invoke-answer.ts'
import { takePress } from './pressed.ts'
import { readRefresh, viewFor } from './refreshed.ts'
import { letIn, speakerOf, type Speaker } from './speaker.ts'

export async function onCardAction(context: TeamsContext, raw: unknown): Promise<InvokeAnswer> {
  const read = cardAction.safeParse(raw)
  const speaker = read.success ? speakerOf(context, read.data, raw) : undefined
  if (!read.success || speaker === undefined) return errorAnswer(400, 'BadRequest', context.backend.speak().live.notRead('Teams'))
  if ('refused' in speaker) return sentenceAnswer(speaker.words, speaker.refused)
  letIn(context, speaker)
  const { data } = read.data.value.action
  const asked = readRefresh(data)
  if (asked !== undefined) {
    const drawn = await viewFor(context, speaker, asked)
    return 'card' in drawn ? cardAnswer(drawn.card) : sentenceAnswer(speaker.words, drawn.note)
  }
  const { press, taken, again } = await takePress(context, speaker, read.data.id ?? undefined, data, raw)
  const { answer, left } = await answerOf(context, speaker, press, taken)
  if (!again) void afterwards(context, speaker, taken, left)
  return answer
}

/** `left`: pieces of the note that the answer does not show. */
interface Answered {
  answer: InvokeAnswer
  left: number
}

async function answerOf(context: TeamsContext, speaker: Speaker, press: Press | undefined, { reply, late }: Taken): Promise<Answered> {
  const { words, at } = speaker
  const { note, fields } = reply
  const sentence = { answer: sentenceAnswer(words, note), left: 0 }
  if (late !== undefined || press === undefined || (note.tone === 'refused' && fields === undefined)) return sentence
  // What is pressed in one's own chat is an answer of ours, and this is the next.
  if (at.kind === 'personal' || press.act === 'older') return inPlace(words, note)
  const drawn = await viewFor(context, speaker, { run: press.run, ...(fields && { faults: fields, written: press.inputs }) })
  if ('note' in drawn) return sentence
  // A fault that has no field is said above them all.
  const atFields = fields !== undefined && Object.keys(fields).every((name) => drawn.view.questions.some((each) => each.name === name))
  const card = withNote(words, drawn.card, atFields ? said('refused', note.title) : note)
  return card === undefined ? inPlace(words, note, press) : { answer: cardAnswer(card), left: 0 }
}

function inPlace(words: Words, note: Note, press?: Press): Answered {
  const back = press === undefined ? [] : [drawActs('back', [backTo(words, press)])]
  const { card, left } = renderNote(words, note, 'follow', back)
  return { answer: cardAnswer(card), left }
}

/** With what was typed, which is not recorded yet. */
function backTo(words: Words, { run, inputs }: Press): Action {
  const kept = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`answer.${name}`, value]))
  const data: RefreshData = { v: 1, act: 'refresh', run, ...(JSON.stringify(kept).length <= MOST_KEPT ? kept : {}) }
  return executeAction('back', words.teams.note.back, 'refresh', data, 'default')
}

/** Characters: the note needs its room. */
const MOST_KEPT = 6000

async function afterwards({ teller }: TeamsContext, { listener, words }: Speaker, { reply, late }: Taken, left: number): Promise<void> {
  await teller.offerFiles(listener, words, reply.note, left)
  const outcome = await late
  if (outcome) await teller.tell(listener, words, outcome.note)
}
