import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { PublicKeys } from '../audit/entry.ts'
import type { Proof } from '../audit/signature.ts'
import { signCommand, signHead, signProof } from '../audit/signature.ts'
import type { ConfigurationChanged, EngineWord, PersonCommand, SignedCommand } from '../run/command.ts'
import { engineAdmin } from './server/admin.ts'
import { auditFiles, behindFiles, highestAudited } from './audit/audit-file.ts'
import { botToken } from './proof/bot-token.ts'
import type { ChatPort } from '../run/view/chat-port.ts'
import { connectEngine, type EngineClient } from './client.ts'
import { completeAudit } from './audit/complete-audit.ts'
import { conversationObject, shownInEngine, shownRuns } from './conversation/conversation-object.ts'
import { driveUnseen } from './conversation/drive-unseen.ts'
import { openConversations } from './conversation/conversations.ts'
import { derivedKey } from './keys/derived-key.ts'
import type { EngineFault } from './engine-fault.ts'
import type { BotProcess } from './objects.ts'
import { botObject, refuseOtherBot, refuseOvertaken, untilReplaced } from './elsewhere/only-bot.ts'
import { prepareEngineDirectory } from './server/directory.ts'
import { lostGuard } from './lost/guard-lost.ts'
import { engineAddresses, untilItAnswers } from './server/reach-engine.ts'
import { redriveRuns, type Watch } from './server/redrive-runs.ts'
import { inside as insideOf, secretOf } from './proof/inside.ts'
import { keysAtStart } from './keys/installation-keys.ts'
import { lockHolders, lockObject } from './run/lock-object.ts'
import { rollbackGuard } from './run/rollback-guard.ts'
import { takeDirectory } from './server/single-instance.ts'
import { ownStep, ownTime } from './proof/own-step.ts'
import { refuseSharedDirectory } from './server/private-directory.ts'
import { publicKeysOf, type WorkerEntry } from './keys/public-keys.ts'
import { refuseOtherState } from './server/refuse-other-state.ts'
import { runObject } from './run/run-object.ts'
import { runsObject } from './run/runs-object.ts'
import { serveHandlers } from './serve-handlers.ts'
import type { Gateway } from './gateway/gateway.ts'
import type { GatewayListen } from './gateway/serve-gateway.ts'
import { startGateway } from './gateway/start-gateway.ts'
import { register, type Elsewhere } from './elsewhere/reach-elsewhere.ts'
import type { WorkersView } from '../run/view/workers-view.ts'
import { sealedState } from './proof/sealed-state.ts'
import { recentEntries } from './run/recent-entries.ts'
import { runSeal } from './run/run-seal.ts'
import { strangers as strangersOf } from './proof/strangers.ts'
import { configurationTold, tellAll, type RunConfiguration } from './server/tell-configuration.ts'

export interface StartEngineOptions {
  /** Where the keys, the engine's store and the audit files lie. */
  stateDir: string
  installation: string
  workers: WorkerEntry[]
  chat: ChatPort
  log: Logger
  /** What the files say at the start: the runs are told as they are driven anew. */
  configuration?: RunConfiguration
  /** An engine elsewhere (a cluster); absent: the embedded one. */
  elsewhere?: Elsewhere
  /** Where workers of other machines come in; those of this one have a socket. */
  gateway?: GatewayListen
  /** Silence after which a worker is believed lost. */
  lostMs?: number
  /** How long an order waits for a worker before people are told. */
  noWorkerMs?: number
  /** Tells people, on the console and the terminal, that somebody reached the engine. */
  say?: (sentence: string) => void
  /** How long a call of the client may take. */
  answerWithinMs?: number
  /** Each time that every active run was driven anew. */
  onCalm?: Watch['onCalm']
  /** Told the sentences of all runs that were lost with the engine's store, whenever that changes. */
  onLost?: (sentences: string[]) => void
}

export interface EngineHandle {
  client: EngineClient
  /** Signs what a person said on the chat side, or what was read of the configuration, in this process. */
  sign(command: PersonCommand | ConfigurationChanged): SignedCommand
  /** `keys.json`: what an auditor verifies with. */
  publicKeys: PublicKeys
  /** Where workers of this machine come in. */
  gateway: { socket: string }
  /** Who lives, who was chosen for what, and what has nobody. */
  workers(): WorkersView
  choices: Gateway['choices']
  auditDir: string
  /** What the console makes its cookies with; lasts as long as the keys do. */
  consoleKey: string
  /** Every active run is told, but those of `knowing`; who was told is put into it. Answers how many are active, and who could not be told, with why. */
  configurationChanged(
    configuration: RunConfiguration,
    told?: { knowing: Set<string>; signal?: AbortSignal },
  ): Promise<{ active: number; failed: { run: string; error: unknown }[] }>
  /** Resolves when another bot has taken over the engine: this one MUST end. */
  replaced: Promise<EngineFault>
  /** Leaves no process, socket or timer behind. */
  close(): Promise<void>
}

/** Starts everything that makes runs durable. @throws EngineFault with one sentence. */
export async function startEngine(options: StartEngineOptions): Promise<EngineHandle> {
  const { stateDir, log, chat } = options
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of opened.splice(0).toReversed()) await end()
  }
  try {
    refuseSharedDirectory(stateDir)
    // A store elsewhere takes no room here.
    const directory = prepareEngineDirectory(stateDir, options.elsewhere && 0)
    const owned = await takeDirectory(directory.bot)
    opened.push(() => owned.release())
    const keys = keysAtStart(stateDir, options.installation)
    const publicKeys = publicKeysOf(options.installation, keys, options.workers)
    const auditDir = join(stateDir, 'audit')
    const above = await highestAudited(auditDir)
    const sign = (command: PersonCommand | ConfigurationChanged) => signCommand(command, 'chat', keys.chat)
    const prove = (proof: Proof) => signProof(proof, keys.head)
    const strangers = strangersOf(log, options.say ?? (() => undefined))
    const inside = insideOf(secretOf(keys.clock, 'inside'), strangers)
    const kept = sealedState(secretOf(keys.clock, 'state'), strangers)
    const step = ownStep(secretOf(keys.clock, 'step'), strangers)
    const bot = botToken(secretOf(keys.head, 'bot'))
    const lost = lostGuard()
    const behind = behindFiles()
    const audit = auditFiles(auditDir, log, behind)
    const recent = recentEntries()

    const addresses = await engineAddresses(options, keys.identity.file, opened)
    const { ingress } = addresses
    const admin = engineAdmin(addresses.admin)
    const limit = options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }
    const onMove = (from: string, to: string, why: unknown) =>
      log.warn({ err: why }, `the engine at ${from} does not answer; ${to} is asked`)
    const client = connectEngine({ ingress, bot, above, strangers, onMove, ...limit })
    const signWord = (word: EngineWord) => signCommand(word, 'clock', keys.clock)
    const shown = shownInEngine(client, inside)
    const conversations = openConversations({ chat, ...shown, log })
    const workers = startGateway({
      client,
      recent,
      progress: (progress) => conversations.progress(progress),
      keys: publicKeys,
      sign: signWord,
      prove,
      socket: directory.gateway,
      ...(options.gateway && { listen: options.gateway }),
      lostMs: options.lostMs ?? 8000,
      noWorkerMs: options.noWorkerMs ?? 3000,
      log,
    })
    opened.push(() => workers.close())
    const ending = new AbortController()
    const self: BotProcess = { boot: randomUUID(), host: hostname(), pid: process.pid, since: new Date().toISOString() }
    const handlers = await serveHandlers({
      identity: options.elsewhere?.identity ?? keys.identity.publicForm,
      log,
      ...(options.elsewhere && { listen: options.elsewhere.handlers }),
      services: [
        runObject({
          keys: publicKeys,
          sign: signWord,
          signHead: (head) => signHead(head, keys.head),
          prove,
          inside,
          gateway: workers.gateway,
          bot,
          seal: runSeal(keys.head),
          conversations,
          audit,
          recent,
          newest: rollbackGuard(auditDir),
          time: ownTime(step),
          log,
        }),
        botObject({ bot, self }),
        runsObject({
          bot,
          inside,
          kept,
          onNote: driveUnseen({ knows: (run) => conversations.knows(run), client, log, signal: ending.signal }),
        }),
        lockObject({ inside, kept, lost, step }),
        conversationObject({ bot, inside, kept: sealedState(secretOf(keys.clock, 'state'), strangers, { remembers: false }) }),
      ],
    })
    opened.push(() => handlers.close())
    const told = configurationTold(sign)
    if (options.configuration !== undefined) told.want(options.configuration)
    const loops: Promise<void>[] = []
    opened.push(async () => {
      ending.abort()
      await conversations.close()
      // What still asks an engine that hangs would wait for its answer.
      await Promise.all([client.close(), admin.close()])
      await Promise.all(loops)
    })

    // The embedded one belongs to a state directory, which has one bot.
    if (options.elsewhere !== undefined) await refuseOtherBot(client, self)
    await register(admin, handlers.uri, options.elsewhere)
    await untilItAnswers(client, addresses.damage)
    if (options.elsewhere !== undefined) await refuseOvertaken(client, self)
    await refuseOtherState(admin, kept, addresses.store)
    await workers.letIn()
    const { signal } = ending
    const replacement = Promise.withResolvers<EngineFault>()
    const { promise: replaced } = replacement
    if (options.elsewhere !== undefined)
      loops.push(untilReplaced(client, self, log, signal).then((fault) => fault && replacement.resolve(fault)))
    loops.push(
      redriveRuns({
        admin,
        client,
        told,
        lockHolders: () => lockHolders(admin, kept),
        readShown: (runs) => shown.readBeforehand(shownRuns(admin, kept), (run) => runs.has(run) && !conversations.knows(run)),
        log,
        signal,
        ...(options.onCalm && { onCalm: options.onCalm }),
      }),
      lost.watch({ auditDir, keys: publicKeys, admin, client, chat, log, signal, ...(options.onLost && { onLost: options.onLost }) }),
      completeAudit({ auditDir, behind, audit, admin, client, log, signal }),
    )
    return {
      client,
      sign,
      publicKeys,
      gateway: { socket: directory.gateway },
      workers: () => workers.gateway.workers(),
      choices: (asked) => workers.gateway.choices(asked),
      auditDir,
      replaced,
      consoleKey: derivedKey(keys.head, 'console').export().toString('hex'),
      close,
      configurationChanged: (configuration, { knowing, signal: dropped } = { knowing: new Set() }) => {
        told.want(configuration)
        return tellAll(client, told, knowing, dropped === undefined ? signal : AbortSignal.any([signal, dropped]))
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
