/**
 * The same statements in one plain script on a fresh estate: one connection for each database that a block names, one warm PowerShell for each endpoint; reads,
 * befores and runs in the document's order, each step's checks asked every 200 ms until they say done. It trusts everybody and keeps nothing.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sql from 'mssql'
import { targetsOf } from '../src/config.ts'
import type { Configuration } from '../src/config/schema.ts'
import { bindValues, type Bound, type SqlValue } from '../src/procedure/bind-values.ts'
import type { Block, Procedure, Step, Value } from '../src/procedure/procedure.ts'
import { readProcedure } from '../src/procedure/document/read-procedure.ts'
import { readAnswer, readCapture } from '../src/procedure/value/read-answer.ts'
import { workerTargets } from '../src/cli/worker/worker-targets.ts'
import { followForShell } from '../src/worker/block/follow-secrets.ts'
import type { PowerShell } from '../src/worker/powershell/powershell.ts'
import type { SqlTarget } from '../src/worker/options.ts'
import { maskOf } from '../src/worker/mask.ts'
import { openShells } from '../src/worker/powershell/shells.ts'
import { ROOT } from '../test/practice/write-configuration.ts'
import type { MachineTime } from './failover-run.ts'

type Row = Record<string, string | number | boolean | null>

const POLL_MS = 200
const DOCUMENT = 'commands/failover-persistent-chat.md'

export async function measureScript(configuration: Configuration, answers: Record<string, string>): Promise<MachineTime> {
  const read = readProcedure(DOCUMENT, readFileSync(join(ROOT, DOCUMENT), 'utf8'))
  if ('faults' in read) throw new Error('the document has faults')
  const script = new Script(configuration, read.procedure, answers)
  try {
    await script.warmUp()
    const started = performance.now()
    for (const step of read.procedure.steps) await script.step(step)
    const machineMs = performance.now() - started
    return { machineMs, blocksMs: script.blocksMs, blocks: script.blocks, pausesMs: script.pausesMs }
  } finally {
    await script.close()
  }
}

class Script {
  blocksMs = 0
  blocks = 0
  pausesMs = 0
  readonly #procedure: Procedure
  readonly #targets
  readonly #places
  readonly #values: Record<string, Value> = {}
  readonly #captures: Record<string, Value> = {}
  readonly #pools = new Map<string, sql.ConnectionPool>()
  readonly #shells = openShells(maskOf([]))

  constructor(configuration: Configuration, procedure: Procedure, answers: Record<string, string>) {
    this.#procedure = procedure
    this.#targets = targetsOf(configuration)
    this.#places = workerTargets(configuration, 'dc2')
    for (const parameter of procedure.parameters) {
      const value = readAnswer(parameter, answers[parameter.name] ?? parameter.default ?? '', { targets: this.#targets })
      if ('fault' in value) throw new Error(`${parameter.name}: ${value.fault.is}`)
      this.#values[parameter.name] = value.value
    }
  }

  async warmUp(): Promise<void> {
    for (const { blocks } of this.#procedure.steps)
      for (const block of blocks) await (block.language === 'sql' ? this.#pool(block) : this.#shell(block).identify())
  }

  async step(step: Step): Promise<void> {
    for (const role of ['read', 'before'] as const)
      for (const block of step.blocks.filter((each) => each.role === role)) this.#keep(step, role, await this.#send(step, block))
    const items = step.each === undefined ? [undefined] : (this.#captures[step.each.of] as string[])
    for (const item of items) {
      for (const block of step.blocks.filter((each) => each.role === 'run')) await this.#send(step, block, item)
      const checks = step.blocks.filter((each) => each.role === 'check')
      while (!(await this.#allDone(step, checks, item))) {
        const began = performance.now()
        await pause(POLL_MS)
        this.pausesMs += performance.now() - began
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()))
    await this.#shells.close()
  }

  async #allDone(step: Step, checks: Block[], item: string | undefined): Promise<boolean> {
    for (const check of checks) {
      const [row] = await this.#send(step, check, item)
      const done = row?.['done'] ?? row?.['Done']
      if (done !== 1 && done !== true) return false
    }
    return true
  }

  #keep(step: Step, role: 'read' | 'before', rows: Row[]): void {
    if (role === 'before' && rows.some((row) => (row['ok'] ?? row['Ok']) !== 1 && row['Ok'] !== true))
      throw new Error(`${step.title}: ${JSON.stringify(rows)}`)
    for (const [name, type] of role === 'read' ? Object.entries(step.captures) : []) {
      if (!rows.some((row) => name in row)) continue
      const value = readCapture(
        type,
        rows.map((row) => row[name] ?? null),
      )
      if ('value' in value) this.#captures[name] = value.value
    }
  }

  async #send(step: Step, block: Block, item?: string): Promise<Row[]> {
    const source = { procedure: this.#procedure, step, values: this.#values, captures: this.#captures, targets: this.#targets }
    const bound = bindValues(block, item === undefined ? source : { ...source, item })
    if ('fault' in bound) throw new Error(bound.fault.is)
    const pool = bound.language === 'sql' ? await this.#pool(block) : undefined
    const started = performance.now()
    const rows = bound.language === 'sql' ? await query(pool, block.text, bound.values) : await this.#block(block, bound.values)
    this.blocksMs += performance.now() - started
    this.blocks += 1
    return rows
  }

  async #block(block: Block, bound: Extract<Bound, { language: 'powershell' }>['values']): Promise<Row[]> {
    const followed = followForShell({ name: 'of the script' }, bound)
    if ('fault' in followed) throw new Error(followed.fault.is)
    const outcome = await this.#shell(block).runBlock({
      purpose: purposeOf(block),
      text: block.text,
      values: followed.values,
      firstLine: block.line,
      timeoutMs: 60_000,
    })
    if (outcome.type !== 'completed') throw new Error(`${block.text}: ${JSON.stringify(outcome.errors)}`)
    return outcome.objects.filter((object) => typeof object === 'object' && object !== null) as Row[]
  }

  #shell(block: Block): PowerShell {
    const target = this.#places[String(this.#values[block.on])]
    const shell = target?.kind === 'powershell' ? this.#shells.of(target, purposeOf(block)) : undefined
    if (shell === undefined || 'refusal' in shell) throw new Error(`no PowerShell for ${block.on}`)
    return shell
  }

  async #pool(block: Block): Promise<sql.ConnectionPool> {
    const target = this.#places[String(this.#values[block.on])] as SqlTarget
    const database = block.database ?? 'master'
    const key = `${target.name}/${database}`
    const open = this.#pools.get(key)
    if (open) return open
    const pool = new sql.ConnectionPool({
      server: target.address ?? target.host,
      port: target.port,
      user: target.user,
      password: 'secret' in target.password ? target.password.secret : '',
      database,
      requestTimeout: 0,
      pool: { min: 1, max: 1 },
      options: { encrypt: true, serverName: target.host, cryptoCredentialsDetails: { ca: target.ca ?? '' } },
    })
    await pool.connect()
    this.#pools.set(key, pool)
    return pool
  }
}

async function query(pool: sql.ConnectionPool | undefined, text: string, values: SqlValue[]): Promise<Row[]> {
  const request = new sql.Request(pool)
  for (const { name, value } of values) {
    if (typeof value === 'string') request.input(name, value.length > 4000 ? sql.NVarChar(sql.MAX) : sql.NVarChar(4000), value)
    else if (typeof value === 'number') request.input(name, sql.Int(), value)
    else request.input(name, sql.Bit(), value)
  }
  return (await request.query<Row>(text)).recordset ?? []
}

function purposeOf({ role }: Block): 'look' | 'act' {
  return role === 'run' ? 'act' : 'look'
}
