/** Preloaded into a bot: writes each call that the engine makes of its handlers into a file, a line each, as `Run/command`. */
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'

const file = process.env['COUNTERSIGN_TEST_CALLS']
if (file === undefined) throw new Error('COUNTERSIGN_TEST_CALLS names no file')
subscribe('http2.server.stream.start', (message) => {
  const path = (message as { headers?: Record<string, string> }).headers?.[':path'] ?? ''
  const call = /^\/invoke\/(.+)$/.exec(path)?.[1]
  if (call !== undefined) appendFileSync(file, `${call}\n`)
})
