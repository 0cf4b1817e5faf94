/** Presses that must not count: of old plans, other runs, gates that never were, and what is no button. */
import type { Refusal } from './refusal-scene.ts'

const OLD = 'This button is not one of ours, or older than this version. Use the newest card of the run.'
const ZEROS = '0'.repeat(64)
const NO_PLAN =
  /^Gate 1 asks about \w{4}-\w{4}, and the decision was about \w{4}-\w{4}, which is no plan of this run\. Read the new card before you decide\.$/

/** Data that no card of ours has. */
const SPOILT: [string, (data: Record<string, unknown>) => unknown][] = [
  ['of a version to come', (data) => ({ ...data, v: 2 })],
  ['without a version', ({ v: _, ...data }) => data],
  ['with an act that nobody knows', (data) => ({ ...data, act: 'approve-all' })],
  ['without an act', ({ act: _, ...data }) => data],
  ['with the short fingerprint', (data) => ({ ...data, fingerprint: '7f3a-91c2' })],
  ['with the fingerprint in capitals', (data) => ({ ...data, fingerprint: String(data['fingerprint']).replace(/\d/g, 'a').toUpperCase() })],
  ['with a run that is no name', (data) => ({ ...data, run: 'R-1; DROP' })],
  ['with a run as a list', (data) => ({ ...data, run: [data['run']] })],
  ['with half a gate', (data) => ({ ...data, gate: 1.5 })],
  ['with a gate as a word', (data) => ({ ...data, gate: '1' })],
  ['with nothing', () => ({})],
  ['that asks for the view of no run', () => ({ v: 1, act: 'refresh', run: 'R-0' })],
]

export const BY_BUTTON: Refusal[] = [
  ...SPOILT.map(([name, data]): Refusal => ({ name, try: (scene) => scene.press('amir', 'Approve', data), says: OLD })),
  ...SPOILT.map(([name, data]): Refusal => ({
    name: `${name}, in an old client`,
    try: (scene) => scene.submit('amir', data({ v: 1, act: 'approve', run: scene.waiting.run, gate: 1, fingerprint: ZEROS }) as object),
    says: OLD,
  })),
  {
    name: 'of who asked for the run',
    try: (scene) => scene.press('dana', 'Approve'),
    says: 'Dana Whitfield asked for this run, so Dana Whitfield cannot approve gate 1: 1 of dba, 1 of uc-leads must, and they must be other people.',
    leaves: 'refusal',
  },
  {
    name: 'of somebody in none of its groups',
    try: (scene) => scene.press('erin', 'Approve'),
    says: 'Erin Seo (서은주) is not in dba or uc-leads: gate 1 needs 1 of dba, 1 of uc-leads.',
    leaves: 'refusal',
  },
  {
    name: 'of Withdraw by another',
    try: (scene) => scene.press('amir', 'Withdraw'),
    says: /^Dana Whitfield asked for R-\d+, and only Dana Whitfield can withdraw it\. Reject it at its gate, or cancel it\.$/,
    leaves: 'refusal',
  },
  {
    name: 'of a rejection whose reason is blank',
    try: (scene) => scene.press('amir', 'Reject', (data) => ({ ...data, 'reject.reason': ' \t ' })),
    says: 'A reason must be given: say in a sentence why.',
  },
  {
    name: 'of a rejection by somebody who may not',
    try: (scene) => scene.press('erin', 'Reject', (data) => ({ ...data, 'reject.reason': 'No.' })),
    says: 'Erin Seo (서은주) is not in dba or uc-leads, so Erin Seo (서은주) cannot reject gate 1.',
    leaves: 'refusal',
  },
  {
    name: 'with the fingerprint of no plan of this run',
    try: (scene) => scene.press('amir', 'Approve', (data) => ({ ...data, fingerprint: ZEROS })),
    says: NO_PLAN,
    leaves: 'refusal',
  },
  {
    name: 'of a gate that never was',
    try: (scene) => scene.press('amir', 'Approve', (data) => ({ ...data, gate: 7 })),
    says: /^R-\d+ has no gate 7: it has opened 1\.$/,
    leaves: 'refusal',
  },
  {
    name: 'with the fingerprint of this run for another',
    try: (scene) => scene.press('amir', 'Approve', (data) => ({ ...data, run: scene.other.run })),
    says: NO_PLAN,
  },
  {
    name: 'of a run that does not exist',
    try: (scene) => scene.press('amir', 'Approve', (data) => ({ ...data, run: 'R-999' })),
    says: 'There is no run R-999: start it first.',
  },
  {
    name: 'that asks for the view of a run that does not exist',
    try: (scene) => scene.press('amir', 'Approve', () => ({ v: 1, act: 'refresh', run: 'R-999' })),
    says: 'There is no run R-999. /countersign runs lists them.',
  },
  {
    name: 'to retry a run that goes on by itself',
    try: (scene) => scene.press('amir', 'Approve', ({ v, run }) => ({ v, run, act: 'retry', step: 1, 'retry.reason': 'Again.' })),
    says: /^R-\d+ is going on as its document says: there is nothing to retry\. Cancel it first if it must stop\.$/,
    leaves: 'refusal',
  },
  {
    name: 'that answers what nobody asks any more',
    try: (scene) => scene.press('dana', 'Approve', ({ v, run }) => ({ v, run, act: 'answer', 'answer.from': 'D:\\x.txt' })),
    says: /^The plan of R-\d+ is made: its values cannot be changed any more\. Withdraw it and start again\.$/,
  },
  {
    name: 'that confirms a step which nobody does by hand',
    try: (scene) => scene.press('amir', 'Approve', ({ v, run }) => ({ v, run, act: 'confirm', step: 1, choice: 'done' })),
    says: /^Step 1 of R-\d+ does not wait for anybody's word\.$/,
    leaves: 'refusal',
  },
]
