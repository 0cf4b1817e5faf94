/** Lines and forms that say too much, too little, or something else than they should. */
import type { Outcome } from '../conversation/rules-of-refusals.ts'
import type { Scene } from './refusal-scene.ts'
import { buttonOf } from './refusal-scene.ts'
import type { Refusal } from './refusal-scene.ts'
import type { AccountName } from './stand-in/accounts.ts'

const NOT_READ = 'Slack sent something that Countersign cannot read. Nothing was recorded; try again.'

/** The form of a rejection with this reason, as Slack would send it. */
function reject(
  scene: Scene,
  reason: unknown,
  as: AccountName = 'amir',
  change: (data: Record<string, unknown>) => object = (data) => data,
): Promise<Outcome> {
  const data = JSON.parse(buttonOf(scene.message, 'Reject').element.value ?? '') as Record<string, unknown>
  const metadata = JSON.stringify({ data: change(data), channel: 'C0INCIDENT' })
  return scene.submit(
    as,
    { callback_id: 'press', private_metadata: metadata },
    { 'reject.reason': { text: { type: 'plain_text_input', value: reason } } },
  )
}

export const BY_FORM: Refusal[] = [
  {
    name: 'that nobody knows',
    try: (scene) => scene.type('dana', '/nonsense at all'),
    status: 200,
    says: 'There is no command /nonsense at. /countersign list shows what can be started.',
  },
  {
    name: 'with a quote that is never closed',
    try: (scene) => scene.type('dana', '/keep copy note="a'),
    status: 200,
    says: /^The quote at character \d+ is never closed\. Close it with ", or double it to mean the character\.$/,
  },
  {
    name: 'of more than 4,000 characters',
    try: (scene) => scene.type('dana', `/keep copy note=${'x'.repeat(5000)}`),
    status: 200,
    says: /^That is 5,0\d\d characters; a command has at most 4,000\.$/,
  },
  {
    name: 'of more than 8,000 characters',
    try: (scene) => scene.type('dana', `/keep copy note=${'x'.repeat(9000)}`),
    status: 200,
    says: NOT_READ,
  },
  {
    name: 'that comes from no channel',
    try: (scene) => scene.type('dana', '/keep copy', (body) => delete body['channel_id']),
    status: 200,
    says: NOT_READ,
  },
  {
    name: 'that starts a run in a direct message',
    try: (scene) => scene.type('dana', '/keep copy', (body) => (body['channel_id'] = 'D0DIRECT00')),
    status: 200,
    says: 'Type it in a channel: others have to see and approve it, and a direct message has nobody but you.',
  },
  {
    name: 'that starts a run where the app is no member',
    try: (scene) => scene.type('dana', '/keep copy', (body) => (body['channel_id'] = 'C0ELSEWHER')),
    status: 200,
    says: 'Countersign is no member of this channel, so nobody would see the run. Type /invite @countersign, then the command again.',
  },
  {
    name: 'that shows what its person may not start',
    try: (scene) => scene.type('amir', '/keep copy'),
    status: 200,
    says: 'Amir Haddad may not start /keep copy: its policy lets operators start it. Ask one of them.',
  },
  {
    name: 'of a verb of which its person may start nothing',
    try: (scene) => scene.type('amir', '/keep'),
    status: 200,
    says: 'Amir Haddad may start nothing that begins with /keep. /countersign list says who may.',
  },
  {
    name: 'that cancels a run of which its person is no part',
    try: (scene) => scene.type('erin', `/countersign cancel ${scene.waiting.run} I am curious`),
    status: 200,
    says: 'Erin Seo (서은주) may neither start nor approve this: that takes somebody of operators, dba, uc-leads.',
    leaves: 'refusal',
  },
  {
    name: 'of a rejection with blanks for a reason',
    try: (scene) => reject(scene, '   '),
    status: 200,
    says: 'A reason must be given: say in a sentence why.',
  },
  {
    name: 'of a rejection with a reason of 1,001 characters',
    try: (scene) => reject(scene, 'x'.repeat(1001)),
    status: 200,
    says: 'The reason has 1001 characters; 1000 fit.',
  },
  { name: 'of a rejection with a number for a reason', try: (scene) => reject(scene, 7), status: 200, says: NOT_READ },
  {
    name: 'of a rejection by somebody of none of its groups',
    try: (scene) => reject(scene, 'No.', 'erin'),
    status: 200,
    says: 'Erin Seo (서은주) is not in dba or uc-leads, so Erin Seo (서은주) cannot reject gate 1.',
    leaves: 'refusal',
  },
  {
    name: 'of a rejection by a guest',
    try: (scene) => reject(scene, 'No.', 'guest'),
    status: 200,
    says: 'Slack says that the account U0GUESTACC is a guest: such an account may do nothing here.',
  },
  {
    name: 'of a rejection of an old plan',
    try: (scene) => reject(scene, 'No.', 'amir', (data) => ({ ...data, fingerprint: '1'.repeat(64) })),
    status: 200,
    says: /^Gate 1 asks about \w{4}-\w{4}, and the decision was about 1111-1111, which is no plan of this run\. Read the new card before you decide\.$/,
    leaves: 'refusal',
  },
  {
    name: 'of a retry that says no reason',
    try: (scene) => reject(scene, 'No.', 'amir', ({ v, run }) => ({ v, run, act: 'retry', step: 1 })),
    status: 200,
    says: 'A reason must be given: say in a sentence why.',
  },
  {
    name: 'of a retry where nothing failed',
    try: (scene) => reject(scene, 'No.', 'amir', ({ v, run }) => ({ v, run, act: 'retry', step: 1, 'retry.reason': 'Again.' })),
    status: 200,
    says: /^R-\d+ is going on as its document says: there is nothing to retry\. Cancel it first if it must stop\.$/,
    leaves: 'refusal',
  },
  { name: 'that nobody opened', try: (scene) => scene.submit('amir', { callback_id: 'unknown' }, {}), status: 200, says: NOT_READ },
  {
    name: 'whose metadata is no JSON',
    try: (scene) => scene.submit('amir', { callback_id: 'press', private_metadata: '{' }, {}),
    status: 200,
    says: NOT_READ,
  },
  {
    name: 'of a procedure that is not there any more',
    try: (scene) =>
      scene.submit('dana', { callback_id: 'start', private_metadata: JSON.stringify({ procedure: 'gone', channel: 'C0INCIDENT' }) }, {}),
    status: 200,
    says: 'The procedure of this form is not there any more. /countersign list shows what can be started.',
  },
  {
    name: 'of a start in a direct message',
    try: (scene) =>
      scene.submit(
        'dana',
        { callback_id: 'start', private_metadata: JSON.stringify({ procedure: 'keep-copy', channel: 'D0DIRECT00' }) },
        {
          'answer.from': { text: { type: 'plain_text_input', value: 'D:\\letters\\a.txt' } },
          'answer.to': { text: { type: 'plain_text_input', value: 'D:\\letters\\b.txt' } },
          'answer.files': { text: { type: 'plain_text_input', value: 'sec-host' } },
        },
      ),
    status: 200,
    says: 'Type it in a channel: others have to see and approve it, and a direct message has nobody but you.',
  },
  {
    name: 'of a start with nothing written in it',
    try: (scene) =>
      scene.submit(
        'dana',
        { callback_id: 'start', private_metadata: JSON.stringify({ procedure: 'keep-copy', channel: 'C0INCIDENT' }) },
        {},
      ),
    status: 200,
    says: 'Nothing is written here.\nNothing is written here.\nNothing is written here.',
  },
  {
    name: 'whose state is no state of a form',
    try: (scene) => scene.submit('amir', { callback_id: 'press', private_metadata: '{}' }, { block: 'text' }),
    status: 200,
    says: NOT_READ,
  },
]
