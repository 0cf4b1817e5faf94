import { within } from './within.ts'

/** Waits, or less when `signal` says stop. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await within(new Promise<never>(() => {}), { ms, signal })
}
