/** `/countersign mirror`: a run is shown where that is typed, too. */
import { beforeEach, expect, test } from 'vitest'
import { converse } from '../../src/chat/conversation.ts'
import type { Reply } from '../../src/chat/chat-event.ts'
import { ANSWERS } from '../run/practice.ts'
import { RUN } from '../run/practice-run.ts'
import { CoreBackend } from './core-backend.ts'

const HOME = { platform: 'console', channel: 'incident' }
const MIRROR = { platform: 'slack', channel: 'C2' }

let backend: CoreBackend
beforeEach(async () => {
  backend = new CoreBackend()
  const inline = Object.entries(ANSWERS).map(([name, value]) => `${name}="${value}"`)
  await type(HOME, 'dana', `/failover persistent-chat ${inline.join(' ')}`)
})

function type(where: typeof HOME, who: string, text: string): Promise<Reply> {
  return converse(backend, { ...backend.event(who, { type: 'typed', text }), ...where })
}

test('it is recorded, and its card comes where it was typed', async () => {
  expect(await type(MIRROR, 'amir', '/countersign mirror R-1 here')).toEqual({
    note: { tone: 'ok', title: 'R-1 is shown here, too, from its first line on. Its card comes in a moment.', body: [] },
    run: RUN,
  })
  expect(await backend.view(RUN)).toMatchObject({ conversation: HOME, mirrors: [MIRROR] })
})

test('what is refused is said as it is', async () => {
  await type(MIRROR, 'amir', '/countersign mirror R-1')
  for (const [where, who, says] of [
    [MIRROR, 'carol', 'R-1 is shown here already: this place is one of its mirrors.'],
    [HOME, 'carol', 'The console shows every run, and R-1 with them: there is nothing to mirror.'],
    [
      { platform: 'teams', channel: '19:x' },
      'zoe',
      'Zoe is in no group that the policies of R-1 name (operators, dba, uc-leads, duty-managers), and did not start it: ask one of them to mirror it here.',
    ],
  ] as const)
    expect((await type(where, who, '/countersign mirror R-1 here')).note).toMatchObject({ tone: 'refused', title: says })
  expect((await type(MIRROR, 'amir', '/countersign mirror R-9 here')).note.title).toBe('There is no run R-9. /countersign runs lists them.')
})

test('a run is here where it is mirrored, too: nobody has to name it', async () => {
  expect((await type(MIRROR, 'amir', '/countersign plan')).note.title).toBe(
    'No run is active here. Name one: /countersign runs lists them.',
  )
  await type(MIRROR, 'amir', '/countersign mirror R-1 here')
  for (const where of [HOME, MIRROR])
    expect((await type(where, 'amir', '/countersign plan')).note.title).toBe(
      'Plan of R-1: Fail over Persistent Chat Server to the backup data centre',
    )
  expect((await type(MIRROR, 'amir', '/countersign cancel wrong pool')).note.title).toBe(
    'Is R-1 to be cancelled? Nothing is cancelled yet.',
  )
})

test('its status says where it is shown', async () => {
  const status = async (): Promise<string> => JSON.stringify((await type(MIRROR, 'amir', '/countersign status R-1')).note.body)
  expect(await status()).not.toContain('Shown in')
  await type(MIRROR, 'amir', '/countersign mirror R-1 here')
  expect(await status()).toContain('Shown in the console (incident), its home, and in Slack (C2).')
})
