/** What the documents offer to choose from, found by a worker in the practice estate. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judged } from './judged.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ seed: 'healthy' })
})
afterAll(async () => stage[Symbol.asyncDispose]())

const shell = { shell: 'management' }
const POOLS = {
  choices: [
    { value: 'pool1.contoso.com', title: 'pool1.contoso.com, Site:Site1' },
    { value: 'pool2.contoso.com', title: 'pool2.contoso.com, Site:Site2' },
  ],
  more: false,
}
const only = (value: string) => ({ choices: [{ value, title: value }], more: false })

/** Each parameter that is offered with something, what it is asked with, and what is there. */
const OFFERED: [document: string, parameter: string, answers: Record<string, string>, found: object][] = [
  ['check-pairing', 'pool', shell, POOLS],
  ['check-pairing', 'backup', { ...shell, pool: 'pool1.contoso.com' }, only('pool2.contoso.com')],
  ['backup-service-status', 'pool', shell, POOLS],
  ['backup-service-status', 'backup', { ...shell, pool: 'pool2.contoso.com' }, only('pool1.contoso.com')],
  ['test-disaster-recovery', 'pool', shell, POOLS],
  ['failover-availability-group', 'group', { target: 'AG2' }, only('sfb-ag')],
]

test.each(OFFERED)('%s offers for %s, with %j, what is there', async (document, parameter, answers, found) => {
  expect(await stage.choices(document, parameter, answers)).toEqual(found)
})

test('every parameter that is offered with something stands here', () => {
  const ids = readdirSync(join(import.meta.dirname, '../../commands')).map((name) => name.replace(/\.md$/, ''))
  const offered = ids
    .filter((id) => id !== 'rules')
    .flatMap((id) =>
      judged(id).procedure.parameters.flatMap(({ name, choicesFrom }) => (choicesFrom === undefined ? [] : [`${id} ${name}`])),
    )
  expect(offered.toSorted()).toEqual(OFFERED.map(([document, parameter]) => `${document} ${parameter}`).toSorted())
})
