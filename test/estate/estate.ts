import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { controlRoutes } from './control/control-routes.ts'
import type { Control } from './control/control-server.ts'
import { startControl } from './control/control-server.ts'
import { Faults } from './faults.ts'
import { createSqlInstance } from './sql/instance.ts'
import type { EstateState, EstateTimes, LogIn } from './state/estate-state.ts'
import { createEstateState } from './state/estate-state.ts'
import type { InstanceState } from './state/instance-state.ts'
import { lateLog } from './state/seed.ts'
import { StatementLog } from './statement-log.ts'
import { makeCertificate, type ServerCertificate } from './tds/certificate.ts'
import type { Listening } from './tds/listen.ts'
import { listenTds } from './tds/listen.ts'
import type { Encryption } from './tds/prelogin.ts'

export interface EstateOptions {
  /** A directory of the estate's own: shares, disks, `ca.pem` and `statements.jsonl` are made in it. */
  dir: string
  /** By name of the instance, and `control`; any free port where nothing is said. */
  ports?: Partial<Record<string, number>>
  encryption?: Encryption
  /** Milliseconds after the start at which one more log backup turns up on the share. */
  late?: number
  /** Estate milliseconds per real one. */
  speed?: number
  times?: Partial<EstateTimes>
  login?: LogIn
  reader?: LogIn
  seed?: 'healthy'
  /** What `keptState` gave of an estate in the same directory: it goes on from there. */
  kept?: Uint8Array
  /** Of an estate before this one, for clients that go on: what its servers proved themselves with, and the control endpoint's token. */
  certificate?: ServerCertificate
  token?: string
}

export interface EstateInstance {
  /** `SEC` */
  name: string
  /** What the server calls itself: `sqlb1.contoso.com`, and `RTC`. Its certificate names it, `localhost` and 127.0.0.1. */
  server: string
  instance: string
  /** Where it really listens. */
  host: string
  port: number
  user: string
  password: string
  reader: LogIn
  /** False for the servers of the lost site: their ports refuse. */
  up: boolean
}

export interface Estate {
  instances: EstateInstance[]
  /** Path of the PEM of the authority that signed the servers' certificate. */
  ca: string
  certificate: ServerCertificate
  control: { url: string; token: string }
  state: EstateState
  faults: Faults
  log: StatementLog
  close(): Promise<void>
}

/** Starts the practice estate on 127.0.0.1. Rejects when a port is taken; nothing is left listening then. */
export async function startEstate(options: EstateOptions): Promise<Estate> {
  const { dir, ports = {}, encryption = 'offered' } = options
  mkdirSync(dir, { recursive: true })
  const state = createEstateState(options)
  const faults = new Faults()
  const log = new StatementLog(dir)
  const certificate =
    options.certificate ?? makeCertificate(['localhost', ...state.instances.map(({ host }) => host), '127.0.0.1'], new Date())
  const ca = join(dir, 'ca.pem')
  writeFileSync(ca, certificate.ca)
  const open: { close(): Promise<void> }[] = []
  const instances: EstateInstance[] = []
  try {
    for (const [index, one] of state.instances.entries()) {
      const listening = one.up
        ? await listenTds({
            instance: createSqlInstance(state, one.name),
            certificate,
            encryption,
            watch: { faults, log },
            closed: (sentence) => console.error(`estate: ${sentence}`),
            ...(ports[one.name] !== undefined && { port: ports[one.name] }),
          })
        : deadServer(ports[one.name] ?? index + 1)
      open.push(listening)
      instances.push(entryOf(state, one, listening.port))
    }
    const control = await startControl(controlRoutes({ state, faults, log }), { port: ports['control'], token: options.token })
    open.push(control, lateness(state, options.late))
    return { instances, ca, certificate, control: addressOf(control), state, faults, log, close: () => closeAll(open) }
  } catch (cause) {
    await closeAll(open)
    throw cause
  }
}

/** Nobody listens on the first ports of a machine (and on no other can one be sure that nobody ever will). */
function deadServer(port: number): Listening {
  return { port, close: () => Promise.resolve() }
}

function entryOf(state: EstateState, { name, host, instanceName, up }: InstanceState, port: number): EstateInstance {
  return { name, server: host, instance: instanceName, host: '127.0.0.1', port, ...state.login, reader: state.reader, up }
}

const addressOf = ({ url, token }: Control): { url: string; token: string } => ({ url, token })

function lateness(state: EstateState, late: number | undefined): { close(): Promise<void> } {
  const timer = late === undefined ? undefined : setTimeout(() => lateLog(state), late)
  return {
    close: () => {
      clearTimeout(timer)
      return Promise.resolve()
    },
  }
}

async function closeAll(open: { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(open.map((one) => one.close()))
}
