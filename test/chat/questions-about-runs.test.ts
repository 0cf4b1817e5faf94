/** What people ask about a run, and what they cancel by its name, through the conversation. */
import { beforeEach, describe, expect, test } from 'vitest'
import { RUN } from '../run/practice-run.ts'
import { CoreBackend } from './core-backend.ts'
import { inline, talking } from './talking.ts'

let backend: CoreBackend
beforeEach(() => {
  backend = new CoreBackend()
})
const { type, press } = talking(() => backend)

describe('questions about a run', () => {
  test('are answered from what was recorded', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    const plan = await type('zoe', '/countersign plan')
    expect(plan.note.title).toBe('Plan of R-1: Fail over Persistent Chat Server to the backup data centre')
    const text = JSON.stringify(plan.note.body)
    expect(text).toContain(backend.run.made.fingerprint)
    expect(text).toContain('RESTORE DATABASE @database WITH RECOVERY;')
    const audit = await type('zoe', '/countersign audit')
    expect(audit.note.title).toBe(`The audit log of R-1: ${backend.run.entries.length} entries`)
    expect(audit.note.file).toEqual({
      name: 'R-1.jsonl',
      text: await backend.log(RUN),
      orElse: 'On the machine of the bot, countersign audit export R-1 writes it.',
    })
    expect((await type('zoe', '/countersign status R-1')).note.title).toBe('R-1 · Waiting for approval')
    expect(JSON.stringify((await type('zoe', '/countersign runs')).note.body)).toContain('Waiting for approval · Fail over Persistent Chat')
  })

  test.each(['plan R-9', 'status R-9', 'audit R-9', 'cancel R-9 why'])(
    '/countersign %s of a run that is not there is refused',
    async (words) => {
      expect((await type('dana', `/countersign ${words}`)).note.title).toBe('There is no run R-9. /countersign runs lists them.')
    },
  )

  test('need a run: none here is said', async () => {
    expect((await type('dana', '/countersign plan')).note.title).toBe('No run is active here. Name one: /countersign runs lists them.')
  })

  test('a cancel that names no run says which one is meant, and does nothing before that is confirmed', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    for (const words of ['the site is back', 'R1 the site is back', '#1 the site is back']) {
      const asked = await type('dana', `/countersign cancel ${words}`)
      expect(asked).toEqual({
        note: {
          tone: 'info',
          title: 'Is R-1 to be cancelled? Nothing is cancelled yet.',
          body: [
            {
              type: 'rows',
              rows: [
                {
                  name: 'R-1',
                  value: 'Waiting for approval · Fail over Persistent Chat Server to the backup data centre · asked for by Dana',
                },
                { name: 'Reason', value: 'the site is back' },
              ],
            },
            {
              type: 'press',
              run: 'R-1',
              label: 'Cancel R-1',
              data: { v: 1, act: 'cancel', run: 'R-1', 'cancel.reason': 'the site is back' },
            },
            { type: 'text', text: 'Without the button: type /countersign cancel R-1 and the reason.' },
          ],
        },
      })
    }
    expect((await backend.view(RUN))?.phase).toBe('waiting')
    const [, confirm] = (await type('dana', '/countersign cancel the site is back')).note.body
    expect((await press('dana', confirm?.type === 'press' && confirm.data)).note.title).toBe('Your cancel of R-1 is recorded.')
    expect((await backend.view(RUN))?.status).toContain('Dana cancelled it: the site is back. Nothing was changed.')
  })

  test('what looks like a run cancels no other one', async () => {
    await type('dana', `/failover persistent-chat ${inline}`)
    for (const words of [
      'R-2: wrong pool',
      'R2 wrong pool',
      '#2 wrong pool',
      'R‑2 wrong pool',
      'run R-2 wrong pool',
      '«R-2», wrong pool',
    ]) {
      expect((await type('dana', `/countersign cancel ${words}`)).note.title).toBe('There is no run R-2. /countersign runs lists them.')
    }
    expect((await type('dana', '/countersign cancel 2 of the servers are back')).note.title).toMatch(
      /^Is R-2 meant, or does the reason begin/,
    )
    expect((await backend.view(RUN))?.phase).toBe('waiting')
  })

  test('a plan is not there before every parameter is', async () => {
    await type('dana', '/failover persistent-chat')
    expect((await type('dana', '/countersign plan')).note.title).toBe('R-1 has no plan yet: not every parameter is answered.')
  })

  test('who asks learns who they are', async () => {
    expect((await type('erin', '/countersign whoami')).note).toMatchObject({
      title: 'Erin',
      body: [{ rows: [{ value: 'erin' }, { value: 'operators, dba' }, { value: 'erin on console (practice)' }] }],
    })
  })
})
