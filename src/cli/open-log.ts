import pino from 'pino'
import { logLevel } from '../config.ts'

/** The log of a process, on its standard error. A terminal that was closed takes no words any more: that must not break an end in order. */
export function openLog(): pino.Logger {
  const destination = pino.destination(2)
  destination.on('error', () => undefined)
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return pino({ level: logLevel() }, destination)
}
