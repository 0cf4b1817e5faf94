import { addAbortListener } from 'node:events'
import type { Target } from '../../procedure/plan-types.ts'
import type { Person, Policy } from '../../policy/policy.ts'
import type { ConfigurationChanged, SignedCommand } from '../../run/command.ts'
import type { EngineClient } from '../client.ts'
import { fewAtATime } from './few-at-a-time.ts'
import { activeOf } from '../run/runs-object.ts'

/** Beside what people ask of runs meanwhile. */
const TOLD_AT_ONCE = 4

/** What the files say, as far as a run knows it. */
export interface RunConfiguration {
  policies: Record<string, Policy>
  people: Person[]
  targets: Record<string, Target>
  /** Absent where none is configured. */
  secretNames?: string[]
}

/** Which configuration every active run is to know, and which of them know it. */
export interface ConfigurationTold {
  /** From now on it is this one. */
  want(configuration: RunConfiguration): void
  /** Sends a run the word that it does not know yet; `undefined`: it knows all. It knows it when `send` has resolved. */
  tell(run: string, send: (word: SignedCommand | undefined) => Promise<unknown>): Promise<void>
  /** MUST be around whatever goes through the runs: of two at once, one could let a run hear the older configuration last. Answers `undefined` where `signal` was aborted before its turn came. */
  inTurn<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T | undefined>
}

export function configurationTold(sign: (command: ConfigurationChanged) => SignedCommand): ConfigurationTold {
  let wanted: RunConfiguration | undefined
  let knowing = new Set<string>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    want(configuration) {
      if (JSON.stringify(configuration) === JSON.stringify(wanted)) return
      wanted = configuration
      knowing = new Set()
    },
    async tell(run, send) {
      // Another one may be wanted by the time that this one is heard.
      const known = knowing
      const word = wanted === undefined || known.has(run) ? undefined : sign({ run, type: 'configuration-changed', ...wanted })
      await send(word)
      if (word !== undefined) known.add(run)
    },
    async inTurn(signal, act) {
      const before = last
      const [mine, dropped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      last = Promise.all([before, mine.promise])
      const listening = addAbortListener(signal, () => dropped.resolve())
      try {
        await Promise.race([before, dropped.promise])
        return signal.aborted ? undefined : await act()
      } finally {
        listening[Symbol.dispose]()
        mine.resolve()
      }
    },
  }
}

/** Tells every active run that does not know it. `knowing`: runs that need not be asked about; who was told is put into it. Answers how many are active, and who could not be told, with why. */
export async function tellAll(
  client: Pick<EngineClient, 'runs' | 'command'>,
  told: ConfigurationTold,
  knowing: Set<string>,
  signal: AbortSignal,
): Promise<{ active: number; failed: { run: string; error: unknown }[] }> {
  const round = await told.inTurn(signal, async () => {
    const active = activeOf(await client.runs())
    const toTell = active.filter(({ run }) => !knowing.has(run))
    const failed = await fewAtATime(toTell, TOLD_AT_ONCE, async ({ run }) => {
      if (signal.aborted) return
      await told.tell(run, async (word) => word && client.command(word))
      knowing.add(run)
    })
    return { active: active.length, failed: failed.map(({ item, error }) => ({ run: item.run, error })) }
  })
  return round ?? { active: 0, failed: [] }
}
