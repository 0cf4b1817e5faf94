import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive, untilGone } from './alive.ts'
import { inBothShells, inPowerShell, openBench, SHORT_GRACE } from './shells.ts'
import type { WorkerContext } from './shells.ts'

inBothShells((kind) => {
  let bench: WorkerContext
  beforeAll(async () => {
    bench = openBench(kind.target())
    await bench.shell.identify()
  })
  afterAll(() => bench.shell.close())

  test.each(['while ($true) { }', 'Start-Sleep -Seconds 600', "'x'; foreach ($i in 1..2) { Start-Sleep -Seconds 600 }"])(
    'a cancel ends %s, and the process stays',
    async (text) => {
      const before = await bench.run('1')
      const stopped = await bench.run(text, { signal: AbortSignal.timeout(150) })
      expect(stopped).toMatchObject({ type: 'stopped', cause: 'cancelled' })
      expect(await bench.run('2')).toMatchObject({ type: 'completed', objects: [2], shell: { pid: before.shell?.pid } })
    },
  )

  test('a block past its time is stopped', async () => {
    expect(await bench.run('Start-Sleep -Seconds 600', { timeoutMs: 150 })).toMatchObject({ type: 'stopped', cause: 'timed-out' })
  })

  test('a block cancelled before its turn never starts', async () => {
    expect(await bench.run('1', { signal: AbortSignal.abort() })).toMatchObject({
      type: 'not-started',
      why: 'It was cancelled before it was sent.',
    })
  })

  test('a block that does not stop is killed, and the next one has a new process', async () => {
    const other = openBench(kind.target(), SHORT_GRACE)
    const before = await other.run('1')
    const stop = new AbortController()
    const lost = await other.run("'begun'; [Threading.Thread]::Sleep(600000)", { signal: stop.signal, onObject: () => stop.abort() })
    expect(lost).toMatchObject({
      type: 'lost',
      cause: 'cancelled',
      why: 'The block did not stop within 1 s after it was cancelled, and was killed with everything it had started. What it did is unknown.',
    })
    const after = await other.run('1')
    expect(after.type).toBe('completed')
    expect(after.shell?.pid).not.toBe(before.shell?.pid)
    await untilGone(before.shell?.pid)
    await other.shell.close()
  })

  test('a process that ends mid-block is lost, with its exit code, and replaced', async () => {
    const lost = await bench.run("'sent'; Start-Sleep -Milliseconds 300; [Environment]::Exit(9)")
    expect(lost).toMatchObject({
      type: 'lost',
      objects: ['sent'],
      exitCode: 9,
      why: 'The PowerShell process was lost while the block ran: it ended with exit code 9. What the block did is unknown.',
    })
    expect(await bench.run('2')).toMatchObject({ type: 'completed', objects: [2] })
  })

  test('a process killed mid-block is lost', async () => {
    const pid = (await bench.run('1')).shell?.pid ?? 0
    const running = bench.run('Start-Sleep -Seconds 600')
    process.kill(pid, 'SIGKILL')
    expect(await running).toMatchObject({
      type: 'lost',
      // The second where the process that was started is another one, which starts PowerShell.
      why: expect.stringMatching(
        /^The PowerShell process was lost while the block ran: it (was ended by SIGKILL|ended with exit code 137 \(as after SIGKILL\))\. What the block did is unknown\.$/,
      ),
    })
  })

  test('blocks of one target run one after the other', async () => {
    const both = await Promise.all([bench.run("Start-Sleep -Milliseconds 200; 'first'"), bench.run("'second'")])
    expect(both.map((outcome) => outcome.objects)).toEqual([['first'], ['second']])
  })

  test('a process that grew too big is replaced after the block', async () => {
    const other = openBench(kind.target(), { memoryBytes: 1 })
    const first = await other.run('1')
    const second = await other.run('1')
    expect(second.shell?.pid).not.toBe(first.shell?.pid)
    await other.shell.close()
    for (const { shell } of [first, second]) await untilGone(shell?.pid)
  })

  test('after it is closed nothing is started', async () => {
    const other = openBench(kind.target())
    await other.run('1')
    await other.shell.close()
    expect(await other.run('1')).toMatchObject({ type: 'not-started', why: 'PowerShell for target management is closed.' })
  })
})

inPowerShell((kind) => {
  test('a killed block takes the programs it started with it', async () => {
    const bench = openBench(kind.target(), SHORT_GRACE)
    const stop = new AbortController()
    const children: [pid: number, alive: boolean][] = []
    const lost = await bench.run("sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'; [Threading.Thread]::Sleep(600000)", {
      signal: stop.signal,
      onObject: (pid) => {
        children.push([Number(pid), isAlive(Number(pid))])
        stop.abort()
      },
    })
    expect([lost.type, children.map(([, alive]) => alive)]).toEqual(['lost', [true]])
    await untilGone(children[0]?.[0])
    await bench.shell.close()
  })

  test('a program that a block leaves running is ended with its process, before the next block begins', async () => {
    const bench = openBench(kind.target())
    const left = await bench.run("sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'")
    expect(left.type).toBe('completed')
    await bench.run('1')
    await untilGone(Number(left.objects[0]))
    await bench.shell.close()
  })

  test('a host that dies by itself leaves no program behind', async () => {
    const bench = openBench(kind.target())
    const lost = await bench.run("sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'; Start-Sleep -Milliseconds 300; [Environment]::Exit(9)")
    expect(lost.type).toBe('lost')
    await untilGone(Number(lost.objects[0]))
    await bench.shell.close()
  })
})
