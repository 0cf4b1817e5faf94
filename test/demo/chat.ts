/** Where the people of the demo speak. */
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { WORDS } from '../practice/players.ts'
import { printConversation } from './print-conversation.ts'
import type { Transcript } from './transcript.ts'

export interface Chat {
  /** Follows "The conversation". */
  where: string
  /** How Dana asks. */
  words: string
  /** What the configuration says of it, and the secrets that are named there. */
  entries: Record<string, unknown>
  environment: Record<string, string>
  /** Once the bot is ready: its console is at `address`. */
  join(address: string, transcript: Transcript): Promise<Joined>
  close(): Promise<void>
}

export interface Joined {
  /** How people type and press. */
  client: ConsoleClient
  /** What is done before the first gate is countersigned. */
  atFirstGate?(run: string): Promise<void>
  /** What everybody sees is printed until then. */
  end(): Promise<void>
}

export function consoleChat(): Chat {
  return {
    where: '',
    words: WORDS,
    entries: {},
    environment: {},
    join: async (address, transcript) => ({ client: await openConsoleClient(address), ...printConversation(address, transcript) }),
    close: async () => undefined,
  }
}
