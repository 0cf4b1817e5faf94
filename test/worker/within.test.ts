import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pause } from '../../src/worker/pause.ts'
import { within } from '../../src/worker/within.ts'

const never = new Promise<never>(() => {})

describe('what is waited for within a bound', () => {
  test('gives its value, or fails as it fails', async () => {
    expect(await within(Promise.resolve(7), { ms: 60_000 })).toEqual({ value: 7 })
    await expect(within(Promise.reject(new Error('no')), { ms: 60_000 })).rejects.toThrow('no')
  })

  test('is given up when its time is over, or when a stop comes', async () => {
    const stop = new AbortController()
    const stopped = within(never, { ms: 60_000, signal: stop.signal })
    stop.abort()
    expect(await stopped).toEqual({ ended: 'stopped' })
    expect(await within(never, { ms: 1, signal: new AbortController().signal })).toEqual({ ended: 'late' })
  })

  test('is given up for a stop that came before it was waited for', async () => {
    expect(await within(never, { ms: 60_000, signal: AbortSignal.abort() })).toEqual({ ended: 'stopped' })
    await pause(60_000, AbortSignal.abort())
  })
})

test('no file of src listens to a signal whose past it might not look at', () => {
  const src = join(import.meta.dirname, '../../src')
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(100)
  // `addAbortListener` of node:events also calls for a stop that has come already.
  expect(files.filter((name) => /addEventListener\(\s*['"]abort|\.onabort\b/.test(readFileSync(join(src, name), 'utf8')))).toEqual([])
})
