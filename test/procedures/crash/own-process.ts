/** Workers in processes of their own, which SIGKILL ends. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Estate } from '../../estate/estate.ts'
import type { Bot } from '../bot.ts'
import type { StageOptions } from '../stage.ts'
import type { Death } from './deaths.ts'
import { heldAt, type Struck } from './strike.ts'
import type { Asked } from './worker-process.ts'

const PROGRAM = join(import.meta.dirname, 'worker-process.ts')

export interface OwnProcesses {
  start: NonNullable<StageOptions['start']>
  /** Ends the worker while its block runs, or when that has ended and nobody was answered yet. */
  strike: (estate: Estate, death: Death) => Struck
  /** By what each of them was ended. */
  ended: (string | null)[]
}

export function ownProcesses(): OwnProcesses {
  const living = new Map<string, ChildProcess>()
  const ended: (string | null)[] = []
  let known: Bot | undefined
  return {
    ended,
    start: (options, bot) => {
      known = bot
      const child = fork(PROGRAM, { serialization: 'advanced' })
      const way = bot.connect(options.name, {
        onOrder: (order) => child.connected && child.send({ order }),
        onStop: (stop) => child.connected && child.send({ stop }),
        onChoices: () => Promise.reject(new Error('a process of its own is asked for no choices')),
      })
      living.set(options.name, child)
      child.on('message', (asked: Asked) => {
        const answer = 'command' in asked ? way.command(asked.command) : way.history(asked.run, asked.from, asked.nonce)
        void answer.then((value) => child.connected && child.send({ answers: asked.id, value }))
      })
      const { logger: _, ...plain } = options
      child.send(plain)
      return {
        close: async () => {
          if (child.exitCode !== null || child.signalCode !== null) return
          child.disconnect()
          await once(child, 'exit')
        },
      }
    },
    strike: (estate, death) => {
      const child = living.get(death.worker)
      return heldAt(estate, death, (outcome) => {
        if (outcome !== (death.when === 'without' ? 'running' : 'done')) return
        child?.kill('SIGKILL')
        child?.once('exit', (_, signal) => {
          ended.push(signal)
          known?.disconnect(death.worker)
          death.begun.resolve()
          death.over.resolve()
        })
      })
    },
  }
}
