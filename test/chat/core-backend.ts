/** The real rules behind the chat side: one run of the core, whose engine and estate answer at once. No worker performs anything. */
import { gateAfter } from '../../src/run/view/gate.ts'
import { exportLog } from '../../src/audit/export.ts'
import type { Answer, ChatBackend, Loaded } from '../../src/chat/backend.ts'
import type { ChatEvent } from '../../src/chat/chat-event.ts'
import type { PersonRecord } from '../../src/policy/people.ts'
import { type Account, findPerson } from '../../src/policy/account.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import type { PersonCommand } from '../../src/run/command.ts'
import { sayLines, sayView, type SaidLine, type SaidView } from '../../src/words/said-view.ts'
import { FAILOVER, PEOPLE, POLICY, TARGETS } from '../run/practice.ts'
import { PracticeRun, RUN, WORKER } from '../run/practice-run.ts'
import { viewOf } from '../../src/run/view/view-of.ts'
import { LANGUAGES, speaking, type Speak } from '../../src/words/languages.ts'
import type { Words } from '../../src/words/words.ts'
import { threadOf } from '../../src/engine/run/show-run.ts'

export class CoreBackend implements ChatBackend {
  readonly speak: Speak
  readonly run = new PracticeRun()
  /** Accounts by their practice name; a test may give one to a second person. */
  readonly people: PersonRecord[] = PEOPLE.map((person) => ({ ...person, practice: person.id }) as PersonRecord)
  private events = 0

  private readonly words: Words

  /** `languages`: all that are spoken; `conversation`: the one of cards and thread. */
  constructor(languages: Readonly<Record<string, Words>> = LANGUAGES, conversation = 'en') {
    this.speak = speaking(languages)
    this.words = this.speak(conversation)
    this.run.finds = { share: ['\\\\a\\share'], destination: ['D:\\LSCopy'], newest: ['mgc_1.trn'] }
  }

  /** What a platform would tell of this deed, now. */
  event(name: string, action: ChatEvent['action']): ChatEvent {
    const account = { platform: 'practice' as const, name }
    const at = new Date(Date.parse(this.run.now) + 10).toISOString()
    return { platform: 'console', channel: 'incident', account, via: 'practice', eventId: `console/event-${++this.events}`, at, action }
  }

  loaded(): Loaded {
    const read = readProcedure(`commands/${FAILOVER.id}.md`, FAILOVER.text)
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    return {
      installation: 'practice',
      procedures: [read.procedure],
      leftOut: [],
      policies: { [POLICY.id]: POLICY },
      targets: TARGETS,
      people: PEOPLE,
    }
  }

  findPerson(account: Account): ReturnType<ChatBackend['findPerson']> {
    return findPerson(this.people, account)
  }

  async newRun(): Promise<string> {
    return RUN
  }

  async send(command: PersonCommand): Promise<Answer> {
    this.run.send(command)
    const { refusal } = this.run.last
    if (refusal) return { refusal }
    const approved = command.type === 'approve' ? { approved: gateAfter(this.run.made, command.gate) } : {}
    this.goOn()
    return { seq: this.run.made.seq, rehearsal: this.run.made.rehearsal, ...approved }
  }

  async view(run: string, words = this.words): Promise<SaidView | undefined> {
    return run === RUN && this.run.state ? sayView(words, viewOf(this.run.state)) : undefined
  }

  async lines(): Promise<SaidLine[]> {
    return sayLines(this.words, threadOf(this.run.entries, []))
  }

  async log(run: string): Promise<string | undefined> {
    return run === RUN && this.run.entries.length > 0 ? exportLog(this.run.entries, []) : undefined
  }

  async olderRuns(): ReturnType<ChatBackend['olderRuns']> {
    return []
  }

  async choices(): ReturnType<ChatBackend['choices']> {
    return { not: { is: 'no-worker', site: 'none' } }
  }

  async runs(): ReturnType<ChatBackend['runs']> {
    const view = await this.view(RUN)
    return view ? [view] : []
  }

  /** Grants the lock and answers what is asked of the estate, until people or a worker are needed. */
  private goOn(): void {
    for (let turn = 0; turn < 50; turn++) {
      const effect = this.run.effects.find(({ kind }) => kind === 'lock' || kind === 'order')
      if (effect?.kind === 'lock' && effect.act === 'take') this.run.send({ run: RUN, type: 'lock-granted', lock: effect.lock })
      else if (effect?.kind === 'order' && effect.order.kind === 'observe') {
        this.run.send({ ...WORKER, type: 'observed', order: effect.order.key, results: this.run.results(effect.order) })
      } else return
    }
  }
}
