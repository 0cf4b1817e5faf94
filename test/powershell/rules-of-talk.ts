import { expect, test } from 'vitest'
import type { WorkerContext } from './shells.ts'
import { toldSaid } from '../worker/said.ts'

export function rulesOfTalk(bench: WorkerContext): void {
  test('every message of a block leaves PowerShell, in its order and whole', async () => {
    const heard: string[] = []
    const text = 'foreach ($i in 1..1500) { Write-Warning "line $i" }; Write-Warning (\'x\' * 20000)'
    const outcome = await bench.run(text, { onMessage: (message) => heard.push(message.text) })
    expect(outcome.type).toBe('completed')
    expect(heard.slice(0, -1)).toEqual(Array.from({ length: 1500 }, (_, at) => `line ${at + 1}`))
    expect(heard.at(-1)).toHaveLength(20_000)
  })
}

/** Of a PowerShell alone. */
export function rulesOfTalkInPowerShell(bench: WorkerContext): void {
  test('every error leaves it too, and fails the block', async () => {
    const heard: string[] = []
    const text = 'foreach ($i in 1..700) { Write-Error "fault $i" -ErrorAction Continue }'
    const outcome = await bench.run(text, { onError: (error) => heard.push(toldSaid(error.message)) })
    expect(outcome.type).toBe('failed')
    expect(heard).toEqual(Array.from({ length: 700 }, (_, at) => `fault ${at + 1}`))
  })

  test('a block that talks without end hears a stop, and says how much it had left to say', async () => {
    await bench.shell.identify()
    const heard: string[] = []
    const stop = new AbortController()
    const outcome = await bench.run("while ($true) { Write-Warning 'flood' }", {
      signal: stop.signal,
      onMessage: ({ text }) => {
        if (heard.push(text) === 100) stop.abort()
      },
    })
    expect(outcome).toMatchObject({ type: 'stopped', cause: 'cancelled' })
    expect(heard.at(-1)).toMatch(/^\d+ messages and errors were not sent, because the block was stopped\.$/)
  })
}
