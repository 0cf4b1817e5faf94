import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openBench, SHORT_GRACE } from './shells.ts'

const dir = mkdtempSync(join(tmpdir(), 'bad-child-'))
afterAll(() => rmSync(dir, { recursive: true }))

const READY = `say({ type: 'ready', version: '0', edition: 'bad', pid: process.pid, standIn: true, machine: 'm', dnsName: 'm' })`
const DONE = `say({ type: 'done', id: request.id, state: 'completed', outputs: 1, dropped: 0, exitCode: null, memory: 1, soiled: false })`

/** A child that answers each request with this program text. */
function badChild(name: string, answer: string, start = READY, secrets: string[] = []) {
  const file = join(dir, `${name}.mjs`)
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline'
    const say = (message) => process.stdout.write((typeof message === 'string' ? message : JSON.stringify(message)) + '\\n')
    ${start}
    const lines = createInterface({ input: process.stdin })
    lines.on('line', (line) => { const request = JSON.parse(line); ${answer} })`,
  )
  const target = { name: 'bad', modules: [], environment: {}, standIn: [process.execPath, file] }
  return openBench(target, { startMs: 20_000, ...SHORT_GRACE }, secrets)
}

test.each([
  ['no JSON', `say('Segmentation fault'); ${DONE}`, 'The PowerShell host sent a line that is no JSON: "Segmentation fault"'],
  [
    'another message',
    `say({ type: 'surprise' }); ${DONE}`,
    'The PowerShell host sent a line that is no message of ours (at "type"): "{\\"type\\":\\"surprise\\"}"',
  ],
  [
    'a message with a wrong field',
    `say({ type: 'output', id: 7, value: 1 }); ${DONE}`,
    'The PowerShell host sent a line that is no message of ours (at "id"): "{\\"type\\":\\"output\\",\\"id\\":7,\\"value\\":1}"',
  ],
  [
    'a long line',
    `say('x'.repeat(5000)); ${DONE}`,
    `The PowerShell host sent a line that is no JSON: "${'x'.repeat(120)}" and 4880 more characters`,
  ],
])('%s mid-block fails the block, with the text cut', async (name, answer, message) => {
  const bench = badChild(name.replaceAll(' ', '-'), answer)
  const outcome = await bench.run('1')
  expect(outcome).toMatchObject({ type: 'failed', errors: [{ message, code: 'BadLine', category: 'ProtocolError' }] })
  await bench.shell.close()
})

test('a line without end cannot fill the memory: its beginning is kept, and the rest counted', async () => {
  const bench = badChild('endless', `process.stdout.write('y'.repeat(9_000_000) + '\\n', () => { ${DONE} })`)
  const outcome = await bench.run('1')
  const message = `The PowerShell host sent a line that is no JSON: "${'y'.repeat(120)}" and 8999880 more characters`
  expect(outcome).toMatchObject({ type: 'failed', errors: [{ message }] })
  expect(outcome.errors).toHaveLength(1)
  await bench.shell.close()
})

const SECRET = 'hunter2-of-the-pool'

test('a secret that a bad line is cut through is covered before', async () => {
  const bench = badChild('half-secret', `say('${'x'.repeat(110)}${SECRET} and more'); ${DONE}`, READY, [SECRET])
  const message = `The PowerShell host sent a line that is no JSON: "${'x'.repeat(110)}•••••• and" and 5 more characters`
  expect(await bench.run('1')).toMatchObject({ type: 'failed', errors: [{ message }] })
  await bench.shell.close()
})

test.each([
  [
    'that a line of its last words is cut through',
    `'x'.repeat(495) + '${SECRET}'`,
    `${'x'.repeat(334)} … 1 more characters … ${'x'.repeat(160)}••••••`,
  ],
  ['that begins where a line is kept no longer', `'${SECRET}'.repeat(4_000)`, '••••••'],
])('a secret %s is covered', async (name, said, shown) => {
  const crash = `console.error(${said}); process.exitCode = 3; process.stdin.destroy()`
  const bench = badChild(`words-${name.length}`, crash, READY, [SECRET])
  const { why } = (await bench.run('1')) as { why?: string }
  expect(why).toContain(shown)
  expect(why).not.toContain('hunt')
  expect(why?.length).toBeLessThan(800)
  await bench.shell.close()
})

test('what belongs to another block is not heard', async () => {
  const bench = badChild('other', `say({ type: 'output', id: 'other', value: 1 }); ${DONE.replace('request.id', "'other'")}; ${DONE}`)
  expect(await bench.run('1')).toMatchObject({ type: 'completed', objects: [] })
  await bench.shell.close()
})

test('a child that dies at the start says why, and the next block tries again', async () => {
  const bench = badChild('stillborn', '', `console.error('no licence'); process.exit(3)`)
  const why = 'PowerShell for target bad did not start: it ended with exit code 3; no licence'
  expect(await bench.run('1')).toMatchObject({ type: 'not-started', why })
  expect(await bench.run('1')).toMatchObject({ type: 'not-started', why })
  await bench.shell.close()
})

test('a child that never says that it is ready is given up', async () => {
  const file = join(dir, 'mute.mjs')
  writeFileSync(file, 'process.stdin.resume()')
  const bench = openBench({ name: 'mute', modules: [], environment: {}, standIn: [process.execPath, file] }, { startMs: 500 })
  expect(await bench.run('1')).toMatchObject({
    type: 'not-started',
    why: 'PowerShell for target mute did not start: it said nothing for 0.5 s and was killed.',
  })
  await bench.shell.close()
})

test('a dead child leaves its last words with the lost block', async () => {
  const bench = badChild('crash', `console.error('out of memory'); process.exitCode = 134; process.stdin.destroy()`)
  expect(await bench.run('1')).toMatchObject({
    type: 'lost',
    exitCode: 134,
    why: 'The PowerShell process was lost while the block ran: it ended with exit code 134 (as after SIGABRT). What the block did is unknown. out of memory',
  })
  await bench.shell.close()
})

test('a child that hears neither the block nor its stop is killed when its time was up', async () => {
  const bench = badChild('deaf', '')
  expect(await bench.run('1', { timeoutMs: 150 })).toMatchObject({
    type: 'lost',
    cause: 'timed-out',
    why: 'The block did not stop within 1 s after its time was up, and was killed with everything it had started. What it did is unknown.',
  })
  await bench.shell.close()
})
