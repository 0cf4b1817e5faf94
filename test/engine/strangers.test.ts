import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect } from 'node:http2'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RULES_VERSION } from '../../src/audit/rules.ts'
import { BOT_HEADER } from '../../src/engine/proof/bot-token.ts'
import { engineHttp } from '../../src/engine/server/http.ts'
import type { SignedCommand } from '../../src/run/command.ts'
import { runQuestions } from '../../src/engine/gateway/run-questions.ts'
import { recentEntries } from '../../src/engine/run/recent-entries.ts'
import { startBot } from './bot.ts'
import type { DrillHouse } from './drill-installation.ts'
import { openDrillHouse } from './drill-installation.ts'
import { approve, claim } from './drill.ts'
import { plantPieces, sealedBy, storedPieces, TAG_BYTES, textOf } from './stored-pieces.ts'
import { until } from './until.ts'
import { startWorkerStandIn } from './worker-stand-in.ts'
import { refusalSaid } from '../words/said.ts'

let installation: DrillHouse
beforeAll(async () => {
  installation = await openDrillHouse()
})
afterAll(() => installation.close())

describe('what did not come from us', () => {
  test('a command that nobody signed is refused', async () => {
    const { run, gate } = await installation.atGate()
    const signed = installation.byChat(approve(run, 'amir', gate))
    if (!('by' in signed.command)) throw new Error('a person says this')
    const forged = { ...signed, command: { ...signed.command, by: { ...signed.command.by, id: 'carol' } } } as SignedCommand
    const refused = (sentence: string) => ({ refusal: { code: 'bad-signature', sentence } })
    expect(await installation.client.command(forged)).toEqual(refused(`The signature of "approve" is not the chat key's.`))
    const byWorker = { ...installation.byWorker(signed.command), key: 'w1' }
    expect(await installation.client.command(byWorker)).toEqual(refused('"approve" is signed by the chat key, and this one says w1.'))
    expect(await installation.client.view(run)).toMatchObject({
      gate: {
        missing: [
          { count: 1, from: ['dba'], could: ['Amir'] },
          { count: 1, from: ['uc-leads'], could: ['Carol'] },
        ],
      },
    })
  })

  test('what is no command, or is for another run, is refused with its fault, and the run goes on', async () => {
    const { run, gate } = await installation.atGate()
    const http = engineHttp({ socket: installation.directory.ingress })
    const say = async (body: unknown) => {
      const headers = { 'content-type': 'application/json' }
      const response = await http.fetch(`${http.url}/Run/${run}/command`, { method: 'POST', headers, body: JSON.stringify(body) })
      return response.json()
    }
    const unknown = 'This is no command that the product knows:'
    const bad = (fault: string) => ({ refusal: { code: 'bad-command', sentence: expect.stringMatching(`^${unknown} ${fault}: `) } })
    const good = installation.byChat(approve(run, 'amir', gate))
    expect(await say(null)).toEqual(bad('the body'))
    expect(await say({ ...good, command: { ...good.command, type: 'explode' } })).toEqual(bad('command.type'))
    expect(await say({ ...good, command: { ...good.command, gate: -1 } })).toEqual(bad('command.gate'))
    expect(await say({ ...good, extra: 1 })).toEqual(bad('the body'))
    expect(await say(installation.byChat(approve('R-999', 'amir', gate)))).toEqual({
      refusal: { code: 'other-run', sentence: `This command is not for ${run}: send it to its own run.` },
    })
    expect(await installation.client.command(good)).toMatchObject({ accepted: true })
    await http.close()
  })

  test('a claim of a worker whose key nobody knows, or in the name of another one, is refused', async () => {
    const { run, order, head } = await installation.ordered()
    const own = claim(run, order.key, 'n', head)
    const refused = (sentence: string) => ({ refusal: { code: 'bad-signature', sentence } })
    const stranger = { ...installation.byWorker({ ...own, worker: 'w9' }), key: 'w9' }
    expect(await installation.client.command(stranger)).toEqual(refused('w9 is no worker whose key is known: its "claim" is not taken.'))
    expect(await installation.client.command({ ...installation.byChat(own), key: 'w1' })).toEqual(
      refused(`The signature of "claim" is not w1's.`),
    )
    expect(await installation.client.command(installation.byWorker({ ...own, worker: 'w2' }))).toEqual(
      refused('w1 signed a "claim" in the name of w2.'),
    )
    expect(await installation.client.command(installation.byWorker(own))).toMatchObject({ accepted: true })
  })

  test.each([
    // An approval is written into the run's own state, everything else is left as it was.
    ['with an approval more', (own: Buffer) => withApproval(own)],
    ['of another run', (_: Buffer, others: Buffer) => others],
  ])('a state %s that was planted through the admin socket is refused', async (_, forge) => {
    const { run, gate } = await installation.atGate()
    const { run: other } = await installation.atGate()
    const http = engineHttp({ socket: installation.directory.admin })
    const [own, others] = [await storedPieces(http, run), await storedPieces(http, other)]
    await plantPieces(http, run, { ...own, state: forge(own['state'] ?? EMPTY, others['state'] ?? EMPTY) })
    const sentence = `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`
    await until('it is planted', () =>
      installation.client.history(run).then(
        () => false,
        () => true,
      ),
    )
    const answer = await installation.client.command(installation.byChat(approve(run, 'amir', gate)))
    expect('refusal' in answer && refusalSaid(answer.refusal)).toEqual({ code: 'state-altered', sentence })
    await expect(installation.client.history(run)).rejects.toThrow(sentence)
    // A worker is told so once and for all, and does not ask for ever.
    expect(await runQuestions(installation.client, recentEntries(), () => 'proof').history({ run, from: 1, nonce: 'nonce' })).toEqual({
      gaveUp: sentence,
    })
    await http.close()
  })

  test('a run that another release began is led on by that release only', async () => {
    const { run, gate } = await installation.atGate()
    const http = engineHttp({ socket: installation.directory.admin })
    const own = await storedPieces(http, run)
    const content = JSON.parse(textOf(own['state'] ?? EMPTY)) as { value: object }
    const state = sealedBy(installation.stateDir, [run, 'state'], { ...content, value: { ...content.value, rules: 1 } })
    await plantPieces(http, run, { ...own, state })
    const answer = await installation.client.command(installation.byChat(approve(run, 'amir', gate)))
    expect('refusal' in answer && refusalSaid(answer.refusal)).toEqual({
      code: 'other-rules',
      sentence: `${run} was begun by rules version 1, and this bot has version ${RULES_VERSION}: it leads no run on whose log no release could judge. End it with release 0.1.0, or by hand on the estate, with its audit file beside you.`,
    })
    await http.close()
  })

  test.each(['by the process that has seen a newer one', 'by another process, from the audit file'])(
    'an older state of the same run, which this bot has sealed itself, is refused %s',
    async (by) => {
      const { run, gate } = await installation.atGate()
      const http = engineHttp({ socket: installation.directory.admin })
      const older = await storedPieces(http, run)
      const { entries } = await installation.client.history(run)
      for (const who of ['amir', 'dana', 'carol']) await installation.client.command(installation.byChat(approve(run, who, gate)))
      await installation.orderWhere(run, 'perform')
      // The process that goes on is the one that read the newest state.
      expect(await installation.client.command(installation.byChat(approve(run, 'carol', gate)))).toMatchObject({
        refusal: { code: 'gate-passed' },
      })
      if (by.includes('another')) {
        await installation.bot.kill()
        installation.bot = await startBot(installation.setUp)
      } else rmSync(join(installation.stateDir, 'audit', `${run}.jsonl`))
      await plantPieces(http, run, { ...(await storedPieces(http, run)), state: older['state'] ?? EMPTY })
      expect((await installation.client.history(run)).entries).toEqual(entries)
      // A process that was started anew hands the standing order out again; what is planted must bring no other.
      const orders = () => [...new Set(installation.worker.orders.map(({ key }) => key))]
      const before = orders()
      const answer = await installation.client.command(installation.byChat(approve(run, 'carol', gate)))
      // The file may hold one entry that the store never took; the new process, which has driven the run, may have read them all.
      const known = `(${entries.length + 3}|${entries.length + 4})`
      const sentence = `The stored state of ${run} ends with entry ${entries.length}, and entry ${known} is known: nothing is done on it\\. Compare its audit file with the heads in the channel, and find out who put an older state back\\.`
      expect('refusal' in answer && refusalSaid(answer.refusal)).toEqual({
        code: 'state-older',
        sentence: expect.stringMatching(new RegExp(`^${sentence}$`)),
      })
      await installation.client.redrive(run)
      expect((await installation.client.history(run)).entries).toEqual(entries)
      expect(orders()).toEqual(before)
      await http.close()
    },
  )

  test('only what is meant for others answers at the ingress', async () => {
    const http = engineHttp({ socket: installation.directory.ingress })
    const ask = async (path: string) => {
      const response = await http.fetch(`${http.url}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [BOT_HEADER]: '0'.repeat(64) },
        body: '{}',
      })
      return [path, response.status]
    }
    const paths = ['Lock/x/take', 'Run/R-1/tell', 'Runs/all/note', 'Runs/all/told', 'Runs/x/old']
    expect(await Promise.all(paths.map(ask))).toEqual(paths.map((path) => [path, 400]))
    const botToken = ['Runs/all/next', 'Runs/all/list', 'Runs/all/pages', 'Runs/x/page', 'Run/R-1/redrive']
    botToken.push('Conversation/x/shown', 'Conversation/x/note')
    expect(await Promise.all(botToken.map(ask))).toEqual(botToken.map((path) => [path, 403]))
    await http.close()
  })

  test('a handler that is called directly answers nobody but our engine', async () => {
    const admin = engineHttp({ socket: installation.directory.admin })
    const { deployments } = (await (await admin.fetch(`${admin.url}/deployments`)).json()) as {
      deployments: { uri: string; services: { name: string }[] }[]
    }
    const uri = deployments.find(({ services }) => services.some(({ name }) => name === 'Run'))?.uri ?? ''
    expect(await statusOf(uri, '/invoke/Run/command')).toBe(401)
    await admin.close()
  })

  test('a worker with another key is not let in', async () => {
    const stranger = startWorkerStandIn('w1', 'east', installation.stateDir, [])
    expect(await stranger.beat()).toEqual({
      why: `the bot at ${installation.directory.gateway} does not let this worker in: What calls itself worker w1 has not signed with the key that the configuration lists for it.`,
    })
    const unknown = startWorkerStandIn('w9', 'east', installation.stateDir, [])
    expect(await unknown.beat()).toEqual({
      why: `the bot at ${installation.directory.gateway} does not let this worker in: This bot knows no worker w9: list it with its public key under \`sites:\` of the configuration, then restart the bot.`,
    })
    await Promise.all([stranger.close(), unknown.close()])
  })
})

const EMPTY = Buffer.alloc(0)

/** The state with one approval more, under the tag that was there. */
function withApproval(own: Buffer): Buffer {
  const text = textOf(own)
  const forged = text.replace('"approvals":[]', '"approvals":[{}]')
  expect(forged).not.toBe(text)
  return Buffer.concat([own.subarray(0, TAG_BYTES), zstdCompressSync(forged)])
}

/** How a handler answers somebody who calls it over HTTP/2 without the engine's signature. */
async function statusOf(uri: string, path: string): Promise<number> {
  const session = connect(uri)
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/vnd.restate.invocation.v5' })
  stream.end()
  const [headers] = (await once(stream, 'response')) as [{ ':status'?: number }]
  session.destroy()
  return headers[':status'] ?? 0
}
