import { describe, expect, test } from 'vitest'
import { gate, view } from '../chat/views.ts'
import { enter, readEvents } from './http.ts'
import { consoleForEachTest } from './opened.ts'

const at = consoleForEachTest()

describe('the stream', () => {
  const waiting = view({ phase: 'waiting', gate: gate() })
  const conversation = waiting.conversation
  const line = (n: number, only?: string) => ({ n, at: waiting.startedAt, text: `line ${n}`, ...(only === undefined ? {} : { only }) })
  const shown = (events: { event: string; data: Record<string, unknown> }[]): string[] =>
    events.flatMap(({ event, data }) =>
      event === 'run' ? [`card ${String(data['seq'])}`] : event === 'line' ? [String(data['text'])] : [],
    )

  test('tells a fresh page everything, and a page that comes back only what it missed', async () => {
    const { port } = at.console
    await port.show({ conversation, view: waiting, lines: [line(1), line(2)], notices: [] })
    const first = await readEvents(at.address, '/api/events', {}, (events) => events.some(({ event }) => event === 'ready'))
    expect(shown(first)).toEqual(['card 12', 'line 1', 'line 2'])

    await port.show({ conversation, view: { ...waiting, seq: 13 }, lines: [line(2), line(3)], notices: [] })
    const lastId = first.findLast(({ id }) => id !== undefined)?.id ?? ''
    const again = await readEvents(at.address, '/api/events', { 'last-event-id': lastId }, (events) => shown(events).includes('line 3'))
    expect(again[0]?.data).toEqual({ resumed: true })
    expect(shown(again)).toEqual(['card 13', 'line 3'])
  })

  test('begins afresh for the stamp of another start', async () => {
    await at.console.port.show({ conversation, view: waiting, lines: [line(1)], notices: [] })
    const events = await readEvents(at.address, '/api/events', { 'last-event-id': '000000000000-2' }, (got) =>
      got.some(({ event }) => event === 'ready'),
    )
    expect(events[0]?.data).toEqual({ resumed: false })
    expect(shown(events)).toEqual(['card 12', 'line 1'])
  })

  test('never goes back to an older view, and never writes a line twice', async () => {
    const { port } = at.console
    await port.show({ conversation, view: { ...waiting, seq: 20 }, lines: [line(1)], notices: [] })
    await port.show({ conversation, view: { ...waiting, seq: 19 }, lines: [line(1)], notices: [] })
    const events = await readEvents(at.address, '/api/events', {}, (got) => got.some(({ event }) => event === 'ready'))
    expect(shown(events)).toEqual(['card 20', 'line 1'])
  })

  test('says of a run that is mirrored where it is shown', async () => {
    const mirrors = [
      { platform: 'slack', channel: 'C2' },
      { platform: 'teams', channel: '19:x@thread.tacv2' },
    ]
    await at.console.port.show({ conversation, view: waiting, lines: [], notices: [] })
    await at.console.port.show({ conversation, view: { ...waiting, run: 'R-8', mirrors }, lines: [], notices: [] })
    const events = await readEvents(at.address, '/api/events', {}, (got) => got.some(({ event }) => event === 'ready'))
    expect(events.flatMap(({ event, data }) => (event === 'run' ? [data['shownIn']] : []))).toEqual([
      undefined,
      'Shown in the console (incident), its home, and in Slack (C2), Teams (19:x@thread.tacv2).',
    ])
  })

  test('a line for one person reaches the tabs that speak as this person only', async () => {
    await at.console.port.show({ conversation, view: waiting, lines: [line(1, 'dana'), line(2)], notices: [] })
    const until = (events: { event: string }[]): boolean => events.some(({ event }) => event === 'ready')
    expect(shown(await readEvents(at.address, '/api/events?as=amir', {}, until))).toEqual(['card 12', 'line 2'])
    expect(shown(await readEvents(at.address, '/api/events?as=dana', {}, until))).toEqual(['card 12', 'line 1', 'line 2'])
  })

  test('whoever is asked or called finds it at the run, in the tabs that speak as them, and also after a restart', async () => {
    const waits = { asked: ['amir'], called: { since: '2026-11-21T03:30:00.000Z', people: ['carol', 'erin'] } }
    const asking = view({ phase: 'waiting', gate: gate({ number: 2, missing: 'Still needed: 1 of dba.', ...waits }) })
    await at.console.port.show({ conversation, view: asking, lines: [], notices: [{ key: 'n', gate: 2, people: ['carol'] }] })
    at.backend.views.set('R-7', asking)
    const until = (events: { event: string }[]): boolean => events.some(({ event }) => event === 'ready')
    const mine = async (address: string, as: string): Promise<unknown> =>
      (await readEvents(address, `/api/events?as=${as}`, {}, until)).find(({ event }) => event === 'run')?.data['mine']
    const first = at.address
    for (const address of [first, (await at.again()).address]) {
      expect(await mine(address, 'amir')).toEqual({
        text: 'Gate 2 of R-7 waits for you.',
        urgent: false,
      })
      expect(await mine(address, 'carol')).toEqual({
        text: 'You are called: gate 2 of R-7 has waited since 2026-11-21 03:30:00 UTC. You cannot approve it: reach somebody who can.',
        urgent: true,
      })
      expect(await mine(address, 'dana')).toBeUndefined()
    }
  })

  test('after a restart the channel is what the runs themselves tell', async () => {
    at.backend.views.set('R-7', waiting)
    at.backend.views.set('R-8', view({ run: 'R-8', conversation: { platform: 'slack', channel: 'C1' } }))
    at.backend.threads.set('R-7', [line(1)])
    const again = (await at.again()).address
    await enter(again)
    expect(shown(await readEvents(again, '/api/events', {}, (got) => got.some(({ event }) => event === 'ready')))).toEqual([
      'card 12',
      'line 1',
    ])
  })

  test('says what it has posted', async () => {
    const notices = [{ key: 'notify/2', gate: 2, people: ['amir'] }]
    expect(await at.console.port.show({ conversation, view: waiting, lines: [line(4)], notices })).toEqual({
      posted: { card: 'R-7', lines: [4], notices: ['notify/2'] },
    })
  })
})
