/** A bot as a process of its own, so that tests can kill it: started with one argument, its set-up as JSON; prints `ready` when runs can be asked. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { EngineFault } from '../../src/engine/engine-fault.ts'
import type { ChatPort } from '../../src/run/view/chat-port.ts'
import { startEngine } from '../../src/engine/start-engine.ts'
import type { BotSetUp } from './bot.ts'

const setUp = JSON.parse(process.argv[2] ?? '') as BotSetUp

const chat: ChatPort = {
  intervalMs: 20,
  show: async (request) => {
    appendFileSync(join(setUp.stateDir, 'shown.jsonl'), `${JSON.stringify(request)}\n`)
    const { lines, notices, view } = request
    return { posted: { card: `card of ${view.run}`, lines: lines.map(({ n }) => n), notices: notices.map(({ key }) => key) } }
  },
}

const say = (sentence: string) => appendFileSync(join(setUp.stateDir, 'said.txt'), `${sentence}\n`)

const log = pino({ level: setUp.logLevel ?? 'silent' }, pino.destination(2))
const engine = await startEngine({ ...setUp, chat, say, log }).catch((error: unknown) => {
  if (!(error instanceof EngineFault)) throw error
  say(error.message)
  process.exit(2)
})
void engine.replaced.then(async ({ message }) => {
  say(message)
  await engine.close()
  process.exitCode = 1
})
process.once('SIGTERM', () => void engine.close())
console.log('ready')
