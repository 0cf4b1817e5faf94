import { z } from 'zod'
import type { SlackApi } from '../web-api/api.ts'
import { escaped, plainLine } from '../render/text.ts'
import { SlackError } from '../web-api/slack-error.ts'

export interface Upload {
  channel: string
  thread?: string
  name: string
  text: string
  /** Said beside the file. */
  comment: string
}

const place = z.object({ upload_url: z.url(), file_id: z.string().min(1) })

const WITHIN_MS = 8000
const LONGEST_WAIT = { longestWaitMs: 5000 }

/** Nothing is seen before the last of the three calls. Throws as `SlackApi.call` does. */
export async function upload(api: SlackApi, { channel, thread, name, text, comment }: Upload): Promise<void> {
  const bytes = Buffer.from(text, 'utf8')
  const { upload_url, file_id } = place.parse(
    await api.call('files.getUploadURLExternal', { filename: name, length: bytes.length }, LONGEST_WAIT),
  )
  await send(upload_url, bytes)
  const args = {
    files: [{ id: file_id, title: plainLine(name, 100) }],
    channel_id: channel,
    initial_comment: escaped(comment, 1000),
    ...(thread === undefined ? {} : { thread_ts: thread }),
  }
  await api.call('files.completeUploadExternal', args, LONGEST_WAIT)
}

/** A plan goes to Slack over TLS and nowhere else. */
async function send(url: string, bytes: Buffer): Promise<void> {
  const { protocol, hostname } = new URL(url)
  const local = hostname === '127.0.0.1' || hostname === 'localhost'
  if (protocol !== 'https:' && !local) throw new SlackError({ is: 'file-place' }, { code: 'upload-url', certain: true, cause: url })
  try {
    const headers = { 'content-type': 'application/octet-stream' }
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(WITHIN_MS),
      redirect: 'error',
    })
    await response.arrayBuffer()
    const { ok, status } = response
    if (!ok) throw new SlackError({ is: 'file-refused', status }, { code: 'upload', certain: true, passes: status >= 500 })
  } catch (cause) {
    if (cause instanceof SlackError) throw cause
    throw new SlackError({ is: 'file-unsent' }, { code: 'unreachable', certain: true, passes: true, cause })
  }
}
