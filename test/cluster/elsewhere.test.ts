/** An engine on other machines, as docs/cluster.md describes it: one node of it, with what stands in front. */
import { cpSync, mkdirSync } from 'node:fs'
import { connect } from 'node:http2'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Elsewhere } from '../../src/engine/elsewhere/reach-elsewhere.ts'
import { reachElsewhere } from '../../src/engine/elsewhere/reach-elsewhere.ts'
import { startEngine } from '../../src/engine/start-engine.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { saidOfStrangers, startBot } from '../engine/bot.ts'
import { openDrillHouse, type DrillHouse } from '../engine/drill-installation.ts'
import { approve } from '../engine/drill.ts'
import { stateDirectory } from '../engine/state-directory.ts'
import { asConfigured } from './as-configured.ts'
import { botAddress, nodeAddress } from './documented.ts'
import { canMakeNodes, startNodes, type Nodes } from './nodes.ts'

const log = pino({ level: 'silent' })
const chat = { intervalMs: 5, show: () => Promise.reject(new Error('nobody is shown anything here')) }

describe.skipIf(!canMakeNodes)('an engine elsewhere (Linux with openssl)', () => {
  let nodes: Nodes
  let elsewhere: Elsewhere
  let house: DrillHouse
  beforeAll(async () => {
    nodes = await startNodes(1)
    elsewhere = asConfigured(nodes, 1)
    house = await openDrillHouse(elsewhere)
  })
  afterAll(async () => {
    await house.close()
    await nodes.close()
  })

  /** A second bot with the keys of the first, on a state directory and a port of its own. */
  const second = (port: number) => {
    const state = stateDirectory()
    mkdirSync(join(state.path, 'keys'))
    for (const name of ['keys', 'installation.json', 'audit'])
      cpSync(join(house.stateDir, name), join(state.path, name), { recursive: true })
    return { state, setUp: { ...house.setUp, stateDir: state.path, elsewhere: asConfigured(nodes, 1, port) } }
  }

  test('a run goes its way through it, from the start to the order', async () => {
    const { order } = await house.ordered()
    expect(order.kind).toBe('perform')
  })

  test('who is not that engine cannot call the handlers, and finds no door without TLS', async () => {
    const session = connect(`https://${botAddress(nodes.place)}:9080`, { ca: elsewhere.tls?.ca })
    const stream = session.request({
      ':path': '/invoke/Bot/who',
      ':method': 'POST',
      'content-type': 'application/vnd.restate.invocation.v5',
    })
    const status = await new Promise((resolve, reject) => {
      stream.on('response', (headers) => resolve(headers[':status']))
      stream.on('error', reject)
      stream.end()
    })
    session.destroy()
    expect(status).toBe(401)
    await expect(fetch(`http://${botAddress(nodes.place)}:9080/discover`)).rejects.toThrow('fetch failed')
  })

  test('nobody reaches the engine without a certificate of its authority', async () => {
    const { ca = '', certificate = '', key = '' } = elsewhere.tls ?? {}
    const strange = makeCertificate(['localhost'], new Date())
    const at = nodeAddress(nodes.place, 1)
    const refused = async (tls: NonNullable<Elsewhere['tls']>, ingress = `https://${at}:8443`) =>
      reachElsewhere({ ...elsewhere, ingress: [ingress], tls }, log).then(
        () => 'reached',
        (error: Error) => error.message,
      )
    const told = (why: string, administration = why) =>
      `The engine cannot be reached: engine.ingress https://${at}:8443: ${why}; engine.admin https://${at}:9443: ${administration}. docs/cluster.md says what it needs.`
    const unknown = 'it ends the connection; it must trust the authority that signed `engine.certificate`, and have the engine behind it'
    expect(await refused({ ca, certificate: strange.certificate, key: strange.key })).toBe(told(unknown))
    const unsigned = 'its certificate is of no authority that this machine trusts; name the one that signed it as `engine.ca`'
    expect(await refused({ certificate, key })).toBe(told(unsigned))
    const other = makeCertificate(['localhost'], new Date()).key
    expect(await refused({ ca, certificate, key: other })).toBe(
      '`engine.certificate` and `engine.key` in the configuration do not go together, or a file of them or of `engine.ca` is no PEM (ERR_OSSL_X509_KEY_VALUES_MISMATCH): name the certificate with its chain, and its own private key, both PEM.',
    )
    const nobody = `The engine cannot be reached: engine.ingress https://${at}:8444: nothing listens there. docs/cluster.md says what it needs.`
    expect(await refused({ ca, certificate, key }, `https://${at}:8444`)).toBe(nobody)
  })

  test('a second bot is refused while the first lives, with where that runs; nothing of the first is touched', async () => {
    const { state, setUp } = second(9081)
    await expect(startEngine({ ...setUp, chat, log })).rejects.toThrow(
      new RegExp(
        `^A bot of this installation serves this engine already \\(process ${house.bot.pid} on \\S+, since 20\\S+Z\\): end it first\\. When it is dead, the next start takes over by itself\\.$`,
      ),
    )
    const { run } = await house.atGate()
    expect(await house.client.view(run)).toMatchObject({ phase: 'waiting' })
    state.remove()
  })

  test('a bot of other keys is refused, and told that this engine is another one’s', async () => {
    const state = stateDirectory()
    const other = { ...house.setUp, stateDir: state.path, elsewhere: asConfigured(nodes, 1, 9082) }
    await expect(startEngine({ ...other, chat, log })).rejects.toThrow(
      'Something that is no bot of this installation answers for this engine: give each installation an engine of its own. Where there is no other, somebody reached the engine: find out who, and unregister their `Bot`.',
    )
    state.remove()
  })

  test('an engine that cannot call the bot is told of with its reason: another key, another authority', async () => {
    const { state, setUp } = second(9083)
    const { ca, certificate, key } = makeCertificate([botAddress(nodes.place)], new Date())
    const as = (more: Partial<Elsewhere>) => startEngine({ ...setUp, elsewhere: { ...setUp.elsewhere, ...more }, chat, log })
    const at = `https://${botAddress(nodes.place)}:9083`
    const cannot = `The engine cannot call the bot at ${at}, which is \`engine.url\` in the configuration. Each of its nodes must reach that, and trust the authority of \`engine.certificate\`. It says: client error (Connect) caused by: invalid peer certificate: UnknownIssuer`
    await house.bot.kill()
    await expect(as({ identity: 'publickeyv1_Bn7d7vvXF1aJErzC9zkLLewi33eDhwrJdX8Qp5XJsTiZ' })).rejects.toThrow(
      'The engine signs its calls with another key than `engine.identity` in the configuration says: write the `publickeyv1_…` that each of its nodes logs at its start.',
    )
    const handlers = { ...setUp.elsewhere.handlers, tls: { certificate, key } }
    expect(ca).not.toBe(elsewhere.tls?.ca)
    await expect(as({ handlers })).rejects.toThrow(cannot)
    state.remove()
    house.bot = await startBot(house.setUp)
  })

  test('a dead bot is taken over by the next one, elsewhere, with the call that was under way; come back it is told and ends', async () => {
    const { run, gate } = await house.atGate()
    house.bot.freeze()
    // Nobody answers it: it is under way in the engine.
    const pressed = house.client.command(house.byChat(approve(run, 'amir', gate)), 'a press')
    const { state, setUp } = second(9084)
    const next = await startBot(setUp)
    expect(await pressed).toMatchObject({ accepted: true })
    house.bot.thaw()
    expect(await house.bot.ended).toBe(1)
    expect(saidOfStrangers(house.stateDir).join('\n')).toMatch(
      new RegExp(
        `^Another bot of this installation has taken over this engine \\(process ${next.pid} on \\S+, since 20\\S+Z\\): this one ends\\. Start only one, and let the other machine's service start only when this one is dead\\.$`,
      ),
    )
    expect(await house.client.command(house.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await next.kill()
    state.remove()
    house.bot = await startBot(house.setUp)
    expect(await house.client.view(run)).toMatchObject({ phase: 'working' })
  })
})
