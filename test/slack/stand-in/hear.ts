/** What one person was told because of one deed, on any of the ways that Slack has for it. */
import { setTimeout as pause } from 'node:timers/promises'
import { PATIENCE_MS } from '../../suite/patience.ts'
import { buttonsIn, linesOf, unescaped, withoutMark, type FoundButton } from '../read-blocks.ts'
import { ACCOUNTS, type AccountName } from './accounts.ts'
import type { ApiCall } from './call.ts'
import type { View } from './actions.ts'
import type { Acknowledged } from './delivery.ts'
import type { Workspace } from './workspace.ts'

export interface Heard {
  lines: string[]
  /** Of messages that this person alone sees. */
  buttons: FoundButton[]
  /** Faults of a form, by block. */
  errors: Record<string, string>
  /** A form that was opened. */
  view?: View
  file?: { name: string; text: string }
}

export interface Since {
  calls: number
  responses: number
}

const QUIET_MS = 150
/** What the bot says when the engine or Slack is slow: it is not what came of a deed, and is waited past. */
const LATER = /You are told here what it came to\.|If no form comes, you are told here why\./

export function listen({ api }: Workspace): Since {
  return { calls: api.calls.length, responses: api.responses.length }
}

/** Waits until something was said, and then until nothing more comes. */
export async function heardSince(
  workspace: Workspace,
  since: Since,
  as: AccountName,
  acknowledged: Acknowledged,
  filesToo = false,
): Promise<Heard> {
  const giveUpAt = Date.now() + PATIENCE_MS
  let last = ''
  for (;;) {
    const heard = collect(workspace, since, as, acknowledged)
    const said = heard.lines.length > 0 || Object.keys(heard.errors).length > 0 || heard.view !== undefined
    const now = JSON.stringify(heard)
    const refused = heard.lines.length === 1
    if (said && now === last && (!filesToo || refused || heard.file)) return heard
    last = now
    if (Date.now() > giveUpAt) return heard
    await pause(said ? QUIET_MS : 25)
  }
}

function collect({ api }: Workspace, since: Since, as: AccountName, { body }: Acknowledged): Heard {
  const user = ACCOUNTS[as].id
  const calls = api.calls.slice(since.calls).filter(({ answer }) => answer?.ok)
  const direct = new Set(
    api.calls.filter((call) => opensFor(call, user)).map(({ answer }) => (answer?.['channel'] as { id: string } | undefined)?.id ?? ''),
  )
  const ephemeral = calls.filter(({ method, args }) => method === 'chat.postEphemeral' && args['user'] === user).map(({ args }) => args)
  const answers = api.responses.slice(since.responses).map((each) => each.body)
  const said = [...(body && (body['text'] !== undefined || body['blocks'] !== undefined) ? [body] : []), ...ephemeral, ...answers]
  const instead = body?.['response_action'] === 'update' ? [body['view'] as Record<string, unknown>] : []
  const view = calls.findLast(({ method }) => method === 'views.open')?.answer?.['view'] as View | undefined
  const file = fileIn(api.uploads, calls, direct)
  return {
    lines: [...said, ...instead].flatMap(saidIn).filter((line) => !LATER.test(line)),
    buttons: said.flatMap((message) => buttonsIn((message['blocks'] ?? []) as Record<string, unknown>[])),
    errors: body?.['response_action'] === 'errors' ? (body['errors'] as Record<string, string>) : {},
    ...(view && { view }),
    ...(file && { file }),
  }
}

function opensFor({ method, args, answer }: ApiCall, user: string): boolean {
  return method === 'conversations.open' && args['users'] === user && answer?.ok === true
}

function saidIn(message: Record<string, unknown>): string[] {
  const blocks = message['blocks'] as Record<string, unknown>[] | undefined
  return blocks ? linesOf(blocks) : unescaped(String(message['text'])).split('\n').map(withoutMark)
}

function fileIn(uploads: Map<string, Buffer>, calls: ApiCall[], direct: Set<string>): Heard['file'] {
  const shared = calls.find(({ method, args }) => method === 'files.completeUploadExternal' && direct.has(String(args['channel_id'])))
  const id = (shared?.args['files'] as { id: string }[] | undefined)?.[0]?.id
  const place = calls.find(({ method, answer }) => method === 'files.getUploadURLExternal' && answer?.['file_id'] === id)
  const bytes = id === undefined ? undefined : uploads.get(id)
  return bytes && place ? { name: String(place.args['filename']), text: bytes.toString('utf8') } : undefined
}
