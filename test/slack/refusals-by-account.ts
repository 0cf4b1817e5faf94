/** Accounts that may do nothing, although `people.yaml` still lists some of them. */
import { ACCOUNTS, CHANNEL, FOREIGN_TEAM, TEAM, type AccountName } from './stand-in/accounts.ts'
import type { Outcome } from '../conversation/rules-of-refusals.ts'
import type { Refusal, Scene } from './refusal-scene.ts'

const unfit = (as: AccountName, what: string): string =>
  `Slack says that the account ${ACCOUNTS[as].id} is ${what}: such an account may do nothing here.`
const unknown = (team: string, user: string): string =>
  `No person in people.yaml has the slack account ${team}/${user}: ask whoever keeps that file to add it.`
const FOREIGN = `Your account belongs to the workspace ${FOREIGN_TEAM}, and Countersign works for Contoso (${TEAM}) only: nothing was recorded.`

/** A start form, filled in well. */
const START = Object.fromEntries(
  Object.entries({ from: 'D:\\letters\\a.txt', to: 'D:\\letters\\b.txt', files: 'sec-host' }).map(([name, value]) => [
    `answer.${name}`,
    { text: { type: 'plain_text_input', value } },
  ]),
)

const NO: [AccountName, string][] = [
  ['stranger', unknown(TEAM, ACCOUNTS.stranger.id)],
  ['gone', unfit('gone', 'deactivated')],
  ['guest', unfit('guest', 'a guest')],
  ['singleGuest', unfit('singleGuest', 'a guest')],
  ['robot', unfit('robot', 'a bot')],
  ['foreign', FOREIGN],
]

const WAYS: [string, (scene: Scene, as: AccountName) => Promise<Outcome>][] = [
  ['starts a run', (scene, as) => scene.type(as, '/keep copy from=D:\\letters\\a.txt to=D:\\letters\\b.txt files=sec-host')],
  ['asks for help', (scene, as) => scene.type(as, '/countersign help')],
  ['approves', (scene, as) => scene.press(as, 'Approve')],
]

export const BY_ACCOUNT: Refusal[] = [
  ...NO.flatMap(([as, says]) =>
    WAYS.map(([does, attempt]): Refusal => ({
      name: `of the kind "${as}" ${does}`,
      try: (scene) => attempt(scene, as),
      status: 200,
      says,
    })),
  ),
  {
    name: 'of nobody asks for the form of a rejection',
    try: (scene) => scene.press('stranger', 'Reject'),
    status: 200,
    says: unknown(TEAM, ACCOUNTS.stranger.id),
  },
  {
    name: 'of nobody types a verb alone',
    try: (scene) => scene.type('stranger', '/keep'),
    status: 200,
    says: unknown(TEAM, ACCOUNTS.stranger.id),
  },
  {
    name: 'of nobody sends a form of a start',
    try: (scene) =>
      scene.submit(
        'stranger',
        { callback_id: 'start', private_metadata: JSON.stringify({ procedure: 'keep-copy', channel: CHANNEL }) },
        START,
      ),
    status: 200,
    says: unknown(TEAM, ACCOUNTS.stranger.id),
  },
  {
    name: 'of a guest sends a form of a start',
    try: (scene) =>
      scene.submit(
        'guest',
        { callback_id: 'start', private_metadata: JSON.stringify({ procedure: 'keep-copy', channel: CHANNEL }) },
        START,
      ),
    status: 200,
    says: unfit('guest', 'a guest'),
  },
  {
    name: 'that Slack does not know',
    try: (scene) => scene.type('dana', '/countersign help', (body) => (body['user_id'] = 'U0NOBODY00')),
    status: 200,
    says: unknown(TEAM, 'U0NOBODY00'),
  },
  {
    name: 'of another workspace that gives itself out as Dana',
    try: (scene) => scene.type('dana', '/countersign help', (body) => (body['team_id'] = FOREIGN_TEAM)),
    status: 200,
    says: unknown(FOREIGN_TEAM, ACCOUNTS.dana.id),
  },
  {
    name: 'of another enterprise',
    try: (scene) => scene.type('dana', '/countersign help', (body) => (body['enterprise_id'] = 'E0ELSEWHERE')),
    status: 200,
    says: /nothing was recorded\.$/,
  },
  {
    name: 'without a name but with the user name of Dana',
    try: (scene) => scene.type('stranger', '/countersign help', (body) => (body['user_name'] = 'dana')),
    status: 200,
    says: unknown(TEAM, ACCOUNTS.stranger.id),
  },
]
