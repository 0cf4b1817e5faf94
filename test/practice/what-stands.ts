/** For a test that waited in vain: what the console shows of every run, the mishaps that stand, and what the programs said last. */
import { readFileSync } from 'node:fs'
import { until } from '../engine/until.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import { buttonsOf, type Shown } from './players.ts'
import type { ConsoleClient } from './console-client.ts'

const LINES = 12
const LOGGED = 4000

/** `until`, whose failure tells `whatStands`. */
export async function untilShown<T>(
  what: string,
  ask: () => T | Promise<T>,
  { client, log }: { client: ConsoleClient; log: string },
): Promise<NonNullable<T>> {
  try {
    return await until(what, ask)
  } catch (cause) {
    throw new Error(`${what}: never within ${PATIENCE_MS / 1000} s.\n${await whatStands(client, log)}`, { cause })
  }
}

async function whatStands(client: ConsoleClient, log: string): Promise<string> {
  const parts = [
    client.get<{ run: string; phase: string }[]>('/api/runs').then(async (runs) => {
      const each = await Promise.all(runs.map(({ run, phase }) => runStands(client, run, phase)))
      return each.join('\n')
    }),
    client
      .get<{ mishaps: { id: string; on: boolean }[] }>('/api/practice')
      .then(({ mishaps }) => `mishaps: ${mishaps.flatMap(({ id, on }) => (on ? [id] : [])).join(', ') || 'none'}`),
  ]
  const said = await Promise.all(parts.map((part) => part.catch((error: unknown) => String(error))))
  return [...said, `${log}:`, readFileSync(log, 'utf8').slice(-LOGGED)].join('\n')
}

async function runStands(client: ConsoleClient, run: string, phase: string): Promise<string> {
  const { shown, steps, lines } = await client.get<Shown & { lines: { at: string; text: string }[] }>(`/api/runs/${run}`)
  return [
    `${run} (${phase}) ${shown.state}; buttons: ${buttonsOf(shown.card)
      .map(({ act }) => act)
      .join(', ')}`,
    ...steps.map(({ number, state, detail }) => `  step ${number} ${state} ${detail}`),
    ...lines.slice(-LINES).map(({ at, text }) => `  ${at} ${text.replaceAll('\n', '\n    ')}`),
  ].join('\n')
}
