/**
 * A stand-in for the engine behind the console: real documents and cards, runs that a test sets by hand. It records what it is
 * sent, and refuses everything that the test did not allow.
 */
import { accountName, type Account } from '../../src/policy/account.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Person } from '../../src/policy/policy.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import type { Answer, ChatBackend, Loaded } from '../../src/chat/backend.ts'
import type { PersonCommand } from '../../src/run/command.ts'
import type { RunSummary } from '../../src/run/view/view.ts'
import type { SaidLine, SaidView } from '../../src/words/said-view.ts'
import { LANGUAGES, speaking } from '../../src/words/languages.ts'

export const PEOPLE: Person[] = [
  { id: 'dana', name: 'Dana Ruiz', groups: ['operators'] },
  { id: 'amir', name: 'Amir Haddad', groups: ['dba', 'operators'] },
  { id: 'carol', name: 'Carol Lindqvist', groups: ['uc-leads'] },
]

export class StandInBackend implements ChatBackend {
  speak: ChatBackend['speak'] = speaking(LANGUAGES)
  readonly sent: PersonCommand[] = []
  readonly views = new Map<string, SaidView>()
  /** Logs that a test has written; of any other run there is one entry. */
  readonly logs = new Map<string, string>()
  readonly threads = new Map<string, SaidLine[]>()
  /** What the next commands are answered with; refused with its own sentence where there is nothing. */
  answer: (command: PersonCommand) => Answer | Promise<Answer> = () => ({
    refusal: { code: 'stand-in', sentence: 'The stand-in was not told to allow this.' },
  })
  targets: Loaded['targets'] = {}
  /** Ended runs that are not listed at once. */
  older: RunSummary[] = []
  private readonly runIds = new Map<string, string>()
  procedures = [procedureOf('failover-persistent-chat')]

  loaded(): Loaded {
    const approve = [
      { from: ['dba'], count: 1 },
      { from: ['uc-leads'], count: 1 },
    ]
    const policy = {
      id: 'disaster-recovery',
      start: ['operators'],
      approve,
      expiresMs: 1_800_000,
      deviate: { from: ['dba', 'uc-leads'], count: 2 },
    }
    return {
      installation: 'contoso-practice',
      procedures: this.procedures,
      leftOut: [],
      policies: { 'disaster-recovery': policy },
      targets: this.targets,
      people: PEOPLE,
    }
  }

  /** An account, whatever its platform, is a person's id here. */
  findPerson(of: Account): ReturnType<ChatBackend['findPerson']> {
    const account = of.platform === 'slack' ? of.user : of.platform === 'teams' ? of.object : accountName(of)
    const person = PEOPLE.find(({ id }) => id === account)
    return person
      ? { person }
      : { refusal: { code: 'no-person', sentence: `No person of people.yaml has the account ${account}. Ask for it to be added.` } }
  }

  async newRun(eventId: string): Promise<string> {
    const run = this.runIds.get(eventId) ?? `R-${this.views.size + this.runIds.size + 1}`
    this.runIds.set(eventId, run)
    return run
  }

  async send(command: PersonCommand): Promise<Answer> {
    this.sent.push(command)
    return this.answer(command)
  }

  /** What is found to choose from, whatever is asked. */
  offer: Awaited<ReturnType<ChatBackend['choices']>> = { not: { is: 'no-worker', site: 'none' } }
  readonly choicesAsked: Parameters<ChatBackend['choices']>[0][] = []

  async choices(asked: Parameters<ChatBackend['choices']>[0]): ReturnType<ChatBackend['choices']> {
    this.choicesAsked.push(asked)
    return this.offer
  }

  async olderRuns(before: string): Promise<RunSummary[]> {
    return this.older.filter(({ run }) => Number(run.slice(2)) < Number(before.slice(2))).slice(0, 2)
  }

  async view(run: string): Promise<SaidView | undefined> {
    return this.views.get(run)
  }

  async lines(run: string): Promise<SaidLine[]> {
    return this.threads.get(run) ?? []
  }

  async log(run: string): Promise<string | undefined> {
    const written = this.logs.get(run)
    if (written !== undefined) return written
    const view = this.views.get(run)
    if (!view) return undefined
    const entry = {
      run,
      seq: 1,
      at: view.startedAt,
      rules: 1,
      command: { command: { type: 'timer', run, key: 'x' }, key: 'chat', signature: '' },
      events: [],
      prev: '0'.repeat(64),
      hash: 'c'.repeat(64),
    }
    return `${JSON.stringify({ entry })}\n`
  }

  async runs(): ReturnType<ChatBackend['runs']> {
    return [...this.views.values()].map(({ run, title, phase, rehearsal, requester, startedAt, endedAt, conversation, mirrors }) => ({
      run,
      title,
      phase,
      rehearsal,
      requester,
      startedAt,
      ...(endedAt !== undefined && { endedAt }),
      conversation,
      mirrors,
    }))
  }
}

/** A document of `commands/`, as it is read. */
export function procedureOf(id: string): Loaded['procedures'][number] {
  const file = join(import.meta.dirname, '../../commands', `${id}.md`)
  const read = readProcedure(file, readFileSync(file, 'utf8'))
  if (!('procedure' in read)) throw new Error(JSON.stringify(read))
  return read.procedure
}
