/** Many envelopes while the connection is cut again and again: Slack sends anew what nobody acknowledged, and nothing is lost or doubled. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shortOrLong } from '../suite/long-form.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { cardsIn, runsToldOf, starts, type Sent } from './load.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import { envelopeOf } from './stand-in/delivery.ts'
import type { Envelope, SocketMode } from './stand-in/socket-mode.ts'

const COUNT = shortOrLong({ short: 30, long: 60 })

let slack: SlackHouse
let console: ConsoleClient
beforeAll(async () => {
  slack = await openSlackHouse('socket', { worker: false })
  console = await openConsoleClient(/http:\S+/.exec(slack.installation.bot.ready)?.[0] ?? '')
})
afterAll(() => slack?.close())

/** As Slack does it: once more on whatever connection there is, until somebody has acknowledged it. */
async function delivered(socket: SocketMode, envelope: Envelope): Promise<unknown> {
  for (let attempt = 0; attempt < 20; attempt++) {
    await socket.connected()
    const again = attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: 'timeout' }
    try {
      return await socket.send({ ...envelope, ...again })
    } catch {
      // The connection was cut under it, or before it.
    }
  }
  throw new Error(`the envelope ${envelope.envelope_id} was never acknowledged`)
}

test(`${COUNT} commands, with the connection cut at every tenth and every fifth sent twice: one run and one card each, and each is told of`, async () => {
  const { socket, api } = slack.workspace
  const sent = await Promise.all(
    starts(slack.workspace, COUNT).map(async ({ name, delivery }, index): Promise<Sent> => {
      const envelope = envelopeOf(delivery)
      const answer = delivered(socket, envelope)
      const twice = index % 5 === 0 ? delivered(socket, envelope) : undefined
      if (index % 10 === 9) setTimeout(() => socket.cut(), 40 * index)
      const says = JSON.stringify([await answer, await twice])
      return { name, ms: 0, status: 200, says }
    }),
  )
  await expect.poll(() => new Set(runsToldOf(sent, api.calls)).size).toBe(COUNT)
  await expect.poll(() => cardsIn(api.calls).size).toBe(COUNT)
  const cards = cardsIn(api.calls)
  const begun = await Promise.all(
    [...cards.keys()].map(
      async (run) => /copy-of-(load-[\w-]+)\.txt/.exec(await console.text(`/api/runs/${run}/log?as=file`))?.[1] ?? 'nobody',
    ),
  )
  expect(begun.toSorted()).toEqual(sent.map(({ name }) => name).toSorted())
  expect([...cards.values()].filter((count) => count !== 1)).toEqual([])
  // A cut may fall while there is no connection; one at least was opened anew.
  expect(api.calls.filter(({ method }) => method === 'apps.connections.open').length).toBeGreaterThan(1)
})
