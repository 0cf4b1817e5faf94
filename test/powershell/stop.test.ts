import { expect, test } from 'vitest'
import { isAlive, untilGone } from './alive.ts'
import { inBothShells, openBench, SHORT_GRACE } from './shells.ts'
import { inEnglish } from '../worker/said.ts'

inBothShells((kind) => {
  test('a block that does not stop is killed with the programs it started, and the next one has a new process', async () => {
    const bench = openBench(kind.target(), SHORT_GRACE)
    const before = await bench.run('1')
    const stop = new AbortController()
    const programs: [pid: number, alive: boolean][] = []
    // The stand-in starts no programs.
    const begun = kind.standIn ? "'begun'" : "sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'"
    const lost = await bench.run(`${begun}; [Threading.Thread]::Sleep(600000)`, {
      signal: stop.signal,
      onObject: (pid) => {
        if (!kind.standIn) programs.push([Number(pid), isAlive(Number(pid))])
        stop.abort()
      },
    })
    expect(lost).toMatchObject({
      type: 'lost',
      cause: 'cancelled',
      why: 'The block did not stop within 1 s after it was cancelled, and was killed with everything it had started. What it did is unknown.',
    })
    const after = await bench.run('1')
    expect(after.type).toBe('completed')
    expect(after.shell?.pid).not.toBe(before.shell?.pid)
    await untilGone(before.shell?.pid)
    expect(programs.map(([, alive]) => alive)).toEqual(kind.standIn ? [] : [true])
    for (const [pid] of programs) await untilGone(pid)
    await bench.shell.close()
  })

  test('a process that grew too big is replaced after the block', async () => {
    const bench = openBench(kind.target(), { memoryBytes: 1 })
    const first = await bench.run('1')
    const second = await bench.run('1')
    expect(second.shell?.pid).not.toBe(first.shell?.pid)
    await bench.shell.close()
    for (const { shell } of [first, second]) await untilGone(shell?.pid)
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
  const { why } = inEnglish(await asked) as { why: string }
  expect(why).toMatch(/^PowerShell for target mute did not start: it was ended by SIGKILL/)
  expect(isAlive(Number(/\d+$/.exec(why)?.[0]))).toBe(false)
})
