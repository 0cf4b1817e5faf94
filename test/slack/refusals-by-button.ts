/** Buttons that are old, foreign, spoilt, or not for whoever presses them. */
import type { Refusal } from './refusal-scene.ts'
import { buttonOf } from './refusal-scene.ts'
import { newTrigger, pressOf } from './stand-in/actions.ts'
import { cardOf } from './slack-platform.ts'

const OLD = 'This button is not one of ours, or older than this version. Use the newest card of the run.'
const ZEROS = '0'.repeat(64)

export const BY_BUTTON: Refusal[] = [
  {
    name: 'of the run, pressed by whoever asked for it',
    try: (scene) => scene.press('dana', 'Approve'),
    status: 200,
    says: 'Dana Whitfield asked for this run, so Dana Whitfield cannot approve gate 1: 1 of dba, 1 of uc-leads must, and they must be other people.',
    leaves: 'refusal',
  },
  {
    name: 'of the gate, pressed by somebody of none of its groups',
    try: (scene) => scene.press('erin', 'Approve'),
    status: 200,
    says: 'Erin Seo (서은주) is not in dba or uc-leads: gate 1 needs 1 of dba, 1 of uc-leads.',
    leaves: 'refusal',
  },
  {
    name: 'to withdraw, pressed by another',
    try: (scene) => scene.press('amir', 'Withdraw'),
    status: 200,
    says: /^Dana Whitfield asked for R-\d+, and only Dana Whitfield can withdraw it\. Reject it at its gate, or cancel it\.$/,
    leaves: 'refusal',
  },
  {
    name: 'with the fingerprint of no plan of this run',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, fingerprint: ZEROS }) }),
    status: 200,
    says: /^Gate 1 asks about \w{4}-\w{4}, and the decision was about 0000-0000, which is no plan of this run\. Read the new card before you decide\.$/,
    leaves: 'refusal',
  },
  {
    name: 'with the fingerprint of another run',
    try: async (scene) => {
      const [message] = await cardOf(scene.workspace, scene.other.run)
      const { fingerprint } = JSON.parse(message ? (buttonOf(message, 'Approve').element.value ?? '') : '') as { fingerprint: string }
      return scene.press('amir', 'Approve', { value: (data) => ({ ...data, fingerprint }) })
    },
    status: 200,
    says: /^Gate 1 asks about \w{4}-\w{4}, and the decision was about \w{4}-\w{4}, which is no plan of this run\. Read the new card before you decide\.$/,
    leaves: 'refusal',
  },
  {
    name: 'of a gate that never was',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, gate: 7 }) }),
    status: 200,
    says: /^R-\d+ has no gate 7: it has opened 1\.$/,
    leaves: 'refusal',
  },
  {
    name: 'of gate 0',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, gate: 0 }) }),
    status: 200,
    says: /^R-\d+ has no gate 0: it has opened 1\.$/,
    leaves: 'refusal',
  },
  {
    name: 'of this run on the card of another',
    try: (scene) => scene.press('amir', 'Approve', { blockId: `${scene.other.run}/gate` }),
    status: 200,
    says: /^This button does not belong to a card of R-\d+\.$/,
  },
  {
    name: 'of another run on the card of this one',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, run: scene.other.run }) }),
    status: 200,
    says: /^This button does not belong to a card of R-\d+\.$/,
  },
  {
    name: 'of a run that does not exist',
    try: (scene) => scene.press('amir', 'Reject', { value: (data) => ({ ...data, run: 'R-999' }), blockId: 'R-999/gate' }),
    status: 200,
    says: 'There is no run R-999. /countersign runs lists them.',
  },
  {
    name: 'from a card of a run whose number begins alike',
    try: (scene) => scene.press('amir', 'Approve', { blockId: `${scene.waiting.run}9/gate` }),
    status: 200,
    says: /^This button does not belong to a card of R-\d+\.$/,
  },
  {
    name: 'that asks for the form of another plan',
    try: (scene) => scene.press('amir', 'Reject', { value: (data) => ({ ...data, fingerprint: ZEROS }) }),
    status: 200,
    says: /^R-\d+ has moved on since this card was drawn: .+ Use its card as it is now\.$/,
  },
  { name: 'whose value is no JSON', try: (scene) => scene.press('amir', 'Approve', { value: () => 'approve' }), status: 200, says: OLD },
  { name: 'without a value', try: (scene) => scene.press('amir', 'Approve', { value: () => '' }), status: 200, says: OLD },
  {
    name: 'of a version to come',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, v: 2 }) }),
    status: 200,
    says: OLD,
  },
  {
    name: 'with an act that nobody knows',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, act: 'approve-all' }) }),
    status: 200,
    says: OLD,
  },
  {
    name: 'with the short fingerprint',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, fingerprint: '7f3a-91c2' }) }),
    status: 200,
    says: OLD,
  },
  {
    name: 'with the fingerprint in capitals',
    try: (scene) =>
      scene.press('amir', 'Approve', { value: (data) => ({ ...data, fingerprint: String(data['fingerprint']).toUpperCase() }) }),
    status: 200,
    says: OLD,
  },
  {
    name: 'with a run that is no name',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, run: 'R-1; DROP' }) }),
    status: 200,
    says: OLD,
  },
  {
    name: 'with half a gate',
    try: (scene) => scene.press('amir', 'Approve', { value: (data) => ({ ...data, gate: 1.5 }) }),
    status: 200,
    says: OLD,
  },
  {
    name: 'to retry a run that goes on by itself',
    try: (scene) => scene.press('amir', 'Approve', { value: ({ v, run }) => ({ v, run, act: 'retry', step: 1 }) }),
    status: 200,
    says: /^R-\d+ has moved on since this card was drawn: .+ Use its card as it is now\.$/,
  },
  {
    name: 'that confirms a step which nobody does by hand',
    try: (scene) => scene.press('amir', 'Approve', { value: ({ v, run }) => ({ v, run, act: 'confirm', step: 1, choice: 'done' }) }),
    status: 200,
    says: /./,
    leaves: 'refusal',
  },
  {
    name: 'of another app',
    try: async (scene) => {
      const { element, blockId } = buttonOf(scene.message, 'Approve')
      const trigger = await newTrigger(scene.workspace, 'amir')
      const { status } = await scene.transport.deliver(
        pressOf('amir', { ...element, action_id: 'other' }, blockId, scene.message, trigger, ''),
      )
      return { status, says: '' }
    },
    status: 200,
    says: '',
  },
]
