/** Every method with which one person is answered, refused with every code (in the short form with every kind of them), once and lastingly, at every phase: a generated table. */
import { accountName, type Account } from '../../../src/policy/account.ts'
import { afterAll, expect, test } from 'vitest'
import { said } from '../../../src/chat/note.ts'
import { Channels } from '../../../src/chat/slack/channels.ts'
import { Home } from '../../../src/chat/slack/show/home.ts'
import { openForm, redrawForm } from '../../../src/chat/slack/forms/open-form.ts'
import { Session } from '../../../src/chat/slack/session.ts'
import { startForm } from '../../../src/chat/slack/forms/start-form.ts'
import { StandInBackend } from '../../console/stand-in-backend.ts'
import { codesOf } from './codes.ts'
import { PHASES, playedRun, type PhaseName } from './played-run.ts'
import { openUploadPlace } from './upload-place.ts'
import { CHANNEL, TEAM, Workspace } from './workspace.ts'
import { World } from './world.ts'
import { en } from '../../../src/words/en.ts'
import { sayView } from '../../../src/words/said-view.ts'

const place = await openUploadPlace()
afterAll(() => place.close())

const METHODS = [
  'auth.test',
  'chat.postEphemeral',
  'chat.postMessage',
  'conversations.info',
  'conversations.open',
  'files.completeUploadExternal',
  'files.getUploadURLExternal',
  'users.info',
  'views.open',
  'views.publish',
]
const RUN = playedRun('2026-11-21T03:00:10.000Z')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const SHORT = said('ok', 'Recorded for R-1.')
const LONG = said(
  'info',
  'All of it',
  Array.from({ length: 60 }, (_, n) => ({ type: 'text' as const, text: `${n} ${'x'.repeat(900)}` })),
)
const MOST_CALLS = 60

class Backend extends StandInBackend {
  override findPerson(account: Account): ReturnType<StandInBackend['findPerson']> {
    return super.findPerson({ platform: 'practice', name: accountName(account).replace(`${TEAM}/U0`, '').toLowerCase() })
  }
}

/** Everything that people may wait for an answer to, and what was wrong with it. */
async function answered(phase: PhaseName, method: string, code: string, once: boolean): Promise<string[]> {
  const workspace = new Workspace(Date.parse('2026-11-21T03:00:00.000Z'))
  const world = new World(workspace)
  const backend = new Backend()
  for (const each of PHASES.slice(0, PHASES.indexOf(phase) + 1))
    for (const put of RUN[each]) backend.views.set('R-1', sayView(en, put.view))
  const { api, connection, teller } = world
  const faults: string[] = []
  workspace.refusing = { method, code, done: false, once }
  const home = new Home({ backend, accounts: world.accounts, api, session: new Session(api), log: silent, connection })
  const [procedure] = backend.loaded().procedures
  if (!procedure) throw new Error('no procedure is loaded')

  await teller.tell('U0DANA', CHANNEL, SHORT, en)
  const heard = (user: string, words: string): boolean => workspace.told.some((each) => each.user === user && each.text.includes(words))
  if (!heard('U0DANA', SHORT.title) && !saysOf(world, SHORT.title)) faults.push('Dana hears nothing')

  await teller.tell('U0CAROL', undefined, SHORT, en)
  if (!heard('U0CAROL', SHORT.title) && !saysOf(world, 'The account U0CAROL could not be told')) faults.push('Carol hears nothing')

  await teller.tell('U0AMIR', CHANNEL, LONG, en)
  const file = workspace.messages.some(({ channel, files }) => channel === 'DU0AMIR' && files?.[0]?.name === 'answer.txt')
  const promised = workspace.calls.some(({ args, refused }) => !refused && JSON.stringify(args).includes('is in the file sent to you'))
  const excused = workspace.calls.some(({ args, refused }) => !refused && JSON.stringify(args).includes('could not be sent to you'))
  if (promised && !file) faults.push('a file is promised, and there is none')
  if (!file && !excused && !saysOf(world, LONG.title)) faults.push('a file is neither sent nor excused')

  const refusal = await world.accounts.refusal({ team: TEAM, user: 'U0CAROL' }, 0)
  const asked = workspace.calls.findLast((call) => call.method === 'users.info')
  if ((asked === undefined || asked.refused) && !(refusal && en.slack.refusal(refusal).includes('Nothing was recorded')))
    faults.push('an account counts that nobody has looked at')

  await new Channels(api, undefined).refusal(CHANNEL)

  const form = startForm(en, { procedure, rehearsal: false, answers: {} }, CHANNEL, {})
  const opened = await openForm(api, 'trigger', form, en, 'type')
  if (
    workspace.views.length === 0 &&
    !('failed' in opened && opened.failed.title.startsWith('The form did not open, and nothing is recorded. '))
  )
    faults.push('no form, and no word about it')
  // A form that cannot be drawn anew is complete without.
  await redrawForm(api, { id: 'V1', hash: 'h' }, form)

  await home.open('U0AMIR')
  home.close()
  if (!workspace.homes.has('U0AMIR') && !saysOf(world, 'The Home tab of U0AMIR could not be drawn.'))
    faults.push('a Home tab is missing, and nobody says so')

  const { length } = workspace.calls
  if (length > MOST_CALLS) faults.push(`${length} calls`)
  if (!workspace.calls.some(({ refused }) => refused)) faults.push(`${method} was not called`)
  return faults
}

function saysOf({ troubles }: World, words: string): boolean {
  return troubles.some((says) => says.includes(words))
}

/** Only the Home tab depends on what the run does; the others are called in the same way at every phase. */
const table = METHODS.flatMap((method) =>
  (method === 'views.publish' ? PHASES : (['gate'] as const)).map((phase) => ({ method, phase })),
).map((each, row) => ({ ...each, row }))

test.each(table)(
  '$method refused in phase $phase: everybody hears what came of their deed, or the console says who does not',
  async ({ method, phase, row }) => {
    const faults: string[] = []
    for (const once of [true, false]) {
      for (const code of codesOf(2 * row + Number(once))) {
        const found = await answered(phase, method, code, once)
        faults.push(...found.map((fault) => `${code}, ${once ? 'once' : 'lastingly'}: ${fault}`))
      }
    }
    expect(faults).toEqual([])
  },
)
