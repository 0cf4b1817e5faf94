/** Somebody said yes or no to a file that was offered to them. */
import { said, type Note } from '../../note.ts'
import { eventIdOf } from '../../receive/dedupe.ts'
import type { InvokeAnswer, Outgoing } from '../bot-port.ts'
import type { TeamsContext } from '../context.ts'
import { fileConsent, type FileConsent } from './activities.ts'
import { errorAnswer } from './invoke-answer.ts'
import { putFile } from './put-file.ts'
import { letIn, speakerOf, type Speaker } from './speaker.ts'

/** Answered at once: bringing the file takes its time, and what came of it is told. */
export async function onFileConsent(context: TeamsContext, raw: unknown): Promise<InvokeAnswer> {
  const read = fileConsent.safeParse(raw)
  const speaker = read.success ? speakerOf(context, read.data, raw) : undefined
  if (!read.success || speaker === undefined) return errorAnswer(400, 'BadRequest', context.backend.speak().live.notRead('Teams'))
  const { teller, filesOnce } = context
  if ('refused' in speaker) {
    void teller.tell(speaker.listener, speaker.words, speaker.refused)
    return DONE
  }
  letIn(context, speaker)
  filesOnce.do(eventIdOf('teams', 'file', [read.data.id ?? undefined], raw), () => teller.kept(bring(context, speaker, read.data.value)))
  return DONE
}

const DONE: InvokeAnswer = { status: 200 }

/** Never rejects. */
async function bring(
  context: TeamsContext,
  { listener, words }: Speaker,
  { action, context: offered, uploadInfo }: FileConsent,
): Promise<void> {
  const { files, teller, localFiles } = context
  const says = words.teams.note.file
  const tell = (note: Note, drawn?: Outgoing): Promise<void> => teller.tell(listener, words, note, drawn)
  const file = files.find(offered.file, listener.account)
  if (file === undefined) return tell(said('refused', says.gone))
  const { name, text, orElse } = file
  if (action === 'decline') {
    files.forget(offered.file)
    return tell(said('info', says.declined({ name, orElse })))
  }
  const fault = uploadInfo ? await putFile(uploadInfo.uploadUrl, text, localFiles) : ({ is: 'place' } as const)
  if (fault !== undefined || !uploadInfo) {
    return tell(said('refused', says.unsent({ name, fault: says.fault(fault ?? { is: 'place' }), orElse })))
  }
  files.forget(offered.file)
  const { contentUrl, uniqueId, fileType } = uploadInfo
  const content = { uniqueId, ...(fileType ? { fileType } : {}) }
  const sent = { contentType: 'application/vnd.microsoft.teams.card.file.info', contentUrl, name: uploadInfo.name, content }
  return tell(said('ok', name), { summary: name, attachments: [sent] })
}
