/** Says on the console what keeps Teams' calls from being taken, where it is not whoever calls. */
import type { ConnectionState } from '../live/connection-state.ts'
import { ClockTeller } from '../receive/clock-teller.ts'
import { CLOCK_TOLERANCE_S, type CallerTrouble } from './bot-framework.ts'
import { systemCode } from './connector-http.ts'

/** Told of each caller. `keys`: where Microsoft's signing keys are read. */
export function watchCallers(
  connection: Pick<ConnectionState, 'up' | 'down'>,
  keys: string,
  passed?: () => number,
): (trouble: CallerTrouble | undefined) => void {
  const clock = new ClockTeller(connection, sayClock, passed)
  return (trouble) => {
    switch (trouble?.kind) {
      case undefined:
        clock.right()
        return connection.up('events')
      case 'early':
        clock.off(-trouble.bySeconds)
        return connection.up('events')
      case 'expired':
        clock.off(trouble.bySeconds)
        return connection.up('events')
      case 'keys':
        return connection.down('events', sayNoKeys(keys, systemCode(trouble.cause)))
    }
  }
}

function sayNoKeys(keys: string, code: string): string {
  return `Microsoft's signing keys cannot be read at ${new URL(keys).host} (${code}), so nothing that Teams sends is taken. Give this machine a way there over HTTPS.`
}

/** `aheadS`: this machine's clock less the time at which a token that Microsoft signed ends; below zero, less the time from which on it is good. */
function sayClock(aheadS: number): string {
  const refused = 'Calls of Teams are refused for their time: a token that Microsoft signed'
  if (aheadS < 0)
    return `${refused} is good only from ${-aheadS} s after this machine's clock, and ${CLOCK_TOLERANCE_S} s are the most. This machine's clock is behind, by these ${-aheadS} s or more: set it right.`
  return `${refused} ended ${aheadS} s before this machine's clock, and ${CLOCK_TOLERANCE_S} s are the most. If every press is refused, this machine's clock is ahead: set it right. If only this one was, an old call was sent again, and nothing is to be done.`
}
