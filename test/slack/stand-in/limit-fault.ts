import { blockKitFaults, viewFaults } from '../block-kit-limits.ts'
import type { ApiCall } from './call.ts'

/** What Slack would refuse about the content of a call, with its own error; undefined where it takes it. */
export function limitFault(
  method: string,
  args: ApiCall['args'],
): { error: string; response_metadata?: { messages: string[] } } | undefined {
  if (method.startsWith('views.')) {
    const faults = viewFaults((args['view'] ?? {}) as Record<string, unknown>)
    return faults.length === 0 ? undefined : refused('invalid_arguments', faults)
  }
  if (!method.startsWith('chat.') || method === 'chat.delete') return undefined
  const faults = args['blocks'] === undefined ? [] : blockKitFaults(args['blocks'], 'message')
  const tooLong = faults.find((fault) => fault.startsWith('msg_blocks_too_long'))
  if (tooLong !== undefined) return refused('msg_blocks_too_long', faults)
  if (faults.length > 0) return refused('invalid_blocks', faults)
  return typeof args['text'] === 'string' && args['text'].length > 40_000
    ? refused('msg_too_long', ['text is longer than 40000'])
    : undefined
}

function refused(error: string, messages: string[]): { error: string; response_metadata: { messages: string[] } } {
  return { error, response_metadata: { messages } }
}
