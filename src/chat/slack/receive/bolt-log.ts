import { LogLevel, type Logger } from '@slack/bolt'
import type { ConnectionLog } from '../../live/connection-state.ts'

/** Bolt's log in ours: warnings and errors only, because everything below holds the bodies of requests. */
export function boltLog(log: ConnectionLog): Logger {
  const nothing = (): void => undefined
  return {
    debug: nothing,
    info: nothing,
    warn: (...words) => log.warn({ from: 'bolt' }, said(words)),
    error: (...words) => log.error({ from: 'bolt' }, said(words)),
    setLevel: nothing,
    setName: nothing,
    getLevel: () => LogLevel.WARN,
  }
}

function said(words: unknown[]): string {
  return words
    .map((word) => (word instanceof Error ? word.message : typeof word === 'string' ? word : JSON.stringify(word)))
    .join(' ')
    .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/g, '(a token)')
    .slice(0, 500)
}
