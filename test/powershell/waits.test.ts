import { afterAll, expect, test } from 'vitest'
import { isAlive } from './alive.ts'
import { inBothShells, openBench } from './shells.ts'

inBothShells((kind) => {
  const bench = openBench(kind.target())
  afterAll(() => bench.shell.close())

  test('a block that is cancelled while another runs is left at once, and never begins', async () => {
    const stopFirst = new AbortController()
    const { promise: begun, resolve: tell } = Promise.withResolvers<void>()
    const text = "Write-Progress 'x' -PercentComplete 1; Start-Sleep -Seconds 600"
    const first = bench.run(text, { signal: stopFirst.signal, onProgress: () => tell() })
    await begun
    const stop = new AbortController()
    const second = bench.run("'second'", { signal: stop.signal })
    stop.abort()
    // The first one is still asleep.
    expect(await second).toMatchObject({ type: 'not-started', why: 'It was cancelled before it was sent.', objects: [] })
    stopFirst.abort()
    expect((await first).type).toBe('stopped')
    expect(await bench.run('3')).toMatchObject({ type: 'completed', objects: [3] })
  })

  test('a block whose PowerShell does not come free in time is left, with how long it was waited for', async () => {
    const busy = openBench(kind.target(), { startMs: 60_000 })
    await busy.shell.identify()
    const stop = new AbortController()
    const first = busy.run('Start-Sleep -Seconds 600', { signal: stop.signal })
    const impatient = await busy.run('2', { timeoutMs: -59_000 })
    expect(impatient).toMatchObject({
      type: 'not-started',
      why: 'PowerShell for target management was not free for 1 s: nothing was sent. See what else runs there.',
    })
    stop.abort()
    await first
    await busy.shell.close()
  })
})

test('a PowerShell that is still starting is ended by its close, which does not wait for it', async () => {
  const mute = 'process.stderr.write(String(process.pid)); setInterval(() => {}, 1000)'
  const bench = openBench(
    { name: 'mute', modules: [], environment: { PATH: '' }, standIn: [process.execPath, '-e', mute] },
    { startMs: 600_000 },
  )
  const asked = bench.shell.identify()
  await new Promise((resolve) => setTimeout(resolve, 300))
  await bench.shell.close()
  const { why } = (await asked) as { why: string }
  expect(why).toMatch(/^PowerShell for target mute did not start: it was ended by SIGKILL/)
  expect(isAlive(Number(/\d+$/.exec(why)?.[0]))).toBe(false)
})
