import { expect, test } from 'vitest'
import { untilGone } from './alive.ts'
import type { ShellKind, WorkerContext } from './shells.ts'
import { PATIENCE_MS } from '../suite/patience.ts'

export function rulesOfStops(bench: WorkerContext): void {
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

  test('blocks of one target run one after the other', async () => {
    const both = await Promise.all([bench.run("Start-Sleep -Milliseconds 200; 'first'"), bench.run("'second'")])
    expect(both.map((outcome) => outcome.objects)).toEqual([['first'], ['second']])
  })
}

export function rulesOfWaits(bench: WorkerContext): void {
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
    await bench.shell.identify()
    const stop = new AbortController()
    const first = bench.run('Start-Sleep -Seconds 600', { signal: stop.signal })
    // One second more than nothing, with the time that a start may take.
    const impatient = await bench.run('2', { timeoutMs: 1000 - PATIENCE_MS })
    expect(impatient).toMatchObject({
      type: 'not-started',
      why: 'PowerShell for target management was not free for 1 s: nothing was sent. See what else runs there.',
    })
    stop.abort()
    await first
  })
}

/** Each ends the process. */
export function rulesOfLostProcesses(bench: WorkerContext, kind: ShellKind): void {
  const leaves = kind.standIn ? '' : "sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'; "

  test('a process that ends mid-block is lost, with its exit code, leaves no program behind, and is replaced', async () => {
    const lost = await bench.run(`${leaves}'sent'; Start-Sleep -Milliseconds 300; [Environment]::Exit(9)`)
    expect(lost).toMatchObject({
      type: 'lost',
      exitCode: 9,
      why: 'The PowerShell process was lost while the block ran: it ended with exit code 9. What the block did is unknown.',
    })
    const [program, ...rest] = kind.standIn ? [undefined, ...lost.objects] : lost.objects
    expect(rest).toEqual(['sent'])
    if (!kind.standIn) await untilGone(Number(program))
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
}

/** Of a PowerShell alone. */
export function rulesOfLeftPrograms(bench: WorkerContext): void {
  test('a program that a block leaves running is ended with its process, before the next block begins', async () => {
    const left = await bench.run(
      "[System.Net.ServicePointManager]::DefaultConnectionLimit = 77; sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'",
    )
    expect(left.type).toBe('completed')
    // What the block may have left in its process cannot be put back: the next one has another.
    const next = await bench.run('1')
    expect(next.shell?.pid).not.toBe(left.shell?.pid)
    await untilGone(Number(left.objects[0]))
  })
}

export function rulesOfClosing(bench: WorkerContext): void {
  test('after it is closed nothing is started', async () => {
    await bench.run('1')
    await bench.shell.close()
    expect(await bench.run('1')).toMatchObject({ type: 'not-started', why: 'PowerShell for target management is closed.' })
  })
}
